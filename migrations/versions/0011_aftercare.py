"""What follows a case.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


DAY = sa.Date().with_variant(sa.Text(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")

# A migration stands on its own: nothing is imported from app, which goes on changing.


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    op.create_table(
        "transfers",
        sa.Column("la_id", short(36), nullable=False),
        sa.Column("incoming_provider", short(200), nullable=False),
        sa.Column("transfer_on", DAY, nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("made_by", short(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("completed_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_transfers_id_length")),
        sa.CheckConstraint("length(incoming_provider) <= 200", name=op.f("ck_transfers_incoming_provider_length")),
        sa.CheckConstraint("length(la_id) <= 36", name=op.f("ck_transfers_la_id_length")),
        sa.CheckConstraint("length(made_by) <= 36", name=op.f("ck_transfers_made_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_transfers_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "la_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_transfers_tenant_id_la_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_transfers_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "complaints",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("about_user_id", short(36), nullable=True),
        sa.Column("level", short(40), nullable=False),
        sa.Column("words", short(10000), nullable=False),
        sa.Column("received_on", DAY, nullable=False),
        sa.Column("acknowledge_by", DAY, nullable=False),
        sa.Column("close_by", DAY, nullable=False),
        sa.Column("acknowledged_on", DAY, nullable=True),
        sa.Column("closed_on", DAY, nullable=True),
        sa.Column("outcome", short(40), nullable=True),
        sa.Column("answer", short(2000), nullable=True),
        sa.Column("recorded_by", short(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(about_user_id) <= 36", name=op.f("ck_complaints_about_user_id_length")),
        sa.CheckConstraint("length(answer) <= 2000", name=op.f("ck_complaints_answer_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_complaints_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_complaints_id_length")),
        sa.CheckConstraint("length(recorded_by) <= 36", name=op.f("ck_complaints_recorded_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_complaints_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 10000", name=op.f("ck_complaints_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_complaints_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_complaints_tenant_id_case_id"), "complaints", ["tenant_id", "case_id"], unique=False)
    op.create_index(
        op.f("ix_complaints_tenant_id_received_on"), "complaints", ["tenant_id", "received_on"], unique=False
    )

    op.create_table(
        "follow_up_records",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("question", short(40), nullable=False),
        sa.Column("answer", short(40), nullable=False),
        sa.Column("asked_on", DAY, nullable=False),
        sa.Column("channel", short(40), nullable=False),
        sa.Column("words", short(500), nullable=True),
        sa.Column("recorded_by", short(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_follow_up_records_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_follow_up_records_id_length")),
        sa.CheckConstraint("length(recorded_by) <= 36", name=op.f("ck_follow_up_records_recorded_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_follow_up_records_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_follow_up_records_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_follow_up_records_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_records")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_follow_up_records_tenant_id_case_id"), "follow_up_records", ["tenant_id", "case_id"], unique=False
    )

    op.create_table(
        "transferred_cases",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("transfer_id", short(36), nullable=False),
        sa.Column("gone", FLAG, nullable=False),
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


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_transferred_cases_tenant_id_transfer_id"), table_name="transferred_cases")

    op.drop_table("transferred_cases")
    op.drop_index(op.f("ix_follow_up_records_tenant_id_case_id"), table_name="follow_up_records")

    op.drop_table("follow_up_records")
    op.drop_index(op.f("ix_complaints_tenant_id_received_on"), table_name="complaints")
    op.drop_index(op.f("ix_complaints_tenant_id_case_id"), table_name="complaints")

    op.drop_table("complaints")
    op.drop_table("transfers")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
