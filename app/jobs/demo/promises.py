"""The agreements of the demo cases as rows: the same terms that their facts name, and how each was kept."""

from datetime import datetime
from typing import Any

from app.domain.agreements import AgreementStatus, Extent, Owner, SigningSide, TermKind
from app.domain.facts import Fact, FactType
from app.jobs.demo.planned import Case
from app.store import ids
from app.store.tables.agreements import Agreement, AgreementSignature, AgreementTerm

_WORDS = {
    TermKind.ASSESS: "The council carries out an assessment of education, health and care needs.",
    TermKind.ISSUE_PLAN: "The council issues an education, health and care plan.",
    TermKind.AMEND_PROVISION: "The council amends the special educational provision in the plan.",
    TermKind.NAME_SCHOOL: "The council names the school that was agreed.",
    TermKind.CONTINUE: "The council keeps the plan going.",
    TermKind.HEALTH: "The health body arranges the therapy that was agreed.",
    TermKind.SOCIAL_CARE: "The council arranges the short breaks that were agreed.",
}
_OTHER = "The council sends the family the reports that were spoken of."
_EXTENTS = {FactType.AGREEMENT_SIGNED: "full", FactType.NO_AGREEMENT: "none"}


def add_promises(rows: dict[Any, list[dict[str, Any]]], case: Case, tenant: str, now: datetime) -> None:
    """Add what a case's mediation came to, with its terms and signatures; nothing where none has ended."""
    ended = next((fact for fact in case.facts if fact.type in _EXTENTS), None)
    if ended is None:
        return
    mediator = case.mediator_id or case.adviser_id
    at = min(ended.recorded_at, now)
    agreement_id = ids.new_id(at)
    signed = ended.type is FactType.AGREEMENT_SIGNED
    rows[Agreement].append(
        {
            "id": agreement_id,
            "tenant_id": tenant,
            "case_id": case.id,
            "extent": Extent(ended.payload.get("extent", _EXTENTS[ended.type])),
            "status": AgreementStatus.SIGNED if signed else AgreementStatus.NONE,
            "acknowledged": [],
            "signed_on": ended.occurred_on if signed else None,
            "live_key": "stands",
            "drafted_by": mediator,
            "created_at": at,
            "updated_at": at,
            "version": 2,
        }
    )
    if not signed:
        return
    terms = ended.payload["terms"]
    done = {
        fact.payload["term_id"]: fact.occurred_on
        for fact in case.facts
        if fact.type is FactType.AGREEMENT_ACTION_DONE and fact.payload.get("term_id")
    }
    for place, term in enumerate(terms, 1):
        kind, done_on = TermKind(term["kind"]), done.get(term["term_id"])
        rows[AgreementTerm].append(
            {
                "id": term["term_id"],
                "tenant_id": tenant,
                "case_id": case.id,
                "agreement_id": agreement_id,
                "place": place,
                "kind": kind,
                "owner": Owner(term["owner"]),
                "words": _WORDS.get(kind, _OTHER),
                "agreed_on": None,
                "reported_done_on": None,
                "reported_by": None,
                "proof": None,
                "done_on": done_on,
                "confirmed_by": case.adviser_id if done_on else None,
                "version": 2 if done_on else 1,
            }
        )
    rows[AgreementSignature] += _signatures(ended, agreement_id, tenant, mediator, at)


def _signatures(ended: Fact, agreement_id: str, tenant: str, mediator: str, at: datetime) -> list[dict[str, Any]]:
    owners = {term["owner"] for term in ended.payload["terms"]}
    sides = [SigningSide.FAMILY, SigningSide.MEDIATOR, *(SigningSide(owner) for owner in sorted(owners))]
    return [
        {
            "id": ids.new_id(at),
            "tenant_id": tenant,
            "agreement_id": agreement_id,
            "side": side,
            "has_authority": True if side in (SigningSide.LA, SigningSide.ICB) else None,
            "signed_on": ended.occurred_on,
            "recorded_by": mediator,
        }
        for side in sides
    ]
