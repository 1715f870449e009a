"""Which row of a gradebook belongs to which submission.

Ids join, names never.  A row that two submissions claim, or a submission that matches two rows, is joined to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from grader.records import dataclass
from grader.results.names import folded
from grader.results.platforms import PRIVATE_IDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.export.grade import Grade


class StudentRow(Protocol):
    """A row that can be joined, from a file or from an LMS's interface."""

    @property
    def line(self) -> int:
        """The number of the row; unique."""

    @property
    def label(self) -> str:
        """The student for a person: name and id."""

    @property
    def platform_id(self) -> str:
        """The platform's own id of the student."""

    @property
    def other_ids(self) -> frozenset[str]:
        """Logins, numbers and addresses; folded."""

    @property
    def locked_reason(self) -> str:
        """Why the row takes no grade; empty if it does."""


R = TypeVar("R", bound=StudentRow)


@dataclass(frozen=True)
class JoinedRows(Generic[R]):
    """Rows with their submissions, and those that stayed alone."""

    pairs: tuple[tuple[R, Grade], ...]
    problems: tuple[str, ...]
    """Submissions without a row, and rows that several submissions claim."""
    unclaimed: tuple[R, ...]
    """Rows without a submission; locked ones are not listed."""

    @property
    def unmatched(self) -> tuple[str, ...]:
        """A sentence for each submission and each row that stayed alone."""
        alone = (f"line {row.line}, {row.label}: no submission" for row in self.unclaimed)
        return (*self.problems, *alone)


class _RowIndex(Generic[R]):
    """Finds rows by id."""

    def __init__(self, rows: Iterable[R]) -> None:
        self._by_platform_id: dict[str, list[R]] = defaultdict(list)
        self._by_other_id: dict[str, list[R]] = defaultdict(list)
        for row in rows:
            self._by_platform_id[folded(row.platform_id)].append(row)
            for key in row.other_ids:
                self._by_other_id[key].append(row)

    def with_platform_id(self, id_: str) -> list[R]:
        """Return the rows with this id of the platform's own."""
        return self._by_platform_id.get(folded(id_), [])

    def with_any_id(self, ids: Iterable[str]) -> list[R]:
        """Return the rows with one of these ids; the platform's own ids win over all others."""
        keys = [folded(key) for key in ids if key]
        for index in (self._by_platform_id, self._by_other_id):
            rows = {row.line: row for key in keys for row in index.get(key, ())}
            if rows:
                return list(rows.values())
        return []


@dataclass(frozen=True, slots=True)
class _Match(Generic[R]):
    rows: tuple[R, ...] = ()
    problems: tuple[str, ...] = ()


def join(rows: Sequence[R], grades: Iterable[Grade], platform: str | None) -> JoinedRows[R]:
    """Join rows and grades: by the platform's own id where the submission came from there, else by the class list.

    `platform` is None for one whose downloads tell no ids.

    Students who handed in together all receive the group's grade, each in their own row.
    """
    claims: dict[int, list[Grade]] = defaultdict(list)
    index, problems, unclaimed = _RowIndex(rows), list[str](), list[R]()
    pairs: list[tuple[R, Grade]] = []
    for grade in grades:
        match = _match(grade, index, platform)
        for line in {row.line for row in match.rows}:
            claims[line].append(grade)
        problems += [f"{student_label(grade)}: {problem}" for problem in match.problems]
    for row in rows:
        claiming = claims[row.line]
        if len(claiming) == 1:
            pairs.append((row, claiming[0]))
        elif claiming:
            ids = ", ".join(grade.facts.id for grade in claiming)
            problems.append(f"line {row.line}, {row.label}: fits several submissions ({ids})")
        elif not row.locked_reason:
            unclaimed.append(row)
    return JoinedRows(tuple(pairs), tuple(problems), tuple(unclaimed))


def student_label(grade: Grade) -> str:
    """Return the id of a submission with the name of its student or group, if known."""
    return f"{grade.facts.id} ({grade.facts.name})" if grade.facts.name else grade.facts.id


def _match(grade: Grade, index: _RowIndex[R], platform: str | None) -> _Match[R]:
    """Return the rows of a submission, and a sentence for each student without exactly one."""
    facts = grade.facts
    if facts.members:
        each = [
            _only_row(index.with_any_id(member.ids), member.name or ", ".join(member.ids)) for member in facts.members
        ]
        return _Match(
            tuple(row for match in each for row in match.rows),
            tuple(problem for match in each for problem in match.problems),
        )
    if facts.platform == platform:
        return _only_row(index.with_platform_id(facts.id) or index.with_any_id(facts.ids))
    # A number that another platform made up must not meet one of this platform's by chance.
    return _only_row(index.with_any_id(facts.ids if facts.platform in PRIVATE_IDS else (facts.id, *facts.ids)))


def _only_row(rows: Sequence[R], student: str = "") -> _Match[R]:
    of = f"of {student} " if student else ""
    if len(rows) == 1:
        return _Match(tuple(rows))
    lines = ", ".join(str(row.line) for row in rows)
    return _Match(problems=(f"{of}fits several rows (lines {lines})" if rows else f"no row {of}in the gradebook",))
