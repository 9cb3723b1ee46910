"""Fills a database with cases, straight into the tables: people, facts and five deadlines each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from app.areas.cases.working import WorkedOut, work_out
from app.domain import identifiers
from app.domain.codes import ReferralKind
from app.domain.facts import Fact, FactType
from app.domain.permissions import Actor
from app.store import ids, tables
from tests.builders.world import Tenant

BATCH = 5_000
DEADLINES = 5
TABLES = ("children", "referrals", "contacts", "referral_reasons", "cases", "facts", "deadlines", "assignments")
COLUMNS = {name: [column.name for column in tables.Case.metadata.tables[name].columns] for name in TABLES}
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Pattern:
    """A history that many cases share, and what follows from it."""

    facts: tuple[Fact, ...]
    worked: WorkedOut


def driver_url(url: str) -> str:
    """Return a database's address as the bare driver takes it."""
    return url.replace("postgresql+asyncpg://", "postgresql://")


async def connect(url: str) -> asyncpg.Connection:
    """Connect by the bare driver, for loading JSON as text."""
    connection = await asyncpg.connect(driver_url(url))
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + json.dumps(value).encode(),
        decoder=lambda value: json.loads(value[1:]),
    )
    return connection


async def load(url: str, tenant: Tenant, adviser: Actor, count: int, *, today: date) -> list[str]:
    """Load so many cases, all with one adviser, and return the ids of their cases in order of receipt."""
    connection = await connect(url)
    patterns = [_pattern(today - timedelta(days=days)) for days in range(40, 400)]
    loaded: list[str] = []
    try:
        for first in range(0, count, BATCH):
            rows: Rows = {name: [] for name in TABLES}
            for number in range(first, min(first + BATCH, count)):
                values = _case(number, patterns[number * len(patterns) // count], tenant, adviser)
                loaded.append(values["cases"][0]["id"])
                for name, found in values.items():
                    rows[name] += [tuple(row.get(column) for column in COLUMNS[name]) for row in found]
            for name in TABLES:
                await connection.copy_records_to_table(name, records=rows[name], columns=COLUMNS[name])
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    return loaded


def _pattern(sent_on: date) -> Pattern:
    now = datetime(sent_on.year, sent_on.month, sent_on.day, 10, tzinfo=UTC)
    history: list[tuple[FactType, int, dict[str, Any]]] = [
        (FactType.DECISION_SENT, 0, {"decision_kind": "refusal_to_issue"}),
        (FactType.REFERRAL_RECEIVED, 20, {"channel": "phone", "referred_by": "parent"}),
        (FactType.ADVICE_GIVEN, 21, {"channel": "phone", "rights_explained": True}),
        (FactType.WISH_STATED, 22, {"wish": "mediate"}),
        (FactType.LA_INFORMED, 23, {"informed_by": "adviser"}),
        (FactType.SESSION_FIXED, 30, {"held_on": (sent_on + timedelta(days=45)).isoformat(), "mode": "online"}),
    ]
    facts = tuple(
        Fact("", kind, sent_on + timedelta(days=after), sequence=place, recorded_at=now, payload=payload)
        for place, (kind, after, payload) in enumerate(history, start=1)
    )
    worked = work_out(
        facts, kind=ReferralKind.MEDIATION, sides=(), born_on=date(2015, 5, 4), as_of=sent_on + timedelta(days=39)
    )
    return Pattern(facts, worked)


def _names(number: int) -> Iterator[str]:
    """Return a name that no other child has, letters only."""
    for base in (7, 97):
        yield "".join(chr(ord("a") + int(digit)) for digit in str(number * base)).capitalize()


def _case(number: int, pattern: Pattern, tenant: Tenant, adviser: Actor) -> dict[str, list[dict[str, Any]]]:
    received_on = pattern.facts[1].occurred_on
    now = pattern.facts[1].recorded_at
    child, referral, case = (ids.new_id(now) for _ in range(3))
    given, family = _names(number)
    own = {"tenant_id": tenant.id}
    # Of a year long gone, so that the service never comes to the same number.
    reference = identifiers.case_reference(2010, number + 1)
    shared = {
        **own,
        "kind": "mediation",
        "child_id": child,
        "la_id": tenant.norfolk,
        "la_code": "926",
        "received_on": received_on,
        "decision_kind": "refusal_to_issue",
        "decision_sent_on": pattern.facts[0].occurred_on,
        "created_at": now,
        "updated_at": now,
    }
    deadlines = [dict(row) for row in pattern.worked.deadlines]
    while len(deadlines) < DEADLINES:
        deadlines.append({**deadlines[0], "subject": str(len(deadlines))})
    return {
        "children": [
            {
                **own,
                "id": child,
                "given_name": given,
                "family_name": family,
                "search_name": f"{given} {family}".lower(),
                "born_on": date(2010, 1, 1) + timedelta(days=number % 3650),
                "sex": "female",
            }
        ],
        "referrals": [
            {
                **shared,
                "id": referral,
                "reference": reference,
                "status": "accepted",
                "contacted_on": received_on,
                "channel": "phone",
                "referred_by": "parent",
                "permission_given": True,
                "appeal_sections": [],
                "drs_sides": [],
                "case_id": case,
                "created_by": adviser.id,
                "version": 2,
            }
        ],
        "contacts": [
            {**own, "id": ids.new_id(now), "referral_id": referral, "side": side, "name": name, "withheld": False}
            for side, name in (("family", f"A {family}"), ("referrer", f"B {family}"))
        ],
        "referral_reasons": [{**own, "referral_id": referral, "reason": "refusal_to_issue", "is_primary": True}],
        "cases": [
            {
                **shared,
                **pattern.worked.case,
                "id": case,
                "reference": reference,
                "referral_id": referral,
                "adviser_id": adviser.id,
                "version": 4,
            }
        ],
        "facts": [
            {
                **own,
                "id": ids.new_id(now),
                "case_id": case,
                "sequence": fact.sequence,
                "type": fact.type.value,
                "occurred_on": fact.occurred_on,
                "payload": fact.payload,
                "retracted": False,
                "recorded_at": now,
                "recorded_by": adviser.id,
                "recorder_role": "adviser",
            }
            for fact in pattern.facts
        ],
        "deadlines": [{**own, **row, "id": ids.new_id(now), "case_id": case} for row in deadlines[:DEADLINES]],
        "assignments": [
            {
                **own,
                "id": ids.new_id(now),
                "case_id": case,
                "user_id": adviser.id,
                "capacity": "adviser",
                "began_at": now,
            }
        ],
    }
