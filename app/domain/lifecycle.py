"""The stages of a case, the one table of moves, and the one verb. No other file compares stages.

How a history is replayed: the referral opens the case, whatever day it bears, so that the decision or a call made
before the form came is read at `referred`. Then the live facts follow by the day they happened, then by the order of
recording. A fact that its place does not allow is a stray: it stands in the record and leaves the stage unchanged.
Recording is stricter than replaying: see `check_place`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.domain import histories
from app.domain.facts import Fact, FactType, live
from app.domain.refusals import GuardRefused


class Stage(StrEnum):
    REFERRED = "referred"
    INFORMED = "informed"
    DECLINED = "declined"
    ARRANGING = "arranging"
    SCHEDULED = "scheduled"
    MEETING = "meeting"
    CONCLUDED = "concluded"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class OutsideStage(StrEnum):
    """The stages as councils, health bodies and their systems see them: never why a mediation does not go ahead."""

    REFERRED = "referred"
    INFORMED = "informed"
    ARRANGING = "arranging"
    SCHEDULED = "scheduled"
    MEETING = "meeting"
    CONCLUDED = "concluded"
    RESOLVED = "resolved"
    NOT_PROCEEDING = "not_proceeding"
    CLOSED = "closed"


REFERRED, INFORMED, DECLINED, ARRANGING, SCHEDULED, MEETING, CONCLUDED, RESOLVED, WITHDRAWN, CLOSED = Stage
START = None
"""Before the referral is accepted there is no case."""

ANY: frozenset[Stage | None] = frozenset(Stage)
OPEN: frozenset[Stage | None] = ANY - {CLOSED}


@dataclass(frozen=True, slots=True)
class Move:
    """From where, to where (None stays), and for which reading of the fact ("" is every reading)."""

    leaves: frozenset[Stage | None]
    reaches: Stage | None = None
    reading: str = ""


def _from(*stages: Stage | None) -> frozenset[Stage | None]:
    return frozenset(stages)


_STAYS_OPEN = (Move(OPEN),)
_STAYS_ANY = (Move(ANY),)
_F = FactType

MOVES: dict[FactType, tuple[Move, ...]] = {
    _F.DECISION_SENT: _STAYS_OPEN,
    _F.APPEAL_SCOPE_STATED: _STAYS_OPEN,
    _F.DECISION_RECEIVED: _STAYS_OPEN,
    _F.REFERRAL_RECEIVED: (Move(_from(START), REFERRED),),
    _F.FAMILY_CONTACTED: _STAYS_OPEN,
    _F.ADVICE_GIVEN: (Move(_from(REFERRED), INFORMED), Move(OPEN)),
    _F.INTENT_TO_APPEAL_STATED: _STAYS_OPEN,
    _F.WISH_STATED: (
        # R10: where a wish is about some kinds of issue only and mediation goes on for others, the case stands still.
        Move(_from(ARRANGING, SCHEDULED, MEETING, CONCLUDED), None, "for_some_kinds"),
        Move(_from(REFERRED, INFORMED, DECLINED, WITHDRAWN, RESOLVED), ARRANGING, "mediate"),
        # R19: at declined it is the "no" of the young person, to whom the rights have passed since the parent's.
        Move(_from(REFERRED, INFORMED, DECLINED, ARRANGING, SCHEDULED, RESOLVED, WITHDRAWN), DECLINED, "not_mediate"),
        Move(_from(REFERRED, INFORMED), None, "undecided"),
    ),
    _F.ISSUES_RECORDED: _STAYS_OPEN,
    _F.LA_INFORMED: (Move(_from(ARRANGING, SCHEDULED, MEETING)),),
    _F.ICB_NOTIFIED: (Move(_from(ARRANGING, SCHEDULED)),),
    _F.BODY_ARRANGING_SET: (Move(_from(INFORMED, ARRANGING)),),
    _F.SESSION_PROPOSED: (Move(_from(ARRANGING)),),
    _F.SESSION_FIXED: (Move(_from(ARRANGING, SCHEDULED), SCHEDULED), Move(_from(MEETING))),
    _F.SESSION_NOTICE_GIVEN: (Move(_from(SCHEDULED, MEETING)),),
    _F.NOTICE_SHORTENING_CONSENTED: (Move(_from(SCHEDULED, MEETING)),),
    _F.SESSION_CANCELLED: (Move(_from(SCHEDULED), ARRANGING), Move(_from(MEETING))),
    _F.SESSION_HELD: (Move(_from(SCHEDULED, MEETING), MEETING),),
    _F.SESSION_ADJOURNED: (Move(_from(MEETING)),),
    _F.MEDIATION_CONCLUDED: (Move(_from(MEETING), CONCLUDED),),
    _F.AGREEMENT_SIGNED: (Move(_from(MEETING, CONCLUDED)),),
    _F.AGREEMENT_ACTION_DONE: _STAYS_ANY,
    _F.LA_TOLD_OF_AGREEMENT: _STAYS_ANY,
    _F.TIME_EXCEPTION_CLAIMED: _STAYS_ANY,
    _F.NO_AGREEMENT: (Move(_from(MEETING, CONCLUDED)),),
    _F.LA_SAYS_CANNOT_ARRANGE: (Move(_from(ARRANGING, SCHEDULED)),),
    _F.LA_DECLINED: (Move(_from(ARRANGING, SCHEDULED)),),
    _F.RESOLVED_BEFORE_SESSION: (Move(_from(INFORMED, ARRANGING, SCHEDULED), RESOLVED),),
    _F.WITHDRAWN_BY_PARTY: (Move(_from(REFERRED, INFORMED, ARRANGING, SCHEDULED, MEETING), WITHDRAWN),),
    _F.CERTIFICATE_ISSUED: (
        Move(_from(DECLINED, WITHDRAWN), None, "s55_4"),
        # R10, R11: a family that declines on education while health is mediated stands at declined for its appeal.
        Move(_from(ARRANGING, SCHEDULED, MEETING, CONCLUDED), None, "s55_4_education_declined"),
        Move(_from(CONCLUDED), None, "s55_5"),
        Move(_from(ARRANGING, SCHEDULED, MEETING), None, "s55_5_deemed"),
    ),
    _F.CERTIFICATE_VOIDED: _STAYS_ANY,
    _F.CERTIFICATE_REQUESTED: _STAYS_OPEN,
    _F.CERTIFICATE_NOT_WANTED: _STAYS_OPEN,
    _F.ARRANGING_EXTENDED: (Move(_from(ARRANGING, SCHEDULED)),),
    _F.APPEAL_LODGED: _STAYS_ANY,
    _F.PERMISSION_ASKED: _STAYS_ANY,
    _F.PERMISSION_DECIDED: _STAYS_ANY,
    _F.ASSESSMENT_REQUESTED: _STAYS_ANY,
    _F.DRAFT_PLAN_SERVED: _STAYS_ANY,
    _F.AMENDMENT_NOTICE_SENT: _STAYS_ANY,
    _F.REVIEW_MEETING_HELD: _STAYS_ANY,
    _F.REASSESSMENT_REQUESTED: _STAYS_ANY,
    _F.DRS_AGREED_BY: (
        Move(_from(REFERRED, INFORMED, DECLINED), ARRANGING, "every_side_agreed"),
        Move(_from(REFERRED, INFORMED, DECLINED), None, "a_side_outstanding"),
    ),
    _F.DRS_REFUSED_BY: (Move(_from(REFERRED, INFORMED, ARRANGING), DECLINED),),
    _F.CAPACITY_OR_AGE_CHANGE: _STAYS_OPEN,
    _F.CASE_CLOSED: (Move(OPEN, CLOSED),),
    _F.REOPENED: (Move(_from(CLOSED), INFORMED),),
}


class NotAllowedAtThisStage(GuardRefused):
    """The stage of the case does not allow this fact."""

    def __init__(self, stage: Stage | None, fact: FactType, detail: str | None = None) -> None:
        stages = leaves(fact)
        super().__init__(
            detail or why_not(stage, fact),
            rule="lifecycle",
            extra={"stage": stage, "type": fact, "allowed_at": stages},
        )


@cache
def leaves(fact: FactType) -> tuple[Stage, ...]:
    """Return the stages at which some reading of this fact may be recorded, in the order of a case's life."""
    return tuple(stage for stage in Stage if any(stage in move.leaves for move in MOVES[fact]))


