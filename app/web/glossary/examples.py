"""Values of fields that the code explains itself, where the one of their name does not suit or there is none."""

from app.web.glossary.meaning import DAY, ID, Senses, shown

SENSES: Senses = {
    "attendee_ids": {("HoldSession",): shown([ID])},
    "case_ids": {("Session", "SessionOutside", "SessionRow"): shown([ID])},
    "code": {("Problem",): shown("stale")},
    "convention": {("Rule",): shown("cc-month")},
    "decision": {("RecordCapacity",): shown("Whether to go to mediation")},
    "document_id": {("CompleteTerm",): shown(ID)},
    "employer_declared_on": {("CorrectMediator",): shown(DAY)},
    "expires_in": {("Token",): shown(900)},
    "header": {("Wrong",): shown("If-Match")},
    "hold_by": {("SearchSlots",): shown("2025-05-08")},
    "interpreter_lead_days": {("SearchSlots",): shown(5)},
    "name": {
        ("AnnounceDocument",): shown("report.pdf"),
        ("Book",): shown("The town hall, room 2"),
    },
    "organisation_ids": {("Contract",): shown([ID])},
    "parameter": {("Wrong",): shown("received_from")},
    "pointer": {("Wrong",): shown("/occurred_on")},
    "reason": {("DecideClaim",): shown("No receipt")},
    "replaces": {("IssueCertificate",): shown(ID)},
    "rule": {("Problem",): shown("guard-1")},
    "school_needed": {("SearchSlots",): shown(False)},
    "scope": {("Token",): shown("cases:read deadlines:read")},
    "serves_case_ids": {("PlanSession",): shown([ID])},
    "short_notice_agreed": {("SearchSlots",): shown(False)},
    "source": {("AddProclaimedDay",): shown("The proclamation")},
    "stage": {("CaseBrief", "CaseOutside"): shown("informed")},
    "successor_id": {("Organisation",): shown(ID)},
    "told_on": {("SearchSlots",): shown(DAY)},
    "trigger": {("Rule",): shown("decision_sent")},
    "type": {("Problem",): shown("/problems/stale")},
    "words": {("ClaimExpense",): shown("Train to the session"), ("RecordView",): shown("What the child said")},
}
