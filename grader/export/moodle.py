"""Moodle's grading worksheet: its own file with the cells of `Grade` filled in.

Its importer compares headers as words of the language in which it is used, makes 0 of any text in `Grade`, and writes
`Feedback comments` back flattened: docs/targets/moodle.md names the traps, each of which is met here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.export.delimited import DELIMITERS, Change, DelimitedError, Table, read
from grader.export.gradebook import Filled, Place, fill, join
from grader.results import Member
from grader.results.names import folded, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.export.delimited import Row
    from grader.export.grade import Grade

PLATFORM = "Moodle"
TEAM = "Moodle, a team"
"""Where an id comes from that is a group's: it is no participant's."""
GRADE = ("grade", "bewertung", "note", "calificación", "оценка", "valutazione", "nota", "beoordeling", "ocena", "成绩")
GROUP = ("group", "gruppe", "groupe", "grupo", "группа", "gruppo", "groep", "grupa", "小组")
FEEDBACK = (
    "feedback comments", "feedback als kommentar", "commentaires", "comentarios de retroalimentación",
    "отзыв в виде комментария",
)  # fmt: skip
"""Headers in small letters; only the English ones are sure, and --assignment names a grade column called otherwise."""
NAME = ("full name", "vollständiger name", "nom complet", "nombre completo", "полное имя", "nome completo", "姓名")
OPEN = ("grade can be changed",)
IDENTITY = ("email address", "e-mail-adresse", "adresse de courriel", "dirección de correo", "username", "id number")
_IDENTIFIER = re.compile(r"^\D+(\d+)$")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns stand; the identifier is the first one."""

    grade: int
    name: int | None
    group: int | None
    feedback: int | None
    open: int | None
    """Where the worksheet says whether Moodle takes a grade."""
    identity: tuple[int, ...]

    @property
    def most(self) -> int:
        """`Maximum Grade` follows `Grade`."""
        return self.grade + 1


def filled(data: bytes, grades: Sequence[Grade], column: str | None, *, raw: bool, name: str) -> Filled:
    """Return the worksheet with the grades in it; `name` is what errors call the file.  Raises UsageError."""
    table, columns = _read(data, column, name)
    places = [
        _place(number, row, columns)
        for number, row in enumerate(table.rows[1:], 2)
        if any(cell.value.strip() for cell in row)
    ]
    if not raw and not any(place.most for place in places):
        raise UsageError(
            f"{name}: does not say what the grade is worth (expected numbers behind the column of grades; is the "
            "assignment graded on a scale?). Grade it with points, or use --raw to write the points as they are."
        )
    grades = [_as_the_worksheet_has_it(grade, places) for grade in grades]
    dropped = list(_dropped(table, columns))
    found = fill(
        join(places, grades, PLATFORM),
        raw=raw,
        excuse="",  # a word in this column is read as the number 0
        changed=lambda changes: table.changed([*changes, *dropped]),
        strict=True,
    )
    return replace(found, notes=(*table.source.doubts, *_notes(dropped, columns)))


def _notes(dropped: Sequence[Change], columns: _Columns) -> list[str]:
    if dropped:
        return ["The column of feedback comments is left out: it lost its form on the way here, and would go back so."]
    if columns.feedback is None:
        return ["If the worksheet has a column of feedback comments, remove it before you upload: it flattens them."]
    return []


def _read(data: bytes, column: str | None, name: str) -> tuple[Table, _Columns]:
    """Return the rows, by the delimiter under which there is a column of grades.  Raises UsageError."""
    wanted = GRADE if column is None else (column.strip().lower(),)
    try:
        table = read(data, DELIMITERS, lambda header: _place_of(_small(header), wanted) is not None)
    except DelimitedError as error:
        raise UsageError(f"{name}: {error}.") from error
    header = _small(cell.value for cell in table.rows[0]) if table is not None else []
    grade = _place_of(header, wanted)
    if table is None or grade is None or not _identified(table):
        raise UsageError(
            f"{name}: is no grading worksheet of Moodle (expected a first column with `Participant 123`, and a column "
            f"`{column or 'Grade'}`). Take Submissions, Download grading worksheet; where that column has another name "
            "in your language, give it with --assignment."
        )
    identity = tuple(place for place, text in enumerate(header) if text in IDENTITY)
    name_at, group, feedback = (_place_of(header, names) for names in (NAME, GROUP, FEEDBACK))
    return table, _Columns(grade, name_at, group, feedback, _place_of(header, OPEN), identity)


def _small(header: Iterable[str]) -> list[str]:
    return [text.strip().lower() for text in header]


def _identified(table: Table) -> bool:
    """Whether the first column holds a word and a number everywhere."""
    cells = [row[0].value.strip() for row in table.rows[1:] if any(cell.value.strip() for cell in row)]
    return bool(cells) and all(map(_IDENTIFIER.match, cells))


def _place_of(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((place for place, text in enumerate(header) if text in names and place), None)


def _place(line: int, row: Row, columns: _Columns) -> Place:
    def value(place: int | None) -> str:
        return row[place].value.strip() if place is not None and place < len(row) else ""

    found = _IDENTIFIER.match(value(0))
    cell = row[min(columns.grade, len(row) - 1)]
    others = frozenset(folded(value(place)) for place in columns.identity if value(place))
    place = Place(line, value(0), found[1] if found else "", others, cell, _number(value(columns.most)))
    place = replace(place, group=folded(value(columns.group)), name=value(columns.name))
    if value(columns.open).casefold() == "no":
        return replace(place, closed="Moodle says that this grade cannot be changed")
    if columns.grade >= len(row):
        return replace(place, closed="the row ends before the column of grades")
    return place


def _number(text: str) -> Decimal | None:
    """Return a number with a point or a comma, as the language of the worksheet has it."""
    try:
        number = Decimal(text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None


def _as_the_worksheet_has_it(grade: Grade, places: Sequence[Place]) -> Grade:
    """Return the grade with its members, where the worksheet is one of teams.

    The number in the name of a team's folder is that of the group: as a participant it would be somebody else.  So
    where the names of both are known and have no word in common, the number joins nobody.
    """
    facts = grade.facts
    if facts.platform != PLATFORM or facts.members:
        return grade
    nobody = {"platform": TEAM, "ids": ()}
    if any(place.group for place in places):
        team = [place for place in places if place.group and place.group == folded(facts.name)]
        members = tuple(Member(ids=(place.own,), name=place.who) for place in team)
        return _with(grade, {"members": members} if members else nobody)
    named = next((place.name for place in places if place.own == facts.id), "")
    blind = not words_of(named) or not words_of(facts.name) or words_of(facts.name) <= words_of(places[0].who)
    return grade if blind or words_of(named) & words_of(facts.name) else _with(grade, nobody)


def _with(grade: Grade, known: Mapping[str, object]) -> Grade:
    return replace(grade, facts=grade.facts.model_copy(update=known))


def _dropped(table: Table, columns: _Columns) -> list[Change]:
    """Return the changes that take the feedback comments out, where there are any."""
    place = columns.feedback
    if place is None or not any(row[place].value.strip() for row in table.rows[1:] if place < len(row)):
        return []
    cut = [(before, cell) for row in table.rows for number, (before, cell) in enumerate(pairwise(row), 1)
           if number == place]  # fmt: skip
    return [Change(before.end, cell.end, "") for before, cell in cut]
