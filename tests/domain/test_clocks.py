"""What every deadline carries beside its day, when an answer changes, and whose rights must be checked first."""

from datetime import date

import pytest

from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.circumstances import Circumstances
from app.domain.clocks import Alternative, Reckoning, distinct
from app.domain.codes import ReferralKind
from app.domain.deadlines import compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.rulebook import RULEBOOK
from tests.domain.case_facts import case, computed, fact, the

SENT = fact(F.DECISION_SENT, "2025-01-10", decision_kind="plan_contents")
CONTACT = fact(F.FAMILY_CONTACTED, "2025-02-20", channel="phone", person="parent")
ADVICE = fact(F.ADVICE_GIVEN, "2025-02-20", channel="phone", rights_explained=True)
NO = fact(F.WISH_STATED, "2025-02-21", wish="not_mediate")
DR = ReferralKind.DISAGREEMENT_RESOLUTION
DOUBTFUL = date(2009, 9, 3)  # checked from 28 June 2025 to 26 June 2026


def on(text: str) -> date:
    return date.fromisoformat(text)


def reckoning(as_of: str = "2025-02-01") -> Reckoning:
    return Reckoning(Circumstances([]), as_of=on(as_of), calendar=ENGLAND_AND_WALES, rules=RULEBOOK)


def flagged(facts: list[Fact], as_of: str, born_on: date = DOUBTFUL, **asked: object) -> set[str]:
    found = compute(facts, as_of=on(as_of), born_on=born_on, **asked)  # type: ignore[arg-type]
    return {item.rule_id for item in found.deadlines if "rights_holder_check" in item.flags}


def warned(facts: list[Fact], as_of: str, born_on: date) -> set[str]:
    return {text.split(":")[0] for text in compute(facts, as_of=on(as_of), born_on=born_on).warnings}


def test_a_deadline_carries_its_rule_its_calendar_its_source_and_its_rulings() -> None:
    found = the(case(SENT, CONTACT), "appeal-last-day", "2025-02-21")
    row = RULEBOOK.on("appeal-last-day", date(2025, 1, 10))
    assert row is not None
    assert (found.rule_version, found.calendar_version) == (row.version, ENGLAND_AND_WALES.version)
    assert found.citation == row.citation
    assert found.rulings == (*row.rulings, "R1")


def test_before_the_law_a_clock_has_its_start_its_subject_and_the_ruling_that_says_why() -> None:
    fixed = fact(F.SESSION_FIXED, "2014-08-20", session_id="s1", held_on="2014-10-02", mode="online")
    found = the(case(fixed), "session-notice-5wd", "2014-08-21")
    assert (found.subject, found.start_on, found.due_on) == ("s1", on("2014-08-20"), None)
    assert "R25" in found.rulings
    decided = the(case(fact(F.DECISION_SENT, "2014-08-20")), "contact-adviser-2m", "2014-08-21")
    assert (decided.subject, decided.start_on) == ("", on("2014-08-20"))


def test_the_day_judged_by_is_given_only_where_it_is_later_than_the_day_shown() -> None:
    assert the(case(SENT), "contact-adviser-2m", "2025-02-01").judged_on is None
    letter = fact(F.DECISION_SENT, "2025-01-10", letter_dated_on="2025-01-08")
    assert the(case(letter), "contact-adviser-2m", "2025-02-01").judged_on == on("2025-03-10")
    later = fact(F.DECISION_SENT, "2025-01-10", letter_dated_on="2025-01-13")
    assert the(case(later), "contact-adviser-2m", "2025-02-01").judged_on is None


def test_an_answer_changes_on_the_day_after_the_earliest_day_named_that_has_not_passed() -> None:
    found = reckoning("2025-02-01")
    for day in ("2025-01-31", "2025-03-05", "2025-02-01", "2025-02-03"):
        found.changes_after(on(day))
    found.changes_after(date.max)
    assert found.done().changes_on == on("2025-02-02")


def test_a_warning_is_given_once() -> None:
    found = reckoning()
    for _ in range(2):
        found.warn("short_notice", "Notice was short.")
    assert found.done().warnings == ("short_notice: Notice was short.",)


def test_alternatives_are_other_days_each_with_its_first_ground() -> None:
    given = [Alternative(on(day), ground) for day, ground in [("2025-03-10", "a"), ("2025-03-11", "b")]]
    given += [Alternative(on("2025-03-12"), "c"), Alternative(on("2025-03-11"), "d")]
    assert [(other.due_on.day, other.ground) for other in distinct(given, on("2025-03-10"))] == [(11, "b"), (12, "c")]


