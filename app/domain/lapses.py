"""The signs that mediation will not be arranged in time, the last of them silence at the end of day 30 (law.md R8)."""

from dataclasses import dataclass
from datetime import date

from app.domain.circumstances import council_present, family_present
from app.domain.clocks import Reckoning
from app.domain.counting import say
from app.domain.facts import Fact, FactType
from app.domain.wishes import Wish


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that the council will not arrange mediation in time."""

    on: date
    words: str


class Lapse:
    """The search for the first sign, within the present attempt to mediate."""

    def __init__(self, found: Reckoning) -> None:
        self.found, self.case = found, found.case
        self.after = self.case.education_wishes.attempt_starts_after

    def first_sign(self) -> Sign | None:
        """Return the earliest sign while the family wished to mediate, before any conclusion."""
        told = self.case.first(FactType.LA_INFORMED, after=self.after)
        if told is None:
            return None
        signs = [sign for sign in (*self._said(), *self._silence(told)) if self._counts(sign)]
        return min(signs, key=lambda sign: sign.on, default=None)

    def _said(self) -> list[Sign]:
        case, after = self.case, self.after
        return [
            *(
                Sign(f.occurred_on, f"On {say(f.occurred_on)} the council said that it cannot arrange mediation.")
                for f in case.all(FactType.LA_SAYS_CANNOT_ARRANGE, after=after)
            ),
            *(
                Sign(f.occurred_on, f"On {say(f.occurred_on)} the council declined, which the law does not allow it.")
                for f in case.all(FactType.LA_DECLINED, after=after)
            ),
            *(
                Sign(f.occurred_on, f"The council did not attend the session of {say(f.occurred_on)}.")
                for f in case.all(FactType.SESSION_HELD, after=after)
                if family_present(f) and not council_present(f)
            ),
        ]

    def _silence(self, told: Fact) -> list[Sign]:
        rule = self.found.rules.on("arrange-30d-education", told.occurred_on)
        if rule is None:
            return []
        day_30 = last = rule.count(told.occurred_on, self.found.calendar).on
        for extended in self.case.all(FactType.ARRANGING_EXTENDED, after=self.after):
            until = extended.day("until")
            last = max(last, until or last)
        if any(held.occurred_on <= last for held in self.case.all(FactType.SESSION_HELD, after=self.after)):
            return []
        self.found.changes_after(last)
        if self.found.as_of <= last:
            return []
        words = f"The council was told on {say(told.occurred_on)}; day 30 was {say(day_30)}"
        words += "" if last == day_30 else f", extended with the family's written agreement to {say(last)}"
        return [Sign(last, f"{words}; it ended with no session held, so that day is day 0.")]

    def _counts(self, sign: Sign) -> bool:
        """Say whether a sign lies within a wish to mediate, told then or after it, and before any conclusion."""
        if self._concluded_before(sign):
            return False
        wishes = self.case.education_wishes
        standing = wishes.on(sign.on)
        # A council that was told of the wish was told by somebody who wished to mediate.
        if standing is Wish.MEDIATE or not wishes.turns:
            return True
        # A wish that came only after a certificate asks for no other (R12).
        covered = self.case.certificate.counts_from if self.case.certificate else date.max
        told_later = any(turn.wish is Wish.MEDIATE and sign.on < turn.on <= covered for turn in wishes.turns)
        return standing in (Wish.UNSTATED, Wish.UNDECIDED) and told_later

    def _concluded_before(self, sign: Sign) -> bool:
        """Say whether mediation was concluded before a sign, after a session in which family and council took part."""
        concluded = self.case.first(FactType.MEDIATION_CONCLUDED, after=self.after)
        # A conclusion on the day of a sign is of the session that gave the sign.
        if concluded is None or concluded.occurred_on >= sign.on:
            return False
        return any(
            family_present(held) and council_present(held)
            for held in self.case.all(FactType.SESSION_HELD, after=self.after)
            if held.occurred_on <= concluded.occurred_on
        )
