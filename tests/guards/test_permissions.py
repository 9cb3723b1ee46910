"""Every operation names the permission that it takes; what anyone may ask for stands in one short list."""

from app.domain.permissions import Permission
from tests.guards.documents import operations
from tests.rooms import rooms

PUBLIC = {
    ("post", "/oauth2/token"),
    ("get", "/oauth2/jwks"),
    ("get", "/health/live"),
    ("get", "/health/ready"),
    ("get", "/problems"),
    ("get", "/problems/{code}"),
    ("get", "/.well-known/security.txt"),
    # The law, and calculators that keep nothing.
    ("get", "/v1/law/rules"),
    ("get", "/v1/law/rules/{rule_id}"),
    ("get", "/v1/law/rulings"),
    ("get", "/v1/law/calendars"),
    ("post", "/v1/deadline-calculations"),
    ("post", "/v1/time-checks"),
    ("post", "/v1/rights-holder-checks"),
}
"""What needs no sign-in. A new line here is a decision, not a convenience."""

ROOMS = rooms()
PUBLIC |= {pair for room in ROOMS.values() for pair in room.public}
APPENDS = {("post", path) for room in ROOMS.values() for path in room.appends}


def test_every_operation_names_one_permission_or_is_public() -> None:
    known = {permission.value for permission in Permission}
    for method, path, described in operations():
        named = [scope for requirement in described.get("security", ()) for scope in requirement.get("oauth2", ())]
        if not named:
            assert (method, path) in PUBLIC, f"{method.upper()} {path} names no permission"
            continue
        assert (method, path) not in PUBLIC, f"{method.upper()} {path} is called public and names {named}"
        assert set(named) <= known
        assert len(named) == 1, f"{method.upper()} {path} names {named}"


def test_every_operation_has_an_id_of_its_own() -> None:
    ids = [described["operationId"] for _, _, described in operations()]
    assert len(ids) == len(set(ids))
    assert len(ids) > 15


def test_every_change_of_a_record_that_exists_takes_if_match() -> None:
    for method, path, described in operations():
        if "{" not in path or method == "get" or not path.startswith("/v1"):
            continue
        if (method, path) in APPENDS:
            continue
        parameters = {parameter["name"]: parameter for parameter in described.get("parameters", ())}
        assert parameters.get("If-Match", {}).get("required"), f"{method.upper()} {path} takes no If-Match"
