"""The class list: whatever program wrote the CSV, and whatever it calls its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.intake.roster import Roster, read_roster
from tests.present import present

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "id,name,email,group\n7,Zoë Q,zoe@x.org,A\n8,李,li@x.org,\n"


def roster(tmp_path: Path, text: str, encoding: str = "utf-8") -> Roster:
    """Return the list in a text."""
    (tmp_path / "list.csv").write_bytes(text.encode(encoding))
    return read_roster(tmp_path / "list.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    """With a mark at the beginning and without."""
    assert [who.name for who in roster(tmp_path, PLAIN, encoding).students] == ["Zoë Q", "李"]
    assert roster(tmp_path, PLAIN.replace("李", "Jörg"), "cp1252").students[1].name == "Jörg"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("around", ["{}", "\r\n\r\n{}", "sep=;\r\n{}", "\nsep=;\n\n{}", "{}\0\0", "{};;;\n"])
def test_blank_lines_and_a_line_for_excel_are_no_students(tmp_path: Path, encoding: str, around: str) -> None:
    """Before the header, after it and at the end, in every encoding."""
    text = around.format(PLAIN.replace(",", ";").replace("李", "Jörg"))
    assert [who.name for who in roster(tmp_path, text, encoding).students] == ["Zoë Q", "Jörg"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_every_separator_is_read(tmp_path: Path, sign: str) -> None:
    """And a name with a comma in quotes."""
    text = PLAIN.replace(",", sign).replace("Zoë Q", '"Q, Zoë"')
    assert roster(tmp_path, text).students[0].name == "Q, Zoë"


@pytest.mark.parametrize(
    ("header", "row", "id_"),
    [
        pytest.param("Student,ID,SIS User ID,SIS Login ID,Section", "Lee Ann,4711,s1,alee,A", "alee", id="canvas"),
        pytest.param("Identifier,Full name,Email address", "101,Ann Lee,a@x.org", "101", id="moodle"),
        pytest.param("Last Name,First Name,Username,Student ID", "Lee,Ann,alee,7", "alee", id="blackboard"),
        pytest.param("OrgDefinedId,Username,Last Name,First Name", "#7,alee,Lee,Ann", "alee", id="brightspace"),
        pytest.param("Display ID,ID,Last Name,First Name,grade", "alee,7,Lee,Ann,", "alee", id="sakai"),
        pytest.param("E-mail", "a@x.org", "a@x.org", id="addresses"),
    ],
)
def test_the_columns_of_every_platform_are_known(tmp_path: Path, header: str, row: str, id_: str) -> None:
    """The login comes first, then the number, then the address."""
    (student,) = roster(tmp_path, f"{header}\n{row}\n\n").students
    assert student.id == id_


def test_a_student_is_found_by_any_key_and_never_by_a_name_that_two_have(tmp_path: Path) -> None:
    """Whatever its case; a name only where it is asked for."""
    listed = roster(tmp_path, "username,id,name\nAnn,7,Lee\nbob,8,Ox\ncy,9,Ox\n")
    assert present(listed.find("ANN")).id == present(listed.find("7")).id == "Ann"
    assert listed.find("Lee") is None
    assert present(listed.find("x", "lee")).id == "Ann"
    assert listed.find("x", "Ox") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "is empty", id="empty"),
        pytest.param("name,mark\nAnn,1\n", "no column says who", id="names-only"),
        pytest.param("id\n7\n7\n", "`7` stands for two", id="twice"),
        pytest.param("PK\3\4", "is a spreadsheet", id="xlsx"),
    ],
)
def test_what_is_no_list_is_said_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    """With what there is, and what to do."""
    with pytest.raises(UsageError, match=says):
        roster(tmp_path, text)
    with pytest.raises(UsageError, match="cannot be read"):
        read_roster(tmp_path / "nosuch.csv")
