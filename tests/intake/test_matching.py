"""Hand-ins and the class list: whose each one is, who is missing, and who is a stranger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.intake.hand_in import HandIn, Intake
from grader.intake.layouts import FOLDERS
from grader.intake.matching import MOST_NOTES, matched
from grader.intake.roster import Roster, read_roster

LIST = "id,login,name,group,extension\n17,ana,Ana Lee,Foxes,2 h\n18,ben,Ben Ott,Foxes,2 h\n19,eva,Eva Ray,,\n"


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    """Return a list of three, two of whom are a group."""
    (tmp_path / "list.csv").write_text(LIST)
    return read_roster(tmp_path / "list.csv")


def class_of(*hand_ins: HandIn, layout: str = "Moodle") -> Intake:
    """Return a class as it was handed in."""
    return Intake(layout, hand_ins, ("a note",))


def hand_in(id_: str, name: str = "", **more: Any) -> HandIn:
    """Return a hand-in."""
    return HandIn(id_, Path(id_), name, **more)


@pytest.mark.parametrize(
    ("layout", "given", "ids"),
    [
        pytest.param("Moodle", hand_in("17", "Ana Lee"), ("17",), id="by-number"),
        pytest.param(FOLDERS.title, hand_in("ana"), ("17",), id="by-login"),
        pytest.param("Brightspace", hand_in("1-2", "Eva Ray"), ("19",), id="by-name-where-nothing-else-is-told"),
        pytest.param("Canvas", hand_in("999", "Eva Ray"), (), id="a-name-alone-elsewhere"),
        pytest.param("Moodle", hand_in("17", "Zoe Quinn"), (), id="the-number-of-another"),
        pytest.param("Moodle", hand_in("17", "Lee"), ("17",), id="a-part-of-the-name"),
        pytest.param("Canvas", hand_in("17", "Zoe Quinn"), ("17",), id="canvas-numbers-are-students"),
        pytest.param("Canvas", hand_in("5", "Foxes"), ("17", "18"), id="a-group-by-its-name"),
        pytest.param(FOLDERS.title, hand_in("Foxes"), ("17", "18"), id="a-folder-of-a-group"),
    ],
)
def test_a_hand_in_finds_its_students(roster: Roster, layout: str, given: HandIn, ids: tuple[str, ...]) -> None:
    """The rest of the list has handed in nothing."""
    intake = matched(class_of(given, layout=layout), roster)
    first, *absent = intake.hand_ins
    known = first.members or ((first,) if first.ids else ())
    assert tuple(key for student in known for key in student.ids if key in {"17", "18", "19"}) == ids
    assert [missing.path for missing in absent] == [None] * (3 - len(ids))
    assert intake.notes == (("a note",) if ids else ("a note", f"{given.id} is not on the class list."))


def test_a_student_gets_the_facts_of_the_list(roster: Roster) -> None:
    """The name there counts; a group's is that of the group."""
    single = matched(class_of(hand_in("17", "A. Lee")), roster).hand_ins[0]
    assert (single.name, single.group, single.extension) == ("Ana Lee", "Foxes", "2 h")
    team = matched(class_of(hand_in("5", "Foxes"), layout="Canvas"), roster).hand_ins[0]
    assert (team.name, team.extension, [member.name for member in team.members]) == (
        "Foxes", "2 h", ["Ana Lee", "Ben Ott"]
    )  # fmt: skip


def test_extensions_of_a_group_that_differ_are_all_told(roster: Roster, tmp_path: Path) -> None:
    """Which one counts a person decides."""
    (tmp_path / "list.csv").write_text(LIST.replace("Foxes,2 h\n18", "Foxes,5 h\n18"))
    del roster
    (team, *_) = matched(class_of(hand_in("5", "Foxes")), read_roster(tmp_path / "list.csv")).hand_ins
    assert team.extension == "2 h / 5 h"


def test_blind_marking_hides_names_and_no_student_is_another(roster: Roster) -> None:
    """All are called Participant; numbers count."""
    blind = [hand_in("17", "Participant"), hand_in("18", "Participant")]
    assert [made.name for made in matched(class_of(*blind), roster).hand_ins[:2]] == ["Ana Lee", "Ben Ott"]
    assert matched(class_of(blind[0]), roster).hand_ins[0].name == "Ana Lee", "also where there is only one of them"


def test_without_a_list_nothing_changes() -> None:
    """Not even the notes."""
    intake = class_of(hand_in("17"))
    assert matched(intake, Roster()) is intake


def test_strangers_do_not_fill_the_page(roster: Roster) -> None:
    """A wrong class list would name everybody; and no name of a folder acts on a terminal."""
    intake = matched(class_of(*(hand_in(f"x{n}\x1b") for n in range(50)), layout="Canvas"), roster)
    assert len(intake.notes) == 1 + MOST_NOTES
    assert not any("\x1b" in note for note in intake.notes)
