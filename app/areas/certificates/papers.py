"""The paper of a certificate: frozen with what the family was told when it was issued, and shown from that."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.certificates import queries
from app.domain import certificate_words as words
from app.domain.circumstances import Circumstances
from app.domain.codes import DecisionKind
from app.domain.facts import FactType
from app.domain.parties import full_name
from app.domain.permissions import Actor
from app.store import ids
from app.store.reading import Source, first
from app.store.tables import Case, Certificate, Child, Contact, Deadline, Organisation, User
from app.store.tables.certificates import CertificatePaper, Telling
from app.store.types import Short

Reader = queries.Reader
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The 32 signs of Crockford's alphabet: none is taken for another when it is read aloud."""


def new_code() -> str:
    """Return a new code of 128 random bits, in groups that can be read aloud."""
    number = secrets.randbits(128)
    signs = "".join(_SIGNS[number >> (5 * place) & 31] for place in range(26))
    return "-".join((signs[:5], signs[5:10], signs[10:15], signs[15:20], signs[20:]))


def code_hash(code: str) -> str:
    """Return the hash by which a code is found, however it was spaced or written."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


async def freeze(session: AsyncSession, case: Case, certificate: Certificate, *, now: datetime) -> None:
    """Keep what stands on a certificate, and what the family is told of its time to appeal, as they are at issue."""
    content = await _content(session, _columns(case), _columns(certificate))
    code = new_code()
    session.add(
        CertificatePaper(
            id=certificate.id,
            tenant_id=certificate.tenant_id,
            code=code,
            code_hash=code_hash(code),
            content=content,
        )
    )
    clock = await _last_day(session, case.tenant_id, case.id)
    session.add(
        Telling(
            id=ids.new_id(now),
            tenant_id=case.tenant_id,
            case_id=case.id,
            certificate_id=certificate.id,
            rule_id="appeal-last-day",
            due_on=clock.due_on if clock else None,
            words=content["appeal"],
            worked_out=dict(clock.detail) if clock else {},
            rule_version=clock.rule_version if clock else None,
            calendar_version=clock.calendar_version if clock else None,
            told_at=now,
        )
    )


async def paper(reader: Reader, actor: Actor, certificate_id: str) -> dict[str, Any]:
    """Return all that stands on a certificate today, a void one's mark with it."""
    certificate = await queries.one(reader, actor, certificate_id)
    kept = (
        (
            await reader.execute(
                select(CertificatePaper.__table__).where(
                    CertificatePaper.tenant_id == certificate["tenant_id"], CertificatePaper.id == certificate_id
                )
            )
        )
        .mappings()
        .one()
    )
    content = kept["content"]
    if content is None:
        case = await cases.one(reader, actor, certificate["case_id"])
        content = await _content(reader, case, certificate)
    void = None
    if certificate["voided_on"] is not None:
        void = words.void(certificate["voided_on"], await _number(reader, certificate["replaced_by"]))
    return {**content, "void": void, "code": kept["code"], "issued_at": certificate["created_at"]}


_CHECKED = (
    select(Certificate.number, Certificate.first_issued_on, Certificate.voided_on)
    .join(
        CertificatePaper,
        and_(CertificatePaper.tenant_id == Certificate.tenant_id, CertificatePaper.id == Certificate.id),
    )
    .where(CertificatePaper.code_hash == bindparam("code_hash", type_=Short(64)))
)


async def checked(source: Source, code: str) -> dict[str, Any] | None:
    """Return the number, the date and the standing of the certificate with this code: one lookup, whatever the code."""
    return await first(source, _CHECKED, {"code_hash": code_hash(code)})


