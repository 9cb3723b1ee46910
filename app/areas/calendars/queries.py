"""Which law a provider's cases are worked out by, now or as it was loaded on a past day."""

import functools
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain.editions import Law, law
from app.domain.rights_holders import NO_TERMS, Terms, terms_may_matter
from app.store.reading import Source, fetch
from app.store.tables import LawChange, LawInUse, Organisation, ProclaimedDay, SchoolTerm
from app.store.types import Number, Short, UtcDateTime

Reader = AsyncConnection | AsyncSession


class InUse(NamedTuple):
    """The law in use, and at which editions it stands."""

    law: Law
    edition: int
    days_edition: int


FIRST = InUse(law(1), 1, 0)
"""What a provider has on whom nothing else is recorded: the first edition, as it came."""

_TENANT = bindparam("tenant", type_=Short(36))
_IN_USE = select(LawInUse.edition, LawInUse.days_edition).where(LawInUse.tenant_id == _TENANT)
_HELD = _IN_USE.with_for_update(read=True)
_DAYS = select(ProclaimedDay.holiday_on, ProclaimedDay.name).where(
    ProclaimedDay.tenant_id == _TENANT,
    ProclaimedDay.from_edition <= bindparam("edition", type_=Number()),
    or_(ProclaimedDay.to_edition.is_(None), ProclaimedDay.to_edition > bindparam("edition", type_=Number())),
)
_CHANGES = select(LawChange.edition, LawChange.days_edition, LawChange.detail, LawChange.made_at).where(
    LawChange.tenant_id == _TENANT
)
_LAST_BY = (
    _CHANGES.where(LawChange.made_at <= bindparam("by", type_=UtcDateTime()))
    # By the editions, which only grow: two changes may be made in another order than they were asked for.
    .order_by(LawChange.edition.desc(), LawChange.days_edition.desc(), LawChange.made_at.desc())
    .limit(1)
)
_EARLIEST = _CHANGES.order_by(LawChange.edition, LawChange.days_edition, LawChange.made_at).limit(1)
_TERMS = select(SchoolTerm.school_year, SchoolTerm.begins_on).where(
    SchoolTerm.tenant_id == _TENANT,
    SchoolTerm.la_id == bindparam("la", type_=Short(36)),
    SchoolTerm.term == "autumn",
)
_TERMS_NOW = _TERMS.where(SchoolTerm.live_key.is_not(None))
_TERMS_BY = _TERMS.where(
    SchoolTerm.recorded_at <= bindparam("by", type_=UtcDateTime()),
    or_(SchoolTerm.replaced_at.is_(None), SchoolTerm.replaced_at > bindparam("by", type_=UtcDateTime())),
)


async def held(session: AsyncSession, tenant_id: str) -> InUse:
    """Return the law in use, held as it is until the unit of work ends: whoever changes it waits."""
    known: dict[str, InUse] = session.info.setdefault("law", {})
    if tenant_id not in known:
        known[tenant_id] = await _in_use(session, tenant_id, _HELD)
    return known[tenant_id]


async def in_use(reader: Reader, tenant_id: str) -> InUse:
    """Return the law in use."""
    return await _in_use(reader, tenant_id, _IN_USE)


async def _in_use(reader: Reader, tenant_id: str, statement: Any) -> InUse:
    row = (await reader.execute(statement, {"tenant": tenant_id})).one_or_none()
    return FIRST if row is None else await _of(reader, tenant_id, row.edition, row.days_edition)


async def loaded_by(reader: Reader, tenant_id: str, moment: datetime) -> InUse:
    """Return the law that was loaded at a moment; before the first change, what that change started from."""
    row = (await reader.execute(_LAST_BY, {"tenant": tenant_id, "by": moment})).one_or_none()
    if row is not None:
        return await _of(reader, tenant_id, row.edition, row.days_edition)
    earliest = (await reader.execute(_EARLIEST, {"tenant": tenant_id})).one_or_none()
    if earliest is None:
        return await in_use(reader, tenant_id)
    return await _of(reader, tenant_id, earliest.detail["from_edition"], 0)


async def _of(reader: Reader, tenant_id: str, edition: int, days_edition: int) -> InUse:
    days: Mapping[date, str] = {}
    if days_edition:
        rows = await reader.execute(_DAYS, {"tenant": tenant_id, "edition": days_edition})
        days = {row.holiday_on: row.name for row in rows}
    return InUse(_with_days(edition, str(days_edition), tuple(sorted(days.items()))), edition, days_edition)


@functools.lru_cache(maxsize=256)
def _with_days(edition: int, mark: str, days: tuple[tuple[date, str], ...]) -> Law:
    """Return a law with its proclaimed days; laying out its calendar costs milliseconds, so it is kept."""
    return law(edition).with_days(dict(days), mark)


async def terms_of(
    source: Source, tenant_id: str, la_id: str, born_on: date | None, *, by: datetime | None = None
) -> Terms:
    """Return a council's autumn terms, now or as recorded by a moment; nobody is asked where they cannot matter."""
    if born_on is None or not terms_may_matter(born_on):
        return NO_TERMS
    statement, values = (_TERMS_NOW, {}) if by is None else (_TERMS_BY, {"by": by})
    rows = await fetch(source, statement, {"tenant": tenant_id, "la": la_id, **values})
    return {int(row["school_year"][:4]): row["begins_on"] for row in rows}


_PROVIDERS = select(func.count()).select_from(Organisation).where(Organisation.kind == "provider")
_SHARED_DAYS = (
    select(ProclaimedDay.holiday_on, func.min(ProclaimedDay.name).label("name"))
    .where(ProclaimedDay.live_on.is_not(None))
    .group_by(ProclaimedDay.holiday_on)
    .having(func.count() == bindparam("providers", type_=Number()))
    .order_by(ProclaimedDay.holiday_on)
)
_PUBLIC_EDITION = select(func.min(LawInUse.edition))


async def public(reader: Reader) -> Law:
    """Return the law for whoever asks without signing in: with the days that every provider here has recorded.

    So one provider's slip does not change what the families of another are told.
    """
    providers = (await reader.execute(_PROVIDERS)).scalar_one()
    edition = (await reader.execute(_PUBLIC_EDITION)).scalar_one() or 1
    rows = (await reader.execute(_SHARED_DAYS, {"providers": providers})).all() if providers else []
    days = tuple((row.holiday_on, row.name) for row in rows)
    # No count of days: another set of as many would pass for the same.
    mark = sha256(repr(days).encode()).hexdigest()[:8]
    return _with_days(edition, f"shared-{mark}", days)
