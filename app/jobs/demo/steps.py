"""The steps that histories share: opening a case, asking to mediate, fixing a session, holding it."""

from datetime import timedelta

from app.domain.codes import DecisionKind, ReferredBy
from app.domain.facts import FactType as F
from app.domain.withdrawals import WithdrawalReason
from app.jobs.demo.profiles import Profile
from app.jobs.demo.story import Story

CLEAR_DAYS = 5
"""Whole working days between the notice of a session and the session."""

_FAMILY = (ReferredBy.PARENT, ReferredBy.YOUNG_PERSON, ReferredBy.REPRESENTATIVE)


_WHY_WITHDRAWN = (
    ("The family prefers to wait for the tribunal.", WithdrawalReason.APPEAL_AT_ONCE),
    ("The school has found another way.", WithdrawalReason.OTHER),
    ("The family wishes to talk to the council directly.", WithdrawalReason.SETTLED_DIRECTLY),
    ("It is too much for the family at present.", WithdrawalReason.CIRCUMSTANCES),
)


def open_case(story: Story, advice_at: int) -> None:
    """Tell the decision, the referral, contact and advice."""
    profile, rng = story.profile, story.rng
    if profile.decision_kind and profile.sent_on and profile.letter_dated_on:
        decision = {"decision_kind": profile.decision_kind.value}
        if rng.random() < 0.8:
            decision["letter_dated_on"] = profile.letter_dated_on.isoformat()
        story.before(F.DECISION_SENT, profile.sent_on, **decision)
    received_on = profile.slot.received_on
    story.on(received_on, F.REFERRAL_RECEIVED, channel=profile.channel.value, referred_by=profile.referred_by.value)
    if profile.sections:
        story.on(received_on, F.APPEAL_SCOPE_STATED, sections=list(profile.sections))
    if profile.health_issues or profile.social_care_issues:
        story.on(received_on, F.ISSUES_RECORDED, issues=_issues(profile))
    if advice_at < 0:
        return
    if profile.referred_by not in _FAMILY or rng.random() < 0.3:
        story.at(min(rng.randint(0, 1), advice_at), F.FAMILY_CONTACTED, channel="phone", person=profile.person)
    story.at(advice_at, F.ADVICE_GIVEN, channel="phone", rights_explained=True)


def _issues(profile: Profile) -> list[dict[str, str]]:
    issues = [{"kind": "education", "section": "F"}]
    if profile.health_issues:
        wanted = "Regular therapy, with its amount set out."
        issues.append({"kind": "health", "section": "G", "wanted_health_provision": wanted})
    if profile.social_care_issues:
        issues.append({"kind": "social_care", "section": "H1"})
    return issues


def advice_place(story: Story, latest: int) -> int:
    """Draw when advice is given, within the first days."""
    return max(0, min(story.rng.choices((0, 1, 2, 3), (45, 32, 15, 8))[0], latest))


def intent(story: Story, place: int, weights: tuple[int, int, int]) -> None:
    """Tell, for most, whether the family means to appeal."""
    if story.profile.decision_kind and story.rng.random() < 0.8:
        intends = story.rng.choices(("yes", "unsure", "no"), weights)[0]
        story.at(place, F.INTENT_TO_APPEAL_STATED, intends=intends)


def ask(story: Story, advice_at: int, informed_at: int) -> None:
    """Tell the wish to mediate and how the council, and a health body where there are health issues, hear of it."""
    rng, profile = story.rng, story.profile
    wish_at = max(advice_at, informed_at - rng.randint(0, 1))
    if wish_at - advice_at > 4:
        story.at(advice_at, F.WISH_STATED, wish="undecided")
    story.at(wish_at, F.WISH_STATED, wish="mediate")
    if not (profile.health_issues or profile.social_care_issues):
        section = "I" if profile.sections == ("I",) else "F"
        about_plan = profile.decision_kind is DecisionKind.PLAN_CONTENTS
        issue = {"kind": "education"} | ({"section": section} if about_plan else {})
        story.at(wish_at, F.ISSUES_RECORDED, issues=[issue])
    informed_by = "family" if rng.random() < 0.1 else "adviser"
    story.at(informed_at, F.LA_INFORMED, informed_by=informed_by)
    if profile.health_issues:
        notified_at = informed_at + rng.choices((0, 1, 2, 3), (10, 40, 30, 20))[0]
        body = story.health_body_on(story.day(notified_at))
        story.at(notified_at, F.ICB_NOTIFIED, icb_ids=[body], notified_by="la")


