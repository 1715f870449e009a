"""Where workers come from, what they may read, and when a machine is refused."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.sandbox import factory as module
from grader.sandbox.factory import WorkerFactory, overlap, readable_by_others, require_sandbox
from grader.sandbox.isolation import Isolation, IsolationLayer, IsolationReport
from tests.present import present
from tests.sandbox.hostile import ask, load

GOOD = "def f(x):\n    return x\n"
READS = "try:\n    print(open({!r}).read())\nexcept OSError as error:\n    print(type(error).__name__)\n"


def report(**held: Any) -> IsolationReport:
    """Return a report in which the named layers hold."""
    names = ("rights", "landlock", "seccomp")
    return IsolationReport(tuple(IsolationLayer(name, held.get(name, False), f"{name} says so") for name in names))


FULL = report(rights=True, landlock=True, seccomp=True)


@pytest.mark.parametrize(
    ("folder", "hidden", "due"),
    [
        ("/a", "/a", True),
        ("/a", "/a/b", True),
        ("/a/b", "/a", True),
        ("/a/b", "/a/c", False),
        ("/a", "/ab", False),
        ("/", "/a", True),
    ],
)
def test_folders_overlap_where_one_holds_the_other(folder: str, hidden: str, due: bool) -> None:
    """Names that only begin alike are other folders."""
    assert overlap(Path(folder), Path(hidden)) is due


def _printed(cell: WorkerFactory, folder: Path, code: str) -> str:
    with cell.worker(folder) as worker:
        load(worker, code + GOOD)
        return worker.printed.decode().strip()


def test_a_worker_stands_in_the_folder_of_its_submission(tmp_path: Path) -> None:
    """So that data files beside the code are found."""
    (tmp_path / "data.txt").write_text("42")
    assert _printed(WorkerFactory(walls=False), tmp_path, READS.format("data.txt")) == "42"


def _reachable(folder: Path, report: IsolationReport) -> bool:
    """Whether the worker's user reaches a folder; one that only this user reaches is not for another."""
    return not report.uid_changed or all(part.stat().st_mode & 1 for part in (folder, *folder.parents))


@pytest.mark.parametrize("place", ["same", "below", "above", "linked"])
def test_a_folder_that_would_show_something_hidden_is_not_given(tmp_path: Path, place: str) -> None:
    """The worker then stands elsewhere, and the course cannot be read however the folder is spelled."""
    course = tmp_path / "course"
    (course / "mine").mkdir(parents=True)
    (course / "secret.txt").write_text("42")
    (tmp_path / "link").symlink_to(course)
    folder = {"same": course, "below": course / "mine", "above": tmp_path, "linked": tmp_path / "link"}[place]
    cell = WorkerFactory(hidden=(course,))
    if cell.report().isolation is not Isolation.SANDBOX:
        pytest.skip("this machine does not enforce the whole sandbox")
    assert _printed(cell, folder, "import os\nprint(os.getcwd())\n") == "/"
    assert _printed(cell, folder, READS.format(str(course / "secret.txt"))) != "42"


def test_the_own_folder_is_read_and_others_are_not(tmp_path: Path) -> None:
    """Of two submissions each reads its own."""
    for name in ("ana", "ben"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data.txt").write_text(name)
    cell = WorkerFactory()
    if not cell.report().held("landlock"):
        pytest.skip("this machine has no Landlock")
    if not _reachable(tmp_path / "ana", cell.report()):
        pytest.skip("somebody without rights does not reach the folder of this test")
    assert _printed(cell, tmp_path / "ana", READS.format("data.txt")) == "ana"
    assert _printed(cell, tmp_path / "ana", READS.format(str(tmp_path / "ben" / "data.txt"))) == "PermissionError"


@pytest.mark.parametrize(("megabytes", "due"), [(90, True), (200, False)], ids=["below", "above"])
def test_the_memory_of_a_worker_is_bounded(megabytes: int, due: bool) -> None:
    """Beyond it there is a MemoryError, which is an answer, and the worker goes on."""
    with WorkerFactory().worker(memory=128 << 20) as worker:
        if not present(worker.ready()).held("rights"):
            pytest.skip("this machine has no limits")
        load(worker, f"def f(x):\n    bytearray({megabytes} << 20)\n    return x\n")
        reply = ask(worker, seconds=5.0)
        assert reply.end is None
        raised = [fact.get("type") for fact in reply.frames[0].header.get("facts", [])]
        assert (raised == []) is due
        assert set(raised) <= {"MemoryError"}


def test_a_report_is_that_of_a_worker() -> None:
    """Without walls it says that none were asked for."""
    assert {layer.says for layer in WorkerFactory(walls=False).report().layers} <= {
        "not asked for",
        "only Linux has it",
    }


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (report(rights=True, seccomp=True), "landlock: landlock says so"),
        (report(rights=True, landlock=True), "seccomp: seccomp says so"),
        (report(), "rights: rights says so; landlock: landlock says so; seccomp: seccomp says so"),
    ],
    ids=["landlock", "seccomp", "all"],
)
def test_a_machine_without_all_walls_is_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, found: IsolationReport, says: str
) -> None:
    """What is missing and why, and what goes on without it."""
    monkeypatch.setattr(WorkerFactory, "report", lambda self: found)
    with pytest.raises(UsageError) as error:
        require_sandbox(WorkerFactory(), [])
    assert f"({says})" in str(error.value)
    assert "--isolation process" in str(error.value)


