"""How to reach people, their consents and capacity, and linked cases.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
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
        "person_searches",
        sa.Column("searched_by", short(36), nullable=False),
        sa.Column("searched_at", INSTANT, nullable=False),
        sa.Column("reason", short(200), nullable=False),
        sa.Column("name_hash", short(64), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("decision", short(40), nullable=True),
        sa.Column("person_id", short(36), nullable=True),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_person_searches_id_length")),
        sa.CheckConstraint("length(name_hash) <= 64", name=op.f("ck_person_searches_name_hash_length")),
        sa.CheckConstraint("length(person_id) <= 36", name=op.f("ck_person_searches_person_id_length")),
        sa.CheckConstraint("length(reason) <= 200", name=op.f("ck_person_searches_reason_length")),
        sa.CheckConstraint("length(searched_by) <= 36", name=op.f("ck_person_searches_searched_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_person_searches_tenant_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_searches")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_person_searches_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_person_searches_tenant_id_searched_by"), "person_searches", ["tenant_id", "searched_by"], unique=False
    )

    op.create_table(
        "person_contacts",
        sa.Column("shared_with_la", FLAG, nullable=False),
        sa.Column("person_id", short(36), nullable=False),
        sa.Column("phone", short(40), nullable=True),
        sa.Column("email", short(254), nullable=True),
        sa.Column("address", short(500), nullable=True),
        sa.Column("postcode", short(8), nullable=True),
        sa.Column("safe_contact", short(500), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(address) <= 500", name=op.f("ck_person_contacts_address_length")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_person_contacts_email_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_person_contacts_id_length")),
        sa.CheckConstraint("length(person_id) <= 36", name=op.f("ck_person_contacts_person_id_length")),
        sa.CheckConstraint("length(phone) <= 40", name=op.f("ck_person_contacts_phone_length")),
        sa.CheckConstraint("length(postcode) <= 8", name=op.f("ck_person_contacts_postcode_length")),
        sa.CheckConstraint("length(safe_contact) <= 500", name=op.f("ck_person_contacts_safe_contact_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_person_contacts_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_person_contacts_tenant_id_person_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_contacts")),
        sa.UniqueConstraint("tenant_id", "person_id", name=op.f("uq_person_contacts_tenant_id_person_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "withheld_contacts",
        sa.Column("person_id", short(36), nullable=False),
        sa.Column("phone", short(40), nullable=True),
        sa.Column("email", short(254), nullable=True),
        sa.Column("address", short(500), nullable=True),
        sa.Column("postcode", short(8), nullable=True),
        sa.Column("safe_contact", short(500), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(address) <= 500", name=op.f("ck_withheld_contacts_address_length")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_withheld_contacts_email_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_withheld_contacts_id_length")),
        sa.CheckConstraint("length(person_id) <= 36", name=op.f("ck_withheld_contacts_person_id_length")),
        sa.CheckConstraint("length(phone) <= 40", name=op.f("ck_withheld_contacts_phone_length")),
        sa.CheckConstraint("length(postcode) <= 8", name=op.f("ck_withheld_contacts_postcode_length")),
        sa.CheckConstraint("length(safe_contact) <= 500", name=op.f("ck_withheld_contacts_safe_contact_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_withheld_contacts_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_withheld_contacts_tenant_id_person_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withheld_contacts")),
        sa.UniqueConstraint("tenant_id", "person_id", name=op.f("uq_withheld_contacts_tenant_id_person_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "capacity_assessments",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("person_id", short(36), nullable=False),
        sa.Column("assessed_on", DAY, nullable=False),
        sa.Column("assessor", short(200), nullable=False),
        sa.Column("decision", short(500), nullable=False),
        sa.Column("has_capacity", FLAG, nullable=False),
        sa.Column("grounds", short(500), nullable=False),
        sa.Column("representative_basis", short(40), nullable=True),
        sa.Column("recorded_by", short(36), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(assessor) <= 200", name=op.f("ck_capacity_assessments_assessor_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_capacity_assessments_case_id_length")),
        sa.CheckConstraint("length(decision) <= 500", name=op.f("ck_capacity_assessments_decision_length")),
        sa.CheckConstraint("length(grounds) <= 500", name=op.f("ck_capacity_assessments_grounds_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_capacity_assessments_id_length")),
        sa.CheckConstraint("length(person_id) <= 36", name=op.f("ck_capacity_assessments_person_id_length")),
        sa.CheckConstraint("length(recorded_by) <= 36", name=op.f("ck_capacity_assessments_recorded_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_capacity_assessments_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_capacity_assessments_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_capacity_assessments_tenant_id_person_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_assessments")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_capacity_assessments_tenant_id_case_id"),
        "capacity_assessments",
        ["tenant_id", "case_id"],
        unique=False,
    )

    op.create_table(
        "case_links",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("other_id", short(36), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("live_key", short(10), nullable=True),
        sa.Column("made_by", short(36), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_case_links_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_case_links_id_length")),
        sa.CheckConstraint("length(live_key) <= 10", name=op.f("ck_case_links_live_key_length")),
        sa.CheckConstraint("length(made_by) <= 36", name=op.f("ck_case_links_made_by_length")),
        sa.CheckConstraint("length(other_id) <= 36", name=op.f("ck_case_links_other_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_case_links_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_case_links_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "other_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_case_links_tenant_id_other_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_links")),
        sa.UniqueConstraint(
            "tenant_id",
            "case_id",
            "other_id",
            "live_key",
            name=op.f("uq_case_links_tenant_id_case_id_other_id_live_key"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_case_links_tenant_id_other_id"), "case_links", ["tenant_id", "other_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("person_id", short(36), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("how", short(200), nullable=False),
        sa.Column("given_on", DAY, nullable=False),
        sa.Column("withdrawn_on", DAY, nullable=True),
        sa.Column("recorded_by", short(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_consents_case_id_length")),
        sa.CheckConstraint("length(how) <= 200", name=op.f("ck_consents_how_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_consents_id_length")),
        sa.CheckConstraint("length(person_id) <= 36", name=op.f("ck_consents_person_id_length")),
        sa.CheckConstraint("length(recorded_by) <= 36", name=op.f("ck_consents_recorded_by_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_consents_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_consents_tenant_id_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_consents_tenant_id_person_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_consents_tenant_id_case_id_kind"), "consents", ["tenant_id", "case_id", "kind"], unique=False
    )

    op.add_column("cases", sa.Column("young_person_holds", FLAG, nullable=True))
    # The next daily round works every case out anew, and so fills it.
    op.execute("UPDATE cases SET recompute_on = '2000-01-01'")


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_column("cases", "young_person_holds")

    op.drop_index(op.f("ix_consents_tenant_id_case_id_kind"), table_name="consents")

    op.drop_table("consents")
    op.drop_index(op.f("ix_case_links_tenant_id_other_id"), table_name="case_links")

    op.drop_table("case_links")
    op.drop_index(op.f("ix_capacity_assessments_tenant_id_case_id"), table_name="capacity_assessments")

    op.drop_table("capacity_assessments")
    op.drop_table("withheld_contacts")
    op.drop_table("person_contacts")
    op.drop_index(op.f("ix_person_searches_tenant_id_searched_by"), table_name="person_searches")

    op.drop_table("person_searches")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
