"""From paths to a submission: which files belong to it, and what is said about the rest."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.submission import SourceFile, Submission, files, gather


def tree(root: Path, *names: Any) -> Path:
    """Make files below `root`."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
    return root


def names(submission: Submission) -> list[str]:
    """Return the names of the files."""
    return [file.name for file in submission.files]


def test_a_folder_gives_its_code_sorted(tmp_path: Path) -> None:
    """Names are relative to the folder, which also gives the id."""
    submission = gather([tree(tmp_path / "anna", "b.py", "a.py", "part/c.py", "notes.txt", "D.PY")])
    assert names(submission) == ["D.PY", "a.py", "b.py", "part/c.py"]
    assert submission.files[1] == SourceFile("a.py", b"# a.py\n")
    assert (submission.id, submission.folder, submission.notes) == ("anna", tmp_path / "anna", ())


@pytest.mark.parametrize(
    "left",
    [
        pytest.param("__pycache__/a.py", id="cache"),
        pytest.param(".ipynb_checkpoints/a.py", id="checkpoints"),
        pytest.param(".git/hooks/a.py", id="dot-folder"),
        pytest.param("__MACOSX/a.py", id="mac-archive"),
        pytest.param("._a.py", id="mac-fork"),
        pytest.param("deep/._a.py", id="mac-fork-below"),
        pytest.param("data.csv", id="data"),
        pytest.param("a.pyc", id="compiled"),
        pytest.param("a.py~", id="backup"),
        pytest.param("env/lib/site.py", id="virtual-environment"),
    ],
)
def test_what_others_leave_behind_is_skipped(tmp_path: Path, left: str) -> None:
    """No leftovers of systems, editors and archivers, and no note about them."""
    tree(tmp_path, "softmax.py", left)
    if left.startswith("env"):
        (tmp_path / "env/pyvenv.cfg").touch()
    submission = gather([tmp_path])
    assert names(submission) == ["softmax.py"]
    assert submission.notes == ()


@pytest.mark.parametrize("name", ["softmax.py", "softmax.txt", "softmax", ".hidden.py"])
def test_a_file_by_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    """Whoever names a file means it."""
    submission = gather([tree(tmp_path, name) / name])
    assert names(submission) == [name]
    assert (submission.id, submission.folder) == (Path(name).stem, None)


def test_several_paths_share_their_innermost_folder(tmp_path: Path) -> None:
    """Imports between the files work as they lie; a file that is named twice is one."""
    root = tree(tmp_path / "hw2", "softmax.py", "lib/helper.py", "other.py")
    submission = gather([root / "softmax.py", root / "lib", root / "lib" / "helper.py"])
    assert names(submission) == ["lib/helper.py", "softmax.py"]
    assert (submission.id, submission.folder) == ("hw2", None)


def test_the_current_folder_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`grader check .` and a path with dots say whose work it is."""
    root = tree(tmp_path / "anna", "a.py", "sub/b.py")
    monkeypatch.chdir(root / "sub")
    assert gather([Path()]).id == "sub"
    assert names(gather([Path("../a.py"), Path("b.py")])) == ["a.py", "sub/b.py"]


def test_paths_without_a_common_folder_keep_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two drives have no folder in common."""
    root = tree(tmp_path, "x/a.py", "y/b.py")

    def apart(_: Any) -> None:
        raise ValueError

    monkeypatch.setattr(os.path, "commonpath", apart)
    assert names(gather([root / "x/a.py", root / "y/b.py"])) == ["a.py", "b.py"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("sofmax.py", ["there is no such file", "Did you mean", "softmax.py?"], id="misspelt"),
        pytest.param("qqqq", ["there is no such file", "Look for a typing error"], id="missing"),
        pytest.param("no/such/a.py", ["there is no such file"], id="missing-folder"),
        pytest.param(
            "empty", ["no Python file or notebook in this folder", "grader check softmax.py"], id="empty-folder"
        ),
        pytest.param("pipe", ["neither a file nor a folder"], id="pipe"),
    ],
)
def test_a_path_without_code_is_a_wrong_use(tmp_path: Path, path: str, words: list[str]) -> None:
    """The sentence names the path and says what to do."""
    tree(tmp_path, "softmax.py", "empty/readme.txt")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError) as caught:
        gather([tmp_path / path])
    for word in [str(tmp_path / path), *words]:
        assert word in str(caught.value)


