"""Agreements and their promises, over HTTP."""

import asyncio
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.adapters import pdf
from app.areas.agreements import queries, schemas, service
from app.areas.cases import queries as cases
from app.domain import agreements as rules
from app.domain import breach_words as words
from app.domain.certificate_words import written
from app.domain.codes import DeadlineStatus
from app.domain.facts import live
from app.domain.histories import issue_kinds
from app.domain.permissions import COUNCIL, HEALTH, Actor
from app.domain.refusals import NotPermitted
from app.store.tables import Organisation
from app.web.actor import MayDraftAgreements, MayFollowAgreements, MayReadAgreements, MaySignAgreements
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with
from app.web.downloads import PDF, download
from app.web.transaction import Read, ReadOnce, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}/agreements", tags=["Agreements"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/agreements", tags=["Agreements"], route_class=TransactionRoute)
terms = APIRouter(prefix="/agreement-terms", tags=["Agreements"], route_class=TransactionRoute)
AnyAgreement = schemas.AgreementStaff | schemas.Agreement
AnyTerm = schemas.TermStaff | schemas.AgreementTerm
LATE = frozenset({DeadlineStatus.LATE.value, DeadlineStatus.MISSED.value})


@router.get("", operation_id="listAgreements")
async def listed(case_id: Identifier, actor: MayReadAgreements, connection: Read, today: Today) -> Page[AnyAgreement]:
    """List the agreement of a case, with each promise, its clocks and whether it was kept."""
    rows = await queries.of_case(connection, actor, case_id)
    items = [await _shown(connection, actor, row, today) for row in rows]
    return Page[AnyAgreement](items=items, next_cursor=None)


