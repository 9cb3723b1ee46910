"""Draft an agreement, have it signed, close it, and follow each promise to its proof."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.agreements import queries, schemas
from app.areas.cases import service as cases
from app.areas.cases.parts import part_for_change
from app.domain import agreements as rules
from app.domain.agreements import AgreementStatus, Extent, Owner, SigningSide
from app.domain.codes import IssueKind
from app.domain.facts import FactType, live
from app.domain.guards import check_open
from app.domain.histories import issue_kinds
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.store import chronicle, ids
from app.store.tables import Case
from app.store.tables.agreements import Agreement, AgreementSignature, AgreementTerm
from app.store.versions import check_version

STANDS = "stands"


async def draft(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: schemas.DraftAgreement,
    *,
    version: int | None,
    now: datetime,
) -> Agreement:
    """Draft what was agreed on a case; one agreement to a case."""
    case = await cases.for_change(session, actor, case_id)
    check_version(case.version, version)
    check_open(case.closed_on)
    known = select(Agreement.id).where(Agreement.case_id == case.id, Agreement.live_key == STANDS)
    if (await session.execute(known)).first() is not None:
        raise StateConflict("The case has an agreement already: change the draft, or read what was signed.")
    made = Agreement(
        id=ids.new_id(now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        extent=body.extent,
        status=AgreementStatus.DRAFT,
        acknowledged=[],
        live_key=STANDS,
        drafted_by=actor.id,
        created_at=now,
        updated_at=now,
        version=1,
    )
    _check_terms(body.extent, body.terms)
    session.add(made)
    await session.flush()
    _add_terms(session, made, body.terms, now)
    _note(session, actor, "agreement.drafted", made, now)
    return made


def _check_terms(extent: Extent, terms: Sequence[schemas.TermIn]) -> None:
    if extent is Extent.NONE and terms:
        raise Invalid("/terms", "nothing_agreed", "Where nothing was agreed there are no terms.")


def _add_terms(session: AsyncSession, made: Agreement, terms: Sequence[schemas.TermIn], now: datetime) -> None:
    session.add_all(
        AgreementTerm(
            id=ids.new_id(now),
            tenant_id=made.tenant_id,
            case_id=made.case_id,
            agreement_id=made.id,
            place=place,
            kind=term.kind,
            owner=term.owner,
            words=term.words,
            agreed_on=term.agreed_on,
            version=1,
        )
        for place, term in enumerate(terms, start=1)
    )


async def correct(
    session: AsyncSession,
    actor: Actor,
    agreement_id: str,
    body: schemas.CorrectAgreement,
    *,
    version: int | None,
    now: datetime,
) -> Agreement:
    """Change a draft: whoever had signed signs anew."""
    made = await part_for_change(session, actor, Agreement, agreement_id, version)
    rules.check_draft(made.status)
    if body.extent is not None:
        made.extent = body.extent
    if body.terms is not None:
        _check_terms(made.extent, body.terms)
        await session.execute(delete(AgreementTerm).where(AgreementTerm.agreement_id == made.id))
        _add_terms(session, made, body.terms, now)
    elif made.extent is Extent.NONE and await _terms(session, made):
        raise Invalid("/extent", "terms_stand", "Take the terms away, or keep the extent.")
    await session.execute(delete(AgreementSignature).where(AgreementSignature.agreement_id == made.id))
    return _moved(session, actor, made, "agreement.changed", now)


_OWN_SIDE = {
    Role.MEDIATOR: SigningSide.MEDIATOR,
    Role.LA_OFFICER: SigningSide.LA,
    Role.ICB_OFFICER: SigningSide.ICB,
    Role.FAMILY_FRONT_END: SigningSide.FAMILY,
}


async def sign(
    session: AsyncSession,
    actor: Actor,
    agreement_id: str,
    body: schemas.Sign,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Record a side's signature: each for itself; the mediator, who witnesses, for any that sign at the meeting."""
    made = await part_for_change(session, actor, Agreement, agreement_id, version)
    rules.check_draft(made.status)
    if actor.role is not Role.MEDIATOR and body.side is not _OWN_SIDE[actor.role]:
        raise Invalid("/side", "not_yours", "You sign for your own side.")
    if body.side in (SigningSide.LA, SigningSide.ICB) and not body.has_authority:
        raise Invalid("/has_authority", "no_authority", "Whoever signs for a body has the authority to settle.")
    known = select(AgreementSignature.id).where(
        AgreementSignature.agreement_id == made.id, AgreementSignature.side == body.side
    )
    if (await session.execute(known)).first() is not None:
        raise StateConflict("That side has signed already.")
    session.add(
        AgreementSignature(
            id=ids.new_id(now),
            tenant_id=made.tenant_id,
            agreement_id=made.id,
            side=body.side,
            has_authority=body.has_authority,
            signed_on=today,
            recorded_by=actor.id,
        )
    )
    return _moved(session, actor, made, "agreement.signature", now)


