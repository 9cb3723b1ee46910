"""What is flagged of the time to appeal while people mediate, or have agreed: neither moves it."""

from collections.abc import Iterator
from datetime import date

from app.domain import histories
from app.domain.counting import say
from app.domain.facts import FactType
from app.domain.looked import Flag, Looked


def after_a_certificate(case: Looked) -> Iterator[Flag]:
    """Look for mediation after a certificate, which moves no day: there is no second one (R12; paths D and K)."""
    month, standing = case.clock("appeal-limb-ii"), histories.certificates(case.facts)
    if month is None or month.start_on is None or not standing or case.is_closed:
        return
    issued = case.facts.index(standing[0])
    # A certificate issued again counts from its first day, which lies before its own place.
    after = [fact for place, fact in enumerate(case.facts) if place > issued or fact.occurred_on > month.start_on]
    refused = histories.wish(case.facts)
    if refused in after and histories.declines_to_mediate(case.facts):
        after = after[after.index(refused) :]
    sessions = histories.of(after, FactType.SESSION_PROPOSED, FactType.SESSION_FIXED, FactType.SESSION_HELD)
    if (sessions or histories.asked_to_mediate(after)) and (shown := _time_to_appeal(case)):
        running = "time to appeal" if month.not_needed else "first certificate's month"
        yield Flag(
            "certificate_month_runs",
            f"Mediation goes on after a certificate. The {running} keeps running: the last day to appeal stays "
            f"{say(shown)}, and no second certificate moves it.",
        )


def decision_corrected(case: Looked) -> Iterator[Flag]:
    """Look for a certificate that was issued before the decision it is about was corrected."""
    sent = histories.decision(case.facts)
    if sent is None or not sent.supersedes:
        return
    if any(certificate.sequence < sent.sequence for certificate in histories.certificates(case.facts)):
        yield Flag(
            "certificate_before_correction",
            "A certificate states the decision as it was recorded before it was corrected. Void it and issue it again, "
            "and tell the family: its first day goes on counting.",
        )


def after_an_agreement(case: Looked) -> Iterator[Flag]:
    """Look for a full agreement in the time to appeal: what an appeal protects is said, whether to lodge is not."""
    signed = histories.last(case.facts, FactType.AGREEMENT_SIGNED)
    in_full = signed is not None and signed.payload.get("extent") == "full"
    if in_full and (shown := _time_to_appeal(case)):
        yield Flag(
            "lodging_protects",
            f"Everything was agreed; the last day to appeal is {say(shown)}. An appeal lodged by then protects the "
            "family's position should the promises not be kept. Whether to lodge is for the family to decide.",
        )


def _time_to_appeal(case: Looked) -> date | None:
    """Return the last day to appeal as it is shown, unless it has passed or an appeal is lodged."""
    last = case.clock("appeal-last-day")
    if last is None or last.due_on is None or last.not_needed or histories.first(case.facts, FactType.APPEAL_LODGED):
        return None
    case.changes_after(last.due_on)
    return last.due_on if case.as_of <= last.due_on else None
