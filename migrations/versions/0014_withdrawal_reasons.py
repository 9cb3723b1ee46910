"""The reason, in a code, of a family that changed its mind.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


# A migration stands on its own: nothing is imported from app, which goes on changing.


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    op.add_column("cases", sa.Column("withdrawal_reason", short(40), nullable=True))


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_column("cases", "withdrawal_reason")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
