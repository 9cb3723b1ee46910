"""Who the parties are, what can be appealed, and what a certificate needs: rules without a time limit."""

from datetime import date

from app.domain import law
from app.domain.rules import Duty

# Recommendations on health and social care are open for decisions and plans from this day.
_RECOMMENDATIONS_FROM = date(2018, 4, 3)
_ADVISER = "adviser"
_FAMILY = "family"
_LA = "la"
_PROVIDER = "provider"
_TRIBUNAL = "tribunal"
_COMPLAIN = "The family may complain; the tribunal may look kindly on a late appeal."

SCOPE: tuple[Duty, ...] = (
    Duty(
        "party-child-parent",
        "The parent holds the rights",
        "The person is not over compulsory school age",
        _PROVIDER,
        "Take instructions from a parent, and name that parent on the certificate.",
        "Instructions from the wrong person; a certificate in the wrong name.",
        law.CFA_51_PARENT,
    ),
    Duty(
        "party-young-person",
        "The young person holds the rights",
        "The day after compulsory school age ends, until the 25th birthday",
        _PROVIDER,
        "Take instructions from the young person; a parent acts only with their agreement.",
        "Unlawful disclosure to a parent.",
        law.CFA_83,
    ),
    Duty(
        "csa-end",
        "The end of compulsory school age",
        "The 16th birthday and the last Friday in June",
        _PROVIDER,
        "Switch the holder of the rights at the end of that Friday.",
        "The wrong holder of the rights.",
        law.EA_8,
        None,
    ),
    Duty(
        "capacity-young-person",
        "A young person without capacity for a decision",
        "Capacity is lacking for this decision at this time",
        _PROVIDER,
        "The rights pass to a representative, else to a parent, and the young person is kept informed.",
        "Acting without authority.",
        law.SR_64,
    ),
    Duty(
        "capacity-parent",
        "A parent without capacity",
        "The parent lacks capacity",
        _PROVIDER,
        "The rights pass to the parent's representative; without one, tell a supervisor.",
        "Acting without authority.",
        law.SR_63,
    ),
    Duty(
        "def-mediation-issues",
        "What mediation is about",
        "The family tells the council that it wishes to mediate",
        _FAMILY,
        "State the issues, and which health provision is wanted where some is missing.",
        "The council cannot tell which body must take part.",
        law.CFA_52,
    ),
    Duty(
        "appealable-matters",
        "What can be appealed",
        "A decision is sent, or a plan is finalised, amended or replaced",
        _PROVIDER,
        "A refusal to assess, to issue, to reassess or to amend; the contents of a plan; ceasing to keep one.",
        "What cannot be appealed needs no certificate: mediation on health or care, or disagreement resolution.",
        law.CFA_51,
    ),
    Duty(
        "certificate-required",
        "A certificate before an appeal",
        "The family means to appeal a decision that can be appealed",
        _FAMILY,
        "Obtain a certificate before the appeal is lodged.",
        "The appeal is registered only with the tribunal's permission.",
        law.CFA_51_CERTIFICATE,
    ),
    Duty(
        "section-i-only-exempt",
        "No certificate for the school or its type alone",
        "The appeal is said to be about section I alone",
        _FAMILY,
        "No certificate is needed, and none moves the last day; adding needs or provision ends the exemption.",
        "None.",
        law.CFA_55_2,
    ),
    Duty(
        "not-mediation",
        "Discrimination claims",
        "The matter is a claim of disability discrimination",
        _PROVIDER,
        "Signpost: there is no statutory mediation and no certificate; disagreement resolution may be offered.",
        "None.",
        law.EQUALITY_ACT,
        None,
    ),
    Duty(
        "recommendations-hsc",
        "Recommendations on health and social care",
        "The appeal has an education element other than a refusal to assess",
        _TRIBUNAL,
        "The tribunal may make recommendations that do not bind; settling education alone ends that right.",
        "Warn the family before it signs a partial agreement.",
        law.RECOMMENDATIONS,
        _RECOMMENDATIONS_FROM,
    ),
    Duty(
        "detained-persons",
        "Young people who are detained",
        "The person is in youth accommodation",
        "la",
        "Rules of their own apply, and the case is handled by hand.",
        "None.",
        law.DETAINED,
        None,
    ),
)

CERTIFICATES: tuple[Duty, ...] = (
    Duty(
        "la-notice-content",
        "What the council's letter says",
        "The council sends a decision that can be appealed",
        _LA,
        "Tell of mediation, the certificate, the adviser's contact details and the time limits.",
        _COMPLAIN,
        law.SR_32,
    ),
    Duty(
        "la-cannot-arrange-notify",
        "Tell the adviser that mediation cannot be arranged",
        "The council sees that it cannot arrange within 30 days",
        _LA,
        "Tell the adviser as soon as that is clear.",
        "The end of day 30 is taken as the sign.",
        law.SR_39_NOTIFY,
    ),
    Duty(
        "cert-content",
        "What a certificate says",
        "A certificate is issued",
        _ADVISER,
        "Who asked, the child or young person, the council, the decision, the kind, the day of issue and the adviser.",
        "The tribunal may query it; the day of issue is never back-dated.",
        law.CFA_55_CONTENT,
    ),
    Duty(
        "ma-independence",
        "An independent adviser and mediator",
        "An adviser or mediator is appointed",
        _PROVIDER,
        "Nobody employed by a council in England, an integrated care board or NHS England.",
        "The certificate or the mediation can be challenged.",
        law.CFA_56_INDEPENDENCE,
    ),
    Duty(
        "ma-competence",
        "A competent adviser and mediator",
        "An adviser or mediator is appointed",
        _PROVIDER,
        "Enough knowledge of the law of special needs, health and social care.",
        "A breach of the regulations and of the contract.",
        law.SR_40,
    ),
    Duty(
        "appeal-without-certificate",
        "Permission to appeal without a certificate",
        "There is no certificate where one is needed",
        _FAMILY,
        "Ask the tribunal for permission, with reasons.",
        "The appeal is not registered.",
        law.HESC_19,
    ),
)
