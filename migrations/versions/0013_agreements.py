"""Agreements, their terms and signatures.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


DAY = sa.Date().with_variant(sa.Text(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(sa.Text(), "sqlite").with_variant(postgresql.JSONB(), "postgresql")

# A migration stands on its own: nothing is imported from app, which goes on changing.


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    op.create_table(
        "agreements",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("extent", short(40), nullable=False),
        sa.Column("status", short(40), nullable=False),
        sa.Column("acknowledged", DOCUMENT, nullable=False),
        sa.Column("signed_on", DAY, nullable=True),
        sa.Column("live_key", short(10), nullable=True),
        sa.Column("drafted_by", short(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_agreements_case_id_length")),
        sa.CheckConstraint("length(drafted_by) <= 36", name=op.f("ck_agreements_drafted_by_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_agreements_id_length")),
        sa.CheckConstraint("length(live_key) <= 10", name=op.f("ck_agreements_live_key_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_agreements_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_agreements_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("case_id", "live_key", name=op.f("uq_agreements_case_id_live_key")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_agreements_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "agreement_signatures",
        sa.Column("agreement_id", short(36), nullable=False),
        sa.Column("side", short(40), nullable=False),
        sa.Column("has_authority", FLAG, nullable=True),
        sa.Column("signed_on", DAY, nullable=False),
        sa.Column("recorded_by", short(36), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(agreement_id) <= 36", name=op.f("ck_agreement_signatures_agreement_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_agreement_signatures_id_length")),
        sa.CheckConstraint("length(recorded_by) <= 36", name=op.f("ck_agreement_signatures_recorded_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_agreement_signatures_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id"],
            ["agreements.tenant_id", "agreements.id"],
            name=op.f("fk_agreement_signatures_tenant_id_agreement_id_agreements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signatures")),
        sa.UniqueConstraint("agreement_id", "side", name=op.f("uq_agreement_signatures_agreement_id_side")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_agreement_signatures_tenant_id_agreement_id"),
        "agreement_signatures",
        ["tenant_id", "agreement_id"],
        unique=False,
    )

    op.create_table(
        "agreement_terms",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("agreement_id", short(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("owner", short(40), nullable=False),
        sa.Column("words", short(500), nullable=False),
        sa.Column("agreed_on", DAY, nullable=True),
        sa.Column("reported_done_on", DAY, nullable=True),
        sa.Column("reported_by", short(36), nullable=True),
        sa.Column("proof", short(500), nullable=True),
        sa.Column("done_on", DAY, nullable=True),
        sa.Column("confirmed_by", short(36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(agreement_id) <= 36", name=op.f("ck_agreement_terms_agreement_id_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_agreement_terms_case_id_length")),
        sa.CheckConstraint("length(confirmed_by) <= 36", name=op.f("ck_agreement_terms_confirmed_by_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_agreement_terms_id_length")),
        sa.CheckConstraint("length(proof) <= 500", name=op.f("ck_agreement_terms_proof_length")),
        sa.CheckConstraint("length(reported_by) <= 36", name=op.f("ck_agreement_terms_reported_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_agreement_terms_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_agreement_terms_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id"],
            ["agreements.tenant_id", "agreements.id"],
            name=op.f("fk_agreement_terms_tenant_id_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_agreement_terms_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_terms")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_agreement_terms_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_agreement_terms_tenant_id_agreement_id"),
        "agreement_terms",
        ["tenant_id", "agreement_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_agreement_terms_tenant_id_case_id"), "agreement_terms", ["tenant_id", "case_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_agreement_terms_tenant_id_case_id"), table_name="agreement_terms")
    op.drop_index(op.f("ix_agreement_terms_tenant_id_agreement_id"), table_name="agreement_terms")

    op.drop_table("agreement_terms")
    op.drop_index(op.f("ix_agreement_signatures_tenant_id_agreement_id"), table_name="agreement_signatures")

    op.drop_table("agreement_signatures")
    op.drop_table("agreements")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
