"""Who may do what: the permissions, the roles, and the grants of each role, as data."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    REFERRALS_CREATE = "referrals:create"
    REFERRALS_READ = "referrals:read"
    REFERRALS_CORRECT = "referrals:correct"
    REFERRALS_DECIDE = "referrals:decide"
    CASES_READ = "cases:read"
    CASES_ASSIGN = "cases:assign"
    FACTS_RECORD = "facts:record"
    FACTS_READ = "facts:read"
    CERTIFICATES_ISSUE = "certificates:issue"
    CERTIFICATES_VOID = "certificates:void"
    CERTIFICATES_READ = "certificates:read"
    DEADLINES_READ = "deadlines:read"
    KPIS_READ = "kpis:read"
    ORGANISATIONS_READ = "organisations:read"
    USERS_READ = "users:read"
    META_READ = "meta:read"
    CALENDARS_READ = "calendars:read"
    CALENDARS_CHANGE = "calendars:change"


class Role(StrEnum):
    ADVISER = "adviser"
    MEDIATOR = "mediator"
    COORDINATOR = "coordinator"
    SERVICE_MANAGER = "service_manager"
    PROVIDER_ADMIN = "provider_admin"
    LA_OFFICER = "la_officer"
    LA_COMMISSIONER = "la_commissioner"
    ICB_OFFICER = "icb_officer"
    ICB_COMMISSIONER = "icb_commissioner"
    FAMILY_FRONT_END = "family_front_end"
    PARTNER_SYSTEM = "partner_system"
    REPORTING = "reporting"


_P = Permission
_EVERYONE = frozenset({_P.META_READ, _P.ORGANISATIONS_READ})
_OWN_STAFF = _EVERYONE | {_P.CALENDARS_READ}
_READS_CASES = frozenset({_P.CASES_READ, _P.FACTS_READ, _P.CERTIFICATES_READ, _P.DEADLINES_READ})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADVISER: _OWN_STAFF
    | _READS_CASES
    | {
        _P.REFERRALS_CREATE,
        _P.REFERRALS_READ,
        _P.REFERRALS_CORRECT,
        _P.REFERRALS_DECIDE,
        _P.FACTS_RECORD,
        _P.CERTIFICATES_ISSUE,
    },
    Role.MEDIATOR: _OWN_STAFF | _READS_CASES | {_P.FACTS_RECORD, _P.CERTIFICATES_ISSUE},
    Role.COORDINATOR: _OWN_STAFF
    | _READS_CASES
    | {
        _P.REFERRALS_CREATE,
        _P.REFERRALS_READ,
        _P.REFERRALS_CORRECT,
        _P.REFERRALS_DECIDE,
        _P.CASES_ASSIGN,
        _P.FACTS_RECORD,
        _P.KPIS_READ,
        _P.USERS_READ,
    },
    Role.SERVICE_MANAGER: _OWN_STAFF
    | _READS_CASES
    | {
        _P.REFERRALS_CREATE,
        _P.REFERRALS_READ,
        _P.REFERRALS_CORRECT,
        _P.REFERRALS_DECIDE,
        _P.CASES_ASSIGN,
        _P.FACTS_RECORD,
        _P.CERTIFICATES_VOID,
        _P.KPIS_READ,
        _P.USERS_READ,
    },
    Role.PROVIDER_ADMIN: _OWN_STAFF | {_P.USERS_READ, _P.CALENDARS_CHANGE},
    Role.LA_OFFICER: _EVERYONE | _READS_CASES | {_P.REFERRALS_CREATE, _P.REFERRALS_READ},
    Role.LA_COMMISSIONER: _EVERYONE | {_P.KPIS_READ},
    Role.ICB_OFFICER: _EVERYONE | _READS_CASES | {_P.REFERRALS_CREATE},
    Role.ICB_COMMISSIONER: _EVERYONE | {_P.KPIS_READ},
    Role.FAMILY_FRONT_END: _EVERYONE
    | {_P.REFERRALS_CREATE, _P.REFERRALS_READ, _P.REFERRALS_CORRECT, _P.CASES_READ, _P.DEADLINES_READ},
    Role.PARTNER_SYSTEM: _EVERYONE | _READS_CASES | {_P.REFERRALS_CREATE, _P.REFERRALS_READ, _P.REFERRALS_CORRECT},
    Role.REPORTING: _EVERYONE | {_P.KPIS_READ},
}

STAFF = frozenset({Role.ADVISER, Role.MEDIATOR, Role.COORDINATOR, Role.SERVICE_MANAGER, Role.PROVIDER_ADMIN})
"""Roles of the provider itself: no other role may be given to the provider's people, nor these to outsiders."""

COUNCIL = frozenset({Role.LA_OFFICER, Role.LA_COMMISSIONER})
HEALTH = frozenset({Role.ICB_OFFICER, Role.ICB_COMMISSIONER})
MACHINES = frozenset({Role.FAMILY_FRONT_END, Role.PARTNER_SYSTEM, Role.REPORTING})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is calling, in the one role that this token was given for.

    `tenant_id` is the provider's id; `organisation_id` is the caller's own organisation (the provider, a council
    or a health body), None for a family's front end. `kind` is "user", "client" or "system".
    """

    kind: str
    id: str
    tenant_id: str
    organisation_id: str | None
    role: Role

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    def may(self, permission: Permission) -> bool:
        """Return whether this role is granted the permission."""
        return permission in GRANTS[self.role]
