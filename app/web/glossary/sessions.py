"""Sessions, who attends them, what is booked for them, and the search for a time."""

from app.web.glossary.meaning import DAY, ID, NULL, M, Senses, Words

WORDS: Words = {
    "session_id": M("The id of the session; null where it concerns none.", ID),
    "mode": M("How the session is held: online, in person, or both at once."),
    "starts_at": M("When it starts, on a quarter of an hour.", "2025-04-10T09:00:00.000Z"),
    "ends_at": M("When it ends.", "2025-04-10T11:30:00.000Z"),
    "length_minutes": M("How long it takes, in minutes: whole quarters of an hour.", 150),
    "venue": M("Where it is: an address, or the platform; null where not settled.", "The town hall, room 2"),
    "follows_session_id": M("The session that was cancelled or adjourned and that this one continues; else null.", ID),
    "held_on": M("The day for which the session is set, which may lie ahead.", "2025-04-10"),
    "proposed_on": M("The day on which it was proposed to the parties; null where it was not.", NULL),
    "proposed_by": M("Who proposed the session."),
    "fixed_on": M("The day on which it was last fixed; null while it is not.", NULL),
    "family_told_on": M("The first day on which the family was told of this time and place; null if not.", NULL),
    "short_notice_agreed_on": M("The day on which the family agreed to shorter notice; null where it did not.", NULL),
    "consented_by": M("Who of the family agreed to shorter notice."),
    "to": M("To whom notice was given."),
    "notice": M("How the notice of the session stands; null where none is owed.", NULL),
    "last_day": M("The last day on which notice can be given in time.", "2025-04-02"),
    "whole_working_days": M("How many whole working days lie between notice and session; null for no notice.", 5),
    "enough": M("Whether the notice was long enough (SEND Regulations 2014, regulation 37); null for no notice.", True),
    "cancelled_by": M("Who called the session off; null where nobody did.", NULL),
    "cancelled_at": M("When the session was called off; null where it was not.", NULL),
    "cancellation_reason": M(
        "Why the session was called off; null where it was not, or where that is another case's.", NULL
    ),
    "cancellation_working_hours": M("Whole working hours between calling off and start; null where it was not.", NULL),
    "chargeable": M("Whether the calling off is charged for; null where the session was not called off.", NULL),
    "chargeable_why": M("Why it is charged for, or not; null where nothing was said.", NULL),
    "adjournment_reason": M(
        "Why the session was adjourned; null where it was not, or where that is another case's.", NULL
    ),
    "present": M("Who was there, and for a body whether with authority to settle.", ["parent", "la_with_authority"]),
    "concerns": M("What to look at before the session, or what was irregular in it; never a refusal."),
    # attendees
    "basis": M("The ground on which they attend, by its letter in the SEND Regulations 2014, regulation 38(1)."),
    "response": M("What they answered to the invitation."),
    "accepted": M("Whether the side accepts the invitation, or declines it.", True),
    "joining_link": M(
        "The attendee's own link, shown to their side alone; null where none is set.", "https://meet.example/1"
    ),
    "authority_confirmed_on": M("The day on which their authority to settle was confirmed; null where not.", DAY),
    "authority_limits": M("Up to what they may settle; null where nothing was said.", "Sections B and F"),
    "attended": M("Whether they came; null while that is not recorded.", NULL),
    "consents": M("What each of those whose consent counts has said of this attendee."),
    "missing_consents": M("Whose consent is still needed before this person may attend; empty for nobody's."),
    "given_by": M("Whose consent it is."),
    "given": M("Whether they consent, or refuse.", True),
    "said_on": M("The day on which it was said; today where it may be left out and is.", DAY),
    # bookings and availability
    "cost_pence": M("What the booking costs, in pence; null where not known.", 12000),
    "possible": M("Whether the side can come at that time, or cannot.", True),
    "withdrawn_at": M("When it was withdrawn; null while it stands.", NULL),
    # the search for a time
    "slots": M("The times that meet everything, the earliest first."),
    "more": M("Whether there are more times than were asked for.", False),
    "impossible": M("Where no time was found: the smallest sets of constraints that no time meets together."),
    "if_set_aside": M("Where no time was found: for each constraint, the first time if it alone were set aside."),
    "constraint": M("A constraint: a rule, or whose time it is, such as `availability:la`.", "session-notice-5wd"),
    "constraints": M("The constraints that no time meets together.", ["hold-30d", "mediator:free"]),
    "mediator_ids": M("The ids of the mediators who can take it.", [ID]),
    "limit": M("How many times to return at most.", 20),
    # links
    "attendees": M("The address of the session's attendees."),
    "bookings": M("The address of the session's bookings; null where you may not read them."),
}

SENSES: Senses = {
    "attended": {
        ("School", "SchoolOutside", "CorrectSchool"): M("Whether the school came; null while not recorded.", True)
    },
    "basis": {
        ("Kpi",): M("Which day placed a record in the period."),
        ("Ruling",): M("On what the reading rests.", "primary text"),
    },
    "ends_at": {
        ("Availability", "AvailabilityStaff", "StateAvailability"): M(
            "When that time ends.", "2025-04-10T16:00:00.000Z"
        )
    },
    "starts_at": {
        ("Availability", "AvailabilityStaff", "StateAvailability"): M(
            "When that time begins.", "2025-04-10T08:00:00.000Z"
        ),
        ("SetAside",): M("The first time that would be possible then."),
    },
    "length_minutes": {
        ("SearchSlots",): M("How long the session takes before adjustments, in whole quarters of an hour.", 150),
        ("SlotsFound",): M("How long the session takes with people's adjustments, in minutes.", 165),
    },
    "session_id": {
        (
            "NoticeShorteningConsented",
            "SessionAdjourned",
            "SessionCancelled",
            "SessionFixed",
            "SessionHeld",
            "SessionNoticeGiven",
            "SessionProposed",
        ): M("A key for the session, which tells several of one case apart; left out where there is one.", "1"),
    },
    "whole_working_days": {("Slot",): M("How many whole working days lie between notice and session.", 6)},
}
