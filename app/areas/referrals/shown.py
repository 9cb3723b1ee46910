"""A referral as each audience sees it: one model for each, built up from what it may see."""

from collections.abc import Mapping
from typing import Any

from app.areas.referrals import bodies, queries, rows, schemas
from app.domain import referrals as rules
from app.domain.codes import ReferralStatus, ReferredBy
from app.domain.permissions import Actor, Permission

AnyReferral = schemas.ReferralStaff | schemas.ReferralOutside
_FAMILY = {ReferredBy.PARENT, ReferredBy.YOUNG_PERSON, ReferredBy.REPRESENTATIVE}


async def shown(reader: queries.Reader, actor: Actor, referral_id: str) -> AnyReferral:
    """Return a referral as this actor's audience sees it."""
    return await shown_row(reader, actor, await queries.one(reader, actor, referral_id))


async def as_sent(reader: queries.Reader, actor: Actor, referral_id: str, body: bodies.ReceiveReferral) -> AnyReferral:
    """Return a referral to whoever made it and may not read it: what they sent, the number, and nothing later."""
    made = await queries.made_by(reader, actor, referral_id)
    values = {**rows.referral_values(body, actor), "la_code": body.la_code, "status": ReferralStatus.RECEIVED}
    values |= {**made, "updated_at": made["created_at"], "version": 1}
    return await shown_row(reader, actor, queries.stored(values, rows.child_values(body.child)))


async def shown_row(reader: queries.Reader, actor: Actor, row: Mapping[str, Any]) -> AnyReferral:
    """Return a referral that this actor may see, as their audience sees it."""
    links = schemas.Links(
        self=f"/v1/referrals/{row['id']}" if actor.may(Permission.REFERRALS_READ) else None,
        case=f"/v1/cases/{row['case_id']}" if row["case_id"] and actor.may(Permission.CASES_READ) else None,
    )
    decision = (
        schemas.Decision(
            decision_kind=row["decision_kind"], sent_on=row["decision_sent_on"], letter_dated_on=row["letter_dated_on"]
        )
        if row["decision_kind"]
        else None
    )
    child = {name.removeprefix("child_"): value for name, value in row.items() if name.startswith("child_")}
    values = {**row, "child": child, "decision": decision, "links": links}
    if not actor.is_staff:
        return schemas.ReferralOutside.model_validate({**values, "audience": "outside"})
    reasons = await queries.reasons_of(reader, row)
    contacts = await queries.contacts_of(reader, row)
    referrer = contacts.get("referrer")
    return schemas.ReferralStaff.model_validate(
        {
            **values,
            "audience": "staff",
            "family": _family(contacts.get("family")),
            "referrer": {
                "role": row["referred_by"],
                "name": referrer["name"] if referrer else None,
                "contact": referrer["address"] if referrer else None,
                "permission_given": row["permission_given"],
            },
            "reasons": [reason.reason for reason in reasons],
            "primary_reason": next((reason.reason for reason in reasons if reason.is_primary), None),
            "missing": [missing._asdict() for missing in _missing(row, bool(contacts.get("family")), reasons)],
            "possible_duplicates": await queries.duplicates_of(reader, actor, row),
        }
    )


def _family(contact: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return how to reach the family; of what is withheld only that it is: it is read apart, with a reason."""
    if contact is None or not contact["withheld"]:
        return contact
    return {**dict.fromkeys(schemas.Family.model_fields), "name": contact["name"], "withheld": True}


def _missing(row: Mapping[str, Any], family_contact: bool, reasons: list[Any]) -> tuple[rules.Missing, ...]:
    born_on = row["child_born_on"]
    return rules.missing(
        rules.Intake(
            kind=row["kind"],
            given_name=row["child_given_name"],
            family_name=row["child_family_name"],
            born_on=born_on,
            permission_given=row["permission_given"],
            referrer_is_family=row["referred_by"] in _FAMILY,
            family_contact=family_contact,
            decision_kind=row["decision_kind"],
            sent_on=row["decision_sent_on"],
            letter_dated_on=row["letter_dated_on"],
            reasons=[reason.reason for reason in reasons],
            health_issues=row["health_issues"],
            social_care_issues=row["social_care_issues"],
            icb_id=row["icb_id"],
        )
    )
