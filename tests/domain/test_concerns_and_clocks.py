"""What is flagged says the same as the clocks: nobody is told of a breach that no clock knows, or the reverse."""

from datetime import date

import pytest

from app.domain.calendars import BeyondCalendar
from app.domain.codes import DeadlineStatus
from app.domain.deadlines import compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, fact, status
from tests.domain.looking import seen
from tests.domain.oracle.histories import history

SENT = fact(F.DECISION_SENT, "2025-01-14", decision_kind="refusal_to_issue")  # contact until 14 March 2025
BY_COUNCIL = fact(F.REFERRAL_RECEIVED, "2025-01-20", channel="email", referred_by="la")
ADVICE = fact(F.ADVICE_GIVEN, "2025-01-24", channel="phone", rights_explained=True)
NO = fact(F.WISH_STATED, "2025-01-24", wish="not_mediate")


def codes(*facts: Fact, on: str) -> set[str]:
    return {flag.code for flag in seen(case(*facts), on).flags}


def on(day: str) -> date:
    return date.fromisoformat(day)


class TestContact:
    """R2, R20: the clock's reading of what is contact is the only one."""

    @pytest.mark.parametrize("told", [ADVICE, NO], ids=["advice", "a wish"])
    def test_a_family_that_was_advised_or_said_what_it_wishes_was_reached(self, told: Fact) -> None:
        reached = (SENT, BY_COUNCIL, told)
        assert status(case(*reached), "contact-adviser-2m", "2025-02-01") == "met"
        for day in ("2025-02-01", "2025-04-01"):
            assert {"family_not_reached", "contact_late"}.isdisjoint(codes(*reached, on=day))

    def test_a_call_after_the_two_months_takes_nothing_from_advice_within_them(self) -> None:
        call = fact(F.FAMILY_CONTACTED, "2025-03-20", channel="phone", person="parent")
        assert codes(SENT, BY_COUNCIL, ADVICE, call, on="2025-04-01") == set()

    def test_contact_on_an_unknown_day_is_taken_to_have_been_in_time(self) -> None:
        advised = (SENT, BY_COUNCIL, fact(F.ADVICE_GIVEN, "2025-03-18", channel="phone", rights_explained=True))
        assert status(case(*advised), "contact-adviser-2m", "2025-04-01") == "pending"
        assert codes(*advised, on="2025-04-01") == set()

    def test_a_family_not_reached_is_late_from_the_day_after_the_last(self) -> None:
        waiting = seen(case(SENT, BY_COUNCIL), "2025-02-01")
        assert waiting.changes_on == on("2025-03-15")
        assert seen(case(SENT, BY_COUNCIL), "2025-03-15").changes_on is None
        assert seen(case(SENT, BY_COUNCIL, ADVICE), "2025-02-01").changes_on is None

    def test_a_decision_before_the_law_gives_no_day_to_be_late_for(self) -> None:
        assert codes(fact(F.DECISION_SENT, "2014-07-01", decision_kind="plan_contents"), on="2015-01-01") == set()


class TestCertificates:
    """R10: what starts the three working days is the clock's to say."""

    TALKED = (SENT, fact(F.FAMILY_CONTACTED, "2025-01-20", channel="phone", person="parent"), ADVICE)

    def test_a_certificate_asked_for_after_none_was_wanted_counts_from_the_asking(self) -> None:
        asked = (
            *self.TALKED,
            fact(F.WISH_STATED, "2025-03-03", wish="not_mediate"),
            fact(F.CERTIFICATE_NOT_WANTED, "2025-03-03"),
            fact(F.CERTIFICATE_REQUESTED, "2025-03-20"),
        )
        issued = fact(F.CERTIFICATE_ISSUED, "2025-03-25", certificate_id="1", kind="s55_4")
        assert status(case(*asked, issued), "cert-no-mediation-3wd", "2025-03-26") == "met"
        assert codes(*asked, issued, on="2025-03-26") == set()

    def test_a_no_said_again_starts_nothing_anew(self) -> None:
        twice = [fact(F.WISH_STATED, day, wish="not_mediate") for day in ("2025-03-03", "2025-03-10")]
        issued = fact(F.CERTIFICATE_ISSUED, "2025-03-11", certificate_id="1", kind="s55_4")
        assert status(case(*self.TALKED, *twice, issued), "cert-no-mediation-3wd", "2025-03-12") == "late"
        assert codes(*self.TALKED, *twice, issued, on="2025-03-12") == {"certificate_late"}

    def test_a_certificate_issued_again_is_judged_by_its_first_day(self) -> None:
        again = (
            *self.TALKED,
            fact(F.WISH_STATED, "2025-03-03", wish="not_mediate"),
            fact(F.CERTIFICATE_ISSUED, "2025-03-04", certificate_id="1", kind="s55_4"),
            fact(F.CERTIFICATE_VOIDED, "2025-03-20", certificate_id="1", replaced_by="2"),
            fact(F.CERTIFICATE_ISSUED, "2025-03-20", certificate_id="2", kind="s55_4"),
        )
        assert codes(*again, on="2025-03-21") == set()


