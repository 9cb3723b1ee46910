"""The family's time to appeal: two limbs, the later of them moved once (law.md R1-R7, R12, R13, R17, R21)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.domain.circumstances import Certificate, Decision
from app.domain.clocks import LONDON, TRIBUNAL_CLOSES, Alternative, Reckoning
from app.domain.counting import in_closed_window, say, tribunal_roll
from app.domain.decision_letters import letter_flags, sent_words
from app.domain.facts import FactType
from app.domain.refusals import Invalid
from app.domain.rules import Rule

_LATE_IS_NOT_THE_END = (
    "If the day has passed, a late appeal can still be sent with the reasons: the tribunal can give more time. "
    "SENDIASS and IPSEA advise families free of charge."
)


def appeal_clocks(found: Reckoning) -> None:
    """Work out both limbs of the time to appeal and the last day that follows from them."""
    decision = found.case.decision
    if decision is None:
        return
    limb_i = found.rule("appeal-limb-i", decision.sent_on)
    last_day = found.rule("appeal-last-day", decision.sent_on)
    if limb_i is not None and last_day is not None:
        _Appeal(found, decision, limb_i, last_day).work_out()


def check_received(payload: Mapping[str, Any], occurred_on: date, now: datetime) -> None:
    """Refuse an appeal whose moment of receipt is still to come, or on another day than the appeal was lodged."""
    received = payload.get("received_at")
    if not received:
        return
    local = _in_london(received)
    if local > now:
        raise Invalid("/received_at", "in_the_future", "An appeal is recorded once the tribunal has it, not before.")
    if local.date() != occurred_on:
        raise Invalid(
            "/received_at",
            "another_day",
            "The appeal was lodged on the day the tribunal received it, in London; correct one of the two.",
        )


def _in_london(received: str | datetime) -> datetime:
    at = datetime.fromisoformat(received) if isinstance(received, str) else received
    return at.replace(tzinfo=LONDON) if at.tzinfo is None else at.astimezone(LONDON)


class _Appeal:
    """One appeal's time, worked out limb by limb."""

    def __init__(self, found: Reckoning, decision: Decision, limb_i: Rule, last_day: Rule) -> None:
        case = found.case
        self.found, self.decision, self.limb_i, self.last_day = found, decision, limb_i, last_day
        self.certificate_needed = not case.section_i_only
        contact_rule = found.rules.on("contact-adviser-2m", decision.sent_on)
        limit = contact_rule.count(decision.sent_on, found.calendar).on if contact_rule else date.max
        self.contact_late = self.certificate_needed and case.contact.on is not None and not case.contact.in_time(limit)
        self.shown = limb_i.count(decision.shown_from, found.calendar)
        self.sent = limb_i.count(decision.sent_on, found.calendar)
        self.certificate = case.certificate
        self.void = self.certificate is None and case.first(FactType.CERTIFICATE_ISSUED) is not None
        # A certificate moves the day only where one is needed and the adviser was contacted in time (R3, R5).
        self.certificate_counts = self.certificate is not None and self.certificate_needed and not self.contact_late
        self.permission = case.first(FactType.PERMISSION_ASKED) is not None and not self.certificate_counts
        self.lodged_on, self.lodged_late_in_day = self._lodged()

    def work_out(self) -> None:
        """Put the limbs and the last day into the answer."""
        found = self.found
        ii_rule, ii_raw, ii_steps = self._limb_ii()
        counts = ii_raw if self.certificate_counts else None
        # Where letter and sending differ, the month may end between their two limbs: each then governs one of the days.
        governs_ii = counts is not None and counts > self.shown.on
        governs_i = counts is None or counts <= self.sent.on
        raw_shown = max(self.shown.on, counts or self.shown.on)
        raw_sent = max(self.sent.on, counts or self.sent.on)
        shown, judged = tribunal_roll(raw_shown, found.calendar), tribunal_roll(raw_sent, found.calendar)
        flags = list(letter_flags(found, self.decision))
        alternatives = self._alternatives(raw_shown, shown.on, judged.on, ii_rule)
        due_on = raw_shown if self.permission else shown.on
        after_five = self.lodged_late_in_day and self.lodged_on == judged.on
        lodged_in_time = self.lodged_on is not None and self.lodged_on <= judged.on
        flags += self._flags(judged.on, lodged_in_time=lodged_in_time, after_five=after_five)
        self._limb(
            self.limb_i,
            self.shown.on,
            self.decision.shown_from,
            (sent_words(self.decision), *self.shown.steps),
            met_on=self._within(self.shown.on) if governs_i and not after_five else None,
            governs=governs_i,
            flags=letter_flags(found, self.decision),
            alternatives=[Alternative(self.sent.on, "counted from the day the decision was sent")],
        )
        if ii_rule is not None and ii_raw is not None and self.certificate is not None:
            met_on = self._within(ii_raw) if governs_ii and not after_five else None
            self._limb(ii_rule, ii_raw, self.certificate.counts_from, ii_steps, met_on=met_on, governs=governs_ii)
        found.add(
            self.last_day,
            start_on=self.decision.shown_from,
            due_on=due_on,
            judged_on=judged.on,
            met_on=None if after_five else self.lodged_on,
            not_needed=self._not_expected() or self._let_pass(judged.on),
            holds_open="certificate_pending" in flags or after_five,
            flags=flags,
            alternatives=alternatives,
            steps=[
                sent_words(self.decision),
                *self.shown.steps,
                *ii_steps,
                *self._which_limb(raw_shown, governs_ii=governs_ii),
                *self._moved(shown.steps, shown.on),
                f"The tribunal must have the appeal by 5 pm on {say(due_on)}.",
                *self._advice(judged.on, flags),
                _LATE_IS_NOT_THE_END,
            ],
            at_close_of_tribunal=True,
            certificate_needed=self.certificate_needed,
            rulings=self._rulings(flags),
        )

    def _rulings(self, flags: list[str]) -> list[str]:
        certificate = self.certificate
        applied = {
            "R1": "certificate_pending" in flags,
            "R3": self.contact_late and certificate is not None,
            "R5": self.found.case.section_i_stated,
            "R6": "letter_sent_differ" in flags,
            "R7": "after_5pm_check" in flags,
            "R12": len(self.found.case.certificates) > 1,
            "R17": certificate is not None and certificate.issued_on != certificate.counts_from,
            "R21": self.permission,
            "Q9": certificate is not None and not self.certificate_needed,
        }
        return [ruling for ruling, applies in applied.items() if applies]

    def _lodged(self) -> tuple[date | None, bool]:
        lodged = self.found.case.first(FactType.APPEAL_LODGED)
        if lodged is None:
            return None, False
        received = lodged.payload.get("received_at")
        if not received:
            return lodged.occurred_on, False
        local = _in_london(received)
        return local.date(), local.time() > TRIBUNAL_CLOSES

    def _limb_ii(self) -> tuple[Rule | None, date | None, tuple[str, ...]]:
        certificate = self.certificate
        if certificate is None:
            words = "The certificate that was issued is void." if self.void else "No certificate has been issued."
            return None, None, (words,) if self.certificate_needed else ()
        rule = self.found.rule("appeal-limb-ii", certificate.counts_from)
        if rule is None:
            return None, None, ()
        counted = rule.count(certificate.counts_from, self.found.calendar)
        words = f"The certificate was issued on {say(certificate.counts_from)}."
        if certificate.issued_on != certificate.counts_from:
            self.found.warn("first_issue_counts", "A certificate issued again counts from the day of its first issue.")
            words += f" It was issued again on {say(certificate.issued_on)}; the first day counts."
        return rule, counted.on, (words, *counted.steps)

    def _limb(
        self,
        rule: Rule,
        due_on: date,
        start_on: date,
        steps: tuple[str, ...],
        *,
        met_on: date | None,
        governs: bool,
        flags: tuple[str, ...] = (),
        alternatives: Sequence[Alternative] = (),
    ) -> None:
        # A limb is a step of the count. Whether the appeal was in time is judged by the last day alone.
        self.found.add(
            rule,
            start_on=start_on,
            due_on=due_on,
            met_on=met_on,
            not_needed=not governs,
            holds_open=True,
            flags=flags,
            alternatives=alternatives,
            rulings=("R6",) if flags else (),
            steps=[*steps, "This is one step of the count: the last day to appeal is appeal-last-day."],
            at_close_of_tribunal=True,
            certificate_needed=self.certificate_needed,
        )

    def _within(self, due_on: date) -> date | None:
        """Return the day of the appeal where it lies within a limb."""
        return self.lodged_on if self.lodged_on is not None and self.lodged_on <= due_on else None

    def _which_limb(self, raw: date, *, governs_ii: bool) -> tuple[str, ...]:
        if self.certificate is None:
            return ()
        if not self.certificate_needed:
            self.found.warn("certificate_not_needed", "A certificate that was not needed is taken not to move the day.")
            return ("A certificate on the school or its type alone is taken not to move the day.",)
        if self.contact_late:
            return ("The adviser was contacted late, so the certificate is taken not to move the day.",)
        which = "the month from the certificate" if governs_ii else "the two months from the decision"
        return (f"The later of the two is {say(raw)}: {which}.",)

    def _moved(self, steps: tuple[str, ...], rolled: date) -> tuple[str, ...]:
        if not self.permission:
            return steps
        self.found.warn(
            "permission_day_unmoved", "In a permission case the last day may not move: use the unmoved day."
        )
        return (
            f"Permission to appeal without a certificate was asked for. The move to {say(rolled)} may then not apply, "
            f"so the unmoved day is the safe one.",
        )

    def _flags(self, judged: date, *, lodged_in_time: bool, after_five: bool) -> list[str]:
        flags = []
        if self.contact_late:
            flags.append("contact_late")
            if self.certificate is not None and not lodged_in_time:
                flags.append("permission_probably_needed")
        elif self._certificate_awaited():
            flags.append("certificate_pending")
        if after_five:
            flags.append("after_5pm_check")
        if self.lodged_on is not None and self.lodged_on > judged:
            flags.append("appeal_late")
        return flags

    def _certificate_awaited(self) -> bool:
        case = self.found.case
        return (
            self.certificate_needed
            and self.certificate is None
            and self.lodged_on is None
            and case.contact.on is not None
            and not self._not_expected()
        )

    def _not_expected(self) -> bool:
        return self.found.case.no_appeal_since is not None and self.lodged_on is None

    def _let_pass(self, judged: date) -> bool:
        """Say whether the day passed unused by a family that wanted no certificate: until then it stays open to it."""
        unwanted = self.certificate is None and self.lodged_on is None and self.found.case.unwanted_since is not None
        if unwanted:
            self.found.changes_after(judged)
        return unwanted and self.found.as_of > judged

    def _advice(self, judged: date, flags: list[str]) -> list[str]:
        """Say what the family should be told now (R1, R2); the words change when the last day has ended."""
        found, words = self.found, []
        if self._not_expected():
            words.append("The family has said that it will not appeal; the day is kept in case it changes its mind.")
        if "after_5pm_check" in flags:
            words.append("The appeal arrived after 5 pm on the last day: ask the tribunal whether it is in time.")
        if "certificate_pending" in flags:
            found.changes_after(judged)
            opens = "one issued in place of the void one opens one month from the day of the first"
            words.append(
                "An appeal normally waits for the certificate, and "
                f"{opens if self.void else 'the certificate opens one month from its own day'}."
            )
            if found.as_of > judged:
                words.append("Appealing without a certificate is also possible, with the tribunal's permission.")
        if self.contact_late and self.lodged_on is None:
            found.changes_after(judged)
            if found.as_of > judged:
                words.append(
                    f"The last day, {say(judged)}, has passed: an appeal now needs more time from the tribunal, "
                    f"and a certificate or its permission."
                )
            else:
                words.append(f"Lodge by {say(judged)}; a certificate, or the tribunal's permission, is needed.")
                if self.certificate is None:
                    found.warn("certificate_urgent", f"Contact was late; issue the certificate before {say(judged)}.")
        return words

    def _alternatives(self, raw: date, rolled: date, judged: date, ii_rule: Rule | None) -> list[Alternative]:
        calendar = self.found.calendar
        others: list[Alternative] = []
        if self.permission:
            others.append(Alternative(rolled, "if the tribunal's rule 12 moves the day in a permission case too"))
        if self.decision.letter_on is not None and self.decision.letter_on != self.decision.sent_on:
            others.append(Alternative(judged, "counted from the day the decision was sent"))
            by_letter = self.limb_i.count(self.decision.letter_on, calendar).on
            if by_letter > self.sent.on:
                later = tribunal_roll(max(raw, by_letter), calendar).on
                others.append(Alternative(later, "counted from the date on the letter"))
        if not in_closed_window(raw) and in_closed_window(rolled):
            self.found.warn(
                "moved_once", "The last day is moved once only; a second move can be argued, not relied on."
            )
            others.append(Alternative(tribunal_roll(rolled, calendar).on, "if the moved day is itself moved again"))
        if ii_rule is not None:
            others += self._certificate_alternatives(raw, ii_rule)
        return others

    def _certificate_alternatives(self, raw: date, rule: Rule) -> list[Alternative]:
        def month_from(day: date, ground: str) -> Alternative:
            end = max(raw, rule.count(day, self.found.calendar).on)
            return Alternative(tribunal_roll(end, self.found.calendar).on, ground)

        others: list[Alternative] = []
        first: Certificate | None = self.certificate
        if first is not None and not self.certificate_counts:
            ground = (
                "if the certificate opens a month after a late contact"
                if self.contact_late
                else ("if a certificate that was not needed opens a month")
            )
            others.append(month_from(first.counts_from, ground))
        for certificate in self.found.case.certificates:
            if certificate is not first:
                others.append(month_from(certificate.issued_on, "a month from a later certificate"))
                if self.certificate_counts:
                    self.found.warn("later_certificate", "A later certificate does not safely move the day to appeal.")
            elif certificate.issued_on != certificate.counts_from:
                others.append(month_from(certificate.issued_on, "a month from the certificate's second issue"))
        return others
