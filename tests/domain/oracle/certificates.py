"""The adviser's three working days for a certificate (law.md 1.2; R8-R12, R16)."""

from dataclasses import replace
from datetime import date

from app.domain.facts import FactType
from tests.domain.oracle import arranging, holders
from tests.domain.oracle.answers import NOT_NEEDED, Answer, answer, judged, not_in_force
from tests.domain.oracle.days import days_after, working_days_after
from tests.domain.oracle.reading import (
    FAMILY,
    IN_FORCE,
    LA,
    Story,
    education_runs,
    is_health_only,
    issue_kinds,
    present,
    route_unclear,
    wish_after,
)

DENIALS = (FactType.CERTIFICATE_NOT_WANTED, FactType.INTENT_TO_APPEAL_STATED)
RULES = ("cert-no-mediation-3wd", "cert-after-mediation-3wd", "cert-deemed-3wd")


def unsaid(rule: str) -> Answer:
    """Answer where the text says nothing."""
    return Answer(rule, "", None, None, NOT_NEEDED, silent=frozenset({"all"}))


def _clock(
    rule: str,
    story: Story,
    start: date,
    met_on: date | None,
    *,
    flags: frozenset[str] = frozenset(),
    dates: frozenset[date] = frozenset(),
) -> Answer:
    may = {"rights_holder_check"}
    if story.born_on is not None and met_on is None and holders.check_needed(story.born_on, story.as_of):
        flags |= {"rights_holder_check"}  # R19: with a live clock, no certificate until the holder is checked
    if "education" not in issue_kinds(story):
        may.add("provisional")  # R14: ask, do not reject; how an unanswered question is flagged is not said
    if start < IN_FORCE:
        return not_in_force(rule, silent={"flags"})
    due = working_days_after(start, 3)
    return answer(rule, due, judged(due, met_on, story.as_of), flags=flags, dates=dates, may_flags=may)


def no_mediation(story: Story, met_on: date | None, advice_on: date | None) -> Answer | None:
    """`cert-no-mediation-3wd`: R10 starts it, R16 rules a "no" before advice, path J the denied appeal.

    A change of mind up to the last day ends it (guard 2 reads the latest wish); after that the breach stays made.
    """
    rule = "cert-no-mediation-3wd"
    runs = [run for run in education_runs(story) if run.wish == "not_mediate"]
    if not runs:
        return None
    run = runs[-1]
    start = story.facts[run.began].occurred_on
    if story.appeal_denied and story.of(FactType.CERTIFICATE_REQUESTED):
        return unsaid(rule)  # no appeal intended, and a certificate asked for
    if story.appeal_denied or refused(story):
        said = story.last(*DENIALS)
        in_time = said is not None and (start < IN_FORCE or said.occurred_on <= working_days_after(start, 3))
        # Neither is it said whether a denial undoes a breach, nor whether a certificate issued all the same is late.
        return None if in_time and met_on is None else unsaid(rule)
    since = story.after(run.began).of(FactType.SESSION_HELD)
    if any(present(fact, FAMILY) and present(fact, LA) for fact in since):
        return unsaid(rule)  # guard 2 bars the s55_4 after a session "on it"; of one about other issues it says nothing
    if run.ended is not None and any(other.wish == "undecided" for other in education_runs(story)):
        return unsaid(rule)  # facts.md does not let "undecided" follow a "no"
    if run.ended is not None and start >= IN_FORCE:
        if story.facts[run.ended].occurred_on == met_on:
            return unsaid(rule)  # another wish on the day of the certificate: before or after it
        if story.facts[run.ended].occurred_on <= working_days_after(start, 3):
            return None
        if met_on is not None:
            return unsaid(rule)  # whether a certificate that comes after the change of mind answers the old "no"
    dates = {working_days_after(advice_on, 3)} if advice_on is not None and advice_on > start else set()
    flags = {"advice_outstanding"} if advice_on is None else set()
    return _clock(rule, story, start, met_on, dates=frozenset(dates), flags=frozenset(flags))


def refused(story: Story) -> bool:
    """Say whether the family's latest word is that it wants no certificate.

    R10 says that this stops the clock of a "no"; whether it stops the other two is not said.
    """
    said = story.last(FactType.CERTIFICATE_NOT_WANTED, FactType.CERTIFICATE_REQUESTED)
    return said is not None and said.type == FactType.CERTIFICATE_NOT_WANTED


def concluded_unmet(story: Story) -> bool:
    """Say whether a conclusion stands with no session before it, as corrections can leave it: nothing rules that."""
    first = story.first_day(FactType.SESSION_HELD)
    return any(first is None or fact.occurred_on < first for fact in story.of(FactType.MEDIATION_CONCLUDED))


def after_mediation(story: Story, met_on: date | None) -> Answer | None:
    """`cert-after-mediation-3wd`: the last conclusion that follows a session of family and LA (R11)."""
    rule = "cert-after-mediation-3wd"
    both = [fact.occurred_on for fact in story.of(FactType.SESSION_HELD) if present(fact, FAMILY) and present(fact, LA)]
    start = None
    for fact in story.of(FactType.MEDIATION_CONCLUDED):
        if any(day <= fact.occurred_on for day in both):
            start = fact.occurred_on
    if refused(story) or concluded_unmet(story):
        return unsaid(rule)
    return None if start is None else _clock(rule, story, start, met_on)


