"""Whether a school is in dispute: by the scope of the appeal, or by an issue."""

from app.domain.facts import FactType as F
from app.domain.schools import is_about_a_school
from tests.domain.case_facts import case, fact


def test_section_i_in_the_scope_or_in_an_issue_is_about_a_school() -> None:
    scope = fact(F.APPEAL_SCOPE_STATED, "2025-03-10", sections=["B", "I"])
    issue = fact(F.ISSUES_RECORDED, "2025-03-10", issues=[{"kind": "education", "section": "I"}])
    other = fact(F.ISSUES_RECORDED, "2025-03-10", issues=[{"kind": "education", "section": "F"}, {"kind": "health"}])
    assert is_about_a_school(case(scope))
    assert is_about_a_school(case(issue, other))
    assert not is_about_a_school(case(other))
    assert not is_about_a_school(case())
    narrower = fact(F.APPEAL_SCOPE_STATED, "2025-03-12", sections=["B"])
    assert not is_about_a_school(case(scope, narrower))
    assert not is_about_a_school(case(fact(F.APPEAL_SCOPE_STATED, "2025-03-10"), fact(F.ISSUES_RECORDED, "2025-03-10")))
