"""Open cases placed around today on purpose: each has a clock that runs out today, this week or has run out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.codes import CertificateKind, Outcome, Reason, ReferredBy
from app.domain.facts import FactType as F
from app.domain.withdrawals import WithdrawalReason
from app.jobs.demo.profiles import HEALTH_BODY_FROM, profile
from app.jobs.demo.steps import hold, open_case
from app.jobs.demo.story import Story
from app.jobs.demo.timeline import Slot

_CONTENTS, _ASSESS = (Reason.PLAN_CONTENTS,), (Reason.REFUSAL_TO_ASSESS,)
_FAR_AHEAD = timedelta(days=400)


def stories(today: date, rng: Random, health_body_on: Callable[[date], str]) -> list[Story]:
    """Tell every open case that is placed on purpose."""
    return list(_Stage(today, rng, health_body_on).all())


class _Stage:
    """Places cases around one day."""

    def __init__(self, today: date, rng: Random, health_body_on: Callable[[date], str]) -> None:
        self.today = today
        self.rng = rng
        self.health_body_on = health_body_on

    def all(self) -> Iterator[Story]:
        """Yield the cases, the most urgent kinds first."""
        for due_in in (0, 1, 3, -2):
            yield self.certificate_after_a_no(due_in)
        for due_in in (0, 2, -1):
            yield self.certificate_after_mediation(due_in)
        for due_in in (0, 1):
            yield self.certificate_deemed(due_in)
        for due_in in (0, 1, 4, -3):
            yield self.nothing_arranged(due_in)
        for due_in in (0, 3):
            yield self.session_on_day_30(due_in)
        for due_in in (0, 2, -3):
            yield self.family_not_reached(due_in)
        for due_in in (0, 3):
            yield self.appeal_ends(due_in)
        for held_in in (3, 7, 12):
            yield self.session_ahead(held_in, notice=held_in == 12)
        yield self.health_body_not_told()
        yield self.agreement_due()
        yield self.adjourned()
        yield self.resolved()
        yield self.withdrawn()
        yield self.sides_not_agreed()
        yield self.disagreement_session_ahead()
        for days_ago in (0, 0, 1):
            yield self.just_referred(days_ago)
        for days_ago in (0, 2, 5):
            yield self.undecided(days_ago)

    def wd(self, count: int) -> date:
        """Return the day so many working days from today."""
        return CALENDAR.add_working_days(self.today, count)

    def begin(
        self,
        received_on: date,
        *,
        reasons: tuple[Reason, ...] | None = None,
        sent_on: date | None = None,
        by: ReferredBy = ReferredBy.PARENT,
        advised: bool = True,
        dr: bool = False,
        health: bool = False,
    ) -> Story:
        """Open a case received on a day, with advice given on that day or the next working day."""
        received_on = CALENDAR.last_working_day(received_on)
        ends = Outcome.DR_MEETING_HELD if dr else Outcome.MEDIATION_MEETING_HELD
        about = reasons or ((Reason.OTHER,) if dr else self.rng.choice((_ASSESS, _CONTENTS, _CONTENTS)))
        sent = sent_on or CALENDAR.last_working_day(received_on - timedelta(days=self.rng.randint(4, 20)))
        drawn = profile(
            Slot(received_on, received_on + _FAR_AHEAD, ends), self.rng, reasons=about, sent_on=sent, referred_by=by
        )
        health = health and received_on >= HEALTH_BODY_FROM
        # A young person's own case would need its holder checked first; these are about other things.
        born_on = max(drawn.born_on, received_on - timedelta(days=5200))
        story = Story(
            replace(drawn, health_issues=health, social_care_issues=False, born_on=born_on, letter_dated_on=sent),
            self.rng,
            self.health_body_on,
        )
        open_case(story, 0 if advised else -1)
        return story

    def wish(self, story: Story, day: date, *, told_health_body: bool = True) -> None:
        """Tell on a day that the family wishes to mediate and that the council was told."""
        story.on(day, F.WISH_STATED, wish="mediate")
        if not story.profile.health_issues:
            story.on(day, F.ISSUES_RECORDED, issues=[{"kind": "education"}])
        story.on(day, F.LA_INFORMED, informed_by="adviser")
        if story.profile.health_issues and told_health_body:
            body = self.health_body_on(day)
            story.on(CALENDAR.add_working_days(day, 1), F.ICB_NOTIFIED, icb_ids=[body], notified_by="la")

    def fix(self, story: Story, fixed_on: date, held_on: date, *, notice: bool = True) -> str:
        """Tell that a session is fixed."""
        session = story.id(fixed_on)
        story.on(fixed_on, F.SESSION_FIXED, session_id=session, held_on=held_on.isoformat(), mode="online")
        if notice:
            story.on(fixed_on, F.SESSION_NOTICE_GIVEN, session_id=session, to="all")
        return session

    def certificate_after_a_no(self, due_in: int) -> Story:
        """The family said no: the certificate is due so many working days from today."""
        story = self.begin(self.wd(due_in - 5))
        story.on(self.wd(due_in - 5), F.INTENT_TO_APPEAL_STATED, intends="yes")
        story.on(self.wd(due_in - 3), F.WISH_STATED, wish="not_mediate", reason="The family wishes to appeal.")
        return story

    def certificate_after_mediation(self, due_in: int) -> Story:
        """Mediation ended: the certificate is due so many working days from today."""
        story = self.begin(self.wd(due_in - 24))
        self.wish(story, self.wd(due_in - 22))
        held_on = self.wd(due_in - 3)
        session = self.fix(story, self.wd(due_in - 18), held_on)
        hold(story, story.place_of(held_on), session)
        story.on(held_on, F.MEDIATION_CONCLUDED)
        story.on(held_on, F.NO_AGREEMENT)
        return story

    def certificate_deemed(self, due_in: int) -> Story:
        """The council said that it cannot arrange: the certificate is due so many working days from today."""
        story = self.begin(self.wd(due_in - 14))
        self.wish(story, self.wd(due_in - 13))
        story.on(self.wd(due_in - 3), F.LA_SAYS_CANNOT_ARRANGE, reason="No officer is free in time.")
        return story

    def nothing_arranged(self, due_in: int) -> Story:
        """Day 30 is so many days from today, and nothing is arranged."""
        informed_on = self.today + timedelta(days=due_in - 30)
        story = self.begin(informed_on - timedelta(days=3))
        self.wish(story, informed_on)
        return story

    def session_on_day_30(self, due_in: int) -> Story:
        """The session is fixed for day 30 itself."""
        held_on = CALENDAR.next_working_day(self.today + timedelta(days=due_in))
        informed_on = held_on - timedelta(days=30)
        story = self.begin(informed_on - timedelta(days=2), reasons=_CONTENTS)
        self.wish(story, informed_on)
        self.fix(story, CALENDAR.add_working_days(informed_on, 5), held_on)
        return story

    def family_not_reached(self, due_in: int) -> Story:
        """Somebody else referred: the family itself must be reached within two months of the decision."""
        by = self.rng.choice((ReferredBy.SCHOOL, ReferredBy.LA, ReferredBy.IASS))
        sent_on = _months_before(self.today + timedelta(days=due_in), 2)
        return self.begin(self.wd(-6), sent_on=sent_on, by=by, advised=False)

    def appeal_ends(self, due_in: int) -> Story:
        """The month from the certificate ends so many days from today."""
        ends_on = self.today + timedelta(days=due_in)
        issued_on = _months_before(ends_on, 1)
        story = self.begin(issued_on - timedelta(days=4), sent_on=_months_before(ends_on, 2) - timedelta(days=12))
        story.on(issued_on, F.WISH_STATED, wish="not_mediate")
        story.certify(story.place_of(issued_on), CertificateKind.S55_4)
        return story

    def session_ahead(self, held_in: int, *, notice: bool) -> Story:
        """A session is near; with or without notice given."""
        story = self.begin(self.wd(-12))
        self.wish(story, self.wd(-10))
        self.fix(story, self.wd(-2), self.wd(held_in), notice=notice)
        return story

    def health_body_not_told(self) -> Story:
        """There are health issues, and today is the last day for the council to tell the health body."""
        story = self.begin(self.wd(-5), reasons=_CONTENTS, health=True)
        self.wish(story, self.wd(-3), told_health_body=False)
        return story

    def agreement_due(self) -> Story:
        """The council agreed to name a school; its two weeks end today."""
        signed_on = CALENDAR.last_working_day(self.today - timedelta(days=14))
        story = self.begin(signed_on - timedelta(days=34), reasons=(Reason.NAMED_INSTITUTION,))
        self.wish(story, signed_on - timedelta(days=30))
        session = self.fix(story, signed_on - timedelta(days=16), signed_on)
        hold(story, story.place_of(signed_on), session)
        story.on(signed_on, F.MEDIATION_CONCLUDED)
        terms = [{"term_id": story.id(signed_on), "kind": "name_school", "owner": "la"}]
        story.on(signed_on, F.AGREEMENT_SIGNED, extent="full", terms=terms)
        return story

    def adjourned(self) -> Story:
        """A first session was held, and a second is ahead."""
        story = self.begin(self.wd(-26), reasons=_CONTENTS)
        self.wish(story, self.wd(-24))
        first = self.fix(story, self.wd(-18), self.wd(-6))
        hold(story, story.place_of(self.wd(-6)), first)
        story.on(self.wd(-6), F.SESSION_ADJOURNED, session_id=first, reason="A report is awaited.")
        self.fix(story, self.wd(-4), self.wd(6))
        return story

    def resolved(self) -> Story:
        """The council reversed its decision, and the case is not closed yet."""
        story = self.begin(self.wd(-11), reasons=_ASSESS)
        self.wish(story, self.wd(-9))
        story.on(self.wd(-1), F.RESOLVED_BEFORE_SESSION, how="la_reversed")
        return story

    def withdrawn(self) -> Story:
        """The family withdrew and asked for its certificate."""
        story = self.begin(self.wd(-15))
        self.wish(story, self.wd(-13))
        why = {"reason": "The family prefers to appeal.", "reason_code": WithdrawalReason.APPEAL_AT_ONCE.value}
        story.on(self.wd(-2), F.WITHDRAWN_BY_PARTY, party="parent", **why)
        story.on(self.wd(-2), F.CERTIFICATE_REQUESTED)
        return story

    def sides_not_agreed(self) -> Story:
        """Disagreement resolution: the family agrees, the council has not answered."""
        story = self.begin(self.wd(-8), dr=True)
        story.on(self.wd(-7), F.DRS_AGREED_BY, party=story.profile.person)
        return story

    def disagreement_session_ahead(self) -> Story:
        """Disagreement resolution: both sides agree, and a session is fixed."""
        story = self.begin(self.wd(-18), dr=True)
        story.on(self.wd(-17), F.DRS_AGREED_BY, party=story.profile.person)
        story.on(self.wd(-12), F.DRS_AGREED_BY, party="la")
        self.fix(story, self.wd(-6), self.wd(5))
        return story

    def just_referred(self, days_ago: int) -> Story:
        """Accepted, and not advised yet."""
        return self.begin(self.wd(-days_ago), advised=False)

    def undecided(self, days_ago: int) -> Story:
        """Advised, and thinking it over."""
        story = self.begin(self.wd(-days_ago - 1))
        story.on(self.wd(-days_ago), F.WISH_STATED, wish="undecided")
        return story


def _months_before(day: date, months: int) -> date:
    """Return the latest day from which so many months end on or before a day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(
        date(year, month + 1, min(day.day, 28)) + timedelta(days=max(day.day - 28, 0)),
        first_of_next - timedelta(days=1),
    )
