"""Bodies as a caller would send them."""

from typing import Any


def a_referral(**changes: Any) -> dict[str, Any]:
    """Return a whole and valid referral: a refusal to issue, sent on 14 January 2025, contact on 10 March."""
    return {
        "kind": "mediation",
        "la_code": "926",
        "contacted_on": "2025-03-10",
        "channel": "phone",
        "child": {"given_name": "Robin", "family_name": "Reed", "born_on": "2015-05-04", "sex": "female"},
        "family": {"name": "A Parent", "phone": "01632960001", "email": "parent@example.org"},
        "referrer": {"role": "parent", "permission_given": True},
        "decision": {"decision_kind": "refusal_to_issue", "sent_on": "2025-01-14"},
    } | changes
