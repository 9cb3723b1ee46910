"""When a referral is complete enough, why mediation is asked for, and which referrals may be about the same child."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.domain.codes import DecisionKind, Reason, ReferralKind

POSSIBLE_DUPLICATE = 50
"""From this likeness on, staff are shown the other referral; they decide."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a referral says so far, as far as the rules below ask for it."""

    kind: ReferralKind
    given_name: str | None = None
    family_name: str | None = None
    born_on: date | None = None
    permission_given: bool | None = None
    referrer_is_family: bool = False
    family_contact: bool = False
    decision_kind: DecisionKind | None = None
    sent_on: date | None = None
    letter_dated_on: date | None = None
    reasons: Collection[Reason] = ()
    health_issues: bool | None = None
    social_care_issues: bool | None = None
    icb_id: str | None = None


class Missing(NamedTuple):
    """A field still to be filled in, what it stands in the way of ("certificate" or "session"), and why."""

    field: str
    needed_for: str
    detail: str


def missing(intake: Intake) -> tuple[Missing, ...]:
    """Return what is missing before a certificate or a session is possible. Nothing here stops a referral."""
    before_certificate = (
        (intake.given_name, "child.given_name", "The certificate names the child."),
        (intake.family_name, "child.family_name", "The certificate names the child."),
        (intake.born_on, "child.born_on", "It decides whether the parent or the young person holds the rights."),
        (intake.decision_kind, "decision.decision_kind", "A certificate is about one decision of the LA."),
        (
            intake.sent_on or intake.letter_dated_on,
            "decision.sent_on",
            "The time to contact and to appeal runs from it.",
        ),
    )
    before_session = (
        (intake.family_contact, "family_contact", "The family must be told of the session."),
        (
            intake.referrer_is_family or intake.permission_given,
            "referrer.permission_given",
            "The family must know of a referral that somebody else made.",
        ),
        (intake.reasons, "reasons", "The LA is told what the family disagrees with."),
        (intake.health_issues is not None, "health_issues", "Health issues bring the ICB to the table."),
        (intake.social_care_issues is not None, "social_care_issues", "The LA brings whoever decides on social care."),
        (not intake.health_issues or intake.icb_id, "icb_id", "The ICB for the health issues must be told."),
    )
    # Disagreement resolution never leads to a certificate, so nothing is missing for one.
    asked_for = () if intake.kind is ReferralKind.DISAGREEMENT_RESOLUTION else before_certificate
    found = [Missing(field, "certificate", detail) for known, field, detail in asked_for if not known]
    return (*found, *(Missing(field, "session", detail) for known, field, detail in before_session if not known))


_REASON_OF = {
    DecisionKind.REFUSAL_TO_ASSESS: Reason.REFUSAL_TO_ASSESS,
    DecisionKind.REFUSAL_TO_ISSUE: Reason.REFUSAL_TO_ISSUE,
    DecisionKind.PLAN_CONTENTS: Reason.PLAN_CONTENTS,
}


def reasons(
    decision_kind: DecisionKind | None,
    sections: Collection[str] = (),
    kind: ReferralKind = ReferralKind.MEDIATION,
) -> tuple[Reason, ...]:
    """Return the reasons for mediation that the decision implies, the primary one first.

    Reassessment, amendment, ceasing and disagreement resolution report as other; section I is the named institution.
    """
    if kind is ReferralKind.DISAGREEMENT_RESOLUTION or decision_kind is None:
        return (Reason.OTHER,)
    reason = _REASON_OF.get(decision_kind, Reason.OTHER)
    if reason is not Reason.PLAN_CONTENTS or "I" not in sections:
        return (reason,)
    if set(sections) == {"I"}:
        return (Reason.NAMED_INSTITUTION,)
    return (reason, Reason.NAMED_INSTITUTION)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two referrals are compared by."""

    la_code: str
    given_name: str | None = None
    family_name: str | None = None
    born_on: date | None = None
    upn: str | None = None
    nhs_number: str | None = None
    postcode: str | None = None


def likeness(one: Likeness, other: Likeness) -> int:
    """Return how alike two referrals are, from 0 to 100; an equal pupil or NHS number settles it."""
    if _same(one.upn, other.upn) or _same(one.nhs_number, other.nhs_number):
        return 100
    family = _same(fold(one.family_name), fold(other.family_name))
    given = _same(fold(one.given_name), fold(other.given_name))
    swapped = _same(fold(one.family_name), fold(other.given_name)) and _same(
        fold(one.given_name), fold(other.family_name)
    )
    score = 45 if swapped else family * 30 + given * 15
    if one.born_on and other.born_on:
        score += _alike(one.born_on, other.born_on)
    score += 10 * _same(one.postcode, other.postcode) + 5 * (one.la_code == other.la_code)
    return max(0, min(score, 99))


def is_possible_duplicate(one: Likeness, other: Likeness) -> bool:
    """Return whether staff should be shown the two side by side."""
    return likeness(one, other) >= POSSIBLE_DUPLICATE


def fold(name: str | None) -> str:
    """Return a name as it is compared: letters only, without accents and case."""
    plain = unicodedata.normalize("NFKD", name or "").casefold()
    return re.sub(r"[\W\d_]", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _same(one: str | None, other: str | None) -> bool:
    return bool(one) and one == other


def _alike(one: date, other: date) -> int:
    """Return the weight of two dates of birth: equal, a slip of the pen, or somebody else."""
    if one == other:
        return 35
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    parts = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return 25 if swapped else 10 if parts == 2 else -20
