"""The hand-ins of a download and the list of the class: who handed in what, and who is on one of both only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.archives.names import shown
from grader.intake.hand_in import HandIn, Intake
from grader.intake.layouts import FOLDERS
from grader.intake.roster import Roster, RosterEntry
from grader.results import Member
from grader.results.names import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NOTES = 20
BLIND = frozenset({"Participant", "Teilnehmer/in", "Teilnehmer-in", "Participante", "Участник"})
"""Names that stand for everybody in a download of Moodle's where marking is blind; some languages are guesses."""
BY_NAME = frozenset({"Brightspace"})
"""The platforms whose downloads tell no more of a student than the name."""


def matched(found: Intake, roster: Roster) -> Intake:
    """Return the class with what the list tells of each, and with those who are on the list alone."""
    if not roster.students:
        return found
    seen: set[str] = set()
    hand_ins, strangers = [], []
    blind = len({one.name for one in found.hand_ins}) == 1 < len(found.hand_ins)
    for one in found.hand_ins:
        students = _whose(one, found.layout, roster)
        if found.layout == "Moodle" and not blind and _is_another(one, students):
            students = []
        seen |= {student.id for student in students}
        strangers += [] if students else [one.id]
        hand_ins.append(_known(one, students))
    absent = [student for student in roster.students if student.id not in seen]
    hand_ins += [_known(HandIn(who.id, None), [who]) for who in absent]
    notes = [f"{shown(id_)} is not on the class list." for id_ in strangers[:MOST_NOTES]]
    return replace(found, hand_ins=tuple(hand_ins), notes=(*found.notes, *notes))


def _whose(one: HandIn, layout: str, roster: Roster) -> Sequence[RosterEntry]:
    """Return who handed this in: a group of the list whose name it carries, or the student of its id.

    Platforms give a group's work the number of the group or of one member, so there the name goes first.  A folder that
    is called like a student and a group is the student's.
    """
    student = roster.find(one.id, one.name if layout in BY_NAME else "")
    if layout == FOLDERS.title:
        return [student] if student is not None else roster.team(one.id)
    return roster.team(one.name) or ([student] if student is not None else [])


def _is_another(one: HandIn, students: Sequence[RosterEntry]) -> bool:
    """Whether Moodle's number is that of a group, and by chance a student's too: then the names share no word.

    With blind marking all have the same one, `Participant`.
    """
    if len(students) != 1 or not students[0].name or _is_team(one, students[0]) or one.name in BLIND:
        return False
    first, second = words_of(one.name), words_of(students[0].name)
    return bool(first) and bool(second) and not first & second


def _known(one: HandIn, students: Sequence[RosterEntry]) -> HandIn:
    """Return a hand-in with what the list tells of those whose it is; several are a group."""
    if not students:
        return one
    first = students[0]
    submitted = one.submitted or max(student.submitted for student in students)
    extensions = {student.extension for student in students}
    extension = first.extension if len(extensions) == 1 else " / ".join(sorted(filter(None, extensions)))
    one = replace(one, group=first.group or one.group, extension=extension, submitted=submitted)
    # A group of one is a group as well: the number of its hand-in is not the student's.
    if len(students) == 1 and not (one.platform and _is_team(one, first)):
        return replace(one, name=first.name or one.name, ids=first.ids)
    members = tuple(Member(ids=student.ids, name=student.name) for student in students)
    return replace(one, name=first.group, members=members)


def _is_team(one: HandIn, student: RosterEntry) -> bool:
    return student in Roster((student,)).team(one.name)