def lapse_day(attempt: Story, informed: date) -> date | None:
    """R8: the last day of the 30, or the later one agreed in writing, where it ended with no session held."""
    lapse = days_after(informed, 30)
    for fact in attempt.of(FactType.ARRANGING_EXTENDED):
        until = fact.day("until")
        if until is not None and until > lapse and fact.occurred_on <= lapse:
            lapse = until
    held = attempt.first_day(FactType.SESSION_HELD)
    return None if held is not None and held <= lapse else lapse


def attempts(story: Story) -> list[tuple[Story, date | None]]:
    """Return the stretches of a case that end with a "no" on education or a settlement, and the day of each end."""
    found: list[tuple[Story, date | None]] = []
    began, wishes = 0, {}
    for place, fact in enumerate(story.facts):
        wishes = wish_after(wishes, fact)
        said = fact.type in {FactType.WISH_STATED, FactType.WITHDRAWN_BY_PARTY}
        if (said and wishes.get("education") == "not_mediate") or fact.type == FactType.RESOLVED_BEFORE_SESSION:
            found.append((story.before(place).after(began), fact.occurred_on))
            began = place + 1
    return [*found, (story.after(began), None)]


def deemed(story: Story, met_on: date | None) -> Answer | None:
    """`cert-deemed-3wd`: R8, in the latest attempt.

    An attempt that ended by its last day needs none any more; one that ended later leaves a breach behind.
    """
    if is_health_only(story):
        return None
    if arranging.current_attempt(story).unclear:
        return unsaid("cert-deemed-3wd")
    if route_unclear(story) or (story.appeal_denied and "education" not in issue_kinds(story)):
        return unsaid("cert-deemed-3wd")  # R14 has health and social care alone asked about; the answer "no" is open
    tried = attempts(story)
    found = _deemed_in(story, *tried[-1], met_on)
    earlier = [item for item in (_deemed_in(story, *each, met_on) for each in tried[:-1]) if item is not None]
    if found is None and earlier:
        # Which of two attempts the one clock shows, and what a certificate says of the first, is not said.
        alone = met_on is None and len(earlier) == 1 and not tried[-1][0].of(FactType.LA_INFORMED)
        wished_again = education_runs(tried[-1][0])
        return earlier[0] if alone and not wished_again else unsaid("cert-deemed-3wd")
    return found


def _deemed_in(story: Story, attempt: Story, ended_on: date | None, met_on: date | None) -> Answer | None:
    """R8: three working days from the earliest of its four triggers."""
    runs = education_runs(attempt)
    informed = attempt.first_day(FactType.LA_INFORMED)
    if runs and runs[-1].wish == "undecided":
        return unsaid("cert-deemed-3wd")  # facts.md does not let "undecided" follow a wish to mediate
    if not runs or runs[-1].wish != "mediate" or informed is None:
        return None
    held = attempt.of(FactType.SESSION_HELD)
    lapse = lapse_day(attempt, informed)
    if (
        informed < IN_FORCE  # the LA was informed before the law
        or any(not present(fact, LA) and not present(fact, FAMILY) for fact in held)  # neither side came
        or any(not present(fact, LA) and fact.occurred_on < informed for fact in held)  # nobody had told the LA
        or any(fact.occurred_on > days_after(informed, 30) for fact in story.of(FactType.ARRANGING_EXTENDED))
        or concluded_unmet(attempt)
        or (ended_on is not None and ended_on == met_on)  # stopped on the day of the certificate: before or after it
        or lapse == met_on  # day 30 had not ended when the certificate of that day was issued
        or refused(story)
    ):
        return unsaid("cert-deemed-3wd")
    starts = [fact.occurred_on for fact in attempt.of(FactType.LA_SAYS_CANNOT_ARRANGE, FactType.LA_DECLINED)]
    starts += [fact.occurred_on for fact in held if not present(fact, LA)]
    now = min(day for day in (story.as_of, met_on, ended_on) if day is not None)
    if lapse is not None and lapse < now:
        starts.append(lapse)
    if not starts:
        return None
    if ended_on is not None and ended_on <= working_days_after(min(starts), 3):
        # After a "no" R8 has none; after a settlement path I names the other two certificates, and not this one.
        settled = any(fact.occurred_on == ended_on for fact in story.of(FactType.RESOLVED_BEFORE_SESSION))
        return unsaid("cert-deemed-3wd") if settled else None
    return _clock("cert-deemed-3wd", story, min(starts), met_on)


def _at(story: Story, met_on: date | None, advice_on: date | None) -> dict[str, Answer]:
    found = [no_mediation(story, met_on, advice_on), after_mediation(story, met_on), deemed(story, met_on)]
    return {item.rule_id: item for item in found if item is not None}