def leaves_of(move: Move) -> tuple[Stage, ...]:
    """Return the stages that one move leaves, in the order of a case's life; none for the move that opens a case."""
    return tuple(stage for stage in Stage if stage in move.leaves)


def allows(stage: Stage, fact: FactType) -> bool:
    """Return whether some reading of this fact may be recorded at this stage."""
    return stage in leaves(fact)


@cache
def why_not(stage: Stage | None, fact: FactType) -> str:
    """Say why this stage does not allow the fact, and which stages would."""
    if stage is CLOSED:
        return f"The case is closed. Record `reopened` before `{fact}`."
    stages = leaves(fact)
    if not stages:
        return f"`{fact}` opens a case and is recorded by accepting a referral."
    return f"`{fact}` may be recorded at {_listed(stages)}; the case is at {stage or 'its start'}."


def readings(fact: Fact, history: Sequence[Fact], sides: Collection[str] = ()) -> tuple[str, ...]:
    """Return the readings of a fact under which the table is searched, the one tried first first."""
    if fact.type is FactType.WISH_STATED:
        stated = str(fact.payload.get("wish"))
        return ("for_some_kinds", stated) if histories.other_kinds_go_on(fact, history) else (stated,)
    if fact.type is FactType.CERTIFICATE_ISSUED:
        kind = str(fact.payload.get("kind"))
        declined = kind == "s55_4" and histories.declines_to_mediate(history)
        return (kind, "s55_4_education_declined") if declined else (kind,)
    if fact.type is FactType.DRS_AGREED_BY:
        return (
            ("every_side_agreed",) if histories.every_side_agreed((*history, fact), sides) else ("a_side_outstanding",)
        )
    return ("",)


