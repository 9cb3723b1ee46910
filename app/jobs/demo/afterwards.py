"""What stands beside and after the demo cases: follow-ups, links, a transfer, terms, caps, calendars, a disclosure.

It is told through the same services as a caller's requests, by the people of the demo cast.
"""

from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.adapters.files import Files
from app.areas.aftercare import schemas as after
from app.areas.aftercare import service as aftercare
from app.areas.allocation import body_conflicts
from app.areas.allocation import schemas as allocating
from app.areas.allocation import service as allocation
from app.areas.documents import schemas as papers
from app.areas.documents import service as documents
from app.areas.expenses import schemas as costs
from app.areas.expenses import service as expenses
from app.areas.feeds import service as feeds
from app.areas.law import schemas as law_bodies
from app.areas.law import service as law
from app.areas.linking import schemas as linked
from app.areas.linking import service as linking
from app.areas.notes import schemas as noted
from app.areas.notes import service as notes
from app.areas.parties import standing, standing_schemas
from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.documents import PDF
from app.domain.parties import PartyRole
from app.domain.permissions import Actor, Role
from app.jobs.demo.cast import Cast
from app.jobs.demo.figures import NORFOLK, SUFFOLK
from app.store.tables import Assignment, Case
from app.store.tables.agreements import Agreement
from app.store.tables.law import ProclaimedDay
from app.store.tables.notes import SafeguardingRecord
from app.store.tables.parties import Party

EMPTY_PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
)


