"""The family's time to contact the mediation adviser; nothing moves its last day (law.md R2, R3, R6, R15, R20)."""

from datetime import date

from app.domain.calendars import BeyondCalendar
from app.domain.circumstances import Decision
from app.domain.clocks import Alternative, Reckoning
from app.domain.counting import say
from app.domain.decision_letters import letter_flags, sent_words
from app.domain.rules import Rule


def contact_clock(found: Reckoning) -> None:
    """Work out the last day for the family to contact the adviser."""
    decision = found.case.decision
    if decision is None:
        return
    rule = found.rule("contact-adviser-2m", decision.sent_on)
    if rule is None:
        return
    counted = rule.count(decision.shown_from, found.calendar)
    limit = rule.count(decision.sent_on, found.calendar).on
    contact = found.case.contact
    needed = not found.case.section_i_only
    steps = [sent_words(decision), *counted.steps, "The day is not moved for weekends, holidays or August."]
    flags = list(letter_flags(found, decision))
    late = needed and contact.on is not None and not contact.in_time(limit)
    # A late first trace of the family shows contact on a day that nobody wrote down.
    guessed = contact.on is not None and not contact.certain and contact.on > limit
    if needed and found.case.section_i_stated:
        steps.append("There is no appeal about the school or its type alone against this decision.")
        found.warn(
            "no_section_i",
            "Section I alone was stated, and this decision cannot be appealed on it alone: a certificate is needed. "
            "Ask what the appeal is about.",
        )
    rulings = ["R6"] * bool(flags) + ["R5"] * found.case.section_i_stated + ["R3"] * guessed
    if not needed:
        steps.append("The appeal is about the school or its type alone, so no contact and no certificate are needed.")
        found.warn(
            "section_i_exempt",
            "An appeal about the school or its type alone needs no certificate. Offer one all the same: adding needs "
            "or provision later brings the need back, counted from the day the decision was sent.",
        )
    elif guessed:
        steps.append("The day the family first made contact is not recorded; it is taken to have been in time.")
        found.warn("contact_date_unknown", "The day of the family's first contact is not recorded; ask for it.")
        flags.append("provisional")
    elif contact.on is None:
        steps.append(f"No contact by the family itself is recorded: it must be reached by {say(counted.on)}.")
    elif late:
        steps.append(f"The family made contact on {say(contact.on)}, after the last day. The contact is still taken.")
        flags.append("contact_late")
        if any(contact.on <= other.due_on for other in _next_open_day(limit, found)):
            found.warn(
                "contact_on_next_open_day",
                "Contact came on the next working day after the last one: in time can be argued if the line was shut.",
            )
    else:
        steps.append(f"The family made contact by {say(contact.on)}, in time.")
    found.add(
        rule,
        start_on=decision.shown_from,
        due_on=counted.on,
        judged_on=limit,
        met_on=None if guessed else contact.on,
        not_needed=not needed,
        holds_open=guessed,
        flags=flags,
        alternatives=[
            *_letter_alternative(decision, rule, found),
            *_next_open_day(counted.on, found),
        ],
        steps=steps,
        certificate_needed=needed,
        rulings=rulings,
    )


def _letter_alternative(decision: Decision, rule: Rule, found: Reckoning) -> list[Alternative]:
    if decision.letter_on is None or decision.letter_on == decision.sent_on:
        return []
    return [
        Alternative(rule.count(decision.sent_on, found.calendar).on, "counted from the day the decision was sent"),
        Alternative(rule.count(decision.letter_on, found.calendar).on, "counted from the date on the letter"),
    ]


def _next_open_day(limit: date, found: Reckoning) -> list[Alternative]:
    """Offer the next working day where the service may have been shut; beyond the calendar there is none to offer."""
    try:
        opened = found.calendar.next_working_day(limit)
    except BeyondCalendar:
        return []
    return [Alternative(opened, "the next day on which the service was open, if it was shut on the last day")]
