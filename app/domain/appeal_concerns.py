"""What is flagged of the time to appeal while people mediate, or have agreed: neither moves it."""

from collections.abc import Iterator

from app.domain import histories
from app.domain.clocks import Deadline
from app.domain.counting import say
from app.domain.facts import FactType
from app.domain.looked import Flag, Looked, last_day


def _time_to_appeal(case: Looked) -> Deadline | None:
    """Return the last day to appeal, while it is still to come and no appeal is lodged."""
    last = case.clock("appeal-last-day")
    if last is None or last.not_needed or histories.first(case.facts, FactType.APPEAL_LODGED):
        return None
    return last if case.as_of <= last_day(last) else None


def after_a_certificate(case: Looked) -> Iterator[Flag]:
    """Look for mediation after a certificate, which moves no day: there is no second one (R12; paths D and K)."""
    last, standing = _time_to_appeal(case), histories.certificates(case.facts)
    if last is None or last.due_on is None or not standing or case.is_closed:
        return
    month = case.clock("appeal-limb-ii")
    began = month.start_on if month is not None and month.start_on else standing[0].occurred_on
    said = histories.wish(case.facts)
    refused = case.facts.index(said) if said is not None and histories.declines_to_mediate(case.facts) else -1
    issued = case.facts.index(standing[0])
    # What came before a refusal that stands is over.
    after = [
        fact
        for place, fact in enumerate(case.facts)
        if place > refused and (place > issued or fact.occurred_on > began)
    ]
    sessions = histories.of(after, FactType.SESSION_PROPOSED, FactType.SESSION_FIXED, FactType.SESSION_HELD)
    if sessions or histories.asked_to_mediate(after):
        case.changes_after(last_day(last))
        running = "first certificate's month" if month is not None and not month.not_needed else "time to appeal"
        yield Flag(
            "certificate_month_runs",
            f"Mediation goes on after a certificate. The {running} keeps running: the last day to appeal stays "
            f"{say(last.due_on)}, and no second certificate moves it.",
        )


def after_an_agreement(case: Looked) -> Iterator[Flag]:
    """Look for a full agreement in the time to appeal: what an appeal protects is said, whether to lodge is not."""
    last, signed = _time_to_appeal(case), histories.last(case.facts, FactType.AGREEMENT_SIGNED)
    if last is None or last.due_on is None or signed is None or signed.payload.get("extent") != "full":
        return
    case.changes_after(last_day(last))
    yield Flag(
        "lodging_protects",
        f"Everything was agreed; the last day to appeal is {say(last.due_on)}. An appeal lodged by then protects the "
        "family's position should the promises not be kept. Whether to lodge is for the family to decide.",
    )
