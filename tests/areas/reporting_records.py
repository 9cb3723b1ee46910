"""Rows for the tests of figures: one provider with two councils and two health bodies, and a neighbour's provider."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert

from app.domain.permissions import Actor, Role
from app.store.session import Database
from app.store.tables import (
    Case,
    Certificate,
    Child,
    Contract,
    ContractParty,
    Deadline,
    Fact,
    Organisation,
    Referral,
    ReferralReason,
    User,
)
from tests.builders.world import Tenant

TODAY = date(2025, 3, 10)
NOW = datetime(2025, 3, 10, 9, 30, tzinfo=UTC)
_THEN = datetime(2024, 1, 1, tzinfo=UTC)
_numbers = count(1)


def new_id() -> str:
    """Return an id in the order of making."""
    return f"01890000-0000-7000-8000-{next(_numbers):012x}"


class Records:
    """Rows of one tenant, gathered and then written in one unit of work."""

    def __init__(self, around: Tenant | None = None) -> None:
        self.rows: dict[Any, list[dict[str, Any]]] = {}
        if around is not None:
            self.tenant, self.norfolk, self.suffolk = around.id, around.norfolk, around.suffolk
            self.user = around.actors[Role.ADVISER].id
            return
        self.tenant = new_id()
        self._add(Organisation, id=self.tenant, kind="provider", code="P", name="Provider", **_undated())
        self.norfolk, self.suffolk = self.body("la", "926"), self.body("la", "935")
        self.new_icb = self.body("icb", "NEW")
        self.old_icb = self.body("icb", "OLD", successor_id=self.new_icb)
        self.other_icb = self.body("icb", "OTHER")
        self.user = new_id()
        self._add(
            User,
            id=self.user,
            organisation_id=self.tenant,
            username=f"user-{self.user}",
            name="Adviser",
            role=Role.ADVISER,
            password_hash=None,
            active=True,
            demo=False,
            independent_until=None,
            created_at=_THEN,
            version=1,
        )

    def actor(self, role: Role, organisation_id: str | None = None) -> Actor:
        """Return someone of the tenant in a role, of the provider itself unless told otherwise."""
        return Actor("user", self.user, self.tenant, organisation_id or self.tenant, role)

    def body(self, kind: str, code: str, successor_id: str | None = None) -> str:
        """Add a council or a health body."""
        dates = _undated() | {"successor_id": successor_id}
        return self._add(Organisation, id=new_id(), kind=kind, code=code, name=code, **dates)

    def contract(self, starts_on: date, ends_on: date, *parties: str) -> str:
        """Add a contract with the bodies that are party to it."""
        contract = self._add(
            Contract, id=new_id(), reference=new_id(), name="Contract", starts_on=starts_on, ends_on=ends_on
        )
        for party in parties:
            self._add(ContractParty, contract_id=contract, organisation_id=party)
        return contract

    def referral(self, received: date, *, la: str = "926", reasons: tuple[str, ...] = (), **given: Any) -> str:
        """Add a referral; the first of its reasons is the primary one."""
        child = {name: given.pop(name, None) for name in ("sex", "ethnicity", "primary_need")}
        referral = new_id()
        nothing = dict.fromkeys(
            [
                "external_reference",
                "permission_given",
                "decision_kind",
                "decision_sent_on",
                "letter_dated_on",
                "health_issues",
                "social_care_issues",
                "adjustments",
                "case_id",
                "closure_reason",
                "icb_id",
            ]
        )
        self._add(
            Referral,
            **nothing
            | {
                "id": referral,
                "reference": f"R-{next(_numbers)}",
                "status": "received",
                "kind": "mediation",
                "child_id": self._child(child),
                "la_id": self.norfolk if la == "926" else self.suffolk,
                "la_code": la,
                "contacted_on": received,
                "received_on": received,
                "channel": "phone",
                "referred_by": "parent",
                "appeal_sections": [],
                "drs_sides": [],
                "created_by": self.user,
                "created_at": _THEN,
                "updated_at": _THEN,
                "version": 1,
            }
            | given,
        )
        for place, reason in enumerate(reasons):
            self._add(ReferralReason, referral_id=referral, reason=reason, is_primary=place == 0)
        return referral

    def case(
        self,
        received: date,
        closed: date | None = None,
        outcome: str | None = None,
        *,
        stage: str = "",
        route: str = "mixed",
        **given: Any,
    ) -> str:
        """Add a case with the referral that it came from."""
        referral = self.referral(received, status="accepted", **given)
        origin = self.rows[Referral][-1]
        copied = {
            name: origin[name]
            for name in ("child_id", "la_id", "la_code", "icb_id", "kind", "decision_kind", "decision_sent_on")
        }
        case = new_id()
        return self._add(
            Case,
            **copied,
            id=case,
            reference=f"C-{next(_numbers)}",
            referral_id=referral,
            route=route,
            stage=stage or ("closed" if closed else "informed"),
            outcome=outcome,
            adviser_id=None,
            received_on=received,
            closed_on=closed,
            flags=[],
            warnings=[],
            recompute_on=None,
            fact_count=0,
            created_at=_THEN,
            updated_at=_THEN,
            version=1,
        )

    def clock(self, case: str, rule_id: str, due: date | None, met: date | None = None, **given: Any) -> str:
        """Add a clock of a case."""
        nothing = dict.fromkeys(("start_on", "act_by_on", "due_at"))
        values = {"not_needed": False, "holds_open": False, "subject": ""} | given
        return self._add(
            Deadline,
            **nothing,
            **values,
            id=new_id(),
            case_id=case,
            rule_id=rule_id,
            owed_by="adviser",
            due_on=due,
            met_on=met,
            calendar_version="v",
            rule_version="v",
            detail={},
        )

    def certificate(self, case: str, kind: str, first: date, voided: date | None = None) -> str:
        """Add a certificate."""
        return self._add(
            Certificate,
            id=new_id(),
            case_id=case,
            number=f"N-{next(_numbers)}",
            kind=kind,
            person="parent",
            issued_on=first,
            first_issued_on=first,
            additional=False,
            live_key=None,
            issued_by=self.user,
            voided_on=voided,
            void_reason=None,
            replaced_by=None,
            created_at=_THEN,
            version=1,
        )

    def fact(
        self, case: str, kind: str, occurred: date, *, supersedes: str | None = None, retracted: bool = False
    ) -> str:
        """Add a fact of a case."""
        return self._add(
            Fact,
            id=new_id(),
            case_id=case,
            sequence=next(_numbers),
            type=kind,
            occurred_on=occurred,
            payload={},
            supersedes_id=supersedes,
            retracted=retracted,
            recorded_at=_THEN,
            recorded_by=self.user,
            recorder_role="adviser",
        )

    async def save(self, database: Database) -> None:
        """Write everything gathered, parents before children."""
        async with database.write() as session:
            for table in (
                Organisation,
                User,
                Contract,
                ContractParty,
                Child,
                Referral,
                ReferralReason,
                Case,
                Deadline,
                Certificate,
                Fact,
            ):
                if self.rows.get(table):
                    await session.execute(insert(table), self.rows[table])
        self.rows.clear()

    def _child(self, given: dict[str, Any]) -> str:
        nothing = dict.fromkeys(
            [
                "given_name",
                "family_name",
                "born_on",
                "upn",
                "nhs_number",
                "school_urn",
                "postcode",
            ]  # a figure needs none of them
        )
        return self._add(Child, **nothing, **given, id=new_id(), search_name="")

    def _add(self, table: Any, **values: Any) -> str:
        self.rows.setdefault(table, []).append({"tenant_id": self.tenant, **values})
        return str(values.get("id", ""))


def _undated() -> dict[str, Any]:
    return {"valid_from": None, "valid_to": None, "successor_id": None}
