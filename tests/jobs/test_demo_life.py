"""The life around some demo cases: every area has something real behind its calls, and all of it is lawful."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from app.adapters.files import files_of
from app.jobs.demo import load as demo
from app.jobs.verify import verify
from app.settings import Settings
from app.store.base import Base
from app.store.session import Database
from app.store.tables import Case
from app.store.tables.agreements import AgreementTerm
from app.store.tables.parties import Party

TODAY = date(2026, 11, 25)
EMPTY = {
    # What a caller's own request leaves behind.
    "idempotency_keys",
    "outbox_events",
    "person_searches",
    "tellings",
}


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
        empty = set()
        for table in Base.metadata.sorted_tables:
            held = (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            empty |= {table.name} if not held else set()
        assert empty <= EMPTY
        late = await connection.execute(select(AgreementTerm.id).where(AgreementTerm.done_on.is_(None)))
        assert late.first() is not None  # a broken promise, for its letter
        cases = (await connection.execute(select(func.count()).select_from(Case))).scalar_one()
        with_people = (await connection.execute(select(func.count(Party.case_id.distinct())))).scalar_one()
        assert cases == with_people
    assert await verify(database, today=TODAY) == []
    await database.close()
