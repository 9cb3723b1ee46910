"""Record the child's voice, and keep what was said in private apart."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.cases.parts import case_of_part, part_for_change, parts
from app.areas.childrens_views import queries, schemas
from app.domain.childrens_views import ViewOutcome
from app.domain.permissions import Actor, Role
from app.domain.refusals import GuardRefused, Invalid
from app.store import chronicle, ids
from app.store.tables.childrens_views import ChildView, PrivateChildView


async def record(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.RecordView, *, today: date, now: datetime
) -> ChildView:
    """Record how the child's views were sought."""
    case = await case_of_part(session, actor, case_id)
    made = ChildView(
        id=ids.new_id(now),
        tenant_id=case["tenant_id"],
        case_id=case["id"],
        recorded_by=actor.id,
        offered_by=actor.id,
        created_at=now,
        version=1,
        **body.model_dump(),
    )
    _check(made, today)
    _check_born("/offered_on", made.offered_on, case["child_born_on"])
    session.add(made)
    _note(session, actor, "child_view.recorded", made.case_id, now)
    return made


async def correct(
    session: AsyncSession,
    actor: Actor,
    view_id: str,
    body: schemas.CorrectView,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> ChildView:
    """Go on with a record of the child's voice."""
    own = () if actor.is_staff else (ChildView.recorded_by == actor.id,)
    made = await part_for_change(session, actor, ChildView, view_id, version, *own)
    _check_words(made, actor, body)
    for name in body.model_fields_set:
        value = getattr(body, name)
        if name in {"outcome", "shared"} and value is None:
            raise Invalid(f"/{name}", "null_not_allowed", "This is never unknown.")
        setattr(made, name, value)
    _check(made, today)
    made.version += 1
    _note(session, actor, "child_view.recorded", made.case_id, now)
    return made


def _check_words(made: ChildView, actor: Actor, body: schemas.CorrectView) -> None:
    """Refuse to write over or share words that are kept from the actor; whoever gives words is then their author."""
    given = body.model_fields_set
    before = {"shared": made.shared, "recorded_by": made.recorded_by}
    if made.words is not None and given & {"words", "shared"} and not queries.reads_words(actor, before):
        raise GuardRefused(
            "What the child said is kept from you until the child shares it. Ask who recorded it, or the mediator.",
            rule="child-views",
        )
    if "words" in given:
        made.recorded_by = actor.id


def _check_born(pointer: str, day: date, born_on: date | None) -> None:
    if born_on is not None and day <= born_on:
        raise Invalid(pointer, "before_the_birth", "The child was born before that day: one of the two is wrong.")


def _check(made: ChildView, today: date) -> None:
    """Refuse a record that contradicts itself."""
    days = {"offered_on": made.offered_on, "obtained_on": made.obtained_on, "feedback_on": made.feedback_on}
    for name, day in days.items():
        if day is not None and day > today:
            raise Invalid(f"/{name}", "in_the_future", "This day has not come yet.")
    if made.obtained_on is not None and made.obtained_on < made.offered_on:
        raise Invalid("/obtained_on", "out_of_order", "Views are obtained once they were asked for.")
    if made.outcome is ViewOutcome.OBTAINED and made.obtained_on is None:
        raise Invalid("/obtained_on", "missing", "Give the day on which they were obtained.")
    if made.feedback_on is not None and made.feedback_on < (made.obtained_on or made.offered_on):
        raise Invalid(
            "/feedback_on",
            "out_of_order",
            "The child is told what came of it once its views were sought and obtained.",
        )
    if made.outcome is ViewOutcome.NOT_OBTAINED and made.reason is None:
        raise Invalid("/reason", "missing", "Say why they were not obtained: an attempt counts with its reason.")
    if made.outcome is not ViewOutcome.NOT_OBTAINED and made.reason is not None:
        raise Invalid("/reason", "not_needed", "A reason belongs to views that were not obtained.")
    if made.shared and made.outcome is not ViewOutcome.OBTAINED:
        raise Invalid("/shared", "nothing_to_share", "Only what was obtained is shared.")


async def keep_private(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.RecordPrivateView, *, today: date, now: datetime
) -> PrivateChildView:
    """Keep what the child said to the adviser or the mediator alone."""
    case = await case_of_part(session, actor, case_id)
    if body.said_on > today:
        raise Invalid("/said_on", "in_the_future", "This day has not come yet.")
    _check_born("/said_on", body.said_on, case["child_born_on"])
    made = PrivateChildView(
        id=ids.new_id(now),
        tenant_id=case["tenant_id"],
        case_id=case["id"],
        author_id=actor.id,
        words=body.words,
        said_on=body.said_on,
        created_at=now,
    )
    session.add(made)
    _note(session, actor, "private_child_view.kept", made.case_id, now)
    return made


async def read_private(session: AsyncSession, actor: Actor, case_id: str, *, now: datetime) -> list[dict[str, Any]]:
    """Return what the child said in private, once the reading is noted: a mediator's whole case, an adviser's own."""
    case = await cases.one(session, actor, case_id)
    own = () if actor.role is Role.MEDIATOR else (PrivateChildView.author_id == actor.id,)
    rows = await parts(session, case, PrivateChildView, *own)
    _note(session, actor, "private_child_views.read", case["id"], now)
    return rows


def _note(session: AsyncSession, actor: Actor, action: str, case_id: str, now: datetime) -> None:
    chronicle.record(session, actor, chronicle.Event(action, "case", case_id, {}, public=False), now=now)
