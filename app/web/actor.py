"""Who is calling: the token, whether its owner still may, and the `May…` parameters that routes name."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_address
from typing import Annotated, Any, NamedTuple

from fastapi import Request, Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlowPassword, OAuthFlows
from fastapi.security import OAuth2, SecurityScopes
from sqlalchemy import Select, bindparam, select

from app.adapters.tokens import NotSignedIn, Tokens
from app.domain.permissions import Actor, Permission
from app.domain.refusals import Fault, NotPermitted, Refusal
from app.store.tables import Client, User
from app.store.types import Short
from app.web.clock import now, today
from app.web.idempotency import once
from app.web.limits import count_principal

TOKEN_PATH = "/oauth2/token"  # noqa: S105 - an address, no secret
REMEMBERED_SECONDS = 10.0
MOST_REMEMBERED = 4096
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_SCOPES = {permission.value: permission.value.replace(":", ": ") for permission in Permission}
_scheme = OAuth2(
    scheme_name="oauth2",
    description="Systems sign in by client credentials. People sign in by password on the embedded default only.",
    flows=OAuthFlows(
        clientCredentials=OAuthFlowClientCredentials(tokenUrl=TOKEN_PATH, scopes=_SCOPES),
        password=OAuthFlowPassword(tokenUrl=TOKEN_PATH, scopes=_SCOPES),
    ),
    auto_error=False,
)


class HeaderRefused(Refusal):
    """A header could not be taken."""

    code = "malformed_header"


class Standing(NamedTuple):
    """What is stored of a principal that a token cannot know."""

    version: int
    active: bool
    demo: bool


class Principals:
    """Remembers for a few seconds who may still sign in, so that a request need not ask the database.

    So a person who is disabled, or whose role changes, is refused within ten seconds, in every process.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[float, Standing | None]] = OrderedDict()

    async def standing(self, request: Request, actor: Actor, epoch: int) -> Standing | None:
        """Return how a principal stands; None when there is no such one."""
        key = (actor.kind, actor.id)
        until, standing = self._known.get(key, (0.0, None))
        # A token newer than what is remembered proves that it is out of date.
        if until > self._clock() and standing is not None and standing.version >= epoch:
            return standing
        standing = await _stored_standing(request, actor)
        self._known[key] = (self._clock() + REMEMBERED_SECONDS, standing)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return standing


def _standing_of(table: type[User] | type[Client]) -> Select[*tuple[Any, ...]]:
    return select(table.version, table.active, table.demo).where(
        table.tenant_id == bindparam("tenant", type_=Short(36)),
        table.id == bindparam("principal", type_=Short(36)),
    )


_STANDING = {"user": _standing_of(User), "client": _standing_of(Client)}


async def _stored_standing(request: Request, actor: Actor) -> Standing | None:
    statement, values = _STANDING[actor.kind], {"tenant": actor.tenant_id, "principal": actor.id}
    # A request that holds a connection uses it: one that waits for a second could wait for ever.
    held = getattr(request.state, "session", None) or getattr(request.state, "connection", None)
    if held is not None:
        row = (await held.execute(statement, values)).one_or_none()
    else:
        async with request.app.state.database.read() as connection:
            row = (await connection.execute(statement, values)).one_or_none()
    return None if row is None else Standing(row.version, row.active, row.demo)


async def current_actor(
    scopes: SecurityScopes, request: Request, _authorization: Annotated[str | None, Security(_scheme)]
) -> Actor:
    """Return who is calling, once everything that must hold before any record is looked at does hold."""
    state: dict[str, Any] = request.scope["state"]
    known: Actor | None = state.get("actor")
    actor = known or await _signed_in(request)
    missing = [scope for scope in scopes.scopes if not actor.may(Permission(scope))]
    if missing:
        raise NotPermitted(f"Your role does not include {' and '.join(missing)}.")
    if known is None:
        state["actor"] = actor
        count_principal(request, actor)
        if request.method not in _SAFE:
            await once(request, getattr(request.state, "session", None), actor)
    return actor


async def _signed_in(request: Request) -> Actor:
    if "x-on-behalf-of" in request.headers:
        raise HeaderRefused(
            "Whom a token stands for is written in the token alone.",
            faults=(Fault("X-On-Behalf-Of:", "not_accepted", "This header is never accepted."),),
        )
    tokens: Tokens = request.app.state.tokens
    claims = tokens.verify(_bearer(request), await now(request))
    standing = await principals_of(request).standing(request, claims.actor, claims.epoch)
    if standing is None or not standing.active or standing.version != claims.epoch:
        raise NotSignedIn
    if standing.demo and not from_this_machine(request):
        raise NotSignedIn
    return replace(claims.actor, today=await today(request))


def principals_of(request: Request) -> Principals:
    """Return what this application remembers of its principals, made at first use."""
    state = request.app.state
    if not hasattr(state, "principals"):
        state.principals = Principals()
    principals: Principals = state.principals
    return principals


def _bearer(request: Request) -> str:
    """Return the token of the one Authorization header; two would be read differently by different readers."""
    offered = request.headers.getlist("authorization")
    if len(offered) != 1:
        raise NotSignedIn
    scheme, _, token = offered[0].partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn
    return token.strip(" ")


def from_this_machine(request: Request) -> bool:
    """Return whether a request was made on this machine and reached us without a detour; demo users need that."""
    if not request.app.state.settings.on_loopback or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def May(permission: Permission) -> Any:
    """Return the parameter of a route that takes this permission; it is published with the operation."""
    return Security(current_actor, scopes=[permission.value])


