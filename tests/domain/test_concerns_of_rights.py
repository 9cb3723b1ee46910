"""A change of who holds the rights: flagged before the session that it comes before, and until there is new advice."""

from datetime import date

import pytest

from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, fact
from tests.domain.looking import seen

BORN = date(2009, 1, 10)  # the rights pass on Saturday 28 June 2025
IN_SEPTEMBER = date(2009, 9, 3)  # from 28 June 2025 a person must check who holds them
TALKED = (
    fact(F.DECISION_SENT, "2025-06-02", decision_kind="refusal_to_issue"),
    fact(F.FAMILY_CONTACTED, "2025-06-03", channel="phone", person="parent"),
    fact(F.ADVICE_GIVEN, "2025-06-04", channel="phone", rights_explained=True),
    fact(F.WISH_STATED, "2025-06-05", wish="mediate"),
    fact(F.LA_INFORMED, "2025-06-06", informed_by="adviser"),
)
TOLD = fact(F.SESSION_NOTICE_GIVEN, "2025-06-09", session_id="s1", to="all")
CLOSED = fact(F.CASE_CLOSED, "2025-06-20", outcome="resolved_pre_mediation")


def fixed(held_on: str) -> Fact:
    return fact(F.SESSION_FIXED, "2025-06-09", session_id="s1", held_on=held_on, mode="online")


def said(*facts: Fact, on: str, born_on: date | None = BORN, terms: dict[int, date] | None = None) -> dict[str, str]:
    return dict(seen(case(*facts), on, born_on=born_on, terms=terms or {}).flags)


class TestBeforeTheSession:
    CODE = "rights_pass_before_session"

    @pytest.mark.parametrize("held_on, flagged", [("2025-06-27", False), ("2025-06-28", True), ("2025-07-01", True)])
    def test_a_session_on_a_day_on_which_the_young_person_holds_the_rights(self, held_on: str, flagged: bool) -> None:
        found = said(*TALKED, fixed(held_on), TOLD, on="2025-06-10")
        assert (self.CODE in found) is flagged

    def test_each_session_is_looked_at_whatever_the_one_before_it(self) -> None:
        second = fact(F.SESSION_FIXED, "2025-06-09", session_id="s2", held_on="2025-07-01", mode="online")
        assert self.CODE in said(*TALKED, fixed("2025-06-10"), second, on="2025-06-11")

    def test_it_says_of_which_session_and_what_to_do(self) -> None:
        assert said(*TALKED, fixed("2025-07-01"), TOLD, on="2025-06-10") == {
            self.CODE: "The session of Tue 1 July 2025 comes after the rights pass to the young person: ask what they "
            "want, advise them, and ask them to it."
        }

    def test_a_session_that_is_off_or_of_an_unknown_child_is_not_flagged(self) -> None:
        cancelled = fact(F.SESSION_CANCELLED, "2025-06-10", session_id="s1", cancelled_by="la", reason="ill")
        assert said(*TALKED, fixed("2025-07-01"), cancelled, on="2025-06-10") == {}
        assert self.CODE not in said(*TALKED, fixed("2025-07-01"), CLOSED, on="2025-06-20")
        assert said(*TALKED, fixed("2025-07-01"), TOLD, on="2025-06-10", born_on=None) == {}

    def test_once_the_rights_have_passed_the_session_is_the_young_persons(self) -> None:
        assert self.CODE not in said(*TALKED, fixed("2025-07-01"), on="2025-06-28")
        assert self.CODE not in said(*TALKED, fixed("2025-06-20"), on="2025-06-30")

    def test_nothing_passes_where_somebody_stands_in_for_a_lack_of_capacity(self) -> None:
        lost = fact(F.CAPACITY_OR_AGE_CHANGE, "2025-06-03", change="capacity_lost")
        regained = fact(F.CAPACITY_OR_AGE_CHANGE, "2025-06-04", change="capacity_regained")
        ready = (*TALKED, fixed("2025-07-01"), TOLD)
        assert said(*ready, lost, on="2025-06-10") == {}
        assert said(*ready, lost, regained, on="2025-06-10").keys() == {self.CODE}

    def test_a_day_on_which_it_must_be_checked_is_flagged_unless_the_councils_terms_settle_it(self) -> None:
        ready = (*TALKED, fixed("2025-07-01"), TOLD)
        assert said(*ready, on="2025-06-10", born_on=IN_SEPTEMBER) == {
            self.CODE: "By the session of Tue 1 July 2025 the rights may be the young person's: check that first."
        }
        assert said(*ready, on="2025-06-28", born_on=IN_SEPTEMBER) == {}
        assert seen(case(*ready), "2025-06-10", born_on=IN_SEPTEMBER).changes_on == date(2025, 6, 28)
        assert said(*ready, on="2025-06-10", born_on=IN_SEPTEMBER, terms={2025: date(2025, 9, 1)}) == {}

    def test_the_25th_birthday(self) -> None:
        ready = (*TALKED, fixed("2025-07-01"), TOLD)
        assert said(*ready, on="2025-06-10", born_on=date(2000, 6, 30)) == {
            self.CODE: "The session of Tue 1 July 2025 comes after the 25th birthday: check how long the rights last."
        }


class TestAdvice:
    CODE = "rights_holder_changed"

    def test_advice_to_the_parent_is_given_anew_once_the_rights_have_passed(self) -> None:
        assert self.CODE not in said(*TALKED, on="2025-06-27")
        assert self.CODE in said(*TALKED, on="2025-06-28")
        anew = fact(F.ADVICE_GIVEN, "2025-06-30", channel="phone", rights_explained=True)
        assert self.CODE not in said(*TALKED, anew, on="2025-06-30")

    def test_a_session_held_after_the_rights_passed_with_the_parent_alone_does_not_go_by_without_a_word(self) -> None:
        held = fact(F.SESSION_HELD, "2025-07-01", session_id="s1", present=["parent", "la_with_authority"])
        concluded = fact(F.MEDIATION_CONCLUDED, "2025-07-01")
        met = (*TALKED, fixed("2025-07-01"), TOLD, held, concluded)
        assert said(*met, on="2025-07-02").keys() == {self.CODE}

    def test_it_is_not_asked_for_after_an_appeal_or_in_a_closed_case(self) -> None:
        lodged = fact(F.APPEAL_LODGED, "2025-06-20")
        assert self.CODE not in said(*TALKED, lodged, on="2025-07-02")
        assert self.CODE not in said(*TALKED, CLOSED, on="2025-07-02")
        assert self.CODE in said(*TALKED, CLOSED, fact(F.REOPENED, "2025-07-01", reason="error"), on="2025-07-02")
