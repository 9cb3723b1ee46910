"""Documents, notes, safeguarding, the child's views, schools, and words of several records."""

from app.web.glossary.meaning import AT, DAY, ID, M, Senses, Words

WORDS: Words = {
    # documents
    "audience_class": M("For whom the document is: every side, the mediator alone, or the provider's own staff."),
    "media_type": M("The type of the content, told by the content itself; null before it has come.", "application/pdf"),
    "size": M("The length of the content in bytes; null before it has come.", 48213),
    "sha256": M(
        "The SHA-256 of the content, as 64 hexadecimal digits; null before it has come.",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ),
    "received_at": M("When the content came; null before it has come.", AT),
    "content": M("The address to which the content is sent, and from which it is read."),
    # notes and safeguarding
    "words": M("What was written, in the author's own words; null where nothing was.", "The line was engaged."),
    "corrects_id": M("The id of the note that this one corrects; null where it corrects none.", ID),
    "author_id": M("The id of the colleague who wrote the note.", ID),
    "author_role": M("The role of the colleague who wrote the note.", "mediator"),
    "private_with": M("The side with which a private session was held; null for a general note."),
    "raised_at": M("When the worry was raised.", AT),
    "raised_by": M("The id of the colleague who raised the worry.", ID),
    "handling": M("How to handle the case safely; null while nothing was said.", "Ring before you write"),
    "mash_reference": M("The number that the council's safeguarding hub gave; null for none.", "MASH-25-00311"),
    "referred_at": M("When the worry was referred to the council's safeguarding hub; null where it was not.", AT),
    "disclosures": M("Who outside was told, and what."),
    "told": M("Who outside was told.", "The council's multi-agency safeguarding hub"),
    "disclosed_on": M("The day on which they were told.", DAY),
    # the child's views
    "method": M("How the child's views were sought."),
    "offered_on": M("The day on which the child was offered to say what they think.", "2025-04-02"),
    "obtained_on": M("The day on which the views were obtained; null while they are not.", DAY),
    "shared": M("Whether the child agrees that every side reads it.", False),
    "feedback_on": M("The day on which the child was told what came of it; null while they were not.", "2025-04-16"),
    "feedback": M("What the child was told, in plain words; null while nothing.", "Everybody read your drawing."),
    "measure": M("What the record of the child's views amounts to; null for all but the provider's staff."),
    # schools
    "urn": M("The school's six-figure unique reference number.", "100001"),
    "named_by": M("Who named the school."),
    "may_be_told": M("Whether the family agrees that the school is told; before that it is not invited.", False),
    "invited_on": M("The day on which the school was invited; null while it is not.", DAY),
    "answered_on": M("The day on which the school answered; null while it has not.", "2025-04-22"),
    # words of several records
    "how": M("How it was agreed, such as by telephone or in writing.", "By telephone"),
    "reason": M("Why, in words; null where no reason was given.", "The school's report is awaited."),
    "reason_code": M("Why the family does not wish to mediate, as a code; null where it gave no reason."),
}

SENSES: Senses = {
    "how": {("ResolvedBeforeSession",): M("How the matter was settled before a session.")},
    "reason": {
        ("ChildView", "CorrectView"): M("Why the child's views were not obtained; null where they were."),
        ("CloseReferral",): M("Why the referral is closed without a case."),
        ("Excluded",): M("Why they were left out, as a code.", "not_yet_due"),
        ("Figure", "Row"): M("`nothing_to_count` where there is no percentage; else null.", "nothing_to_count"),
        ("ReadWithheld",): M("For what the withheld details are read; a trace of it is kept.", "To ring back as asked"),
        ("RefuseAssignment", "Refused"): M("Why the case is given back."),
        ("SearchPeople",): M("For what somebody is looked for; it is kept.", "Adding the other parent to a case"),
        ("VoidCertificate",): M("Why the certificate is voided.", "The family name was misspelt"),
    },
    "received_at": {
        ("AppealLodged",): M("When the tribunal received the appeal; null where the hour is not known.", AT)
    },
    "sha256": {
        ("Bundle",): M(
            "The SHA-256 of `cases` in canonical JSON, by which the new provider can check it.",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        )
    },
    "words": {
        ("BodyConflict", "Conflict", "DeclareBodyConflict", "DeclareConflict"): M(
            "What the conflict is, in words; null where the kind says enough.", "Worked there until last year"
        ),
        ("ChildView", "ChildViewOutside", "CorrectView"): M(
            "What the child said, in the child's words; null where nothing, or where the child does not share it."
        ),
        ("Claim", "ClaimStaff"): M("What the expense was for; null where nothing was said.", "Train to the session"),
        ("Complaint", "RecordComplaint"): M("The complaint as it was made.", "A call was not returned in time."),
        ("CorrectSchool", "School"): M("What the school added to its answer; null for nothing.", "No place in Year 5"),
        ("Disclose", "Disclosure"): M("What they were told.", "What was passed on"),
        ("FollowUpRecord", "RecordFollowUp"): M("What the family added; null for nothing.", "The plan came late."),
        ("Impossible",): M("The same in plain words.", "The 30 days end on Wed 12 February 2025."),
        ("Notice",): M("How the notice was counted, in plain words."),
        ("PrivateView", "RecordPrivateView"): M("What the child said to you alone.", "What the child said"),
        ("RaiseSafeguarding", "Safeguarding"): M("What gave cause for concern.", "What gave cause for concern"),
        ("RefuseAssignment",): M("What to add to the reason; whoever allocates cases reads it.", "Away until May"),
        ("Telling",): M("What the family was told about its time to appeal."),
        ("TermIn", "TermStaff", "AgreementTerm"): M("What was agreed, in words.", "The council will issue a plan."),
    },
}
