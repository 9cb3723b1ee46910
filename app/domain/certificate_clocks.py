"""The adviser's three working days for a certificate, after each of the events that start them (law.md R8-R12, R16)."""

from datetime import date

from app.domain.circumstances import Certificate, Circumstances, council_present, family_present
from app.domain.clocks import Alternative, Reckoning
from app.domain.codes import Person, Route
from app.domain.counting import say
from app.domain.facts import Fact, FactType
from app.domain.lapses import Lapse
from app.domain.rules import Rule
from app.domain.wishes import Turn, Wish, Wishes

_FOR_HEALTH_OR_CARE = (Route.HEALTH_ONLY, Route.SOCIAL_CARE_ONLY)


def no_mediation_clock(found: Reckoning) -> None:
    """Three working days from the family's "no" on education, or its withdrawal (R10, R16)."""
    case, passes_on = found.case, found.rights_pass_on
    if not _certificate_possible(case):
        return
    _after_a_no(found, case.education_wishes, case.certificate)
    if passes_on is None or (own := case.certificate_covering(passes_on, passes_on)) is case.certificate:
        return
    # The parent's certificate does not cover what the young person says in its own right (R12, R19).
    _after_a_no(found, case.education_wishes_from(passes_on), own, since=passes_on)


def _after_a_no(
    found: Reckoning, wishes: Wishes, certificate: Certificate | None, *, since: date | None = None
) -> None:
    turn, after = _refusal_that_counts(wishes, certificate)
    if turn is None:
        return
    if after is None and found.case.wishes.stands is Wish.MEDIATE:
        found.warn(
            "wishes_differ", "The family mediates on some issues and declines on education: each is treated apart."
        )
    requested = found.case.requested_on
    unwanted = found.case.first(FactType.CERTIFICATE_NOT_WANTED)
    start = turn.on
    who = "family" if since is None else "young person"
    first = f"On {say(turn.on)} the {who} said that it does not wish to mediate."
    if requested is not None and unwanted is not None and turn.on <= unwanted.occurred_on < requested:
        start, first = requested, f"{first} It first wanted no certificate and asked for one on {say(requested)}."
    subject = Person.YOUNG_PERSON if since is not None else ""
    rule = found.rule("cert-no-mediation-3wd", start, subject=subject)
    if rule is None:
        return
    advice = found.case.all(FactType.ADVICE_GIVEN)
    advised = next((fact for fact in advice if since is None or fact.occurred_on >= since), None)
    alternatives, flags, steps = [], [], [first]
    if advised is None:
        flags.append("advice_outstanding")
        steps.append("Information about mediation has not been recorded yet: give it today, then issue.")
    elif advised.occurred_on > start:
        due = rule.count(advised.occurred_on, found.calendar).on
        alternatives.append(Alternative(due, "three working days from the day information was given"))
        steps.append(f"Information was given only on {say(advised.occurred_on)}; the count runs from the statement.")
    _add(
        found,
        rule,
        start,
        steps,
        flags=flags,
        alternatives=alternatives,
        given_up=after.on if after is not None and after.wish is Wish.MEDIATE else None,
        given_up_words="The family then wished to mediate after all, so no certificate is due on this ground.",
        needs_intent=True,
        certificate=certificate,
        subject=subject,
    )


def after_mediation_clock(found: Reckoning) -> None:
    """Three working days from the conclusion of mediation in which family and council took part (R11)."""
    case = found.case
    concluded = case.last(FactType.MEDIATION_CONCLUDED)
    if concluded is None or not _certificate_possible(case):
        return
    sessions = case.all(FactType.SESSION_HELD)
    if sessions and not any(_both_took_part(held) for held in sessions if held.occurred_on <= concluded.occurred_on):
        found.warn(
            "no_certificate_for_taking_part",
            "Mediation was concluded without a session in which both the family and the council took part.",
        )
        return
    rule = found.rule("cert-after-mediation-3wd", concluded.occurred_on)
    if rule is not None:
        _add(
            found,
            rule,
            concluded.occurred_on,
            [f"Mediation was concluded on {say(concluded.occurred_on)}, whether or not anything was agreed."],
            certificate=case.certificate_covering(concluded.occurred_on, found.rights_pass_on),
            flags=() if sessions else ("provisional",),
        )


