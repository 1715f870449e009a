"""Grades of submissions, and the rules by which Canvas and Moodle read what is uploaded.

The rules are written from the platforms' published importers, not from the exporter: an oracle of its own.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

from grader.export.grade import Excusal, Grade, Points, Skip
from grader.results import SubmissionFacts
from tests.present import present


def facts(id_: str, platform: str = "", **more: Any) -> SubmissionFacts:
    """Return the facts of a submission."""
    return SubmissionFacts(id=id_, files=("double.py",), platform=platform, **more)


def got(
    id_: str, points: int | str, most: int = 10, platform: str = "Canvas", final: str | None = None, **more: Any
) -> Grade:
    """Return the grade of a submission with points."""
    final = points if final is None else final  # type: ignore[assignment]
    return Grade(facts(id_, platform, **more), Points(Decimal(points), Decimal(present(final)), Decimal(most)))


def left(id_: str, why: str = "3 points not marked yet", platform: str = "Canvas") -> Grade:
    """Return the grade of one that is not to be touched."""
    return Grade(facts(id_, platform), Skip(why))


def excused(id_: str, platform: str = "Canvas") -> Grade:
    """Return the grade of one from whom the work does not count."""
    return Grade(facts(id_, platform), Excusal("excused by Ada: ill"))


def _rows(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    separator = ";" if text[:500].count(";") > text[:500].count(",") else ","
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row)]


def canvas_import(data: bytes) -> dict[Any, Any]:
    """Return {(Canvas id, assignment id): what is set} as Canvas's importer reads an upload; "" clears a grade."""
    header, *body = _rows(data)
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert any("Section" in name for name in header)
    dropped = ("Current Score", "Current Points", "Current Grade", "Final Score", "Final Points", "Final Grade")
    columns = {
        place: found[1]
        for place, name in enumerate(header)
        if (found := re.search(r"\((\d+)\)$", name)) and not any(word in name for word in dropped)
    }
    worth = [row for row in body if row[0].strip() == "Points Possible"]
    for row in worth:
        columns = {place: id_ for place, id_ in columns.items() if "read only" not in row[place]}
    said: dict[str, Any] = {}
    for row in body:
        if row in worth or all(re.match("Manual Posting|Muted", cell.strip()) for cell in row if cell.strip()):
            continue
        said |= {(row[1], id_): _canvas_cell(row[place]) for place, id_ in columns.items()}
    return said


def _canvas_cell(cell: str) -> float | str:
    cell = cell.strip()
    if cell.upper() == "EX":
        return "excused"
    if cell in {"", "-"}:
        return ""
    if re.fullmatch(r"[+-]?[\d.,]*\d[\d.,]*", cell):
        whole, mark, part = cell.replace(",", ".").rpartition(".")
        return round(float(whole.replace(".", "") + mark + part), 2)
    return f"letter {cell}"


def moodle_import(
    data: bytes, stored: dict[str, tuple[Any, ...]], prefix: str = "Participant ", decimal: str = "."
) -> dict[Any, Any]:
    """Return {participant: (grade, comment)} that Moodle would write; `stored` has what it has, with the maximum."""
    header, *body = _rows(data)
    at = {name: place for place, name in enumerate(header)}
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(at)
    changes = {}
    for row in body:
        participant = row[at["Identifier"]][len(prefix) :]
        before, most, comment = stored[participant]
        new = _moodle_number(row[at["Grade"]], decimal)
        said = row[at["Feedback comments"]] if at.get("Feedback comments", 0) else comment
        grade = new if new is not None and 0 <= new <= most and new != before else before
        if (grade, said) != (before, comment):
            changes[participant] = (grade, said)
    return changes


def _moodle_number(cell: str, decimal: str) -> float | None:
    """Read a cell as PHP does: text is 0, an empty cell is none."""
    cell = cell.strip().replace(" ", "").replace(decimal, ".")
    if not cell:
        return None
    found = re.match(r"[+-]?\d+(\.\d*)?", cell)
    return float(found[0]) if found else 0.0
