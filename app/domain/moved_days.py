"""When the last day to appeal is earlier than it was shown before: a correction may do that, and then warns (R17)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.domain.appeals import appeal_clocks
from app.domain.calendars import BeyondCalendar
from app.domain.circumstances import Circumstances
from app.domain.clocks import Computed, Deadline, Reckoning
from app.domain.counting import say
from app.domain.editions import Law
from app.domain.facts import Fact, FactType, live

LAST_DAY_EARLIER = "last_day_earlier"
_RULE = "appeal-last-day"
_MOVES = frozenset({FactType.CERTIFICATE_VOIDED, FactType.PERMISSION_ASKED})
_MOVES_A_MONTH = frozenset({FactType.APPEAL_SCOPE_STATED, FactType.FAMILY_CONTACTED})
"""What may take the month from the certificate away again: a narrower appeal, a contact that turns out late."""


def with_moves(computed: Computed, facts: Sequence[Fact], *, as_of: date, law: Law) -> Computed:
    """Return what was worked out, with an urgent warning where the last day to appeal moved earlier than was shown.

    It stands until the appeal is lodged, a new certificate tells the family its day, or the day shown before has ended.
    """
    now = next((deadline for deadline in computed.deadlines if deadline.rule_id == _RULE), None)
    if now is None or now.due_on is None or now.not_needed:
        return computed
    if any(fact.type is FactType.APPEAL_LODGED for fact in live(facts)):
        return computed
    was = _shown_before(facts, as_of=as_of, law=law)
    if was is None or was <= now.due_on or was < as_of:
        return computed
    ends = was + timedelta(days=1)
    return replace(
        computed,
        deadlines=tuple(_said(deadline, was) if deadline is now else deadline for deadline in computed.deadlines),
        warnings=(_warning(was, now.due_on, as_of), *computed.warnings),
        changes_on=min(computed.changes_on or ends, ends),
    )


def _shown_before(facts: Sequence[Fact], *, as_of: date, law: Law) -> date | None:
    """Return the latest last day that was shown since the last certificate was issued, before what may have moved it.

    The paper of that certificate told the family its day, whatever was shown earlier.
    """
    recorded = sorted(facts, key=lambda fact: fact.sequence)
    issued = [place for place, fact in enumerate(recorded) if fact.type is FactType.CERTIFICATE_ISSUED]
    since = issued[-1] + 1 if issued else 1
    moving = _MOVES | _MOVES_A_MONTH if issued else _MOVES
    places = [
        place
        for place, fact in enumerate(recorded)
        if place >= since and (fact.supersedes is not None or fact.type in moving)
    ]
    shown = [_last_day(recorded[:place], as_of=as_of, law=law) for place in places]
    return max((day for day in shown if day is not None), default=None)


def _last_day(facts: Sequence[Fact], *, as_of: date, law: Law) -> date | None:
    found = Reckoning(Circumstances(facts), as_of=as_of, calendar=law.calendar, rules=law.rules)
    try:
        appeal_clocks(found)
    except BeyondCalendar:  # No such day was ever shown.
        return None
    return next((deadline.due_on for deadline in found.deadlines if deadline.rule_id == _RULE), None)


def _warning(was: date, now: date, as_of: date) -> str:
    passed = " That day has passed: a late appeal can be sent with the reasons." if now < as_of else ""
    return (
        f"{LAST_DAY_EARLIER}: Urgent: the last day to appeal is now {say(now)}, and {say(was)} was shown before."
        f"{passed} Tell the family today."
    )


def _said(deadline: Deadline, was: date) -> Deadline:
    words = f"{say(was)} was shown before; the last day is now earlier than that."
    return deadline._replace(
        explanation=(*deadline.explanation, words), rulings=tuple(dict.fromkeys((*deadline.rulings, "R17")))
    )
