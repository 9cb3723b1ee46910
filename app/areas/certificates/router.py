"""Certificates over HTTP."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.adapters import pdf
from app.areas.cases import queries as cases
from app.areas.certificates import papers, queries, schemas, service
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotPermitted
from app.web.actor import MayIssueCertificates, MayReadCertificates, MayVoidCertificates
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, fresh
from app.web.downloads import PDF, download
from app.web.limits import count_check
from app.web.transaction import Read, ReadOnce, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}/certificates", tags=["Certificates"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/certificates", tags=["Certificates"], route_class=TransactionRoute)
told = APIRouter(prefix="/cases/{case_id}/tellings", tags=["Certificates"], route_class=TransactionRoute)
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


@by_id.get("/{certificate_id}/pdf", operation_id="downloadCertificate", response_class=Response, responses=PDF)
async def paper(
    certificate_id: Identifier, request: Request, actor: MayReadCertificates, database: ReadOnce
) -> Response:
    """Download the certificate as the family holds it: an accessible PDF, the same bytes each time.

    For the provider's staff and the family alone: a council knows the fact, the kind and the date.
    """
    if not _holds_paper(actor):
        raise NotPermitted("The paper is the family's. You see the fact, the kind and the date.")
    async with database.read() as connection:
        content = await papers.paper(connection, actor, certificate_id)
    address = f"{request.app.state.settings.public_url}/v1/certificates/verify/{content['code']}"
    data = {
        **content,
        "issued_at": content["issued_at"].isoformat(),
        "address": address,
        "qr": pdf.qr(address),
        "qr_alt": f"QR code that leads to the check of code {content['code']}",
        "check": "Anyone who holds this code may check that the certificate is ours and stands. The answer gives its "
        "number and date, and no name.",
        "footer": f"{content['title']} {content['number']}",
    }
    made = await asyncio.to_thread(pdf.pdf, "certificate", data, at=content["issued_at"])
    return download(made, "application/pdf", f"certificate-{content['number']}.pdf")


@by_id.get("/verify/{code}", operation_id="verifyCertificate", dependencies=[Depends(count_check)])
async def verify(
    code: Annotated[str, Path(max_length=100, description="The code that stands on the certificate.")],
    response: Response,
    database: ReadOnce,
) -> schemas.CertificateCheck:
    """Check a certificate by the code that stands on it, without signing in: valid, void or unknown."""
    response.headers["Cache-Control"] = "no-store"
    found = await papers.checked(database, code)
    if found is None:
        return schemas.CertificateCheck(status="unknown", number=None, issued_on=None)
    return schemas.CertificateCheck(
        status="valid" if found["voided_on"] is None else "void",
        number=found["number"],
        issued_on=found["first_issued_on"],
    )


@told.get("", operation_id="listTellings")
async def tellings(case_id: Identifier, actor: MayReadCertificates, connection: Read) -> Page[schemas.Telling]:
    """List what the family was told about its last day to appeal, each as it was worked out then."""
    if not (actor.is_staff or actor.role is Role.FAMILY_FRONT_END):
        raise NotPermitted("What the family is told of its own dates is the family's.")
    case = await cases.one(connection, actor, case_id)
    rows = await papers.tellings(connection, case)
    items = [
        schemas.Telling.model_validate({**row, "explanation": row["worked_out"].get("explanation", [])}) for row in rows
    ]
    return Page[schemas.Telling](items=items, next_cursor=None)


async def shown(reader: queries.Reader, actor: Actor, certificate_id: str) -> AnyCertificate:
    """Return a certificate as this actor's audience sees it."""
    return _model(actor, await queries.one(reader, actor, certificate_id))


def _holds_paper(actor: Actor) -> bool:
    """Return whether the paper is for this audience: the provider's staff and the family."""
    return actor.is_staff or actor.role is Role.FAMILY_FRONT_END


def _model(actor: Actor, row: dict[str, object]) -> AnyCertificate:
    address = f"/v1/certificates/{row['id']}"
    links = schemas.CertificateLinks(
        self=address, case=f"/v1/cases/{row['case_id']}", pdf=f"{address}/pdf" if _holds_paper(actor) else None
    )
    model: type[AnyCertificate] = schemas.CertificateStaff if actor.is_staff else schemas.Certificate
    if actor.role is Role.PARTNER_SYSTEM:
        model = schemas.CertificatePartner
    return model.model_validate({**row, "links": links})
