"""Files of a student's code in the folders of a tester: what is placed, what is read, what is put back."""

# ruff: noqa: PTH123, PTH107, PTH110, PTH116, PTH208, PTH211

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester.answers import AnswerKinds
from grader.tester.link import Conversation
from grader.tester.workplace import HERE, TEMPORARY
from grader.worker.memory_files import MOST_BYTES
from grader.worker.wire.shared_values import ForgedValueError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Conversation]:
    """Give a conversation whose test stands in a folder with a file of the course's."""
    tests, place = tmp_path / "tests", tmp_path / "place"
    for folder in (tests, place, place / HERE, place / TEMPORARY, place / HERE / "sub"):
        folder.mkdir()
    for folder in (tests, place / HERE):
        (folder / "course.txt").write_text("course")
    (tmp_path / "outside.txt").write_text("outside")
    monkeypatch.chdir(place / HERE)
    link = Conversation(lambda _: None, lambda: memoryview(b""))
    link.files.begin(place, tests, [])
    yield link
    link.files.end_test()


def look(link: Conversation, name: object) -> Any:
    """Return what the code finds."""
    return link.files.look([name], link)


def test_changes_are_placed(link: Conversation) -> None:
    """Folders, files in them, what is removed."""
    link.files.take((("out", True), ("out/a.txt", b"a"), ("b.txt", b"b")), link)
    assert sorted(os.listdir()) == ["b.txt", "course.txt", "out", "sub"]
    assert Path("out/a.txt").read_text() == "a"
    link.files.take((("b.txt", False), ("out/a.txt", b"new")), link)
    assert (sorted(os.listdir()), Path("out/a.txt").read_text()) == (["course.txt", "out", "sub"], "new")
    link.files.end_test()
    assert sorted(os.listdir()) == ["course.txt", "sub"]


@pytest.mark.parametrize(
    "name",
    [
        "../x.txt", "sub/../../x.txt", "/etc/x.txt", "a.py", "x\n.txt", "none/x.txt", "sub", ".", "", "..", 3, None,
        "link.txt", "links/x.txt", "pipe.txt", "x" * 2000,
    ],
)  # fmt: skip
def test_others_are_not(link: Conversation, tmp_path: Path, name: object) -> None:
    """Other folders, code, links and what is no file."""
    os.symlink(tmp_path / "outside.txt", "link.txt")
    os.symlink(tmp_path, "links")
    os.mkfifo("pipe.txt")
    before = sorted(map(str, tmp_path.rglob("*")))
    for content in (b"x", False):
        link.files.take(((name, content),), link)
        assert sorted(map(str, tmp_path.rglob("*"))) == before
        assert look(link, name) in (None, False, (), ("course.txt",))
    assert (tmp_path / "outside.txt").read_text() == "outside"


@pytest.mark.parametrize("changes", [{}, [], (1,), (("a",),), (("a", 1),), (("a", "x"),), (["a", b""],)])
def test_what_is_no_list_of_changes(link: Conversation, changes: object) -> None:
    """It is forged."""
    with pytest.raises(ForgedValueError):
        link.files.take(changes, link)


def test_bytes_and_files_are_bounded(link: Conversation) -> None:
    """However many come."""
    link.files.take((("a.txt", b"x" * (MOST_BYTES - 1)), ("b.txt", b"xx"), ("c.txt", b"x")), link)
    assert sorted(os.listdir()) == ["a.txt", "c.txt", "course.txt", "sub"]
    link.files.take(tuple((f"{number}.txt", b"") for number in range(5000)), link)
    link.files.take(tuple((f"{number}", True) for number in range(5000)), link)
    assert len(os.listdir()) < 500


