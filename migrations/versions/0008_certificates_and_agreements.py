"""How a certificate is checked, and agreements kept.

Revision ID: 0008
"""

import hashlib
import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


DAY = sa.Date().with_variant(sa.Text(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
DOCUMENT = sa.JSON().with_variant(sa.Text(), "sqlite").with_variant(postgresql.JSONB(), "postgresql")

# A migration stands on its own: nothing is imported from app, which goes on changing.


def upgrade() -> None:
    """Move the tables on."""
    wait_briefly_for_locks()
    op.create_table(
        "tellings",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("certificate_id", short(36), nullable=True),
        sa.Column("rule_id", short(60), nullable=False),
        sa.Column("due_on", DAY, nullable=True),
        sa.Column("words", DOCUMENT, nullable=False),
        sa.Column("worked_out", DOCUMENT, nullable=False),
        sa.Column("rule_version", short(40), nullable=True),
        sa.Column("calendar_version", short(40), nullable=True),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(calendar_version) <= 40", name=op.f("ck_tellings_calendar_version_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_tellings_case_id_length")),
        sa.CheckConstraint("length(certificate_id) <= 36", name=op.f("ck_tellings_certificate_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_tellings_id_length")),
        sa.CheckConstraint("length(rule_id) <= 60", name=op.f("ck_tellings_rule_id_length")),
        sa.CheckConstraint("length(rule_version) <= 40", name=op.f("ck_tellings_rule_version_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_tellings_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_tellings_tenant_id_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_tellings_tenant_id_case_id"), "tellings", ["tenant_id", "case_id"], unique=False)

    op.create_table(
        "certificate_papers",
        sa.Column("code", short(40), nullable=False),
        sa.Column("code_hash", short(64), nullable=False),
        sa.Column("content", DOCUMENT, nullable=True),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(code) <= 40", name=op.f("ck_certificate_papers_code_length")),
        sa.CheckConstraint("length(code_hash) <= 64", name=op.f("ck_certificate_papers_code_hash_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_certificate_papers_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_certificate_papers_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["certificates.tenant_id", "certificates.id"],
            name=op.f("fk_certificate_papers_tenant_id_id_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_papers")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_certificate_papers_code_hash")),
        sqlite_strict=True,
    )
    give_codes()


def give_codes() -> None:
    """Give each certificate that was issued before a code of its own: what stands on it is worked out when asked."""
    bind = op.get_bind()
    papers = sa.table(
        "certificate_papers",
        *(sa.column(name, sa.String()) for name in ("id", "tenant_id", "code", "code_hash")),
    )
    for id, tenant_id in bind.execute(sa.text("SELECT id, tenant_id FROM certificates")).all():
        number = secrets.randbits(128)
        signs = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> (5 * place) & 31] for place in range(26))
        code = "-".join((signs[:5], signs[5:10], signs[10:15], signs[15:20], signs[20:]))
        hashed = hashlib.sha256(signs.encode()).hexdigest()
        bind.execute(papers.insert().values(id=id, tenant_id=tenant_id, code=code, code_hash=hashed))


def downgrade() -> None:
    """Take the tables back."""
    wait_briefly_for_locks()
    op.drop_table("certificate_papers")
    op.drop_index(op.f("ix_tellings_tenant_id_case_id"), table_name="tellings")

    op.drop_table("tellings")


def wait_briefly_for_locks() -> None:
    """Fail on PostgreSQL sooner than hold up traffic behind a lock we are waiting for."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
