"""Histories that end in a meeting: mediation on its several paths, and disagreement resolution."""

from datetime import timedelta

from app.domain.codes import CertificateKind
from app.domain.facts import FactType as F
from app.jobs.demo.agreements import conclude
from app.jobs.demo.profiles import Turn
from app.jobs.demo.steps import CLEAR_DAYS, advice_place, ask, extend, fix, hold, intent, open_case
from app.jobs.demo.story import Story


def mediation(story: Story) -> None:
    """Paths B to E and K: a mediation meeting was held."""
    rng, profile, turn = story.rng, story.profile, story.profile.turn
    last = story.last_place
    exempt = profile.sections == ("I",)
    deemed = turn in (Turn.CANNOT_ARRANGE, Turn.LAPSED)
    certify = not exempt and not deemed and turn is not Turn.CAME_BACK
    certificate_gap = rng.choices((0, 1, 2, 3, 4, 5), (26, 32, 24, 13, 3, 2))[0]
    close_gap = rng.choices((0, 1, 2, 5), (48, 30, 16, 6))[0]
    held_at = last - close_gap - certificate_gap
    if held_at < 10:
        close_gap, certificate_gap = 0, min(certificate_gap, 1)
        held_at = max(last - certificate_gap, 0)
    advice_at = advice_place(story, held_at - 8)
    if turn is Turn.LAPSED:
        gap = rng.randint(28, 32)
    elif turn is Turn.CANNOT_ARRANGE:
        gap = rng.randint(23, 27)
    else:
        gap = round(rng.triangular(9, 19, 16)) if rng.random() < 0.86 else rng.randint(20, 36)
    informed_at = max(advice_at, held_at - gap)
    if turn is Turn.CAME_BACK:
        informed_at = max(informed_at, advice_at + 4)
    open_case(story, advice_at)
    intent(story, advice_at, (55, 40, 5))
    if turn is Turn.CAME_BACK:
        story.at(advice_at, F.WISH_STATED, wish="not_mediate", reason="The family wishes to appeal at once.")
        story.certify(advice_at + rng.randint(0, 2), CertificateKind.S55_4)
    ask(story, advice_at if turn is not Turn.CAME_BACK else informed_at, informed_at)
    session = story.session()
    if turn is Turn.CANNOT_ARRANGE:
        told_at = informed_at + rng.randint(6, 9)
        story.at(told_at, F.LA_SAYS_CANNOT_ARRANGE, reason="No officer with authority is free in time.")
        story.certify(told_at + rng.randint(0, 3), CertificateKind.S55_5_DEEMED)
        fix(story, told_at + 5, held_at, session)
    elif turn is Turn.LAPSED:
        lapse_at = story.place_of(story.day(informed_at) + timedelta(days=31))
        story.certify(lapse_at + rng.randint(0, 1), CertificateKind.S55_5_DEEMED)
        fix(story, min(lapse_at + 2, held_at), held_at, session)
    elif turn is Turn.CANCELLED:
        extend(story, informed_at, held_at)
        first, moved_at = session, max(informed_at, held_at - CLEAR_DAYS - 3)
        session = story.session()
        fix(story, informed_at, max(held_at - 5, informed_at), first)
        who = rng.choice(("family", "la", "la", "mediator"))
        story.at(moved_at, F.SESSION_CANCELLED, session_id=first, cancelled_by=who, reason="Illness.")
        fix(story, moved_at, held_at, session)
    elif turn is Turn.ADJOURNED:
        first, session = session, story.session()
        earlier = max(informed_at, held_at - CLEAR_DAYS - 3)
        fix(story, informed_at, earlier, first)
        hold(story, earlier, first)
        story.at(earlier, F.SESSION_ADJOURNED, session_id=first, reason="A report is awaited.")
        fix(story, earlier, held_at, session)
    else:
        extend(story, informed_at, held_at)
        latest = max(informed_at, held_at - CLEAR_DAYS - 1)
        fix(story, min(informed_at + rng.randint(0, 4), latest), held_at, session)
    hold(story, held_at, session)
    conclude(story, held_at, certify_at=held_at + certificate_gap if certify else None, closes_at=last)


def disagreement(story: Story) -> None:
    """Path N: every side agrees to disagreement resolution, and a meeting is held."""
    last = story.last_place
    held_at = max(last - story.rng.randint(0, 3), 0)
    advice_at = advice_place(story, held_at - 8)
    open_case(story, advice_at)
    story.at(advice_at, F.DRS_AGREED_BY, party=story.profile.person)
    agreed_at = max(advice_at, min(advice_at + story.rng.randint(1, 5), held_at - 7))
    story.at(agreed_at, F.DRS_AGREED_BY, party="la")
    session = story.session()
    fix(story, agreed_at, held_at, session)
    hold(story, held_at, session)
    conclude(story, held_at, certify_at=None, closes_at=last)
