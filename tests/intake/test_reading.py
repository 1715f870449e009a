"""A class from whatever a teacher has: every platform's download, folders, heaps, and archives in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import UsageError
from grader.intake import read
from tests.intake.downloads import CODE, DOWNLOADS, tarred, zipped
from tests.present import present

if TYPE_CHECKING:
    from pathlib import Path


def tree(path: Path) -> list[Any]:
    """Return the files below a folder."""
    return sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())


def lay(root: Path, members: dict[str, bytes]) -> Path:
    """Write members as files."""
    for name, data in members.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


@pytest.mark.parametrize("layout", DOWNLOADS)
@pytest.mark.parametrize("form", ["zip", "unpacked"])
def test_each_platforms_download_is_understood(tmp_path: Path, layout: str, form: str) -> None:
    """As a zip and unpacked: who handed in what, under the platform's own id."""
    members, files, names = DOWNLOADS[layout]
    source = tmp_path / "download.zip"
    if form == "zip":
        source.write_bytes(zipped({**members, "__MACOSX/._x": b"", ".DS_Store": b""}))
    else:
        source = lay(tmp_path / "download", members)
        source = source / "class" if layout == "folders" else source
    found = read(source, tmp_path / "out")
    assert found.layout == layout
    assert {one.id: tree(present(one.path)) for one in found.hand_ins} == files
    assert {one.id: one.name for one in found.hand_ins if one.name} == names


def test_late_marks_texts_and_attempts_are_told(tmp_path: Path) -> None:
    """Late from Canvas, typed text from Moodle, the last attempt of Brightspace and the earlier ones."""
    for layout, id_, says in (
        ("Moodle", "102", "Text typed into the platform is not read: onlinetext.html."),
        ("Brightspace", "Ann Lee", "Handed in 2 times; this is the last one (2026-10-05 13:22)."),
        ("Blackboard", "a_lee", "Earlier: 2026-10-04-09-00-00."),
    ):
        (tmp_path / "d.zip").write_bytes(zipped(DOWNLOADS[layout][0]))
        found = read(tmp_path / "d.zip", tmp_path / layout)
        assert any(says in note for one in found.hand_ins if one.id == id_ for note in one.notes)
    (tmp_path / "d.zip").write_bytes(zipped(DOWNLOADS["Canvas"][0]))
    found = read(tmp_path / "d.zip", tmp_path / "canvas")
    assert [one.id for one in found.hand_ins if one.late] == ["4711"]
    (tmp_path / "d.zip").write_bytes(zipped(DOWNLOADS["Sakai"][0]))
    rows = {row.file: row.reason for row in read(tmp_path / "d.zip", tmp_path / "s").rows}
    assert rows == {"Sheet 2/grades.csv": "is the platform's own table"}


def test_a_folder_of_folders_is_graded_where_it_lies(tmp_path: Path) -> None:
    """Nothing is copied, unless a student has handed in an archive."""
    source = lay(
        tmp_path / "class", {"ann/double.py": CODE, "bob/work.zip": zipped({"in/double.py": CODE}), "cy.py": CODE}
    )
    (source / "dan.tar.gz").write_bytes(tarred({"double.py": CODE}))
    (source / "eve").mkdir()
    found = {one.id: one for one in read(source, tmp_path / "out").hand_ins}
    assert set(found) == {"ann", "bob", "cy", "dan", "eve"}
    assert found["ann"].path == source / "ann"
    assert found["cy"].path == source / "cy.py"
    assert tree(present(found["bob"].path)) == ["in/double.py"]
    assert tree(present(found["dan"].path)) == ["double.py"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["bob", "dan"]


def test_two_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """A folder and a file keep what differs."""
    source = lay(tmp_path / "class", {"ann/double.py": CODE, "ann.py": CODE})
    assert sorted(one.id for one in read(source, tmp_path / "out").hand_ins) == ["ann", "ann.py"]


def test_what_is_read_again_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    """A file that is gone from the download is gone."""
    for name in ("old.py", "new.py"):
        (tmp_path / "d.zip").write_bytes(zipped({f"class/ann/{name}": CODE, "class/bob/x.py": CODE}))
        found = read(tmp_path / "d.zip", tmp_path / "out")
        assert tree(present(found.hand_ins[0].path)) == [name]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["ann", "bob"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        pytest.param("d.zip", b"PK\3\4 broken", "cannot be read", id="broken-zip"),
        pytest.param("d.tar.gz", b"\x1f\x8b broken", "cannot be read", id="broken-tar"),
        pytest.param("d.rar", b"Rar!", "is one file", id="another-archive"),
        pytest.param("d.zip", zipped({}), "no file of a student", id="empty"),
    ],
)
def test_what_is_no_class_is_said_in_a_sentence(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    """With the path and what to do."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=says):
        read(tmp_path / name, tmp_path / "out")


def test_the_class_list_names_groups_extends_and_misses(tmp_path: Path) -> None:
    """Those who handed in get what the list says, those who did not a row, strangers a note."""
    source = lay(tmp_path / "class", {"ann/double.py": CODE, "zed/double.py": CODE})
    (tmp_path / "list.csv").write_text(
        "Username,First Name,Last Name,Group,Extension\nann,Ann,Lee,B,60\nbob,Bob,Ox,A,\n"
    )
    found = read(source, tmp_path / "out", tmp_path / "list.csv")
    ann, zed, bob = found.hand_ins
    assert (ann.name, ann.group, ann.extension) == ("Ann Lee", "B", "60")
    assert (bob.id, bob.path, bob.name) == ("bob", None, "Bob Ox")
    assert (zed.name, found.notes) == ("", ("zed is not on the class list.",))


def test_names_join_only_where_a_download_has_no_more(tmp_path: Path) -> None:
    """Brightspace tells names; two students of one name are not guessed."""
    (tmp_path / "d.zip").write_bytes(zipped(DOWNLOADS["Brightspace"][0]))
    (tmp_path / "list.csv").write_text("Username,Name\nalee,Ann Lee\nzq1,Zoë Q\nzq2,Zoë Q\n", encoding="utf-8")
    found = read(tmp_path / "d.zip", tmp_path / "out", tmp_path / "list.csv")
    assert [one.id for one in found.hand_ins if one.path is None] == ["zq1", "zq2"]
    assert "Zoë Q is not on the class list." in found.notes
