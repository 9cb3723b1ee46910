"""Ids sort by when they were made, those of one millisecond too."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.store.ids import new_id

NOW = datetime(2025, 3, 12, 9, 30, tzinfo=UTC)


def test_ids_of_one_millisecond_rise_and_keep_their_form() -> None:
    made = [UUID(new_id(NOW)) for _ in range(5_000)]
    assert made == sorted(set(made))
    assert {(one.version, one.variant, one.int >> 80) for one in made} == {
        (7, "specified in RFC 4122", int(NOW.timestamp() * 1000))
    }


def test_a_later_instant_gives_a_greater_id_and_an_earlier_a_lesser() -> None:
    first, later = new_id(NOW), new_id(NOW + timedelta(milliseconds=1))
    assert new_id(NOW - timedelta(milliseconds=1)) < first < later
    assert new_id(NOW) != first
