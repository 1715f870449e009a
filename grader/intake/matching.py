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


def matched(intake: Intake, roster: Roster) -> Intake:
    """Return the class with what the list tells of each, and with those who are on the list alone."""
    if not roster.students:
        return intake
    matched_ids: set[str] = set()
    hand_ins, strangers = [], []
    blind = len({hand_in.name for hand_in in intake.hand_ins}) == 1 < len(intake.hand_ins)
    for hand_in in intake.hand_ins:
        students = _whose(hand_in, intake.layout, roster)
        if intake.layout == "Moodle" and not blind and _is_another(hand_in, students):
            students = []
        matched_ids |= {student.id for student in students}
        strangers += [] if students else [hand_in.id]
        hand_ins.append(_with_roster_facts(hand_in, students))
    absent = [student for student in roster.students if student.id not in matched_ids]
    hand_ins += [_with_roster_facts(HandIn(absentee.id, None), [absentee]) for absentee in absent]
    notes = [f"{shown(id_)} is not on the class list." for id_ in strangers[:MOST_NOTES]]
    return replace(intake, hand_ins=tuple(hand_ins), notes=(*intake.notes, *notes))


def _whose(hand_in: HandIn, layout: str, roster: Roster) -> Sequence[RosterEntry]:
    """Return who handed this in: a group of the list whose name it carries, or the student of its id.

    Platforms give a group's work the number of the group or of one member, so there the name goes first.  A folder that
    is called like a student and a group is the student's.
    """
    student = roster.find(hand_in.id, hand_in.name if layout in BY_NAME else "")
    if layout == FOLDERS.title:
        return [student] if student is not None else roster.team(hand_in.id)
    return roster.team(hand_in.name) or ([student] if student is not None else [])


def _is_another(hand_in: HandIn, students: Sequence[RosterEntry]) -> bool:
    """Whether Moodle's number is that of a group, and by chance a student's too: then the names share no word.

    With blind marking all have the same one, `Participant`.
    """
    if len(students) != 1 or not students[0].name or _is_team(hand_in, students[0]) or hand_in.name in BLIND:
        return False
    first, second = words_of(hand_in.name), words_of(students[0].name)
    return bool(first) and bool(second) and not first & second


def _with_roster_facts(hand_in: HandIn, students: Sequence[RosterEntry]) -> HandIn:
    """Return a hand-in with what the list tells of those whose it is; several are a group."""
    if not students:
        return hand_in
    first = students[0]
    submitted = hand_in.submitted or max(student.submitted for student in students)
    extensions = {student.extension for student in students}
    extension = first.extension if len(extensions) == 1 else " / ".join(sorted(filter(None, extensions)))
    hand_in = replace(hand_in, group=first.group or hand_in.group, extension=extension, submitted=submitted)
    # A group of one student is a group as well: the number of its hand-in is not the student's.
    if len(students) == 1 and not (hand_in.platform and _is_team(hand_in, first)):
        return replace(hand_in, name=first.name or hand_in.name, ids=first.ids)
    members = tuple(Member(ids=student.ids, name=student.name) for student in students)
    return replace(hand_in, name=first.group, members=members)


def _is_team(hand_in: HandIn, student: RosterEntry) -> bool:
    return student in Roster((student,)).team(hand_in.name)
