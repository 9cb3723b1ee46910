"""A standing certificate keeps what it was issued on: a correction that takes it away waits until it is void."""

import pytest

from app.domain.codes import CertificateKind
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.refusals import GuardRefused
from tests.domain.recording import Recording, advised, arranging, concluded

S55_4, S55_5, DEEMED = CertificateKind


def _last(story: Recording, kind: F) -> Fact:
    return next(fact for fact in reversed(story.facts) if fact.type is kind)


def _refused(story: Recording, kind: F, rule: str, *, on: str | None = None, **payload: object) -> None:
    wrong = _last(story, kind)
    with pytest.raises(GuardRefused) as refused:
        story.record(
            kind,
            on or wrong.occurred_on.isoformat(),
            today="2025-06-02",
            supersedes=wrong.id,
            retracted=not payload,
            **payload,
        )
    assert refused.value.rule == rule, refused.value.detail
    assert "Void the certificate first" in refused.value.detail


def _declined() -> Recording:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    story.certify(S55_4, "2025-02-06")
    return story


def test_the_advice_behind_a_certificate_is_not_taken_back() -> None:
    _refused(_declined(), F.ADVICE_GIVEN, "guard-1", on="2025-02-07", channel="phone", rights_explained=True)


def test_the_no_behind_a_certificate_stays_on_or_before_its_day() -> None:
    _refused(_declined(), F.WISH_STATED, "guard-2", on="2025-02-07", wish="not_mediate")


def test_the_session_behind_a_certificate_keeps_both_sides() -> None:
    story = concluded()
    story.certify(S55_5, "2025-03-05")
    _refused(story, F.SESSION_HELD, "guard-3", session_id="s1", present=["parent"])
    _refused(story, F.MEDIATION_CONCLUDED, "guard-3")


def test_the_lapse_behind_a_certificate_is_not_taken_back() -> None:
    story = arranging()
    story.record(F.LA_DECLINED, "2025-02-10", reason="No mediator")
    story.certify(DEEMED, "2025-02-11")
    _refused(story, F.LA_DECLINED, "guard-4")


def test_a_change_of_mind_on_the_day_of_issue_does_not_open_the_past() -> None:
    story = _declined()
    story.record(F.WISH_STATED, "2025-02-06", wish="mediate")
    changed = _last(story, F.WISH_STATED)
    story.record(F.WISH_STATED, "2025-02-06", supersedes=changed.id, wish="mediate", reason="Said again")
    assert _last(story, F.WISH_STATED).supersedes == changed.id


def test_a_correction_that_leaves_the_support_is_taken() -> None:
    story = _declined()
    stated = _last(story, F.WISH_STATED)
    story.record(F.WISH_STATED, "2025-02-06", supersedes=stated.id, wish="not_mediate")


def test_once_it_is_void_the_past_may_be_corrected() -> None:
    story = arranging()
    story.record(F.LA_DECLINED, "2025-02-10", reason="No mediator")
    issued = story.certify(DEEMED, "2025-02-11")
    story.record(F.CERTIFICATE_VOIDED, "2025-02-12", certificate_id=issued.payload["certificate_id"])
    declined = _last(story, F.LA_DECLINED)
    story.record(F.LA_DECLINED, "2025-02-10", today="2025-02-12", supersedes=declined.id, retracted=True)
