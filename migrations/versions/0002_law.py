"""The law in use: proclaimed days, term dates, changes of the law and what they moved.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
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
        "law_changes",
        sa.Column("kind", short(20), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("days_edition", sa.Integer(), nullable=False),
        sa.Column("detail", DOCUMENT, nullable=False),
        sa.Column("cases_worked_out", sa.Integer(), nullable=False),
        sa.Column("cases_changed", sa.Integer(), nullable=False),
        sa.Column("deadlines_changed", sa.Integer(), nullable=False),
        sa.Column("made_by", short(36), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_law_changes_id_length")),
        sa.CheckConstraint("length(kind) <= 20", name=op.f("ck_law_changes_kind_length")),
        sa.CheckConstraint("length(made_by) <= 36", name=op.f("ck_law_changes_made_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_law_changes_tenant_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_changes")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_law_changes_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_law_changes_tenant_id_made_at"), "law_changes", ["tenant_id", "made_at"])

    op.create_table(
        "laws_in_use",
        sa.Column("tenant_id", short(36), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("days_edition", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_laws_in_use_tenant_id_length")),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_laws_in_use")),
        sqlite_strict=True,
    )
    op.create_table(
        "proclaimed_days",
        sa.Column("holiday_on", DAY, nullable=False),
        sa.Column("live_on", DAY, nullable=True),
        sa.Column("name", short(100), nullable=False),
        sa.Column("source", short(300), nullable=False),
        sa.Column("from_edition", sa.Integer(), nullable=False),
        sa.Column("to_edition", sa.Integer(), nullable=True),
        sa.Column("change_id", short(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(change_id) <= 36", name=op.f("ck_proclaimed_days_change_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_proclaimed_days_id_length")),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_proclaimed_days_name_length")),
        sa.CheckConstraint("length(source) <= 300", name=op.f("ck_proclaimed_days_source_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_proclaimed_days_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "change_id"],
            ["law_changes.tenant_id", "law_changes.id"],
            name=op.f("fk_proclaimed_days_tenant_id_change_id_law_changes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proclaimed_days")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_proclaimed_days_tenant_id_id")),
        sa.UniqueConstraint("tenant_id", "live_on", name=op.f("uq_proclaimed_days_tenant_id_live_on")),
        sqlite_strict=True,
    )
    op.create_table(
        "school_terms",
        sa.Column("la_id", short(36), nullable=False),
        sa.Column("school_year", short(7), nullable=False),
        sa.Column("term", short(10), nullable=False),
        sa.Column("live_key", short(20), nullable=True),
        sa.Column("begins_on", DAY, nullable=False),
        sa.Column("ends_on", DAY, nullable=False),
        sa.Column("source", short(300), nullable=False),
        sa.Column("change_id", short(36), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=True),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(change_id) <= 36", name=op.f("ck_school_terms_change_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_school_terms_id_length")),
        sa.CheckConstraint("length(la_id) <= 36", name=op.f("ck_school_terms_la_id_length")),
        sa.CheckConstraint("length(live_key) <= 20", name=op.f("ck_school_terms_live_key_length")),
        sa.CheckConstraint("length(school_year) <= 7", name=op.f("ck_school_terms_school_year_length")),
        sa.CheckConstraint("length(source) <= 300", name=op.f("ck_school_terms_source_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_school_terms_tenant_id_length")),
        sa.CheckConstraint("length(term) <= 10", name=op.f("ck_school_terms_term_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "change_id"],
            ["law_changes.tenant_id", "law_changes.id"],
            name=op.f("fk_school_terms_tenant_id_change_id_law_changes"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "la_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_school_terms_tenant_id_la_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_terms")),
        sa.UniqueConstraint("tenant_id", "la_id", "live_key", name=op.f("uq_school_terms_tenant_id_la_id_live_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "deadline_changes",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("rule_id", short(60), nullable=False),
        sa.Column("subject", short(80), nullable=False),
        sa.Column("cause", short(20), nullable=False),
        sa.Column("cause_id", short(36), nullable=True),
        sa.Column("before", DOCUMENT, nullable=True),
        sa.Column("after", DOCUMENT, nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_deadline_changes_case_id_length")),
        sa.CheckConstraint("length(cause) <= 20", name=op.f("ck_deadline_changes_cause_length")),
        sa.CheckConstraint("length(cause_id) <= 36", name=op.f("ck_deadline_changes_cause_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_deadline_changes_id_length")),
        sa.CheckConstraint("length(rule_id) <= 60", name=op.f("ck_deadline_changes_rule_id_length")),
        sa.CheckConstraint("length(subject) <= 80", name=op.f("ck_deadline_changes_subject_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_deadline_changes_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_deadline_changes_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_changes")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_deadline_changes_tenant_id_case_id_changed_at"),
        "deadline_changes",
        ["tenant_id", "case_id", "changed_at"],
    )
    op.create_index(
        op.f("ix_deadline_changes_tenant_id_cause_id_id"), "deadline_changes", ["tenant_id", "cause_id", "id"]
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_table("deadline_changes")
    op.drop_table("school_terms")
    op.drop_table("proclaimed_days")
    op.drop_table("laws_in_use")
    op.drop_table("law_changes")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
