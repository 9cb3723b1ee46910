"""A plan's referrals and cases as rows, table by table in the order in which rows refer to each other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from app.areas.cases.working import deadline_rows, work_out
from app.areas.certificates.papers import code_hash, new_code
from app.domain.codes import ReferralKind, ReferralStatus, ReferredBy
from app.domain.facts import Fact, FactType
from app.domain.parties import SIDE_OF, PartyRole
from app.domain.permissions import Role
from app.domain.referrals import folded_name
from app.domain.rights_holders import Holder, holder_on
from app.jobs.demo.cast import Cast
from app.jobs.demo.planned import Case, Referral
from app.jobs.demo.promises import add_promises
from app.store import ids, tables
from app.store.tables.agreements import Agreement, AgreementSignature, AgreementTerm
from app.store.tables.certificates import CertificatePaper
from app.store.tables.parties import Party, Person
from app.store.tables.people_contacts import PersonContact

ORDER = (
    tables.Child,
    tables.Referral,
    tables.ReferralReason,
    tables.Contact,
    tables.Case,
    tables.Fact,
    tables.Certificate,
    CertificatePaper,
    tables.Assignment,
    tables.Deadline,
    Person,
    Party,
    PersonContact,
    Agreement,
    AgreementTerm,
    AgreementSignature,
)
Rows = dict[Any, list[dict[str, Any]]]

_BY_MEDIATOR = frozenset(
    {
        FactType.SESSION_HELD,
        FactType.SESSION_ADJOURNED,
        FactType.MEDIATION_CONCLUDED,
        FactType.AGREEMENT_SIGNED,
        FactType.NO_AGREEMENT,
    }
)


def rows_of(referrals: Sequence[Referral], cast: Cast, *, today: date, now: datetime) -> Rows:
    """Return every row of these referrals and their cases; what is cached comes from the rulebook."""
    rows: Rows = defaultdict(list)
    for referral in referrals:
        _add_referral(rows, referral, cast, now)
        if referral.case is not None:
            _add_case(rows, referral, referral.case, cast, today, now)
    return rows


def _add_referral(rows: Rows, referral: Referral, cast: Cast, now: datetime) -> None:
    about, tenant = referral.profile, cast.provider.id
    rows[tables.Child].append({"id": referral.child_id, "tenant_id": tenant, **asdict(referral.child)})
    changed_at = referral.decided_at or referral.created_at
    rows[tables.Referral].append(
        {
            "id": referral.id,
            "tenant_id": tenant,
            "reference": referral.reference,
            "status": referral.status,
            "kind": about.kind,
            "child_id": referral.child_id,
            "la_id": cast.councils[about.la_code].id,
            "la_code": about.la_code,
            "icb_id": referral.icb_id,
            "external_reference": referral.external_reference,
            "contacted_on": referral.received_on,
            "received_on": referral.received_on,
            "channel": about.channel,
            "referred_by": about.referred_by,
            "permission_given": True if len(referral.contacts) > 1 else None,
            "decision_kind": about.decision_kind,
            "decision_sent_on": about.sent_on,
            "letter_dated_on": about.letter_dated_on,
            "appeal_sections": list(about.sections),
            "drs_sides": list(referral.drs_sides),
            "health_issues": about.health_issues,
            "social_care_issues": about.social_care_issues,
            "adjustments": referral.adjustments,
            "case_id": referral.case.id if referral.case else referral.joined_to,
            "closure_reason": referral.closure_reason,
            "created_by": referral.created_by,
            "created_at": min(referral.created_at, now),
            "updated_at": min(changed_at, now),
            "version": 1 if referral.status is ReferralStatus.RECEIVED else 2,
        }
    )
    rows[tables.ReferralReason] += (
        {"referral_id": referral.id, "reason": reason, "tenant_id": tenant, "is_primary": place == 0}
        for place, reason in enumerate(about.reasons)
    )
    rows[tables.Contact] += (
        {
            "id": ids.new_id(now),
            "tenant_id": tenant,
            "referral_id": referral.id,
            "withheld": False,
            **asdict(contact),
        }
        for contact in referral.contacts
    )


def _add_people(rows: Rows, referral: Referral, case: Case, tenant: str, now: datetime, *, until: date) -> None:
    """Give a case the people that its referral and the days up to its end, or to today, would have given it."""
    at = min(case.opened_at, now)
    stamps = {"created_at": at, "updated_at": at, "version": 1}
    family = next((contact for contact in referral.contacts if contact.side == "family"), None)
    young = referral.profile.referred_by is ReferredBy.YOUNG_PERSON
    child = referral.child
    held = young or holder_on(child.born_on, until).holder is not Holder.PARENT
    people: list[tuple[PartyRole, str | None, str | None, str | None]] = [
        (PartyRole.YOUNG_PERSON if held else PartyRole.CHILD, child.given_name, child.family_name, referral.child_id)
    ]
    if family is not None and not young:
        people.append((PartyRole.PARENT, None, family.name, None))
    for role, given, last, child_id in people:
        person_id = ids.new_id(now)
        rows[Person].append(
            {
                "id": person_id,
                "tenant_id": tenant,
                "given_name": given,
                "family_name": last,
                "search_name": folded_name(given, last),
                "child_id": child_id,
                **stamps,
            }
        )
        rows[Party].append(
            {
                "id": ids.new_id(now),
                "tenant_id": tenant,
                "case_id": case.id,
                "person_id": person_id,
                "role": role,
                "side": SIDE_OF[role],
                "begins_on": referral.received_on,
                **stamps,
            }
        )
    if family is not None:
        rows[PersonContact].append(
            {
                "id": ids.new_id(now),
                "tenant_id": tenant,
                "person_id": rows[Person][-1]["id"],
                "phone": family.phone,
                "email": family.email,
                "address": family.address,
                "safe_contact": family.safe_contact,
                "shared_with_la": False,
                "updated_at": at,
                "version": 1,
            }
        )


def _add_case(rows: Rows, referral: Referral, case: Case, cast: Cast, today: date, now: datetime) -> None:
    about, tenant = referral.profile, cast.provider.id
    sides = () if about.kind is ReferralKind.MEDIATION else referral.drs_sides
    worked = work_out(case.facts, kind=about.kind, sides=sides, born_on=referral.child.born_on, as_of=today)
    rows[tables.Case].append(
        {
            "id": case.id,
            "tenant_id": tenant,
            "reference": case.reference,
            "referral_id": referral.id,
            "child_id": referral.child_id,
            "la_id": cast.councils[about.la_code].id,
            "la_code": about.la_code,
            "icb_id": referral.icb_id,
            "kind": about.kind,
            "adviser_id": case.adviser_id,
            "received_on": referral.received_on,
            "created_at": min(case.opened_at, now),
            "updated_at": min(case.facts[-1].recorded_at, now),
            "version": len(case.facts),
            **worked.case,
        }
    )
    _add_people(rows, referral, case, tenant, now, until=worked.case["closed_on"] or today)
    add_promises(rows, case, tenant, now)
    mediator = case.mediator_id or case.adviser_id
    for fact in case.facts:
        by_mediator = fact.type in _BY_MEDIATOR
        role = Role.MEDIATOR if by_mediator else Role.ADVISER
        rows[tables.Fact].append(
            _fact_row(fact, case.id, tenant, mediator if by_mediator else case.adviser_id, role, now)
        )
    recorded_at = {fact.payload.get("certificate_id"): fact.recorded_at for fact in case.facts}
    for number, certificate in case.certificates:
        rows[tables.Certificate].append(
            {
                "id": certificate.id,
                "tenant_id": tenant,
                "case_id": case.id,
                "number": number,
                "kind": certificate.kind,
                "person": certificate.person,
                "issued_on": certificate.issued_on,
                "first_issued_on": certificate.issued_on,
                "additional": False,
                "live_key": certificate.person,
                "issued_by": case.adviser_id,
                "created_at": min(recorded_at[certificate.id], now),
                "version": 1,
            }
        )
        code = new_code()
        rows[CertificatePaper].append(
            {"id": certificate.id, "tenant_id": tenant, "code": code, "code_hash": code_hash(code), "content": None}
        )
    assigned = [(case.adviser_id, "adviser")] + ([(case.mediator_id, "mediator")] if case.mediator_id else [])
    rows[tables.Assignment] += (
        {
            "id": ids.new_id(now),
            "tenant_id": tenant,
            "case_id": case.id,
            "user_id": user_id,
            "capacity": capacity,
            "began_at": min(case.opened_at, now),
            "ended_at": None,
        }
        for user_id, capacity in assigned
    )
    rows[tables.Deadline] += deadline_rows(worked, tenant_id=tenant, case_id=case.id, now=now)


def _fact_row(fact: Fact, case_id: str, tenant: str, by: str, role: Role, now: datetime) -> dict[str, Any]:
    return {
        "id": fact.id,
        "tenant_id": tenant,
        "case_id": case_id,
        "sequence": fact.sequence,
        "type": fact.type.value,
        "occurred_on": fact.occurred_on,
        "payload": dict(fact.payload),
        "supersedes_id": None,
        "retracted": False,
        "recorded_at": min(fact.recorded_at, now),
        "recorded_by": by,
        "recorder_role": role.value,
    }
