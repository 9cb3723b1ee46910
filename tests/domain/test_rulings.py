"""Every ruling and open question shows as it says: each of its codes is given by some history."""

from datetime import date

import pytest

from app.domain import concerns
from app.domain.codes import ReferralKind
from app.domain.deadlines import compute
from app.domain.duties import DUTIES
from app.domain.editions import law
from app.domain.facts import Fact, FactType
from app.domain.moved_days import with_moves
from app.domain.rulebook import RULEBOOK
from app.domain.rulings import BY_ID, OPEN_QUESTIONS, RULINGS, Ruling
from tests.domain.case_facts import case, fact

F = FactType
SENT = fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents")
CONTACT = fact(F.FAMILY_CONTACTED, "2025-01-20", channel="phone", person="parent")
ADVICE = fact(F.ADVICE_GIVEN, "2025-01-21", channel="phone", rights_explained=True)
MEDIATE = fact(F.WISH_STATED, "2025-01-22", wish="mediate")
TOLD = fact(F.LA_INFORMED, "2025-01-23", informed_by="adviser")
CERTIFICATE = fact(F.CERTIFICATE_ISSUED, "2025-01-30", certificate_id="1", kind="s55_4")
SECTION_I = fact(F.APPEAL_SCOPE_STATED, "2025-01-20", sections=["I"])
LATE = fact(F.FAMILY_CONTACTED, "2025-04-20", channel="phone", person="parent")
HEALTH = fact(F.ISSUES_RECORDED, "2025-01-21", issues=[{"kind": "health"}])
BOTH = fact(F.ISSUES_RECORDED, "2025-01-21", issues=[{"kind": "health"}, {"kind": "education"}])


def terms(*kinds: str) -> list[dict[str, str]]:
    return [{"term_id": kind, "kind": kind, "owner": "la"} for kind in kinds]


