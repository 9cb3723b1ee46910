"""The needs assessment's figures that the demo years add up to, and the bases on which they hold."""

from datetime import date

from app.domain.codes import DecisionKind, Ethnicity, Need, Outcome, Reason, Sex

RECEIVED_BY_FINANCIAL_YEAR: dict[int, int] = {2020: 195, 2021: 271, 2022: 429, 2023: 598, 2024: 636}
"""Referrals received from 1 April of the year named to 31 March of the next."""

SEED_YEARS_END = date(2025, 4, 1)
RECEIVED_A_MONTH_AFTERWARDS = 55

DEMO_CUT_OFF = date(2025, 2, 14)
"""Need, sex and ethnicity are counted over the cases closed from 2024-01-01 to this day, both included."""

CHARACTERISTICS_FROM = date(2024, 1, 1)
CLOSED_IN_EARLY_2025 = 83

OUTCOMES: dict[int, dict[Outcome, int]] = {
    2023: {
        Outcome.CHANGED_MIND_CERTIFICATE: 31,
        Outcome.CHANGED_MIND: 159,
        Outcome.LA_DECLINED: 7,
        Outcome.RESOLVED_PRE_MEDIATION: 61,
        Outcome.GUIDANCE_ONLY: 34,
        Outcome.DR_MEETING_HELD: 2,
        Outcome.MEDIATION_MEETING_HELD: 255,
    },
    2024: {
        Outcome.CHANGED_MIND_CERTIFICATE: 23,
        Outcome.CHANGED_MIND: 196,
        Outcome.LA_DECLINED: 9,
        Outcome.RESOLVED_PRE_MEDIATION: 91,
        Outcome.GUIDANCE_ONLY: 36,
        Outcome.DR_MEETING_HELD: 5,
        Outcome.MEDIATION_MEETING_HELD: 270,
    },
}

REASONS_2024: dict[Reason, int] = {
    Reason.REFUSAL_TO_ASSESS: 203,
    Reason.REFUSAL_TO_ISSUE: 151,
    Reason.OTHER: 34,
    Reason.PLAN_CONTENTS: 224,
    Reason.NAMED_INSTITUTION: 89,
}
CONTENTS_AND_INSTITUTION = 71
"""How many of the referrals closed in 2024 carry both plan_contents and named_institution."""

BOTH = (Reason.PLAN_CONTENTS, Reason.NAMED_INSTITUTION)
REASON_SETS: dict[tuple[Reason, ...], int] = {
    (Reason.REFUSAL_TO_ASSESS,): REASONS_2024[Reason.REFUSAL_TO_ASSESS],
    (Reason.REFUSAL_TO_ISSUE,): REASONS_2024[Reason.REFUSAL_TO_ISSUE],
    (Reason.PLAN_CONTENTS,): REASONS_2024[Reason.PLAN_CONTENTS] - CONTENTS_AND_INSTITUTION,
    BOTH: CONTENTS_AND_INSTITUTION,
    (Reason.NAMED_INSTITUTION,): REASONS_2024[Reason.NAMED_INSTITUTION] - CONTENTS_AND_INSTITUTION,
    (Reason.OTHER,): REASONS_2024[Reason.OTHER],
}
"""The same 630 referrals by their whole set of reasons."""

DECISION_OF_REASON: dict[Reason, tuple[DecisionKind, ...]] = {
    Reason.REFUSAL_TO_ASSESS: (DecisionKind.REFUSAL_TO_ASSESS,),
    Reason.REFUSAL_TO_ISSUE: (DecisionKind.REFUSAL_TO_ISSUE,),
    Reason.PLAN_CONTENTS: (DecisionKind.PLAN_CONTENTS,),
    Reason.NAMED_INSTITUTION: (DecisionKind.PLAN_CONTENTS,),
    Reason.OTHER: (
        DecisionKind.CEASE_TO_MAINTAIN,
        DecisionKind.REFUSAL_TO_AMEND,
        DecisionKind.REFUSAL_TO_REASSESS,
    ),
}

NEEDS: dict[Need, int] = {
    Need.ASD: 539,
    Need.MLD: 44,
    Need.SPLD: 23,
    Need.SLD: 9,
    Need.PMLD: 8,
    Need.SEMH: 20,
    Need.SLCN: 20,
    Need.PD: 22,
    Need.HI: 8,
    Need.MSI: 2,
    Need.OTH: 18,
}
SEXES: dict[Sex, int] = {Sex.MALE: 456, Sex.FEMALE: 257}
ETHNICITIES: dict[Ethnicity, int] = {
    Ethnicity.WBRI: 492,
    Ethnicity.REFU: 178,
    Ethnicity.WOTH: 9,
    Ethnicity.MWBC: 4,
    Ethnicity.MWBA: 3,
    Ethnicity.MWAS: 4,
    Ethnicity.MOTH: 5,
    Ethnicity.AIND: 3,
    Ethnicity.APKN: 1,
    Ethnicity.ABAN: 2,
    Ethnicity.CHNE: 1,
    Ethnicity.AOTH: 3,
    Ethnicity.BAFR: 3,
    Ethnicity.BCRB: 1,
    Ethnicity.WROM: 1,
    Ethnicity.WIRI: 1,
    Ethnicity.OOTH: 2,
}
"""492 White British, 178 declined to answer, 43 others."""

NORFOLK, SUFFOLK = "926", "935"
NORFOLK_SHARE = 0.87
