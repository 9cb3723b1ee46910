"""The time to appeal (law.md 1.5; R1, R3, R4, R6, R7, R12, R17, R21)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.domain.facts import Fact, FactType
from tests.domain.oracle import holders
from tests.domain.oracle.answers import PENDING, Answer, answer, judged, not_in_force
from tests.domain.oracle.contact import (
    contact_adviser,
    contact_of,
    contact_was_late,
    letter_flags,
    only_intent_in_time,
    two_months,
)
from tests.domain.oracle.days import (
    months_after,
    rolled_twice,
    tribunal_roll,
)
from tests.domain.oracle.reading import IN_FORCE, Story

LONDON = ZoneInfo("Europe/London")


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
    silent = {"status"}  # whether one limb alone can be missed while the other may yet open is not said
    alone = not story.certificates or contact_was_late(story, decision) or story.section_i_only
    if lodged and lodged.after_hours and alone and lodged.on == tribunal_roll(limits.sent):
        status, silent = PENDING, set()  # R7: after 17:00 on the last day neither met nor late
    return answer(
        "appeal-limb-i",
        limits.shown,
        status,
        flags=letter_flags(decision),
        dates={limits.sent},
        may_dates={limits.letter},
        silent=silent,
    )


def limb_ii_days(story: Story) -> tuple[date | None, set[date]]:
    """R12, R17: a month from the first issue of the first certificate; later issues give the other readings."""
    certificates = story.certificates
    if not certificates:
        return None, set()
    days = {day for item in certificates for day in item.days}
    first = months_after(certificates[0].first_on, 1)
    return first, {months_after(day, 1) for day in days if day > certificates[0].first_on} - {first}


def limb_ii(story: Story, decision: Fact) -> Answer | None:
    """`appeal-limb-ii`: a month from the certificate's issue, unrolled."""
    due, others = limb_ii_days(story)
    if due is None:
        return None
    if story.certificates[0].first_on < IN_FORCE:
        return not_in_force("appeal-limb-ii")
    if story.section_i_only:
        # It moves nothing (law.md 5 no. 9); whether it is shown all the same is not said.
        return answer("appeal-limb-ii", due, PENDING, silent={"all"})
    silent = {"flags", "alternatives"}
    shows_the_day = due > two_months(decision).shown and not contact_was_late(story, decision)
    if not shows_the_day or lodging(story):
        silent.add("status")  # what a limb that gives no day is called, and one that an appeal has answered
    return answer("appeal-limb-ii", due, PENDING, dates=others, silent=silent)


def last_day(story: Story, decision: Fact) -> Answer:
    """`appeal-last-day`: R1 (no certificate yet), R3 (late contact), R4, R6, R7, R12, R17, R21."""
    limits = two_months(decision)
    late = not story.section_i_only and contact_was_late(story, decision)
    certificate, others = limb_ii_days(story)
    no_good_certificate = not story.section_i_only and (certificate is None or late)
    permission = bool(story.of(FactType.PERMISSION_ASKED)) and no_good_certificate
    contact = contact_of(story, decision)
    reached = contact.unknown or contact.on is not None
    pending = certificate is None and reached and not late and not story.section_i_only
    flags = letter_flags(decision)
    may_flags: set[str] = set()
    may_dates: set[date] = {tribunal_roll(limits.letter), rolled_twice(limits.letter)}
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
    if pending:
        flags.add("certificate_pending")

    lodged = lodging(story)
    status = judged(due, lodged.on if lodged else None, story.as_of, last)
    if lodged and lodged.on == last and lodged.after_hours:
        status = PENDING
        flags.add("after_5pm_check")
    elif pending and status == "missed":
        status = PENDING
    silent: set[str] = set()
    if late and certificate:
        # R3 does not say whether an appeal lodged within limb (i) still needs it.
        (may_flags if lodged and lodged.on <= last else flags).add("permission_probably_needed")
    if only_intent_in_time(story, decision):
        silent.add("all")
    if status == "late":
        flags.add("appeal_late")
    elif status == "missed":
        may_flags.add("appeal_late")  # R2 does not say whether an appeal not yet lodged is late already
    if lodged and pending:
        flags.discard("certificate_pending")
        may_flags.add("certificate_pending")  # R1 does not say whether it still waits once lodged
    if lodged is None and (story.appeal_denied or certificate_refused(story)):
        silent.add("status")  # whether a family that will not appeal still has a limit that can be missed is not said
    if permission and lodged and last != tribunal_roll(last) and last <= lodged.on <= tribunal_roll(last):
        silent |= {"status", "flags"}  # R21 names a safe date and another; it does not say by which one is judged
    if permission and lodged is None and last < story.as_of <= tribunal_roll(last):
        silent |= {"status", "flags"}
    if story.section_i_only and story.of(FactType.PERMISSION_ASKED):
        silent |= {"due_on", "act_by_on", "status", "alternatives"}  # R5 and R21 pull two ways
    if story.born_on is not None:
        sent = decision.occurred_on
        if holders.check_needed(story.born_on, story.as_of) and status == PENDING and not lodged:
            flags.add("rights_holder_check")
        elif holders.check_arguable(story.born_on, sent, story.as_of):
            may_flags.add("rights_holder_check")
    return answer(
        "appeal-last-day",
        due,
        status,
        flags=flags,
        may_flags=may_flags,
        dates=dates,
        may_dates=may_dates,
        silent=silent,
    )


def certificate_refused(story: Story) -> bool:
    """Say whether the family's latest word is that it wants no certificate."""
    said = story.last(FactType.CERTIFICATE_NOT_WANTED, FactType.CERTIFICATE_REQUESTED)
    return said is not None and said.type == FactType.CERTIFICATE_NOT_WANTED


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
    second = limb_ii(story, decision)
    return [*found, second] if second else found
