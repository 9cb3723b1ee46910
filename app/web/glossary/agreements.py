"""Certificates, agreements, what follows a case, and expenses."""

from app.web.glossary.meaning import AT, DAY, ID, NULL, M, Senses, Words

WORDS: Words = {
    # certificates
    "number": M("The certificate's number for people, with its check letter.", "MC-25-000317-J"),
    "issued_on": M("The day of issue, in London; never an earlier day.", "2025-01-31"),
    "first_issued_on": M(
        "The first day of issue: of a corrected certificate, that of the one it replaces.", "2025-01-31"
    ),
    "issued_by": M("The id of the colleague who issued it.", ID),
    "voided_on": M("The day on which it was voided; null while it stands.", NULL),
    "void_reason": M("Why it was voided; null while it stands.", NULL),
    "replaced_by": M("The id of the certificate that took its place; null where none has.", NULL),
    "told_at": M("When the family was told.", AT),
    # agreements
    "extent": M("How far the agreement goes: full, partial, or none was reached."),
    "terms": M("What was agreed, one term for each thing."),
    "term_id": M("The key of the term, by which a later fact says that it was done.", "t1"),
    "owner": M("Who promises it."),
    "agreed_on": M(
        "A day agreed in writing, which takes the place of the statutory period; null where none was agreed.",
        "2025-06-30",
    ),
    "appealable": M("Whether the tribunal can be asked to decide it.", True),
    "reported_done_on": M("The day on which its owner says that it was done; null while it does not.", NULL),
    "done_on": M("The day on which it was done, as the provider confirmed; null while it is not.", NULL),
    "proof": M("What proves that it was done; null for nothing.", NULL),
    "clocks": M("The statutory clocks of this term; empty before the agreement is signed."),
    "signatures": M("Who has signed so far."),
    "signed_on": M("The day of signing; null while it is a draft.", NULL),
    "has_authority": M("Whether whoever signs for a body claims authority to settle; null for the others.", True),
    "yet_to_sign": M("The sides that have yet to sign."),
    "acknowledged_warnings": M("The warnings that the family was told of before it signed."),
    # after the case
    "due": M("What is to be asked of the family, and from which day on."),
    "question": M("What the family is asked some time after."),
    "answer": M("What the family answered, or that it could not be reached."),
    "asked_on": M("The day on which the family was asked.", "2025-02-14"),
    "pdf": M("Where the paper is; null for those whom it is not for: councils, health bodies and their systems."),
    "asked": M("Whether the family was reached and asked on that day or later.", False),
    "wants_to_mediate": M("Whether the family wishes to mediate after all; that is recorded with the reopening.", True),
    "level": M("How grave the complaint is."),
    "about_user_id": M("The id of whom it is about, who never reads it; null for nobody.", ID),
    "acknowledge_by": M("The last day to acknowledge the complaint, in working days from its receipt.", "2025-04-10"),
    "acknowledged_on": M("The day on which the complaint was acknowledged; null while it was not.", NULL),
    "acknowledgement_status": M("Whether it was acknowledged in time, judged today."),
    "close_by": M("The last day to close the complaint, in working days from its receipt.", "2025-05-02"),
    "closing_status": M("Whether it was closed in time, judged today."),
    "incoming_provider": M("The provider to whom the cases go.", "Another provider"),
    "la_id": M("The id of the council whose cases go; see `/v1/organisations`.", ID),
    "transfer_id": M("The id of the transfer.", ID),
    "transfer_on": M("The day on which the cases go over.", "2025-09-01"),
    "completed_at": M(
        "When the transfer was completed, after which nothing is recorded on its cases here; null before.", NULL
    ),
    "left_out": M("What never goes over, as codes.", ["mediator_notes", "safeguarding_records"]),
    # expenses
    "claimant": M("Whose expense it is."),
    "category": M("What kind of expense it is."),
    "amount_pence": M("What was spent, in pence.", 1250),
    "incurred_on": M("The day of the expense, by which its cap is chosen.", "2025-04-10"),
    "receipt_document_id": M("The id of the receipt among the case's documents; null where there is none.", ID),
    "amount_approved_pence": M("What is to be paid, in pence; null while it is not approved.", NULL),
    "capped": M("Whether the cap of the category cut what was approved; null while it is not approved.", NULL),
    "approve": M("Whether the claim is approved, or refused.", True),
    "decision_reason": M("Why less was approved, or nothing; null where no reason was given.", NULL),
    "decided_on": M("The day of the decision; null before it.", NULL),
    "decided_by": M("The id of the colleague who decided; null before that.", NULL),
    "paid_on": M("The day of the payment; null before it.", NULL),
    "cap_pence": M("The most that is paid of one claim of the category, in pence.", 5000),
    "from_on": M("The first day of expense to which the cap applies.", "2025-04-01"),
}

SENSES: Senses = {
    "acknowledged_on": {
        ("AcknowledgeComplaint",): M("The day on which the complaint was acknowledged.", "2025-04-10"),
    },
    "proof": {("CompleteTerm",): M("What proves that it was done; null for nothing.", "The amended plan was sent.")},
    "answer": {
        ("CloseComplaint",): M("What was answered to the complaint.", "We rang back late and are sorry."),
        ("Complaint",): M("What was answered to the complaint; null while it is not closed.", NULL),
        ("School", "SchoolOutside", "CorrectSchool"): M("What the school answered, by its ground; null while nothing."),
        ("TimeCheck",): M("Where somebody stands, as a code."),
    },
    "appealable": {
        ("TermStaff", "AgreementTerm"): M(
            "Whether it is the council's promise on an appealable matter (SEND Regulations 2014, regulation 42(2)).",
            True,
        ),
    },
    "certificate_id": {
        ("CertificateIssued", "CertificateVoided"): M("A key of your own for the certificate.", "1"),
        ("Telling",): M("The id of the certificate with which the family was told; null for none.", ID),
    },
    "done_on": {("CompleteTerm",): M("The day on which it was done, from the signing to today.", "2025-05-12")},
    "extent": {("AgreementSigned",): M("How far the agreement goes: full or partial.")},
    "issued_on": {
        ("CertificateCheck",): M("The first day of issue; null where no certificate has this code.", "2025-01-31")
    },
    "number": {("CertificateCheck",): M("The certificate's number; null where none has this code.", "MC-25-000317-J")},
    "replaced_by": {
        ("CertificateVoided",): M("Your own key of the certificate that took its place; null where none has.", "2")
    },
    "signed_on": {("Signature",): M("The day on which that side signed.", DAY)},
}
