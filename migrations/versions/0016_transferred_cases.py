"""The day on which a case went to another provider, kept with the case; a transfer that is taken back.

Revision ID: 0016
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DAY = sa.Date().with_variant(sa.Text(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")
LONDON = ZoneInfo("Europe/London")
CASES = sa.table("cases", sa.column("id"), sa.column("transferred_on"))
GOING = sa.table("transferred_cases", sa.column("case_id"), sa.column("transfer_id"))

# A migration stands on its own: nothing is imported from app, which goes on changing.


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    op.add_column("cases", sa.Column("transferred_on", DAY, nullable=True))
    op.add_column("transfers", sa.Column("withdrawn_at", INSTANT, nullable=True))
    bind = op.get_bind()
    for id, at in bind.execute(sa.text("SELECT id, completed_at FROM transfers WHERE completed_at IS NOT NULL")).all():
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        gone = sa.select(GOING.c.case_id).where(GOING.c.transfer_id == id)
        day = moment.astimezone(LONDON).date()
        bind.execute(sa.update(CASES).where(CASES.c.id.in_(gone)).values(transferred_on=as_kept(day)))
    # SQLite drops no column that a check names: the table is made again, on both databases alike.
    make_again("SELECT id, tenant_id, case_id, transfer_id FROM transferred_cases")


def as_kept(day: date) -> Any:
    """Return a day as each database keeps it: SQLite as text."""
    return day.isoformat() if op.get_bind().dialect.name == "sqlite" else day


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    make_again(
        "SELECT c.id, c.tenant_id, c.case_id, c.transfer_id,"
        " CASE WHEN t.completed_at IS NULL THEN 0 ELSE 1 END AS gone FROM transferred_cases c JOIN transfers t"
        " ON t.tenant_id = c.tenant_id AND t.id = c.transfer_id",
        sa.Column("gone", FLAG, nullable=False),
    )
    op.drop_column("transfers", "withdrawn_at")
    op.drop_column("cases", "transferred_on")


def make_again(rows: str, *more: sa.Column[bool]) -> None:
    """Make the table of transferred cases again out of the rows that a select gives."""
    kept = [dict(row._mapping) for row in op.get_bind().execute(sa.text(rows))]
    for row in kept:
        row.update({name: bool(row[name]) for name in row if name == "gone"})
    op.drop_index(op.f("ix_transferred_cases_tenant_id_transfer_id"), table_name="transferred_cases")
    op.drop_table("transferred_cases")
    table = op.create_table(
        "transferred_cases",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("transfer_id", short(36), nullable=False),
        *more,
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_transferred_cases_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_transferred_cases_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_transferred_cases_tenant_id_length")),
        sa.CheckConstraint("length(transfer_id) <= 36", name=op.f("ck_transferred_cases_transfer_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_transferred_cases_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "transfer_id"],
            ["transfers.tenant_id", "transfers.id"],
            name=op.f("fk_transferred_cases_tenant_id_transfer_id_transfers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transferred_cases")),
        sa.UniqueConstraint("tenant_id", "case_id", name=op.f("uq_transferred_cases_tenant_id_case_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_transferred_cases_tenant_id_transfer_id"),
        "transferred_cases",
        ["tenant_id", "transfer_id"],
        unique=False,
    )
    if kept:
        op.bulk_insert(table, kept)


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
