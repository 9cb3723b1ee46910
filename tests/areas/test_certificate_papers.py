"""The paper of a certificate: what stands on it, that it is accessible and always the same, and how it is checked."""

import io
import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdf
import pytest

from app.areas.certificates.papers import new_code
from app.domain.permissions import Role
from app.settings import Settings
from tests.builders.journeys import a_certified_case, an_open_case, read_case, record
from tests.builders.stories import an_arranging_story
from tests.conftest import Caller, Clock


async def _paper(caller: Caller, certificate: dict[str, Any]) -> bytes:
    links = (await caller.get(f"/v1/certificates/{certificate['id']}")).json()["links"]
    answer = await caller.get(links["pdf"])
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    return bytes(answer.content)


def _read(paper: bytes) -> tuple[Any, str]:
    reader = pypdf.PdfReader(io.BytesIO(paper))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return reader, text


def _code(text: str) -> str:
    return text.partition("Code: ")[2].split()[0]


async def test_a_paper_is_made_at_any_moment_of_a_second(as_: Callable[..., Caller], clock: Clock) -> None:
    clock.now = clock.now.replace(microsecond=719_834)
    _, certificate = await a_certified_case(as_(Role.ADVISER))
    assert certificate["created_at"].endswith(".719Z")
    reader, _ = _read(await _paper(as_(Role.ADVISER), certificate))
    assert reader.pages


async def test_the_paper_says_what_the_law_asks_for(as_: Callable[..., Caller]) -> None:
    _, certificate = await a_certified_case(as_(Role.ADVISER))
    _, text = _read(await _paper(as_(Role.ADVISER), certificate))
    for said in (
        f"Certificate number {certificate['number']}",
        "Issued to A Parent",
        "Child or young person Robin Reed",
        "Local authority Norfolk",
        "Decision sent on 14 January 2025",
        "Date of issue 12 March 2025",
        "has given information and advice",
        "do not wish to pursue mediation",
        "The family first contacted the mediation adviser on 10 March 2025.",
        "is not employed by a local authority",
        "by 5pm on 14 April 2025",
        "14 March 2025",
        "12 April 2025",
        "The tribunal must receive",
    ):
        assert said in text, said
    assert "cannot appeal" not in text


THE_LA = {"role": "la", "name": "An Officer", "contact": "officer@example.org", "permission_given": True}
SENT_14_JANUARY = {"decision_kind": "plan_contents", "sent_on": "2025-01-14"}


async def _certified(adviser: Caller, clock: Clock, on: str, facts: list[tuple[str, str]], **referral: Any) -> str:
    """Issue a certificate on a day, after facts on theirs, and return what stands on its paper."""
    payloads: dict[str, dict[str, Any]] = {
        "family_contacted": {"channel": "phone", "person": "parent"},
        "advice_given": {"channel": "phone", "rights_explained": True},
        "wish_stated": {"wish": "not_mediate"},
    }
    clock.set_day(date.fromisoformat(on))
    case = await an_open_case(adviser, **referral)
    for type_, day in facts:
        await record(adviser, case, type_, day, **payloads[type_])
    version = (await read_case(adviser, case["id"]))["version"]
    issued = await adviser.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=version)
    assert issued.status_code == 201, issued.text
    return _read(await _paper(adviser, issued.json()))[1]


ADVISED_LATE = [("advice_given", "2025-03-18"), ("wish_stated", "2025-03-19")]
ADVISED_IN_TIME = [("advice_given", "2025-02-03"), ("wish_stated", "2025-03-19")]


