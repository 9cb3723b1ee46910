"""Loads a plan into an empty database, all of it in one transaction: a load that is cut off leaves nothing behind."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.adapters.files import Files
from app.adapters.passwords import hash_password, hash_secret
from app.areas.calendars import service as calendars
from app.domain.fitness import Employer, RegisterBody
from app.domain.permissions import STAFF, Actor, Role
from app.jobs.demo import plan as plans
from app.jobs.demo.cast import Cast, cast
from app.jobs.demo.credentials import CREDENTIALS, Credentials, described
from app.jobs.demo.credentials import credentials as credentials_of
from app.jobs.demo.life import Life
from app.jobs.demo.planned import Plan, Referral
from app.jobs.demo.rows import ORDER, rows_of
from app.store import chronicle, ids, tables
from app.store.session import Database
from app.store.tables.allocation import MediatorRecord

__all__ = ["CREDENTIALS", "credentials", "described", "is_empty", "load"]

BATCH = 500


async def is_empty(database: Database) -> bool:
    """Return whether nobody has started a provider in this database."""
    async with database.read() as connection:
        return (await connection.execute(select(tables.Organisation.id).limit(1))).first() is None


def credentials(var_dir: Path) -> Credentials:
    """Return the sign-ins of the demo people and machines, made now where there are none."""
    return credentials_of(var_dir, cast(plans.SEED, plans.EARLIEST_TODAY))


async def load(
    database: Database,
    today: date,
    *,
    credentials: Credentials,
    progress: Callable[[int, int], None] = lambda done, of: None,
    seed: str = plans.SEED,
    files: Files | None = None,
    hash_password: Callable[[str], str] = hash_password,
) -> Plan:
    """Load the demo years up to a day, and return what was loaded."""
    plan = plans.plan(today, seed=seed)
    hashed = await asyncio.to_thread(hash_password, credentials.password)
    # Early on the day itself, so that nothing loaded lies ahead of whoever reads it later that day.
    now = datetime.combine(today, time(0, 10), UTC)
    everyone = plan.cast
    actor = Actor("system", "demo-years", everyone.provider.id, everyone.provider.id, Role.PROVIDER_ADMIN)
    total = len(plan.referrals)
    async with database.write() as session:
        await _insert_cast(session, everyone, credentials, hashed, today, now)
        await calendars.begin(session, everyone.provider.id, by=actor.id, now=now)
        progress(0, total)
        for start in range(0, total, BATCH):
            batch = plan.referrals[start : start + BATCH]
            rows = rows_of(batch, everyone, today=today, now=now)
            for table in ORDER:
                await _insert(session, table, rows[table])
            await _analyse(session)
            _note(session, actor, batch, now)
            progress(min(start + BATCH, total), total)
        counters = [
            {"tenant_id": everyone.provider.id, "series": series, "last": last}
            for series, last in plan.counters.items()
        ]
        await _insert(session, tables.Counter, counters)
        if files is not None:
            await Life(session, everyone, files, today, now).tell()
    return plan


async def _insert(session: AsyncSession, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows as they are, a bounded number in one statement."""
    for start in range(0, len(rows), BATCH):
        await session.execute(insert(table.__table__), rows[start : start + BATCH])


async def _analyse(session: AsyncSession) -> None:
    """Let PostgreSQL know how the tables grow: its plans for foreign keys, made on empty ones, read them whole."""
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(table.__tablename__ for table in ORDER)
        await session.execute(text(f"ANALYZE {names}"))


async def _insert_cast(
    session: AsyncSession, everyone: Cast, credentials: Credentials, hashed: str, today: date, now: datetime
) -> None:
    tenant = everyone.provider.id
    await _insert(session, tables.Organisation, [{"tenant_id": tenant, **asdict(o)} for o in everyone.organisations])
    contracts = [asdict(contract) for contract in everyone.contracts]
    parties = [(contract["id"], party) for contract in contracts for party in contract.pop("party_ids")]
    await _insert(session, tables.Contract, [{"tenant_id": tenant, **contract} for contract in contracts])
    await _insert(
        session,
        tables.ContractParty,
        [{"contract_id": contract, "organisation_id": party, "tenant_id": tenant} for contract, party in parties],
    )
    common = {"tenant_id": tenant, "active": True, "demo": True, "created_at": now, "version": 1}
    await _insert(
        session,
        tables.User,
        [
            {
                **common,
                **asdict(user),
                "password_hash": hashed,
                "independent_until": today + timedelta(days=730) if user.role in STAFF else None,
            }
            for user in everyone.users
        ],
    )
    await _insert(
        session,
        MediatorRecord,
        [_fit(tenant, user.id, today, now) for user in everyone.users if user.role is Role.MEDIATOR],
    )
    await _insert(
        session,
        tables.Client,
        [
            {**common, **asdict(client), "secret_hash": hash_secret(credentials.secrets[client.client_id])}
            for client in everyone.clients
        ],
    )


def _fit(tenant: str, user_id: str, today: date, now: datetime) -> dict[str, Any]:
    """Return the record of a mediator who may be given a case."""
    return {
        "id": ids.new_id(now),
        "tenant_id": tenant,
        "user_id": user_id,
        "register_body": RegisterBody.CIVIL_MEDIATION_COUNCIL,
        "registered_until": today + timedelta(days=400),
        "cpd_hours": 14,
        "cpd_until": today + timedelta(days=300),
        "dbs_until": today + timedelta(days=500),
        "insured_until": today + timedelta(days=200),
        "independent_until": today + timedelta(days=730),
        "employer": Employer.NONE,
        "languages": [],
        "updated_at": now,
        "version": 1,
    }


def _note(session: AsyncSession, actor: Actor, referrals: Sequence[Referral], now: datetime) -> None:
    """Note one audit entry for each referral and each case; nothing of it is news to anybody outside."""
    for referral in referrals:
        council = {"la_code": referral.profile.la_code}
        event = chronicle.Event("referral.loaded", "referral", referral.id, council, public=False)
        chronicle.record(session, actor, event, now=now)
        if referral.case is not None:
            event = chronicle.Event("case.loaded", "case", referral.case.id, council, public=False)
            chronicle.record(session, actor, event, now=now)
