"""When a referral is complete enough, why mediation is asked for, and which referrals may be about the same child."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.domain.codes import DecisionKind, Reason, ReferralKind
from app.domain.counting import say
from app.domain.refusals import Invalid
from app.domain.rights_holders import check_age
from app.domain.rules import PART_3_IN_FORCE

POSSIBLE_DUPLICATE = 50
"""From this likeness on, staff are shown the other referral; they decide."""

LONGEST_FOLDED_NAME = 210


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


def reason_of(decision_kind: DecisionKind) -> Reason:
    """Return the reason for mediation that a kind of decision gives."""
    return _REASON_OF.get(decision_kind, Reason.OTHER)


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
    reason = reason_of(decision_kind)
    if reason is not Reason.PLAN_CONTENTS or "I" not in sections:
        return (reason,)
    if set(sections) == {"I"}:
        return (Reason.NAMED_INSTITUTION,)
    return (reason, Reason.NAMED_INSTITUTION)


CONTACTED, SENT, LETTER, BORN = "/contacted_on", "/decision/sent_on", "/decision/letter_dated_on", "/child/born_on"
_HAPPENED = {CONTACTED: "contact", SENT: "decision", LETTER: "letter"}


def check_days(days: Mapping[str, date | None], given: Collection[str], *, today: date) -> None:
    """Refuse days that cannot be so, alone or together, at a field of those given; `days` are all that will stand."""
    known = {pointer: day for pointer, day in days.items() if day is not None}
    for pointer in (CONTACTED, BORN, SENT, LETTER):
        if pointer in given and pointer in known:
            _check_day(pointer, known[pointer], today)
    born_on = known.get(BORN)
    if born_on is None:
        return
    for pointer, what in _HAPPENED.items():
        if pointer in known and known[pointer] <= born_on and not {pointer, BORN}.isdisjoint(given):
            at = BORN if BORN in given else pointer
            raise Invalid(
                at, "before_the_birth", f"The child was born before the {what}: one of the two days is wrong."
            )
    judged = next(pointer for pointer in (SENT, LETTER, CONTACTED) if pointer in known)
    if not {judged, BORN}.isdisjoint(given):
        check_age(born_on, known[judged], BORN if BORN in given else judged)


def _check_day(pointer: str, day: date, today: date) -> None:
    if day > today:
        raise Invalid(pointer, "in_the_future", "This day has not come yet.")
    if pointer != BORN and day < PART_3_IN_FORCE:
        raise Invalid(
            pointer,
            "before_the_law",
            f"Part 3 of the Children and Families Act 2014 began on {say(PART_3_IN_FORCE)}: a day from then on is "
            "expected.",
            rule="R25",
        )


COMPARED = ("given_name", "family_name", "born_on", "upn", "nhs_number")
"""What two referrals' children are compared by, beside the LA."""


def why_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Return in what two referrals are alike, where that is enough for staff to look; they decide.

    An equal pupil or NHS number is enough. Otherwise names and dates of birth are weighed together.
    """
    numbers = tuple(name for name in ("upn", "nhs_number") if _same(one.get(name), other.get(name)))
    return (*numbers, *_alike_person(one, other)) if numbers or likeness(one, other) >= POSSIBLE_DUPLICATE else ()


def likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """Return how alike two children are by name, date of birth and LA, from 0 to 100."""
    score = sum(_WEIGHT[found] for found in _alike_person(one, other))
    born = one.get("born_on"), other.get("born_on")
    if (
        all(born)
        and "born_on" not in _alike_person(one, other)
        and "birth_date_nearly" not in _alike_person(one, other)
    ):
        score -= _OTHER_BIRTHDAY
    return max(score, 0)


_WEIGHT = {
    "family_name": 30,
    "given_name": 20,
    "names_swapped": 45,
    "born_on": 35,
    "birth_date_nearly": 20,
    "la_code": 10,
}
_OTHER_BIRTHDAY = 40


def _alike_person(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    family, given = fold(one.get("family_name")), fold(one.get("given_name"))
    other_family, other_given = fold(other.get("family_name")), fold(other.get("given_name"))
    alike = {
        "family_name": _same(family, other_family),
        "given_name": _same(given, other_given),
        "names_swapped": family != given and _same(family, other_given) and _same(given, other_family),
        "born_on": _same(one.get("born_on"), other.get("born_on")),
        "birth_date_nearly": _nearly(one.get("born_on"), other.get("born_on")),
        "la_code": _same(one.get("la_code"), other.get("la_code")),
    }
    return tuple(name for name, found in alike.items() if found)


def folded_name(given_name: str | None, family_name: str | None) -> str:
    """Return both names as they are searched by: folded, and short enough for their column."""
    return f"{fold(given_name)} {fold(family_name)}".strip()[:LONGEST_FOLDED_NAME]


def fold(name: str | None) -> str:
    """Return a name as it is compared: letters only, without accents and case."""
    plain = unicodedata.normalize("NFKD", name or "").casefold()
    return re.sub(r"[\W\d_]", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _same(one: object, other: object) -> bool:
    return bool(one) and one == other


def _nearly(one: date | None, other: date | None) -> bool:
    """Return whether two dates of birth differ by a slip of the pen: day and month swapped, or one part wrong."""
    if one is None or other is None or one == other:
        return False
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return swapped or (one.year == other.year) + (one.month == other.month) + (one.day == other.day) == 2
