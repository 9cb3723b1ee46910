"""The rows of the council's clocks for assessments, plans and reviews: context for a case, never judged as missed."""

from app.domain import law
from app.domain.codes import OwedBy
from app.domain.facts import FactType
from app.domain.law import Citation
from app.domain.rules import Rule

_F = FactType
_MISSED = "The family may complain to the council and then to the Ombudsman."


def _row(
    rule_id: str,
    title: str,
    trigger: FactType | None,
    amount: int,
    citation: Citation,
    *,
    met_by: tuple[FactType, ...] = (FactType.DECISION_SENT,),
    convention: str = "cc-week",
    owed_by: OwedBy = OwedBy.LA,
    step: str = "",
    rulings: tuple[str, ...] = ("Q12",),
) -> Rule:
    return Rule(
        id=rule_id,
        step=step,
        title=title,
        trigger=trigger,
        owed_by=owed_by,
        amount=amount,
        convention=convention,
        met_by=met_by,
        if_missed=_MISSED,
        citation=citation,
        rulings=rulings,
    )


PROCESS_RULES: tuple[Rule, ...] = (
    _row("ehc-decide-assess-6w", "Decide whether to assess", _F.ASSESSMENT_REQUESTED, 6, law.SR_5),
    _row("ehc-refuse-plan-16w", "Tell the family if there will be no plan", _F.ASSESSMENT_REQUESTED, 16, law.SR_10),
    _row("ehc-final-20w", "Send the final plan", _F.ASSESSMENT_REQUESTED, 20, law.SR_13_FINAL),
    _row(
        "ehc-draft-15d",
        "The family's time to comment on the draft plan",
        _F.DRAFT_PLAN_SERVED,
        15,
        law.SR_13_DRAFT,
        convention="cc-beginning-with",
        owed_by=OwedBy.FAMILY,
        met_by=(),
        rulings=("R23",),
    ),
    _row(
        "ehc-review-4w",
        "Decide after the review meeting",
        _F.REVIEW_MEETING_HELD,
        4,
        law.SR_20_REVIEW,
        met_by=(_F.AMENDMENT_NOTICE_SENT, _F.DECISION_SENT),
    ),
    _row("ehc-amend-12w", "Issue the amended plan", _F.REVIEW_MEETING_HELD, 12, law.SR_22_AMEND),
    _row(
        "ehc-amend-12w",
        "Issue the amended plan after the amendment notice",
        _F.AMENDMENT_NOTICE_SENT,
        8,
        law.SR_22_AMEND,
        step="notice",
    ),
    _row(
        "ehc-reassess",
        "Decide whether to assess again",
        _F.REASSESSMENT_REQUESTED,
        15,
        law.SR_25,
        convention="cc-days",
    ),
    # No fact starts these: the child's phase of education does, and it is not recorded.
    _row(
        "ehc-phase-transfer",
        "Review the plan before a move of school",
        None,
        215,
        law.SR_18,
        convention="cc-fixed-date",
        rulings=("R24",),
    ),
    _row(
        "ehc-phase-transfer",
        "Review the plan before a move to education after 16",
        None,
        331,
        law.SR_18_POST_16,
        convention="cc-fixed-date",
        step="post-16",
        rulings=("R24",),
    ),
    _row("ehc-reassess", "Send the final plan", _F.REASSESSMENT_REQUESTED, 14, law.SR_27, step="final"),
)
