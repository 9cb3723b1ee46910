"""Days long before the law of 2014: no date is made up, it is said once in words, and nothing breaks."""

from collections.abc import Callable

import pytest

from app.domain.permissions import Role
from tests.builders.journeys import an_open_case, read_case, record, try_fact
from tests.conftest import Caller

DAYS = ["1900-01-01", "1952-02-29", "2011-12-31", "2014-08-31"]
WALK = (
    ("advice_given", {"channel": "phone", "rights_explained": True}),
    ("wish_stated", {"wish": "mediate"}),
    ("la_informed", {"informed_by": "adviser"}),
    ("session_fixed", {"session_id": "S1", "held_on": "1900-01-01", "mode": "online"}),
    ("session_held", {"session_id": "S1", "present": ["parent", "la"]}),
    ("assessment_requested", {}),
    ("mediation_concluded", {}),
    ("agreement_signed", {"extent": "full", "terms": [{"term_id": "T1", "kind": "assess", "owner": "la"}]}),
    ("appeal_lodged", {}),
)


@pytest.mark.parametrize("day", DAYS)
async def test_a_case_before_the_law_is_shown_with_one_warning_in_words(as_: Callable[..., Caller], day: str) -> None:
    adviser = as_(Role.ADVISER)
    # A referral is not taken with such a day, so it comes as a fact, as a slip of the pen would.
    case = await an_open_case(adviser, decision=None)
    await record(adviser, case, "decision_sent", day, decision_kind="refusal_to_issue")
    for type, payload in WALK:
        recorded = await try_fact(adviser, case, type, day, **payload)
        assert recorded.status_code < 500, f"{type}: {recorded.text}"
        shown = await read_case(adviser, case["id"])
        undated = [due for due in shown["deadlines"] if "not_in_force" in due["flags"]]
        said = [warning for warning in shown["warnings"] if warning.startswith("not_in_force: ")]
        assert len(said) == bool(undated), type
        assert all(due["due_on"] is None for due in undated)
    assert said
    assert "no date" in said[0]
    assert "not_in_force" in shown["flags"]
    for path in ("/v1/deadlines?limit=200", "/v1/cases", f"/v1/cases/{case['id']}/facts"):
        assert (await adviser.get(path)).status_code == 200
    issued = await adviser.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_5"}, version=shown["version"])
    assert issued.status_code < 500


async def test_a_case_of_today_has_no_such_warning(as_: Callable[..., Caller]) -> None:
    case = await an_open_case(as_(Role.ADVISER))
    assert not [warning for warning in case["warnings"] if warning.startswith("not_in_force")]
