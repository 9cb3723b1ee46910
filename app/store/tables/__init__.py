"""Every table, one module an area."""

from app.store.base import Base, bound_texts
from app.store.tables import (  # noqa: F401  # each declares its tables on Base.metadata
    aftercare,
    agreements,
    allocation,
    certificates,
    childrens_views,
    documents,
    feeds,
    notes,
    parties,
    people_contacts,
    schools,
    sessions,
)
from app.store.tables.cases import ADVISER, IS_OPEN_HERE, MEDIATOR, Assignment, Case, Certificate, Deadline, Fact
from app.store.tables.chronicle import AuditEntry, AuditHead, Counter, IdempotencyKey, OutboxEvent
from app.store.tables.identity import Client, User
from app.store.tables.law import DeadlineChange, LawChange, LawInUse, ProclaimedDay, SchoolTerm
from app.store.tables.organisations import Contract, ContractParty, Organisation
from app.store.tables.referrals import Child, Contact, Referral, ReferralReason

bound_texts(Base.metadata)

__all__ = [
    "ADVISER",
    "IS_OPEN_HERE",
    "MEDIATOR",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "Case",
    "Certificate",
    "Child",
    "Client",
    "Contact",
    "Contract",
    "ContractParty",
    "Counter",
    "Deadline",
    "DeadlineChange",
    "Fact",
    "IdempotencyKey",
    "LawChange",
    "LawInUse",
    "Organisation",
    "OutboxEvent",
    "ProclaimedDay",
    "Referral",
    "ReferralReason",
    "SchoolTerm",
    "User",
]