MayCreateReferrals = Annotated[Actor, May(Permission.REFERRALS_CREATE)]
MayReadReferrals = Annotated[Actor, May(Permission.REFERRALS_READ)]
MayCorrectReferrals = Annotated[Actor, May(Permission.REFERRALS_CORRECT)]
MayDecideReferrals = Annotated[Actor, May(Permission.REFERRALS_DECIDE)]
MayReadCases = Annotated[Actor, May(Permission.CASES_READ)]
MayAssignCases = Annotated[Actor, May(Permission.CASES_ASSIGN)]
MayRecordFacts = Annotated[Actor, May(Permission.FACTS_RECORD)]
MayReadFacts = Annotated[Actor, May(Permission.FACTS_READ)]
MayIssueCertificates = Annotated[Actor, May(Permission.CERTIFICATES_ISSUE)]
MayVoidCertificates = Annotated[Actor, May(Permission.CERTIFICATES_VOID)]
MayReadCertificates = Annotated[Actor, May(Permission.CERTIFICATES_READ)]
MayReadDeadlines = Annotated[Actor, May(Permission.DEADLINES_READ)]
MayReadKpis = Annotated[Actor, May(Permission.KPIS_READ)]
MayReadOrganisations = Annotated[Actor, May(Permission.ORGANISATIONS_READ)]
MayReadUsers = Annotated[Actor, May(Permission.USERS_READ)]
MayReadCalendars = Annotated[Actor, May(Permission.CALENDARS_READ)]
MayChangeCalendars = Annotated[Actor, May(Permission.CALENDARS_CHANGE)]
MayReadMeta = Annotated[Actor, May(Permission.META_READ)]
MayReadParties = Annotated[Actor, May(Permission.PARTIES_READ)]
MayChangeParties = Annotated[Actor, May(Permission.PARTIES_CHANGE)]
MayReadContacts = Annotated[Actor, May(Permission.CONTACTS_READ)]
MayWithheldContacts = Annotated[Actor, May(Permission.CONTACTS_WITHHELD)]
MaySearchPeople = Annotated[Actor, May(Permission.PEOPLE_SEARCH)]
MayLinkCases = Annotated[Actor, May(Permission.CASES_LINK)]
MayReadMediators = Annotated[Actor, May(Permission.MEDIATORS_READ)]
MayChangeMediators = Annotated[Actor, May(Permission.MEDIATORS_CHANGE)]
MayDeclareConflicts = Annotated[Actor, May(Permission.CONFLICTS_DECLARE)]
MayRefuseAssignments = Annotated[Actor, May(Permission.ASSIGNMENTS_REFUSE)]
MayReadSessions = Annotated[Actor, May(Permission.SESSIONS_READ)]
MayArrangeSessions = Annotated[Actor, May(Permission.SESSIONS_ARRANGE)]
MayConductSessions = Annotated[Actor, May(Permission.SESSIONS_CONDUCT)]
MayStateAvailability = Annotated[Actor, May(Permission.AVAILABILITY_STATE)]
MayClaimExpenses = Annotated[Actor, May(Permission.EXPENSES_CLAIM)]
MayDecideExpenses = Annotated[Actor, May(Permission.EXPENSES_DECIDE)]
MayRecordChildViews = Annotated[Actor, May(Permission.CHILD_VIEWS_RECORD)]
MayReadChildViews = Annotated[Actor, May(Permission.CHILD_VIEWS_READ)]
MayPrivateChildViews = Annotated[Actor, May(Permission.CHILD_VIEWS_PRIVATE)]
MayReadSchools = Annotated[Actor, May(Permission.SCHOOLS_READ)]
MayChangeSchools = Annotated[Actor, May(Permission.SCHOOLS_CHANGE)]
MayReadAgreements = Annotated[Actor, May(Permission.AGREEMENTS_READ)]
MayDraftAgreements = Annotated[Actor, May(Permission.AGREEMENTS_DRAFT)]
MaySignAgreements = Annotated[Actor, May(Permission.AGREEMENTS_SIGN)]
MayFollowAgreements = Annotated[Actor, May(Permission.AGREEMENTS_FOLLOW)]
MayKeepAdviceNotes = Annotated[Actor, May(Permission.ADVICE_NOTES)]
MayKeepMediatorNotes = Annotated[Actor, May(Permission.MEDIATOR_NOTES)]
MayKeepJointNotes = Annotated[Actor, May(Permission.JOINT_NOTES)]
MayCountNotes = Annotated[Actor, May(Permission.NOTES_COUNT)]
MayRaiseSafeguarding = Annotated[Actor, May(Permission.SAFEGUARDING_RAISE)]
MayReadSafeguarding = Annotated[Actor, May(Permission.SAFEGUARDING_READ)]
MayUploadDocuments = Annotated[Actor, May(Permission.DOCUMENTS_UPLOAD)]
MayReadDocuments = Annotated[Actor, May(Permission.DOCUMENTS_READ)]
MayReadFollowUps = Annotated[Actor, May(Permission.FOLLOW_UPS_READ)]
MayRecordFollowUps = Annotated[Actor, May(Permission.FOLLOW_UPS_RECORD)]
MayRecordComplaints = Annotated[Actor, May(Permission.COMPLAINTS_RECORD)]
MayDecideComplaints = Annotated[Actor, May(Permission.COMPLAINTS_DECIDE)]
MayMakeTransfers = Annotated[Actor, May(Permission.TRANSFERS_MAKE)]
MayManageFeeds = Annotated[Actor, May(Permission.FEEDS_MANAGE)]
