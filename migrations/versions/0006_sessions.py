"""Sessions, availability, bookings and expenses.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
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
        "expense_caps",
        sa.Column("category", short(40), nullable=False),
        sa.Column("cap_pence", sa.Integer(), nullable=False),
        sa.Column("from_on", DAY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_expense_caps_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_expense_caps_tenant_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_caps")),
        sa.UniqueConstraint(
            "tenant_id", "category", "from_on", name=op.f("uq_expense_caps_tenant_id_category_from_on")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "availability_windows",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("side", short(40), nullable=False),
        sa.Column("mediator_id", short(36), nullable=True),
        sa.Column("possible", FLAG, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("stated_by", short(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_availability_windows_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_availability_windows_id_length")),
        sa.CheckConstraint("length(mediator_id) <= 36", name=op.f("ck_availability_windows_mediator_id_length")),
        sa.CheckConstraint("length(stated_by) <= 36", name=op.f("ck_availability_windows_stated_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_availability_windows_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_availability_windows_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mediator_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_availability_windows_tenant_id_mediator_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_windows")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_availability_windows_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_availability_windows_tenant_id_case_id"),
        "availability_windows",
        ["tenant_id", "case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_availability_windows_tenant_id_mediator_id"),
        "availability_windows",
        ["tenant_id", "mediator_id"],
        unique=False,
    )

    op.create_table(
        "sessions",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("mode", short(40), nullable=False),
        sa.Column("status", short(40), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("venue", short(200), nullable=True),
        sa.Column("mediator_id", short(36), nullable=True),
        sa.Column("co_mediator_id", short(36), nullable=True),
        sa.Column("follows_session_id", short(36), nullable=True),
        sa.Column("proposed_on", DAY, nullable=True),
        sa.Column("fixed_on", DAY, nullable=True),
        sa.Column("family_told_on", DAY, nullable=True),
        sa.Column("short_notice_agreed_on", DAY, nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column("cancelled_by", short(40), nullable=True),
        sa.Column("cancellation_reason", short(500), nullable=True),
        sa.Column("cancellation_minutes", sa.Integer(), nullable=True),
        sa.Column("chargeable", FLAG, nullable=True),
        sa.Column("chargeable_why", short(300), nullable=True),
        sa.Column("adjournment_reason", short(500), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(adjournment_reason) <= 500", name=op.f("ck_sessions_adjournment_reason_length")),
        sa.CheckConstraint("length(cancellation_reason) <= 500", name=op.f("ck_sessions_cancellation_reason_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_sessions_case_id_length")),
        sa.CheckConstraint("length(chargeable_why) <= 300", name=op.f("ck_sessions_chargeable_why_length")),
        sa.CheckConstraint("length(co_mediator_id) <= 36", name=op.f("ck_sessions_co_mediator_id_length")),
        sa.CheckConstraint("length(follows_session_id) <= 36", name=op.f("ck_sessions_follows_session_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_sessions_id_length")),
        sa.CheckConstraint("length(mediator_id) <= 36", name=op.f("ck_sessions_mediator_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_sessions_tenant_id_length")),
        sa.CheckConstraint("length(venue) <= 200", name=op.f("ck_sessions_venue_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_sessions_tenant_id_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "co_mediator_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_sessions_tenant_id_co_mediator_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "follows_session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_sessions_tenant_id_follows_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mediator_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_sessions_tenant_id_mediator_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_sessions_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sessions_tenant_id_case_id"), "sessions", ["tenant_id", "case_id"], unique=False)
    op.create_index(
        op.f("ix_sessions_tenant_id_mediator_id_starts_at"),
        "sessions",
        ["tenant_id", "mediator_id", "starts_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_sessions_tenant_id_starts_at_id"), "sessions", ["tenant_id", "starts_at", "id"], unique=False
    )

    op.create_table(
        "attendees",
        sa.Column("session_id", short(36), nullable=False),
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("party_id", short(36), nullable=False),
        sa.Column("basis", short(40), nullable=False),
        sa.Column("response", short(40), nullable=False),
        sa.Column("joining_link", short(500), nullable=True),
        sa.Column("can_decide", FLAG, nullable=True),
        sa.Column("authority_confirmed_on", DAY, nullable=True),
        sa.Column("authority_limits", short(300), nullable=True),
        sa.Column("attended", FLAG, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(authority_limits) <= 300", name=op.f("ck_attendees_authority_limits_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_attendees_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_attendees_id_length")),
        sa.CheckConstraint("length(joining_link) <= 500", name=op.f("ck_attendees_joining_link_length")),
        sa.CheckConstraint("length(party_id) <= 36", name=op.f("ck_attendees_party_id_length")),
        sa.CheckConstraint("length(session_id) <= 36", name=op.f("ck_attendees_session_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_attendees_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_attendees_tenant_id_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "party_id"],
            ["parties.tenant_id", "parties.id"],
            name=op.f("fk_attendees_tenant_id_party_id_parties"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_attendees_tenant_id_session_id_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendees")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_attendees_tenant_id_id")),
        sa.UniqueConstraint(
            "tenant_id", "session_id", "party_id", name=op.f("uq_attendees_tenant_id_session_id_party_id")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "expense_claims",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("session_id", short(36), nullable=True),
        sa.Column("claimant", short(40), nullable=False),
        sa.Column("category", short(40), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("incurred_on", DAY, nullable=False),
        sa.Column("receipt_document_id", short(36), nullable=True),
        sa.Column("words", short(500), nullable=True),
        sa.Column("status", short(40), nullable=False),
        sa.Column("owed_by", short(40), nullable=True),
        sa.Column("amount_approved_pence", sa.Integer(), nullable=True),
        sa.Column("capped", FLAG, nullable=True),
        sa.Column("decision_reason", short(500), nullable=True),
        sa.Column("decided_by", short(36), nullable=True),
        sa.Column("decided_on", DAY, nullable=True),
        sa.Column("paid_on", DAY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_expense_claims_case_id_length")),
        sa.CheckConstraint("length(decided_by) <= 36", name=op.f("ck_expense_claims_decided_by_length")),
        sa.CheckConstraint("length(decision_reason) <= 500", name=op.f("ck_expense_claims_decision_reason_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_expense_claims_id_length")),
        sa.CheckConstraint(
            "length(receipt_document_id) <= 36", name=op.f("ck_expense_claims_receipt_document_id_length")
        ),
        sa.CheckConstraint("length(session_id) <= 36", name=op.f("ck_expense_claims_session_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_expense_claims_tenant_id_length")),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_expense_claims_words_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_expense_claims_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_expense_claims_tenant_id_session_id_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_claims")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_expense_claims_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_expense_claims_tenant_id_case_id"), "expense_claims", ["tenant_id", "case_id"], unique=False
    )

    op.create_table(
        "session_bookings",
        sa.Column("session_id", short(36), nullable=False),
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("name", short(200), nullable=False),
        sa.Column("language", short(60), nullable=True),
        sa.Column("status", short(40), nullable=False),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_session_bookings_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_session_bookings_id_length")),
        sa.CheckConstraint("length(language) <= 60", name=op.f("ck_session_bookings_language_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_session_bookings_name_length")),
        sa.CheckConstraint("length(session_id) <= 36", name=op.f("ck_session_bookings_session_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_session_bookings_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_session_bookings_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_session_bookings_tenant_id_session_id_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_bookings")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_session_bookings_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_session_bookings_tenant_id_session_id"), "session_bookings", ["tenant_id", "session_id"], unique=False
    )

    op.create_table(
        "session_cases",
        sa.Column("session_id", short(36), nullable=False),
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_session_cases_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_session_cases_id_length")),
        sa.CheckConstraint("length(session_id) <= 36", name=op.f("ck_session_cases_session_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_session_cases_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_session_cases_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_session_cases_tenant_id_session_id_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_cases")),
        sa.UniqueConstraint(
            "tenant_id", "session_id", "case_id", name=op.f("uq_session_cases_tenant_id_session_id_case_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_session_cases_tenant_id_case_id"), "session_cases", ["tenant_id", "case_id"], unique=False)

    op.create_table(
        "session_ticks",
        sa.Column("session_id", short(36), nullable=False),
        sa.Column("resource", short(300), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_session_ticks_id_length")),
        sa.CheckConstraint("length(resource) <= 300", name=op.f("ck_session_ticks_resource_length")),
        sa.CheckConstraint("length(session_id) <= 36", name=op.f("ck_session_ticks_session_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_session_ticks_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["sessions.tenant_id", "sessions.id"],
            name=op.f("fk_session_ticks_tenant_id_session_id_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_ticks")),
        sa.UniqueConstraint("tenant_id", "resource", "tick", name=op.f("uq_session_ticks_tenant_id_resource_tick")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_session_ticks_tenant_id_session_id"), "session_ticks", ["tenant_id", "session_id"], unique=False
    )

    op.create_table(
        "attendee_consents",
        sa.Column("attendee_id", short(36), nullable=False),
        sa.Column("given_by", short(40), nullable=False),
        sa.Column("given", FLAG, nullable=False),
        sa.Column("said_on", DAY, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(attendee_id) <= 36", name=op.f("ck_attendee_consents_attendee_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_attendee_consents_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_attendee_consents_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "attendee_id"],
            ["attendees.tenant_id", "attendees.id"],
            name=op.f("fk_attendee_consents_tenant_id_attendee_id_attendees"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee_consents")),
        sa.UniqueConstraint(
            "tenant_id", "attendee_id", "given_by", name=op.f("uq_attendee_consents_tenant_id_attendee_id_given_by")
        ),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_table("attendee_consents")
    op.drop_index(op.f("ix_session_ticks_tenant_id_session_id"), table_name="session_ticks")

    op.drop_table("session_ticks")
    op.drop_index(op.f("ix_session_cases_tenant_id_case_id"), table_name="session_cases")

    op.drop_table("session_cases")
    op.drop_index(op.f("ix_session_bookings_tenant_id_session_id"), table_name="session_bookings")

    op.drop_table("session_bookings")
    op.drop_index(op.f("ix_expense_claims_tenant_id_case_id"), table_name="expense_claims")

    op.drop_table("expense_claims")
    op.drop_table("attendees")
    op.drop_index(op.f("ix_sessions_tenant_id_starts_at_id"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_tenant_id_mediator_id_starts_at"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_tenant_id_case_id"), table_name="sessions")

    op.drop_table("sessions")
    op.drop_index(op.f("ix_availability_windows_tenant_id_mediator_id"), table_name="availability_windows")
    op.drop_index(op.f("ix_availability_windows_tenant_id_case_id"), table_name="availability_windows")

    op.drop_table("availability_windows")
    op.drop_table("expense_caps")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
