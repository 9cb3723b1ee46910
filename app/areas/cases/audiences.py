"""What of a case reaches whom: the stage, the links, the row of a list and the timeline, as each audience sees them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.areas.cases import schemas
from app.domain import lifecycle
from app.domain.agreements import Owner, TermKind
from app.domain.facts import FactType
from app.domain.permissions import HEALTH, Actor, Permission, Role
from app.domain.refusals import Invalid

SEEN_OUTSIDE: Mapping[FactType, tuple[str, ...]] = {
    FactType.DECISION_SENT: ("decision_kind", "letter_dated_on"),
    FactType.REFERRAL_RECEIVED: (),
    FactType.LA_INFORMED: (),
    FactType.ICB_NOTIFIED: (),
    FactType.BODY_ARRANGING_SET: ("body",),
    FactType.SESSION_PROPOSED: ("session_id", "held_on"),
    FactType.SESSION_FIXED: ("session_id", "held_on", "mode"),
    FactType.SESSION_NOTICE_GIVEN: ("session_id", "to"),
    FactType.SESSION_CANCELLED: ("session_id", "cancelled_by"),
    FactType.SESSION_HELD: ("session_id", "present"),
    FactType.SESSION_ADJOURNED: ("session_id",),
    FactType.MEDIATION_CONCLUDED: (),
    FactType.AGREEMENT_SIGNED: ("extent", "terms"),
    FactType.AGREEMENT_ACTION_DONE: ("term_id",),
    FactType.LA_TOLD_OF_AGREEMENT: (),
    FactType.NO_AGREEMENT: (),
    FactType.LA_SAYS_CANNOT_ARRANGE: (),
    FactType.LA_DECLINED: (),
    FactType.RESOLVED_BEFORE_SESSION: ("how",),
    FactType.CERTIFICATE_ISSUED: ("certificate_id", "kind"),
    FactType.CERTIFICATE_VOIDED: ("certificate_id", "replaced_by"),
    FactType.CASE_CLOSED: (),
    FactType.REOPENED: (),
}
"""The facts that the other side may know of, and what of their payload: the rest never leaves the provider."""

SEEN_BY_PARTNERS: Mapping[FactType, tuple[str, ...]] = dict.fromkeys(
    (
        FactType.REFERRAL_RECEIVED,
        FactType.SESSION_PROPOSED,
        FactType.SESSION_FIXED,
        FactType.SESSION_NOTICE_GIVEN,
        FactType.SESSION_CANCELLED,
        FactType.SESSION_HELD,
        FactType.SESSION_ADJOURNED,
        FactType.MEDIATION_CONCLUDED,
        FactType.LA_SAYS_CANNOT_ARRANGE,
        FactType.LA_DECLINED,
        FactType.RESOLVED_BEFORE_SESSION,
        FactType.CERTIFICATE_ISSUED,
        FactType.CERTIFICATE_VOIDED,
        FactType.CASE_CLOSED,
        FactType.REOPENED,
    ),
    (),
)
"""The facts that a partner system may know of, without their payload: none that tells the decision, the route, the
terms of an agreement, or by counting from it who arranges."""


def told_the_stage(role: Role, *, staff: bool) -> bool:
    """Return whether somebody sees the stage itself: the provider's staff, and the family whose wish it rests on."""
    return staff or role is Role.FAMILY_FRONT_END


def stage_for(actor: Actor, stage: str) -> str:
    """Return a stage as an actor's audience sees it."""
    return stage if told_the_stage(actor.role, staff=actor.is_staff) else lifecycle.seen_outside(stage).value


def stages_behind(actor: Actor, asked: Sequence[schemas.StageAsked]) -> list[str]:
    """Return the stages that a filter asks for, refusing a word that this audience never sees: it would tell."""
    found: list[str] = []
    for code in asked:
        try:
            if told_the_stage(actor.role, staff=actor.is_staff):
                found.append(lifecycle.Stage(code.value).value)
            else:
                found += [stage.value for stage in lifecycle.seen_inside(lifecycle.OutsideStage(code.value))]
        except ValueError:
            raise Invalid("?stage", "not_filterable", "You see no case at a stage of this name.") from None
    return found


def links_for(actor: Actor, row: Mapping[str, Any]) -> schemas.CaseLinks:
    """Return where an actor may go from a case; what their role may not read is null."""
    case = f"/v1/cases/{row['id']}"

    def offered(permission: Permission, address: str) -> str | None:
        return address if actor.may(permission) else None

    return schemas.CaseLinks(
        self=case,
        facts=offered(Permission.FACTS_READ, f"{case}/facts"),
        certificates=offered(Permission.CERTIFICATES_READ, f"{case}/certificates"),
        referral=offered(Permission.REFERRALS_READ, f"/v1/referrals/{row['referral_id']}"),
    )


def row_for(actor: Actor) -> Callable[[Mapping[str, Any]], schemas.CaseRowPartner]:
    """Return how a case in a list is shown to an actor's audience."""
    if actor.is_staff:
        return schemas.staff_row
    model = schemas.CaseRowPartner if actor.role is Role.PARTNER_SYSTEM else schemas.CaseRow
    return lambda row: model.model_validate({**row, "stage": stage_for(actor, row["stage"])})


def timeline_for(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> schemas.Timeline:
    """Return the timeline of a case as an actor's audience sees it."""
    if actor.is_staff:
        return schemas.Timeline(items=schemas.facts_for_staff(rows))
    rows = list(rows)
    if actor.role is Role.PARTNER_SYSTEM:
        return schemas.Timeline(items=schemas.facts_outside(rows, _coded(SEEN_BY_PARTNERS), schemas.FactPartner))
    told = _about_health(rows) if actor.role in HEALTH else _coded(SEEN_OUTSIDE)
    return schemas.Timeline(items=schemas.facts_outside(rows, told, schemas.Fact))


def version_of(timeline: schemas.Timeline) -> int:
    """Return the version of a timeline as it is shown: facts are only added, and only ever come to be superseded."""
    return len(timeline.items) + sum(fact.superseded for fact in timeline.items)


Told = Callable[[Mapping[str, Any]], dict[str, Any] | None]
"""Gives what is told of a fact, nothing where the fact itself is not."""


def _coded(seen: Mapping[FactType, tuple[str, ...]]) -> Told:
    """Return how the coded parts of those facts are told that may be known."""

    def told(row: Mapping[str, Any]) -> dict[str, Any] | None:
        names = seen.get(row["type"])
        return None if names is None else {name: row["payload"][name] for name in names if name in row["payload"]}

    return told


def is_about_health(term: Mapping[str, Any]) -> bool:
    """Return whether a health body owes something agreed, or it is about health: of the rest it knows nothing."""
    return bool(term["owner"] == Owner.ICB or term["kind"] == TermKind.HEALTH)


def _about_health(rows: Iterable[Mapping[str, Any]]) -> Told:
    """Return how facts are told to a health body: of what was agreed, and done about it, its own parts."""
    signed = (row["payload"].get("terms", ()) for row in rows if row["type"] == FactType.AGREEMENT_SIGNED)
    own = {term["term_id"] for terms in signed for term in terms if is_about_health(term)}
    coded = _coded(SEEN_OUTSIDE)

    def told(row: Mapping[str, Any]) -> dict[str, Any] | None:
        payload = coded(row)
        if payload is None or (row["type"] == FactType.AGREEMENT_ACTION_DONE and payload.get("term_id") not in own):
            return None
        if "terms" in payload:
            payload["terms"] = [term for term in payload["terms"] if is_about_health(term)]
        return payload

    return told