async def tellings(reader: Reader, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the family was told about its dates, the first first."""
    asked = select(Telling.__table__).where(Telling.tenant_id == case["tenant_id"], Telling.case_id == case["id"])
    return [dict(row) for row in (await reader.execute(asked.order_by(Telling.id))).mappings()]


async def _content(reader: Reader, case: Mapping[str, Any], certificate: Mapping[str, Any]) -> dict[str, Any]:
    tenant = case["tenant_id"]
    child = (
        await reader.execute(
            select(Child.given_name, Child.family_name).where(Child.tenant_id == tenant, Child.id == case["child_id"])
        )
    ).one()
    child_name = full_name(child.given_name, child.family_name)
    contact = await reader.scalar(
        select(Contact.name).where(
            Contact.tenant_id == tenant, Contact.referral_id == case["referral_id"], Contact.side == "family"
        )
    )
    by_parent = certificate["person"] == "parent"
    names = {
        id: name
        for id, name in await reader.execute(
            select(Organisation.id, Organisation.name).where(Organisation.id.in_([case["la_id"], tenant]))
        )
    }
    adviser = await reader.scalar(
        select(User.name).where(User.tenant_id == tenant, User.id == certificate["issued_by"])
    )
    found = Circumstances([cases.to_fact(row) for row in await cases.fact_rows(reader, case)])
    decision = found.last(FactType.DECISION_SENT)
    issued, first_on = certificate["issued_on"], certificate["first_issued_on"]
    about = words.DECISIONS[DecisionKind(decision.payload["decision_kind"])] if decision else None
    told = {
        "Certificate number": certificate["number"],
        "Issued to": (contact or f"The parent of {child_name}") if by_parent else child_name,
        "Child or young person": child_name,
        "Local authority": names.get(case["la_id"]),
        "Decision": about,
        "Decision sent on": words.written(decision.occurred_on) if decision else None,
        "Date of issue": words.written(issued),
        "First issued on": words.written(first_on) if first_on != issued else None,
        "Mediation adviser": adviser,
        "Case reference": case["reference"],
    }
    return {
        "title": words.TITLE,
        "number": certificate["number"],
        "provider": names.get(tenant, ""),
        "facts": [list(row) for row in words.facts(told)],
        "statements": list(words.statements(certificate["kind"], await _contacted(reader, case, found))),
        "appeal": list(words.appeal(await _window(reader, case, certificate, found))),
        "confidential": words.CONFIDENTIAL,
    }


_OF_THE_APPEAL = ("appeal-last-day", "appeal-limb-i", "appeal-limb-ii")


async def _window(
    reader: Reader, case: Mapping[str, Any], certificate: Mapping[str, Any], found: Circumstances
) -> words.Window:
    """Return the time to appeal as the stored clocks have it, told on the day of issue."""
    asked = select(Deadline.rule_id, Deadline.start_on, Deadline.due_on, Deadline.judged_on, Deadline.detail).where(
        Deadline.tenant_id == case["tenant_id"], Deadline.case_id == case["id"], Deadline.rule_id.in_(_OF_THE_APPEAL)
    )
    clocks = {row.rule_id: row for row in await reader.execute(asked)}
    last, months, month = (clocks.get(rule) for rule in _OF_THE_APPEAL)
    told_on = certificate["issued_on"]
    if last is None or last.due_on is None:
        return words.Window(told_on=told_on, due_on=None)
    by_letter = found.decision is not None and found.decision.shown_from != found.decision.sent_on
    return words.Window(
        told_on=told_on,
        due_on=last.due_on,
        judged_on=last.judged_on,
        two_months_on=months.due_on if months else None,
        month_on=month.due_on if month else None,
        month_of=_month_of(certificate, month.start_on if month else None),
        letter_on=found.decision.letter_on if found.decision and by_letter else None,
        contact_late="contact_late" in last.detail["flags"],
        certificate_needed=last.detail["certificate_needed"] is not False,
    )


def _month_of(certificate: Mapping[str, Any], counted_from: date | None) -> str:
    """Return the words for the certificate whose month is counted: this one, its first issue, or an earlier one."""
    if counted_from is not None and counted_from != certificate["first_issued_on"]:
        return words.AN_EARLIER_ONE
    again = certificate["first_issued_on"] != certificate["issued_on"]
    return words.THIS_ISSUED_AGAIN if again else words.THIS_ISSUED


async def _last_day(reader: Reader, tenant_id: str, case_id: str) -> Any:
    asked = select(Deadline.due_on, Deadline.detail, Deadline.rule_version, Deadline.calendar_version).where(
        Deadline.tenant_id == tenant_id, Deadline.case_id == case_id, Deadline.rule_id == "appeal-last-day"
    )
    return (await reader.execute(asked)).first()


async def _contacted(reader: Reader, case: Mapping[str, Any], found: Circumstances) -> words.Contacted | None:
    """Return the family's own contact as its clock judges it; nothing where that clock had to guess the day (R3)."""
    detail = await reader.scalar(
        select(Deadline.detail).where(
            Deadline.tenant_id == case["tenant_id"],
            Deadline.case_id == case["id"],
            Deadline.rule_id == "contact-adviser-2m",
        )
    )
    flags, contact = detail["flags"] if detail else [], found.contact
    if contact.on is None or "provisional" in flags:
        return None
    return words.Contacted(contact.on, day_known=contact.certain, late="contact_late" in flags)


async def _number(reader: Reader, certificate_id: str | None) -> str | None:
    if certificate_id is None:
        return None
    number: str | None = await reader.scalar(select(Certificate.number).where(Certificate.id == certificate_id))
    return number


def _columns(row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}
