"""The one comparison between the version that a caller saw and the one that stands."""

from app.domain.refusals import Stale


def check_version(current: int, seen: int | None) -> None:
    """Refuse a change to a record that has moved on since it was read; None stands for `If-Match: *`."""
    if seen is not None and seen != current:
        raise Stale(
            "The record has changed since you read it: read it again and repeat the change.",
            extra={"version": current},
        )
