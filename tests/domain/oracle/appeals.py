"""The two months to contact the adviser and the time to appeal (law.md 1.2, 1.5, 0.4)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.domain.facts import Fact, FactType
from tests.domain.oracle.answers import PENDING, Answer, answer, judged, not_in_force, not_needed
from tests.domain.oracle.days import is_working_day, months_after, next_working_day, rolled_twice, tribunal_roll
from tests.domain.oracle.reading import FAMILY, IN_FORCE, Story

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Limits:
    """A limit shown from the earlier of letter and sending, and judged from sending (R6)."""

    shown: date
    sent: date


def two_months(decision: Fact) -> Limits:
    """R6: count from the earlier of the letter's date and sending; judge from sending."""
    sent = decision.occurred_on
    letter = decision.day("letter_dated_on") or sent
    return Limits(months_after(min(sent, letter), 2), months_after(sent, 2))


def letter_flags(decision: Fact) -> set[str]:
    """R6: the flag stands wherever the two days differ."""
    letter = decision.day("letter_dated_on")
    return {"letter_sent_differ"} if letter and letter != decision.occurred_on else set()


def contact_day(story: Story) -> date | None:
    """R20: the first day on which the family itself, or its representative, was in touch with the adviser.

    A council's or school's referral is none. Advice, a wish or an intent is given to or by the family, so each is.
    """
    for fact in story.facts:
        if fact.type == FactType.REFERRAL_RECEIVED and fact.payload["referred_by"] in FAMILY:
            return fact.occurred_on
        if fact.type in {
            FactType.FAMILY_CONTACTED,
            FactType.ADVICE_GIVEN,
            FactType.WISH_STATED,
            FactType.INTENT_TO_APPEAL_STATED,
        }:
            return fact.occurred_on
    return None


def contact_was_late(story: Story, decision: Fact) -> bool:
    """R2, R15: late only after two months from sending; before the letter is in time."""
    contact = contact_day(story)
    return contact is not None and contact > two_months(decision).sent


def contact_adviser(story: Story, decision: Fact) -> Answer:
    """`contact-adviser-2m`: two months, no roll; the next open day is arguable (law.md 5 no. 2)."""
    rule = "contact-adviser-2m"
    if decision.occurred_on < IN_FORCE:
        return not_in_force(rule)
    if story.section_i_only:
        return not_needed(rule)
    limits = two_months(decision)
    dates, may_dates = {limits.sent}, set()
    try:
        if not is_working_day(limits.shown):
            dates.add(next_working_day(limits.shown))
        may_dates.add(next_working_day(limits.sent))
    except Exception:
        may_dates.clear()
    flags = letter_flags(decision)
    if contact_was_late(story, decision):
        flags.add("contact_late")
    status = judged(limits.shown, contact_day(story), story.as_of, limits.sent)
    return answer(rule, limits.shown, status, flags=flags, dates=dates, may_dates=may_dates)


@dataclass(frozen=True)
class Lodged:
    """When the tribunal had the appeal, and whether that was after it closed for the day."""

    on: date
    after_hours: bool


def lodging(story: Story) -> Lodged | None:
    """R7: received by the tribunal; 17:00 is London time."""
    fact = story.last(FactType.APPEAL_LODGED) and story.of(FactType.APPEAL_LODGED)[0]
    if fact is None:
        return None
    received = fact.payload.get("received_at")
    if received is None:
        return Lodged(fact.occurred_on, False)
    moment = datetime.fromisoformat(received.replace("Z", "+00:00")).astimezone(LONDON)
    return Lodged(fact.occurred_on, moment.time() > time(17))


def limb_i(story: Story, decision: Fact) -> Answer:
    """`appeal-limb-i`: two months from the notice, unrolled."""
    limits = two_months(decision)
    lodged = lodging(story)
    status = judged(limits.shown, lodged.on if lodged else None, story.as_of, limits.sent)
    return answer(
        "appeal-limb-i", limits.shown, status, flags=letter_flags(decision), dates={limits.sent}, silent={"status"}
    )


