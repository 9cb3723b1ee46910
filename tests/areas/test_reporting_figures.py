"""Figures against records made for them, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.areas.cases.scope import HEALTH_ROUTES
from app.areas.reporting import schemas
from app.areas.reporting.queries import cases_behind, figures
from app.domain.codes import Outcome, Reason, Route
from app.domain.kpis import DEFINITIONS, OUTCOMES_NOT_TOLD_APART, OutsideOutcome
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound, NotPermitted
from app.store.migration import migrate
from app.store.session import Database
from tests import postgres
from tests.areas.reporting_records import NOW, TODAY, Records

YEAR = "calendar:2024"
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """Return a database with its tables and nothing in them."""
    if request.param == "sqlite":
        folder: Path = tmp_path_factory.mktemp("figures")
        server, url = None, f"sqlite+aiosqlite:///{folder}/figures.sqlite3"
    else:
        server = postgres.server_url()
        url = postgres.create_database(server)
    await migrate(url)
    database = Database(url)
    yield database
    await database.close()
    if server is not None:
        postgres.drop_database(server, url)


async def ask(store: Database, actor: Actor, code: str, period: str | None = YEAR, **given: Any) -> schemas.Kpi:
    async with store.read() as connection:
        return await figures(connection, actor, code, schemas.KpiRequest(period=period, **given), TODAY, NOW)


async def behind(
    store: Database, actor: Actor, code: str, period: str | None = YEAR, *, after: str | None = None, **given: Any
) -> list[str | None]:
    request = schemas.KpiCasesRequest(period=period, **given)
    async with store.read() as connection:
        rows = await cases_behind(connection, actor, code, request, TODAY, after=after, limit=100)
    return [row.case_id for row in rows]


def numbers(kpi: schemas.Kpi) -> dict[tuple[str | None, ...], tuple[int, int]]:
    return {tuple(row.group.values()): (row.numerator, row.denominator) for row in kpi.rows if row.numerator}


def left_out(figure: schemas.Figure) -> dict[str, int]:
    return {excluded.reason: excluded.count for excluded in figure.excluded}


async def test_outcomes_are_shares_of_the_cases_closed_and_errors_are_counted_apart(store: Database) -> None:
    records = Records()
    manager = records.actor(Role.SERVICE_MANAGER)
    closed = date(2024, 6, 3)
    held = records.case(date(2024, 4, 1), closed, "mediation_meeting_held")
    records.case(date(2023, 12, 1), date(2024, 1, 1), "mediation_meeting_held", la="935")
    records.case(date(2024, 4, 1), date(2024, 12, 31), "guidance_only")
    records.case(date(2024, 4, 1), date(2025, 1, 1), "guidance_only")
    records.case(date(2024, 4, 1))
    error = records.referral(date(2024, 5, 1), status="closed", closure_reason="sent_in_error", updated_at=NOON)
    records.referral(date(2024, 5, 1), status="closed", closure_reason="duplicate")
    records.referral(date(2024, 5, 1), status="joined", case_id=held)
    records.referral(date(2024, 5, 1))
    await records.save(store)

    kpi = await ask(store, manager, "outcomes")
    assert [row.group["outcome"] for row in kpi.rows] == [outcome.value for outcome in Outcome]
    assert numbers(kpi) == {("mediation_meeting_held",): (2, 3), ("guidance_only",): (1, 3)}
    assert kpi.rows[0].percent == 66.7
    assert (kpi.totals.numerator, kpi.totals.denominator, kpi.totals.percent) == (3, 3, 100.0)
    assert left_out(kpi.totals) == left_out(kpi.rows[0]) == {"sent_in_error": 1}
    assert (kpi.basis, kpi.definition_version, kpi.cut_off_at) == ("closed", "1", NOW)

    split = await ask(store, manager, "outcomes", group_by=["la"])
    assert numbers(split) == {
        ("mediation_meeting_held", "926"): (1, 2),
        ("guidance_only", "926"): (1, 2),
        ("mediation_meeting_held", "935"): (1, 1),
    }
    assert len(split.rows) == 2 * len(Outcome)
    by_month = await ask(store, manager, "outcomes", group_by=["month"], la="926")
    assert numbers(by_month) == {
        ("mediation_meeting_held", "2024-06"): (1, 1),
        ("guidance_only", "2024-12"): (1, 1),
    }
    received = await ask(store, manager, "outcomes", basis="received")
    assert numbers(received) == {("mediation_meeting_held",): (1, 3), ("guidance_only",): (2, 3)}
    assert left_out(received.totals) == {
        "sent_in_error": 1,
        "joined": 1,
        "not_accepted": 1,
        "not_yet_accepted": 1,
        "still_open": 1,
    }

    assert await behind(store, manager, "outcomes", outcome="mediation_meeting_held", month="2024-06") == [held]
    assert len(await behind(store, manager, "outcomes", part="denominator")) == 3
    async with store.read() as connection:
        asked = schemas.KpiCasesRequest(period=YEAR, part="excluded")
        (row,) = await cases_behind(connection, manager, "outcomes", asked, TODAY, after=None, limit=9)
    assert (row.case_id, row.referral_id, row.reference[:2]) == (None, error, "R-")
    assert await behind(store, manager, "outcomes", outcome="la_declined") == []


async def test_reasons_are_shares_of_referrals_and_add_up_to_more(store: Database) -> None:
    records = Records()
    manager = records.actor(Role.SERVICE_MANAGER)
    closed = date(2024, 6, 3)
    both = records.case(date(2024, 4, 1), closed, "guidance_only", reasons=("plan_contents", "named_institution"))
    records.case(date(2024, 4, 1), closed, "guidance_only", reasons=("plan_contents",))
    records.case(date(2024, 4, 1), closed, "guidance_only")
    await records.save(store)

    kpi = await ask(store, manager, "reasons")
    assert numbers(kpi) == {("plan_contents",): (2, 3), ("named_institution",): (1, 3), (None,): (1, 3)}
    assert [row.group["reason"] for row in kpi.rows] == [*(reason.value for reason in Reason), None]
    assert (kpi.totals.numerator, kpi.totals.denominator, kpi.totals.percent) == (4, 3, 133.3)
    volumes = await ask(store, manager, "V1", basis="closed", group_by=["reason"])
    assert numbers(volumes) == numbers(kpi)
    split = await ask(store, manager, "outcomes", group_by=["reason"])
    assert numbers(split) == {
        ("guidance_only", "plan_contents"): (2, 2),
        ("guidance_only", "named_institution"): (1, 1),
        ("guidance_only", None): (1, 1),
    }
    assert (split.totals.numerator, split.totals.denominator) == (4, 3)
    assert await behind(store, manager, "reasons", reason="named_institution") == [both]
    assert len(await behind(store, manager, "reasons", reason="none")) == 1
    assert len(await behind(store, manager, "reasons")) == 3


async def test_volumes_count_referrals_received_cases_closed_and_cases_live(store: Database) -> None:
    records = Records()
    manager = records.actor(Role.SERVICE_MANAGER)
    records.case(date(2024, 3, 31), date(2024, 6, 1), "guidance_only")
    records.case(date(2024, 4, 1), date(2024, 6, 2), "guidance_only", la="935")
    live = records.case(date(2025, 3, 31), stage="arranging", kind="disagreement_resolution")
    records.referral(date(2025, 3, 31), status="closed", closure_reason="duplicate")
    records.referral(date(2025, 3, 31), status="closed", closure_reason="sent_in_error")
    records.referral(date(2025, 4, 1))
    await records.save(store)

    year = await ask(store, manager, "V1", "financial:2024-25", basis="received")
    (row,) = year.rows
    assert (row.group, row.numerator, row.denominator, row.percent) == ({}, 3, 3, 100.0)
    assert left_out(row) == {"sent_in_error": 1}
    assert numbers(await ask(store, manager, "V1", "financial:2024-25", group_by=["la"])) == {
        ("926",): (2, 3),
        ("935",): (1, 3),
    }
    assert numbers(await ask(store, manager, "V1", basis="closed", group_by=["month"])) == {("2024-06",): (2, 2)}
    on_the_day = await ask(store, manager, "V1", None, basis="live", as_at=date(2024, 6, 1), group_by=["la"])
    assert numbers(on_the_day) == {("935",): (1, 1)}
    assert on_the_day.period.label == "As at 1 June 2024"
    assert (await ask(store, manager, "V1", None, basis="live")).totals.denominator == 0
    crossed = await ask(store, manager, "V1", "financial:2024-25", group_by=["kind", "la"])
    assert numbers(crossed) == {
        ("mediation", "926"): (1, 2),
        ("disagreement_resolution", "926"): (1, 2),
        ("mediation", "935"): (1, 1),
    }
    received = await behind(store, manager, "V1", "financial:2024-25", stage="arranging")
    assert received == [live]
    assert await behind(store, manager, "V1", "dates:2025-03-31..2025-03-31", stage="none") == [None]


async def test_what_was_live_on_a_past_day_goes_by_the_facts_of_then(store: Database) -> None:
    records = Records()
    manager = records.actor(Role.SERVICE_MANAGER)
    came = date(2024, 4, 1)

    def a_case(closed: date | None, *facts: tuple[str, date]) -> str:
        case = records.case(came, closed, "guidance_only" if closed else None)
        for kind, day in facts:
            records.fact(case, kind, day)
        return case

    june, july, august = date(2024, 6, 3), date(2024, 7, 1), date(2024, 8, 1)
    never = a_case(None)
    closed_later = a_case(august, ("case_closed", august))
    a_case(june, ("case_closed", june))
    reopened_later = a_case(None, ("case_closed", june), ("reopened", august))
    both_before = a_case(None, ("case_closed", date(2024, 5, 1)), ("reopened", june))
    same_day = a_case(None, ("case_closed", june), ("reopened", june))
    twice = a_case(None, ("case_closed", date(2024, 5, 1)), ("reopened", date(2024, 5, 2)))
    for kind, day in (("case_closed", june), ("reopened", august), ("case_closed", august), ("reopened", august)):
        records.fact(twice, kind, day)
    # A slip that was put right: the closing that stands is of September, whatever the first one said.
    put_right = a_case(None)
    wrong = records.fact(put_right, "case_closed", june)
    records.fact(put_right, "case_closed", date(2024, 9, 1), supersedes=wrong)
    records.fact(put_right, "reopened", date(2024, 9, 2))
    await records.save(store)

    async def live(day: date) -> set[str | None]:
        total = (await ask(store, manager, "V1", None, basis="live", as_at=day)).totals.denominator
        found = await behind(store, manager, "V1", None, basis="live", as_at=day)
        assert total == len(found)
        return set(found)

    assert await live(july) == {never, closed_later, both_before, same_day, put_right}
    assert await live(june) == {never, closed_later, both_before, same_day, put_right}
    assert reopened_later in await live(august)
    assert twice in await live(date(2024, 5, 31))
    assert put_right not in await live(date(2024, 9, 1))
    assert await live(date(2024, 3, 31)) == set()
    assert await live(TODAY) == {never, reopened_later, both_before, same_day, twice, put_right}
    with pytest.raises(Invalid) as refused:
        await ask(store, manager, "V1", None, basis="live", as_at=july, group_by=["stage"])
    assert refused.value.faults[0][:2] == ("?as_at", "not_by_stage")
    assert "closing and reopening facts" in DEFINITIONS["V1"].denominator


async def test_figures_by_stage_do_not_tell_outsiders_what_the_family_said(store: Database) -> None:
    records = Records()
    for stage in ("declined", "withdrawn", "arranging"):
        records.case(date(2024, 4, 1), stage=stage)
    await records.save(store)
    told = await ask(store, records.actor(Role.COORDINATOR), "V1", None, basis="live", group_by=["stage"])
    assert numbers(told) == {("declined",): (1, 3), ("withdrawn",): (1, 3), ("arranging",): (1, 3)}
    for outsider in (
        records.actor(Role.LA_COMMISSIONER, records.norfolk),
        records.actor(Role.REPORTING, records.norfolk),
        records.actor(Role.REPORTING),
    ):
        shown = await ask(store, outsider, "V1", None, basis="live", group_by=["stage"])
        assert numbers(shown) == {("not_proceeding",): (2, 3), ("arranging",): (1, 3)}


async def test_outcomes_do_not_tell_outsiders_what_the_family_said(store: Database) -> None:
    records = Records()
    told_apart = [outcome for outcome in Outcome if outcome not in OUTCOMES_NOT_TOLD_APART]
    for outcome in Outcome:
        records.clock(records.case(date(2024, 4, 1), date(2024, 6, 3), outcome), "hold-30d", date(2024, 5, 1))
    await records.save(store)
    for outsider in (
        records.actor(Role.LA_COMMISSIONER, records.norfolk),
        records.actor(Role.REPORTING, records.norfolk),
        records.actor(Role.REPORTING),
    ):
        shown = await ask(store, outsider, "outcomes")
        assert [row.group["outcome"] for row in shown.rows] == [code.value for code in OutsideOutcome]
        assert numbers(shown) == {**{(code.value,): (1, 8) for code in told_apart}, ("not_proceeding",): (4, 8)}
        for code, given in (("V1", {"basis": "closed"}), ("reasons", {}), ("T1", {})):
            told = {
                row.group["outcome"] for row in (await ask(store, outsider, code, group_by=["outcome"], **given)).rows
            }
            assert told == {code.value for code in OutsideOutcome}, code
    for inside in (Role.SERVICE_MANAGER, Role.COORDINATOR):
        shown = await ask(store, records.actor(inside), "outcomes")
        assert numbers(shown) == {(outcome.value,): (1, 8) for outcome in Outcome}


async def test_a_health_body_counts_what_its_officers_may_see(store: Database) -> None:
    records = Records()
    for route in Route:
        case = records.case(date(2024, 4, 1), date(2024, 6, 3), "guidance_only", route=route, icb_id=records.new_icb)
        records.clock(case, "hold-30d", date(2024, 5, 1))
        records.certificate(case, "s55_4", date(2024, 6, 1))
        records.fact(case, "session_held", date(2024, 5, 2))
    records.referral(date(2024, 4, 1), icb_id=records.new_icb)
    await records.save(store)
    seen = len(HEALTH_ROUTES)
    assert 0 < seen < len(Route)
    for actor in (
        records.actor(Role.ICB_COMMISSIONER, records.new_icb),
        records.actor(Role.REPORTING, records.new_icb),
    ):
        for code in ("outcomes", "V1", "reasons", "T1", "certificates", "meetings"):
            assert (await ask(store, actor, code)).totals.denominator == seen, code
        received = await ask(store, actor, "V1", group_by=["decision_kind"])
        assert received.totals.denominator == seen
    norfolk = records.actor(Role.LA_COMMISSIONER, records.norfolk)
    assert (await ask(store, norfolk, "V1")).totals.denominator == len(Route) + 1


async def test_clocks_count_what_was_met_and_leave_out_what_is_not_due(store: Database) -> None:
    records = Records()
    manager = records.actor(Role.SERVICE_MANAGER)

    def clock(due: date | None, met: date | None = None, **given: Any) -> str:
        case = records.case(date(2025, 1, 2), decision_kind="cease_to_maintain")
        records.clock(case, "hold-30d", due, met, **given)
        records.clock(case, "arrange-30d-education", due, met)
        return case

    day = date(2025, 3, 1)
    met = clock(day, day)
    late = clock(day, date(2025, 3, 2))
    missed = clock(day)
    not_due = [clock(TODAY), clock(date(2025, 3, 31))]
    early = clock(date(2025, 3, 31), day)
    not_needed = clock(day, not_needed=True)
    held_open = clock(day, holds_open=True)
    clock(date(2025, 4, 1), day)
    clock(None)
    await records.save(store)

    march = "dates:2025-03-01..2025-03-31"
    kpi = await ask(store, manager, "T1", march)
    (row,) = kpi.rows
    assert (kpi.basis, kpi.target_percent) == ("due", 100.0)
    assert (row.numerator, row.denominator, row.percent) == (2, 4, 50.0)
    assert left_out(row) == {"not_needed": 1, "held_open": 1, "not_yet_due": 2}
    assert row.model_dump(exclude={"group"}) == kpi.totals.model_dump()
    assert numbers(await ask(store, manager, "T1", march, group_by=["decision_kind", "la"])) == {
        ("cease_to_maintain", "926"): (2, 4)
    }
    received = await ask(store, manager, "T1", "dates:2025-01-01..2025-01-31", basis="received")
    assert (received.totals.numerator, received.totals.denominator) == (3, 5)
    assert left_out(received.totals)["no_date_yet"] == 1
    for code in ("T2", "T3", "T4"):
        none = await ask(store, manager, code, march)
        assert (none.totals.denominator, none.totals.percent, none.totals.reason) == (0, None, "nothing_to_count")

    assert await behind(store, manager, "T1", march) == [met, early]
    assert await behind(store, manager, "T1", march, part="remainder") == [late, missed]
    assert await behind(store, manager, "T1", march, part="excluded") == [*not_due, not_needed, held_open]


@pytest.mark.parametrize(
    ("code", "rule_id"),
    [("T2", "cert-no-mediation-3wd"), ("T3", "cert-after-mediation-3wd"), ("T4", "cert-deemed-3wd")],
)
async def test_each_certificate_clock_has_its_figure(store: Database, code: str, rule_id: str) -> None:
    records = Records()
    case = records.case(date(2024, 5, 1))
    records.clock(case, rule_id, date(2024, 5, 8), date(2024, 5, 7))
    records.clock(case, rule_id, date(2024, 6, 8), subject="second")
    await records.save(store)
    coordinator = records.actor(Role.COORDINATOR)
    totals = (await ask(store, coordinator, code)).totals
    assert (totals.numerator, totals.denominator, totals.percent) == (1, 2, 50.0)
    assert await behind(store, coordinator, code, part="denominator") == [case]  # once, though it has two clocks


async def test_certificates_and_meetings_count_on_their_own_day(store: Database) -> None:
    records = Records()
    manager = records.actor(Role.SERVICE_MANAGER)
    case = records.case(date(2023, 5, 1))
    dr = records.case(date(2023, 5, 1), kind="disagreement_resolution")
    records.certificate(case, "s55_4", date(2024, 5, 1), voided=date(2024, 5, 2))
    records.certificate(case, "s55_4", date(2024, 5, 1))
    records.certificate(case, "s55_5", date(2024, 6, 1))
    records.certificate(case, "s55_5", date(2025, 1, 1))
    wrong = records.fact(case, "session_held", date(2024, 2, 1))
    records.fact(case, "session_held", date(2024, 3, 1), supersedes=wrong)
    gone = records.fact(case, "session_held", date(2024, 4, 1))
    records.fact(case, "session_held", date(2024, 4, 1), supersedes=gone, retracted=True)
    records.fact(case, "session_fixed", date(2024, 4, 1))
    records.fact(dr, "session_held", date(2024, 4, 2))
    await records.save(store)

    certificates = await ask(store, manager, "certificates")
    assert numbers(certificates) == {("s55_4",): (1, 2), ("s55_5",): (1, 2)}
    assert left_out(certificates.totals) == {"voided": 1}
    meetings = await ask(store, manager, "meetings", group_by=["month"])
    assert numbers(meetings) == {("mediation", "2024-03"): (1, 1), ("disagreement_resolution", "2024-04"): (1, 1)}
    assert await behind(store, manager, "meetings", kind="disagreement_resolution") == [dr]


async def test_characteristics_go_to_the_service_manager_only(store: Database) -> None:
    records = Records()
    closed = date(2024, 6, 3)
    boy = records.case(date(2024, 4, 1), closed, sex="male", ethnicity="wbri", primary_need="asd")
    records.case(date(2024, 4, 1), closed, la="935")
    await records.save(store)
    manager = records.actor(Role.SERVICE_MANAGER)

    assert numbers(await ask(store, manager, "needs")) == {("asd",): (1, 2), ("not_recorded",): (1, 2)}
    assert numbers(await ask(store, manager, "sex")) == {("male",): (1, 2), ("not_known",): (1, 2)}
    assert numbers(await ask(store, manager, "ethnicity")) == {("wbri",): (1, 2), ("nobt",): (1, 2)}
    by_need = await ask(store, manager, "V1", basis="closed", group_by=["need"])
    assert numbers(by_need) == {("asd",): (1, 2), ("not_recorded",): (1, 2)}
    assert await behind(store, manager, "needs", need="asd") == [boy]
    for actor in (
        records.actor(Role.COORDINATOR),
        records.actor(Role.LA_COMMISSIONER, records.norfolk),
        records.actor(Role.ICB_COMMISSIONER, records.new_icb),
        records.actor(Role.REPORTING),
    ):
        for code, group_by in (("needs", []), ("sex", []), ("ethnicity", []), ("V1", ["need"]), ("T1", ["sex"])):
            with pytest.raises(NotPermitted):
                await ask(store, actor, code, group_by=group_by)
    with pytest.raises(NotPermitted):
        await behind(store, records.actor(Role.COORDINATOR), "V1", sex="male")


async def test_everyone_counts_their_own_and_nobody_elses(store: Database) -> None:
    records, neighbour = Records(), Records()
    closed = date(2024, 6, 3)
    for la, icb in (("926", records.old_icb), ("926", records.new_icb), ("935", records.other_icb), ("935", None)):
        records.case(date(2024, 4, 1), closed, "guidance_only", la=la, icb_id=icb)
    records.referral(date(2024, 4, 1), la="935", icb_id=records.new_icb)
    neighbour.case(date(2024, 4, 1), closed, "guidance_only")
    await records.save(store)
    await neighbour.save(store)

    async def counted(actor: Actor) -> tuple[int, int]:
        kpi = await ask(store, actor, "outcomes")
        return kpi.totals.denominator, (await ask(store, actor, "V1")).totals.denominator

    assert await counted(records.actor(Role.SERVICE_MANAGER)) == (4, 5)
    assert await counted(records.actor(Role.COORDINATOR)) == (4, 5)
    assert await counted(records.actor(Role.REPORTING)) == (4, 5)
    assert await counted(records.actor(Role.LA_COMMISSIONER, records.norfolk)) == (2, 2)
    assert await counted(records.actor(Role.LA_COMMISSIONER, records.suffolk)) == (2, 3)
    # A referral that is no case yet is on no route of which a health body may know.
    assert await counted(records.actor(Role.ICB_COMMISSIONER, records.new_icb)) == (2, 2)
    assert await counted(records.actor(Role.ICB_COMMISSIONER, records.old_icb)) == (1, 1)
    assert await counted(records.actor(Role.REPORTING, records.norfolk)) == (2, 2)
    assert await counted(records.actor(Role.REPORTING, records.new_icb)) == (2, 2)
    for role in (Role.ADVISER, Role.MEDIATOR, Role.LA_OFFICER, Role.FAMILY_FRONT_END, Role.PARTNER_SYSTEM):
        with pytest.raises(NotPermitted):
            await counted(records.actor(role, records.norfolk))
    assert await counted(neighbour.actor(Role.SERVICE_MANAGER)) == (1, 1)
    # One council asking for the other's figure finds nothing in it.
    norfolk = records.actor(Role.LA_COMMISSIONER, records.norfolk)
    assert (await ask(store, norfolk, "outcomes", la="935")).totals.denominator == 0


async def test_only_the_providers_staff_see_the_cases_behind_a_figure(store: Database) -> None:
    records = Records()
    case = records.case(date(2024, 4, 1), date(2024, 6, 3), "guidance_only")
    await records.save(store)
    for role in (Role.SERVICE_MANAGER, Role.COORDINATOR):
        assert await behind(store, records.actor(role), "outcomes") == [case]
    for role in set(Role) - {Role.SERVICE_MANAGER, Role.COORDINATOR}:
        with pytest.raises(NotPermitted):
            await behind(store, records.actor(role, records.norfolk), "outcomes")


async def test_the_cases_behind_a_figure_come_page_by_page(store: Database) -> None:
    records = Records()
    made = [records.case(date(2024, 4, 1), date(2024, 6, 3), "guidance_only") for _ in range(5)]
    await records.save(store)
    seen, after = [], None
    while True:
        async with store.read() as connection:
            page = await cases_behind(
                connection,
                records.actor(Role.COORDINATOR),
                "outcomes",
                schemas.KpiCasesRequest(period=YEAR),
                TODAY,
                after=after,
                limit=2,
            )
        if not page:
            break
        seen += [row.case_id for row in page]
        assert all(row.reference.startswith("C-") for row in page)
        after = page[-1].referral_id
    assert seen == made


async def test_a_contract_year_is_known_to_its_parties(store: Database) -> None:
    records = Records()
    contract = records.contract(date(2023, 9, 1), date(2026, 8, 31), records.norfolk, records.old_icb)
    records.case(date(2023, 12, 1), date(2024, 8, 31), "guidance_only", icb_id=records.old_icb)
    await records.save(store)
    year = f"contract:{contract}:2023"
    for actor in (
        records.actor(Role.COORDINATOR),
        records.actor(Role.REPORTING),
        records.actor(Role.LA_COMMISSIONER, records.norfolk),
        records.actor(Role.ICB_COMMISSIONER, records.new_icb),
    ):
        kpi = await ask(store, actor, "outcomes", year)
        assert (kpi.period.first_on, kpi.period.last_on) == (date(2023, 9, 1), date(2024, 8, 31))
        assert kpi.totals.denominator == 1
    for actor in (records.actor(Role.LA_COMMISSIONER, records.suffolk), Records().actor(Role.COORDINATOR)):
        with pytest.raises(Invalid) as refused:
            await ask(store, actor, "outcomes", year)
        assert refused.value.faults[0].code == "unknown_contract"


@pytest.mark.parametrize(
    ("code", "given", "parameter", "fault"),
    [
        ("outcomes", {"period": None}, "?period", "missing"),
        ("outcomes", {"period": "calendar:20"}, "?period", "unknown_form"),
        ("outcomes", {"basis": "live"}, "?basis", "not_for_this_figure"),
        ("outcomes", {"basis": "due"}, "?basis", "not_for_this_figure"),
        ("outcomes", {"group_by": ["stage"]}, "?group_by", "not_for_this_figure"),
        ("outcomes", {"group_by": ["la", "month"]}, "?group_by", "too_many"),
        ("outcomes", {"as_at": TODAY}, "?as_at", "only_with_live"),
        ("outcomes", {"la": "999"}, "?la", "unknown_code"),
        ("V1", {"basis": "live"}, "?period", "not_with_live"),
        ("V1", {"basis": "live", "period": None, "as_at": date(2025, 3, 11)}, "?as_at", "in_the_future"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_parameter(
    store: Database, code: str, given: dict[str, Any], parameter: str, fault: str
) -> None:
    records = Records()
    await records.save(store)
    with pytest.raises(Invalid) as refused:
        await ask(store, records.actor(Role.SERVICE_MANAGER), code, **given)
    assert (refused.value.faults[0].pointer, refused.value.faults[0].code) == (parameter, fault)
    with pytest.raises(NotFound):
        await ask(store, records.actor(Role.SERVICE_MANAGER), "T9")
