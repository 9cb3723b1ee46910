"""Every code of a problem, with its status, its title and what to do about it: one line each, one page each."""

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of problem."""

    status: int
    title: str
    advice: str


CATALOGUE: dict[str, Kind] = {
    # 400: the request could not be read
    "malformed": Kind(400, "The request could not be read", "Send one well-formed JSON value in UTF-8."),
    "malformed_url": Kind(400, "The address could not be read", "Percent-encode the address as UTF-8, no controls."),
    "malformed_header": Kind(400, "A header could not be read", "Write the header as the documentation shows it."),
    "json_invalid": Kind(400, "The body is not JSON", "Send one JSON value; NaN and Infinity are not JSON."),
    "json_too_deep": Kind(400, "The body is nested too deeply", "Nest no deeper than 64 levels."),
    "json_too_large": Kind(400, "The body has too many parts", "Send at most 100,000 values in one body."),
    "duplicate_key": Kind(400, "A name appears twice in one object", "Send each name once."),
    "cursor_invalid": Kind(400, "The cursor cannot be used", "Start again without a cursor; keep filters and sort."),
    "idempotency_key_required": Kind(400, "An Idempotency-Key is required", "Send a new UUID as Idempotency-Key."),
    "cors_refused": Kind(400, "This origin may not call", "Have the origin registered with the service."),
    # 400 and 401: the token endpoint answers with the error codes of RFC 6749
    "invalid_request": Kind(400, "The token request is not complete", "Send grant_type and what that grant needs."),
    "invalid_grant": Kind(400, "The sign-in was refused", "Check the name and the password."),
    "invalid_scope": Kind(400, "A scope was refused", "Ask only for scopes that this client or person has."),
    "unauthorized_client": Kind(400, "This client may not use this grant", "Use the grant it is registered for."),
    "unsupported_grant_type": Kind(400, "This grant is not offered", "Use client_credentials."),
    "invalid_client": Kind(401, "The client was refused", "Check the client's id and secret."),
    # 401 to 408
    "not_authenticated": Kind(401, "Sign in first", "Send a current access token as Authorization: Bearer."),
    "not_permitted": Kind(403, "Your role does not include this", "Ask someone whose role includes it."),
    "not_found": Kind(404, "There is no such record", "Check the address; what you may not see looks the same."),
    "method_not_allowed": Kind(405, "This address does not take that method", "Use a method named in Allow."),
    "not_acceptable": Kind(406, "The form asked for is not offered", "Ask for a form that the documentation names."),
    "receive_timeout": Kind(408, "The request took too long to arrive", "Send the whole body at once, and try again."),
    # 409: the state of things
    "refused": Kind(409, "The service will not do this", "Read the detail."),
    "guard_refused": Kind(409, "The case does not allow this now", "Read its rule, and the case's allowed_facts."),
    "state_conflict": Kind(409, "The record is not in a state that allows this", "Read the record again."),
    "already_exists": Kind(409, "The record exists already", "Use the record that exists."),
    "too_many_cases": Kind(409, "Too many cases would change at once", "Make the change with `mdr law` on the server."),
    "idempotency_key_in_use": Kind(409, "A request with this key is being worked on", "Wait, then send it again."),
    "erased": Kind(410, "The record was erased", "Nothing is left of it to read."),
    # 412 to 431: what came with the request
    "stale": Kind(412, "The record has changed since you read it", "Read it again, then send If-Match with its ETag."),
    "body_too_large": Kind(413, "The body is too large", "Send less in one request."),
    "url_too_long": Kind(414, "The address is too long", "Send fewer or shorter filters."),
    "unsupported_media_type": Kind(415, "The body is of another type", "Send the Content-Type that is documented."),
    "invalid": Kind(422, "Something sent is not valid", "Correct what errors names, and send it again."),
    "beyond_calendar": Kind(422, "The date lies beyond the calendar", "Use dates within the calendar's years."),
    "idempotency_key_reused": Kind(422, "This key was used for another request", "Use a new key for a new request."),
    "precondition_required": Kind(428, "If-Match is required", "Read the record, then send If-Match with its ETag."),
    "too_many_requests": Kind(429, "Too many requests", "Wait for as long as Retry-After says."),
    # 5xx
    "internal_error": Kind(500, "Something went wrong on our side", "Tell the provider the request id."),
    "unavailable": Kind(503, "The service cannot answer for the moment", "Try again after Retry-After, same key."),
    "not_ready": Kind(503, "The service is not ready", "Read checks."),
}

BY_STATUS = {
    400: "malformed",
    401: "not_authenticated",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "receive_timeout",
    409: "state_conflict",
    410: "erased",
    412: "stale",
    413: "body_too_large",
    414: "url_too_long",
    415: "unsupported_media_type",
    422: "invalid",
    428: "precondition_required",
    429: "too_many_requests",
    500: "internal_error",
    503: "unavailable",
}
"""The code of a status that some part of the framework raised by number alone."""


def code_of(exception: type[BaseException]) -> str:
    """Return the catalogue's code for a class of refusal: its own, else that of the nearest class it stems from."""
    for ancestor in exception.__mro__:
        code = ancestor.__dict__.get("code")
        if isinstance(code, str) and code in CATALOGUE:
            return code
    return "refused"