@pytest.mark.parametrize("prefix", [sys.prefix, sys.base_prefix, "/usr/lib", "/usr/local/lib"])
def test_a_course_that_every_worker_can_read_is_refused(monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
    """It lies among the libraries; elsewhere it is as good as any."""
    monkeypatch.setattr(module.WorkerFactory, "report", lambda self: FULL)
    with pytest.raises(UsageError, match="Move the course elsewhere"):
        require_sandbox(WorkerFactory(), [Path("/srv/course"), Path(prefix) / "course"])
    require_sandbox(WorkerFactory(), [Path("/srv/course")])


@pytest.mark.parametrize(
    ("modes", "due"),
    [
        pytest.param((0o755, 0o755), True, id="open"),
        pytest.param((0o755, 0o700), False, id="closed"),
        pytest.param((0o700, 0o755), False, id="below-a-closed-one"),
        pytest.param((0o755, 0o711), True, id="only-its-names-are-closed"),
        pytest.param((0o755, 0o750), False, id="open-to-the-group"),
    ],
)
@pytest.mark.parametrize("what", ["folder", "to be made", "file"])
def test_a_folder_is_open_to_others_if_all_above_it_are(modes: tuple[int, ...], due: bool, what: str) -> None:
    """What is still to be made is as open as the folder that it will lie in; a file needs to be readable too."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        (top / "outer" / "inner").mkdir(parents=True)
        (top / "outer" / "inner" / "file").touch(0o644)
        for folder, mode in ((top, 0o755), (top / "outer" / "inner", modes[1]), (top / "outer", modes[0])):
            folder.chmod(mode)
        inner = top / "outer" / "inner"
        reached = all(above.stat().st_mode & 1 for above in top.parents)
        place = {"folder": inner, "to be made": inner / "graded", "file": inner / "file"}[what]
        assert readable_by_others(place) is (due and reached)
        (inner / "file").chmod(0o640)
        if what == "file":
            assert not readable_by_others(place)


def test_what_is_open_to_others_is_refused_where_a_change_of_user_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The course, the class and the results alike; with Landlock nobody asks."""
    changed = replace(report(rights=True, seccomp=True), uid_changed=True)
    monkeypatch.setattr(module, "readable_by_others", lambda place: place.name == "open")
    for courses, private in (([Path("open")], ()), ([Path("closed")], (Path("open"),))):
        monkeypatch.setattr(WorkerFactory, "report", lambda self: changed)
        with pytest.raises(UsageError, match="open: other users can read it"):
            require_sandbox(WorkerFactory(), courses, private)
        monkeypatch.setattr(WorkerFactory, "report", lambda self: FULL)
        require_sandbox(WorkerFactory(), courses, private)
    monkeypatch.setattr(WorkerFactory, "report", lambda self: changed)
    require_sandbox(WorkerFactory(), [Path("closed")], (Path("closed"),))


@pytest.mark.parametrize(
    ("path", "read"),
    [
        pytest.param("data.txt", True, id="beside"),
        pytest.param("more/data.txt", True, id="in-a-folder-beside"),
        pytest.param("kit/answers.txt", False, id="apart"),
        pytest.param("more/../kit/answers.txt", False, id="apart-by-a-detour"),
        pytest.param("link/answers.txt", False, id="by-a-link"),
        pytest.param("above/kit/answers.txt", False, id="by-a-link-upwards"),
    ],
)
def test_what_lies_beside_a_folder_apart_is_read(tmp_path: Path, path: str, read: bool) -> None:
    """A student's data files in the folder of a kit are found, and the kit's answers are not."""
    for name in ("data.txt", "more/data.txt", "kit/answers.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("42")
    (tmp_path / "link").symlink_to(tmp_path / "kit")
    (tmp_path / "above").symlink_to(tmp_path)
    cell = WorkerFactory(apart=(tmp_path / "kit",))
    if cell.report().isolation is not Isolation.SANDBOX:
        pytest.skip("this machine does not enforce the whole sandbox")
    if not _reachable(tmp_path, cell.report()):
        pytest.skip("the worker's user does not reach this folder")
    assert (_printed(cell, tmp_path, READS.format(path)) == "42") is read
    assert _printed(cell, tmp_path, READS.format(str(tmp_path / "kit" / "answers.txt"))) != "42"