class Afterwards:
    """Tells what a provider does beside its open cases, on the day of the demo."""

    def __init__(
        self,
        session: AsyncSession,
        everyone: Cast,
        actors: dict[Role, Actor],
        files: Files,
        today: date,
        now: datetime,
    ) -> None:
        self.session, self.everyone, self.actors, self.files = session, everyone, actors, files
        self.today, self.now = today, now

    async def tell(self) -> None:
        """Tell all of it."""
        await self._follow_ups()
        await self._links()
        await self._conflict_with_a_council()
        await self._mediators()
        await self._capacity()
        await self._disclosure()
        await self._private_document()
        await self._law()
        manager = self.actors[Role.SERVICE_MANAGER]
        for category, cap in (("travel", 5000), ("childcare", 4000)):
            body = costs.SetCap.model_validate({"category": category, "cap_pence": cap, "from_on": self.today})
            await expenses.set_cap(self.session, manager, body, now=self.now)
        for role in (Role.MEDIATOR, Role.COORDINATOR):
            await feeds.make(self.session, self.actors[role], now=self.now)
        ends_on = max(contract.ends_on for contract in self.everyone.contracts)
        leaving = after.MakeTransfer(
            la_code=SUFFOLK, incoming_provider="Another provider (demonstration)", transfer_on=ends_on
        )
        await aftercare.make_transfer(self.session, manager, leaving, now=self.now)
        await self.session.flush()

    async def _follow_ups(self) -> None:
        """Ask the families of the newest closed cases whether the agreement was kept, and one about its appeal."""
        closed = select(Case).where(Case.closed_on.is_not(None), Case.la_code == NORFOLK)
        agreed = closed.where(Case.id.in_(select(Agreement.case_id).where(Agreement.signed_on.is_not(None))))
        for place, case in enumerate(await self._newest(agreed, 3)):
            answer = ("yes", "partly", "could_not_reach")[place % 3]
            await self._asked(case, "agreement_kept", answer)
        for case in await self._newest(closed.where(Case.outcome == "certificate_only"), 1):
            await self._asked(case, "appeal_lodged", "not_known")

    async def _asked(self, case: Case, question: str, answer: str) -> None:
        body = after.RecordFollowUp.model_validate(
            {"question": question, "answer": answer, "asked_on": self.today, "channel": "phone"}
        )
        manager = self.actors[Role.SERVICE_MANAGER]
        await aftercare.follow_up(self.session, manager, case.id, body, today=self.today, now=self.now)

    async def _links(self) -> None:
        """Link two pairs of open cases as those of brothers and sisters."""
        cases = await self._newest(select(Case).where(Case.closed_on.is_(None), Case.la_code == NORFOLK), 4)
        for one, other in list(pairwise(cases))[::2]:
            body = linked.LinkCases.model_validate({"case_id": other.id, "kind": "sibling"})
            await linking.link(self.session, self.actors[Role.COORDINATOR], one.id, body, now=self.now)

    async def _conflict_with_a_council(self) -> None:
        second = self.everyone.users_in(Role.MEDIATOR)[1]
        body = allocating.DeclareBodyConflict.model_validate(
            {
                "user_id": second.id,
                "organisation_id": self.everyone.councils[SUFFOLK].id,
                "kind": "worked_for_a_party",
                "words": "Worked there until last year",
            }
        )
        await body_conflicts.declare(self.session, self.actors[Role.SERVICE_MANAGER], body, now=self.now)

    async def _mediators(self) -> None:
        """Have both say that no council or health body employs them, and the second give a case back."""
        manager = self.actors[Role.SERVICE_MANAGER]
        both = self.everyone.users_in(Role.MEDIATOR)
        for mediator in both:
            body = allocating.CorrectMediator.model_validate({"employer": "none", "employer_declared_on": self.today})
            await allocation.correct(
                self.session, manager, mediator.id, body, version=None, today=self.today, now=self.now
            )
        theirs = select(Assignment.case_id).where(Assignment.user_id == both[1].id, Assignment.ended_at.is_(None))
        for case in await self._newest(select(Case).where(Case.id.in_(theirs), Case.closed_on.is_(None)), 1):
            refused = allocating.RefuseAssignment.model_validate({"reason": "caseload"})
            second = Actor("user", both[1].id, manager.tenant_id, manager.organisation_id, Role.MEDIATOR)
            await allocation.refuse(self.session, second, case.id, refused, version=None, now=self.now)

    async def _capacity(self) -> None:
        """Record that a young person was found able to decide."""
        asked = select(Party).where(Party.role == PartyRole.YOUNG_PERSON).order_by(Party.id.desc()).limit(1)
        young = (await self.session.execute(asked)).scalar_one()
        body = standing_schemas.RecordCapacity(
            person_id=young.person_id,
            assessed_on=self.today,
            assessor="The mediation adviser (demonstration)",
            decision="Whether to go to mediation",
            has_capacity=True,
            grounds="Capacity is presumed, and nothing spoke against it.",
        )
        lead = self.actors[Role.SERVICE_MANAGER]
        await standing.assess(self.session, lead, young.case_id, body, version=None, today=self.today, now=self.now)

    async def _disclosure(self) -> None:
        """Have the designated lead take up one safeguarding record and tell somebody outside."""
        record = (await self.session.execute(select(SafeguardingRecord).limit(1))).scalar_one_or_none()
        if record is None:
            return
        lead = self.actors[Role.SERVICE_MANAGER]
        handled = noted.HandleSafeguarding(handling="Ring before you write.")
        await notes.handle(self.session, lead, record.id, handled, version=None, now=self.now)
        body = noted.Disclose(
            told="Children's services of the council (demonstration)",
            words="What the record says, which is that nothing happened to anybody.",
            disclosed_on=self.today,
        )
        await notes.disclose(self.session, lead, record.id, body, version=None, today=self.today, now=self.now)

    async def _private_document(self) -> None:
        """Have a council give the mediator a paper that is for the mediator alone."""
        officer = self.actors[Role.LA_OFFICER]
        for case in await self._newest(select(Case).where(Case.closed_on.is_(None), Case.la_code == NORFOLK), 1):
            announced = papers.AnnounceDocument.model_validate(
                {"name": "position-of-the-council.pdf", "kind": "evidence", "audience_class": "party_private"}
            )
            made = await documents.announce(self.session, officer, case.id, announced, now=self.now)
            await self.session.flush()
            content = documents.content_of(EMPTY_PDF, PDF, await self.files.put(EMPTY_PDF))
            most = len(EMPTY_PDF) * 10
            await documents.receive(self.session, officer, made.id, content, version=None, most=most, now=self.now)

    async def _law(self) -> None:
        """Record a council's terms, and a one-off holiday that was entered by mistake and withdrawn again."""
        admin = self.actors[Role.PROVIDER_ADMIN]
        year = self.today.year if self.today.month >= 9 else self.today.year - 1
        for term, begins_on, ends_on in (
            ("autumn", date(year, 9, 3), date(year, 12, 18)),
            ("spring", date(year + 1, 1, 5), date(year + 1, 3, 25)),
            ("summer", date(year + 1, 4, 14), date(year + 1, 7, 21)),
        ):
            body = law_bodies.SetTerm.model_validate(
                {
                    "la_code": NORFOLK,
                    "school_year": f"{year}-{(year + 1) % 100:02}",
                    "term": term,
                    "begins_on": begins_on,
                    "ends_on": ends_on,
                    "source": "Made up for the demonstration",
                }
            )
            await law.set_term(self.session, admin, body, today=self.today, now=self.now)
        day = ENGLAND_AND_WALES.next_working_day(self.today + timedelta(days=20))
        proclaimed = law_bodies.AddProclaimedDay(
            holiday_on=day, name="Entered by mistake (demonstration)", source="Nobody proclaimed it"
        )
        await law.add_day(self.session, admin, proclaimed, today=self.today, now=self.now)
        await self.session.flush()
        found = await self.session.execute(select(ProclaimedDay.id).where(ProclaimedDay.holiday_on == day))
        await law.withdraw_day(self.session, admin, found.scalar_one(), version=None, today=self.today, now=self.now)

    async def _newest(self, asked: Select[Case], most: int) -> list[Case]:
        found = await self.session.execute(asked.order_by(Case.received_on.desc(), Case.id.desc()).limit(most))
        return list(found.scalars())
