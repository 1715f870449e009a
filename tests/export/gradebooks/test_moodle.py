"""Moodle's grading worksheet with its grades filled in: what Moodle understands of it, and what stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.export.gradebook import FilledGradebook, FillOptions
from grader.export.gradebooks import moodle
from grader.results import Member
from tests.export.graded_rows import excused, got, left, moodle_import

if TYPE_CHECKING:
    from grader.export.grade import Grade

HEADER = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments"
)
SHEET = f"""{HEADER}
Participant 101,Ann Lee,ann@x.org,Submitted for grading,,100.00,Yes,"Friday, 20 November 2026, 11:59 PM",-,
Participant 102,"Ox, 'Bo'",bo@x.org,Submitted for grading,"7,50",100.00,Yes,-,-,
Participant 103,李 小龙,cy@x.org,No submission,,100.00,Yes,-,-,
""".encode()
STORED = {"101": (None, 100, ""), "102": (7.5, 100, ""), "103": (None, 100, "")}


def fill(grades: list[Any], data: bytes = SHEET, column: str | None = None, *, raw: bool = False) -> FilledGradebook:
    """Fill in the worksheet."""
    return moodle.fill(data, grades, FillOptions("sheet.csv", column, raw))


def ours(id_: str, points: int | str, most: int = 10, **more: Any) -> Grade:
    """Return the grade of a hand-in of Moodle's."""
    return got(id_, points, most, "Moodle", **more)


def test_a_grade_is_scaled_to_the_maximum() -> None:
    """8 of 10 are 80 of 100, in this cell alone."""
    found = fill([ours("101", 8)])
    assert moodle_import(found.data, STORED, decimal=",") == {"101": (80, "")}
    assert found.data == SHEET.replace(b"grading,,100.00", b"grading,80,100.00", 1)


@pytest.mark.parametrize("decimal", [".", ","])
def test_a_point_is_understood_in_every_language(decimal: str) -> None:
    """7.25 is read as such by a Moodle whose language writes 7,25."""
    found = fill([ours("102", "7.25", 100)])
    assert moodle_import(found.data, STORED, decimal=decimal)["102"] == (7.25, "")


@pytest.mark.parametrize(
    ("most", "points"),
    [
        ('"1,000.00"', "500"),
        ('"1.000,00"', "500"),
        ("1000", "500"),
        ('"12,50"', "6.25"),
        ('"10,00000"', "5"),
        ('"1 000,00"', "500"),
        ('"1,000,000.00"', "500000"),
        ("1'000.00", "500"),
        ("1\u2019000.00", "500"),
        ('"1\u202f000,00"', "500"),
    ],
)
def test_a_maximum_is_read_in_any_language(most: str, points: str) -> None:
    """With thousands and a decimal mark of any kind it is a number, and no scale."""
    data = SHEET.replace(b",,100.00,", f",,{most},".encode(), 1)
    found = fill([ours("101", 5)], data)
    assert found.data == data.replace(f"grading,,{most}".encode(), f"grading,{points},{most}".encode(), 1)


@pytest.mark.parametrize("most", ["Good", "-", "", "A, B"])
def test_a_maximum_that_is_no_number_is_a_scale(most: str) -> None:
    """Nothing is written there, and it is said."""
    data = SHEET.replace(b",,100.00,", f',,"{most}",'.encode(), 1)
    found = fill([ours("101", 5)], data)
    assert (found.data, len(found.skipped)) == (data, 1)


def test_no_text_goes_into_the_grade() -> None:
    """Moodle makes 0 of any text: an excuse and what is not marked yet are left alone, and said."""
    found = fill([excused("101", "Moodle"), left("102", platform="Moodle")])
    assert (found.data, found.set_count, len(found.skipped)) == (SHEET, 0, 2)
    assert moodle_import(found.data, {**STORED, "102": (7, 100, "")}, decimal=",") == {"102": (7.5, "")}


def test_a_grade_above_the_maximum_is_said() -> None:
    """Moodle skips it without a word."""
    found = fill([ours("101", 120, 130)], raw=True)
    assert found.data == SHEET
    assert "above the maximum of 100" in found.skipped[0]


def test_a_grade_that_is_locked_is_left_alone() -> None:
    """Moodle would skip it without a word."""
    data = SHEET.replace(b"grading,,100.00,Yes", b"grading,,100.00,No")
    found = fill([ours("101", 5)], data)
    assert (found.data, found.unmatched[0][:6]) == (data, "line 3")
    assert "cannot be changed" in found.skipped[0]


def test_comments_that_are_there_survive() -> None:
    """The worksheet has them stripped, so their column is left out; the rest of the file stays."""
    data = SHEET.replace(b"-,-,\n", b"-,-,well done\n")
    stored = {**STORED, "102": (7.5, 100, "<p>well <b>done</b></p>"), "103": (None, 100, "<p>well <b>done</b></p>")}
    assert moodle_import(data, stored, decimal=",")["102"][1] == "well done"
    found = fill([ours("101", 8)], data)
    assert moodle_import(found.data, stored, decimal=",") == {"101": (80, "")}
    assert b"Feedback" not in found.data
    assert "left out" in found.notes[0]
    graded = SHEET.replace(b"grading,,100.00", b"grading,80,100.00", 1)
    assert found.data.splitlines() == [line.rpartition(b",")[0] for line in graded.splitlines()]


