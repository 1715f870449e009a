"""Moodle's grading worksheet: its own file with the cells of `Grade` filled in.

Moodle's importer compares headers with words of the language in which it is used, turns any text in `Grade` into 0, and
writes `Feedback comments` back without their formatting.  docs/targets/moodle.md describes these traps.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from grader.errors import UsageError
from grader.export.delimited import DELIMITERS, CellChange, DelimitedError, Table, read_table
from grader.export.grade import parse_points
from grader.export.gradebook import CellFormat, GradebookRow, fill_cells
from grader.export.gradebooks import FeedbackNames, Gradebook
from grader.export.joining import join
from grader.records import dataclass
from grader.results import Member
from grader.results.names import folded, words_of
from grader.results.platforms import Platform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from grader.export.delimited import Row
    from grader.export.grade import Grade
    from grader.export.gradebook import FilledGradebook, FillOptions

GRADE = ("grade", "bewertung", "note", "calificación", "оценка", "valutazione", "nota", "beoordeling", "ocena", "成绩")
GROUP = ("group", "gruppe", "groupe", "grupo", "группа", "gruppo", "groep", "grupa", "小组")
FEEDBACK = (
    "feedback comments", "feedback als kommentar", "commentaires", "comentarios de retroalimentación",
    "отзыв в виде комментария",
)  # fmt: skip
"""Headers in lower case; only the English ones are certain, and --assignment names a grade column called otherwise."""
NAME = ("full name", "vollständiger name", "nom complet", "nombre completo", "полное имя", "nome completo", "姓名")
CAN_CHANGE = ("grade can be changed",)
OTHER_IDS = ("email address", "e-mail-adresse", "adresse de courriel", "dirección de correo", "username", "id number")
_IDENTIFIER = re.compile(r"^\D+(\d+)$")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The numbers of the columns; the identifier is always the first one."""

    grade: int
    name: int | None
    group: int | None
    feedback: int | None
    can_change: int | None
    """Says whether Moodle takes a grade."""
    other_ids: tuple[int, ...]

    @property
    def max_points(self) -> int:
        """`Maximum Grade` follows `Grade`."""
        return self.grade + 1


def fill(data: bytes, grades: Sequence[Grade], options: FillOptions) -> FilledGradebook:
    """Return the worksheet with the grades in it.  Raises UsageError."""
    table, columns = _read(data, options)
    rows = [
        _row(number, row, columns)
        for number, row in enumerate(table.rows[1:], 2)
        if any(cell.value.strip() for cell in row)
    ]
    if not options.raw and not any(row.max_points for row in rows):
        raise UsageError(
            f"{options.file}: does not say what the grade is worth (expected numbers after the grade column; is the "
            "assignment graded on a scale?). Grade it with points, or use --raw to write the points as they are."
        )
    grades = [_with_participants(grade, rows) for grade in grades]
    cut = list(_cut_feedback(table, columns))
    filled = fill_cells(
        join(rows, grades, Platform.MOODLE),
        # No word for excused: Moodle reads any word in this column as the number 0.
        CellFormat(above_maximum="would be skipped", raw=options.raw),
        lambda changes: table.changed([*changes, *cut]),
    )
    return filled.with_notes((*table.source.encoding_notes, *_notes(cut, columns)))


def feedback_names(row: GradebookRow, _: Grade) -> FeedbackNames | str:
    """Return names in the folder of a participant; the text before the number has no meaning."""
    folder = f"x_{row.platform_id}_assignsubmission_file_"
    return FeedbackNames(f"{folder}/feedback.html", f"{folder}/comment.html")


GRADEBOOK: Final = Gradebook(Platform.MOODLE, fill, feedback_names)


def _notes(cut: Sequence[CellChange], columns: _Columns) -> list[str]:
    if cut:
        return [
            (
                "The feedback comments column is left out: it lost its formatting in the download and would overwrite "
                "the comments without it."
            )
        ]
    if columns.feedback is None:
        return ["If the worksheet has a feedback comments column, remove it before you upload: the import flattens it."]
    return []


