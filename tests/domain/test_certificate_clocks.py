"""The certificate clocks at their edges: the day itself, what ends them, and what is said."""

from datetime import date

import pytest

from app.domain.deadlines import compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, fact, status, the

NO, AFTER, DEEMED = "cert-no-mediation-3wd", "cert-after-mediation-3wd", "cert-deemed-3wd"
DECISION = fact(F.DECISION_SENT, "2025-06-20", decision_kind="refusal_to_issue")
ADVICE = fact(F.ADVICE_GIVEN, "2025-07-10", channel="phone", rights_explained=True)
WISH = fact(F.WISH_STATED, "2025-07-10", wish="mediate")
REFUSAL = fact(F.WISH_STATED, "2025-07-10", wish="not_mediate")
TOLD = fact(F.LA_INFORMED, "2025-07-16", informed_by="adviser")
DECLINED = (DECISION, ADVICE, REFUSAL)  # due on Tuesday 15 July 2025
BASE = (DECISION, ADVICE, WISH, TOLD)
CONCLUDED = fact(F.MEDIATION_CONCLUDED, "2025-08-05")
SESSION = fact(F.SESSION_HELD, "2025-08-05", present=["parent", "la"])
LATER = "2025-12-01"
OWN_RULINGS = {NO: {"R10", "Q3"}, AFTER: {"R11", "Q3"}, DEEMED: {"R8", "Q3"}}


def on(text: str) -> date:
    return date.fromisoformat(text)


def certificate(day: str, kind: str = "s55_4", name: str = "c1") -> Fact:
    return fact(F.CERTIFICATE_ISSUED, day, certificate_id=name, kind=kind)


def wish(day: str, wish: str, *kinds: str) -> Fact:
    return fact(F.WISH_STATED, day, wish=wish, **({"issue_kinds": list(kinds)} if kinds else {}))


def issues(*kinds: str) -> Fact:
    return fact(F.ISSUES_RECORDED, "2025-07-10", issues=[{"kind": kind} for kind in kinds])


def said(facts: list[Fact], rule_id: str) -> tuple[str, ...]:
    return the(facts, rule_id, LATER).explanation


def codes(facts: list[Fact], as_of: str = LATER) -> set[str]:
    return {text.split(":")[0] for text in compute(facts, as_of=on(as_of)).warnings}


class TestWhatIsSaid:
    """From the statement to the day, each step in its order."""

    def test_a_certificate_that_is_due(self) -> None:
        assert said(case(*DECLINED), NO) == (
            "On Thu 10 July 2025 the family said that it does not wish to mediate.",
            "Thu 10 July 2025 is day 0 and is not counted.",
            "Working days counted: Fri 11 July, Mon 14 July, Tue 15 July.",
            "Not counted: Sat 12 July, Sun 13 July.",
            "The certificate is due by the end of Tue 15 July 2025.",
        )

    def test_a_certificate_that_was_issued(self) -> None:
        words = said(case(*DECLINED, certificate("2025-07-16")), NO)
        assert words[-1] == "The certificate was issued on Wed 16 July 2025; the last day was Tue 15 July 2025."
        assert len(words) == 5

    def test_why_none_is_needed_stands_before_the_day(self) -> None:
        unwanted = said(case(*DECLINED, fact(F.CERTIFICATE_NOT_WANTED, "2025-07-15")), NO)
        assert unwanted[0].startswith("On Thu 10 July 2025")
        assert unwanted[-2:] == (
            "The family said on Tue 15 July 2025 that it wants no certificate.",
            "The certificate is due by the end of Tue 15 July 2025.",
        )

    def test_a_change_of_mind(self) -> None:
        words = "The family then wished to mediate after all, so no certificate is due on this ground."
        assert words in said(case(*DECLINED, wish("2025-07-11", "mediate")), NO)

    def test_a_wish_that_ended_after_a_sign(self) -> None:
        facts = case(*BASE, fact(F.LA_DECLINED, "2025-07-18"), wish("2025-07-21", "not_mediate"))
        words = "The family's wish to mediate ended, so no certificate is due on this ground."
        assert words in said(facts, DEEMED)

    def test_a_decision_still_to_be_recorded(self) -> None:
        found = the(case(ADVICE, REFUSAL), NO, LATER)
        assert "No decision is recorded yet; a certificate needs the decision it is about." in found.explanation
        assert len(found.explanation) == 6