async def conclude(
    session: AsyncSession,
    actor: Actor,
    agreement_id: str,
    body: schemas.Conclude,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Agreement:
    """Close an agreement that everybody signed, or record that nothing was agreed: its fact goes on the case."""
    made = await part_for_change(session, actor, Agreement, agreement_id, version)
    rules.check_draft(made.status)
    terms = await _terms(session, made)
    signed = {row["side"] for row in await queries.signatures(session, _columns(made))}
    issues = await issues_of(session, made)
    rules.check_signing(made.extent, [rule_term(term) for term in terms], signed, issues, body.acknowledged_warnings)
    nothing = made.extent is Extent.NONE
    payload: dict[str, Any] = {}
    if not nothing:
        payload = {"extent": made.extent.value, "terms": [_payload(term) for term in terms]}
    made.status = AgreementStatus.NONE if nothing else AgreementStatus.SIGNED
    made.signed_on, made.acknowledged = today, list(body.acknowledged_warnings)
    _moved(session, actor, made, "agreement.closed", now)
    await session.flush()
    await _record(
        session,
        actor,
        made.case_id,
        FactType.NO_AGREEMENT if nothing else FactType.AGREEMENT_SIGNED,
        payload,
        today,
        now,
    )
    return made


async def complete(
    session: AsyncSession,
    actor: Actor,
    term_id: str,
    body: schemas.CompleteTerm,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> AgreementTerm:
    """Say that something agreed was done: a body reports its own, the provider's staff confirm it."""
    term = await part_for_change(session, actor, AgreementTerm, term_id, None)
    if not queries.is_for(actor, {"owner": term.owner, "kind": term.kind}):
        raise NotFound
    check_version(term.version, version)
    made = (
        await session.execute(
            select(Agreement).where(Agreement.tenant_id == term.tenant_id, Agreement.id == term.agreement_id)
        )
    ).scalar_one()
    if made.status is not AgreementStatus.SIGNED or made.signed_on is None:
        raise StateConflict("The agreement is not signed yet.")
    if term.done_on is not None:
        raise StateConflict("It is recorded as done already.")
    if not made.signed_on <= body.done_on <= today:
        raise Invalid("/done_on", "out_of_order", "It was done between the signing and today.")
    own = {Role.LA_OFFICER: Owner.LA, Role.ICB_OFFICER: Owner.ICB}.get(actor.role)
    if own is not None and term.owner is not own:
        raise Invalid("/done_on", "not_yours", "You report what your own organisation promised.")
    term.reported_done_on, term.reported_by = body.done_on, actor.id
    if body.proof or body.document_id:
        term.proof = " ".join(part for part in (body.proof, body.document_id) if part)[:500]
    term.version += 1
    if own is None:
        term.done_on, term.confirmed_by = body.done_on, actor.id
    _note(session, actor, "agreement.action_confirmed" if own is None else "agreement.action_reported", made, now)
    await session.flush()
    if own is None:
        payload = {"term_id": term.id}
        await _record(session, actor, term.case_id, FactType.AGREEMENT_ACTION_DONE, payload, today, now, body.done_on)
    return term


async def issues_of(session: AsyncSession, made: Agreement) -> frozenset[IssueKind]:
    """Return the kinds of issue that the case of an agreement has."""
    case = (
        await session.execute(select(Case).where(Case.tenant_id == made.tenant_id, Case.id == made.case_id))
    ).scalar_one()
    return issue_kinds(live(await cases.facts_of(session, case)))


def rule_term(term: Any) -> rules.Term:
    """Return a term as the rules know it."""
    return rules.Term(term.kind, term.owner, term.agreed_on)


async def _terms(session: AsyncSession, made: Agreement) -> Sequence[AgreementTerm]:
    asked = select(AgreementTerm).where(AgreementTerm.agreement_id == made.id).order_by(AgreementTerm.place)
    return (await session.execute(asked)).scalars().all()


def _payload(term: AgreementTerm) -> dict[str, str]:
    told = {"term_id": term.id, "kind": term.kind.value, "owner": term.owner.value}
    return told | ({"agreed_on": term.agreed_on.isoformat()} if term.agreed_on else {})


async def _record(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    type: FactType,
    payload: dict[str, Any],
    today: date,
    now: datetime,
    occurred_on: date | None = None,
) -> None:
    await cases.record_fact(
        session,
        actor,
        case_id,
        type=type,
        occurred_on=occurred_on or today,
        payload=payload,
        supersedes=None,
        retracted=False,
        version=None,
        today=today,
        now=now,
        by_resource=True,
    )


def _columns(row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def _moved(session: AsyncSession, actor: Actor, made: Agreement, action: str, now: datetime) -> Agreement:
    made.updated_at, made.version = now, made.version + 1
    _note(session, actor, action, made, now)
    return made


def _note(session: AsyncSession, actor: Actor, action: str, made: Agreement, now: datetime) -> None:
    data = {"case_id": made.case_id, "status": made.status.value}
    chronicle.record(session, actor, chronicle.Event(action, "agreement", made.id, data, public=False), now=now)