def test_a_family_that_came_for_disagreement_resolution_and_asks_to_mediate_has_every_clock() -> None:
    facts = case(
        fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents"),
        fact(F.WISH_STATED, "2025-02-02", wish="mediate"),
        fact(F.LA_INFORMED, "2025-02-03", informed_by="family"),
    )
    assert the(facts, "cert-deemed-3wd", "2025-03-20", kind=DR).due_on == on("2025-03-10")
    as_of = date(2025, 3, 20)
    assert compute(facts, as_of=as_of, kind=DR) == compute(facts, as_of=as_of)
    assert compute(facts[1:], as_of=as_of, kind=DR).deadlines == ()
    declined = case(facts[0], fact(F.WISH_STATED, "2025-02-02", wish="not_mediate"), facts[2])
    assert computed(declined, "arrange-30d-education", "2025-03-20", kind=DR) is None


def test_disagreement_resolution_without_a_decision_has_no_clock_whatever_is_said() -> None:
    asked = fact(F.ASSESSMENT_REQUESTED, "2025-01-06")
    assert compute(case(ADVICE, NO, asked), as_of=on("2025-02-22"), kind=DR).deadlines == ()
    with_decision = compute(case(SENT, CONTACT, ADVICE, NO, asked), as_of=on("2025-02-22"), kind=DR)
    assert "cert-no-mediation-3wd" in {item.rule_id for item in with_decision.deadlines}


class TestTheHolderOfTheRights:
    """R19: births from 1 to 7 September, and the 25th birthday."""

    @pytest.mark.parametrize(
        "as_of, doubtful",
        [("2025-06-27", False), ("2025-06-28", True), ("2026-06-26", True), ("2026-06-27", False)],
    )
    def test_the_check_is_asked_for_on_every_day_of_doubt(self, as_of: str, doubtful: bool) -> None:
        assert bool(flagged(case(SENT, CONTACT), as_of)) is doubtful
        assert ("rights_holder_check" in warned(case(SENT, CONTACT), as_of, DOUBTFUL)) is doubtful

    def test_the_answer_changes_where_the_doubt_begins_and_ends(self) -> None:
        facts = case(fact(F.DECISION_SENT, "2025-01-10"), fact(F.APPEAL_LODGED, "2025-02-20"))
        for as_of, changes_on in (("2025-06-27", "2025-06-28"), ("2025-06-28", "2026-06-27")):
            assert compute(facts, as_of=on(as_of), born_on=DOUBTFUL).changes_on == on(changes_on)
        assert compute(facts, as_of=on("2026-06-27"), born_on=DOUBTFUL).changes_on is None

    def test_only_what_is_live_and_turns_on_the_holder_is_flagged(self) -> None:
        facts = case(SENT, CONTACT, ADVICE, NO)
        assert flagged(facts, "2025-07-01") == {"appeal-last-day", "cert-no-mediation-3wd"}
        assert "R19" in the(facts, "appeal-last-day", "2025-07-01", born_on=DOUBTFUL).rulings
        issued = fact(F.CERTIFICATE_ISSUED, "2025-02-24", certificate_id="c1", kind="s55_4")
        assert flagged(case(*facts, issued), "2025-07-01") == {"appeal-last-day"}
        assert flagged(case(*facts, issued, fact(F.APPEAL_LODGED, "2025-03-03")), "2025-07-01") == set()
        unwanted = fact(F.CERTIFICATE_NOT_WANTED, "2025-02-21")
        denied = fact(F.INTENT_TO_APPEAL_STATED, "2025-02-21", intends="no")
        assert flagged(case(*facts, unwanted, denied), "2025-07-01") == set()

    def test_the_councils_term_settles_it(self) -> None:
        assert flagged(case(SENT, CONTACT), "2025-07-01", terms={2025: date(2025, 9, 1)}) == set()

    @pytest.mark.parametrize("as_of, over", [("2025-02-28", False), ("2025-03-01", True), ("2025-03-02", True)])
    def test_the_25th_birthday_is_warned_of_from_the_day_itself(self, as_of: str, over: bool) -> None:
        assert ("over_25" in warned(case(SENT), as_of, date(2000, 3, 1))) is over


def test_without_a_date_of_birth_nobody_is_checked() -> None:
    assert computed(case(SENT), "appeal-last-day", "2025-07-01") is not None
    assert not any("rights_holder" in text for text in compute(case(SENT), as_of=on("2025-07-01")).warnings)