def rights_passed_on(story: Story) -> date | None:
    """R19: the day on which the rights pass, where the decision came before it and no appeal did."""
    changes = [f for f in story.of(FactType.CAPACITY_OR_AGE_CHANGE) if f.payload["change"] == "age"]
    if story.born_on is not None:
        passed = holders.young_person_from(story.born_on)
    elif changes:
        passed = changes[0].occurred_on
    else:
        return None
    lodged = story.first_day(FactType.APPEAL_LODGED)
    within = story.decision is not None and story.decision.occurred_on < passed
    return passed if within and (lodged is None or lodged >= passed) else None


def of_young_person(story: Story, passed: date) -> list[Answer]:
    """R12, R19: the parent's certificate covers the parent; what the young person says has three days of its own.

    The statement of a "no" is theirs from that day on, and so is the advice; the certificate is one in their name.
    """
    rule = "cert-no-mediation-3wd"
    own = [item for item in story.certificates if item.person in {None, "young_person"}]
    met_on = own[0].first_on if own else None
    end = len(story.facts) if not own else own[0].place
    said = [f for f in story.facts[:end] if f.occurred_on >= passed or f.type == FactType.DECISION_SENT]
    kept = {FactType.ISSUES_RECORDED, FactType.INTENT_TO_APPEAL_STATED, FactType.CERTIFICATE_NOT_WANTED}
    kept |= {FactType.CERTIFICATE_REQUESTED}
    own_words = {FactType.WISH_STATED, FactType.WITHDRAWN_BY_PARTY}
    if any(f.type in kept for f in story.facts if f.occurred_on < passed or f not in said):
        return [replace(unsaid(rule), subject="young_person")]  # whether the parent's word on these binds is not said
    if own and any(f.type in own_words and f.occurred_on >= met_on for f in story.facts if f not in said):
        return [replace(unsaid(rule), subject="young_person")]
    mine = Story(said, story.as_of, story.born_on)
    advice = mine.first_day(FactType.ADVICE_GIVEN)
    late_advice = [f for f in story.of(FactType.ADVICE_GIVEN) if f.occurred_on >= passed and f not in said]
    found = no_mediation(mine, met_on, advice or (late_advice[0].occurred_on if late_advice else None))
    return [replace(found, subject="young_person")] if found else []


def answers(story: Story) -> list[Answer]:
    """Return the clocks of the case, and the young person's own where the rights pass after a parent's certificate."""
    found = of_the_case(story)
    passed = rights_passed_on(story)
    first = story.certificates[0] if story.certificates else None
    if passed is None or first is None or first.first_on >= passed or first.person in {None, "young_person"}:
        return found
    if story.section_i_only:
        return [*found, replace(unsaid(RULES[0]), subject="young_person")]
    # The other two have no second subject: which of two persons' mediations the one clock shows is not said.
    return [
        *(item for item in found if item.rule_id == RULES[0]),
        *map(unsaid, RULES[1:]),
        *of_young_person(story, passed),
    ]


def of_the_case(story: Story) -> list[Answer]:
    """Return the clocks that run, as they stood when the first live certificate was issued.

    R12: a live certificate covers the decision, so nothing said or done after it starts another three days.
    """
    certificates = story.certificates
    if story.decision is None:
        return [unsaid(rule) for rule in RULES]  # path R has no clock; a decision not yet recorded is not path R
    if story.section_i_only:
        # R5: none is needed, and one is offered; whether one given all the same answers a clock is not said.
        asked = certificates or story.of(FactType.CERTIFICATE_REQUESTED)
        return [unsaid(rule) for rule in RULES] if asked else []
    advice = story.of(FactType.ADVICE_GIVEN)
    advice_on = advice[0].occurred_on if advice else None
    if not certificates:
        return list(_at(story, None, advice_on).values())
    first = certificates[0]
    after = story.after(first.place)
    said = [*after.of(FactType.WISH_STATED, FactType.WITHDRAWN_BY_PARTY), *after.of(FactType.ARRANGING_EXTENDED)]
    other_issues = issue_kinds(story) != issue_kinds(story.before(first.place))
    if other_issues or any(f.occurred_on == first.first_on or f.type == FactType.ARRANGING_EXTENDED for f in said):
        return [unsaid(rule) for rule in RULES]  # said on the same day or later of earlier days
    later = [place for place, fact in enumerate(story.facts) if fact.occurred_on <= first.first_on]
    then = _at(story.before(first.place), first.first_on, advice_on)
    day_end = _at(story.before(max([first.place, *later]) + 1), first.first_on, advice_on)
    # What is recorded on the day of the certificate, after it, may have been said before it.
    if after.of(FactType.LA_INFORMED):
        then["cert-deemed-3wd"] = unsaid("cert-deemed-3wd")  # the LA was told, or told again, after the certificate
    if len(attempts(after)) > 1 and any(fact.payload.get("wish") == "mediate" for fact in said):
        then["cert-deemed-3wd"] = unsaid("cert-deemed-3wd")  # which of two attempts the one clock shows is not said
    same = {rule: item for rule, item in then.items() if day_end.get(rule) == item}
    return [same.get(rule) or unsaid(rule) for rule in then.keys() | day_end.keys()]