def advance(stage: Stage | None, fact: Fact, history: Sequence[Fact] = (), *, sides: Collection[str] = ()) -> Stage:
    """Return the stage a case reaches when this fact happens at `stage`, after the live facts of `history`."""
    wanted = readings(fact, history, sides)
    for move in MOVES[fact.type]:
        if stage in move.leaves and move.reading in wanted:
            reached = move.reaches or stage
            assert reached is not None  # only the referral leaves the start, and it reaches `referred`
            return reached
    if any(stage in move.leaves for move in MOVES[fact.type]):
        raise NotAllowedAtThisStage(stage, fact.type, _why_not_this_reading(stage, fact))
    raise NotAllowedAtThisStage(stage, fact.type)


@dataclass(frozen=True, slots=True)
class Replay:
    """Where a history leads, and the facts in it whose place does not allow them."""

    stage: Stage
    strays: tuple[Fact, ...]


def replay(facts: Iterable[Fact], *, sides: Collection[str] = ()) -> Replay:
    """Follow the live facts from the start; see the head of this file for how."""
    stage = REFERRED
    history: list[Fact] = []
    strays: list[Fact] = []
    for fact in live(facts):
        if fact.type is not FactType.REFERRAL_RECEIVED:
            try:
                stage = advance(stage, fact, history, sides=sides)
            except NotAllowedAtThisStage:
                strays.append(fact)
        history.append(fact)
    return Replay(stage, tuple(strays))


def stage_of(facts: Iterable[Fact], *, sides: Collection[str] = ()) -> Stage:
    """Return the stage a case stands at; `sides` are those the referral named for disagreement resolution."""
    return replay(facts, sides=sides).stage


def check_place(fact: Fact, facts: Sequence[Fact], *, sides: Collection[str] = ()) -> None:
    """Refuse a new fact, a correction or a retraction that the life of the case has no place for.

    A closed case takes only what may be recorded at any stage. Otherwise a fact must be allowed on the day it
    happened; one that moves nothing may also be allowed today, since late recording is normal and order is soft
    (R15). And no other fact may lose its place by it.
    """
    before = replay(facts, sides=sides)
    if fact.type is FactType.REFERRAL_RECEIVED:
        raise NotAllowedAtThisStage(before.stage, fact.type)
    if before.stage is CLOSED and (fact.supersedes or CLOSED not in leaves(fact.type)):
        raise NotAllowedAtThisStage(before.stage, fact.type)
    after = replay((*facts, fact), sides=sides)
    known = {stray.id for stray in before.strays}
    for stray in after.strays:
        if stray.id in known:
            continue
        if stray.id != fact.id:
            if _moves(stray.type):
                raise NotAllowedAtThisStage(before.stage, fact.type, _robbed(fact, stray))
            continue
        if _moves(stray.type):
            raise _refusal_at_its_place(fact, facts, sides)
        advance(before.stage, fact, live(facts), sides=sides)


NOT_TOLD_APART: tuple[Stage, ...] = (DECLINED, WITHDRAWN)
"""Which of the two it is follows from what the family said, and that is the family's to tell."""


def seen_outside(stage: str) -> OutsideStage:
    """Return a stage as it is shown beyond the provider and the family."""
    return OutsideStage.NOT_PROCEEDING if Stage(stage) in NOT_TOLD_APART else OutsideStage(stage)


def seen_inside(stage: OutsideStage) -> tuple[Stage, ...]:
    """Return the stages that stand behind one that is shown outside."""
    return NOT_TOLD_APART if stage is OutsideStage.NOT_PROCEEDING else (Stage(stage.value),)


def is_closed(stage: Stage) -> bool:
    """Return whether nothing more is expected of a case at this stage."""
    return stage is CLOSED


def _moves(fact: FactType) -> bool:
    return any(move.reaches for move in MOVES[fact])


def _refusal_at_its_place(fact: Fact, facts: Sequence[Fact], sides: Collection[str]) -> NotAllowedAtThisStage:
    # The fact itself is read with the rest: it leaves the stage as it is, and what it supersedes is gone.
    at = replay((known for known in (*facts, fact) if known.occurred_on <= fact.occurred_on), sides=sides)
    known_there = at.stage in leaves(fact.type)
    detail = _why_not_this_reading(at.stage, fact) if known_there else why_not(at.stage, fact.type)
    return NotAllowedAtThisStage(at.stage, fact.type, f"On the day it happened: {detail}")


def _robbed(fact: Fact, stray: Fact) -> str:
    change = "Taking this back" if fact.retracted else f"`{fact.type}` on that day"
    return (
        f"{change} would leave `{stray.type}`, which is recorded later, without what it follows from. "
        f"Supersede or retract that fact first, or record what led to it."
    )


def _why_not_this_reading(stage: Stage | None, fact: Fact) -> str:
    reading = fact.payload.get("wish") or fact.payload.get("kind")
    stages = tuple(at for at in Stage if any(at in m.leaves and m.reading == reading for m in MOVES[fact.type]))
    return f"`{fact.type}` as `{reading}` may be recorded at {_listed(stages)}; the case is at {stage}."


def _listed(stages: Sequence[Stage]) -> str:
    return " or ".join(stages) if len(stages) < 4 else ", ".join(stages)