HISTORIES: dict[str, tuple[list[Fact], str, date | None]] = {
    "waiting": (case(SENT, CONTACT), "2025-02-01", None),
    "late": (case(SENT, LATE), "2025-04-21", None),
    "late by a day off": (
        case(
            fact(F.DECISION_SENT, "2025-02-18", decision_kind="plan_contents"),
            fact(F.FAMILY_CONTACTED, "2025-04-22", channel="phone", person="parent"),
        ),
        "2025-04-23",
        None,
    ),
    "late, in time for the tribunal": (
        case(
            fact(F.DECISION_SENT, "2024-06-15", decision_kind="plan_contents"),
            fact(F.FAMILY_CONTACTED, "2024-08-19", channel="phone", person="parent"),
        ),
        "2024-08-20",
        None,
    ),
    "late with a certificate": (
        case(SENT, LATE, fact(F.CERTIFICATE_ISSUED, "2025-04-25", kind="s55_4")),
        "2025-05-01",
        None,
    ),
    "lodged late": (case(SENT, CONTACT, CERTIFICATE, fact(F.APPEAL_LODGED, "2025-05-01")), "2025-05-02", None),
    "no contact on record": (
        case(SENT, fact(F.CERTIFICATE_ISSUED, "2025-04-25", certificate_id="1", kind="s55_4")),
        "2025-04-26",
        None,
    ),
    "ends on 31 July": (
        case(
            fact(F.DECISION_SENT, "2027-05-31", decision_kind="plan_contents"),
        ),
        "2027-06-01",
        None,
    ),
    "school alone": (case(SENT, SECTION_I), "2025-02-01", None),
    "school alone with a certificate": (case(SENT, SECTION_I, CERTIFICATE), "2025-02-01", None),
    "letter apart": (
        case(fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents", letter_dated_on="2025-01-10")),
        "2025-02-01",
        None,
    ),
    "after five": (
        case(SENT, CONTACT, fact(F.APPEAL_LODGED, "2025-03-14", received_at="2025-03-14T17:30:00+00:00")),
        "2025-03-15",
        None,
    ),
    "not arranged": (
        case(SENT, CONTACT, ADVICE, MEDIATE, TOLD, fact(F.LA_SAYS_CANNOT_ARRANGE, "2025-02-01")),
        "2025-02-02",
        None,
    ),
    "mediates on health alone": (
        case(
            SENT,
            CONTACT,
            ADVICE,
            BOTH,
            fact(F.WISH_STATED, "2025-01-22", wish="mediate", issue_kinds=["health"]),
            fact(F.WISH_STATED, "2025-01-23", wish="not_mediate", issue_kinds=["education"]),
        ),
        "2025-01-24",
        None,
    ),
    "concluded without the council": (
        case(
            SENT,
            MEDIATE,
            TOLD,
            fact(F.SESSION_HELD, "2025-02-10", present=["parent"]),
            fact(F.MEDIATION_CONCLUDED, "2025-02-10"),
        ),
        "2025-02-11",
        None,
    ),
    "a second certificate": (
        case(SENT, CONTACT, CERTIFICATE, fact(F.CERTIFICATE_ISSUED, "2025-02-20", certificate_id="2", kind="s55_5")),
        "2025-02-21",
        None,
    ),
    "a plan agreed": (
        case(SENT, MEDIATE, TOLD, fact(F.AGREEMENT_SIGNED, "2025-02-10", extent="full", terms=terms("issue_plan"))),
        "2025-02-11",
        None,
    ),
    "health and a certificate": (
        case(SENT, CONTACT, ADVICE, HEALTH, fact(F.WISH_STATED, "2025-01-22", wish="not_mediate")),
        "2025-01-23",
        None,
    ),
    "contact first": (
        case(SENT, fact(F.FAMILY_CONTACTED, "2025-01-10", channel="phone", person="parent")),
        "2025-01-20",
        None,
    ),
    "no before advice": (
        case(SENT, CONTACT, fact(F.WISH_STATED, "2025-01-21", wish="not_mediate")),
        "2025-01-22",
        None,
    ),
    "issued again": (
        case(
            SENT,
            CONTACT,
            CERTIFICATE,
            fact(F.CERTIFICATE_VOIDED, "2025-02-05", certificate_id="1", replaced_by="2"),
            fact(F.CERTIFICATE_ISSUED, "2025-02-05", certificate_id="2", kind="s55_4", replaces="1"),
        ),
        "2025-02-06",
        None,
    ),
    "made void": (
        case(
            SENT,
            CONTACT,
            fact(F.CERTIFICATE_ISSUED, "2025-02-20", certificate_id="1", kind="s55_4"),
            fact(F.CERTIFICATE_VOIDED, "2025-02-21", certificate_id="1"),
        ),
        "2025-02-21",
        None,
    ),
    "short notice": (
        case(
            SENT,
            MEDIATE,
            TOLD,
            fact(F.SESSION_FIXED, "2025-02-01", held_on="2025-02-10", mode="online"),
            fact(F.SESSION_NOTICE_GIVEN, "2025-02-07", to="family"),
        ),
        "2025-02-08",
        None,
    ),
    "born on 3 September": (case(SENT, CONTACT), "2025-02-01", date(2008, 9, 3)),
    "came of age": (
        case(SENT, CONTACT, ADVICE, fact(F.CAPACITY_OR_AGE_CHANGE, "2025-02-01", change="age")),
        "2025-02-02",
        None,
    ),
    "referred by the council": (
        case(SENT, fact(F.REFERRAL_RECEIVED, "2025-01-20", channel="email", referred_by="la")),
        "2025-01-21",
        None,
    ),
    "permission asked": (case(SENT, LATE, fact(F.PERMISSION_ASKED, "2025-04-21")), "2025-04-22", None),
    "no health body told": (case(SENT, HEALTH, MEDIATE, TOLD), "2025-01-24", None),
    "draft served": (case(fact(F.DRAFT_PLAN_SERVED, "2025-01-24")), "2025-01-25", None),
    "before the law": (case(fact(F.DECISION_SENT, "2014-07-01", decision_kind="plan_contents")), "2014-07-02", None),
    "over 25": (case(SENT, CONTACT), "2025-02-01", date(1999, 1, 1)),
    "told twice": (
        case(SENT, MEDIATE, TOLD, fact(F.LA_INFORMED, "2025-01-27", informed_by="family")),
        "2025-01-28",
        None,
    ),
    "beyond day 30": (
        case(SENT, MEDIATE, TOLD, fact(F.SESSION_FIXED, "2025-02-01", held_on="2025-03-20", mode="online")),
        "2025-02-02",
        None,
    ),
    "the school alone, of a refusal": (
        case(
            fact(F.DECISION_SENT, "2025-01-14", decision_kind="refusal_to_assess"),
            fact(F.APPEAL_SCOPE_STATED, "2025-01-15", sections=["I"]),
        ),
        "2025-01-20",
        None,
    ),
    "health came up after the council was told": (
        case(
            SENT,
            CONTACT,
            fact(F.WISH_STATED, "2025-01-22", wish="mediate"),
            fact(F.LA_INFORMED, "2025-01-23", informed_by="family"),
            fact(F.ISSUES_RECORDED, "2025-01-30", issues=[{"kind": "health"}, {"kind": "education"}]),
        ),
        "2025-02-01",
        None,
    ),
    "mediation after a certificate": (
        case(
            SENT,
            CONTACT,
            ADVICE,
            fact(F.CERTIFICATE_ISSUED, "2025-02-04", certificate_id="1", kind="s55_4"),
            fact(F.WISH_STATED, "2025-02-10", wish="mediate"),
        ),
        "2025-02-11",
        None,
    ),
    "a session after the rights have passed": (
        case(
            fact(F.DECISION_SENT, "2025-05-12", decision_kind="plan_contents"),
            fact(F.FAMILY_CONTACTED, "2025-05-20", channel="phone", person="parent"),
            fact(F.SESSION_FIXED, "2025-06-10", session_id="s", held_on="2025-07-01", mode="online"),
        ),
        "2025-06-20",
        date(2009, 1, 10),
    ),
}


@pytest.fixture(scope="module")
def given() -> tuple[set[str], set[str], set[str]]:
    """Every flag, warning and ruling that the histories give."""
    flags, warnings, rulings = set(), set(), set()
    for facts, as_of, born_on in HISTORIES.values():
        day = date.fromisoformat(as_of)
        found = with_moves(compute(facts, as_of=day, born_on=born_on), facts, as_of=day, law=law())
        flags |= {flag for deadline in found.deadlines for flag in deadline.flags}
        rulings |= {ruling for deadline in found.deadlines for ruling in deadline.rulings}
        warnings |= {warning.split(":")[0] for warning in found.warnings}
        warnings |= {flag.code for flag in concerns.seen(facts, found, as_of=day, born_on=born_on).flags}
    return flags, warnings, rulings


@pytest.mark.parametrize("ruling", (*RULINGS, *OPEN_QUESTIONS), ids=lambda ruling: ruling.id)
def test_each_code_of_a_ruling_is_given_by_some_history(ruling: Ruling, given: tuple[set[str], ...]) -> None:
    flags, warnings, _ = given
    assert set(ruling.flags) <= flags, set(ruling.flags) - flags
    assert set(ruling.warnings) <= warnings, set(ruling.warnings) - warnings
    shown = (ruling.flags, ruling.warnings, ruling.refuses_as, ruling.shows_in)
    assert any(shown), "It shows nowhere"


def test_every_ruling_that_a_date_names_is_known(given: tuple[set[str], ...]) -> None:
    assert given[2] <= BY_ID.keys()
    assert {ruling for row in RULEBOOK.rows for ruling in row.rulings} <= BY_ID.keys()


def test_all_twenty_five_rulings_stand_in_order() -> None:
    assert [ruling.id for ruling in RULINGS] == [f"R{number}" for number in range(1, 26)]


CLOCKS = [
    "contact-adviser-2m",
    "cert-no-mediation-3wd",
    "cert-after-mediation-3wd",
    "cert-deemed-3wd",
    "health-notify-3wd",
    "arrange-30d-education",
    "arrange-30d-mixed",
    "arrange-30d-health-only",
    "session-notice-5wd",
    "agr-2w-non-appealable",
    "rcb-tells-la-1w",
    "agr-assess",
    "agr-issue-plan",
    "agr-reconsider",
    "agr-amend-provision",
    "agr-name-school",
    "agr-continue",
    "agr-continue-amend",
    "agr-cease",
    "appeal-limb-i",
    "appeal-limb-ii",
    "ehc-decide-assess-6w",
    "ehc-refuse-plan-16w",
    "ehc-draft-15d",
    "ehc-final-20w",
    "ehc-review-4w",
    "ehc-amend-12w",
    "ehc-phase-transfer",
    "ehc-reassess",
    "dp-complaints-30d",
    "dp-sar",
]
REST = [
    "party-child-parent",
    "party-young-person",
    "csa-end",
    "capacity-young-person",
    "capacity-parent",
    "def-mediation-issues",
    "appealable-matters",
    "certificate-required",
    "section-i-only-exempt",
    "not-mediation",
    "recommendations-hsc",
    "detained-persons",
    "la-notice-content",
    "la-cannot-arrange-notify",
    "cert-content",
    "ma-independence",
    "ma-competence",
    "appeal-without-certificate",
    "la-informed",
    "social-care-only",
    "attend-authority",
    "attend-list",
    "child-views",
    "expenses",
    "confidentiality",
    "right-to-appeal-kept",
    "agreement-written",
    "agr-44-appealable",
    "agr-44-exceptions",
    "unopposed-45",
    "appeal-roll-weekend",
    "appeal-roll-xmas-aug",
    "appeal-late",
    "appeal-form",
    "ehc-consider-request",
    "ehc-coop-6w",
    "ehc-final-notice",
    "ehc-cease-notice",
    "local-offer",
    "drs-provide",
    "drs-kinds",
    "drs-voluntary",
    "drs-population",
    "drs-no-certificate",
    "drs-no-clock",
    "drs-cc",
]


def test_every_rule_of_the_law_page_is_in_the_book() -> None:
    clocks, duties = {row.id for row in RULEBOOK.rows}, [row.id for row in DUTIES]
    assert set(CLOCKS) | {"appeal-last-day", "hold-30d"} == clocks
    assert sorted(REST) == sorted(duties)


def test_a_disagreement_bars_no_clock_of_a_decision() -> None:
    facts = case(SENT, CONTACT, fact(F.DRS_REFUSED_BY, "2025-02-01", party="la"))
    found = compute(facts, as_of=date(2025, 2, 2), kind=ReferralKind.DISAGREEMENT_RESOLUTION)
    assert "appeal-last-day" in {deadline.rule_id for deadline in found.deadlines}
