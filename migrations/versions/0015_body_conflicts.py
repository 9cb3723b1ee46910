"""Conflicts of interest with councils and health bodies.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")

# A migration stands on its own: nothing is imported from app, which goes on changing.


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    op.create_table(
        "body_conflicts",
        sa.Column("organisation_id", short(36), nullable=False),
        sa.Column("user_id", short(36), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("words", short(500), nullable=True),
        sa.Column("live_key", short(10), nullable=True),
        sa.Column("declared_by", short(36), nullable=False),
        sa.Column("declared_at", INSTANT, nullable=False),
        sa.Column("lifted_by", short(36), nullable=True),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(declared_by) <= 36", name=op.f("ck_body_conflicts_declared_by_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_body_conflicts_id_length")),
        sa.CheckConstraint("length(lifted_by) <= 36", name=op.f("ck_body_conflicts_lifted_by_length")),
        sa.CheckConstraint("length(live_key) <= 10", name=op.f("ck_body_conflicts_live_key_length")),
        sa.CheckConstraint("length(organisation_id) <= 36", name=op.f("ck_body_conflicts_organisation_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_body_conflicts_tenant_id_length")),
        sa.CheckConstraint("length(user_id) <= 36", name=op.f("ck_body_conflicts_user_id_length")),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_body_conflicts_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_body_conflicts_tenant_id_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_body_conflicts_tenant_id_user_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_conflicts")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_body_conflicts_tenant_id_id")),
        sa.UniqueConstraint(
            "user_id",
            "organisation_id",
            "live_key",
            name=op.f("uq_body_conflicts_user_id_organisation_id_live_key"),
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_body_conflicts_tenant_id_user_id"),
        "body_conflicts",
        ["tenant_id", "user_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_body_conflicts_tenant_id_user_id"), table_name="body_conflicts")

    op.drop_table("body_conflicts")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
