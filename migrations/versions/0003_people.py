"""People, the adjustments that go with them, and their parts in cases.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
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
        "people",
        sa.Column("given_name", short(100), nullable=True),
        sa.Column("family_name", short(100), nullable=True),
        sa.Column("search_name", short(210), nullable=False),
        sa.Column("child_id", short(36), nullable=True),
        sa.Column("organisation_id", short(36), nullable=True),
        sa.Column("school_urn", short(6), nullable=True),
        sa.Column("job_title", short(100), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(child_id) <= 36", name=op.f("ck_people_child_id_length")),
        sa.CheckConstraint("length(family_name) <= 100", name=op.f("ck_people_family_name_length")),
        sa.CheckConstraint("length(given_name) <= 100", name=op.f("ck_people_given_name_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_people_id_length")),
        sa.CheckConstraint("length(job_title) <= 100", name=op.f("ck_people_job_title_length")),
        sa.CheckConstraint("length(organisation_id) <= 36", name=op.f("ck_people_organisation_id_length")),
        sa.CheckConstraint("length(school_urn) <= 6", name=op.f("ck_people_school_urn_length")),
        sa.CheckConstraint("length(search_name) <= 210", name=op.f("ck_people_search_name_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_people_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["children.tenant_id", "children.id"],
            name=op.f("fk_people_tenant_id_child_id_children"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_people_tenant_id_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("tenant_id", "child_id", name=op.f("uq_people_tenant_id_child_id")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_people_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_people_tenant_id_search_name"), "people", ["tenant_id", "search_name"], unique=False)

    op.create_table(
        "passports",
        sa.Column("person_id", short(36), nullable=False),
        sa.Column("language", short(60), nullable=True),
        sa.Column("needs", DOCUMENT, nullable=False),
        sa.Column("details", short(500), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(details) <= 500", name=op.f("ck_passports_details_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_passports_id_length")),
        sa.CheckConstraint("length(language) <= 60", name=op.f("ck_passports_language_length")),
        sa.CheckConstraint("length(person_id) <= 36", name=op.f("ck_passports_person_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_passports_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_passports_tenant_id_person_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passports")),
        sa.UniqueConstraint("tenant_id", "person_id", name=op.f("uq_passports_tenant_id_person_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "parties",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("person_id", short(36), nullable=False),
        sa.Column("role", short(40), nullable=False),
        sa.Column("side", short(40), nullable=False),
        sa.Column("begins_on", DAY, nullable=False),
        sa.Column("ends_on", DAY, nullable=True),
        sa.Column("can_decide", FLAG, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_parties_case_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_parties_id_length")),
        sa.CheckConstraint("length(person_id) <= 36", name=op.f("ck_parties_person_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_parties_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_parties_tenant_id_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_parties_tenant_id_person_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_parties_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_parties_tenant_id_case_id"), "parties", ["tenant_id", "case_id"], unique=False)
    op.create_index(op.f("ix_parties_tenant_id_person_id"), "parties", ["tenant_id", "person_id"], unique=False)


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_parties_tenant_id_person_id"), table_name="parties")
    op.drop_index(op.f("ix_parties_tenant_id_case_id"), table_name="parties")

    op.drop_table("parties")
    op.drop_table("passports")
    op.drop_index(op.f("ix_people_tenant_id_search_name"), table_name="people")

    op.drop_table("people")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
