"""Documents by who may see them.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
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
        "documents",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("audience_class", short(40), nullable=False),
        sa.Column("side", short(40), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("name", short(200), nullable=False),
        sa.Column("media_type", short(100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", short(64), nullable=True),
        sa.Column("file_key", short(64), nullable=True),
        sa.Column("uploaded_by", short(36), nullable=False),
        sa.Column("organisation_id", short(36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_documents_case_id_length")),
        sa.CheckConstraint("length(file_key) <= 64", name=op.f("ck_documents_file_key_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_documents_id_length")),
        sa.CheckConstraint("length(media_type) <= 100", name=op.f("ck_documents_media_type_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_documents_name_length")),
        sa.CheckConstraint("length(organisation_id) <= 36", name=op.f("ck_documents_organisation_id_length")),
        sa.CheckConstraint("length(sha256) <= 64", name=op.f("ck_documents_sha256_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_documents_tenant_id_length")),
        sa.CheckConstraint("length(uploaded_by) <= 36", name=op.f("ck_documents_uploaded_by_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_documents_tenant_id_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_documents_file_key"), "documents", ["file_key"], unique=False)
    op.create_index(op.f("ix_documents_tenant_id_case_id"), "documents", ["tenant_id", "case_id"], unique=False)

    op.create_table(
        "private_documents",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("audience_class", short(40), nullable=False),
        sa.Column("side", short(40), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("name", short(200), nullable=False),
        sa.Column("media_type", short(100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", short(64), nullable=True),
        sa.Column("file_key", short(64), nullable=True),
        sa.Column("uploaded_by", short(36), nullable=False),
        sa.Column("organisation_id", short(36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_private_documents_case_id_length")),
        sa.CheckConstraint("length(file_key) <= 64", name=op.f("ck_private_documents_file_key_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_private_documents_id_length")),
        sa.CheckConstraint("length(media_type) <= 100", name=op.f("ck_private_documents_media_type_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_private_documents_name_length")),
        sa.CheckConstraint("length(organisation_id) <= 36", name=op.f("ck_private_documents_organisation_id_length")),
        sa.CheckConstraint("length(sha256) <= 64", name=op.f("ck_private_documents_sha256_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_private_documents_tenant_id_length")),
        sa.CheckConstraint("length(uploaded_by) <= 36", name=op.f("ck_private_documents_uploaded_by_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_private_documents_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_documents")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_private_documents_file_key"), "private_documents", ["file_key"], unique=False)
    op.create_index(
        op.f("ix_private_documents_tenant_id_case_id"), "private_documents", ["tenant_id", "case_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_index(op.f("ix_private_documents_tenant_id_case_id"), table_name="private_documents")
    op.drop_index(op.f("ix_private_documents_file_key"), table_name="private_documents")

    op.drop_table("private_documents")
    op.drop_index(op.f("ix_documents_tenant_id_case_id"), table_name="documents")
    op.drop_index(op.f("ix_documents_file_key"), table_name="documents")

    op.drop_table("documents")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
