"""The days of a time check in words: which one to name, how it came about, and what can be argued beside it."""

from dataclasses import dataclass
from datetime import date

from app.domain.clocks import Deadline
from app.domain.codes import DeadlineStatus
from app.domain.counting import say


@dataclass(frozen=True, slots=True)
class Words:
    """The two clocks of a decision, and how their days are said on a day."""

    contact: Deadline
    appeal: Deadline
    form: str
    certified: bool
    as_of: date

    @property
    def two_months(self) -> date:
        """The day on which the two months from the sending end, before any move."""
        return self.contact.judged_on or self.contact.due_on or self.as_of

    @property
    def last(self) -> date:
        """The last day that safely counts for the appeal: by the sending, where the letter is dated before it."""
        return self.two_months if self.asks_permission else self._latest

    @property
    def moved(self) -> date | None:
        """The later day that can only be argued for in a permission case, where the tribunal's rule moves it (R21)."""
        return self._latest if self.asks_permission and self._latest > self.last else None

    @property
    def asks_permission(self) -> bool:
        return "R21" in self.appeal.rulings

    @property
    def appeal_day(self) -> date:
        """The day to name: the safe one, until it has passed and a later one still counts."""
        return self._day_of(self.appeal, self.last)

    @property
    def days_left(self) -> int | None:
        left = (self.appeal_day - self.as_of).days
        return left if left >= 0 else None

    @property
    def by_appeal(self) -> str:
        return f"5 pm on {self._by(self.appeal, self.appeal_day)}"

    @property
    def by_contact(self) -> str:
        return self._by(self.contact, self._day_of(self.contact, self.two_months))

    @property
    def send(self) -> str:
        return f"Send form {self.form} with the decision letter so that the tribunal has it by {self.by_appeal}."

    @property
    def late_contact(self) -> bool:
        return "contact_late" in self.contact.flags or "contact_late" in self.appeal.flags

    @property
    def lacks_certificate(self) -> bool:
        return bool(self.appeal.certificate_needed) and not self.certified

    @property
    def reached(self) -> bool:
        known = self.contact.status(self.as_of) in (DeadlineStatus.MET, DeadlineStatus.NOT_NEEDED)
        return known or "provisional" in self.contact.flags

    @property
    def arguable(self) -> tuple[str, ...]:
        """Later days that can be argued for and have not passed, in words."""
        others = self.appeal.alternatives
        later = [other for other in others if other.due_on > self._latest and other.due_on >= self.as_of]
        if not later:
            return ()
        latest = max(later, key=lambda other: other.due_on)
        return (
            f"Some read the rules as giving until {say(latest.due_on)}, {latest.ground}; "
            "do not rely on it, but say so when you ask.",
        )

    @property
    def not_moved(self) -> tuple[str, ...]:
        """Why the day shown in a permission case is the safe one, in words, as long as the moved day may still help."""
        met_on, moved = self.appeal.met_on, self.moved
        if moved is None or (met_on or self.as_of) > moved or (met_on is not None and met_on <= self.last):
            return ()
        return (
            f"You asked for permission to appeal without a certificate: {say(moved)} counts only if the tribunal's "
            "rule 12 moves the day in a permission case too. Do not rely on it, but say so to the tribunal.",
        )

    @property
    def _latest(self) -> date:
        return self.appeal.judged_on or self.appeal.due_on or self.as_of

    def _day_of(self, clock: Deadline, last: date) -> date:
        due = clock.due_on or self.as_of
        return last if due < self.as_of <= last else due

    def _by(self, clock: Deadline, day: date) -> str:
        if clock.due_on is not None and day != clock.due_on:
            by_letter = f"by the date on the letter it was {say(clock.due_on)}, so act today"
            return f"{say(day)} (counted from the day of sending; {by_letter})"
        act_by = clock.act_by_on
        if act_by is not None and self.as_of <= act_by < day:
            return f"{say(act_by)} ({say(day)} is the last day, and no working day)"
        return say(day)
