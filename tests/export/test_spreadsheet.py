"""Tables for people: three readers that are not ours find what was meant, and none of them a formula."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess  # noqa: TID251 - LibreOffice is a reader that is not ours
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.export.grade import Grade, Points, format_points, to_decimal
from grader.export.gradebook import FillOptions
from grader.export.gradebooks.canvas import fill
from grader.export.people import HEADER, people_csv
from grader.export.spreadsheet import DANGEROUS, for_excel, guarded
from tests.export.graded_rows import excused, facts, got, left

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    "Ольга Ж", "李 小龍", "שלום",
    "مرحبا", 'O"Neil, "Bo"', "two\nlines", "semi;colon", "=1+1", "+49 30", "-2", "@SUM(A1)",
    "\t=1", " =1+1", "\u200b=1", "\ufeff=1", "＝1+1", "'quoted", "Zoë", "00123", "1e5", "5/6",
]  # fmt: skip
GUARDED = {"=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", " =1+1", "\u200b=1", "\ufeff=1", "＝1+1"}
EXPECTED = [f"'{name}" if name in GUARDED else name for name in NAMES]


def table() -> bytes:
    """Return the table of a class with these names."""
    return people_csv([got(f"s{number}", 3, 4, name=name) for number, name in enumerate(NAMES)])


def test_python_reads_it() -> None:
    """Every name comes back, those that a spreadsheet would run behind a quote; numbers have none."""
    rows = list(csv.DictReader(io.StringIO(table().decode("utf-8-sig"), newline="")))
    assert [row["name"] for row in rows] == EXPECTED
    assert {row["points"] for row in rows} == {"3"}


def test_every_cell_stands_between_quotes() -> None:
    """The mark that Excel needs is there once, rows end as Excel ends them, no cell is bare."""
    data = table()
    assert data.startswith(b'\xef\xbb\xbf"submission"')
    assert data.count(b"\xef\xbb\xbf") == 1 + NAMES.count("\ufeff=1")
    assert data.endswith(b'""\r\n')


@pytest.mark.slow
def test_pandas_reads_it() -> None:
    """So does pandas, with types guessed for the numbers only."""
    import pandas as pd

    frame = pd.read_csv(io.BytesIO(table()), dtype={"name": str})
    assert list(frame["name"]) == EXPECTED
    assert list(frame.columns) == list(HEADER)
    assert (frame["points"].sum(), frame["max_points"].max()) == (3 * len(NAMES), 4)
    assert list(pd.read_csv(io.BytesIO(upload()))["HW (7)"].dropna()) == [10, 7.5, 6.67]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-calc-nogui)")
def test_libreoffice_reads_it(tmp_path: Path) -> None:
    """LibreOffice, evaluating formulas where it finds any, gives the same texts back."""
    made = converted(tmp_path, grades=table(), control=b'"name"\r\n"=1+1"\r\n', upload=upload())
    assert [row["name"] for row in made["control"]] == ["2"], "formulas are evaluated here"
    texts = [name for name in EXPECTED if name not in {"00123", "1e5", "5/6"}]
    assert [row["name"] for row in made["grades"] if row["name"] in texts] == texts
    assert {row["points"] for row in made["grades"]} == {"3"}
    assert [row["HW (7)"] for row in made["upload"]] == ["10", "7.5", "6.67", ""]
    assert [row["Student"] for row in made["upload"]][1:] == ["Ольга, Ж", "李 小龍", "שלום"]


def upload() -> Any:
    """Return a gradebook of Canvas's that was filled in."""
    book = 'Student,ID,Section,HW (7)\n    Points Possible,,,10\n"Ольга, Ж",1,A,\n李 小龍,2,A,\nשלום,3,A,\n'
    return fill(book.encode("utf-8-sig"), [got("1", 3, 4), got("2", 2, 3)], FillOptions("b.csv")).data


def converted(folder: Any, **files: Any) -> Any:
    """Return the rows that LibreOffice finds in files, evaluating formulas."""
    (folder / "in").mkdir()
    for name, data in files.items():
        (folder / "in" / f"{name}.csv").write_bytes(data)
    # Comma, double quote, UTF-8, from the first line; the last words let it evaluate formulas.
    reading = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
    command = [
        "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", f"--infilter={reading}",
        "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(folder / "out"),
        *(str(folder / "in" / f"{name}.csv") for name in files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    texts = {path.stem: path.read_text("utf-8-sig") for path in (folder / "out").glob("*.csv")}
    return {
        name: list(
            csv.DictReader(io.StringIO(texts[next(stem for stem in texts if stem.startswith(name))], newline=""))
        )
        for name in files
    }


@given(st.text(max_size=20))
def test_no_text_is_run(text: Any) -> None:
    """Whatever a name is, behind blanks and invisible characters no formula begins."""
    cell = guarded(text)
    assert not cell.lstrip(" \xa0\u200b\u200c\u200d\u2060\ufeff").startswith(DANGEROUS)
    assert "\0" not in cell


@settings(max_examples=40)
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=4), max_size=4))
def test_rows_come_back(rows: Any) -> None:
    """Any texts are read back as they were written."""
    read = csv.reader(io.StringIO(for_excel(rows).decode("utf-8-sig"), newline=""))
    assert list(read) == rows


def test_set_leave_and_excuse_in_words() -> None:
    """Without a grade the cells are empty and the notes say why: no zero, no NaN."""
    rows = list(
        csv.DictReader(io.StringIO(people_csv([got("a", 3, final="2.4"), left("b"), excused("c")]).decode("utf-8-sig")))
    )
    assert [(row["points"], row["final_points"], row["notes"]) for row in rows] == [
        ("3", "2.4", ""), ("", "", "3 points not marked yet"), ("", "", "excused by Ada: ill")
    ]  # fmt: skip
    assert b"nan" not in people_csv([left("b")]).lower()


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.1 + 0.2, "0.3"), (1e-9, "0"), (1e6, "1000000"), (2.345, "2.35"), (2.344999, "2.34"), (100, "100"), (-0.0, "0")],
)
def test_numbers_are_plain(number: float, text: str) -> None:
    """No exponent, no sign of thousands, at most two decimals, rounded as people round."""
    assert format_points(to_decimal(number)) == text


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_written(number: float) -> None:
    """It is a fault of ours, and said as one."""
    with pytest.raises(Exception, match="not a number of points"):
        to_decimal(number)


def test_a_look_stands_in_the_notes() -> None:
    """What a person should look at is there for people, too."""
    grade = Grade(
        facts("a"), Points(to_decimal(1), to_decimal(1), to_decimal(2)), ("when it was handed in is not known",)
    )
    assert b"when it was handed in is not known" in people_csv([grade])
