"""Who may do what: the permissions, the roles, and the grants of each role, as data."""

from dataclasses import dataclass
from datetime import date
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
    PARTIES_READ = "parties:read"
    PARTIES_CHANGE = "parties:change"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WITHHELD = "contacts:withheld"
    PEOPLE_SEARCH = "people:search"
    CASES_LINK = "cases:link"
    MEDIATORS_READ = "mediators:read"
    MEDIATORS_CHANGE = "mediators:change"
    CONFLICTS_DECLARE = "conflicts:declare"
    ASSIGNMENTS_REFUSE = "assignments:refuse"
    SESSIONS_READ = "sessions:read"
    SESSIONS_ARRANGE = "sessions:arrange"
    SESSIONS_CONDUCT = "sessions:conduct"
    AVAILABILITY_STATE = "availability:state"
    EXPENSES_CLAIM = "expenses:claim"
    EXPENSES_DECIDE = "expenses:decide"
    CHILD_VIEWS_RECORD = "child_views:record"
    CHILD_VIEWS_READ = "child_views:read"
    CHILD_VIEWS_PRIVATE = "child_views:private"
    SCHOOLS_READ = "schools:read"
    SCHOOLS_CHANGE = "schools:change"
    AGREEMENTS_READ = "agreements:read"
    AGREEMENTS_DRAFT = "agreements:draft"
    AGREEMENTS_SIGN = "agreements:sign"
    AGREEMENTS_FOLLOW = "agreements:follow"
    ADVICE_NOTES = "advice_notes:keep"
    MEDIATOR_NOTES = "mediator_notes:keep"
    JOINT_NOTES = "joint_notes:keep"
    NOTES_COUNT = "notes:count"
    SAFEGUARDING_RAISE = "safeguarding:raise"
    SAFEGUARDING_READ = "safeguarding:read"
    DOCUMENTS_UPLOAD = "documents:upload"
    DOCUMENTS_READ = "documents:read"
    FOLLOW_UPS_READ = "follow_ups:read"
    FOLLOW_UPS_RECORD = "follow_ups:record"
    COMPLAINTS_RECORD = "complaints:record"
    COMPLAINTS_DECIDE = "complaints:decide"
    TRANSFERS_MAKE = "transfers:make"
    FEEDS_MANAGE = "feeds:manage"


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