def _read(data: bytes, options: FillOptions) -> tuple[Table, _Columns]:
    """Return the rows, split by the delimiter with which there is a grade column.  Raises UsageError."""
    headers = GRADE if options.column is None else (options.column.strip().lower(),)
    try:
        table = read_table(data, DELIMITERS, lambda header: _column_of(_lowered(header), headers) is not None)
    except DelimitedError as error:
        raise UsageError(f"{options.file}: {error}.") from error
    header = _lowered(cell.value for cell in table.rows[0]) if table is not None else []
    grade = _column_of(header, headers)
    if table is None or grade is None or not _has_identifiers(table):
        raise UsageError(
            f"{options.file}: not a Moodle grading worksheet (expected a first column with `Participant 123`, and a "
            f"column `{options.column or 'Grade'}`). Use Submissions, Download grading worksheet; if the grade column "
            "has another name in your language, give it with --assignment."
        )
    other_ids = tuple(number for number, text in enumerate(header) if text in OTHER_IDS)
    name, group, feedback = (_column_of(header, names) for names in (NAME, GROUP, FEEDBACK))
    return table, _Columns(grade, name, group, feedback, _column_of(header, CAN_CHANGE), other_ids)


def _lowered(header: Iterable[str]) -> list[str]:
    return [text.strip().lower() for text in header]


def _has_identifiers(table: Table) -> bool:
    """Whether every cell of the first column holds a word and a number."""
    cells = [row[0].value.strip() for row in table.rows[1:] if any(cell.value.strip() for cell in row)]
    return bool(cells) and all(map(_IDENTIFIER.match, cells))


def _column_of(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((number for number, text in enumerate(header) if text in names and number), None)


def _row(line: int, row: Row, columns: _Columns) -> GradebookRow:
    def value(column: int | None) -> str:
        return row[column].value.strip() if column is not None and column < len(row) else ""

    identifier = _IDENTIFIER.match(value(0))
    result = GradebookRow(
        line,
        value(0),
        identifier[1] if identifier else "",
        frozenset(folded(value(column)) for column in columns.other_ids if value(column)),
        row[min(columns.grade, len(row) - 1)],
        _parse_points(value(columns.max_points)),
        name=value(columns.name),
        group=folded(value(columns.group)),
    )
    if value(columns.can_change).casefold() == "no":
        return replace(result, locked_reason="Moodle says that this grade cannot be changed")
    if columns.grade >= len(row):
        return replace(result, locked_reason="the row ends before the grade column")
    return result


def _parse_points(text: str) -> Decimal | None:
    """Return the number of a maximum; none for a scale of words."""
    number = parse_points(re.sub(r"[\s'\u2019]", "", text))
    return number if number is not None and number > 0 else None


def _with_participants(grade: Grade, rows: Sequence[GradebookRow]) -> Grade:
    """Return the grade with its members if the worksheet is one of teams.

    The number in the name of a team's folder is the group's: as a participant it would be somebody else.  So if both
    names are known and share no word, the number is not used to join.
    """
    facts = grade.facts
    if facts.platform != Platform.MOODLE or facts.members:
        return grade
    unknown = {"platform": Platform.MOODLE_TEAM, "ids": ()}
    if any(row.group for row in rows):
        team = [row for row in rows if row.group and row.group == folded(facts.name)]
        members = tuple(Member(ids=(row.platform_id,), name=row.label) for row in team)
        return _with_facts(grade, {"members": members} if members else unknown)
    row_name = next((row.name for row in rows if row.platform_id == facts.id), "")
    # With blind marking all names are `Participant`, which shares a word with every row.
    blind = not words_of(row_name) or not words_of(facts.name) or words_of(facts.name) <= words_of(rows[0].label)
    return grade if blind or words_of(row_name) & words_of(facts.name) else _with_facts(grade, unknown)


def _with_facts(grade: Grade, update: Mapping[str, object]) -> Grade:
    return replace(grade, facts=grade.facts.model_copy(update=update))


def _cut_feedback(table: Table, columns: _Columns) -> list[CellChange]:
    """Return the changes that remove the feedback comments column if it holds text."""
    column = columns.feedback
    if column is None or not any(row[column].value.strip() for row in table.rows[1:] if column < len(row)):
        return []
    cells = [(before, cell) for row in table.rows for number, (before, cell) in enumerate(pairwise(row), 1)
             if number == column]  # fmt: skip
    return [CellChange(before.end, cell.end, "") for before, cell in cells]
