"""Files below a folder that somebody handed in: in order, bounded, and every file that is left out has a row."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.archives.names import DEEPEST
from grader.submission import walk as walking
from grader.submission.walk import name_of, text, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.results import HandedInFile


def tree(root: Path, *names: str) -> Path:
    """Write files below a folder; a name that ends in `/` is an empty folder."""
    for name in names:
        path = root / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_text(name)
    return root


def walked(folder: Path, root: Path | None = None) -> tuple[list[str], dict[str, str]]:
    """Return the names of the files, and the others with status and reason."""
    rows: list[HandedInFile] = []
    files = [name_of(path, folder) for path in walk(folder, root or folder.resolve(), rows)]
    assert len({row.file for row in rows}) == len(rows), "one row for each"
    return files, {row.file: f"{row.status}: {row.reason}" for row in rows}


def test_files_come_before_folders_and_both_in_order(tmp_path: Path) -> None:
    """So that the file on top wins over one of the same name below."""
    tree(tmp_path, "b/z.py", "b/a/y.py", "c.py", "a.py", "B/x.py", "empty/")
    assert walked(tmp_path) == (["a.py", "c.py", "B/x.py", "b/z.py", "b/a/y.py"], {})


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        pytest.param(
            ["grader-kit/tests/hw/files/hw.py", "statements/hw.md", "a.py"],
            {"grader-kit/": "belongs to the students' kit", "statements/": "belongs to the students' kit"},
            id="kit",
        ),
        pytest.param([".git/config", "a.py"], {".git/": "holds the history of a version control system"}, id="git"),
        pytest.param(
            ["b/__pycache__/a.pyc"], {"b/__pycache__/": "holds what Python or an editor made by itself"}, id="below"
        ),
        pytest.param([".DS_Store"], {".DS_Store": "was left by the operating system"}, id="system-file"),
        pytest.param(
            ["env/pyvenv.cfg", "env/bin/pip"],
            dict.fromkeys(("env/pyvenv.cfg", "env/bin/"), "belongs to a virtual environment"),
            id="environment",
        ),
        pytest.param(
            ["env/lib/python3.11/os.py", "env/lib/python3.11/site-packages/a.py", "env/own.py"],
            {"env/lib/": "belongs to a virtual environment"},
            id="library-of-an-environment",
        ),
        pytest.param(
            ["c/conda-meta/history", "c/pkgs/a.py"],
            {"c/conda-meta/": "holds installed packages", "c/pkgs/": "belongs to a virtual environment"},
            id="conda",
        ),
    ],
)  # fmt: skip
def test_what_tools_leave_has_a_row(tmp_path: Path, names: list[str], rows: dict[str, str]) -> None:
    """A folder has one, whatever it holds."""
    assert walked(tree(tmp_path, *names))[1] == {name: f"ignored: {reason}" for name, reason in rows.items()}


def test_a_link_inside_is_followed_to_a_file_and_never_to_a_folder(tmp_path: Path) -> None:
    """A folder is read where it lies, so a circle of links ends."""
    tree(tmp_path, "a/real.py")
    (tmp_path / "linked.py").symlink_to("a/real.py")
    (tmp_path / "a" / "round").symlink_to("..")
    reason = "ignored: is a link to a folder that is read as itself"
    assert walked(tmp_path) == (["linked.py", "a/real.py"], {"a/round": reason})


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/etc/passwd", "unreadable: is a link to another place and is not read. Hand in the file itself"),
        ("../outside.py", "unreadable: is a link to another place and is not read. Hand in the file itself"),
        ("nowhere.py", "ignored: is a link to nothing"),
        ("me.py", "unreadable: is a link to another place and is not read. Hand in the file itself"),
    ],
    ids=["absolute", "up", "nothing", "itself"],
)
def test_a_link_that_is_not_followed_has_a_row(tmp_path: Path, target: str, reason: str) -> None:
    """Whatever it points at: another student's files, the machine's, itself."""
    (tmp_path / "outside.py").touch()
    folder = tree(tmp_path / "hw", "a.py")
    (folder / "me.py").symlink_to(target)
    assert walked(folder) == (["a.py"], {"me.py": reason})


def test_a_folder_of_others_beside_it_may_be_linked_to(tmp_path: Path) -> None:
    """`root` bounds what links reach: a part of a hand-in may point into the rest of it."""
    tree(tmp_path, "part/a.py", "shared/data.py")
    (tmp_path / "part" / "data.py").symlink_to("../shared/data.py")
    assert walked(tmp_path / "part", tmp_path.resolve())[0] == ["a.py", "data.py"]


def test_folders_are_entered_to_a_depth(tmp_path: Path) -> None:
    """A deeper one has a row."""
    deep = "/".join("d" * (DEEPEST - 1))
    tree(tmp_path, f"{deep}/a.py", f"{deep}/e/b.py")
    files, rows = walked(tmp_path)
    assert files == [f"{deep}/a.py"]
    assert rows == {f"{deep}/e/": f"unreadable: lies more than {DEEPEST} folders deep"}


def test_files_are_looked_at_to_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row says that there are more; the first ones are read."""
    monkeypatch.setattr(walking, "MOST_SEEN", 3)
    files, rows = walked(tree(tmp_path, "a.py", "b.py", "c.py", "d.py", "e/f.py"))
    assert files == ["a.py", "b.py", "c.py"]
    assert [reason for reason in rows.values() if "and the rest are more than 3 files" in reason] != []
    assert len(rows) == 1


def test_a_folder_that_is_closed_has_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files beside it are read."""
    tree(tmp_path, "shut/a.py", "b.py")
    entries = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return entries(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    reason = "unreadable: cannot be opened (Permission denied), so nothing in it is read"
    assert walked(tmp_path) == (["b.py"], {"shut/": reason})


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a.py", "a.py"), ("u\u0308.py", "\u00fc.py"), ("a\udcff.py", "a\\xff.py"), ("a\ud800.py", "a?.py"),
        ("\ufb01.py", "\ufb01.py"),
    ],
    ids=["plain", "composed", "byte-that-is-no-text", "half-of-a-character", "ligature-stays"],
)  # fmt: skip
def test_a_name_is_text_that_can_be_written_anywhere(raw: str, shown: str) -> None:
    """Bytes that are no text become their codes."""
    assert text(raw) == shown


def test_a_file_with_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    """Linux takes any bytes as a name."""
    (tmp_path / os.fsdecode(b"a\xff.py")).touch()
    (tmp_path / os.fsdecode(b"a\xfe.py")).touch()
    assert walked(tmp_path)[0] == ["a\\xfe.py", "a\\xff.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("name", ["a.py", "answers.md", "data.csv"])
def test_a_pipe_is_not_opened(tmp_path: Path, name: str) -> None:
    """Whoever opens one waits for somebody who writes."""
    os.mkfifo(tree(tmp_path, "b.py") / name)
    assert walked(tmp_path) == (["b.py"], {name: "unreadable: is no plain file"})