@pytest.mark.parametrize(
    ("expected", "given", "course", "tests"),
    [
        pytest.param({}, False, False, False, id="neither"),
        pytest.param({}, True, False, False, id="given"),
        pytest.param({"<files>": "named:"}, True, False, True, id="given-and-changed"),
        pytest.param({"<files>": "named:"}, False, False, False, id="changed-and-not-given"),
        pytest.param({"<files>": "changed:course.txt changed:test.txt"}, False, True, True, id="reference"),
        pytest.param(None, False, False, False, id="no-reference"),
        pytest.param(None, True, True, True, id="no-reference-given"),
    ],
)
def test_who_may_write_over_a_file(
    link: Conversation, expected: dict[str, str] | None, *, given: bool, course: bool, tests: bool
) -> None:
    """Where the reference does, or the test names the file; one of the course's is put back in any case."""
    link.answers.expected = expected
    with open("test.txt", "w") as file:
        file.write("test")
    link.files.note(*(["course.txt", "test.txt"] if given else []))
    link.files.take((("course.txt", b"new"), ("test.txt", b"new")), link)
    assert (Path("course.txt").read_text() == "new", Path("test.txt").read_text() == "new") == (course, tests)
    link.files.end_test()
    assert (Path("course.txt").read_text(), Path("test.txt").read_text()) == ("course", "test")


def test_what_the_code_may_read(link: Conversation) -> None:
    """Its own files, and those that the test names; of the others those that the reference reads."""
    link.answers.expected = {"<files>": "read:known.txt"}
    for name in ("named.txt", "other.txt", "known.txt"):
        with open(name, "w") as file:
            file.write(name)
    link.files.note("named.txt")
    link.files.take((("own.txt", b"own"),), link)
    assert [look(link, name) for name in ("named.txt", "known.txt", "other.txt", "course.txt")] == [
        b"named.txt", b"known.txt", None, None,
    ]  # fmt: skip
    assert look(link, "named.txt") is None  # as it has it
    assert look(link, "own.txt") is None
    with open("own.txt", "w") as file:
        file.write("changed")
    assert look(link, "own.txt") == b"changed"
    os.remove("own.txt")
    assert look(link, "own.txt") is False
    assert link.files.look(["", True], link) == ("known.txt", "named.txt")


def test_files_of_a_test_before_are_gone(link: Conversation) -> None:
    """But those that the reference has left as well; without a reference all stay."""
    link.answers.expected = {"<files>": "made:kept.txt"}
    changes = (("kept.txt", b""), ("hint.txt", b""))
    link.files.take(changes, link)
    link.begin_test()
    assert sorted(os.listdir()) == ["course.txt", "kept.txt", "sub"]
    link.answers.expected = None
    link.files.take(changes, link)
    link.begin_test()
    assert sorted(os.listdir()) == ["course.txt", "hint.txt", "kept.txt", "sub"]


def test_a_conversation_without_a_folder_has_no_files() -> None:
    """As in a process that only looks names up."""
    link = Conversation(lambda _: None, lambda: memoryview(b""))
    link.files.take((("a.txt", b"a"),), link)
    assert not os.path.exists("a.txt")
    assert look(link, "pyproject.toml") is None


def test_two_changes_at_one_time_are_two(link: Conversation) -> None:
    """A test is faster than the clock of a file system: the size and the time may be what they were."""
    with open("named.txt", "w") as file:
        file.write("one")
    link.files.note("named.txt")
    assert (look(link, "named.txt"), look(link, "named.txt")) == (b"one", None)
    link.files.take((("own.txt", b"one"),), link)
    assert look(link, "own.txt") is None
    for name in ("named.txt", "own.txt"):
        when = os.stat(name).st_mtime_ns
        with open(name, "w") as file:
            file.write("two")
        os.utime(name, ns=(when, when))
        assert (look(link, name), look(link, name)) == (b"two", None)


def test_names_are_told_where_they_are_asked_for(link: Conversation) -> None:
    """A reference that writes into a folder has not read what else is in it, nor one that asks for names."""
    with open("expected.txt", "w") as file:
        file.write("secret")
    link.answers = AnswerKinds(recording=True)
    assert (link.files.look([""], link), link.answers.recorded()) == ((), {})
    assert link.files.look(["", True], link) == ("expected.txt",)
    assert link.answers.recorded() == {"<files>": "listed:expected.txt"}
    link.answers = AnswerKinds()
    link.answers.expected = {"<files>": "listed:expected.txt"}
    assert link.files.look(["", True], link) == ("expected.txt",)
    assert look(link, "expected.txt") is None
