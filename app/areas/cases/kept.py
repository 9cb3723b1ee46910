"""What is kept beside a case, and forbids that it be told otherwise as a fact: agreements, sessions, health bodies."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain import guards
from app.domain.facts import Fact, FactType
from app.domain.refusals import GuardRefused, Invalid
from app.domain.sessions import LIVE
from app.store.tables import Case, Organisation
from app.store.tables.agreements import Agreement, AgreementTerm
from app.store.tables.sessions import MediationSession, SessionCase


async def check(session: AsyncSession, case: Case, fact: Fact) -> None:
    """Refuse a fact that what is kept beside its case forbids."""
    await _check_no_resource(session, case, fact)
    await _check_health_bodies(session, case, fact)
    await _check_no_session_stands(session, case, fact)


async def own_sessions(session: AsyncSession, case: Case) -> list[str]:
    """Return the ids of the sessions that are kept here and serve a case."""
    found = await session.execute(
        select(SessionCase.session_id).where(SessionCase.tenant_id == case.tenant_id, SessionCase.case_id == case.id)
    )
    return list(found.scalars())


async def _check_no_resource(session: AsyncSession, case: Case, fact: Fact) -> None:
    """Refuse a fact that a resource of ours records: of an agreement drafted here, or of a session kept here."""
    if fact.type in (FactType.AGREEMENT_SIGNED, FactType.NO_AGREEMENT):
        own = select(Agreement.id).where(Agreement.tenant_id == case.tenant_id, Agreement.case_id == case.id)
        guards.check_not_kept(fact.type, (await session.execute(own.limit(1))).first() is not None)
    elif fact.type is FactType.AGREEMENT_ACTION_DONE:
        term = str(fact.payload.get("term_id"))
        own = select(AgreementTerm.id).where(AgreementTerm.case_id == case.id, AgreementTerm.id == term)
        guards.check_not_kept(fact.type, (await session.execute(own)).first() is not None)


async def _check_no_session_stands(session: AsyncSession, case: Case, fact: Fact) -> None:
    """Refuse to close a case while a session of it stands: it would go on to take the time of all who are asked."""
    if fact.type is not FactType.CASE_CLOSED or fact.retracted:
        return
    asked = (
        select(MediationSession.id)
        .join(SessionCase, SessionCase.session_id == MediationSession.id)
        .where(
            SessionCase.tenant_id == case.tenant_id,
            SessionCase.case_id == case.id,
            MediationSession.status.in_(LIVE),
        )
        .limit(1)
    )
    if (await session.execute(asked)).first() is not None:
        # Its day is not told: whoever closes a case may be one who does not read its sessions.
        raise GuardRefused(
            "A session of this case is still to come. Have it held or called off first, then close the case.",
            rule="session-stands",
        )


async def _check_health_bodies(session: AsyncSession, case: Case, fact: Fact) -> None:
    """Refuse to have told a health body that the provider does not work with: a clock would be met by it."""
    named = fact.payload.get("icb_ids", ()) if fact.type is FactType.ICB_NOTIFIED else ()
    if not named:
        return
    asked = select(Organisation.id).where(
        Organisation.tenant_id == case.tenant_id, Organisation.kind == "icb", Organisation.id.in_(named)
    )
    known = set((await session.execute(asked)).scalars())
    for place, icb_id in enumerate(named):
        if icb_id not in known:
            raise Invalid(f"/icb_ids/{place}", "unknown", "The provider works with no health body of this id.")
