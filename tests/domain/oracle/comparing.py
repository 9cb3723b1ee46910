"""Where the engine and the oracle say different things of one history."""

from app.domain.calendars import BeyondCalendar
from app.domain.codes import ReferralKind
from app.domain.deadlines import Deadline, compute
from tests.domain import oracle
from tests.domain.oracle.answers import NOT_NEEDED, Answer
from tests.domain.oracle.days import Unknown
from tests.domain.oracle.findings import FINDINGS
from tests.domain.oracle.histories import History
from tests.domain.oracle.reading import Story, standing

DISAGREEMENT = ReferralKind.DISAGREEMENT_RESOLUTION


def disagreements(history: History) -> list[str]:
    """Return each difference as one line that begins with the rule and the part that differs.

    Past the calendar's end nothing is compared: which of the dates beyond it silence a whole case is not said.
    """
    try:
        expected = oracle.answers(
            history.facts, history.as_of, history.born_on, disagreement=history.kind is DISAGREEMENT
        )
    except Unknown:
        expected = None
    try:
        got = compute(history.facts, as_of=history.as_of, born_on=history.born_on, kind=history.kind)
    except BeyondCalendar:
        return []
    if expected is None:
        return []
    found: list[str] = []
    deadlines = {(item.rule_id, item.subject): item for item in got.deadlines}
    if len(deadlines) != len(got.deadlines):
        found.append("twice: one rule and subject has two deadlines")
    for key in sorted(expected.keys() | deadlines.keys()):
        found += _differences(history, key, expected.get(key), deadlines.get(key))
    story = Story(standing(history.facts), history.as_of, history.born_on)
    for item in got.deadlines:
        # R25, path R: with no decision there is no clock, and 3.2, guard 1 lets nobody issue.
        missed = item.rule_id.startswith("cert-") and item.status(history.as_of) == "missed"
        if missed and story.decision is None:
            found.append(f"{item.rule_id} missed with no decision")
        # R1, R5: every answer about an appeal says whether a certificate is needed; section I alone needs none.
        dated = item.rule_id == "appeal-last-day" and item.due_on is not None
        if dated and item.certificate_needed is story.section_i_only:
            found.append(f"appeal-last-day certificate_needed: engine {item.certificate_needed}")
    return [line for line in found if not any(known(story, line) for known in FINDINGS)]


def _differences(history: History, key: tuple[str, str], said: Answer | None, got: Deadline | None) -> list[str]:
    name = key[0]
    status = got.status(history.as_of).value if got else NOT_NEEDED
    wanted = said.status if said else NOT_NEEDED
    silent = said.silent if said else frozenset()
    # The text does not say whether what is not needed is shown: an absent deadline is one that is not needed.
    if "all" in silent or status == wanted == NOT_NEEDED:
        return []
    if status == NOT_NEEDED and said is not None and "not_in_force" in said.flags:
        return []
    if wanted == NOT_NEEDED and got is not None and "not_in_force" in got.flags and got.due_on is None:
        return []  # no date either way
    if status == NOT_NEEDED and Story(standing(history.facts), history.as_of).closed:
        return []
    if got is None or said is None or NOT_NEEDED in {status, wanted}:
        return (
            [f"{name} status: oracle {wanted}, engine {status}"] if "status" not in silent or not (got and said) else []
        )
    found = []
    for part, ours, theirs in (
        ("due_on", said.due_on, got.due_on),
        ("act_by_on", said.act_by_on, got.act_by_on),
        ("status", wanted, status),
    ):
        if part not in silent and ours != theirs:
            found.append(f"{name} {part}: oracle {ours}, engine {theirs}")
    flags, dates = set(got.flags), {item.due_on for item in got.alternatives}
    if "flags" not in silent and (said.flags - flags or flags - said.flags - said.may_flags):
        found.append(f"{name} flags: oracle {sorted(said.flags)}, engine {sorted(flags)}")
    if "alternatives" not in silent and (said.alternatives - dates or dates - said.alternatives - said.may_dates):
        ours, theirs = sorted(map(str, said.alternatives)), sorted(map(str, dates))
        found.append(f"{name} alternatives: oracle {ours}, engine {theirs}")
    return found
