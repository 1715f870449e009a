"""Canvas's gradebook with one column filled in: what Canvas understands of it, and what stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.export.gradebook import FilledGradebook, FillOptions
from grader.export.gradebooks import canvas
from grader.results import Member
from tests.export.graded_rows import canvas_import, excused, got, left

if TYPE_CHECKING:
    from grader.export.grade import Grade

HEADER = "Student,ID,SIS User ID,SIS Login ID,Section,Note,Softmax (501),Scan (502),Assignments Final Score"
BOOK = f"""{HEADER}
,,,,,,Manual Posting,,
    Points Possible,,,,,,100.00,20.00,(read only)
"Lee, Ann",1001,S1,ann,A,vip,,"7,50",38.2
"O""Neil, Bo",1002,S2,bo,A,,3.00,,
"=HYPERLINK(""x"")",1003,S3,cy@x.org,B,,EX,,
Dee Wu,1004,S4,dee,B,,N/A,,
"Student, Test",1009,,,A,,,,
""".replace("\n", "\r\n").encode()


def fill(
    grades: list[Any], assignment: str | None = "501", data: bytes = BOOK, *, raw: bool = False
) -> FilledGradebook:
    """Fill in the gradebook."""
    return canvas.fill(data, grades, FillOptions("Grades.csv", assignment, raw))


def test_a_grade_is_scaled_to_what_the_column_gives() -> None:
    """8 of 10 are 80 of 100; what Canvas reads differs from before in this cell alone."""
    found = fill([got("1001", 8)])
    before, after = canvas_import(BOOK), canvas_import(found.data)
    assert {key for key in before if before[key] != after[key]} == {("1001", "501")}
    assert after["1001", "501"] == 80
    assert found.data == BOOK.replace(b"A,vip,,", b"A,vip,80,")


def test_raw_points_are_not_scaled() -> None:
    """With --raw the points stand as they are."""
    assert canvas_import(fill([got("1001", 8)], raw=True).data)["1001", "501"] == 8


def test_set_leave_and_excuse_are_three_things() -> None:
    """A zero is set, what is not marked is left with the grade that is there, and an excuse is Canvas's own word."""
    assert canvas_import(fill([got("1001", 0), left("1002")]).data)["1001", "501"] == 0
    assert canvas_import(fill([got("1001", 0), left("1002")]).data)["1002", "501"] == 3
    found = fill([excused("1001")])
    assert (canvas_import(found.data)["1001", "501"], found.set_count, found.excused_count) == ("excused", 0, 1)


def test_what_a_person_has_decided_in_canvas_stays() -> None:
    """An excuse in the gradebook, and a cell that takes no grade, are left alone, and said."""
    found = fill([got("1003", 5), got("1004", 5)])
    assert found.data == BOOK
    assert ["excused in Canvas" in text or "N/A" in text for text in found.skipped] == [True, True]


def test_those_who_match_nobody_are_listed_on_both_sides() -> None:
    """A submission without a row and rows without a submission are named; nobody misses those who take no grade."""
    found = fill([got("1001", 8), got("4711", 8)])
    rows = [text for text in found.unmatched if text.endswith("no submission")]
    assert rows == ['line 5, O"Neil, Bo (1002): no submission']
    assert any(text.startswith("4711: no row") for text in found.unmatched)
    assert not any("Test" in text for text in found.unmatched)


@pytest.mark.parametrize(
    ("grade", "row"),
    [
        pytest.param(got("ANN", 5, platform=""), "1001", id="login, in other letters"),
        pytest.param(got("x", 5, platform="", ids=("S2",)), "1002", id="number of the class list"),
        pytest.param(got("1002", 5), "1002", id="Canvas id"),
        pytest.param(got("Lee, Ann", 5, platform=""), None, id="a name joins nobody"),
        pytest.param(got("1002", 5, platform="Moodle"), None, id="a number of Moodle is not one of Canvas"),
        pytest.param(got("ann", 5, platform="nbgrader"), "1001", id="a login of nbgrader"),
        pytest.param(got("ann", 5, platform="Brightspace"), None, id="a name of Brightspace"),
        pytest.param(got("S2", 5), None, id="a number of Canvas is no login"),
        pytest.param(got("1002", 5, platform="Moodle", ids=("ann",)), "1001", id="the class list joins two platforms"),
    ],
)
def test_ids_join(grade: Grade, row: str | None) -> None:
    """Canvas's own id joins, then login and number; nothing else does."""
    after, before = canvas_import(fill([grade]).data), canvas_import(BOOK)
    assert [key[0] for key in after if after[key] != before[key]] == ([row] if row else [])