@pytest.mark.parametrize(
    "facts, said",
    [
        (ADVISED_LATE, None),
        (ADVISED_IN_TIME, "The family had contacted the mediation adviser by 3 February 2025."),
        (
            [("family_contacted", "2025-03-18"), *ADVISED_LATE],
            "The family first contacted the mediation adviser on 18 March 2025, which was more than two months after "
            "the decision was sent.",
        ),
        (
            [("family_contacted", "2025-02-03"), *ADVISED_LATE],
            "The family first contacted the mediation adviser on 3 February 2025.",
        ),
    ],
)
async def test_the_contact_on_the_paper_is_the_familys_and_what_is_not_known_is_not_said(
    as_: Callable[..., Caller], clock: Clock, facts: list[tuple[str, str]], said: str | None
) -> None:
    text = await _certified(
        as_(Role.ADVISER),
        clock,
        "2025-03-20",
        facts,
        contacted_on="2025-01-20",
        referrer=THE_LA,
        decision=SENT_14_JANUARY,
    )
    assert "20 January" not in text
    if said is None:
        assert "contacted" not in text
        assert "more than two months after" not in text
    else:
        assert said in text


UNCOUNTED = "For the same reason one month after this certificate was issued is not counted."


@pytest.mark.parametrize(
    "on, facts, referral, said, unsaid",
    [
        (
            "2024-08-20",
            [("advice_given", "2024-08-19"), ("wish_stated", "2024-08-19")],
            {"contacted_on": "2024-08-19", "decision": {"decision_kind": "plan_contents", "sent_on": "2024-06-15"}},
            [
                "The tribunal must receive an appeal by 5pm on 2 September 2024.",
                "two months after the decision was sent (15 August 2024), moved on by the tribunal's rules.",
                UNCOUNTED,
                "until 20 September 2024. The tribunal decides that, so do not rely on it.",
            ],
            ["two dates", "has passed"],
        ),
        (
            "2025-03-20",
            [("family_contacted", "2025-03-18"), *ADVISED_LATE],
            {"contacted_on": "2025-01-20", "referrer": THE_LA, "decision": SENT_14_JANUARY},
            [
                "was 14 March 2025. That is two months after the decision was sent. That day has passed.",
                UNCOUNTED,
                "until 20 April 2025. The tribunal decides that",
                "SENDIASS and IPSEA advise",
            ],
            ["two dates", "must receive"],
        ),
        (
            "2025-03-12",
            [("advice_given", "2025-03-11"), ("wish_stated", "2025-03-11")],
            {"contacted_on": "2025-01-20", "decision": SENT_14_JANUARY, "appeal_sections": ["I"]},
            [
                "by 5pm on 14 March 2025.",
                "That is two months after the decision was sent.",
                "An appeal about the school or its type alone needs no certificate",
            ],
            ["two dates", "12 April 2025"],
        ),
        (
            "2025-03-12",
            [("advice_given", "2025-02-13"), ("wish_stated", "2025-03-11")],
            {
                "contacted_on": "2025-01-25",
                "decision": {
                    "decision_kind": "plan_contents",
                    "sent_on": "2025-01-20",
                    "letter_dated_on": "2025-01-10",
                },
            },
            [
                "by 5pm on 14 April 2025.",
                "two months after 10 January 2025, the date on the decision letter (10 March 2025) and one month after "
                "this certificate was issued (12 April 2025), moved on by",
            ],
            ["after the decision was sent"],
        ),
    ],
)
async def test_the_time_to_appeal_is_true_whatever_it_was_counted_from(
    as_: Callable[..., Caller],
    clock: Clock,
    on: str,
    facts: list[tuple[str, str]],
    referral: dict[str, Any],
    said: list[str],
    unsaid: list[str],
) -> None:
    text = await _certified(as_(Role.ADVISER), clock, on, facts, **referral)
    told = text.partition("When an appeal must reach the tribunal")[2].partition("How to check")[0]
    assert [words for words in said if words not in told] == [], told
    assert [words for words in unsaid if words in told] == [], told
    assert "Page 1 of 1" in text


