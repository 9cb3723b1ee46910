"""The rows for promises made in a mediation agreement: regulation 42 and the periods of regulation 44 it borrows."""

from collections.abc import Mapping
from types import MappingProxyType

from app.domain import law
from app.domain.codes import OwedBy
from app.domain.facts import FactType
from app.domain.law import Citation
from app.domain.rules import Rule

_COMPLAIN = "The family may complain to the council and then to the Ombudsman, or ask the court."


def _row(rule_id: str, title: str, weeks: int, citation: Citation, *, step: str = "") -> Rule:
    return Rule(
        id=rule_id,
        step=step,
        title=title,
        trigger=FactType.AGREEMENT_SIGNED,
        owed_by=OwedBy.LA,
        amount=weeks,
        convention="cc-week" if weeks else "cc-immediate",
        met_by=(FactType.AGREEMENT_ACTION_DONE,),
        if_missed=_COMPLAIN,
        citation=citation,
        rulings=("R23", "Q12") if weeks else ("R23", "R24"),
    )


# A school that is named together with other changes of the plan is named in their time.
WITH_PROVISION = "with-provision"
AMENDS_PROVISION = "amend_provision"
NON_APPEALABLE = _row("agr-2w-non-appealable", "Do what was agreed", 2, law.SR_42_TWO_WEEKS)

AGREEMENT_RULES: tuple[Rule, ...] = (
    NON_APPEALABLE,
    Rule(
        id="rcb-tells-la-1w",
        title="Tell the council what was agreed",
        trigger=FactType.AGREEMENT_SIGNED,
        owed_by=OwedBy.ICB,
        amount=1,
        convention="cc-week",
        met_by=(FactType.LA_TOLD_OF_AGREEMENT,),
        if_missed="The council cannot put the agreement into the plan.",
        citation=law.SR_42_ONE_WEEK,
        rulings=("R23", "Q12"),
    ),
    _row("agr-assess", "Tell the family that it will assess", 2, law.SR_44_ASSESS),
    _row("agr-assess", "If there is to be no plan, give the reasons", 10, law.SR_44_ASSESS, step="reasons"),
    _row("agr-assess", "If there is to be a plan, send the final plan", 14, law.SR_44_ASSESS, step="final"),
    _row("agr-issue-plan", "Send the draft plan", 5, law.SR_44_ISSUE, step="draft"),
    _row("agr-issue-plan", "Send the final plan", 11, law.SR_44_ISSUE, step="final"),
    _row("agr-reconsider", "Send a draft plan or give the decision", 2, law.SR_44_RECONSIDER),
    _row("agr-amend-provision", "Issue the amended plan", 5, law.SR_44_AMEND),
    _row("agr-name-school", "Issue the plan naming the school or type", 2, law.SR_44_SCHOOL),
    _row(
        "agr-name-school",
        "Issue the plan naming the school or type, with the needs or provision amended",
        5,
        law.SR_44_AMEND,
        step=WITH_PROVISION,
    ),
    _row("agr-continue", "Keep the plan as it is", 0, law.SR_44_CONTINUE),
    _row("agr-continue-amend", "Keep the plan", 0, law.SR_44_CONTINUE_AMEND, step="continue"),
    _row("agr-continue-amend", "Issue the amended plan", 5, law.SR_44_CONTINUE_AMEND),
    _row("agr-cease", "End the plan, as the family agreed", 0, law.SR_44_CEASE),
)

# What the council agreed to do: the rule, and its steps with the one that doing it meets put last.
STEPS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "assess": ("agr-assess", ("reasons", "final", "")),
        "issue_plan": ("agr-issue-plan", ("draft", "final")),
        "reconsider": ("agr-reconsider", ("",)),
        "amend_provision": ("agr-amend-provision", ("",)),
        "name_school": ("agr-name-school", ("",)),
        "continue": ("agr-continue", ("",)),
        "continue_amend": ("agr-continue-amend", ("continue", "")),
        "cease": ("agr-cease", ("",)),
    }
)
# Regulation 44(3) lets these be late where keeping them is impracticable.
MAY_BE_EXCUSED = frozenset({"agr-assess", "agr-issue-plan"})