def limb_ii_days(story: Story) -> tuple[date | None, set[date]]:
    """R12, R17: a month from the first issue of the first certificate; later issues give the other readings."""
    certificates = story.certificates
    if not certificates:
        return None, set()
    days = {day for item in certificates for day in item.days}
    first = months_after(certificates[0].first_on, 1)
    return first, {months_after(day, 1) for day in days if day > certificates[0].first_on} - {first}


def limb_ii(story: Story) -> Answer | None:
    """`appeal-limb-ii`: a month from the certificate's issue, unrolled."""
    due, others = limb_ii_days(story)
    if due is None:
        return None
    if story.certificates[0].first_on < IN_FORCE:
        return not_in_force("appeal-limb-ii")
    if story.section_i_only:
        # It moves nothing (law.md 5 no. 9); whether it is shown all the same is not said.
        return answer("appeal-limb-ii", due, PENDING, silent={"all"})
    return answer("appeal-limb-ii", due, PENDING, dates=others, silent={"status", "flags"})


def last_day(story: Story, decision: Fact) -> Answer:
    """`appeal-last-day`: R1 (no certificate yet), R3 (late contact), R4, R6, R7, R12, R17, R21."""
    limits = two_months(decision)
    late = not story.section_i_only and contact_was_late(story, decision)
    certificate, others = limb_ii_days(story)
    permission = bool(story.of(FactType.PERMISSION_ASKED)) and certificate is None and not story.section_i_only
    pending = certificate is None and not late and not story.section_i_only
    flags = letter_flags(decision)
    may_dates: set[date] = set()
    dates: set[date] = set()

    raw_shown, raw_sent = limits.shown, limits.sent
    if certificate and not late and not story.section_i_only:
        raw_shown, raw_sent = max(raw_shown, certificate), max(raw_sent, certificate)
    if permission:
        due, last = raw_shown, raw_sent
        dates |= {tribunal_roll(raw_shown)}
        may_dates |= {raw_sent, tribunal_roll(raw_sent), rolled_twice(raw_shown), rolled_twice(raw_sent)}
    else:
        due, last = tribunal_roll(raw_shown), tribunal_roll(raw_sent)
        dates |= {last, rolled_twice(raw_shown)}
        may_dates |= {rolled_twice(raw_sent)}
    if certificate and not story.section_i_only:
        readings = ({certificate} if late else set()) | others
        dates |= {tribunal_roll(day) for day in readings if day > raw_shown}
        may_dates |= {rolled_twice(day) for day in readings} | {tribunal_roll(day) for day in readings}
    elif certificate:
        may_dates |= {tribunal_roll(day) for day in {certificate} | others}
        may_dates |= {rolled_twice(day) for day in {certificate} | others}
    if late:
        flags.add("contact_late")
    if late and certificate:
        flags.add("permission_probably_needed")
    if pending:
        flags.add("certificate_pending")

    lodged = lodging(story)
    status = judged(due, lodged.on if lodged else None, story.as_of, last)
    if lodged and lodged.on == last and lodged.after_hours:
        status = PENDING
        flags.add("after_5pm_check")
    elif pending and status == "missed":
        status = PENDING
    if status in {"late", "missed"}:
        flags.add("appeal_late")
    return answer("appeal-last-day", due, status, flags=flags, dates=dates, may_dates=may_dates)


def answers(story: Story) -> list[Answer]:
    """Return every answer about contact and appeal; without a decision there is none (path R)."""
    decision = story.decision
    if decision is None:
        return []
    found = [contact_adviser(story, decision)]
    if decision.occurred_on < IN_FORCE:
        # R25 names SR 32-45 and limb (ii) only. Whether limb (i), as it then stood, has a date is not said.
        for rule in ("appeal-limb-i", "appeal-limb-ii", "appeal-last-day"):
            found.append(not_in_force(rule, silent={"all"}))
        return found
    found += [limb_i(story, decision), last_day(story, decision)]
    second = limb_ii(story)
    return [*found, second] if second else found
