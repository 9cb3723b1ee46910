"""Mediators' fitness, conflicts of interest and refusals.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


DAY = sa.Date().with_variant(sa.Text(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
DOCUMENT = sa.JSON().with_variant(sa.Text(), "sqlite").with_variant(postgresql.JSONB(), "postgresql")

# A migration stands on its own: nothing is imported from app, which goes on changing.


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    op.create_table(
        "mediator_records",
        sa.Column("user_id", short(36), nullable=False),
        sa.Column("register_body", short(40), nullable=True),
        sa.Column("registration_number", short(40), nullable=True),
        sa.Column("registered_until", DAY, nullable=True),
        sa.Column("cpd_hours", sa.Integer(), nullable=True),
        sa.Column("cpd_until", DAY, nullable=True),
        sa.Column("dbs_until", DAY, nullable=True),
        sa.Column("insured_until", DAY, nullable=True),
        sa.Column("independent_until", DAY, nullable=True),
        sa.Column("employer", short(40), nullable=True),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_mediator_records_id_length")),
        sa.CheckConstraint(
            "length(registration_number) <= 40", name=op.f("ck_mediator_records_registration_number_length")
        ),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_mediator_records_tenant_id_length")),
        sa.CheckConstraint("length(user_id) <= 36", name=op.f("ck_mediator_records_user_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_mediator_records_tenant_id_user_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediator_records")),
        sa.UniqueConstraint("tenant_id", "user_id", name=op.f("uq_mediator_records_tenant_id_user_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "employer_declarations",
        sa.Column("user_id", short(36), nullable=False),
        sa.Column("employer", short(40), nullable=True),
        sa.Column("declared_on", DAY, nullable=False),
        sa.Column("recorded_by", short(36), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_employer_declarations_id_length")),
        sa.CheckConstraint("length(recorded_by) <= 36", name=op.f("ck_employer_declarations_recorded_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_employer_declarations_tenant_id_length")),
        sa.CheckConstraint("length(user_id) <= 36", name=op.f("ck_employer_declarations_user_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_employer_declarations_tenant_id_user_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_declarations")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_employer_declarations_tenant_id_user_id"),
        "employer_declarations",
        ["tenant_id", "user_id"],
        unique=False,
    )
    op.create_table(
        "assignment_refusals",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("user_id", short(36), nullable=False),
        sa.Column("capacity", short(20), nullable=False),
        sa.Column("reason", short(40), nullable=False),
        sa.Column("words", short(500), nullable=True),
        sa.Column("refused_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(capacity) <= 20", name=op.f("ck_assignment_refusals_capacity_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_assignment_refusals_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_assignment_refusals_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_assignment_refusals_tenant_id_length")),
        sa.CheckConstraint("length(user_id) <= 36", name=op.f("ck_assignment_refusals_user_id_length")),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_assignment_refusals_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_assignment_refusals_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_assignment_refusals_tenant_id_user_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_refusals")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_assignment_refusals_tenant_id_case_id"), "assignment_refusals", ["tenant_id", "case_id"], unique=False
    )

    op.create_table(
        "conflicts",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("user_id", short(36), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("words", short(500), nullable=True),
        sa.Column("declared_by", short(36), nullable=False),
        sa.Column("declared_at", INSTANT, nullable=False),
        sa.Column("lifted_by", short(36), nullable=True),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_conflicts_case_id_length")),
        sa.CheckConstraint("length(declared_by) <= 36", name=op.f("ck_conflicts_declared_by_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_conflicts_id_length")),
        sa.CheckConstraint("length(lifted_by) <= 36", name=op.f("ck_conflicts_lifted_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_conflicts_tenant_id_length")),
        sa.CheckConstraint("length(user_id) <= 36", name=op.f("ck_conflicts_user_id_length")),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_conflicts_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_conflicts_tenant_id_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"], ["users.tenant_id", "users.id"], name=op.f("fk_conflicts_tenant_id_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_conflicts_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_conflicts_tenant_id_case_id"), "conflicts", ["tenant_id", "case_id"], unique=False)
    op.create_index(
        op.f("ix_conflicts_tenant_id_user_id_lifted_at"),
        "conflicts",
        ["tenant_id", "user_id", "lifted_at"],
        unique=False,
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_conflicts_tenant_id_user_id_lifted_at"), table_name="conflicts")
    op.drop_index(op.f("ix_conflicts_tenant_id_case_id"), table_name="conflicts")

    op.drop_table("conflicts")
    op.drop_index(op.f("ix_assignment_refusals_tenant_id_case_id"), table_name="assignment_refusals")

    op.drop_table("assignment_refusals")
    op.drop_index(op.f("ix_employer_declarations_tenant_id_user_id"), table_name="employer_declarations")

    op.drop_table("employer_declarations")
    op.drop_table("mediator_records")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
