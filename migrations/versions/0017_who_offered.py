"""Who recorded the offer to hear a child, and the part of a young person to whom the rights have passed.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_LENGTH = "length(offered_by) <= 36"

# A migration stands on its own: nothing is imported from app, which goes on changing.


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a constraint with the column alone, without building the table anew.
        op.execute(
            f"ALTER TABLE child_views ADD COLUMN offered_by TEXT "
            f"CONSTRAINT ck_child_views_offered_by_length CHECK ({_LENGTH})"
        )
    else:
        op.add_column("child_views", sa.Column("offered_by", sa.String(36), nullable=True))
        op.create_check_constraint(op.f("ck_child_views_offered_by_length"), "child_views", _LENGTH)
    op.execute("UPDATE child_views SET offered_by = recorded_by")
    op.execute(
        "UPDATE parties SET role = 'young_person', version = version + 1 WHERE role = 'child' AND ends_on IS NULL "
        "AND EXISTS (SELECT 1 FROM cases JOIN people ON people.tenant_id = cases.tenant_id "
        "AND people.child_id = cases.child_id WHERE cases.tenant_id = parties.tenant_id "
        "AND cases.id = parties.case_id AND people.id = parties.person_id AND cases.young_person_holds "
        "AND cases.closed_on IS NULL)"
    )


def downgrade() -> None:
    """Take the tables back; a part that followed the rights stays, as it was right before too."""
    wait_briefly_for_locks()
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_child_views_offered_by_length"), "child_views", type_="check")
    op.drop_column("child_views", "offered_by")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
