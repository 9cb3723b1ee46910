"""Who holds the rights of a case, what is near, to whom to write, and whom the case is shut to."""

from datetime import date
from typing import Any

import pytest

from app.domain.rights_holders import Holder
from app.domain.switches import AT_THE_CHANGE, Standing, parent_is_shut_out, standing_on

BORN = date(2009, 3, 9)  # a child until Friday 27 June 2025, 25 on 9 March 2034
ROUND_TERM, LATE_TERM = date(2009, 9, 3), {2025: date(2025, 9, 4)}
CHILD, YOUNG, GROWN = "2025-01-01", "2025-06-28", "2034-03-09"


def on(text: str) -> date:
    return date.fromisoformat(text)


def standing(day: str, born_on: date | None = BORN, **asked: Any) -> Standing:
    known: dict[str, Any] = {"lacks_capacity": False, "stands_in": None, "shares_with_parent": False}
    return standing_on(born_on, on(day), **(known | asked))


def test_without_a_date_of_birth_nothing_is_assumed() -> None:
    found = standing(CHILD, None)
    assert found.explanation == ("The date of birth is not known. Record it: who holds the rights depends on it.",)
    assert (found.holder, found.changes_on, found.warning, found.flags) == (None, None, None, ())
    assert (found.write_to, found.at_the_change) == (None, ())


@pytest.mark.parametrize(
    "day, warning, steps",
    [
        ("2025-05-02", None, ()),
        (
            "2025-05-03",
            "The rights pass to the young person on 2025-06-28. Prepare the change now.",
            AT_THE_CHANGE,
        ),
        ("2025-06-27", "The rights pass to the young person on 2025-06-28. Prepare the change now.", AT_THE_CHANGE),
        ("2025-06-28", None, ()),
        ("2034-01-11", None, ()),
        ("2034-01-12", "The 25th birthday is on 2034-03-09: check how long the plan continues.", ()),
        ("2034-03-09", None, ()),
    ],
)
def test_a_change_is_warned_of_from_eight_weeks_before(day: str, warning: str | None, steps: tuple[str, ...]) -> None:
    found = standing(day)
    assert (found.warning, found.at_the_change) == (warning, steps)


@pytest.mark.parametrize(
    "day, holder, changes_on, write_to",
    [
        (CHILD, Holder.PARENT, "2025-06-28", "parent"),
        (YOUNG, Holder.YOUNG_PERSON, "2034-03-09", "young_person only"),
        (GROWN, Holder.NONE, None, None),
    ],
)
def test_the_holder_is_written_to(day: str, holder: Holder, changes_on: str | None, write_to: str | None) -> None:
    found = standing(day)
    assert (found.holder, found.write_to) == (holder, write_to)
    assert found.changes_on == (on(changes_on) if changes_on else None)
    assert len(found.explanation) == 1


def test_a_young_person_may_let_the_parent_be_written_to() -> None:
    assert standing(YOUNG, shares_with_parent=True).write_to == "young_person and, as they agreed, the parent"
    assert standing(CHILD, shares_with_parent=True).write_to == "parent"


def test_who_stands_in_is_written_to_and_named() -> None:
    found = standing(YOUNG, lacks_capacity=True, stands_in="deputy")
    assert found.write_to == "deputy, keeping the young person informed"
    assert found.explanation[-1] == (
        "An assessment found no capacity for this decision, so the deputy decides for them."
    )
    unnamed = standing(YOUNG, lacks_capacity=True)
    assert unnamed.write_to == "representative, keeping the young person informed"
    assert unnamed.explanation[-1].endswith("so the representative decides for them.")


@pytest.mark.parametrize("day", [CHILD, GROWN])
def test_capacity_matters_only_while_the_young_person_holds_the_rights(day: str) -> None:
    assert standing(day, lacks_capacity=True, stands_in="deputy") == standing(day)


def test_a_doubt_about_the_holder_is_handed_on() -> None:
    assert standing("2025-07-01", ROUND_TERM).flags == ("rights_holder_check",)
    settled = standing("2025-10-01", ROUND_TERM, terms=LATE_TERM)
    assert (settled.holder, settled.flags) == (Holder.YOUNG_PERSON, ())


@pytest.mark.parametrize(
    "day, near, flags",
    [
        ("2025-05-02", False, ()),
        ("2025-05-03", True, ("rights_holder_check",)),
        ("2025-06-27", True, ("rights_holder_check",)),
        ("2025-06-28", False, ("rights_holder_check",)),
    ],
)
def test_a_change_in_doubt_is_warned_of_before_the_earlier_of_its_two_days(
    day: str, near: bool, flags: tuple[str, ...]
) -> None:
    found = standing(day, ROUND_TERM)
    words = "The rights may pass to the young person on 2025-06-28. Check whether they do, and prepare the change now."
    assert (found.holder, found.flags, found.write_to) == (Holder.PARENT, flags, "parent")
    assert (found.warning, found.at_the_change) == ((words, AT_THE_CHANGE) if near else (None, ()))


def test_the_later_of_two_days_in_doubt_is_warned_of_too() -> None:
    found = standing("2026-05-02", ROUND_TERM)
    assert found.warning == "The rights pass to the young person on 2026-06-27. Prepare the change now."
    assert (found.changes_on, found.flags) == (on("2026-06-27"), ("rights_holder_check",))


class TestAParentShutOut:
    """What the parent's side sent no longer opens the case once the rights are the young person's."""

    @staticmethod
    def shut_out(day: str, born_on: date | None = BORN, **asked: Any) -> bool:
        return parent_is_shut_out(born_on, on(day), **({"by_young_person": False, "shares_with_parent": False} | asked))

    def test_from_the_day_the_rights_pass(self) -> None:
        assert [self.shut_out(day) for day in ("2025-06-27", "2025-06-28", GROWN)] == [False, True, True]

    @pytest.mark.parametrize("asked", [{"by_young_person": True}, {"shares_with_parent": True}, {"born_on": None}])
    def test_not_where_the_young_person_sent_it_or_agrees_or_nothing_is_known(self, asked: dict[str, Any]) -> None:
        assert not self.shut_out(YOUNG, **asked)

    def test_by_the_councils_term(self) -> None:
        assert not self.shut_out("2025-10-01", ROUND_TERM)
        assert self.shut_out("2025-10-01", ROUND_TERM, terms=LATE_TERM)