@pytest.mark.parametrize(
    ("grade", "row"),
    [
        pytest.param(got("ANN@x.org", 5, platform=""), "101", id="address"),
        pytest.param(got("x", 5, platform="", ids=("102",)), "102", id="number of the class list"),
        pytest.param(got("Ann Lee", 5, platform=""), None, id="a name joins nobody"),
        pytest.param(got("101", 5, platform="Canvas"), None, id="a number of Canvas is not one of Moodle"),
        pytest.param(ours("101", 5, name="Team Blue"), None, id="the number of somebody with another name"),
        pytest.param(ours("101", 5, name="Lee, Ann"), "101", id="the name in another order"),
        pytest.param(ours("101", 5, name="Participant"), "101", id="blind marking"),
    ],
)
def test_ids_join(grade: Grade, row: str | None) -> None:
    """The participant's number joins, then the address; a name only tells that a number is wrong."""
    assert list(moodle_import(fill([grade]).data, STORED, decimal=",")) == ([row] if row else [])


def test_the_members_of_a_team_get_its_grade() -> None:
    """The number in a team's folder is the group's: 103 is somebody else, and gets nothing."""
    header = HEADER.replace("Status,", "Status,Group,")
    data = SHEET.replace(HEADER.encode(), header.encode()).replace(b"grading,", b"grading,Team A,")
    data = data.replace(b"No submission,", b"No submission,Team B,")
    found = fill([ours("103", 6, name="Team A")], data)
    assert moodle_import(found.data, STORED, decimal=",") == {"101": (60, ""), "102": (60, "")}
    assert fill([ours("103", 6, name="Team Z")], data).data == data


def test_members_of_the_class_list_get_the_grade() -> None:
    """Where the worksheet names no groups, those that the class list names have a row each."""
    members = (Member(ids=("101",)), Member(ids=("bo@x.org",)))
    found = fill([ours("103", 6, members=members)])
    assert moodle_import(found.data, STORED, decimal=",") == {"101": (60, ""), "102": (60, "")}


def test_a_worksheet_of_another_language_names_its_column() -> None:
    """Known words are found; others are given with --assignment, and the identifier is found by its form."""
    german = SHEET.replace(b"Identifier", b"ID").replace(b",Grade,", b",Bewertung,")
    german = german.replace(b"Participant", b"Teilnehmer/in")
    assert b"grading,50,100.00" in fill([ours("101", 5)], german).data
    other = SHEET.replace(b",Grade,", b",Einkunn,")
    with pytest.raises(UsageError, match="--assignment"):
        fill([ours("101", 5)], other)
    assert b"grading,50,100.00" in fill([ours("101", 5)], other, "Einkunn").data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"a,b\n1,2\n", "not a Moodle grading worksheet", id="another file"),
        pytest.param(SHEET.replace(b"100.00", b"Good"), "graded on a scale", id="a scale"),
        pytest.param(b"PK\x03\x04", "spreadsheet", id="xlsx"),
    ],
)
def test_another_file_is_refused(data: bytes, said: str) -> None:
    """What is no worksheet, and one with a scale, are named with what was expected."""
    with pytest.raises(UsageError, match=said):
        fill([ours("101", 5)], data)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6) | st.sampled_from(
    ["=1", "Ольга", "שלום", 'a"b', "x\ny", "7,5", "-2"]
)


@st.composite
def sheets(draw: Any) -> Any:
    """Draw a worksheet as bytes, and who has points."""
    delimiter, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\r\n", "\n"]))
    count = draw(st.integers(1, 5))
    quoted = draw(st.booleans())

    def cell(text: Any) -> Any:
        rough = quoted or any(sign in text for sign in f'{delimiter}"\r\n')
        return '"' + text.replace('"', '""') + '"' if rough else text

    rows = [["Identifier", "Status", "Grade", "Maximum Grade", "Last modified (grade)"]]
    rows += [
        [f"Participant {100 + number}", draw(CELLS), draw(st.sampled_from(["", "3.00"])), "10.00", draw(CELLS)]
        for number in range(count)
    ]
    lines = [[cell(text) for text in row] for row in rows]
    graded = draw(st.dictionaries(st.integers(0, count - 1), st.integers(0, 8), max_size=count))
    after = [list(line) for line in lines]
    for number, points in graded.items():
        after[number + 1][2] = cell(f"{points * 10 / 8:.2f}".rstrip("0").rstrip("."))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    last = draw(st.sampled_from(["", end]))
    before, expected = (
        (end.join(delimiter.join(line) for line in some) + last).encode(encoding) for some in (lines, after)
    )
    return before, expected, {str(100 + number): points for number, points in graded.items()}


def holds_any_worksheet_changes_in_our_cells_only(sheet: tuple[Any, ...]) -> None:
    """Whatever the cells, quotes, line ends, delimiter and encoding: the file is the same but for our numbers."""
    before, expected, graded = sheet
    assert fill([ours(id_, points, 8) for id_, points in graded.items()], before).data == expected


@settings(max_examples=25)
@given(sheets())
def test_any_worksheet_changes_in_our_cells_only(sheet: Any) -> None:
    """The file is the same but for our numbers."""
    holds_any_worksheet_changes_in_our_cells_only(sheet)


@pytest.mark.slow
@settings(max_examples=300)
@given(sheets())
def test_any_worksheet_changes_in_our_cells_only_again_and_again(sheet: Any) -> None:
    """The same, for three hundred files."""
    holds_any_worksheet_changes_in_our_cells_only(sheet)
