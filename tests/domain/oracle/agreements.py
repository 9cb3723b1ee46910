"""What was agreed, and by when it must be done (law.md 1.4; SR 42, 44)."""

from datetime import date

from app.domain.facts import Fact, FactType
from tests.domain.oracle.answers import Answer, answer, judged, not_in_force
from tests.domain.oracle.days import weeks_after
from tests.domain.oracle.reading import IN_FORCE, LA, Story, is_health_only, present

# kind -> rule, then the weeks of each step by the suffix of its subject; 0 is "immediately" (R24).
STEPS: dict[str, tuple[str, dict[str, int]]] = {
    "assess": ("agr-assess", {"": 2, ":reasons": 10, ":final": 14}),
    "issue_plan": ("agr-issue-plan", {":draft": 5, ":final": 11}),
    "reconsider": ("agr-reconsider", {"": 2}),
    "amend_provision": ("agr-amend-provision", {"": 5}),
    "name_school": ("agr-name-school", {"": 2}),
    "continue": ("agr-continue", {"": 0}),
    "continue_amend": ("agr-continue-amend", {":continue": 0, "": 5}),
    "cease": ("agr-cease", {"": 0}),
}
NOT_APPEALABLE = ("agr-2w-non-appealable", {"": 2})


def steps_of(term: dict[str, str], kinds: set[str]) -> tuple[str, dict[str, int]] | None:
    """R23: the kind picks the clock. SR 42(2) binds the LA alone; what an ICB owes is due in two weeks (SR 42(3)).

    Schools and families are bound by neither. A change of school agreed with one of provision takes five weeks.
    """
    if term["owner"] == "icb":
        return NOT_APPEALABLE
    if term["owner"] != "la":
        return None
    if term["kind"] == "name_school" and "amend_provision" in kinds:
        return "agr-name-school", {"": 5}
    return STEPS.get(term["kind"], NOT_APPEALABLE)


def of_term(story: Story, agreed: Fact, term: dict[str, str], kinds: set[str]) -> list[Answer]:
    """`agr-*`: weeks from the agreement, unless another day was agreed in writing (SR 42(5)).

    R23: each term has a clock, also one that shares its name with a term of another agreement. Which of two such
    promises "done" is said of is not written anywhere.
    """
    found: list[Answer] = []
    chosen = steps_of(term, kinds)
    if chosen is None:
        return found
    rule, steps = chosen
    other_day = date.fromisoformat(term["agreed_on"]) if term.get("agreed_on") else None
    done = [fact for fact in story.of(FactType.AGREEMENT_ACTION_DONE) if fact.payload["term_id"] == term["term_id"]]
    number = story.of(FactType.AGREEMENT_SIGNED).index(agreed)
    named = [
        place
        for place, fact in enumerate(story.of(FactType.AGREEMENT_SIGNED))
        if any(other["term_id"] == term["term_id"] for other in fact.payload["terms"])
    ]
    name = term["term_id"] if named[0] == number else f"{term['term_id']}:{number + 1}"
    excused = any(fact.payload["rule_id"] == rule for fact in story.of(FactType.TIME_EXCEPTION_CLAIMED))
    for suffix, weeks in steps.items():
        subject = name + suffix
        if agreed.occurred_on < IN_FORCE:
            found.append(not_in_force(rule, subject))
            continue
        due = weeks_after(agreed.occurred_on, weeks)
        silent: set[str] = set()
        if len(steps) > 1:
            # One "done" and one other day per term, several steps: which of them each touches is not said.
            silent |= {"flags"} | ({"status"} if done or story.of(FactType.DRAFT_PLAN_SERVED) else set())
            silent |= {"status"} if rule == "agr-assess" else set()
            silent |= {"all"} if other_day else set()
        elif other_day:
            due = other_day
        if other_day is not None and other_day <= agreed.occurred_on:
            silent |= {"all"}  # a day already past when it was agreed, as corrections can leave it
        if weeks == 0 and not done:
            silent |= {"status"}  # a plan that simply goes on leaves no fact behind
        if done and len(named) > 1:
            silent |= {"status"}
        if excused:
            silent |= {"status", "flags"}  # "extends, no number" (`agr-44-exceptions`)
        met_on = done[0].occurred_on if done else None
        found.append(answer(rule, due, judged(due, met_on, story.as_of), subject=subject, silent=silent))
    return found


def la_took_part(story: Story, agreed: Fact) -> bool:
    """SR 42(4) is for mediation to which the LA was no party: it promised nothing, and was in no session before."""
    promised = any(term["owner"] == "la" for term in agreed.payload["terms"])
    sessions = [fact for fact in story.of(FactType.SESSION_HELD) if fact.occurred_on <= agreed.occurred_on]
    return promised or any(present(fact, LA) for fact in sessions)


def icb_tells_la(story: Story) -> list[Answer]:
    """`rcb-tells-la-1w`: one notice of each agreement made without the LA; it cannot be varied."""
    rule = "rcb-tells-la-1w"
    found: list[Answer] = []
    for agreed in story.of(FactType.AGREEMENT_SIGNED):
        if la_took_part(story, agreed):
            continue
        met = any(fact.occurred_on <= agreed.occurred_on for fact in story.of(FactType.SESSION_HELD))
        by_icb = any(term["owner"] == "icb" for term in agreed.payload["terms"])
        if not is_health_only(story) and not (met and by_icb):
            continue  # where no session is on record, a mediation of other issues is taken to have been with the LA
        subject = str(len(found) + 1) if found else ""
        if agreed.occurred_on < IN_FORCE:
            found.append(not_in_force(rule, subject))
            continue
        due = weeks_after(agreed.occurred_on, 1)
        told = story.first_day(FactType.LA_TOLD_OF_AGREEMENT, since=agreed.occurred_on)
        found.append(answer(rule, due, judged(due, told, story.as_of), subject=subject))
    return found


def answers(story: Story) -> list[Answer]:
    found = icb_tells_la(story)
    for agreed in story.of(FactType.AGREEMENT_SIGNED):
        terms = agreed.payload["terms"]
        kinds = {term["kind"] for term in terms if term["owner"] == "la"}
        for term in terms:
            found += of_term(story, agreed, term, kinds)
    return found
