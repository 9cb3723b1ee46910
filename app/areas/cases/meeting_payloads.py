"""The payloads of facts about sessions and what was agreed in them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.areas.cases.fact_payloads import Body, F, Party, Token, a_set
from app.wire.base import Strict
from app.wire.types import IsoDate
from app.wire.uk import Line, Paragraph

Present = Literal[
    "parent",
    "young_person",
    "representative",
    "la",
    "la_with_authority",
    "icb",
    "icb_with_authority",
    "child",
    "school",
    "supporter",
    "interpreter",
]
TermKind = Literal[
    "assess",
    "issue_plan",
    "reconsider",
    "amend_provision",
    "name_school",
    "continue",
    "continue_amend",
    "cease",
    "health",
    "social_care",
    "other",
]


class SessionProposed(Body):
    type: Literal[F.SESSION_PROPOSED]
    session_id: Token | None = None
    held_on: IsoDate
    proposed_by: Literal["family", "la", "icb", "school", "provider", "mediator"]


class SessionFixed(Body):
    type: Literal[F.SESSION_FIXED]
    session_id: Token | None = None
    held_on: IsoDate
    mode: Literal["online", "in_person", "hybrid"]


class SessionNoticeGiven(Body):
    type: Literal[F.SESSION_NOTICE_GIVEN]
    session_id: Token | None = None
    to: Literal["family", "la", "icb", "all"]


class NoticeShorteningConsented(Body):
    type: Literal[F.NOTICE_SHORTENING_CONSENTED]
    session_id: Token | None = None
    consented_by: Party
    how: Line


class SessionCancelled(Body):
    type: Literal[F.SESSION_CANCELLED]
    session_id: Token | None = None
    cancelled_by: Literal["family", "la", "icb", "school", "provider", "mediator"]
    reason: Paragraph


class SessionHeld(Body):
    type: Literal[F.SESSION_HELD]
    session_id: Token | None = None
    present: Annotated[list[Present], Field(min_length=1, max_length=11), AfterValidator(a_set)]


class SessionAdjourned(Body):
    type: Literal[F.SESSION_ADJOURNED]
    session_id: Token | None = None
    reason: Paragraph


class Term(Strict):
    """One thing agreed: what kind it is, who will do it, and the day agreed for it."""

    term_id: Token
    kind: TermKind
    owner: Literal["la", "icb", "school", "family"]
    agreed_on: IsoDate | None = None


def _terms_apart(terms: list[Term]) -> list[Term]:
    a_set([term.term_id for term in terms])
    return terms


class AgreementSigned(Body):
    type: Literal[F.AGREEMENT_SIGNED]
    extent: Literal["full", "partial"]
    terms: Annotated[list[Term], Field(max_length=50), AfterValidator(_terms_apart)]


class AgreementActionDone(Body):
    type: Literal[F.AGREEMENT_ACTION_DONE]
    term_id: Token