class TestTheDayItself:
    """What happens on the last day is in time, and so is what happens on the first."""

    @pytest.mark.parametrize("day, expected", [("2025-07-15", "not_needed"), ("2025-07-16", "missed")])
    def test_a_certificate_no_longer_wanted(self, day: str, expected: str) -> None:
        assert status(case(*DECLINED, fact(F.CERTIFICATE_NOT_WANTED, day)), NO, LATER) == expected

    @pytest.mark.parametrize("day, expected", [("2025-07-15", "not_needed"), ("2025-07-16", "missed")])
    def test_a_change_of_mind(self, day: str, expected: str) -> None:
        assert status(case(*DECLINED, wish(day, "mediate")), NO, LATER) == expected

    @pytest.mark.parametrize("day, expected", [("2025-07-15", "not_needed"), ("2025-07-16", "missed")])
    def test_no_appeal_after_all(self, day: str, expected: str) -> None:
        denied = fact(F.INTENT_TO_APPEAL_STATED, day, intends="no")
        assert status(case(*DECLINED, denied), NO, LATER) == expected

    def test_a_certificate_on_the_day_of_the_no_meets_it(self) -> None:
        found = the(case(*DECLINED, certificate("2025-07-10")), NO, LATER)
        assert (found.start_on, found.met_on, found.not_needed) == (on("2025-07-10"), on("2025-07-10"), False)

    def test_a_certificate_on_the_day_of_a_change_of_mind_still_meets_it(self) -> None:
        facts = case(*DECLINED, wish("2025-07-14", "mediate"), certificate("2025-07-14"))
        assert the(facts, NO, LATER).met_on == on("2025-07-14")
        after = case(*DECLINED, wish("2025-07-14", "mediate"), certificate("2025-07-15"))
        assert the(after, NO, LATER).met_on is None

    def test_advice_on_the_day_of_the_no_leaves_one_reading(self) -> None:
        found = the(case(*DECLINED), NO, LATER)
        assert found.alternatives == ()
        assert not any("Information was given only" in step for step in found.explanation)

    def test_a_certificate_asked_for_on_the_day_it_was_not_wanted_is_due_from_the_no(self) -> None:
        unwanted = fact(F.CERTIFICATE_NOT_WANTED, "2025-07-14")
        asked = fact(F.CERTIFICATE_REQUESTED, "2025-07-14")
        assert the(case(*DECLINED, unwanted, asked), NO, LATER).start_on == on("2025-07-10")
        next_day = fact(F.CERTIFICATE_REQUESTED, "2025-07-15")
        assert the(case(*DECLINED, unwanted, next_day), NO, LATER).start_on == on("2025-07-15")


def test_wishes_that_differ_by_kind_are_warned_of_only_where_they_do() -> None:
    apart = case(*BASE, issues("education", "health"), wish("2025-07-17", "not_mediate", "education"))
    assert "wishes_differ" in codes(apart)
    assert "wishes_differ" not in codes(case(*DECLINED))
    assert "wishes_differ" not in codes(case(*DECLINED, wish("2025-07-11", "mediate")))


def test_a_no_after_a_certificate_leaves_the_count_with_the_first() -> None:
    facts = case(*DECLINED, certificate("2025-07-11"), wish("2025-07-14", "mediate"), wish("2025-07-21", "not_mediate"))
    found = the(facts, NO, LATER)
    assert (found.start_on, found.status(on(LATER))) == (on("2025-07-10"), "met")


class TestAfterMediation:
    """R11: a conclusion calls for a certificate whatever the family means to do with it."""

    def test_a_family_that_will_not_appeal_still_has_it(self) -> None:
        denied = fact(F.INTENT_TO_APPEAL_STATED, "2025-08-05", intends="no")
        assert status(case(*BASE, SESSION, CONCLUDED, denied), AFTER, LATER) == "missed"

    def test_it_is_provisional_where_no_session_is_recorded(self) -> None:
        assert the(case(*BASE, CONCLUDED), AFTER, LATER).flags == ("provisional",)
        assert the(case(*BASE, SESSION, CONCLUDED), AFTER, LATER).flags == ()

    def test_the_certificate_meets_it(self) -> None:
        found = the(case(*BASE, SESSION, CONCLUDED, certificate("2025-08-06", "s55_5")), AFTER, LATER)
        assert (found.met_on, found.not_needed) == (on("2025-08-06"), False)


