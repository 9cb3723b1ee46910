"""Notes and safeguarding records.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


DAY = sa.Date().with_variant(sa.Text(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")

# A migration stands on its own: nothing is imported from app, which goes on changing.


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    op.create_table(
        "advice_notes",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("author_id", short(36), nullable=False),
        sa.Column("author_role", short(40), nullable=False),
        sa.Column("words", short(10000), nullable=False),
        sa.Column("corrects_id", short(36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(author_id) <= 36", name=op.f("ck_advice_notes_author_id_length")),
        sa.CheckConstraint("length(author_role) <= 40", name=op.f("ck_advice_notes_author_role_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_advice_notes_case_id_length")),
        sa.CheckConstraint("length(corrects_id) <= 36", name=op.f("ck_advice_notes_corrects_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_advice_notes_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_advice_notes_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 10000", name=op.f("ck_advice_notes_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_advice_notes_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_notes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_advice_notes_tenant_id_case_id"), "advice_notes", ["tenant_id", "case_id"], unique=False)

    op.create_table(
        "joint_notes",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("author_id", short(36), nullable=False),
        sa.Column("author_role", short(40), nullable=False),
        sa.Column("words", short(10000), nullable=False),
        sa.Column("corrects_id", short(36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(author_id) <= 36", name=op.f("ck_joint_notes_author_id_length")),
        sa.CheckConstraint("length(author_role) <= 40", name=op.f("ck_joint_notes_author_role_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_joint_notes_case_id_length")),
        sa.CheckConstraint("length(corrects_id) <= 36", name=op.f("ck_joint_notes_corrects_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_joint_notes_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_joint_notes_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 10000", name=op.f("ck_joint_notes_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_joint_notes_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_notes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_joint_notes_tenant_id_case_id"), "joint_notes", ["tenant_id", "case_id"], unique=False)

    op.create_table(
        "mediator_notes",
        sa.Column("private_with", short(40), nullable=True),
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("author_id", short(36), nullable=False),
        sa.Column("author_role", short(40), nullable=False),
        sa.Column("words", short(10000), nullable=False),
        sa.Column("corrects_id", short(36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(author_id) <= 36", name=op.f("ck_mediator_notes_author_id_length")),
        sa.CheckConstraint("length(author_role) <= 40", name=op.f("ck_mediator_notes_author_role_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_mediator_notes_case_id_length")),
        sa.CheckConstraint("length(corrects_id) <= 36", name=op.f("ck_mediator_notes_corrects_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_mediator_notes_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_mediator_notes_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 10000", name=op.f("ck_mediator_notes_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_mediator_notes_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediator_notes")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_mediator_notes_tenant_id_case_id"), "mediator_notes", ["tenant_id", "case_id"], unique=False
    )

    op.create_table(
        "safeguarding_disclosures",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("record_id", short(36), nullable=False),
        sa.Column("told", short(200), nullable=False),
        sa.Column("words", short(10000), nullable=False),
        sa.Column("disclosed_on", DAY, nullable=False),
        sa.Column("disclosed_by", short(36), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_safeguarding_disclosures_case_id_length")),
        sa.CheckConstraint("length(disclosed_by) <= 36", name=op.f("ck_safeguarding_disclosures_disclosed_by_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_safeguarding_disclosures_id_length")),
        sa.CheckConstraint("length(record_id) <= 36", name=op.f("ck_safeguarding_disclosures_record_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_safeguarding_disclosures_tenant_id_length")),
        sa.CheckConstraint("length(told) <= 200", name=op.f("ck_safeguarding_disclosures_told_length")),
        sa.CheckConstraint("length(words) <= 10000", name=op.f("ck_safeguarding_disclosures_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_safeguarding_disclosures_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_disclosures")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_safeguarding_disclosures_tenant_id_record_id"),
        "safeguarding_disclosures",
        ["tenant_id", "record_id"],
        unique=False,
    )

    op.create_table(
        "safeguarding_records",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("raised_by", short(36), nullable=False),
        sa.Column("raiser_role", short(40), nullable=False),
        sa.Column("words", short(10000), nullable=False),
        sa.Column("handling", short(500), nullable=True),
        sa.Column("mash_reference", short(80), nullable=True),
        sa.Column("referred_at", INSTANT, nullable=True),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_safeguarding_records_case_id_length")),
        sa.CheckConstraint("length(handling) <= 500", name=op.f("ck_safeguarding_records_handling_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_safeguarding_records_id_length")),
        sa.CheckConstraint("length(mash_reference) <= 80", name=op.f("ck_safeguarding_records_mash_reference_length")),
        sa.CheckConstraint("length(raised_by) <= 36", name=op.f("ck_safeguarding_records_raised_by_length")),
        sa.CheckConstraint("length(raiser_role) <= 40", name=op.f("ck_safeguarding_records_raiser_role_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_safeguarding_records_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 10000", name=op.f("ck_safeguarding_records_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_safeguarding_records_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_records")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_safeguarding_records_tenant_id_case_id"),
        "safeguarding_records",
        ["tenant_id", "case_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_safeguarding_records_tenant_id_case_id"), table_name="safeguarding_records")

    op.drop_table("safeguarding_records")
    op.drop_index(op.f("ix_safeguarding_disclosures_tenant_id_record_id"), table_name="safeguarding_disclosures")

    op.drop_table("safeguarding_disclosures")
    op.drop_index(op.f("ix_mediator_notes_tenant_id_case_id"), table_name="mediator_notes")

    op.drop_table("mediator_notes")
    op.drop_index(op.f("ix_joint_notes_tenant_id_case_id"), table_name="joint_notes")

    op.drop_table("joint_notes")
    op.drop_index(op.f("ix_advice_notes_tenant_id_case_id"), table_name="advice_notes")

    op.drop_table("advice_notes")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