def extend(story: Story, informed_at: int, held_at: int) -> None:
    """Tell that the family agreed in writing to wait, where the session lies beyond day 30 and most did."""
    held_on = story.day(held_at)
    if held_on > story.day(informed_at) + timedelta(days=30) and story.rng.random() < 0.9:
        until = held_on + timedelta(days=story.rng.randint(0, 5))
        story.at(informed_at, F.ARRANGING_EXTENDED, until=until.isoformat(), agreed_by=story.profile.person)


def fix(story: Story, fixed_at: int, held_at: int, session: str) -> None:
    """Tell that a session is fixed and its notice given, with consent where the notice is short."""
    rng = story.rng
    mode = rng.choices(("online", "in_person", "hybrid"), (90, 7, 3))[0]
    held_on = story.day(held_at).isoformat()
    story.at(fixed_at, F.SESSION_FIXED, session_id=session, held_on=held_on, mode=mode)
    notice_at = max(fixed_at, min(fixed_at + rng.randint(0, 1), held_at - CLEAR_DAYS - 1))
    if held_at - notice_at < 12 and rng.random() < 0.1:
        notice_at = max(notice_at, held_at - rng.randint(3, 5))
    story.at(notice_at, F.SESSION_NOTICE_GIVEN, session_id=session, to="all")
    if held_at - notice_at <= CLEAR_DAYS:
        by = story.profile.person
        story.at(notice_at, F.NOTICE_SHORTENING_CONSENTED, session_id=session, consented_by=by, how="By e-mail.")


def hold(story: Story, place: int, session: str) -> None:
    """Tell that the family and the council met."""
    rng, profile = story.rng, story.profile
    present = [profile.person, "la_with_authority" if rng.random() < 0.92 else "la"]
    if profile.health_issues:
        present.append("icb_with_authority" if rng.random() < 0.8 else "icb")
    present += [who for who, share in (("school", 0.35), ("supporter", 0.3), ("child", 0.08)) if rng.random() < share]
    story.at(place, F.SESSION_HELD, session_id=session, present=present)


def up_to_arranging(story: Story, ends_at: int, intends: tuple[int, int, int], fixed_share: float) -> None:
    """Tell everything up to the last day of arranging, with a session fixed for some."""
    rng = story.rng
    advice_at = advice_place(story, ends_at - 1)
    soon = advice_at + rng.choices((0, 1, 2, 4, 8), (35, 30, 15, 12, 8))[0]
    # A family that takes long has mostly thought long before it asked: few wait beyond day 30.
    within = ends_at - rng.randint(12, 19) if rng.random() < 0.96 else 0
    informed_at = max(advice_at, min(max(soon, within), ends_at - 1))
    open_case(story, advice_at)
    intent(story, advice_at, intends)
    ask(story, advice_at, informed_at)
    if ends_at - informed_at >= 4 and rng.random() < fixed_share:
        fixed_at = informed_at + rng.randint(1, 3)
        held_at = max(ends_at + 2, fixed_at + CLEAR_DAYS + 2, informed_at + rng.randint(14, 19))
        fix(story, fixed_at, held_at, story.session())


def say_no(story: Story, place: int) -> None:
    """Tell that the family does not wish to mediate any more."""
    reason, code = story.rng.choice(_WHY_WITHDRAWN)
    if story.rng.random() < 0.5:
        party = "young_person" if story.profile.person == "young_person" else "parent"
        story.at(place, F.WITHDRAWN_BY_PARTY, party=party, reason=reason, reason_code=code.value)
    else:
        story.at(place, F.WISH_STATED, wish="not_mediate", reason=reason, reason_code=code.value)
