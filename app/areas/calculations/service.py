"""The calculators: the same engine that works a case out, on facts that are stated and forgotten."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from app.areas.calculations import schemas
from app.areas.deadlines.schemas import Citation, computed
from app.domain import concerns, law, rights_holders, time_checks
from app.domain.calendars import BeyondCalendar
from app.domain.codes import ReferralKind
from app.domain.deadlines import Computed, compute
from app.domain.editions import Law
from app.domain.facts import Fact, FactType
from app.domain.refusals import Invalid, Refusal
from app.domain.rights_holders import Holder
from app.domain.together import Contradiction, Waiting, check_born, check_together, not_known_yet


class Refused(Refusal):
    """What was sent cannot all be so."""

    code = "invalid"


def calculate(body: schemas.CalculateDeadlines, law: Law, *, today: date) -> schemas.Calculation:
    """Return every deadline of the stated facts."""
    as_of = body.as_of or today
    if body.born_on is not None and body.born_on > as_of:
        raise Invalid("/born_on", "after_as_of", "The date of birth lies on or before `as_of`.")
    facts = [
        Fact(f"f{place}", told.type, told.occurred_on, sequence=place, payload=told.payload)
        for place, told in enumerate(body.facts, 1)
    ]
    check_together(facts, as_of=as_of)
    if body.born_on is not None:
        check_born(body.born_on, facts)
    found = _computed(facts, law, as_of=as_of, kind=body.kind, born_on=body.born_on)
    seen = concerns.seen(facts, found, as_of=as_of, born_on=body.born_on)
    soft = [f"{flag.code}: {flag.detail}" for flag in seen.flags]
    dated = [deadline.rule_id for deadline in found.deadlines]
    return schemas.Calculation(
        as_of=as_of,
        calendar_version=law.calendar.version,
        law_edition=law.rules.edition,
        deadlines=[computed(deadline, as_of, schemas.CalculatedDeadline) for deadline in found.deadlines],
        warnings=[schemas.warned(text) for text in dict.fromkeys([*soft, *found.warnings])],
        not_known_yet=[*map(_waiting, not_known_yet(facts, dated, law.rules, body.kind))],
    )


def check_time(body: schemas.CheckTime, law: Law, *, today: date) -> schemas.TimeCheck:
    """Return whether somebody is in time, and whether a certificate is needed."""
    as_of = body.as_of or today
    stated = _stated(body)
    facts = [fact for _, fact in stated]
    try:
        check_together(facts, as_of=as_of)
        found = _computed(facts, law, as_of=as_of)
    except Contradiction as refusal:
        field = stated[refusal.place][0] if refusal.field == "occurred_on" else refusal.field
        faults = tuple(fault._replace(pointer=f"/{field}") for fault in refusal.faults)
        raise Refused(refusal.detail, rule=refusal.rule, faults=faults) from None
    by_rule = {deadline.rule_id: deadline for deadline in found.deadlines}
    contact, appeal = by_rule.get("contact-adviser-2m"), by_rule.get("appeal-last-day")
    checked = time_checks.check(
        contact,
        appeal,
        kind=body.decision_kind,
        certified=body.certificate_issued_on is not None,
        as_of=as_of,
        sections=body.appeal_sections or (),
    )
    warnings = [schemas.warned(text) for text in found.warnings]
    sent_on = body.decision_sent_on or body.letter_dated_on
    if body.contacted_on is not None and sent_on is not None and body.contacted_on < sent_on:
        warnings.append(schemas.Warned.model_validate(concerns.CONTACT_BEFORE_DECISION))
    if time_checks.lacks_section_i(body.decision_kind, body.appeal_sections or ()):
        warnings.append(schemas.Warned(code="no_section_i", detail=time_checks.NO_SECTION_I))
    return schemas.TimeCheck(
        answer=checked.answer,
        summary=checked.summary,
        steps=list(checked.steps),
        certificate_needed=appeal.certificate_needed if appeal else None,
        contact_by=contact.due_on if contact else None,
        appeal_by=appeal.due_on if appeal else None,
        days_left=checked.days_left,
        form=checked.form,
        as_of=as_of,
        deadlines=[computed(deadline, as_of, schemas.CalculatedDeadline) for deadline in found.deadlines],
        warnings=warnings,
        help=[schemas.Help.model_validate(help) for help in time_checks.HELP],
        standing_warning=time_checks.STANDING_WARNING,
        calendar_version=law.calendar.version,
    )


def check_rights_holder(body: schemas.CheckRightsHolder, *, today: date) -> schemas.RightsHolderChecked:
    """Return who holds the rights on a day."""
    on = body.on or today
    if on < body.born_on:
        raise Invalid("/on", "before_birth", "The day lies before the date of birth.")
    found = rights_holders.holder_on(body.born_on, on)
    flags, after = found.flags, None
    if found.check_the_change:
        flags, after = (rights_holders.RIGHTS_HOLDER_CHECK,), Holder.YOUNG_PERSON
    elif found.changes_on is not None:
        after = rights_holders.holder_on(body.born_on, found.changes_on).holder
    return schemas.RightsHolderChecked(
        on=on,
        holder=found.holder,
        changes_on=found.changes_on,
        holder_after=after,
        last_day_as_child=rights_holders.last_day_as_child(body.born_on),
        young_person_from=rights_holders.young_person_from(body.born_on),
        turns_25_on=rights_holders.turns_25_on(body.born_on),
        flags=list(flags),
        explanation=list(found.explanation),
        citations=[Citation.model_validate(law.EA_8), Citation.model_validate(law.CFA_83)],
    )


@cache
def _waiting(waiting: Waiting) -> schemas.Waiting:
    return schemas.Waiting.model_validate(waiting)


def _computed(
    facts: Sequence[Fact],
    law: Law,
    *,
    as_of: date,
    kind: ReferralKind = ReferralKind.MEDIATION,
    born_on: date | None = None,
) -> Computed:
    try:
        return compute(facts, as_of=as_of, kind=kind, born_on=born_on, calendar=law.calendar, rules=law.rules)
    except BeyondCalendar as beyond:
        # The day nearest to, or furthest beyond, an end of the calendar is the one to look at.
        middle = law.calendar.first + (law.calendar.last - law.calendar.first) / 2
        place, field, _ = max(_days_in(facts), key=lambda told: abs((told[2] - middle).days))
        # A count names its rule; the tribunal's move of the last day to appeal is the one thing that is no count.
        rule = beyond.rule or "appeal-last-day"
        raise Contradiction(place, field, "beyond_calendar", beyond.detail, rule) from None


def _days_in(facts: Sequence[Fact]) -> Iterator[tuple[int, str, date]]:
    """Return every day that these facts tell, each with the place of its fact and its field."""
    for place, fact in enumerate(facts):
        yield place, "occurred_on", fact.occurred_on
        for field in ("letter_dated_on", "held_on", "until"):
            if (day := fact.day(field)) is not None:
                yield place, field, day


def _stated(body: schemas.CheckTime) -> list[tuple[str, Fact]]:
    """Return the facts that the answers to a few questions state, each with the field that stated it."""
    found: list[tuple[str, FactType, date, dict[str, Any]]] = []
    sent_on = body.decision_sent_on or body.letter_dated_on
    if sent_on is not None:
        field = "decision_sent_on" if body.decision_sent_on else "letter_dated_on"
        payload: dict[str, Any] = {"decision_kind": body.decision_kind} if body.decision_kind else {}
        if body.letter_dated_on is not None:
            payload["letter_dated_on"] = body.letter_dated_on.isoformat()
        found.append((field, FactType.DECISION_SENT, sent_on, payload))
        # The school alone exempts from a certificate where a plan names one, and not from where there is none.
        if body.appeal_sections and not time_checks.lacks_section_i(body.decision_kind, body.appeal_sections):
            sections = {"sections": list(body.appeal_sections)}
            found.append(("appeal_sections", FactType.APPEAL_SCOPE_STATED, sent_on, sections))
    if body.contacted_on is not None:
        contact = {"channel": "phone", "person": "parent"}
        found.append(("contacted_on", FactType.FAMILY_CONTACTED, body.contacted_on, contact))
    if body.certificate_issued_on is not None:
        certificate = {"certificate_id": "1", "person": "parent"}
        found.append(("certificate_issued_on", FactType.CERTIFICATE_ISSUED, body.certificate_issued_on, certificate))
    if body.permission_asked_on is not None:
        found.append(("permission_asked_on", FactType.PERMISSION_ASKED, body.permission_asked_on, {}))
    if body.appeal_received_on is not None:
        found.append(("appeal_received_on", FactType.APPEAL_LODGED, body.appeal_received_on, {}))
    return [
        (field, Fact(field, kind, on, sequence=place, payload=payload))
        for place, (field, kind, on, payload) in enumerate(found, 1)
    ]
