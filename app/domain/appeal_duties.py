"""Appeals, assessments and disagreement resolution: rules without a time limit."""

from app.domain import law
from app.domain.rules import Duty

_ADVISER = "adviser"
_FAMILY = "family"
_LA = "la"
_ICB = "icb"
_PROVIDER = "provider"
_TRIBUNAL = "tribunal"
_COMPLAIN = "The family may complain; the tribunal may look kindly on a late appeal."

APPEALS: tuple[Duty, ...] = (
    Duty(
        "appeal-roll-weekend",
        "A last day that is no working day",
        "The last day to appeal is not a working day",
        _TRIBUNAL,
        "The next working day counts.",
        "None.",
        law.HESC_12_2,
        None,
    ),
    Duty(
        "appeal-roll-xmas-aug",
        "A last day at Christmas or in August",
        "The last day to appeal falls from 25 December to 1 January, or in August",
        _TRIBUNAL,
        "The first working day after it counts; days inside still count when a period runs through them.",
        "None.",
        law.HESC_12_3,
        None,
    ),
    Duty(
        "appeal-late",
        "A late appeal",
        "The last day has passed",
        _FAMILY,
        "Send the form with the reasons and ask for more time; get advice. Late is never the end.",
        "Without more time the appeal is not admitted.",
        law.HESC_LATE,
        None,
    ),
    Duty(
        "appeal-form",
        "The form of an appeal",
        "An appeal is lodged",
        _FAMILY,
        "SEND35A for a refusal to assess, else SEND35, with the decision, the certificate and the plan.",
        "Delay.",
        law.HMCTS_FORMS,
        None,
    ),
)

PROCESS: tuple[Duty, ...] = (
    Duty(
        "ehc-consider-request",
        "Consider a request to assess",
        "An assessment is asked for",
        _LA,
        "Consider it and consult.",
        _COMPLAIN,
        law.SR_3_4,
    ),
    Duty(
        "ehc-coop-6w",
        "Advice for an assessment",
        "A body is asked for advice",
        "the body asked",
        "Answer within six weeks.",
        "The council may press the body.",
        law.SR_8,
    ),
    Duty(
        "ehc-final-notice",
        "What comes with a final plan",
        "A final plan is sent",
        _LA,
        "Tell of appeal, time limits, mediation, disagreement resolution and advice.",
        _COMPLAIN,
        law.SR_14,
    ),
    Duty(
        "ehc-cease-notice",
        "Ceasing to keep a plan",
        "The council means to cease",
        _LA,
        "Consult, tell of the appeal and of mediation; the plan goes on while an appeal is live.",
        _COMPLAIN,
        law.SR_31,
    ),
    Duty(
        "local-offer",
        "The Local Offer",
        "Always",
        _LA,
        "Describe disagreement resolution and mediation.",
        _COMPLAIN,
        law.SR_53,
    ),
)

DISAGREEMENTS: tuple[Duty, ...] = (
    Duty(
        "drs-provide",
        "An independent disagreement resolution service",
        "Always",
        _LA,
        "Arrange it through an independent person, and make it known.",
        _COMPLAIN,
        law.CFA_57,
    ),
    Duty(
        "drs-kinds",
        "What disagreement resolution is for",
        "A disagreement about duties, provision, health or social care, or between council and health body",
        _PROVIDER,
        "Four kinds of disagreement, with or without a plan.",
        "None.",
        law.CFA_57,
    ),
    Duty(
        "drs-voluntary",
        "Nobody is made to take part",
        "Disagreement resolution is offered",
        "every side",
        "Go ahead only when every side agrees.",
        "Information and guidance only.",
        law.CFA_57,
    ),
    Duty(
        "drs-population",
        "Who may use disagreement resolution",
        "Any child or young person with special educational needs",
        _PROVIDER,
        "At any time, beside an appeal too.",
        "None.",
        law.CFA_57_POPULATION,
    ),
    Duty(
        "drs-no-certificate",
        "No certificate from disagreement resolution",
        "Disagreement resolution",
        _ADVISER,
        "It leads to no certificate and moves no last day.",
        "None.",
        law.CFA_57_NO_CERTIFICATE,
    ),
    Duty(
        "drs-no-clock",
        "No time limit of law",
        "Disagreement resolution",
        _PROVIDER,
        "Only the contract's own times apply.",
        "None.",
        law.CFA_57_NO_CLOCK,
    ),
    Duty(
        "drs-cc",
        "Continuing Care in Norfolk",
        "A dispute about children's Continuing Care, up to 18",
        _ICB,
        "Taken here by Norfolk's own arrangement.",
        "None.",
        law.CONTINUING_CARE,
        None,
    ),
)
