"""Every read of the service is laid out when it is mounted: the framework's walk costs more than most reads."""

from app.main import create_app
from app.settings import Settings
from app.web.direct import Direct
from app.web.transaction import PlainRoute, TransactionRoute


def test_every_read_is_answered_directly(settings: Settings) -> None:
    reads = [
        route for route in create_app(settings).routes if isinstance(route, TransactionRoute) and "GET" in route.methods
    ]
    assert len(reads) > 10
    # A file is no model: the framework hands it out.
    answers = [route for route in reads if route.response_field is not None]
    assert [route.path for route in answers if not isinstance(route.app, Direct)] == []


def test_what_keeps_nothing_is_answered_directly_and_no_change_is(settings: Settings) -> None:
    posts = [
        route for route in create_app(settings).routes if isinstance(route, PlainRoute) and "POST" in route.methods
    ]
    direct = {route.path for route in posts if isinstance(route.app, Direct)}
    calculators = {"/v1/deadline-calculations", "/v1/time-checks", "/v1/rights-holder-checks"}
    assert direct == calculators | {"/v1/cases/{case_id}/slot-searches"}
