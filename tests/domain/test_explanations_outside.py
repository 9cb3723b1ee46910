"""What councils read of the arranging clocks tells nothing of what the family wished, withdrew or agreed to."""

import pytest

from app.domain.counting import say
from app.domain.deadlines import compute
from app.domain.facts import Fact, FactType
from tests.domain.case_facts import case, fact, the

F = FactType
TOLD = fact(F.LA_INFORMED, "2025-07-16", informed_by="adviser")
FIXED = fact(F.SESSION_FIXED, "2025-08-01", session_id="s1", held_on="2025-09-02", mode="online")
SHORT = fact(F.SESSION_NOTICE_GIVEN, "2025-08-29", session_id="s1", to="family")
READ_BY_COUNCILS = ("arrange-", "hold-30d", "session-notice")


@pytest.mark.parametrize(
    "said",
    [
        fact(F.WISH_STATED, "2025-08-05", wish="not_mediate"),
        fact(F.WITHDRAWN_BY_PARTY, "2025-08-05", party="parent", reason="Told in confidence"),
        fact(F.NOTICE_SHORTENING_CONSENTED, "2025-08-30", session_id="s1"),
    ],
)
@pytest.mark.parametrize("also", [(), (FIXED,), (FIXED, SHORT)])
def test_no_wish_withdrawal_or_consent_is_told(said: Fact, also: tuple[Fact, ...]) -> None:
    wish = fact(F.WISH_STATED, "2025-07-15", wish="mediate")
    found = compute(case(wish, TOLD, *also, said), as_of=said.occurred_on).deadlines
    read = [item for item in found if item.rule_id.startswith(READ_BY_COUNCILS)]
    assert read
    for item in read:
        words = " ".join(item.explanation)
        assert not any(word in words.lower() for word in ("wish", "withdr", "agree", "consent", "settled"))
        assert say(said.occurred_on) not in words


def test_a_clock_that_fell_away_says_only_that() -> None:
    wish = fact(F.WISH_STATED, "2025-07-15", wish="mediate")
    facts = case(wish, TOLD, fact(F.WISH_STATED, "2025-08-05", wish="not_mediate"))
    assert "It is no longer needed." in the(facts, "hold-30d", "2025-08-06").explanation
