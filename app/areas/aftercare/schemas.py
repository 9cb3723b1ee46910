"""What follows a case: what is asked for and answered."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from app.domain.codes import Channel
from app.domain.complaints import ComplaintLevel, ComplaintOutcome, StepStatus
from app.domain.follow_ups import FollowUpAnswer, Question
from app.wire.base import Answer, Strict, shown_as
from app.wire.text import short_text
from app.wire.types import Identifier, Instant, IsoDate, StrictBool
from app.wire.uk import Line, OrganisationCode, Paragraph

Words = Annotated[str, short_text(10_000, multiline=True)]


class RecordFollowUp(Strict):
    """What a family answered some time after, or that it could not be reached."""

    model_config = shown_as(
        {"question": "agreement_kept", "answer": "partly", "asked_on": "2026-09-14", "channel": "phone"}
    )

    question: Question
    answer: FollowUpAnswer
    asked_on: IsoDate
    channel: Channel
    words: Paragraph | None = None


class FollowUpRecord(Answer):
    """That a family was asked, and what it answered."""

    id: str
    case_id: str
    question: Question
    answer: FollowUpAnswer
    asked_on: date
    channel: Channel
    words: str | None
    created_at: Instant
    warnings: list[str] = Field(description="What is still to be done about the answer.")


class FollowUpDue(Answer):
    """What is to be asked, from which day on and why, and whether it was."""

    question: Question
    due_on: date
    why: str
    asked: bool


class FollowUpToAsk(Answer):
    """What is to be asked of the family of a case, from which day on and why."""

    case_id: str
    case_reference: str
    la_code: str
    adviser_id: str | None
    question: Question
    due_on: date
    why: str


class FollowUps(Answer):
    """What is to be asked on a case, and what was answered."""

    due: list[FollowUpDue]
    items: list[FollowUpRecord]


class ReopenCase(Strict):
    """Open a closed case again; a family that still wants the meeting says so here."""

    model_config = shown_as({"reason": "The family still wants the meeting.", "wants_to_mediate": True})

    reason: Paragraph
    wants_to_mediate: StrictBool = False


class ReopenedCase(Answer):
    """A case that is open again, and what to be careful of."""

    case_id: str
    stage: str
    case_version: int
    warnings: list[str]


class RecordComplaint(Strict):
    """A complaint about the service as it was received."""

    model_config = shown_as(
        {"level": "minor", "words": "A call was not returned in time.", "received_on": "2026-09-14"}
    )

    level: ComplaintLevel
    words: Words
    received_on: IsoDate
    about_user_id: Identifier | None = Field(default=None, description="Whom it is about: they never read it.")


class AcknowledgeComplaint(Strict):
    """Say on which day a complaint was acknowledged."""

    model_config = shown_as({"acknowledged_on": "2026-09-15"})

    acknowledged_on: IsoDate


class CloseComplaint(Strict):
    """Close a complaint with its outcome."""

    model_config = shown_as(
        {"closed_on": "2026-09-28", "outcome": "upheld", "answer": "We rang back late and are sorry."}
    )

    closed_on: IsoDate
    outcome: ComplaintOutcome
    answer: Annotated[str, short_text(2_000, multiline=True)]


class ComplaintTaken(Answer):
    """That a complaint was taken, and by when it is acknowledged and closed."""

    id: str
    acknowledge_by: date
    close_by: date


class Complaint(Answer):
    """A complaint as the service manager reads it."""

    id: str
    case_id: str
    about_user_id: str | None
    level: ComplaintLevel
    words: str
    received_on: date
    acknowledge_by: date
    acknowledged_on: date | None
    acknowledgement_status: StepStatus
    close_by: date
    closed_on: date | None
    closing_status: StepStatus
    outcome: ComplaintOutcome | None
    answer: str | None
    version: int


class MakeTransfer(Strict):
    """Name the cases of a council that go to another provider: those that are open today."""

    model_config = shown_as({"la_code": "926", "incoming_provider": "Another provider", "transfer_on": "2027-09-01"})

    la_code: OrganisationCode
    incoming_provider: Line
    transfer_on: IsoDate


class Transfer(Answer):
    """A transfer of cases to another provider."""

    id: str
    la_id: str
    incoming_provider: str
    transfer_on: date
    cases: int
    created_at: Instant
    completed_at: Instant | None
    withdrawn_at: Instant | None
    version: int


class Bundle(Answer):
    """All that goes over with a transfer: never notes, private views, safeguarding or withheld details."""

    transfer_id: str
    left_out: list[str]
    sha256: str
    cases: list[dict[str, Any]]
