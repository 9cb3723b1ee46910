"""The rules that a refusal may name beside those of the law: what each of them asks, in one sentence."""

from collections.abc import Mapping

SERVICE_RULES: Mapping[str, str] = {
    "guard-1": (
        "A certificate needs information given first, a decision that can be appealed on education, and an adviser "
        "whose declaration of independence is in date."
    ),
    "guard-2": (
        "A certificate without mediation (s55_4) needs a family that last said no or withdrew, and no session of "
        "family and council since."
    ),
    "guard-3": "A certificate after mediation (s55_5) needs mediation concluded with the family and the council there.",
    "guard-4": (
        "A certificate for mediation that was not arranged in time (s55_5_deemed) needs a council that could not "
        "arrange it, or thirty days that have passed."
    ),
    "guard-5": "One certificate stands for one decision and one person: a mistake is voided and issued again.",
    "guard-6": "Neither a certificate nor an appeal comes before the decision that it is about was sent.",
    "guard-7": (
        "A mediator is assigned with register entry, DBS check, insurance and independence in date, and without a "
        "conflict."
    ),
    "lifecycle": "A fact is recorded at a stage of the case that allows it; `allowed_facts` says which do.",
    "supersede": "The fact that stands is corrected, never one that was superseded or taken back.",
    "recorded-by-its-resource": "This fact is recorded by its own resource, which keeps what belongs to it.",
    "outcome": "The outcome with which a case is closed must not contradict what is recorded on it.",
    "coded-withdrawal": "A no and a withdrawal carry a coded reason, `not_said` and `not_asked` among them.",
    "transferred": "Nothing is recorded any more on a case that has gone to another provider.",
    "party-contact": "A mediator reads withheld contact details only where a session that needs them is fixed.",
    "school-consent": "A school is told of a mediation once the family has agreed that it may be.",
    "search-first": "Somebody is added after a search of the last hour that did not find them.",
    "session-stands": "A case is closed when no session of it is still to come: each was held, or was called off.",
    "double-booking": "A mediator, an interpreter and a room are in one place at a time.",
    "expenses": "No more is approved than the cap of a claim's category.",
}