class TestDay30:
    """The day of `hold-30d`: it runs from the word to whoever arranges, in the present attempt."""

    ASKED = (
        fact(F.DECISION_SENT, "2025-07-01", decision_kind="plan_contents"),
        fact(F.FAMILY_CONTACTED, "2025-07-02", channel="phone", person="parent"),
        fact(F.ADVICE_GIVEN, "2025-07-02", channel="phone", rights_explained=True),
        fact(F.INTENT_TO_APPEAL_STATED, "2025-07-02", intends="unsure"),
        fact(F.WISH_STATED, "2025-07-02", wish="mediate"),
    )
    TOLD = fact(F.LA_INFORMED, "2025-07-16", informed_by="adviser")

    @staticmethod
    def fixed(day: str, held_on: str) -> Fact:
        return fact(F.SESSION_FIXED, day, session_id=held_on, held_on=held_on, mode="online")

    @pytest.mark.parametrize("held_on, flagged", [("2025-08-20", False), ("2025-08-21", True)])
    def test_a_health_body_has_thirty_days_from_its_own_notice(self, held_on: str, flagged: bool) -> None:
        health = fact(F.ISSUES_RECORDED, "2025-07-02", issues=[{"kind": "health"}])
        notified = fact(F.ICB_NOTIFIED, "2025-07-21", icb_ids=["i"])
        told = codes(*self.ASKED, health, self.TOLD, notified, self.fixed("2025-07-22", held_on), on="2025-07-22")
        assert told == ({"beyond_day_30"} if flagged else set())

    def test_a_second_attempt_has_thirty_days_of_its_own(self) -> None:
        again = (
            self.fixed("2025-07-17", "2025-08-04"),
            fact(F.WITHDRAWN_BY_PARTY, "2025-07-18", party="family"),
            fact(F.CERTIFICATE_NOT_WANTED, "2025-07-18"),
            fact(F.WISH_STATED, "2025-08-05", wish="mediate"),
            fact(F.LA_INFORMED, "2025-08-06", informed_by="adviser"),
        )
        began = (*self.ASKED, self.TOLD, *again)
        for held_on, beyond in (("2025-09-05", False), ("2025-09-08", True)):
            flagged = codes(*began, self.fixed("2025-08-07", held_on), on="2025-08-07")
            assert ("beyond_day_30" in flagged) is beyond

    def test_only_a_session_with_the_family_is_held_in_time(self) -> None:
        without = fact(F.SESSION_HELD, "2025-08-01", present=["la_with_authority"])
        late = fact(F.SESSION_HELD, "2025-08-18", present=["parent", "la_with_authority"])
        assert "beyond_day_30" in codes(*self.ASKED, self.TOLD, without, late, on="2025-08-18")

    def test_an_attempt_that_is_over_has_no_session_to_come(self) -> None:
        over = (self.fixed("2025-07-17", "2025-08-20"), fact(F.WITHDRAWN_BY_PARTY, "2025-07-18", party="family"))
        assert "beyond_day_30" not in codes(*self.ASKED, self.TOLD, *over, on="2025-07-18")


class TestNotice:
    """R18: a fact that names no session is about the one that then stands, and what was said of an old day is void."""

    FIXED = (
        SENT,
        fact(F.FAMILY_CONTACTED, "2025-01-20", channel="phone", person="parent"),
        ADVICE,
        fact(F.WISH_STATED, "2025-01-25", wish="mediate"),
        fact(F.SESSION_FIXED, "2025-02-03", session_id="s1", held_on="2025-02-28", mode="online"),
    )
    CONSENT = fact(F.NOTICE_SHORTENING_CONSENTED, "2025-02-25", consented_by="parent", how="by phone")

    def test_notice_that_names_no_session_is_of_the_one_that_stands(self) -> None:
        told = fact(F.SESSION_NOTICE_GIVEN, "2025-02-06", to="family")
        assert status(case(*self.FIXED, told), "session-notice-5wd", "2025-02-27") == "met"
        assert codes(*self.FIXED, told, on="2025-02-27") == set()

    def test_so_is_consent_and_cancelling(self) -> None:
        assert codes(*self.FIXED, on="2025-02-26") == {"short_notice"}
        assert codes(*self.FIXED, self.CONSENT, on="2025-02-26") == set()
        cancelled = fact(F.SESSION_CANCELLED, "2025-02-25", cancelled_by="la", reason="ill")
        assert codes(*self.FIXED, cancelled, on="2025-02-26") == set()

    def test_consent_to_one_day_is_not_consent_to_another(self) -> None:
        moved = fact(F.SESSION_FIXED, "2025-02-26", session_id="s1", held_on="2025-03-03", mode="online")
        assert codes(*self.FIXED, self.CONSENT, moved, on="2025-02-26") == {"short_notice"}

    def test_a_second_session_hides_nothing_of_the_first(self) -> None:
        unnamed = fact(F.SESSION_FIXED, "2025-02-03", held_on="2025-02-10", mode="online")
        held = fact(F.SESSION_HELD, "2025-02-10", present=["parent", "la_with_authority"])
        second = fact(F.SESSION_FIXED, "2025-02-10", held_on="2025-03-10", mode="online")
        told = fact(F.SESSION_NOTICE_GIVEN, "2025-02-10", to="all")
        assert codes(*self.FIXED[:-1], unnamed, held, second, told, on="2025-02-12") == {"short_notice"}

    def test_a_session_of_which_nobody_was_told_is_flagged_from_the_day_after_the_last(self) -> None:
        waiting = seen(case(*self.FIXED), "2025-02-10")
        assert (waiting.flags, waiting.changes_on) == ((), on("2025-02-21"))


def test_contact_is_flagged_as_its_clock_says_in_any_history() -> None:
    flagged = 0
    for seed in range(600):
        told = history(seed)
        try:
            clocks = compute(told.facts, as_of=told.as_of).deadlines
        except BeyondCalendar:
            continue
        contact = next((clock for clock in clocks if clock.rule_id == "contact-adviser-2m" and clock.due_on), None)
        late = contact is not None and contact.status(told.as_of) in (DeadlineStatus.LATE, DeadlineStatus.MISSED)
        found = {flag.code for flag in seen(told.facts, told.as_of).flags}
        assert ("contact_late" in found) is late, told
        flagged += late
    assert flagged > 20
