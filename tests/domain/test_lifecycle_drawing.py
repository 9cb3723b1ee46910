"""The table of moves, and the grid that is drawn of it."""

import xml.etree.ElementTree as ET

from app.domain.facts import FactType
from app.domain.lifecycle import MOVES, Stage
from app.domain.lifecycle_drawing import drawing, table_rows


def test_the_table_has_a_row_for_each_reading_of_each_type() -> None:
    rows = table_rows()
    assert len(rows) == sum(len(moves) for moves in MOVES.values())
    assert [row.type for row in rows] == [type for type in FactType for _ in MOVES[type]]
    opens = next(row for row in rows if row.type is FactType.REFERRAL_RECEIVED)
    assert (opens.leaves, opens.reaches, opens.recorded_by_its_resource) == (("start",), "referred", True)
    mediate = next(row for row in rows if row.reading == "mediate")
    assert mediate.leaves == ("referred", "informed", "declined", "resolved", "withdrawn")
    assert (mediate.reaches, mediate.recorded_by_its_resource) == ("arranging", False)
    contacted = next(row for row in rows if row.type is FactType.FAMILY_CONTACTED)
    assert (contacted.reading, contacted.reaches, len(contacted.leaves)) == (None, None, 9)


def test_the_drawing_shows_every_cell_where_it_belongs() -> None:
    picture = ET.fromstring(drawing())
    space = "{http://www.w3.org/2000/svg}"
    _, _, width, height = (float(part) for part in picture.attrib["viewBox"].split())
    texts = [element for element in picture.iter(f"{space}text")]
    heads = {element.text: float(element.attrib["x"]) for element in texts if element.text in set(Stage)}
    assert list(heads) == [stage.value for stage in Stage]
    assert sorted(heads.values()) == list(heads.values())
    rows = table_rows()
    named = [element for element in texts if element.attrib["x"] == "12"][1:]
    assert len(named) == len(rows)
    cells = [element for element in texts if str(element.text) == "stays" or str(element.text).startswith("→")]
    assert len(cells) == sum(len(row.leaves) for row in rows if row.leaves != ("start",))
    for row, label in zip(rows, named, strict=True):
        assert label.text == (f"{row.type.value}: {row.reading}" if row.reading else row.type.value)
        beside = [cell for cell in cells if cell.attrib["y"] == label.attrib["y"]]
        shown = {float(cell.attrib["x"]) for cell in beside}
        assert shown == {heads[stage] for stage in row.leaves if stage in heads}
        assert {str(cell.text) for cell in beside} <= {f"→ {row.reaches}" if row.reaches else "stays"}
    boxes = [element for element in picture.iter(f"{space}rect")][1:]
    assert len(boxes) == len(cells)
    for element in (*texts, *boxes):
        assert 0 <= float(element.attrib["x"]) <= width
        assert 0 <= float(element.attrib["y"]) <= height
    said = str(picture.find(f"{space}desc").text)  # type: ignore[union-attr]  # it is there
    assert "scheduled to meeting by session_held" in said
    assert said.count(" to ") == sum(len(row.leaves) for row in rows if row.reaches)
