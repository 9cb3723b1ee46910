"""What is mutated, and which tests each module has to answer to. The reasons are in docs/mutation.md."""

# Tables and wording: their functions, where they have any, only hand the table on.
DATA = frozenset(
    {
        "__init__",
        "agreement_rules",
        "appeal_duties",
        "bank_holidays",
        "codes",
        "decision_letters",
        "duties",
        "kpi_questions",
        "law",
        "mediation_duties",
        "party_duties",
        "permissions",
        "process_rules",
        "refusals",
        "rulebook",
        "rulings",
    }
)

# Left out everywhere: one random history costs more than the rest together, and a mutant would wait for 2,000 of them.
TOO_SLOW = ("tests/domain/test_against_oracle.py",)

_CLOCKS = (
    "test_deadlines_appeals",
    "test_deadlines_arranging",
    "test_deadlines_certificates",
    "test_deadlines_rights_holders",
    "test_explanations_outside",
    "test_invariants",
    "test_law_examples",
    "test_oracle_examples",
    "test_oracle_findings",
    "test_rulings",
    "test_editions",
)
_GUARDS = ("test_guards", "test_guards_certificates", "test_guards_under_certificate", "test_oracle_findings")
_LIFE = ("test_lifecycle", "test_lifecycle_grid", "test_lifecycle_paths", "test_outcomes")

OWN_TESTS: dict[str, tuple[str, ...]] = {
    "calendars": ("test_calendars", "test_counting"),
    "counting": ("test_counting", "test_calendars", "test_law_examples", "test_explanations_outside"),
    "concerns": ("test_concerns", *_GUARDS),
    "guards": (*_GUARDS, "test_lifecycle_grid", "test_outcomes"),
    "time_checks": (*_GUARDS, *_LIFE),
    "certificates": _GUARDS,
    "histories": (*_GUARDS, *_LIFE),
    "lifecycle": _LIFE,
    "outcomes": _LIFE,
    "kpis": ("test_kpis",),
    "periods": ("test_periods", "test_kpis"),
    "referrals": ("test_referrals",),
    "identifiers": ("test_identifiers",),
    "facts": (*_CLOCKS, *_GUARDS),
    "rights_holders": ("test_deadlines_rights_holders", *_CLOCKS),
    "editions": ("test_editions", "test_deadlines_appeals"),
    "circumstances": _CLOCKS,
}


def own_tests(module: str) -> list[str]:
    """Name a module's own test files; the clocks share theirs, because a deadline is worked out by all of them."""
    names = dict.fromkeys(OWN_TESTS.get(module, _CLOCKS))
    return [f"tests/domain/{name}.py" for name in names]
