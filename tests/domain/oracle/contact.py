"""The two months to contact the adviser (law.md 1.2; R2, R3, R6, R15, R20)."""

from dataclasses import dataclass
from datetime import date

from app.domain.facts import Fact, FactType
from tests.domain.oracle.answers import Answer, answer, judged, not_in_force, not_needed
from tests.domain.oracle.days import Unknown, is_working_day, months_after, next_working_day
from tests.domain.oracle.reading import FAMILY, IN_FORCE, Story


@dataclass(frozen=True)
class Limits:
    """A limit shown from the earlier of letter and sending, and judged from sending (R6)."""

    shown: date
    sent: date
    letter: date


def two_months(decision: Fact) -> Limits:
    """R6: count from the earlier of the letter's date and sending; judge from sending."""
    sent = decision.occurred_on
    letter = decision.day("letter_dated_on") or sent
    return Limits(months_after(min(sent, letter), 2), months_after(sent, 2), months_after(letter, 2))


def letter_flags(decision: Fact) -> set[str]:
    """R6: the flag stands wherever the two days differ."""
    letter = decision.day("letter_dated_on")
    return {"letter_sent_differ"} if letter and letter != decision.occurred_on else set()


CONTACTS = {FactType.FAMILY_CONTACTED}
TRACES = {FactType.ADVICE_GIVEN, FactType.WISH_STATED, FactType.CERTIFICATE_ISSUED}


@dataclass(frozen=True)
class Contact:
    """When the family reached the adviser; `unknown` where it did, and nobody wrote down when."""

    on: date | None
    unknown: bool = False


def contact_of(story: Story, decision: Fact) -> Contact:
    """R20: the first day on which the family itself, or its representative, was in touch with the adviser.

    A council's or school's referral is none. Advice, a wish or a certificate within the two months shows that the
    family had been in touch by then (3.2, guard 1: no certificate without advice). After them it shows no day of
    contact: where none is recorded, the day is unknown (R3).
    """
    contacts, traces = [], []
    for fact in story.facts:
        by_family = fact.type == FactType.REFERRAL_RECEIVED and fact.payload["referred_by"] in FAMILY
        if by_family or fact.type in CONTACTS:
            contacts.append(fact.occurred_on)
        elif fact.type in TRACES:
            traces.append(fact.occurred_on)
    if not contacts and not traces:
        return Contact(None)
    first = min(contacts + traces)
    if first <= two_months(decision).sent or contacts:
        return Contact(first if first <= two_months(decision).sent else min(contacts))
    return Contact(None, unknown=True)


def only_intent_in_time(story: Story, decision: Fact) -> bool:
    """Say whether an intent to appeal is all that was heard in the two months: whether that is contact is not said."""
    limit = two_months(decision).sent
    contact = contact_of(story, decision)
    stated = story.first_day(FactType.INTENT_TO_APPEAL_STATED)
    return stated is not None and stated <= limit and (contact.on is None or contact.on > limit)


def contact_was_late(story: Story, decision: Fact) -> bool:
    """R2, R15: late only after two months from sending; before the letter is in time, and so is an unknown day."""
    contact = contact_of(story, decision)
    return contact.on is not None and contact.on > two_months(decision).sent


def contact_adviser(story: Story, decision: Fact) -> Answer:
    """`contact-adviser-2m`: two months, no roll; the next open day is arguable (law.md 5 no. 2)."""
    rule = "contact-adviser-2m"
    if decision.occurred_on < IN_FORCE:
        return not_in_force(rule)
    if story.section_i_only:
        return not_needed(rule)
    limits = two_months(decision)
    # A letter dated after sending: R6 does not say whether its date is shown as well.
    dates, may_dates = {limits.sent}, {limits.letter}
    try:
        if not is_working_day(limits.shown):
            dates.add(next_working_day(limits.shown))
        may_dates.add(next_working_day(limits.sent))
    except Unknown:
        may_dates.discard(limits.sent)
    flags = letter_flags(decision)
    if contact_was_late(story, decision):
        flags.add("contact_late")
    contact = contact_of(story, decision)
    status = judged(limits.shown, contact.on, story.as_of, limits.sent)
    # "Assume in time and warn" (R3) does not say which status and flag that is.
    silent, may_flags = ({"status"}, {"provisional"}) if contact.unknown else (set(), set())
    if only_intent_in_time(story, decision):
        silent = {"all"}
    return answer(
        rule, limits.shown, status, flags=flags, may_flags=may_flags, dates=dates, may_dates=may_dates, silent=silent
    )