async def test_the_paper_of_a_certificate_issued_again_counts_from_its_first_issue(
    as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser, manager = as_(Role.ADVISER), as_(Role.SERVICE_MANAGER)
    case, first = await a_certified_case(adviser)
    path = f"/v1/cases/{case['id']}/certificates"
    await manager.post(f"{path}/{first['id']}/voiding", {"reason": "A misprint"}, version=1)
    clock.set_day(date(2025, 3, 22))
    version = (await read_case(adviser, case["id"]))["version"]
    again = (await adviser.post(path, {"kind": "s55_4"}, version=version)).json()
    _, text = _read(await _paper(adviser, again))
    assert "by 5pm on 14 April 2025." in text
    assert "one month after this certificate was first issued (12 April 2025), moved on" in text


async def test_the_paper_of_a_second_person_counts_from_the_first_certificate(
    as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    clock.set_day(date(2025, 6, 23))
    advice = {"channel": "phone", "rights_explained": True}
    case = await an_open_case(
        adviser,
        contacted_on="2025-06-18",
        decision={"decision_kind": "plan_contents", "sent_on": "2025-05-01"},
        child={"given_name": "Robin", "family_name": "Reed", "born_on": "2009-01-10", "sex": "female"},
    )
    papers = []
    for day in ("2025-06-23", "2025-07-10"):  # the rights passed between them, on 28 June
        clock.set_day(date.fromisoformat(day))
        await record(adviser, case, "advice_given", day, **advice)
        await record(adviser, case, "wish_stated", day, wish="not_mediate")
        version = (await read_case(adviser, case["id"]))["version"]
        issued = await adviser.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=version)
        papers.append(_read(await _paper(adviser, issued.json()))[1])
    parents, own = papers
    assert "Issued to Robin Reed" in own
    assert "one month after this certificate was issued (23 July 2025)." in parents
    assert "one month after the first certificate about this decision was issued (23 July 2025)." in own


async def test_the_paper_can_be_read_by_a_screen_reader_and_kept_for_good(as_: Callable[..., Caller]) -> None:
    _, certificate = await a_certified_case(as_(Role.ADVISER))
    reader, _ = _read(await _paper(as_(Role.ADVISER), certificate))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == f"Mediation certificate {certificate['number']}"
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert _alternatives(root["/StructTreeRoot"]) >= 1
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all("Lato" in font for font in fonts)


def _fonts(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def _alternatives(node: Any) -> int:
    """Count the descriptions of pictures in the tree of a document's structure."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return sum(_alternatives(child) for child in node)
    if not isinstance(node, dict):
        return 0
    return int("/Alt" in node) + (_alternatives(node["/K"]) if "/K" in node else 0)


async def test_the_same_certificate_is_always_the_same_bytes(as_: Callable[..., Caller], clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    case, certificate = await a_certified_case(adviser)
    first = await _paper(adviser, certificate)
    clock.move(days=20)
    await record(adviser, case, "decision_received", "2025-01-16")
    assert await _paper(as_(Role.SERVICE_MANAGER), certificate) == first


async def test_a_voided_certificate_says_so_and_names_what_replaces_it(as_: Callable[..., Caller]) -> None:
    adviser, manager = as_(Role.ADVISER), as_(Role.SERVICE_MANAGER)
    case, certificate = await a_certified_case(adviser)
    path = f"/v1/cases/{case['id']}/certificates"
    voided = await manager.post(f"{path}/{certificate['id']}/voiding", {"reason": "Wrong name"}, version=1)
    assert voided.status_code == 200, voided.text
    _, text = _read(await _paper(adviser, certificate))
    assert "VOID" in text
    assert "made void on 12 March 2025" in text
    now = (await adviser.get(f"/v1/cases/{case['id']}")).json()
    again = (await adviser.post(path, {"kind": "s55_4"}, version=now["version"])).json()
    _, text = _read(await _paper(adviser, certificate))
    assert again["number"] in text
    _, text = _read(await _paper(adviser, again))
    assert "VOID" not in text
    assert "Wrong name" not in text


@pytest.mark.parametrize(
    "name",
    [
        '#panic("read as markup")',
        "*bold* _under_ `raw` $x^2$ @ref <label> // note",
        '\\u{1F600} \\ #import "x"',
        "אבג مرحبا 王 Ł Ş ğ",
        "A" * 100,
        '#image("/etc/passwd")',
        "<script>alert(1)</script>",
    ],
)
async def test_no_name_is_read_as_markup(as_: Callable[..., Caller], name: str) -> None:
    child = {"given_name": name, "family_name": "Reed", "born_on": "2015-05-04"}
    _, certificate = await a_certified_case(as_(Role.ADVISER), child=child)
    _, text = _read(await _paper(as_(Role.ADVISER), certificate))
    squeezed = text.replace(" ", "")
    assert "panic(" not in text or "#panic(" in text
    if name.isascii():
        assert name.replace(" ", "") in squeezed
    else:
        assert "ŁŞğ" in squeezed
        assert "[U+738B]" in squeezed  # no font of ours has it: it is said, not left out


async def test_anyone_may_check_a_certificate_and_learns_no_name(as_: Callable[..., Caller]) -> None:
    adviser, nobody = as_(Role.ADVISER), as_(None)
    case, certificate = await a_certified_case(adviser)
    _, text = _read(await _paper(adviser, certificate))
    code = _code(text)
    known = {"status": "valid", "number": certificate["number"], "issued_on": "2025-03-12"}
    for written in (code, code.lower(), code.replace("-", ""), code.replace("-", " ")):
        answer = await nobody.get(f"/v1/certificates/verify/{written}")
        assert (answer.status_code, answer.json()) == (200, known)
        assert answer.headers["cache-control"] == "no-store"
    await as_(Role.SERVICE_MANAGER).post(
        f"/v1/cases/{case['id']}/certificates/{certificate['id']}/voiding", {"reason": "Wrong"}, version=1
    )
    assert (await nobody.get(f"/v1/certificates/verify/{code}")).json() == known | {"status": "void"}


async def test_a_guessed_code_is_unknown_and_looks_like_any_other(
    as_: Callable[..., Caller], settings: Settings
) -> None:
    await a_certified_case(as_(Role.ADVISER))
    nobody = as_(None)
    bodies = set()
    for place in range(settings.checks_per_minute):
        code = new_code() if place % 2 else secrets.token_urlsafe(place + 1)
        answer = await nobody.get(f"/v1/certificates/verify/{code}")
        assert answer.status_code == 200
        bodies.add(answer.content)
    assert bodies == {b'{"status":"unknown","number":null,"issued_on":null}'}
    refused = await nobody.get(f"/v1/certificates/verify/{new_code()}")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused.headers["retry-after"]) > 0


def test_codes_hold_128_random_bits() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert {len(code.replace("-", "")) for code in codes} == {26}


async def test_the_family_is_told_its_window_and_what_was_told_is_kept(
    app: Any, as_: Callable[..., Caller], clock: Clock, world: Any
) -> None:
    story = await an_arranging_story(app, as_, clock, world)
    await story.on("2025-03-20").tell("la_says_cannot_arrange")
    certificate = await story.certify("s55_5_deemed")
    (told,) = (await story.adviser.get(f"/v1/cases/{story.case['id']}/tellings")).json()["items"]
    assert (told["certificate_id"], told["rule_id"], told["due_on"]) == (
        certificate["id"],
        "appeal-last-day",
        "2025-04-22",
    )
    assert any("22 April 2025" in words for words in told["words"])
    assert told["explanation"]
    assert told["rule_version"]
    _, text = _read(await _paper(story.adviser, certificate))
    assert "treated as having taken part" in text
    # What was told stays as it was, whatever is corrected later.
    await story.on("2025-03-25").tell("appeal_scope_stated", sections=["B"])
    assert (await story.adviser.get(f"/v1/cases/{story.case['id']}/tellings")).json()["items"] == [told]


@pytest.mark.parametrize("role", [Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM])
async def test_the_paper_is_the_familys(as_: Callable[..., Caller], role: Role) -> None:
    _, certificate = await a_certified_case(as_(Role.ADVISER))
    for path in (f"/v1/certificates/{certificate['id']}/pdf", f"/v1/cases/{certificate['case_id']}/tellings"):
        assert (await as_(role).get(path)).status_code == 403
    seen = await as_(role).get(f"/v1/certificates/{certificate['id']}")
    assert seen.status_code == 404 or seen.json()["links"]["pdf"] is None
