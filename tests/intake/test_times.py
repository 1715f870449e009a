"""When something was handed in, whose it is together, and what a platform needs to take a report back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake import read
from tests.intake.downloads import CODE, DOWNLOADS, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from grader.intake.hand_in import HandIn, Intake

TIMES = {
    "Moodle": {"101": "", "102": "", "7": ""},
    "Canvas": {"4711": "", "12": "", "13": "", "AbC12": ""},
    "Blackboard": {"a_lee": "2026-10-05T10:22:00", "borisk": "2026-10-05T11:00:00"},
    "Brightspace": {"Ann Lee": "2026-10-05T13:22:00", "Zoë Q": "2026-09-30T23:59:00"},
    "Sakai": {"alee": "2026-10-05T10:22:00+00:00", "zq": ""},
    "nbgrader": {"ann": "2026-10-05T10:22:00+00:00", "bob": ""},
    "folders": {"ann": "", "bob": ""},
}


def intake(tmp_path: Path, members: dict[str, bytes], roster: str | None = None) -> Intake:
    """Read a zip of members with the list of the class."""
    (tmp_path / "d.zip").write_bytes(zipped(members))
    if roster is not None:
        (tmp_path / "list.csv").write_text(roster, encoding="utf-8")
    return read(tmp_path / "d.zip", tmp_path / "out", None if roster is None else tmp_path / "list.csv")


def by_id(found: Intake) -> dict[str, HandIn]:
    """Return the hand-ins by id."""
    return {one.id: one for one in found.hand_ins}


@pytest.mark.parametrize("layout", [name for name in TIMES if name != "folders"])
def test_the_time_is_kept_where_the_download_tells(tmp_path: Path, layout: str) -> None:
    """Of several attempts that of the last; a zone only where the platform writes one; the id's platform beside it."""
    found = intake(tmp_path, DOWNLOADS[layout][0])
    assert {one.id: one.submitted for one in found.hand_ins} == TIMES[layout]
    assert {one.platform for one in found.hand_ins} == {layout}


def test_the_names_that_canvas_takes_back_are_kept(tmp_path: Path) -> None:
    """Each uploaded file's own name, and none for a text that was typed in."""
    found = by_id(intake(tmp_path, DOWNLOADS["Canvas"][0]))
    assert found["4711"].originals == (
        "obriensmithana_LATE_4711_900_double.py", "obriensmithana_LATE_4711_901_notes-1.py"
    )  # fmt: skip
    assert found["13"].originals == ()


def test_a_worksheet_of_moodle_is_a_class_list(tmp_path: Path) -> None:
    """`Participant 101` is the number of the download, and the time of the last change that of the hand-in."""
    sheet = (
        "Identifier,Full name,Email address,Status,Last modified (submission)\n"
        'Participant 101,Ann Lee,ann@x.org,Submitted,"Friday, 20 November 2026, 11:59 PM"\n'
        "Participant 103,Cy Q,cy@x.org,No submission,-\n"
    )
    found = intake(tmp_path, {"Ann Lee_101_assignsubmission_file/double.py": CODE}, sheet)
    ann, cy = found.hand_ins
    assert (ann.id, ann.submitted, ann.ids) == ("101", "2026-11-20T23:59:00", ("101", "ann@x.org"))
    assert (cy.id, cy.path, cy.platform) == ("103", None, "")


def test_a_gradebook_of_canvas_is_a_class_list(tmp_path: Path) -> None:
    """Its row of points and its test student are nobody."""
    book = (
        "Student,ID,SIS Login ID,Section,HW (7)\n    Points Possible,,,,10\n"
        '"Lee, Ann",4711,alee,A,\n"Student, Test",9,,A,\n'
    )
    found = intake(tmp_path, {"leeann_4711_900_double.py": CODE}, book)
    assert [(one.id, one.name, one.ids) for one in found.hand_ins] == [("4711", "Lee, Ann", ("alee", "4711"))]


TEAMS = "id,login,name,group,extension\n4711,ann,Ann Lee,Team Blue-1,\n12,bo,Bo Ox,Team Blue-1,1 day\n7,cy,Cy Q,Red,\n"


@pytest.mark.parametrize(
    ("member", "id_"),
    [
        pytest.param("teamblue1_4711_900_double.py", "4711", id="Canvas: the number of one of them"),
        pytest.param("Team Blue-1_7_assignsubmission_file/double.py", "7", id="Moodle: the number of the group"),
        pytest.param("Team Blue-1/double.py", "Team Blue-1", id="a folder called like the group"),
    ],
)
def test_whoever_handed_in_together_is_known(tmp_path: Path, member: str, id_: str) -> None:
    """A hand-in with a group's name is its members', whoever else has its number; none of them is missed."""
    found = by_id(intake(tmp_path, {member: CODE}, TEAMS))
    team = found.pop(id_)
    assert [(one.ids, one.name) for one in team.members] == [(("ann", "4711"), "Ann Lee"), (("bo", "12"), "Bo Ox")]
    assert (team.name, team.group, team.extension, team.ids) == ("Team Blue-1", "Team Blue-1", "1 day", ())
    assert {one.id: one.path for one in found.values()} == {"cy": None}


def test_the_list_of_groups_of_canvas_is_a_class_list(tmp_path: Path) -> None:
    """As it is exported there: numbers of Canvas's own, logins, and who is in which group."""
    listed = (
        "name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
        "Ann Lee,4711,S1,ann,A,Team 7,55,\nBo Ox,12,S2,bo,A,Team 7,55,\n"
    )
    (team,) = intake(tmp_path, {"team7_12_900_double.py": CODE}, listed).hand_ins
    assert [member.ids for member in team.members] == [("ann", "4711"), ("bo", "12")]


def test_the_number_of_a_group_is_nobodys(tmp_path: Path) -> None:
    """Moodle's folder of a team has the group's number: whoever has it as a participant has not handed this in."""
    listed = "Identifier,Full name\nParticipant 101,Ann Lee\nParticipant 7,Cy Q\n"
    members = {f"{name}_assignsubmission_file/double.py": CODE for name in ("Lee Ann_101", "Team Blue_7")}
    found = intake(tmp_path, members, listed)
    assert [(one.id, one.name, one.ids, one.path is None) for one in found.hand_ins] == [
        ("101", "Ann Lee", ("101",), False), ("7", "Team Blue", (), False), ("7", "Cy Q", ("7",), True)
    ]  # fmt: skip
    assert found.notes == ("7 is not on the class list.",)


def test_blind_marking_hides_names_and_no_numbers(tmp_path: Path) -> None:
    """Where all are called Participant, the number joins."""
    listed = "Identifier,Full name\nParticipant 101,Ann Lee\nParticipant 7,Cy Q\n"
    for word in ("Participant", "Osallistuja"):
        members = {f"{word}_{number}_assignsubmission_file/double.py": CODE for number in (101, 7)}
        found = intake(tmp_path, members, listed)
        assert {one.id: one.name for one in found.hand_ins} == {"101": "Ann Lee", "7": "Cy Q"}


def test_a_section_is_no_group_that_hands_in(tmp_path: Path) -> None:
    """Where each hands in alone, the list's groups are kept and join nobody."""
    found = by_id(intake(tmp_path, {"leeann_4711_900_double.py": CODE, "oxbo_12_901_double.py": CODE}, TEAMS))
    assert [(one.members, one.group) for one in (found["4711"], found["12"])] == [((), "Team Blue-1")] * 2
