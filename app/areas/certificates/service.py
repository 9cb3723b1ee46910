"""Issue and void mediation certificates."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.calendars import queries as calendars
from app.areas.cases import service as cases
from app.areas.certificates import papers, schemas
from app.areas.identity import queries as identity
from app.domain import certificate_names as names
from app.domain import certificates as rules
from app.domain import identifiers
from app.domain.facts import FactType
from app.domain.permissions import Actor
from app.domain.refusals import Invalid, NotFound
from app.store import chronicle, ids
from app.store.counters import next_number
from app.store.tables import Case, Certificate, Child
from app.store.versions import check_version


async def issue(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: schemas.IssueCertificate,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> tuple[Case, Certificate]:
    """Issue a certificate under the hard guards, and record it as a fact of the case."""
    issued_on = today  # never back-dated: the time to appeal runs from it
    rules.check_issuer(actor.role, body.kind)
    case = await cases.for_change(session, actor, case_id)
    check_version(case.version, version)
    user = await identity.user(session, actor.tenant_id, actor.id)
    born_on = await session.scalar(
        select(Child.born_on).where(Child.tenant_id == case.tenant_id, Child.id == case.child_id)
    )
    facts = await cases.facts_of(session, case)
    terms = await calendars.terms_of(session, case.tenant_id, case.la_id, born_on)
    person = body.person or names.usual_person(born_on, issued_on, facts, terms)
    rules.check_certificate(
        body.kind,
        person,
        facts,
        issued_on=issued_on,
        adviser_independent=rules.is_independent(user.independent_until if user else None, issued_on),
        holding=names.holding_on(born_on, issued_on, terms),
    )
    names.check_person(person, born_on, facts, issued_on=issued_on, terms=terms)
    replaced = await _replaced(session, case, body.replaces, person)
    certificate = Certificate(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        case_id=case.id,
        number=await _new_number(session, actor.tenant_id, now),
        kind=body.kind,
        person=person,
        issued_on=issued_on,
        first_issued_on=replaced.first_issued_on if replaced else issued_on,
        additional=False,
        live_key=person,
        issued_by=actor.id,
        created_at=now,
        version=1,
    )
    session.add(certificate)
    await session.flush()
    if replaced is not None:
        replaced.replaced_by, replaced.version = certificate.id, replaced.version + 1
    payload = {"certificate_id": certificate.id, "kind": body.kind.value, "person": person}
    if replaced is not None:
        payload |= {"replaces": replaced.id, "first_issued_on": certificate.first_issued_on.isoformat()}
    case, _ = await cases.record_fact(
        session,
        actor,
        case.id,
        type=FactType.CERTIFICATE_ISSUED,
        occurred_on=issued_on,
        payload=payload,
        supersedes=None,
        retracted=False,
        version=None,
        today=today,
        now=now,
        by_resource=True,
    )
    await session.flush()
    await papers.freeze(session, case, certificate, now=now)
    chronicle.record(session, actor, _event("issued", certificate), now=now)
    return case, certificate


async def void(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    certificate_id: str,
    body: schemas.VoidCertificate,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> tuple[Case, Certificate]:
    """Void a certificate that stands: it stays readable, and a corrected one may take its place."""
    case = await cases.for_change(session, actor, case_id)
    certificate = await _of_case(session, case, certificate_id)
    check_version(certificate.version, version)
    rules.check_void(certificate.id, await cases.facts_of(session, case))
    certificate.voided_on, certificate.void_reason = today, body.reason
    certificate.live_key, certificate.version = None, certificate.version + 1
    await session.flush()
    case, _ = await cases.record_fact(
        session,
        actor,
        case.id,
        type=FactType.CERTIFICATE_VOIDED,
        occurred_on=today,
        payload={"certificate_id": certificate.id},
        supersedes=None,
        retracted=False,
        version=None,
        today=today,
        now=now,
        by_resource=True,
    )
    chronicle.record(session, actor, _event("voided", certificate), now=now)
    return case, certificate


async def _of_case(session: AsyncSession, case: Case, certificate_id: str) -> Certificate:
    found = await session.execute(
        select(Certificate).where(
            Certificate.tenant_id == case.tenant_id,
            Certificate.case_id == case.id,
            Certificate.id == certificate_id,
        )
    )
    certificate = found.scalar_one_or_none()
    if certificate is None:
        raise NotFound
    return certificate


async def _replaced(session: AsyncSession, case: Case, asked: str | None, person: str) -> Certificate | None:
    """Return the certificate that a new one replaces: the one asked for, or the last voided in the same name."""
    if asked is None:
        return await _left_void(session, case, person)
    try:
        replaced = await _of_case(session, case, asked)
    except NotFound:
        raise Invalid("/replaces", "unknown", "The case has no such certificate.") from None
    if replaced.voided_on is None or replaced.replaced_by is not None or replaced.person != person:
        raise Invalid(
            "/replaces", "not_replaceable", "Only a voided certificate of the same person is replaced, and only once."
        )
    return replaced


async def _left_void(session: AsyncSession, case: Case, person: str) -> Certificate | None:
    found = await session.execute(
        select(Certificate)
        .where(
            Certificate.tenant_id == case.tenant_id,
            Certificate.case_id == case.id,
            Certificate.person == person,
            Certificate.voided_on.is_not(None),
            Certificate.replaced_by.is_(None),
        )
        .order_by(Certificate.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def _new_number(session: AsyncSession, tenant_id: str, now: datetime) -> str:
    serial = await next_number(session, tenant_id, f"certificate-{now.year}")
    return identifiers.certificate_number(now.year, serial)


def _event(verb: str, certificate: Certificate) -> chronicle.Event:
    data = {"case_id": certificate.case_id, "kind": certificate.kind.value}
    return chronicle.Event(f"certificate.{verb}", "certificate", certificate.id, data)
