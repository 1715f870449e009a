"""The gradebook of an LMS: which row is whose, and one column filled in.

Ids join, names never.  A row that two submissions claim, or a submission that fits two rows, is joined with nobody.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.export.grade import Excuse, Leave, Points, written
from grader.results.names import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from grader.export.delimited import Cell, Change
    from grader.export.grade import Grade, Mark


ITS_OWN = frozenset({"Canvas", "Moodle", "Moodle, a team", "Brightspace"})
"""Platforms whose ids mean nothing elsewhere: a number of theirs must not meet another's by chance."""


@dataclass(frozen=True)
class Place:
    """One student's row: where the grade goes, and what the student goes by."""

    line: int
    """The number of the row, the header being 1."""
    who: str
    """For a person: id and name."""
    own: str
    """The platform's own id."""
    others: frozenset[str]
    """Logins, numbers, addresses; folded."""
    cell: Cell
    most: Decimal | None
    """The points that the column gives; None where the file does not say."""
    name: str = ""
    """The student's name, which joins nothing, and can only tell that a number does not."""
    group: str = ""
    """The group that the row belongs to, where the file names it."""
    closed: str = ""
    """Why nothing is written here."""


@dataclass(frozen=True)
class Filled:
    """What became of a gradebook."""

    data: bytes
    set: int
    """How many rows have got a grade."""
    excused: int
    left: tuple[str, ...]
    """Rows and submissions that were left alone although they match, with the reason."""
    unmatched: tuple[str, ...]
    """Rows without a submission, and submissions without a row."""
    looks: tuple[str, ...] = ()
    """What a person should look at."""
    notes: tuple[str, ...] = ()
    """What concerns the file as a whole."""
    graded: tuple[tuple[Place, Grade], ...] = ()
    """The rows that have got something, beside whose they are."""


@dataclass
class Joined:
    """Rows beside their submissions, and who is alone."""

    pairs: list[tuple[Place, Grade]] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


class _Index:
    """The rows by what they go by."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._own: dict[str, list[Place]] = defaultdict(list)
        self._others: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            self._own[folded(place.own)].append(place)
            for key in place.others:
                self._others[key].append(place)

    def own(self, id_: str) -> list[Place]:
        """Return the rows with this id of the platform's own."""
        return self._own.get(folded(id_), [])

    def of(self, ids: Iterable[str]) -> list[Place]:
        """Return the rows of these ids: those of the platform's own first, and only where there is none the others."""
        keys = [folded(key) for key in ids if key]
        for known in (self._own, self._others):
            found = {place.line: place for key in keys for place in known.get(key, ())}
            if found:
                return list(found.values())
        return []


def join(places: Sequence[Place], grades: Sequence[Grade], platform: str) -> Joined:
    """Join by the platform's own id where the submission came from there, else by what the class list tells.

    Whoever handed in together gets the group's grade, each in a row of their own.
    """
    claims: dict[int, list[Grade]] = defaultdict(list)
    index, joined = _Index(places), Joined()
    for grade in grades:
        rows = _rows(grade, index, platform)
        for line in {place.line for place in rows.found}:
            claims[line].append(grade)
        joined.unmatched += [f"{grade.facts.id}{_named(grade)}: {what}" for what in rows.missing]
    for place in places:
        claimed = claims[place.line]
        if len(claimed) == 1:
            joined.pairs.append((place, claimed[0]))
        elif claimed:
            ids = ", ".join(grade.facts.id for grade in claimed)
            joined.unmatched.append(f"line {place.line}, {place.who}: fits several submissions ({ids})")
        elif not place.closed:
            joined.unmatched.append(f"line {place.line}, {place.who}: no submission")
    return joined


def _named(grade: Grade) -> str:
    return f" ({grade.facts.name})" if grade.facts.name else ""


@dataclass(frozen=True, slots=True)
class _Rows:
    found: tuple[Place, ...] = ()
    missing: tuple[str, ...] = ()


def _rows(grade: Grade, index: _Index, platform: str) -> _Rows:
    """Return the rows of a submission, and what has none."""
    facts = grade.facts
    if facts.members:
        each = [_one(index.of(member.ids), member.name or ", ".join(member.ids)) for member in facts.members]
        return _Rows(tuple(p for rows in each for p in rows.found), tuple(m for rows in each for m in rows.missing))
    if facts.platform == platform:
        return _one(index.own(facts.id) or index.of(facts.ids), "")
    return _one(index.of(facts.ids if facts.platform in ITS_OWN else (facts.id, *facts.ids)), "")


def _one(found: Sequence[Place], whose: str) -> _Rows:
    of = f"of {whose} " if whose else ""
    if len(found) == 1:
        return _Rows(tuple(found))
    lines = ", ".join(str(place.line) for place in found)
    return _Rows(missing=(f"{of}fits several rows (lines {lines})" if found else f"no row {of}in the gradebook",))


def fill(
    joined: Joined, *, raw: bool, excuse: str, changed: Callable[[Sequence[Change]], bytes], strict: bool = False
) -> Filled:
    """Put the grades into their cells, scaled to the column's points unless `raw`.

    `excuse` is what the platform reads as excused; empty where it has no word for it.  `strict` says that it skips a
    grade above the maximum.
    """
    changes: list[Change] = []
    graded: list[tuple[Place, Grade]] = []
    left, looks, excused = [], [], 0
    for place, grade in joined.pairs:
        value = _value(place, grade.mark, raw=raw, excuse=excuse, strict=strict)
        who = f"{grade.facts.id}{_named(grade)}"
        if isinstance(value, Leave):
            left.append(f"{who}: {value.why}; line {place.line} is left alone")
            continue
        changes.append(place.cell.put(value))
        graded.append((place, grade))
        excused += value == excuse
        looks += [f"{who}: {look}" for look in grade.look]
    return Filled(
        changed(changes),
        len(changes) - excused,
        excused,
        tuple(left),
        tuple(joined.unmatched),
        tuple(looks),
        graded=tuple(graded),
    )


def _value(place: Place, mark: Mark, *, raw: bool, excuse: str, strict: bool) -> str | Leave:
    """Return what is written into a cell, or why nothing is."""
    if place.closed:
        return Leave(place.closed)
    match mark:
        case Leave():
            return mark
        case Excuse(why):
            return excuse or Leave(f"{why}, which this file cannot say")
        case Points(_, final, most):
            if place.most is None and not raw:
                return Leave("the file does not say what the column is worth; --raw writes the points as they are")
            value = final if raw or place.most is None else final / most * place.most
            if strict and place.most is not None and value > place.most:
                return Leave(f"{written(value)} is above the maximum of {written(place.most)}, and would be skipped")
            return written(value)
