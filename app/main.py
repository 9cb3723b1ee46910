"""Puts the service together: the only file, with the command line, that knows everyone."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.adapters import keys
from app.adapters.files import files_of
from app.adapters.tokens import Tokens
from app.adapters.virus_scan import Clamd, NoScanner
from app.areas.aftercare import router as aftercare
from app.areas.agreements import router as agreements
from app.areas.allocation import router as allocation
from app.areas.calculations import router as calculations
from app.areas.cases import router as cases
from app.areas.cases.shown import shown as case_shown
from app.areas.certificates import router as certificates
from app.areas.childrens_views import router as childrens_views
from app.areas.contracts import router as contracts
from app.areas.documents import router as documents
from app.areas.due import router as due
from app.areas.expenses import router as expenses
from app.areas.feeds import router as feeds
from app.areas.identity import router as identity
from app.areas.law import router as law
from app.areas.linking import router as linking
from app.areas.notes import router as notes
from app.areas.organisations import router as organisations
from app.areas.parties import router as parties
from app.areas.parties import standing_router as standing
from app.areas.reference_data import router as reference_data
from app.areas.referrals import router as referrals
from app.areas.referrals.shown import shown as referral_shown
from app.areas.reporting import router as reporting
from app.areas.schools import router as schools
from app.areas.sessions import router as sessions
from app.domain.permissions import Actor
from app.jobs.daily import DailyRound
from app.settings import Settings
from app.store.session import Database
from app.web import clock as clocks
from app.web import edge
from app.web.answers import Replays, rebuilt
from app.web.guide import GUIDE, TAGS
from app.web.mounting import mount

VERSION = "0.1.0"


def create_app(settings: Settings, *, clock: Callable[[], datetime] = clocks.system_clock) -> FastAPI:
    """Return the service, ready to be served; it opens its database when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.database = Database(
            settings.database, read_url=settings.database_read_url, pool_size=settings.pool_size
        )
        daily = DailyRound(app.state.database, clock, files=app.state.files)
        daily.start()
        try:
            yield
        finally:
            await daily.stop()
            await app.state.database.close()

    app = edge.new_app(
        title="SEND mediation and disagreement resolution",
        version=VERSION,
        description=GUIDE,
        openapi_tags=TAGS,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.clock = clock
    app.state.tokens = Tokens(settings.issuer, settings.audience, keys.signing_key(settings.var_dir))
    app.state.replayers = REPLAYERS
    app.state.files = files_of(settings)
    app.state.scanner = Clamd(settings.clamd_host, settings.clamd_port) if settings.clamd_host else NoScanner()
    # What is asked most often stands first: addresses are tried in this order.
    for router in (
        calculations.router,
        referrals.router,
        referrals.later_decisions,
        cases.router,
        due.router,
        law.router,
        certificates.router,
        certificates.by_id,
        certificates.told,
        parties.router,
        parties.by_id,
        parties.people,
        standing.of_case,
        standing.consents,
        linking.router,
        linking.by_id,
        allocation.router,
        allocation.mediators,
        allocation.by_id,
        allocation.with_bodies,
        sessions.router,
        sessions.by_id,
        expenses.router,
        expenses.by_id,
        childrens_views.router,
        childrens_views.private,
        childrens_views.by_id,
        schools.router,
        schools.by_id,
        agreements.router,
        agreements.by_id,
        agreements.terms,
        notes.router,
        notes.counts,
        notes.by_id,
        documents.router,
        documents.by_id,
        documents.contents,
        aftercare.router,
        aftercare.by_id,
        reference_data.router,
        feeds.router,
        feeds.public,
        feeds.of_session,
        reporting.router,
        organisations.router,
        contracts.router,
        identity.router,
    ):
        mount(app, router, prefix="/v1")
    mount(app, identity.oauth)
    edge.install(app, settings)
    return app


async def _referral_again(session: AsyncSession, actor: Actor, id: str, request: Request) -> Response:
    shown = await referral_shown(session, actor, id, just_created=request.url.path == "/v1/referrals")
    accepted = request.url.path.endswith("/acceptance") and shown.case_id
    return rebuilt(shown, location=f"/v1/cases/{shown.case_id}" if accepted else f"/v1/referrals/{id}")


async def _case_again(session: AsyncSession, actor: Actor, id: str, request: Request) -> Response:
    today = await clocks.today(request)
    return rebuilt(await case_shown(session, actor, id, today=today), location=f"/v1/cases/{id}")


async def _fact_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    recorded = await cases.recorded(session, actor, id)
    return rebuilt(recorded, location=f"/v1/cases/{recorded.case_id}/facts")


async def _certificate_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(await certificates.shown(session, actor, id), location=f"/v1/certificates/{id}")


async def _law_change_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(await law.shown(session, actor, id), location=f"/v1/law/changes/{id}")


REPLAYERS: Replays = {
    "referral": _referral_again,
    "case": _case_again,
    "fact": _fact_again,
    "certificate": _certificate_again,
    "law_change": _law_change_again,
    **aftercare.REPLAYS,
    **agreements.REPLAYS,
    **allocation.REPLAYS,
    **childrens_views.REPLAYS,
    **documents.REPLAYS,
    **expenses.REPLAYS,
    **feeds.REPLAYS,
    **linking.REPLAYS,
    **notes.REPLAYS,
    **parties.REPLAYS,
    **reference_data.REPLAYS,
    **schools.REPLAYS,
    **sessions.REPLAYS,
}
"""How the answer to a request that is sent again is rebuilt, by the kind of record it made or changed."""
