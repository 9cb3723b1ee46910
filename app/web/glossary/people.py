"""Children, families, those who take part, how they are reached, and the mediators."""

from app.web.glossary.meaning import AT, DAY, ID, NULL, M, Senses, Words

WORDS: Words = {
    # who somebody is
    "child": M("The child or young person whom the matter is about."),
    "given_name": M("The given name; null where it is not known.", "Given name"),
    "family_name": M("The family name; null where it is not known.", "Family name"),
    "born_on": M(
        "The child's date of birth, which decides whether the parent or the young person holds the rights.",
        "2015-05-04",
    ),
    "sex": M("The child's sex; null where nobody has said. Only the provider's staff read it."),
    "ethnicity": M("The child's ethnicity; null where nobody has said. Only the provider's staff read it."),
    "primary_need": M("The child's main type of special educational need; null where nobody has said."),
    "upn": M("The unique pupil number with its check letter; null where it is not known.", "F926351400017"),
    "nhs_number": M("The NHS number, ten digits with its check digit; null where not known.", "9990001235"),
    "school_urn": M("The six-figure unique reference number of their school; null where not known.", "100001"),
    "job_title": M("What they do for the body or the school they come from; null where not known.", "SEND officer"),
    "organisation_id": M("The id of the provider, council or health body; see `/v1/organisations`.", ID),
    "is_child": M("Whether this is the child or young person of a case.", False),
    # how somebody is reached
    "family": M("How to reach the family: for the provider's staff alone."),
    "phone": M("A telephone number as E.164 text; null where none is known.", "+441632960001"),
    "email": M("An e-mail address; null where none is known.", "family@example.org"),
    "address": M("A postal address, in as many lines as it has; null where none is known.", "1 Example Street"),
    "postcode": M("A British postcode; null where it is not known.", "NR1 3ZZ"),
    "safe_contact": M("When and how it is safe to make contact; null where nothing was said.", "After four o'clock"),
    "withheld": M(
        "Whether these details must reach nobody outside the provider; staff then read them apart, giving a reason.",
        False,
    ),
    "is_withheld": M("Whether more is known of how to reach them than is shown here; it is read with a reason.", False),
    "shared_contact": M("How to reach somebody who lets the council know it; null where they do not."),
    "shared_with_la": M(
        "Whether the council may know the telephone number and the e-mail address, which takes a consent as well.",
        False,
    ),
    "referrer": M("Who made the referral, where it was not the family itself."),
    "contact": M(
        "How to reach whoever referred; null where not known. Only the provider's staff read it.", "01632 960003"
    ),
    "permission_given": M("Whether the family agreed to the referral; null where nobody has asked.", True),
    # a part in a case
    "person_id": M("The id of the person, the same in every case in which they have a part.", ID),
    "party_id": M("The id of the part that this person has in the case.", ID),
    "role": M("What part they have: the role in the case or of the sign-in, which decides what they may see and do."),
    "side": M("On whose side somebody or something stands."),
    "can_decide": M("Whether they have authority to settle the issues; null where that is not known.", True),
    "needs": M("The adjustments that this person needs in order to take part."),
    "details": M("What the adjustments mean in practice; null where nothing was added.", "A break every half hour"),
    "language": M("The language in which they wish to be spoken to; null where nothing is recorded.", "Polish"),
    "search_id": M("The id of the search that was made, to be named when somebody is added after it.", ID),
    # consents and capacity
    "given_on": M("The day on which the consent was given.", DAY),
    "withdrawn_on": M("The day from which the consent no longer holds; null while it does.", NULL),
    "assessed_on": M("The day of the assessment of capacity.", DAY),
    "assessor": M("Who made the assessment: a profession says enough.", "A clinical psychologist"),
    "has_capacity": M("Whether the person can make this decision; capacity is presumed until an assessment.", False),
    "grounds": M("What the assessment found, in words.", "Could not weigh what was explained."),
    "representative_basis": M("On what footing somebody stands in; null where capacity is not lacking or not known."),
    # who holds the rights
    "holder": M("Who holds the rights: the child's parent, or the young person after compulsory school age."),
    "holder_after": M("Who holds the rights from `changes_on` on; null where no change is ahead."),
    "changes_on": M("The day on which the rights pass on next; null where no change is ahead.", "2025-06-28"),
    "last_day_as_child": M("The day on which compulsory school age ends: the last Friday in June.", "2025-06-27"),
    "young_person_from": M("The first day on which the young person holds the rights.", "2025-06-28"),
    "turns_25_on": M("The 25th birthday; one of 29 February is taken as 1 March.", "2034-08-31"),
    "days_until_change": M("How many days are left until `changes_on`; null where no change is ahead.", 80),
    "warning": M("What to prepare, from eight weeks before `changes_on`; null at any other time."),
    "lacks_capacity": M("Whether the latest assessment found that the person cannot make this decision.", False),
    "write_to": M("To whom to write about the case; null where that cannot be told.", "parent"),
    "at_the_change": M(
        "What to do when the rights pass from the parent; filled in the eight weeks before.",
        ["Confirm with the young person what they want."],
    ),
    # mediators and their assignments
    "mediator_id": M("The id of the mediator; null where none is named.", ID),
    "co_mediator_id": M("The id of the second mediator; null where there is none.", ID),
    "register_body": M("The body on whose register of SEND mediators they stand; null where none is recorded."),
    "registration_number": M("Their number on that register; null where none is recorded.", "CMC-01234"),
    "registered_until": M("The last day of their registration; null where none is recorded.", "2026-08-31"),
    "cpd_hours": M("Hours of continuing professional development that are recorded; null for none.", 12),
    "cpd_until": M("The last day on which the professional development of the year counts.", "2026-08-31"),
    "dbs_until": M("The last day on which their DBS certificate counts; null where none is recorded.", "2026-08-31"),
    "insured_until": M("The last day of their insurance; null where none is recorded.", "2026-08-31"),
    "independent_until": M("The last day on which the declaration of independence holds; null for none.", "2026-08-31"),
    "employer": M("For whom they work beside mediating; null where they have not declared it."),
    "declared_on": M("The day on which it was declared.", DAY),
    "languages": M("The languages in which they mediate, as recorded.", ["Polish"]),
    "fit": M("Whether they may be given a case today: everything that a mediator needs is in date.", True),
    "unfit": M("What keeps them from being given a case today: codes of `/v1/reference-data/unfit-reasons`.", ["dbs"]),
    "live_cases": M("How many open cases they mediate now.", 7),
    "place": M("Their place in a fair rotation, 1 being next; null where they may not mediate the case.", 1),
    "last_given_on": M("The day on which they were last given a case; null where never.", DAY),
    "speaks_language": M("Whether they mediate in the language asked for; true where none was.", True),
    "user_id": M("The id of the colleague, as `/v1/users` lists it.", ID),
    "capacity": M("In which capacity somebody works on a case: `adviser` or `mediator`.", "mediator"),
    "began_at": M("When the assignment began.", AT),
    "refused_for": M("Why they gave the case back; null where they did not.", NULL),
    "refusal_words": M("What they added to that reason; null where nothing.", NULL),
    "same_person": M("Whether one person advises and mediates now, which is allowed and shown.", False),
    "declared_by": M("The id of the colleague who declared the conflict.", ID),
    "declared_at": M("When the conflict was declared.", AT),
    "lifted_by": M("The id of the colleague who lifted the conflict; null while it stands.", NULL),
    "lifted_at": M("When the conflict was lifted; null while it stands.", NULL),
}