def test_who_fits_twice_is_joined_with_nobody() -> None:
    """Two submissions for one row, or two rows for one submission, change nothing and are said."""
    found = fill([got("1001", 5), got("ann", 7, platform="")])
    assert found.data == BOOK
    assert any("fits several submissions (1001, ann)" in text for text in found.unmatched)
    twice = BOOK.replace(b"1002,S2,bo", b"1002,S2,ann")
    found = fill([got("ann", 7, platform="")], data=twice)
    assert found.data == twice
    assert any("fits several rows (lines 4, 5)" in text for text in found.unmatched)


def test_names_may_stand_in_two_columns() -> None:
    """With first and last names apart, Canvas's header has another beginning, and the test student another name."""
    data = b"LastName,FirstName,ID,Section,HW (7)\nPoints Possible,,,,10\nLee,Ann,1,A,\nStudent,Test,9,A,\n"
    found = fill([got("1", 5)], None, data)
    assert found.data == data.replace(b"Ann,1,A,", b"Ann,1,A,5")
    assert found.unmatched == ()


def test_a_file_of_windows_keeps_its_bytes() -> None:
    """One in cp1252, and one that no encoding explains, are filled in all the same, and the guess is said."""
    data = b"Student,ID,Section,HW (7)\nPoints Possible,,,10\nJ\xf6rg \x80,1,A,\nZo\xeb \x81,2,A,\n"
    for before in (data, data.replace(b"\x81", b"")):
        found = fill([got("1", 5)], None, before)
        assert found.data == before.replace(b",1,A,", b",1,A,5")
        assert "Windows-1252" in found.notes[0]


def test_each_member_of_a_group_gets_its_grade() -> None:
    """Whoever handed in together has the grade in a row of their own; a member without a row is named."""
    members = (Member(ids=("ann",), name="Ann"), Member(ids=("S2", "bo"), name="Bo"), Member(ids=("zed",), name="Zed"))
    found = fill([got("1001", 9, members=members)])
    after = canvas_import(found.data)
    assert (after["1001", "501"], after["1002", "501"]) == (90, 90)
    assert any("no row of Zed" in text for text in found.unmatched)
    assert fill([got("1001", 9, members=(Member(ids=()),))]).set_count == 0


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        pytest.param(None, r"several assignments.*\n  501  Softmax\n  502  Scan", id="not named"),
        pytest.param("999", r"no assignment `999`.*\n  501  Softmax", id="not there"),
        pytest.param("Assignments Final Score", "no assignment", id="read only"),
    ],
)
def test_the_assignment_must_be_clear(assignment: str | None, said: str) -> None:
    """Several assignments without a name, and a name that is none, are errors that list them."""
    with pytest.raises(UsageError, match=f"(?s){said}"):
        fill([], assignment)


@pytest.mark.parametrize("name", ["502", "Scan", "Scan (502)"])
def test_an_assignment_goes_by_number_or_title(name: str) -> None:
    """Its number, its title and the whole header name it."""
    assert canvas_import(fill([got("1001", 5)], name).data)["1001", "502"] == 10


def test_the_only_assignment_needs_no_name() -> None:
    """Where there is one, it is taken."""
    data = b"Student,ID,Section,HW (7)\nPoints Possible,,,10\nAnn,1,A,\n"
    assert canvas_import(fill([got("1", 5)], None, data).data) == {("1", "7"): 5}


def test_a_title_that_canvas_drops_is_refused() -> None:
    """Canvas never imports a column whose title holds `Final Grade`: that is said before anybody uploads it."""
    data = b"Student,ID,Section,Final Grade Project (7)\nPoints Possible,,,10\nAnn,1,A,\n"
    with pytest.raises(UsageError, match="drops the column"):
        fill([got("1", 5)], None, data)


