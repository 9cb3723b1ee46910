"""The signs that mediation will not be arranged in time: which count, from which day, and within which attempt (R8)."""

import pytest

from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, computed, fact, the

DEEMED = "cert-deemed-3wd"
DECISION = fact(F.DECISION_SENT, "2025-06-20", decision_kind="refusal_to_issue")
WISH = fact(F.WISH_STATED, "2025-07-10", wish="mediate")
TOLD = fact(F.LA_INFORMED, "2025-07-16", informed_by="adviser")
FIRST = (DECISION, WISH, TOLD)
OVER = fact(F.WITHDRAWN_BY_PARTY, "2025-07-28", party="parent")
AGAIN = fact(F.WISH_STATED, "2025-09-10", wish="mediate")
RETOLD = fact(F.LA_INFORMED, "2025-09-12", informed_by="adviser")
SECOND = (OVER, AGAIN, RETOLD)  # day 30 is Sunday 12 October 2025


def held(day: str, *present: str) -> Fact:
    return fact(F.SESSION_HELD, day, present=list(present))


def starts(*facts: Fact, as_of: str = "2025-12-01") -> str | None:
    found = computed(case(*facts), DEEMED, as_of)
    return found.start_on.isoformat() if found and found.start_on else None


def said(*facts: Fact) -> str:
    return the(case(*facts), DEEMED, "2025-12-01").explanation[0]


def test_silence_is_told_with_the_day_the_council_was_told_and_day_30() -> None:
    assert said(*FIRST) == (
        "The council was told on Wed 16 July 2025; day 30 was Fri 15 August 2025; "
        "it ended with no session held, so that day is day 0."
    )
    extended = fact(F.ARRANGING_EXTENDED, "2025-08-13", until="2025-09-05", agreed_by="parent")
    assert said(*FIRST, extended) == (
        "The council was told on Wed 16 July 2025; day 30 was Fri 15 August 2025, extended with the family's written "
        "agreement to Fri 5 September 2025; it ended with no session held, so that day is day 0."
    )


@pytest.mark.parametrize(
    "sign, words",
    [
        (fact(F.LA_SAYS_CANNOT_ARRANGE, "2025-07-18"), "the council said that it cannot arrange mediation."),
        (fact(F.LA_DECLINED, "2025-07-18"), "the council declined, which the law does not allow it."),
        (held("2025-07-18", "parent"), "The council did not attend the session of Fri 18 July 2025."),
    ],
)
def test_each_other_sign_is_told_with_its_day(sign: Fact, words: str) -> None:
    assert said(*FIRST, sign).endswith(words)
    assert "Fri 18 July 2025" in said(*FIRST, sign)


@pytest.mark.parametrize(
    "earlier",
    [
        (),
        (fact(F.LA_SAYS_CANNOT_ARRANGE, "2025-07-18"),),
        (fact(F.LA_DECLINED, "2025-07-18"),),
        (held("2025-07-18", "parent"),),
        (held("2025-07-18", "parent", "la"),),
        (held("2025-07-18", "parent", "la"), fact(F.MEDIATION_CONCLUDED, "2025-07-18")),
        (fact(F.ARRANGING_EXTENDED, "2025-07-18", until="2025-12-31"),),
    ],
)
def test_what_was_of_an_earlier_attempt_counts_for_nothing_in_the_next(earlier: tuple[Fact, ...]) -> None:
    assert starts(*FIRST, *earlier, *SECOND) == "2025-10-12"
    assert starts(*FIRST, *earlier, *SECOND, as_of="2025-10-12") is None


def test_a_conclusion_of_an_earlier_attempt_concludes_nothing_in_the_next() -> None:
    before = (held("2025-07-18", "parent", "la"), fact(F.MEDIATION_CONCLUDED, "2025-07-18"))
    alone = (held("2025-09-20", "la"), fact(F.MEDIATION_CONCLUDED, "2025-09-20"))
    assert starts(*FIRST, *before, *SECOND, *alone, fact(F.LA_DECLINED, "2025-09-25")) == "2025-09-25"


def test_a_conclusion_ends_the_signs_of_its_attempt_though_another_was_concluded_before() -> None:
    before = (held("2025-07-18", "parent", "la"), fact(F.MEDIATION_CONCLUDED, "2025-07-18"))
    now = (held("2025-09-20", "parent", "la"), fact(F.MEDIATION_CONCLUDED, "2025-09-20"))
    assert starts(*FIRST, *before, *SECOND, *now, fact(F.LA_DECLINED, "2025-09-25")) is None


def test_what_the_council_says_on_the_day_of_the_conclusion_is_still_a_sign() -> None:
    met = (held("2025-07-25", "parent", "la"), fact(F.MEDIATION_CONCLUDED, "2025-07-25"))
    assert starts(*FIRST, *met, fact(F.LA_DECLINED, "2025-07-25")) == "2025-07-25"
    assert starts(*FIRST, *met, fact(F.LA_DECLINED, "2025-07-26")) is None


class TestAWishThatIsHeardOfLater:
    """The thirty days may have run out before the adviser heard of the wish behind them."""

    LAPSED = (DECISION, TOLD)

    def test_it_calls_for_the_certificate_all_the_same(self) -> None:
        assert starts(*self.LAPSED, fact(F.WISH_STATED, "2025-08-20", wish="mediate")) == "2025-08-15"

    def test_a_no_calls_for_none(self) -> None:
        assert starts(*self.LAPSED, fact(F.WISH_STATED, "2025-08-20", wish="not_mediate")) is None

    def test_a_family_that_never_decides_calls_for_none(self) -> None:
        undecided = fact(F.WISH_STATED, "2025-07-20", wish="undecided")
        assert starts(*self.LAPSED, undecided) is None
        assert starts(*self.LAPSED, undecided, fact(F.WISH_STATED, "2025-08-20", wish="mediate")) == "2025-08-15"

    @pytest.mark.parametrize("issued, expected", [("2025-08-19", None), ("2025-08-20", "2025-08-15")])
    def test_a_wish_that_came_only_after_a_certificate_asks_for_no_other(
        self, issued: str, expected: str | None
    ) -> None:
        certificate = fact(F.CERTIFICATE_ISSUED, issued, certificate_id="c1", kind="s55_4")
        assert starts(*self.LAPSED, certificate, fact(F.WISH_STATED, "2025-08-20", wish="mediate")) == expected

    def test_what_the_council_says_after_a_no_is_no_sign_for_a_later_wish(self) -> None:
        no = fact(F.WISH_STATED, "2025-07-10", wish="not_mediate")
        cannot = fact(F.LA_SAYS_CANNOT_ARRANGE, "2025-07-20")
        again = fact(F.WISH_STATED, "2025-08-01", wish="mediate")
        assert starts(DECISION, no, TOLD, cannot, again) == "2025-08-15"
