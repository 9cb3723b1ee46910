"""The child's voice, and schools asked to take part.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
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
        "child_views",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("method", short(40), nullable=False),
        sa.Column("outcome", short(40), nullable=False),
        sa.Column("offered_on", DAY, nullable=False),
        sa.Column("obtained_on", DAY, nullable=True),
        sa.Column("reason", short(40), nullable=True),
        sa.Column("words", short(10000), nullable=True),
        sa.Column("shared", FLAG, nullable=False),
        sa.Column("feedback_on", DAY, nullable=True),
        sa.Column("feedback", short(2000), nullable=True),
        sa.Column("recorded_by", short(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_child_views_case_id_length")),
        sa.CheckConstraint("length(feedback) <= 2000", name=op.f("ck_child_views_feedback_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_child_views_id_length")),
        sa.CheckConstraint("length(recorded_by) <= 36", name=op.f("ck_child_views_recorded_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_child_views_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 10000", name=op.f("ck_child_views_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_child_views_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_views")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_child_views_tenant_id_case_id"), "child_views", ["tenant_id", "case_id"], unique=False)

    op.create_table(
        "private_child_views",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("author_id", short(36), nullable=False),
        sa.Column("words", short(10000), nullable=False),
        sa.Column("said_on", DAY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(author_id) <= 36", name=op.f("ck_private_child_views_author_id_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_private_child_views_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_private_child_views_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_private_child_views_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 10000", name=op.f("ck_private_child_views_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_private_child_views_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_child_views")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_private_child_views_tenant_id_case_id"), "private_child_views", ["tenant_id", "case_id"], unique=False
    )

    op.create_table(
        "school_involvements",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("urn", short(6), nullable=False),
        sa.Column("name", short(200), nullable=False),
        sa.Column("role", short(40), nullable=False),
        sa.Column("named_by", short(40), nullable=False),
        sa.Column("may_be_told", FLAG, nullable=False),
        sa.Column("invited_on", DAY, nullable=True),
        sa.Column("answer", short(40), nullable=True),
        sa.Column("answered_on", DAY, nullable=True),
        sa.Column("words", short(500), nullable=True),
        sa.Column("attended", FLAG, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_school_involvements_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_school_involvements_id_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_school_involvements_name_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_school_involvements_tenant_id_length")),
        sa.CheckConstraint("length(urn) <= 6", name=op.f("ck_school_involvements_urn_length")),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_school_involvements_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_school_involvements_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_involvements")),
        sa.UniqueConstraint("case_id", "urn", "role", name=op.f("uq_school_involvements_case_id_urn_role")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_school_involvements_tenant_id_case_id"), "school_involvements", ["tenant_id", "case_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_school_involvements_tenant_id_case_id"), table_name="school_involvements")

    op.drop_table("school_involvements")
    op.drop_index(op.f("ix_private_child_views_tenant_id_case_id"), table_name="private_child_views")

    op.drop_table("private_child_views")
    op.drop_index(op.f("ix_child_views_tenant_id_case_id"), table_name="child_views")

    op.drop_table("child_views")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
