"""A case as each audience sees it: one model for each, built up from what it may see."""

from datetime import date
from typing import Any

from app.areas.calendars import queries as calendars
from app.areas.cases import audiences, queries, schemas, whole
from app.areas.deadlines.schemas import shown as deadline_shown
from app.domain import certificate_names, certificates, guards
from app.domain.codes import CertificateKind, ReferralKind
from app.domain.permissions import Actor, Role
from app.store.reading import Source


async def shown(source: Source, actor: Actor, case_id: str, *, today: date) -> schemas.AnyCase:
    """Return a case as this actor's audience sees it, judged today."""
    row = await whole.read(source, actor, case_id, today)
    values: dict[str, Any] = {
        **row,
        "child": schemas.child_of(row),
        "deadlines": [deadline_shown(deadline) for deadline in row["deadlines"]],
        "stage": audiences.stage_for(actor, row["stage"]),
        "links": audiences.links_for(actor, row),
    }
    match actor.role:
        case Role.FAMILY_FRONT_END:
            return schemas.CaseFamily.model_validate({**values, "audience": "family"})
        case Role.PARTNER_SYSTEM:
            return schemas.CaseBrief.model_validate({**values, "audience": "partner"})
        case _ if not actor.is_staff:
            return schemas.CaseOutside.model_validate({**values, "audience": "outside"})
    if row["transferred_on"] is not None:
        return schemas.CaseStaff.model_validate({**values, "audience": "staff", **_gone()})
    facts = whole.facts_of(row)
    # Only disagreement resolution asks who must agree: the other reads are spared the question.
    sides = () if row["kind"] is ReferralKind.MEDIATION else await queries.sides_of(source, row)
    born_on = row["child_born_on"]
    terms = await calendars.terms_of(source, row["tenant_id"], row["la_id"], born_on)
    independent_until = row["caller_independent_until"]
    return schemas.CaseStaff.model_validate(
        {
            **values,
            "audience": "staff",
            "allowed_facts": guards.allowed_facts(facts, as_of=today, sides=sides, role=actor.role),
            "allowed_certificates": certificates.allowed_certificates(
                facts,
                person=certificate_names.usual_person(born_on, today, facts, terms),
                as_of=today,
                role=actor.role,
                adviser_independent=certificates.is_independent(independent_until, today),
                holding=certificate_names.holding_on(born_on, today, terms),
            ),
        }
    )


def _gone() -> dict[str, Any]:
    """Return what may be done on a case that has gone to another provider: nothing."""
    return {
        "allowed_facts": guards.none_allowed(),
        "allowed_certificates": [
            certificates.AllowedCertificate(kind, False, guards.GONE, "transferred") for kind in CertificateKind
        ],
    }
