"""What may be read of what follows a case."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.agreements import queries as agreements
from app.areas.cases import queries as cases
from app.areas.cases.parts import part, parts
from app.areas.parties import queries as parties
from app.domain.facts import Fact as KnownFact
from app.domain.facts import FactType
from app.domain.follow_ups import LONGEST_WAIT, FollowUp, FollowUpAnswer, Question, follow_ups, warnings_of, was_asked
from app.domain.permissions import Actor
from app.domain.refusals import NotFound, StateConflict
from app.store.tables import Case, Certificate, Deadline, Fact
from app.store.tables.aftercare import Complaint, FollowUpRecord, Transfer, TransferredCase
from app.store.tables.agreements import AgreementTerm

Reader = AsyncConnection | AsyncSession
_OF_PARTY = ("id", "role", "side", "given_name", "family_name", "begins_on", "ends_on")
LEFT_OUT = [
    "advice_notes",
    "mediator_notes",
    "joint_notes",
    "safeguarding_records",
    "private_child_views",
    "private_documents",
    "withheld_contacts",
    "complaints",
    "conflicts",
]


async def asked(reader: Reader, actor: Actor, case_id: str) -> tuple[tuple[FollowUp, ...], list[dict[str, Any]]]:
    """Return what is to be asked on a case, and what was answered."""
    case = await cases.one(reader, actor, case_id)
    facts = [cases.to_fact(row) for row in await cases.fact_rows(reader, case)]
    last_day = await reader.scalar(
        select(Deadline.due_on).where(Deadline.case_id == case["id"], Deadline.rule_id == "appeal-last-day")
    )
    rows = [_with_warnings(row, facts) for row in await parts(reader, case, FollowUpRecord)]
    return follow_ups(facts, last_day_to_appeal=last_day), rows


async def answered(reader: Reader, actor: Actor, record_id: str) -> dict[str, Any]:
    """Return one answer of a family, with what is still to be done about it."""
    row = await part(reader, actor, FollowUpRecord, record_id)
    case = await cases.one(reader, actor, row["case_id"])
    return _with_warnings(row, [cases.to_fact(fact) for fact in await cases.fact_rows(reader, case)])


def _with_warnings(row: Mapping[str, Any], facts: Sequence[KnownFact]) -> dict[str, Any]:
    return {**row, "warnings": warnings_of(row["question"], row["answer"], facts)}


async def to_ask(reader: Reader, actor: Actor, *, since: date, until: date) -> list[dict[str, Any]]:
    """Return the questions that came due within some days and were not asked yet, in the cases that an actor sees.

    The earliest first. A case that has gone to another provider is that provider's to ask about.
    """
    begun = Fact.type.in_((FactType.CERTIFICATE_ISSUED, FactType.AGREEMENT_SIGNED))
    within = and_(cases.visible_to(actor), Case.transferred_on.is_(None))
    after = select(Fact.case_id).where(
        Fact.tenant_id == actor.tenant_id, begun, Fact.occurred_on >= since - LONGEST_WAIT, Fact.occurred_on <= until
    )
    theirs = select(Case.id).where(within, Case.id.in_(after))
    of_cases = select(Case.id, Case.reference, Case.la_code, Case.adviser_id).where(Case.id.in_(theirs))
    named = {row.id: row for row in await reader.execute(of_cases)}
    facts: dict[str, list[KnownFact]] = {id: [] for id in named}
    for row in await reader.execute(select(Fact.__table__).where(Fact.case_id.in_(theirs)).order_by(Fact.sequence)):
        facts[row.case_id].append(cases.to_fact(row))
    of_clocks = select(Deadline.case_id, Deadline.due_on).where(
        Deadline.case_id.in_(theirs), Deadline.rule_id == "appeal-last-day"
    )
    last_days = {row.case_id: row.due_on for row in await reader.execute(of_clocks)}
    of_answers = select(FollowUpRecord.case_id, FollowUpRecord.question, FollowUpRecord.answer, FollowUpRecord.asked_on)
    answers: dict[str, list[tuple[Question, FollowUpAnswer, date]]] = {id: [] for id in named}
    for row in await reader.execute(of_answers.where(FollowUpRecord.case_id.in_(theirs))):
        answers[row.case_id].append((row.question, row.answer, row.asked_on))
    found = [
        {
            "case_id": id,
            "case_reference": named[id].reference,
            "la_code": named[id].la_code,
            "adviser_id": named[id].adviser_id,
            "question": one.question,
            "due_on": one.due_on,
            "why": one.why,
        }
        for id, known in facts.items()
        for one in follow_ups(known, last_day_to_appeal=last_days.get(id))
        if since <= one.due_on <= until and not was_asked(one, answers[id])
    ]
    return sorted(found, key=lambda row: (row["due_on"], row["case_id"], row["question"]))


async def complaints(reader: Reader, actor: Actor, complaint_id: str | None = None) -> list[dict[str, Any]]:
    """Return the complaints of a provider, the newest first; never one about whoever asks."""
    wanted = [
        Complaint.tenant_id == actor.tenant_id,
        or_(Complaint.about_user_id.is_(None), Complaint.about_user_id != actor.id),
    ]
    if complaint_id is not None:
        wanted.append(Complaint.id == complaint_id)
    statement = (
        select(Complaint.__table__)
        .join(Case, Case.id == Complaint.case_id)
        .where(*wanted, cases.visible_to(actor))
        .order_by(Complaint.received_on.desc(), Complaint.id.desc())
        .limit(200)
    )
    return [dict(row) for row in (await reader.execute(statement)).mappings()]


async def transfers(reader: Reader, actor: Actor, transfer_id: str | None = None) -> list[dict[str, Any]]:
    """Return the transfers of a provider, the newest first."""
    statement = select(Transfer.__table__).where(Transfer.tenant_id == actor.tenant_id)
    if transfer_id is not None:
        statement = statement.where(Transfer.id == transfer_id)
    rows = [dict(row) for row in (await reader.execute(statement.order_by(Transfer.id.desc()))).mappings()]
    if transfer_id is not None and not rows:
        raise NotFound
    return rows


async def bundle(reader: Reader, actor: Actor, transfer_id: str, today: date) -> tuple[list[dict[str, Any]], str]:
    """Return the cases of a transfer with all that goes over, and the SHA-256 of it in canonical JSON."""
    await transfers(reader, actor, transfer_id)
    asked_for = (
        select(TransferredCase.case_id)
        .where(TransferredCase.tenant_id == actor.tenant_id, TransferredCase.transfer_id == transfer_id)
        .order_by(TransferredCase.case_id)
    )
    try:
        found = [await _whole(reader, actor, id, today) for id in (await reader.execute(asked_for)).scalars()]
    except NotFound:
        raise StateConflict(
            "A conflict of interest hides a case of this transfer from you: another service manager reads it."
        ) from None
    canonical = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return found, hashlib.sha256(canonical.encode()).hexdigest()


async def _whole(reader: Reader, actor: Actor, case_id: str, today: date) -> dict[str, Any]:
    case = await cases.one(reader, actor, case_id)
    terms = await parts(reader, case, AgreementTerm)
    kept_on = await agreements.of_case(reader, actor, case_id)
    people = await parties.of_case(reader, case)
    return {
        "case": _plain(case),
        "facts": [_plain(row) for row in await cases.facts_of(reader, case)],
        "certificates": [_plain(row) for row in await parts(reader, case, Certificate)],
        "agreements": [_plain(row) for row in kept_on],
        "agreement_terms": [_plain(row) for row in terms],
        "parties": [
            {
                name: _text(row[name])
                for name in ("id", "role", "side", "given_name", "family_name", "begins_on", "ends_on")
            }
            for row in people
        ],
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _text(value) for name, value in row.items() if name != "tenant_id"}


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
