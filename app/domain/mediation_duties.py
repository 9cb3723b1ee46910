"""Who arranges, who attends, and what an agreement needs: rules without a time limit."""

from datetime import date

from app.domain import law
from app.domain.rules import Duty

_LA = "la"
_PROVIDER = "provider"
_MEDIATOR = "mediator"
_BODY = "arranging_body"

ARRANGING: tuple[Duty, ...] = (
    Duty(
        "la-informed",
        "Tell the council of the wish to mediate",
        "The family wishes to mediate",
        "family or adviser",
        "Tell the council, with the issues; the earlier of two messages counts.",
        "The 30 days never start.",
        law.CFA_53_MEDIATION,
    ),
    Duty(
        "social-care-only",
        "Mediation on social care alone",
        "The issues are social care alone",
        _LA,
        "The council arranges and takes part within 30 days, as for education.",
        "As for education; no certificate follows unless an education appeal is meant too.",
        law.CFA_54,
    ),
    Duty(
        "attend-authority",
        "Somebody able to decide",
        "A session is held",
        _BODY,
        "A person with authority to settle the issues attends for the council and for the health body.",
        "Mediation without effect; a complaint.",
        law.SR_37_AUTHORITY,
    ),
    Duty(
        "attend-list",
        "Who may attend",
        "A session is held",
        _MEDIATOR,
        "The parties, one supporter by right, the child with agreement, and others by consent.",
        "Others are not admitted.",
        law.SR_38,
    ),
    Duty(
        "child-views",
        "The child's views",
        "A parent is the party",
        _MEDIATOR,
        "Take reasonable steps to learn the child's views, and record how, or why not.",
        "A breach of the regulations.",
        law.CFA_56_VIEWS,
    ),
    Duty(
        "expenses",
        "The family's expenses",
        "The family takes part",
        _BODY,
        "Pay reasonable travel and the other expenses that the regulations name.",
        "A complaint.",
        law.CFA_56_EXPENSES,
    ),
    Duty(
        "confidentiality",
        "What is said in mediation",
        "Mediation, and after it",
        _PROVIDER,
        "What is said stays confidential; a signed agreement is not; safeguarding goes before both.",
        "Lost trust, and disputes about evidence.",
        law.CONFIDENTIAL,
    ),
    Duty(
        "right-to-appeal-kept",
        "The right to appeal is kept",
        "Any stage",
        _PROVIDER,
        "Tell the family that neither mediating nor declining touches its right to appeal.",
        "A complaint.",
        law.RIGHT_KEPT,
    ),
)

AGREEMENTS: tuple[Duty, ...] = (
    Duty(
        "agreement-written",
        "Agreements in writing",
        "Anything is agreed",
        "parties",
        "Record it in writing, each action with its owner.",
        "The time limits never attach.",
        law.SR_42_1,
    ),
    Duty(
        "agr-44-appealable",
        "What was agreed on matters that can be appealed",
        "A term is about a matter that can be appealed",
        _LA,
        "Keep the times that follow an order of the tribunal, unless another time was agreed in writing.",
        "A complaint, the Ombudsman, or the court.",
        law.SR_42_2,
    ),
    Duty(
        "agr-44-exceptions",
        "When keeping the time is impracticable",
        "Personal circumstances, two weeks of absence, or a long school closure",
        _LA,
        "Give the reason; the law then names no other day.",
        "The usual time stands.",
        law.SR_44_3,
    ),
    Duty(
        "unopposed-45",
        "The council gives way after an appeal",
        "The council tells the tribunal that it will not oppose",
        _LA,
        "Times like those of an agreement run from its notice. Shown as context.",
        "A complaint.",
        law.SR_45,
        date(2015, 3, 23),
    ),
)