_LIFE_OF_A_CASE: dict[Role, frozenset[Permission]] = {
    Role.ADVISER: frozenset(
        {
            _P.PARTIES_READ,
            _P.PARTIES_CHANGE,
            _P.CONTACTS_READ,
            _P.CONTACTS_WITHHELD,
            _P.PEOPLE_SEARCH,
            _P.CASES_LINK,
            _P.MEDIATORS_READ,
            _P.CONFLICTS_DECLARE,
            _P.ASSIGNMENTS_REFUSE,
            _P.CHILD_VIEWS_RECORD,
            _P.CHILD_VIEWS_READ,
            _P.CHILD_VIEWS_PRIVATE,
            _P.SCHOOLS_READ,
            _P.ADVICE_NOTES,
            _P.JOINT_NOTES,
            _P.SAFEGUARDING_RAISE,
            _P.SAFEGUARDING_READ,
            _P.DOCUMENTS_UPLOAD,
            _P.DOCUMENTS_READ,
            _P.FOLLOW_UPS_READ,
            _P.FOLLOW_UPS_RECORD,
            _P.COMPLAINTS_RECORD,
            _P.FEEDS_MANAGE,
        }
    ),
    Role.MEDIATOR: frozenset(
        {
            _P.PARTIES_READ,
            _P.CONTACTS_READ,
            _P.CONTACTS_WITHHELD,
            _P.CONFLICTS_DECLARE,
            _P.ASSIGNMENTS_REFUSE,
            _P.MEDIATORS_READ,
            _P.SESSIONS_READ,
            _P.SESSIONS_CONDUCT,
            _P.AVAILABILITY_STATE,
            _P.CHILD_VIEWS_RECORD,
            _P.CHILD_VIEWS_READ,
            _P.CHILD_VIEWS_PRIVATE,
            _P.SCHOOLS_READ,
            _P.SCHOOLS_CHANGE,
            _P.AGREEMENTS_READ,
            _P.AGREEMENTS_DRAFT,
            _P.AGREEMENTS_SIGN,
            _P.MEDIATOR_NOTES,
            _P.JOINT_NOTES,
            _P.SAFEGUARDING_RAISE,
            _P.SAFEGUARDING_READ,
            _P.DOCUMENTS_UPLOAD,
            _P.DOCUMENTS_READ,
            _P.FEEDS_MANAGE,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            _P.PARTIES_READ,
            _P.PARTIES_CHANGE,
            _P.CONTACTS_READ,
            _P.CONTACTS_WITHHELD,
            _P.PEOPLE_SEARCH,
            _P.CASES_LINK,
            _P.MEDIATORS_READ,
            _P.CONFLICTS_DECLARE,
            _P.SESSIONS_READ,
            _P.SESSIONS_ARRANGE,
            _P.SESSIONS_CONDUCT,
            _P.AVAILABILITY_STATE,
            _P.EXPENSES_CLAIM,
            _P.CHILD_VIEWS_READ,
            _P.SCHOOLS_READ,
            _P.SCHOOLS_CHANGE,
            _P.AGREEMENTS_READ,
            _P.AGREEMENTS_FOLLOW,
            _P.NOTES_COUNT,
            _P.SAFEGUARDING_RAISE,
            _P.SAFEGUARDING_READ,
            _P.DOCUMENTS_UPLOAD,
            _P.DOCUMENTS_READ,
            _P.FOLLOW_UPS_READ,
            _P.FOLLOW_UPS_RECORD,
            _P.COMPLAINTS_RECORD,
            _P.FEEDS_MANAGE,
        }
    ),
    Role.SERVICE_MANAGER: frozenset(
        {
            _P.PARTIES_READ,
            _P.PARTIES_CHANGE,
            _P.CONTACTS_READ,
            _P.CONTACTS_WITHHELD,
            _P.PEOPLE_SEARCH,
            _P.CASES_LINK,
            _P.MEDIATORS_READ,
            _P.MEDIATORS_CHANGE,
            _P.CONFLICTS_DECLARE,
            _P.SESSIONS_READ,
            _P.SESSIONS_ARRANGE,
            _P.SESSIONS_CONDUCT,
            _P.AVAILABILITY_STATE,
            _P.EXPENSES_CLAIM,
            _P.EXPENSES_DECIDE,
            _P.CHILD_VIEWS_READ,
            _P.SCHOOLS_READ,
            _P.SCHOOLS_CHANGE,
            _P.AGREEMENTS_READ,
            _P.AGREEMENTS_FOLLOW,
            _P.NOTES_COUNT,
            _P.SAFEGUARDING_RAISE,
            _P.SAFEGUARDING_READ,
            _P.DOCUMENTS_UPLOAD,
            _P.DOCUMENTS_READ,
            _P.FOLLOW_UPS_READ,
            _P.FOLLOW_UPS_RECORD,
            _P.COMPLAINTS_RECORD,
            _P.COMPLAINTS_DECIDE,
            _P.TRANSFERS_MAKE,
            _P.FEEDS_MANAGE,
        }
    ),
    Role.LA_OFFICER: frozenset(
        {
            _P.PARTIES_READ,
            _P.PARTIES_CHANGE,
            _P.SESSIONS_READ,
            _P.AVAILABILITY_STATE,
            _P.CHILD_VIEWS_READ,
            _P.SCHOOLS_READ,
            _P.AGREEMENTS_READ,
            _P.AGREEMENTS_SIGN,
            _P.AGREEMENTS_FOLLOW,
            _P.DOCUMENTS_UPLOAD,
            _P.DOCUMENTS_READ,
            _P.FEEDS_MANAGE,
        }
    ),
    Role.ICB_OFFICER: frozenset(
        {
            _P.PARTIES_READ,
            _P.PARTIES_CHANGE,
            _P.SESSIONS_READ,
            _P.AVAILABILITY_STATE,
            _P.CHILD_VIEWS_READ,
            _P.AGREEMENTS_READ,
            _P.AGREEMENTS_SIGN,
            _P.AGREEMENTS_FOLLOW,
            _P.DOCUMENTS_UPLOAD,
            _P.DOCUMENTS_READ,
            _P.FEEDS_MANAGE,
        }
    ),
    Role.FAMILY_FRONT_END: frozenset(
        {
            _P.PARTIES_READ,
            _P.PARTIES_CHANGE,
            _P.SESSIONS_READ,
            _P.AVAILABILITY_STATE,
            _P.EXPENSES_CLAIM,
            _P.CHILD_VIEWS_RECORD,
            _P.CHILD_VIEWS_READ,
            _P.AGREEMENTS_READ,
            _P.AGREEMENTS_SIGN,
            _P.SAFEGUARDING_RAISE,
            _P.DOCUMENTS_UPLOAD,
            _P.DOCUMENTS_READ,
        }
    ),
    Role.PARTNER_SYSTEM: frozenset(
        {
            _P.AVAILABILITY_STATE,
            _P.DOCUMENTS_UPLOAD,
            _P.DOCUMENTS_READ,
        }
    ),
}
"""What the authorisation matrix grants over the people, sessions, notes, documents and promises of a case."""

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
    | {
        _P.REFERRALS_CREATE,
        _P.REFERRALS_READ,
        _P.REFERRALS_CORRECT,
        _P.CASES_READ,
        _P.DEADLINES_READ,
        _P.CERTIFICATES_READ,
    },
    Role.PARTNER_SYSTEM: _EVERYONE | _READS_CASES | {_P.REFERRALS_CREATE, _P.REFERRALS_READ, _P.REFERRALS_CORRECT},
    Role.REPORTING: _EVERYONE | {_P.KPIS_READ},
}
GRANTS |= {role: GRANTS[role] | granted for role, granted in _LIFE_OF_A_CASE.items()}

STAFF = frozenset({Role.ADVISER, Role.MEDIATOR, Role.COORDINATOR, Role.SERVICE_MANAGER, Role.PROVIDER_ADMIN})
"""Roles of the provider itself: no other role may be given to the provider's people, nor these to outsiders."""

COUNCIL = frozenset({Role.LA_OFFICER, Role.LA_COMMISSIONER})
HEALTH = frozenset({Role.ICB_OFFICER, Role.ICB_COMMISSIONER})
MACHINES = frozenset({Role.FAMILY_FRONT_END, Role.PARTNER_SYSTEM, Role.REPORTING})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is calling, in the one role that this token was given for.

    `tenant_id` is the provider's id; `organisation_id` is the caller's own organisation (the provider, a council
    or a health body), None for a family's front end. `kind` is "user", "client" or "system". `today` is the day of
    the request, on which walls that time alone moves are judged; without it they stand as they were last worked out.
    """

    kind: str
    id: str
    tenant_id: str
    organisation_id: str | None
    role: Role
    today: date | None = None

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    def may(self, permission: Permission) -> bool:
        """Return whether this role is granted the permission."""
        return permission in GRANTS[self.role]
