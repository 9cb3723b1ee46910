"""What the record of the child's voice amounts to."""

from app.domain.childrens_views import Measure, NotObtained, ViewOutcome, measure_of

OFFERED, OBTAINED, NOT = ViewOutcome.OFFERED, ViewOutcome.OBTAINED, ViewOutcome.NOT_OBTAINED


def test_an_attempt_counts_with_its_reason() -> None:
    assert measure_of([]) is Measure.NOTHING_YET
    assert measure_of([(OFFERED, None)]) is Measure.NOTHING_YET
    assert measure_of([(NOT, None)]) is Measure.NOTHING_YET
    assert measure_of([(OFFERED, NotObtained.NO_TIME)]) is Measure.NOTHING_YET
    assert measure_of([(OFFERED, None), (NOT, NotObtained.CHILD_DECLINED)]) is Measure.ATTEMPTED
    assert measure_of([(NOT, NotObtained.CHILD_DECLINED), (OBTAINED, None)]) is Measure.OBTAINED