def test_no_path_at_all_is_a_wrong_use() -> None:
    """There is always something to do next."""
    with pytest.raises(UsageError, match="Name the files"):
        gather([])


def test_links_inside_are_followed_and_links_outside_are_not(tmp_path: Path) -> None:
    """A link must not bring a stranger's file, or the system's, into a submission."""
    tree(tmp_path, "secret/key.py", "anna/a.py", "anna/sub/b.py")
    anna = tmp_path / "anna"
    (anna / "inside.py").symlink_to("a.py")
    (anna / "outside.py").symlink_to(tmp_path / "secret/key.py")
    (anna / "folder").symlink_to(tmp_path / "secret")
    (anna / "circle").symlink_to(anna)
    (anna / "dangling.py").symlink_to("nowhere.py")
    submission = gather([anna])
    assert names(submission) == ["a.py", "inside.py", "sub/b.py"]
    assert [note.split()[0] for note in submission.notes] == ["folder", "outside.py"]


def test_no_more_than_two_hundred_files_are_read(tmp_path: Path) -> None:
    """A folder with everything in it is cut, and the note says so."""
    submission = gather([tree(tmp_path, "z.py", *(f"a/{number:03}.py" for number in range(files.MOST_FILES + 4)))])
    assert "z.py" in names(submission), "a library below does not displace what lies on top"
    assert len(submission.files) == files.MOST_FILES
    assert "more than 200 files" in submission.notes[0]


def test_no_more_than_eight_mebibytes_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file too much is left out by name; a smaller one after it still fits."""
    monkeypatch.setattr(files, "MOST_BYTES", 30)
    tree(tmp_path, "a.py", "c.py")
    (tmp_path / "b.py").write_bytes(b"#" * 25)
    submission = gather([tmp_path])
    assert names(submission) == ["a.py", "c.py"]
    assert submission.notes[0].startswith("b.py is left out")


def test_of_a_huge_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    """One byte more than the limit is enough to see that it is too large."""
    with (tmp_path / "big.py").open("wb") as stream:
        stream.truncate(files.LARGEST_FILE * 5)
    assert len(gather([tmp_path]).files[0].data) == files.LARGEST_FILE + 1


def test_what_cannot_be_read_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One unreadable file or folder stops nothing."""
    tree(tmp_path, "a.py", "b.py", "locked/c.py")
    opened, listed = Path.open, Path.iterdir

    def refuse(path: Any, *args: Any) -> Any:
        if path.name == "b.py":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args)

    def hide(path: Any) -> Any:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "iterdir", hide)
    submission = gather([tmp_path])
    assert names(submission) == ["a.py"]
    assert submission.notes == (
        "locked cannot be opened (Permission denied), so nothing in it is read.",
        "b.py cannot be read (Permission denied). Check that the file is yours to open.",
    )


def test_names_are_text_in_the_form_of_python(tmp_path: Path) -> None:
    """Decomposed letters of a Mac match the import statement, and broken bytes stop nothing."""
    tree(tmp_path, unicodedata.normalize("NFD", "übung.py"))
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py")).write_text("")
    assert names(gather([tmp_path])) == ["caf\\xe9.py", "übung.py"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param([("a.py", b"1")], [("a.py", b"2")], id="bytes"),
        pytest.param([("a.py", b"1")], [("b.py", b"1")], id="name"),
        pytest.param([("a", b"bc")], [("ab", b"c")], id="border"),
        pytest.param([("a", b""), ("b", b"")], [("a", b"b")], id="number"),
    ],
)
def test_the_digest_tells_work_apart(one: list[tuple[str, bytes]], other: list[tuple[str, bytes]]) -> None:
    """Equal for equal names and bytes, whatever the id, and for nothing else."""
    first, second = (Submission("x", tuple(SourceFile(*file) for file in work)) for work in (one, other))
    assert first.digest != second.digest
    assert first.digest == Submission("y", first.files, ("note",)).digest
    assert len(first.digest) == 64