def test_a_no_of_an_earlier_attempt_does_not_end_the_deemed_clock_of_the_next() -> None:
    facts = case(
        *BASE,
        fact(F.WITHDRAWN_BY_PARTY, "2025-07-21", party="parent"),
        wish("2025-09-10", "mediate"),
        fact(F.LA_INFORMED, "2025-09-12", informed_by="adviser"),
        fact(F.LA_DECLINED, "2025-09-15"),
    )
    assert (the(facts, DEEMED, LATER).due_on, status(facts, DEEMED, LATER)) == (on("2025-09-18"), "missed")


@pytest.mark.parametrize(
    "facts, rule_id, more",
    [
        (case(*DECLINED), NO, set()),
        (case(ADVICE, REFUSAL), NO, {"R14"}),
        (case(DECISION, REFUSAL), NO, {"R16"}),
        (case(*BASE, SESSION, CONCLUDED), AFTER, set()),
        (case(*BASE), DEEMED, set()),
    ],
)
def test_each_clock_names_the_rulings_that_shaped_it(facts: list[Fact], rule_id: str, more: set[str]) -> None:
    assert set(the(facts, rule_id, LATER).rulings) == OWN_RULINGS[rule_id] | more


@pytest.mark.parametrize("intends, flags", [("yes", ()), ("unsure", ("provisional",)), (None, ("provisional",))])
def test_health_or_care_alone_is_provisional_until_an_appeal_is_meant(intends: str | None, flags: tuple[str]) -> None:
    stated = (fact(F.INTENT_TO_APPEAL_STATED, "2025-07-10", intends=intends),) if intends else ()
    facts = case(*DECLINED, issues("social_care"), *stated)
    assert the(facts, NO, LATER).flags == flags
    assert ("ask_about_appeal" in codes(facts)) is bool(flags)


class TestTheYoungPersonsOwn:
    """R12, R19: the parent's certificate covers nothing that the young person says after the rights have passed."""

    BORN_ON = date(2009, 1, 10)  # the rights pass on 28 June 2025
    SENT = fact(F.DECISION_SENT, "2025-06-01", decision_kind="refusal_to_issue")
    ADVISED, SAID_NO = (
        fact(F.ADVICE_GIVEN, "2025-06-20", channel="phone", rights_explained=True),
        wish("2025-06-20", "not_mediate"),
    )
    PARENTS = fact(F.CERTIFICATE_ISSUED, "2025-06-23", certificate_id="c1", kind="s55_4", person="parent")
    BEFORE = (SENT, ADVISED, SAID_NO, PARENTS)
    THEN = (
        fact(F.ADVICE_GIVEN, "2025-07-01", channel="phone", rights_explained=True),
        wish("2025-07-01", "not_mediate"),
    )
    OWN = fact(F.CERTIFICATE_ISSUED, "2025-07-03", certificate_id="c2", kind="s55_4", person="young_person")

    def clocks(self, *facts: Fact, born_on: date | None = BORN_ON) -> dict[str, tuple[str | None, str]]:
        found = compute(case(*facts), as_of=on(LATER), born_on=born_on).deadlines
        mine = [item for item in found if item.rule_id == NO]
        return {item.subject: (str(item.due_on), item.status(on(LATER)).value) for item in mine}

    def test_its_no_has_three_working_days_of_its_own(self) -> None:
        parents = ("2025-06-25", "met")
        assert self.clocks(*self.BEFORE) == {"": parents}
        assert self.clocks(*self.BEFORE, *self.THEN) == {"": parents, "young_person": ("2025-07-04", "missed")}
        whole = (*self.BEFORE, *self.THEN, self.OWN)
        assert self.clocks(*whole) == {"": parents, "young_person": ("2025-07-04", "met")}

    def test_the_switch_may_be_a_recorded_fact(self) -> None:
        of_age = fact(F.CAPACITY_OR_AGE_CHANGE, "2025-06-28", change="age")
        assert set(self.clocks(*self.BEFORE, of_age, *self.THEN, born_on=None)) == {"", "young_person"}
        lost = fact(F.CAPACITY_OR_AGE_CHANGE, "2025-06-28", change="capacity_lost")
        assert set(self.clocks(*self.BEFORE, lost, *self.THEN, born_on=None)) == {""}

    def test_it_says_whose_it_is_and_asks_for_advice_anew(self) -> None:
        found = compute(case(*self.BEFORE, self.THEN[1]), as_of=on(LATER), born_on=self.BORN_ON).deadlines
        (own,) = [item for item in found if item.subject == "young_person"]
        assert own.explanation[0] == "On Tue 1 July 2025 the young person said that it does not wish to mediate."
        assert "R19" in own.rulings
        assert own.flags == ("advice_outstanding",)

    def test_there_is_none_without_a_switch_between_the_decision_and_the_appeal(self) -> None:
        young, old = date(2012, 1, 10), date(2007, 1, 10)
        assert set(self.clocks(*self.BEFORE, *self.THEN, born_on=young)) == {""}
        assert set(self.clocks(*self.BEFORE, *self.THEN, born_on=old)) == {""}
        lodged = fact(F.APPEAL_LODGED, "2025-06-27")
        assert set(self.clocks(*self.BEFORE, lodged, *self.THEN)) == {""}

    def test_a_certificate_in_nobodys_name_covers_everyone(self) -> None:
        unnamed = (self.SENT, self.ADVISED, self.SAID_NO, certificate("2025-06-23"))
        assert set(self.clocks(*unnamed, *self.THEN)) == {""}

    def test_mediation_concluded_after_the_switch_calls_for_one_too(self) -> None:
        mediated = (
            wish("2025-07-01", "mediate"),
            fact(F.SESSION_HELD, "2025-07-10", present=["young_person", "la"]),
            fact(F.MEDIATION_CONCLUDED, "2025-07-10"),
        )
        facts = case(*self.BEFORE, *mediated)
        assert the(facts, AFTER, LATER, born_on=self.BORN_ON).due_on == on("2025-07-15")
        assert AFTER not in {item.rule_id for item in compute(facts, as_of=on(LATER)).deadlines}