def deemed_clock(found: Reckoning) -> None:
    """Three working days from the first sign that the council will not arrange mediation in time (R8)."""
    case = found.case
    if case.route is Route.HEALTH_ONLY or not _certificate_possible(case):
        return
    sign = Lapse(found).first_sign()
    if sign is None:
        return
    rule = found.rule("cert-deemed-3wd", sign.on)
    if rule is None:
        return
    # Closing the case ends nothing here: the certificate stays due.
    standing = case.education_wishes.turns[-1:]
    ended = next((turn for turn in standing if turn.wish not in (Wish.MEDIATE, Wish.CLOSED)), None)
    if case.decision is not None:
        found.warn("supervisor_told", "Mediation was not arranged in time; a supervisor is told, not asked.")
    _add(
        found,
        rule,
        sign.on,
        [sign.words, "The family is treated as having taken part in mediation."],
        certificate=case.certificate_covering(sign.on, found.rights_pass_on),
        given_up=ended.on if ended is not None else None,
        given_up_words="The family's wish to mediate ended, so no certificate is due on this ground.",
    )


def _refusal_that_counts(wishes: Wishes, certificate: Certificate | None) -> tuple[Turn | None, Turn | None]:
    """Return the last "no" not later than the certificate, which covers every later one (R12)."""
    covered_from = certificate.counts_from if certificate else date.max
    chosen: tuple[Turn | None, Turn | None] = (None, None)
    for turn, after in wishes.refusals():
        if turn.on <= covered_from:
            chosen = (turn, after)
    return chosen


def _both_took_part(session: Fact) -> bool:
    return family_present(session) and council_present(session)


def _certificate_possible(case: Circumstances) -> bool:
    """Say whether a certificate can be in question: not for health or social care with no decision behind it (R14)."""
    return case.decision is not None or case.route not in _FOR_HEALTH_OR_CARE


def _add(
    found: Reckoning,
    rule: Rule,
    start: date,
    steps: list[str],
    *,
    certificate: Certificate | None,
    subject: str = "",
    flags: tuple[str, ...] | list[str] = (),
    alternatives: list[Alternative] | None = None,
    given_up: date | None = None,
    given_up_words: str = "",
    needs_intent: bool = False,
) -> None:
    """Add one certificate clock, with what every one of them shares: cover, wish for a certificate, exemption."""
    case = found.case
    if certificate is not None and certificate.counts_from < start:
        return
    counted = rule.count(start, found.calendar)
    met_on = certificate.counts_from if certificate is not None else None
    if given_up is not None and met_on is not None and met_on > given_up:
        met_on = None
    words, flags = [*steps, *counted.steps], [*flags]
    not_needed = False
    if met_on is None:
        why = _why_not_needed(case, counted.on, given_up, given_up_words, needs_intent=needs_intent)
        not_needed = why is not None
        words += [why] if why else []
    words += _caution(found, flags)
    words.append(_outcome(certificate, met_on, counted.on))
    found.add(
        rule,
        subject=subject,
        start_on=start,
        due_on=counted.on,
        met_on=met_on,
        not_needed=not_needed,
        # Until the decision is recorded nobody may issue it, so nobody has missed it (R25, path R).
        holds_open=case.decision is None,
        flags=flags,
        alternatives=alternatives or (),
        steps=words,
        rulings=[
            *(ruling for ruling, flag in (("R14", "provisional"), ("R16", "advice_outstanding")) if flag in flags),
            *(("R19",) if subject else ()),
        ],
    )


def _why_not_needed(
    case: Circumstances, due_on: date, given_up: date | None, given_up_words: str, *, needs_intent: bool
) -> str | None:
    """Say why no certificate is due. What ended only after the last day leaves the breach standing."""
    if case.unwanted_since is not None and case.unwanted_since <= due_on:
        return f"The family said on {say(case.unwanted_since)} that it wants no certificate."
    if given_up is not None and given_up <= due_on:
        return given_up_words
    if case.requested_on is not None:
        return None
    if case.section_i_only:
        return "The appeal is about the school or its type alone and needs no certificate; offer one."
    denied = case.no_appeal_since
    if needs_intent and denied is not None and denied <= due_on:
        return f"The family said on {say(denied)} that it will not appeal."
    return None


def _caution(found: Reckoning, flags: list[str]) -> list[str]:
    case = found.case
    intent = case.last(FactType.INTENT_TO_APPEAL_STATED)
    if case.decision is None:
        flags.append("provisional")
        return ["No decision is recorded yet; a certificate needs the decision it is about."]
    if case.route in _FOR_HEALTH_OR_CARE and (intent is None or intent.payload.get("intends") != "yes"):
        flags.append("provisional")
        found.warn(
            "ask_about_appeal", "Ask whether an appeal about education is meant: only then is a certificate needed."
        )
        return ["Only health or social care issues are recorded: ask whether an appeal about education is intended."]
    return []


def _outcome(certificate: Certificate | None, met_on: date | None, due_on: date) -> str:
    if met_on is None or certificate is None:
        return f"The certificate is due by the end of {say(due_on)}."
    return f"The certificate was issued on {say(met_on)}; the last day was {say(due_on)}."
