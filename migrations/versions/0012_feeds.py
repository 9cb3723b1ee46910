"""Private addresses of calendars.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
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
        "calendar_feeds",
        sa.Column("user_id", short(36), nullable=False),
        sa.Column("organisation_id", short(36), nullable=False),
        sa.Column("role", short(40), nullable=False),
        sa.Column("user_version", sa.Integer(), nullable=False),
        sa.Column("secret_hash", short(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_calendar_feeds_id_length")),
        sa.CheckConstraint("length(organisation_id) <= 36", name=op.f("ck_calendar_feeds_organisation_id_length")),
        sa.CheckConstraint("length(secret_hash) <= 64", name=op.f("ck_calendar_feeds_secret_hash_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_calendar_feeds_tenant_id_length")),
        sa.CheckConstraint("length(user_id) <= 36", name=op.f("ck_calendar_feeds_user_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_calendar_feeds_tenant_id_user_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feeds_secret_hash")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_calendar_feeds_tenant_id_user_id"), "calendar_feeds", ["tenant_id", "user_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_calendar_feeds_tenant_id_user_id"), table_name="calendar_feeds")

    op.drop_table("calendar_feeds")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
