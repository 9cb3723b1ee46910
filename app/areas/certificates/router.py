"""Certificates over HTTP."""

from fastapi import APIRouter, Request, Response

from app.areas.cases import queries as cases
from app.areas.certificates import queries, schemas, service
from app.domain.permissions import Actor, Role
from app.web.actor import MayIssueCertificates, MayReadCertificates, MayVoidCertificates
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, fresh
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}/certificates", tags=["Certificates"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/certificates", tags=["Certificates"], route_class=TransactionRoute)
AnyCertificate = schemas.CertificateStaff | schemas.Certificate | schemas.CertificatePartner


@router.post("", status_code=201, operation_id="issueCertificate")
async def issue(
    case_id: Identifier,
    body: schemas.IssueCertificate,
    request: Request,
    response: Response,
    actor: MayIssueCertificates,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyCertificate:
    """Issue a certificate. If-Match takes the version of the case, since the guards depend on it."""
    _, certificate = await service.issue(session, actor, case_id, body, version=version, today=today, now=now)
    await session.flush()
    answer_with(
        request,
        response,
        "certificate",
        certificate.id,
        certificate.version,
        location=f"/v1/certificates/{certificate.id}",
    )
    return await shown(session, actor, certificate.id)


@router.get("", operation_id="listCertificates")
async def of_case(case_id: Identifier, actor: MayReadCertificates, connection: Read) -> Page[AnyCertificate]:
    """List the certificates of a case, voided ones too."""
    case = await cases.one(connection, actor, case_id)
    rows = await queries.of_case(connection, case)
    return Page[AnyCertificate](items=[_model(actor, row) for row in rows], next_cursor=None)


@by_id.get("/{certificate_id}", operation_id="readCertificate")
async def read(
    certificate_id: Identifier, request: Request, response: Response, actor: MayReadCertificates, connection: Read
) -> AnyCertificate:
    """Read one certificate."""
    answer = await shown(connection, actor, certificate_id)
    fresh(request, response, answer.version)
    return answer


@router.post("/{certificate_id}/voiding", operation_id="voidCertificate")
async def void(
    case_id: Identifier,
    certificate_id: Identifier,
    body: schemas.VoidCertificate,
    request: Request,
    response: Response,
    actor: MayVoidCertificates,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyCertificate:
    """Void a certificate. If-Match takes the version of the certificate."""
    _, certificate = await service.void(
        session, actor, case_id, certificate_id, body, version=version, today=today, now=now
    )
    await session.flush()
    answer_with(request, response, "certificate", certificate.id, certificate.version)
    return await shown(session, actor, certificate.id)


async def shown(reader: queries.Reader, actor: Actor, certificate_id: str) -> AnyCertificate:
    """Return a certificate as this actor's audience sees it."""
    return _model(actor, await queries.one(reader, actor, certificate_id))


def _model(actor: Actor, row: dict[str, object]) -> AnyCertificate:
    links = schemas.CertificateLinks(self=f"/v1/certificates/{row['id']}", case=f"/v1/cases/{row['case_id']}")
    model: type[AnyCertificate] = schemas.CertificateStaff if actor.is_staff else schemas.Certificate
    if actor.role is Role.PARTNER_SYSTEM:
        model = schemas.CertificatePartner
    return model.model_validate({**row, "links": links})
