"""What is mutated, and which tests each module has to answer to. The reasons are in docs/mutation.md."""

# Tables and wording: their functions, where they have any, only hand the table on.
DATA = frozenset(
    {
        "__init__",
        "agreement_rules",
        "appeal_duties",
        "bank_holidays",
        "breach_words",
        "codes",
        "conflicts",
        "decision_letters",
        "duties",
        "kpi_questions",
        "kpis",
        "law",
        "lifecycle_drawing",
        "mediation_duties",
        "notes",
        "parties",
        "party_duties",
        "permissions",
        "process_rules",
        "reference_data",
        "refusals",
        "rulebook",
        "rulings",
        "service_rules",
    }
)

_LAW = ("test_law_examples", "test_oracle_examples", "test_oracle_findings", "test_rulings", "test_what_is_said")
_APPEALS = ("test_deadlines_appeals", "test_appeals_steps", *_LAW, "test_explanations_outside")
_ARRANGING = ("test_deadlines_arranging", "test_arranging_clocks", *_LAW)
_CERTIFICATES = ("test_deadlines_certificates", "test_certificate_clocks", "test_lapses", *_LAW)
_CLOCKS = ("test_deadlines_appeals", "test_deadlines_arranging", "test_deadlines_certificates", *_LAW, "test_editions")
_GUARDS = (
    "test_guards",
    "test_guards_answers",
    "test_guards_certificates",
    "test_guards_under_certificate",
    "test_oracle_findings",
)
_LIFE = ("test_lifecycle", "test_lifecycle_grid", "test_lifecycle_refusals", "test_lifecycle_paths")

# The comparison with the oracle and the invariants are nobody's own: a mutant that survives would sit through
# thousands of random histories. Without them a run is bounded, and the score is lower than what `make test` catches.
OWN_TESTS: dict[str, tuple[str, ...]] = {
    "adviser_contact": ("test_adviser_contact", *_APPEALS),
    "agreement_clocks": ("test_agreement_clocks", "test_deadlines_arranging", *_LAW),
    "agreements": ("test_agreements",),
    "appeal_concerns": ("test_concerns_of_appeals",),
    "appeals": _APPEALS,
    "attendance": ("test_attendance",),
    "availability": ("test_availability",),
    "arranging_clocks": _ARRANGING,
    "births": ("test_births",),
    "calendars": ("test_calendars", "test_counting"),
    "certificate_clocks": _CERTIFICATES,
    "certificate_names": ("test_certificates_names", "test_certificates_grounds", "test_guards_certificates"),
    "certificate_words": ("test_certificate_words",),
    "certificates": (*_GUARDS, "test_certificates_names", "test_certificates_grounds"),
    "childrens_views": ("test_childrens_views",),
    "circumstances": ("test_circumstances", "test_certificate_clocks", *_CLOCKS),
    "clocks": ("test_clocks", *_CLOCKS),
    "complaints": ("test_follow_ups",),
    "concerns": ("test_concerns", "test_concerns_edges", "test_concerns_and_clocks"),
    "counting": ("test_counting",),
    "deadlines": ("test_clocks", *_CLOCKS),
    "documents": ("test_documents",),
    "editions": ("test_editions", "test_rulings"),
    "expenses": ("test_session_rules",),
    "facts": ("test_facts", "test_deadlines_appeals", "test_guards"),
    "fitness": ("test_fitness", "test_fitness_said"),
    "follow_ups": ("test_follow_ups",),
    "guards": (*_GUARDS, "test_guards_of_records", "test_certificates_grounds", "test_lifecycle_grid"),
    "histories": ("test_histories", *_GUARDS, *_LIFE),
    "identifiers": ("test_identifiers",),
    "issues": ("test_issues",),
    "lapses": _CERTIFICATES,
    "lifecycle": _LIFE,
    "looked": ("test_concerns_and_clocks", "test_concerns_of_rights", "test_concerns_of_appeals"),
    "moved_days": ("test_moved_days",),
    "outcomes": ("test_outcomes_said", "test_outcomes", *_LIFE),
    "periods": ("test_periods",),
    "process_clocks": ("test_process_clocks", "test_deadlines_arranging"),
    "referrals": ("test_referrals",),
    "rights_concerns": ("test_concerns", "test_concerns_edges", "test_concerns_of_rights"),
    "rights_holders": ("test_deadlines_rights_holders", *_LAW),
    "rules": ("test_editions", *_LAW),
    "schools": ("test_schools",),
    "session_concerns": ("test_session_rules", "test_session_concerns"),
    "sessions": ("test_session_rules", "test_session_steps"),
    "slots": ("test_slots",),
    "switches": ("test_switches",),
    "time_check_words": ("test_time_checks",),
    "time_checks": ("test_time_checks",),
    "together": ("test_together",),
    "withdrawals": ("test_withdrawals",),
    "wishes": ("test_wishes", *_ARRANGING, "test_deadlines_certificates"),
}


def own_tests(module: str) -> list[str]:
    """Name a module's own test files; a module that is not in the list above has to answer to those of the clocks."""
    return [f"tests/domain/{name}.py" for name in OWN_TESTS.get(module, _CLOCKS)]