@pytest.mark.parametrize(
    "told, rule_id",
    [((ADVICE, REFUSAL), NO), ((ADVICE, WISH, TOLD), DEEMED), ((ADVICE, WISH, TOLD, SESSION, CONCLUDED), AFTER)],
)
def test_no_certificate_is_missed_while_no_decision_is_recorded(told: tuple[Fact, ...], rule_id: str) -> None:
    found = the(case(*told), rule_id, LATER)
    assert (found.status(on(LATER)), found.flags) == ("pending", ("provisional",))
    assert "supervisor_told" not in codes(case(*told))
    assert status(case(DECISION, *told), rule_id, LATER) == "missed"


class TestIncompleteRecords:
    """A record that leaves something out is read as saying nothing of it."""

    def test_two_certificates_without_a_number_are_two(self) -> None:
        contact = fact(F.FAMILY_CONTACTED, "2025-07-09", channel="phone", person="parent")
        issued = [fact(F.CERTIFICATE_ISSUED, day, kind="s55_4") for day in ("2025-08-01", "2025-09-01")]
        found = the(case(DECISION, contact, *issued), "appeal-last-day", "2025-09-02")
        assert (found.due_on, [other.due_on for other in found.alternatives]) == (on("2025-09-01"), [on("2025-10-01")])

    def test_a_void_that_names_no_certificate_takes_none_away(self) -> None:
        facts = case(*DECLINED, fact(F.CERTIFICATE_ISSUED, "2025-07-11"), fact(F.CERTIFICATE_VOIDED, "2025-07-12"))
        assert the(facts, NO, LATER).met_on == on("2025-07-11")

    def test_a_session_of_which_nobody_is_named_is_no_sign_and_no_meeting(self) -> None:
        facts = case(*BASE, fact(F.SESSION_HELD, "2025-08-01"), CONCLUDED)
        assert "no_certificate_for_taking_part" in codes(facts, "2025-08-06")
        assert not [item for item in compute(facts, as_of=on("2025-08-06")).deadlines if item.rule_id == DEEMED]

    def test_issues_that_name_no_kind_leave_the_route_open(self) -> None:
        facts = case(*BASE, fact(F.ISSUES_RECORDED, "2025-07-10"))
        assert the(facts, "arrange-30d-education", LATER).due_on == on("2025-08-15")
