"""The life around some demo cases: every area has something real behind its calls, and all of it is lawful."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from app.adapters.files import files_of
from app.jobs.demo import load as demo
from app.jobs.verify import verify
from app.settings import Settings
from app.store.session import Database
from app.store.tables import Case
from app.store.tables.aftercare import Complaint
from app.store.tables.agreements import Agreement
from app.store.tables.allocation import MediatorRecord
from app.store.tables.certificates import CertificatePaper
from app.store.tables.childrens_views import ChildView
from app.store.tables.documents import Document
from app.store.tables.notes import AdviceNote, JointNote, MediatorNote, SafeguardingRecord
from app.store.tables.parties import Party, Passport, Person
from app.store.tables.people_contacts import Consent, PersonContact
from app.store.tables.schools import SchoolInvolvement
from app.store.tables.sessions import Attendee, AvailabilityWindow, ExpenseClaim, MediationSession, SessionBooking

TODAY = date(2026, 11, 25)
FILLED = (
    Agreement,
    Attendee,
    AvailabilityWindow,
    CertificatePaper,
    ChildView,
    Complaint,
    Consent,
    Document,
    ExpenseClaim,
    MediationSession,
    AdviceNote,
    JointNote,
    MediatorNote,
    MediatorRecord,
    Passport,
    Person,
    PersonContact,
    SafeguardingRecord,
    SchoolInvolvement,
    SessionBooking,
)


async def test_every_area_has_something_behind_it(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url, pool_size=2)
    settings = Settings(var_dir=tmp_path / "var")
    await demo.load(
        database,
        TODAY,
        credentials=demo.credentials(settings.var_dir),
        files=files_of(settings),
        hash_password=lambda password: password[::-1],
    )
    async with database.read() as connection:
        for table in FILLED:
            held = (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            assert held > 0, table.__tablename__
        cases = (await connection.execute(select(func.count()).select_from(Case))).scalar_one()
        with_people = (await connection.execute(select(func.count(Party.case_id.distinct())))).scalar_one()
        assert cases == with_people
    assert await verify(database, today=TODAY) == []
    await database.close()
