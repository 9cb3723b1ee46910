"""The life around some open demo cases: people, a session, notes, the child's voice, a school, documents and promises.

It is told through the same services as a caller's requests, by the people of the demo cast, so that every call of the
API finds something real.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.adapters.files import Files
from app.areas.aftercare import schemas as after
from app.areas.aftercare import service as aftercare
from app.areas.agreements import schemas as promises
from app.areas.agreements import service as agreements
from app.areas.allocation import schemas as allocating
from app.areas.allocation import service as allocation
from app.areas.cases.schemas import ReassignCase
from app.areas.childrens_views import schemas as voices
from app.areas.childrens_views import service as childrens_views
from app.areas.documents import schemas as papers
from app.areas.documents import service as documents
from app.areas.expenses import schemas as costs
from app.areas.expenses import service as expenses
from app.areas.notes import schemas as noted
from app.areas.notes import service as notes
from app.areas.parties import schemas as people
from app.areas.parties import service as parties
from app.areas.parties import standing, standing_schemas
from app.areas.schools import schemas as asked
from app.areas.schools import service as schools
from app.areas.sessions import attending, attending_schemas, availability, planning
from app.areas.sessions import schemas as meetings
from app.areas.sessions import service as sessions
from app.domain import lifecycle
from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.codes import ReferralKind
from app.domain.complaints import Times
from app.domain.documents import PDF
from app.domain.permissions import Actor, Role
from app.jobs.demo.afterwards import EMPTY_PDF, Afterwards
from app.jobs.demo.cast import Cast
from app.store.tables import Assignment, Case
from app.store.tables.notes import AdviceNote, JointNote, MediatorNote
from app.store.tables.parties import Party, Passport
from app.store.tables.people_contacts import WithheldContact

MOST = 4


class Life:
    """Tells what happens around some cases on the day of the demo."""

    def __init__(self, session: AsyncSession, cast: Cast, files: Files, today: date, now: datetime) -> None:
        self.session, self.cast, self.files, self.today, self.now = session, cast, files, today, now
        tenant = cast.provider.id
        self.actors = {
            user.role: Actor("user", user.id, tenant, user.organisation_id, user.role) for user in reversed(cast.users)
        }
        self.mediators = [user.id for user in cast.users if user.role is Role.MEDIATOR]

    async def tell(self) -> int:
        """Tell the life around the newest cases that are being arranged; return how many there were."""
        found = (
            await self.session.execute(
                select(Case)
                .where(
                    Case.stage.in_([lifecycle.ARRANGING]),
                    Case.kind == ReferralKind.MEDIATION,
                    Case.adviser_id.is_not(None),
                )
                .order_by(Case.received_on.desc(), Case.id.desc())
                .limit(MOST)
            )
        ).scalars()
        cases = list(found)
        for place, case in enumerate(cases):
            await self._around(case, self.mediators[place % len(self.mediators)], place)
        await self._promises()
        await self.session.flush()
        await Afterwards(self.session, self.cast, self.actors, self.files, self.today, self.now).tell()
        return len(cases)

    def _adviser(self, case: Case) -> Actor:
        own = self.actors[Role.ADVISER]
        return Actor("user", str(case.adviser_id), own.tenant_id, own.organisation_id, Role.ADVISER)

    def _mediator(self, mediator_id: str) -> Actor:
        own = self.actors[Role.MEDIATOR]
        return Actor("user", mediator_id, own.tenant_id, own.organisation_id, Role.MEDIATOR)

    async def _around(self, case: Case, mediator_id: str, place: int) -> None:
        session, now, today = self.session, self.now, self.today
        coordinator, manager = self.actors[Role.COORDINATOR], self.actors[Role.SERVICE_MANAGER]
        adviser, mediator = self._adviser(case), self._mediator(mediator_id)
        assigned = select(Assignment.id).where(
            Assignment.case_id == case.id, Assignment.user_id == mediator_id, Assignment.ended_at.is_(None)
        )
        if (await session.execute(assigned)).first() is None:
            body = ReassignCase(mediator_id=mediator_id)
            await allocation.assign(session, coordinator, case.id, body, version=None, today=today, now=now)
        await session.flush()
        parent = await self._parent(case)
        if parent is not None:
            await self._person(adviser, case, parent)
        await self._meeting(coordinator, mediator, case, parent, place)
        await self._words(adviser, mediator, manager, case)
        school = asked.AddSchool(
            urn=f"{990001 + place}", name=f"Demonstration School {place + 1}", role="proposed", named_by="family"
        )
        named = await schools.add(session, coordinator, case.id, school, now=now)
        await session.flush()
        invited = asked.CorrectSchool(may_be_told=True, invited_on=today)
        await schools.correct(session, coordinator, named.id, invited, version=None, today=today, now=now)
        await self._document(adviser, case)

    async def _parent(self, case: Case) -> Party | None:
        asked_for = select(Party).where(Party.case_id == case.id, Party.role == "parent").limit(1)
        return (await self.session.execute(asked_for)).scalar_one_or_none()

    async def _person(self, adviser: Actor, case: Case, parent: Party) -> None:
        session, now = self.session, self.now
        needs = people.CorrectPassport(language="Polish", needs=["interpreter", "breaks"])
        await parties.keep(session, adviser, Passport, parent.person_id, needs, version=None, now=now)
        kept = people.CorrectContact(safe_contact="Demonstration: ring in the morning, leave no message")
        await parties.keep(session, adviser, WithheldContact, parent.person_id, kept, version=None, now=now)
        consent = standing_schemas.RecordConsent(
            person_id=parent.person_id, kind="take_part", how="By telephone", given_on=self.today
        )
        await standing.consent(session, adviser, case.id, consent, today=self.today, now=now)
        claim = costs.ClaimExpense(
            claimant="parent", category="travel", amount_pence=1250, incurred_on=self.today, words="Bus to the venue"
        )
        coordinator = self.actors[Role.COORDINATOR]
        await expenses.claim(session, coordinator, case.id, claim, today=self.today, now=now)

    async def _meeting(self, coordinator: Actor, mediator: Actor, case: Case, parent: Party | None, place: int) -> None:
        session, now = self.session, self.now
        day = ENGLAND_AND_WALES.add_working_days(self.today, 8 + place)
        starts_at = datetime.combine(day, time(10), UTC)
        window = attending_schemas.StateAvailability(
            side="family",
            possible=True,
            starts_at=starts_at - timedelta(hours=1),
            ends_at=starts_at + timedelta(hours=6),
        )
        await availability.state(session, coordinator, case.id, window, now=now)
        planned = await planning.plan(
            session,
            coordinator,
            case.id,
            meetings.PlanSession(
                kind="mediation", mode="online", starts_at=starts_at, length_minutes=120, mediator_id=mediator.id
            ),
            now=now,
        )
        await session.flush()
        if parent is not None:
            invitation = attending_schemas.AskAttendee(party_id=parent.id, basis="a")
            asked = await attending.ask(session, coordinator, planned.id, invitation, today=self.today, now=now)
            await session.flush()
            agreed = attending_schemas.ConsentToAttendee(given_by="la", given=True)
            await attending.consent(session, coordinator, asked.id, agreed, version=None, today=self.today, now=now)
        interpreter = attending_schemas.Book(
            kind="interpreter", name=f"Demonstration agency, interpreter {place + 1}", language="Polish"
        )
        await attending.book(session, coordinator, planned.id, interpreter, now=now)
        if place == 0:
            fixing = meetings.FixSession(venue="Video meeting")
            await sessions.fix(session, coordinator, planned.id, fixing, version=None, today=self.today, now=now)

    async def _words(self, adviser: Actor, mediator: Actor, manager: Actor, case: Case) -> None:
        session, now, today = self.session, self.now, self.today
        for actor, table, words in (
            (adviser, AdviceNote, "Explained how mediation works and that refusing it does not affect an appeal."),
            (mediator, MediatorNote, "Spoke with each side about what they hope for."),
            (mediator, JointNote, "The interpreter is asked for; breaks each half hour."),
        ):
            body = noted.WriteMediatorNote(words=words) if table is MediatorNote else noted.WriteNote(words=words)
            await notes.write(session, actor, table, case.id, body, now=now)
        view = voices.RecordView(method="drawing", outcome="offered", offered_on=today)
        await childrens_views.record(session, adviser, case.id, view, today=today, now=now)
        told = voices.RecordPrivateView(words="A demonstration: nothing was said.", said_on=today)
        await childrens_views.keep_private(session, mediator, case.id, told, today=today, now=now)
        worry = noted.RaiseSafeguarding(words="A demonstration record: nothing happened to anybody.")
        await notes.raise_worry(session, adviser, case.id, worry, now=now)
        complaint = after.RecordComplaint(level="minor", words="A call was not returned in time.", received_on=today)
        await aftercare.complain(session, manager, case.id, complaint, Times(1, 15), today=today, now=now)
        colleague = await self._colleague(case)
        if colleague is not None:
            conflict = allocating.DeclareConflict(user_id=colleague, kind="knows_a_party")
            await allocation.declare(session, manager, case.id, conflict, now=now)

    async def _colleague(self, case: Case) -> str | None:
        """Return an adviser who has nothing to do with a case."""
        own = self.actors[Role.ADVISER].id
        return own if own != case.adviser_id else None

    async def _document(self, adviser: Actor, case: Case) -> None:
        session, now = self.session, self.now
        announced = papers.AnnounceDocument(name="decision-letter.pdf", kind="decision_letter", audience_class="shared")
        made = await documents.announce(session, adviser, case.id, announced, now=now)
        await session.flush()
        key = await self.files.put(EMPTY_PDF)
        content = documents.content_of(EMPTY_PDF, PDF, key)
        await documents.receive(session, adviser, made.id, content, version=None, most=len(EMPTY_PDF) * 10, now=now)
        await session.flush()

    async def _promises(self) -> None:
        """Draft an agreement on a case whose session was held and that has a mediator."""
        asked_for = (
            select(Case, Assignment.user_id)
            .join(Assignment, Assignment.case_id == Case.id)
            .where(
                Case.stage.in_([lifecycle.MEETING]), Assignment.capacity == "mediator", Assignment.ended_at.is_(None)
            )
            .order_by(Case.id.desc())
            .limit(1)
        )
        found = (await self.session.execute(asked_for)).first()
        if found is None:
            return
        case, mediator_id = found
        term = {"kind": "issue_plan", "owner": "la", "words": "The council will issue a plan."}
        body = promises.DraftAgreement.model_validate({"extent": "full", "terms": [term]})
        await agreements.draft(self.session, self._mediator(mediator_id), case.id, body, version=None, now=self.now)
