"""The first tables: organisations, people, referrals, cases, facts, deadlines, certificates and the chronicle.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def short(length: int) -> sa.types.TypeEngine[str]:
    """Return a bounded text: a plain one on SQLite, whose STRICT tables know no varchar."""
    return sa.String(length).with_variant(sa.Text(), "sqlite")


DAY = sa.Date().with_variant(sa.Text(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(sa.Text(), "sqlite").with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make every table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "audit_entries",
        sa.Column("tenant_id", short(36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_kind", short(10), nullable=False),
        sa.Column("actor_id", short(36), nullable=False),
        sa.Column("actor_role", short(40), nullable=False),
        sa.Column("action", short(60), nullable=False),
        sa.Column("subject_kind", short(40), nullable=False),
        sa.Column("subject_id", short(36), nullable=False),
        sa.Column("request_id", short(64), nullable=False),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.Column("previous_hash", short(64), nullable=False),
        sa.Column("hash", short(64), nullable=False),
        sa.CheckConstraint("length(subject_kind) <= 40", name=op.f("ck_audit_entries_subject_kind_length")),
        sa.CheckConstraint("length(previous_hash) <= 64", name=op.f("ck_audit_entries_previous_hash_length")),
        sa.CheckConstraint("length(subject_id) <= 36", name=op.f("ck_audit_entries_subject_id_length")),
        sa.CheckConstraint("length(actor_kind) <= 10", name=op.f("ck_audit_entries_actor_kind_length")),
        sa.CheckConstraint("length(hash) <= 64", name=op.f("ck_audit_entries_hash_length")),
        sa.CheckConstraint("length(action) <= 60", name=op.f("ck_audit_entries_action_length")),
        sa.CheckConstraint("length(request_id) <= 64", name=op.f("ck_audit_entries_request_id_length")),
        sa.CheckConstraint("length(actor_id) <= 36", name=op.f("ck_audit_entries_actor_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_audit_entries_tenant_id_length")),
        sa.CheckConstraint("length(actor_role) <= 40", name=op.f("ck_audit_entries_actor_role_length")),
        sa.PrimaryKeyConstraint("tenant_id", "sequence", name=op.f("pk_audit_entries")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_entries_tenant_id_subject_id"), "audit_entries", ["tenant_id", "subject_id"])
    op.create_table(
        "audit_heads",
        sa.Column("tenant_id", short(36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", short(64), nullable=False),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_audit_heads_tenant_id_length")),
        sa.CheckConstraint("length(hash) <= 64", name=op.f("ck_audit_heads_hash_length")),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_audit_heads")),
        sqlite_strict=True,
    )
    op.create_table(
        "children",
        sa.Column("given_name", short(100), nullable=True),
        sa.Column("family_name", short(100), nullable=True),
        sa.Column("search_name", short(210), nullable=False),
        sa.Column("born_on", DAY, nullable=True),
        sa.Column("sex", short(40), nullable=True),
        sa.Column("ethnicity", short(40), nullable=True),
        sa.Column("primary_need", short(40), nullable=True),
        sa.Column("upn", short(13), nullable=True),
        sa.Column("nhs_number", short(10), nullable=True),
        sa.Column("school_urn", short(6), nullable=True),
        sa.Column("postcode", short(8), nullable=True),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(upn) <= 13", name=op.f("ck_children_upn_length")),
        sa.CheckConstraint("length(school_urn) <= 6", name=op.f("ck_children_school_urn_length")),
        sa.CheckConstraint("length(given_name) <= 100", name=op.f("ck_children_given_name_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_children_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_children_tenant_id_length")),
        sa.CheckConstraint("length(postcode) <= 8", name=op.f("ck_children_postcode_length")),
        sa.CheckConstraint("length(nhs_number) <= 10", name=op.f("ck_children_nhs_number_length")),
        sa.CheckConstraint("length(search_name) <= 210", name=op.f("ck_children_search_name_length")),
        sa.CheckConstraint("length(family_name) <= 100", name=op.f("ck_children_family_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_children")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_children_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_children_tenant_id_search_name"), "children", ["tenant_id", "search_name"])
    op.create_table(
        "contracts",
        sa.Column("reference", short(40), nullable=False),
        sa.Column("name", short(200), nullable=False),
        sa.Column("starts_on", DAY, nullable=False),
        sa.Column("ends_on", DAY, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(reference) <= 40", name=op.f("ck_contracts_reference_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_contracts_tenant_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_contracts_id_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_contracts_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_contracts_tenant_id_id")),
        sa.UniqueConstraint("tenant_id", "reference", name=op.f("uq_contracts_tenant_id_reference")),
        sqlite_strict=True,
    )
    op.create_table(
        "counters",
        sa.Column("tenant_id", short(36), nullable=False),
        sa.Column("series", short(20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_counters_tenant_id_length")),
        sa.CheckConstraint("length(series) <= 20", name=op.f("ck_counters_series_length")),
        sa.PrimaryKeyConstraint("tenant_id", "series", name=op.f("pk_counters")),
        sqlite_strict=True,
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("principal_id", short(36), nullable=False),
        sa.Column("method", short(8), nullable=False),
        sa.Column("path", short(200), nullable=False),
        sa.Column("key", short(128), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.Column("request_hash", short(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("resource_kind", short(40), nullable=True),
        sa.Column("resource_id", short(36), nullable=True),
        sa.Column("resource_version", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.CheckConstraint("length(request_hash) <= 64", name=op.f("ck_idempotency_keys_request_hash_length")),
        sa.CheckConstraint("length(path) <= 200", name=op.f("ck_idempotency_keys_path_length")),
        sa.CheckConstraint("length(principal_id) <= 36", name=op.f("ck_idempotency_keys_principal_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_idempotency_keys_tenant_id_length")),
        sa.CheckConstraint("length(resource_kind) <= 40", name=op.f("ck_idempotency_keys_resource_kind_length")),
        sa.CheckConstraint("length(resource_id) <= 36", name=op.f("ck_idempotency_keys_resource_id_length")),
        sa.CheckConstraint("length(method) <= 8", name=op.f("ck_idempotency_keys_method_length")),
        sa.CheckConstraint("length(key) <= 128", name=op.f("ck_idempotency_keys_key_length")),
        sa.PrimaryKeyConstraint("principal_id", "method", "path", "key", name=op.f("pk_idempotency_keys")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_idempotency_keys_expires_at"), "idempotency_keys", ["expires_at"])
    op.create_table(
        "organisations",
        sa.Column("kind", short(10), nullable=False),
        sa.Column("code", short(20), nullable=False),
        sa.Column("name", short(200), nullable=False),
        sa.Column("valid_from", DAY, nullable=True),
        sa.Column("valid_to", DAY, nullable=True),
        sa.Column("successor_id", short(36), nullable=True),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(kind) <= 10", name=op.f("ck_organisations_kind_length")),
        sa.CheckConstraint("length(code) <= 20", name=op.f("ck_organisations_code_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_organisations_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_organisations_tenant_id_length")),
        sa.CheckConstraint("length(successor_id) <= 36", name=op.f("ck_organisations_successor_id_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_organisations_name_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "successor_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_organisations_tenant_id_successor_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_organisations_tenant_id_id")),
        sa.UniqueConstraint("tenant_id", "kind", "code", name=op.f("uq_organisations_tenant_id_kind_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox_events",
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("type", short(60), nullable=False),
        sa.Column("subject_kind", short(40), nullable=False),
        sa.Column("subject_id", short(36), nullable=False),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.CheckConstraint("length(type) <= 60", name=op.f("ck_outbox_events_type_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_outbox_events_tenant_id_length")),
        sa.CheckConstraint("length(subject_kind) <= 40", name=op.f("ck_outbox_events_subject_kind_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_outbox_events_id_length")),
        sa.CheckConstraint("length(subject_id) <= 36", name=op.f("ck_outbox_events_subject_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_events")),
        sa.UniqueConstraint("tenant_id", "sequence", name=op.f("uq_outbox_events_tenant_id_sequence")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_outbox_events_delivered_at_tenant_id_sequence"),
        "outbox_events",
        ["delivered_at", "tenant_id", "sequence"],
    )
    op.create_table(
        "clients",
        sa.Column("organisation_id", short(36), nullable=True),
        sa.Column("client_id", short(80), nullable=False),
        sa.Column("name", short(200), nullable=False),
        sa.Column("role", short(40), nullable=False),
        sa.Column("secret_hash", short(64), nullable=False),
        sa.Column("next_secret_hash", short(64), nullable=True),
        sa.Column("origins", short(500), nullable=True),
        sa.Column("active", FLAG, nullable=False),
        sa.Column("demo", FLAG, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(secret_hash) <= 64", name=op.f("ck_clients_secret_hash_length")),
        sa.CheckConstraint("length(origins) <= 500", name=op.f("ck_clients_origins_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_clients_name_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_clients_tenant_id_length")),
        sa.CheckConstraint("length(client_id) <= 80", name=op.f("ck_clients_client_id_length")),
        sa.CheckConstraint("length(next_secret_hash) <= 64", name=op.f("ck_clients_next_secret_hash_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_clients_id_length")),
        sa.CheckConstraint("length(organisation_id) <= 36", name=op.f("ck_clients_organisation_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_clients_tenant_id_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
        sa.UniqueConstraint("client_id", name=op.f("uq_clients_client_id")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_clients_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "contract_parties",
        sa.Column("contract_id", short(36), nullable=False),
        sa.Column("organisation_id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(organisation_id) <= 36", name=op.f("ck_contract_parties_organisation_id_length")),
        sa.CheckConstraint("length(contract_id) <= 36", name=op.f("ck_contract_parties_contract_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_contract_parties_tenant_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts.tenant_id", "contracts.id"],
            name=op.f("fk_contract_parties_tenant_id_contract_id_contracts"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_contract_parties_tenant_id_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("contract_id", "organisation_id", name=op.f("pk_contract_parties")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_contract_parties_tenant_id_organisation_id"),
        "contract_parties",
        ["tenant_id", "organisation_id"],
    )
    op.create_table(
        "referrals",
        sa.Column("reference", short(20), nullable=False),
        sa.Column("status", short(40), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("child_id", short(36), nullable=False),
        sa.Column("la_id", short(36), nullable=False),
        sa.Column("la_code", short(20), nullable=False),
        sa.Column("icb_id", short(36), nullable=True),
        sa.Column("external_reference", short(80), nullable=True),
        sa.Column("contacted_on", DAY, nullable=False),
        sa.Column("received_on", DAY, nullable=False),
        sa.Column("channel", short(40), nullable=False),
        sa.Column("referred_by", short(40), nullable=False),
        sa.Column("permission_given", FLAG, nullable=True),
        sa.Column("decision_kind", short(40), nullable=True),
        sa.Column("decision_sent_on", DAY, nullable=True),
        sa.Column("letter_dated_on", DAY, nullable=True),
        sa.Column("appeal_sections", DOCUMENT, nullable=False),
        sa.Column("drs_sides", DOCUMENT, nullable=False),
        sa.Column("health_issues", FLAG, nullable=True),
        sa.Column("social_care_issues", FLAG, nullable=True),
        sa.Column("adjustments", short(500), nullable=True),
        sa.Column("case_id", short(36), nullable=True),
        sa.Column("closure_reason", short(40), nullable=True),
        sa.Column("created_by", short(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(reference) <= 20", name=op.f("ck_referrals_reference_length")),
        sa.CheckConstraint("length(child_id) <= 36", name=op.f("ck_referrals_child_id_length")),
        sa.CheckConstraint("length(external_reference) <= 80", name=op.f("ck_referrals_external_reference_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_referrals_case_id_length")),
        sa.CheckConstraint("length(la_id) <= 36", name=op.f("ck_referrals_la_id_length")),
        sa.CheckConstraint("length(la_code) <= 20", name=op.f("ck_referrals_la_code_length")),
        sa.CheckConstraint("length(created_by) <= 36", name=op.f("ck_referrals_created_by_length")),
        sa.CheckConstraint("length(icb_id) <= 36", name=op.f("ck_referrals_icb_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_referrals_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_referrals_tenant_id_length")),
        sa.CheckConstraint("length(adjustments) <= 500", name=op.f("ck_referrals_adjustments_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["children.tenant_id", "children.id"],
            name=op.f("fk_referrals_tenant_id_child_id_children"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "icb_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_referrals_tenant_id_icb_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "la_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_referrals_tenant_id_la_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_referrals_tenant_id_id")),
        sa.UniqueConstraint(
            "tenant_id",
            "la_id",
            "external_reference",
            name=op.f("uq_referrals_tenant_id_la_id_external_reference"),
        ),
        sa.UniqueConstraint("tenant_id", "reference", name=op.f("uq_referrals_tenant_id_reference")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_referrals_tenant_id_case_id"), "referrals", ["tenant_id", "case_id"])
    op.create_index(op.f("ix_referrals_tenant_id_child_id"), "referrals", ["tenant_id", "child_id"])
    op.create_index(op.f("ix_referrals_tenant_id_received_on_id"), "referrals", ["tenant_id", "received_on", "id"])
    op.create_index(
        op.f("ix_referrals_tenant_id_status_received_on_id"),
        "referrals",
        ["tenant_id", "status", "received_on", "id"],
    )
    op.create_table(
        "users",
        sa.Column("organisation_id", short(36), nullable=False),
        sa.Column("username", short(200), nullable=False),
        sa.Column("name", short(200), nullable=False),
        sa.Column("role", short(40), nullable=False),
        sa.Column("password_hash", short(200), nullable=True),
        sa.Column("active", FLAG, nullable=False),
        sa.Column("demo", FLAG, nullable=False),
        sa.Column("independent_until", DAY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(password_hash) <= 200", name=op.f("ck_users_password_hash_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_users_tenant_id_length")),
        sa.CheckConstraint("length(username) <= 200", name=op.f("ck_users_username_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_users_name_length")),
        sa.CheckConstraint("length(organisation_id) <= 36", name=op.f("ck_users_organisation_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_users_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_users_tenant_id_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_users_tenant_id_id")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
        sqlite_strict=True,
    )
    op.create_table(
        "cases",
        sa.Column("reference", short(20), nullable=False),
        sa.Column("referral_id", short(36), nullable=False),
        sa.Column("child_id", short(36), nullable=False),
        sa.Column("la_id", short(36), nullable=False),
        sa.Column("la_code", short(20), nullable=False),
        sa.Column("icb_id", short(36), nullable=True),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("route", short(40), nullable=True),
        sa.Column("stage", short(20), nullable=False),
        sa.Column("outcome", short(40), nullable=True),
        sa.Column("decision_kind", short(40), nullable=True),
        sa.Column("decision_sent_on", DAY, nullable=True),
        sa.Column("adviser_id", short(36), nullable=True),
        sa.Column("received_on", DAY, nullable=False),
        sa.Column("closed_on", DAY, nullable=True),
        sa.Column("flags", DOCUMENT, nullable=False),
        sa.Column("warnings", DOCUMENT, nullable=False),
        sa.Column("recompute_on", DAY, nullable=True),
        sa.Column("fact_count", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(icb_id) <= 36", name=op.f("ck_cases_icb_id_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_cases_id_length")),
        sa.CheckConstraint("length(child_id) <= 36", name=op.f("ck_cases_child_id_length")),
        sa.CheckConstraint("length(reference) <= 20", name=op.f("ck_cases_reference_length")),
        sa.CheckConstraint("length(stage) <= 20", name=op.f("ck_cases_stage_length")),
        sa.CheckConstraint("length(referral_id) <= 36", name=op.f("ck_cases_referral_id_length")),
        sa.CheckConstraint("length(la_id) <= 36", name=op.f("ck_cases_la_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_cases_tenant_id_length")),
        sa.CheckConstraint("length(la_code) <= 20", name=op.f("ck_cases_la_code_length")),
        sa.CheckConstraint("length(adviser_id) <= 36", name=op.f("ck_cases_adviser_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "adviser_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_cases_tenant_id_adviser_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["children.tenant_id", "children.id"],
            name=op.f("fk_cases_tenant_id_child_id_children"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "icb_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_cases_tenant_id_icb_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "la_id"],
            ["organisations.tenant_id", "organisations.id"],
            name=op.f("fk_cases_tenant_id_la_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "referral_id"],
            ["referrals.tenant_id", "referrals.id"],
            name=op.f("fk_cases_tenant_id_referral_id_referrals"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_cases_tenant_id_id")),
        sa.UniqueConstraint("tenant_id", "reference", name=op.f("uq_cases_tenant_id_reference")),
        sa.UniqueConstraint("tenant_id", "referral_id", name=op.f("uq_cases_tenant_id_referral_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cases_tenant_id_adviser_id"), "cases", ["tenant_id", "adviser_id"])
    op.create_index(op.f("ix_cases_tenant_id_child_id"), "cases", ["tenant_id", "child_id"])
    op.create_index(op.f("ix_cases_tenant_id_closed_on"), "cases", ["tenant_id", "closed_on"])
    op.create_index(op.f("ix_cases_tenant_id_la_id_closed_on"), "cases", ["tenant_id", "la_id", "closed_on"])
    op.create_index(op.f("ix_cases_tenant_id_la_id_received_on"), "cases", ["tenant_id", "la_id", "received_on"])
    op.create_index(op.f("ix_cases_tenant_id_received_on_id"), "cases", ["tenant_id", "received_on", "id"])
    op.create_index(op.f("ix_cases_tenant_id_recompute_on"), "cases", ["tenant_id", "recompute_on"])
    op.create_table(
        "contacts",
        sa.Column("referral_id", short(36), nullable=False),
        sa.Column("side", short(10), nullable=False),
        sa.Column("name", short(200), nullable=True),
        sa.Column("phone", short(40), nullable=True),
        sa.Column("email", short(254), nullable=True),
        sa.Column("address", short(500), nullable=True),
        sa.Column("safe_contact", short(500), nullable=True),
        sa.Column("withheld", FLAG, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_contacts_name_length")),
        sa.CheckConstraint("length(side) <= 10", name=op.f("ck_contacts_side_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_contacts_tenant_id_length")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_contacts_email_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_contacts_id_length")),
        sa.CheckConstraint("length(referral_id) <= 36", name=op.f("ck_contacts_referral_id_length")),
        sa.CheckConstraint("length(phone) <= 40", name=op.f("ck_contacts_phone_length")),
        sa.CheckConstraint("length(safe_contact) <= 500", name=op.f("ck_contacts_safe_contact_length")),
        sa.CheckConstraint("length(address) <= 500", name=op.f("ck_contacts_address_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "referral_id"],
            ["referrals.tenant_id", "referrals.id"],
            name=op.f("fk_contacts_tenant_id_referral_id_referrals"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("referral_id", "side", name=op.f("uq_contacts_referral_id_side")),
        sqlite_strict=True,
    )
    op.create_table(
        "referral_reasons",
        sa.Column("referral_id", short(36), nullable=False),
        sa.Column("reason", short(40), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.Column("is_primary", FLAG, nullable=False),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_referral_reasons_tenant_id_length")),
        sa.CheckConstraint("length(referral_id) <= 36", name=op.f("ck_referral_reasons_referral_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "referral_id"],
            ["referrals.tenant_id", "referrals.id"],
            name=op.f("fk_referral_reasons_tenant_id_referral_id_referrals"),
        ),
        sa.PrimaryKeyConstraint("referral_id", "reason", name=op.f("pk_referral_reasons")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_referral_reasons_tenant_id_referral_id"), "referral_reasons", ["tenant_id", "referral_id"])
    op.create_table(
        "assignments",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("user_id", short(36), nullable=False),
        sa.Column("capacity", short(20), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(user_id) <= 36", name=op.f("ck_assignments_user_id_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_assignments_tenant_id_length")),
        sa.CheckConstraint("length(capacity) <= 20", name=op.f("ck_assignments_capacity_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_assignments_id_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_assignments_case_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_assignments_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_assignments_tenant_id_user_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_assignments_case_id"), "assignments", ["case_id"])
    op.create_index(
        op.f("ix_assignments_tenant_id_user_id_ended_at"), "assignments", ["tenant_id", "user_id", "ended_at"]
    )
    op.create_table(
        "certificates",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("number", short(24), nullable=False),
        sa.Column("kind", short(40), nullable=False),
        sa.Column("person", short(20), nullable=False),
        sa.Column("issued_on", DAY, nullable=False),
        sa.Column("first_issued_on", DAY, nullable=False),
        sa.Column("additional", FLAG, nullable=False),
        sa.Column("live_key", short(60), nullable=True),
        sa.Column("issued_by", short(36), nullable=False),
        sa.Column("voided_on", DAY, nullable=True),
        sa.Column("void_reason", short(300), nullable=True),
        sa.Column("replaced_by", short(36), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_certificates_id_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_certificates_case_id_length")),
        sa.CheckConstraint("length(issued_by) <= 36", name=op.f("ck_certificates_issued_by_length")),
        sa.CheckConstraint("length(void_reason) <= 300", name=op.f("ck_certificates_void_reason_length")),
        sa.CheckConstraint("length(live_key) <= 60", name=op.f("ck_certificates_live_key_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_certificates_tenant_id_length")),
        sa.CheckConstraint("length(person) <= 20", name=op.f("ck_certificates_person_length")),
        sa.CheckConstraint("length(replaced_by) <= 36", name=op.f("ck_certificates_replaced_by_length")),
        sa.CheckConstraint("length(number) <= 24", name=op.f("ck_certificates_number_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_certificates_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "issued_by"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_certificates_tenant_id_issued_by_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("case_id", "live_key", name=op.f("uq_certificates_case_id_live_key")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_certificates_tenant_id_id")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_certificates_tenant_id_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "deadlines",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("rule_id", short(60), nullable=False),
        sa.Column("subject", short(80), nullable=False),
        sa.Column("owed_by", short(40), nullable=False),
        sa.Column("start_on", DAY, nullable=True),
        sa.Column("due_on", DAY, nullable=True),
        sa.Column("judged_on", DAY, nullable=True),
        sa.Column("act_by_on", DAY, nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("met_on", DAY, nullable=True),
        sa.Column("not_needed", FLAG, nullable=False),
        sa.Column("holds_open", FLAG, nullable=False),
        sa.Column("calendar_version", short(40), nullable=False),
        sa.Column("rule_version", short(40), nullable=False),
        sa.Column("detail", DOCUMENT, nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(rule_version) <= 40", name=op.f("ck_deadlines_rule_version_length")),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_deadlines_id_length")),
        sa.CheckConstraint("length(calendar_version) <= 40", name=op.f("ck_deadlines_calendar_version_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_deadlines_tenant_id_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_deadlines_case_id_length")),
        sa.CheckConstraint("length(subject) <= 80", name=op.f("ck_deadlines_subject_length")),
        sa.CheckConstraint("length(rule_id) <= 60", name=op.f("ck_deadlines_rule_id_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_deadlines_tenant_id_case_id_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("case_id", "rule_id", "subject", name=op.f("uq_deadlines_case_id_rule_id_subject")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_deadlines_tenant_id_due_on_id"), "deadlines", ["tenant_id", "due_on", "id"])
    op.create_index(op.f("ix_deadlines_tenant_id_rule_id_due_on"), "deadlines", ["tenant_id", "rule_id", "due_on"])
    op.create_table(
        "facts",
        sa.Column("case_id", short(36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("type", short(40), nullable=False),
        sa.Column("occurred_on", DAY, nullable=False),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.Column("supersedes_id", short(36), nullable=True),
        sa.Column("retracted", FLAG, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", short(36), nullable=False),
        sa.Column("recorder_role", short(40), nullable=False),
        sa.Column("id", short(36), nullable=False),
        sa.Column("tenant_id", short(36), nullable=False),
        sa.CheckConstraint("length(id) <= 36", name=op.f("ck_facts_id_length")),
        sa.CheckConstraint("length(recorded_by) <= 36", name=op.f("ck_facts_recorded_by_length")),
        sa.CheckConstraint("length(type) <= 40", name=op.f("ck_facts_type_length")),
        sa.CheckConstraint("length(tenant_id) <= 36", name=op.f("ck_facts_tenant_id_length")),
        sa.CheckConstraint("length(supersedes_id) <= 36", name=op.f("ck_facts_supersedes_id_length")),
        sa.CheckConstraint("length(case_id) <= 36", name=op.f("ck_facts_case_id_length")),
        sa.CheckConstraint("length(recorder_role) <= 40", name=op.f("ck_facts_recorder_role_length")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["cases.tenant_id", "cases.id"],
            name=op.f("fk_facts_tenant_id_case_id_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supersedes_id"],
            ["facts.tenant_id", "facts.id"],
            name=op.f("fk_facts_tenant_id_supersedes_id_facts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
        sa.UniqueConstraint("case_id", "sequence", name=op.f("uq_facts_case_id_sequence")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_facts_tenant_id_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_facts_tenant_id_type_occurred_on"), "facts", ["tenant_id", "type", "occurred_on"])


def downgrade() -> None:
    """Take every table away."""
    op.drop_table("facts")
    op.drop_table("deadlines")
    op.drop_table("certificates")
    op.drop_table("assignments")
    op.drop_table("referral_reasons")
    op.drop_table("contacts")
    op.drop_table("cases")
    op.drop_table("users")
    op.drop_table("referrals")
    op.drop_table("contract_parties")
    op.drop_table("clients")
    op.drop_table("outbox_events")
    op.drop_table("organisations")
    op.drop_table("idempotency_keys")
    op.drop_table("counters")
    op.drop_table("contracts")
    op.drop_table("children")
    op.drop_table("audit_heads")
    op.drop_table("audit_entries")