def test_without_the_points_of_the_column_only_raw_works() -> None:
    """A gradebook without its row of points cannot be scaled to."""
    data = b"Student,ID,Section,HW (7)\nAnn,1,A,\n"
    with pytest.raises(UsageError, match="--raw"):
        fill([got("1", 5)], None, data)
    assert canvas_import(fill([got("1", 5)], None, data, raw=True).data) == {("1", "7"): 5}


@pytest.mark.parametrize(
    ("most", "points"), [("10,00", 5), ("1.000,00", 500), ("1,000.00", 500), ("12.5", 6.25)], ids=str
)
def test_points_of_a_column_are_read_in_any_language(most: str, points: float) -> None:
    """Of all points and commas the last one is the decimal mark; what is written has a point and no thousands."""
    data = f'Student;ID;Section;HW (7)\n"    Points Possible";;;"{most}"\nAnn;1;A;\n'.encode()
    found = fill([got("1", 5)], None, data)
    assert found.data == data.replace(b"A;\n", f"A;{points:g}\n".encode())


@pytest.mark.parametrize(
    ("points", "most", "text"), [(1, 3, b"33.33"), (2, 3, b"66.67"), (0, 3, b"0"), (3, 3, b"100"), ("0.5", 3, b"16.67")]
)
def test_numbers_have_two_decimals_at_most(points: int | str, most: int, text: bytes) -> None:
    """Thirds are rounded; whole numbers have no decimals."""
    assert b"A,vip," + text + b"," in fill([got("1001", points, most)]).data


def test_another_file_is_refused() -> None:
    """A file that not a Canvas gradebook is named with what was expected."""
    with pytest.raises(UsageError, match=r"not a Canvas gradebook .*Student, ID and Section"):
        fill([], data=b"a,b\n1,2\n")


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6) | st.sampled_from(
    ["=1", "Ольга", "李", "שלום", 'a"b', "x\ny", "", "-2", "@a"]
)


@st.composite
def books(draw: Any) -> Any:
    """Draw a gradebook as bytes, who has points, and what Canvas must read."""
    delimiter, end = draw(st.sampled_from(",;")), draw(st.sampled_from(["\r\n", "\n"]))
    count = draw(st.integers(1, 5))
    quoted = draw(st.booleans())

    def cell(text: Any) -> Any:
        rough = quoted or any(sign in text for sign in f'{delimiter}"\r\n')
        return '"' + text.replace('"', '""') + '"' if rough else text

    rows = [["Student", "ID", "Section", "Other (1)", "Ours (2)", "Total Final Score"]]
    rows.append(["    Points Possible", "", "", "5", "10.00", "(read only)"])
    rows += [
        [
            f"n{draw(NAMES)}",
            str(100 + number),
            draw(NAMES),
            draw(NAMES),
            draw(st.sampled_from(["", "3.00", "4,5"])),
            "x",
        ]
        for number in range(count)
    ]
    text = end.join(delimiter.join(map(cell, row)) for row in rows) + draw(st.sampled_from(["", end]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    graded = draw(st.dictionaries(st.integers(0, count - 1), st.integers(0, 8), max_size=count))
    return text.encode(encoding), encoding, {str(100 + number): points for number, points in graded.items()}


def holds_any_gradebook_changes_in_our_cells_only(book: tuple[Any, ...]) -> None:
    """Whatever the names, quotes, line ends, delimiter and encoding: only the cells of those with a grade differ."""
    data, encoding, graded = book
    found = fill([got(id_, points, 8) for id_, points in graded.items()], "2", data)
    before = canvas_import(data.decode(encoding).encode())
    after = canvas_import(found.data.decode(encoding).encode())
    expected = before | {(id_, "2"): round(points * 10 / 8 + 1e-9, 2) for id_, points in graded.items()}
    assert after == expected
    assert found.set_count == len(graded)
    if not graded:
        assert found.data == data


@settings(max_examples=25)
@given(books())
def test_any_gradebook_changes_in_our_cells_only(book: Any) -> None:
    """Only the cells of those with a grade differ."""
    holds_any_gradebook_changes_in_our_cells_only(book)


@pytest.mark.slow
@settings(max_examples=300)
@given(books())
def test_any_gradebook_changes_in_our_cells_only_again_and_again(book: Any) -> None:
    """The same, for three hundred files."""
    holds_any_gradebook_changes_in_our_cells_only(book)