SENSES: Senses = {
    "address": {
        ("NewCalendarFeed",): M("The private address of the calendar, shown this once: whoever has it can read it.")
    },
    "capacity": {("Refused",): M("In which capacity the case was given back: `adviser` or `mediator`.", "mediator")},
    "born_on": {
        ("CalculateDeadlines",): M("The child's date of birth, where who holds the rights is to be checked too.")
    },
    "holder": {
        ("CaseRightsHolder",): M("Who holds the rights today; null where the date of birth is not known.", "parent")
    },
    "is_withheld": {
        ("PartyStaff",): M("Whether details of how to reach them are withheld; they are read with a reason.", False)
    },
    "language": {
        ("AdviceGiven",): M("The language in which advice was given; null where none was named.", "Polish"),
        ("Book", "Booking"): M("The language of an interpreter who is booked; null for a room.", "Polish"),
    },
    "mediator_id": {("ReassignCase",): M("The id of the mediator who is to have the case.", ID)},
    "role": {
        ("Me", "User"): M("The role of the sign-in, which decides what they may see and do."),
        ("AddSchool", "School", "SchoolOutside"): M("The school's part: current, proposed by somebody, or consulted."),
        ("CorrectReferrer", "Referrer"): M("Who made the referral."),
    },
    "side": {
        ("Availability", "AvailabilityStaff"): M("Whose time it is."),
        ("Document",): M("Whose document it is."),
        ("Sign", "Signature"): M("The side that signs; the mediator witnesses."),
    },
    "changes_on": {
        ("RightsHolderChecked",): M("The day on which the rights pass on, or end, next; null after the 25th birthday.")
    },
    "organisation_id": {
        ("PersonOfCase",): M("The id of the body they come from; null where they come from none.", ID),
    },
}