@router.post("", status_code=201, operation_id="draftAgreement")
async def draft(
    case_id: Identifier,
    body: schemas.DraftAgreement,
    request: Request,
    response: Response,
    actor: MayDraftAgreements,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyAgreement:
    """Draft what was agreed, full or in part, or that nothing was. If-Match takes the version of the case."""
    made = await service.draft(session, actor, case_id, body, version=version, now=now)
    location = f"/v1/agreements/{made.id}"
    return await _answered(request, response, session, actor, made, today, location=location)


@by_id.get("/{agreement_id}", operation_id="readAgreement")
async def read(
    agreement_id: Identifier, response: Response, actor: MayReadAgreements, connection: Read, today: Today
) -> AnyAgreement:
    """Read an agreement as far as you are a party to it."""
    answer = await shown(connection, actor, agreement_id, today)
    response.headers["ETag"] = f'"v{answer.version}"'
    return answer


@by_id.patch("/{agreement_id}", operation_id="correctAgreement")
async def correct(
    agreement_id: Identifier,
    body: schemas.CorrectAgreement,
    request: Request,
    response: Response,
    actor: MayDraftAgreements,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyAgreement:
    """Change a draft; whoever had signed signs anew."""
    made = await service.correct(session, actor, agreement_id, body, version=version, now=now)
    return await _answered(request, response, session, actor, made, today)


@by_id.post("/{agreement_id}/signatures", operation_id="signAgreement")
async def sign(
    agreement_id: Identifier,
    body: schemas.Sign,
    request: Request,
    response: Response,
    actor: MaySignAgreements,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyAgreement:
    """Record a side's signature; whoever signs for a council or a health body has the authority to settle."""
    made = await service.sign(session, actor, agreement_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, made, today)


@by_id.post("/{agreement_id}/closing", operation_id="closeAgreement")
async def conclude(
    agreement_id: Identifier,
    body: schemas.Conclude,
    request: Request,
    response: Response,
    actor: MayDraftAgreements,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyAgreement:
    """Close an agreement that everybody signed: the fact goes on the case and the statutory clocks begin."""
    made = await service.conclude(session, actor, agreement_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, made, today)


@terms.post("/{term_id}/completion", operation_id="completeAgreementTerm")
async def complete(
    term_id: Identifier,
    body: schemas.CompleteTerm,
    request: Request,
    response: Response,
    actor: MayFollowAgreements,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyTerm:
    """Say that something agreed was done: a council or health body reports it, the provider's staff confirm it."""
    term = await service.complete(session, actor, term_id, body, version=version, today=today, now=now)
    await session.flush()
    answer_with(request, response, "agreement_term", term.id, term.version)
    return await _term(session, actor, term.id, today)


@terms.get("/{term_id}/breach-letter", operation_id="downloadBreachLetter", response_class=Response, responses=PDF)
async def breach_letter(
    term_id: Identifier, actor: MayReadAgreements, database: ReadOnce, today: Today, now: Now
) -> Response:
    """Download a letter about a promise that was not kept in time, for the provider and the family to send."""
    if actor.role in COUNCIL | HEALTH:
        raise NotPermitted("The letter is for the provider and the family to send.")
    async with database.read() as connection:
        data = await _letter(connection, actor, term_id, today)
    made = await asyncio.to_thread(pdf.pdf, "breach", data, at=now)
    return download(made, "application/pdf", f"agreement-{today.isoformat()}.pdf")


async def _letter(reader: queries.Reader, actor: Actor, term_id: str, today: date) -> dict[str, Any]:
    term = await queries.term(reader, actor, term_id)
    found = (await queries.clocks(reader, term["case_id"], today)).get(term["id"], [])
    late = [clock for clock in found if clock["status"] in LATE]
    rules.check_breach(bool(late) and term["done_on"] is None)
    clock = late[-1]
    case = await cases.one(reader, actor, term["case_id"])
    name = await reader.scalar(select(Organisation.name).where(Organisation.id == case["tenant_id"]))
    agreement = await queries.one(reader, actor, term["agreement_id"])
    return {
        "title": words.TITLE,
        "provider": name,
        "footer": case["reference"],
        "facts": [
            ["Case reference", case["reference"]],
            ["To", words.owes(term["owner"])],
            ["Agreement signed on", written(agreement["signed_on"])],
            ["To be done by", written(clock["due_on"])],
        ],
        "paragraphs": list(
            words.paragraphs(term["owner"], term["words"], clock["due_on"], today, clock["citation"]["provision"])
        ),
        "explanation": clock["explanation"],
        "confidential": words.CONFIDENTIAL,
    }


async def shown(reader: queries.Reader, actor: Actor, agreement_id: str, today: date) -> AnyAgreement:
    """Return an agreement as an actor's audience sees it."""
    return await _shown(reader, actor, await queries.one(reader, actor, agreement_id), today)


async def _shown(reader: queries.Reader, actor: Actor, row: dict[str, Any], today: date) -> AnyAgreement:
    clocks = await queries.clocks(reader, row["case_id"], today)
    found = await queries.terms(reader, actor, row)
    model = schemas.TermStaff if actor.is_staff else schemas.AgreementTerm
    shown_terms = [model.model_validate(_with_clocks(term, clocks)) for term in found]
    signed = await queries.signatures(reader, row)
    if not actor.is_staff:
        return schemas.Agreement.model_validate({**row, "terms": shown_terms, "signatures": signed})
    case = await cases.one(reader, actor, row["case_id"])
    facts = live([cases.to_fact(fact) for fact in await cases.fact_rows(reader, case)])
    known = [rules.Term(term["kind"], term["owner"], term["agreed_on"]) for term in found]
    codes = rules.warnings_of(row["extent"], known, issue_kinds(facts))
    sides = {signature["side"] for signature in signed}
    waiting = rules.sides_to_sign(known) - sides if row["status"] is rules.AgreementStatus.DRAFT else ()
    if row["extent"] is rules.Extent.NONE:
        waiting = ()
    return schemas.AgreementStaff.model_validate(
        {
            **row,
            "terms": shown_terms,
            "signatures": signed,
            "warnings": [schemas.Warning(code=code, detail=rules.WARNINGS[code]) for code in codes],
            "yet_to_sign": sorted(waiting),
        }
    )


def _with_clocks(term: dict[str, Any], clocks: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    appealable = rules.is_appealable(term["kind"], term["owner"])
    return {**term, "appealable": appealable, "clocks": clocks.get(term["id"], [])}


async def _term(reader: queries.Reader, actor: Actor, term_id: str, today: date) -> AnyTerm:
    term = await queries.term(reader, actor, term_id)
    model = schemas.TermStaff if actor.is_staff else schemas.AgreementTerm
    return model.model_validate(_with_clocks(term, await queries.clocks(reader, term["case_id"], today)))


async def _answered(
    request: Request,
    response: Response,
    session: AsyncSession,
    actor: Actor,
    made: Any,
    today: date,
    *,
    location: str | None = None,
) -> AnyAgreement:
    await session.flush()
    answer_with(request, response, "agreement", made.id, made.version, location=location)
    return await shown(session, actor, made.id, today)


async def _agreement_again(session: AsyncSession, actor: Actor, id: str, request: Request) -> Response:
    today = request.app.state.clock().date()
    return rebuilt(await shown(session, actor, id, today), location=f"/v1/agreements/{id}")


async def _term_again(session: AsyncSession, actor: Actor, id: str, request: Request) -> Response:
    today = request.app.state.clock().date()
    return rebuilt(await _term(session, actor, id, today), location=f"/v1/agreement-terms/{id}")


REPLAYS: Replays = {"agreement": _agreement_again, "agreement_term": _term_again}
