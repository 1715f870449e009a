"""What an earlier start understood of a task file is used as long as nothing has changed, and never believed."""

from __future__ import annotations

import json
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.cache_folder import VARIABLE, courses_folder
from grader.checks.task import TaskSpec
from grader.course import course as module
from grader.course import load_course, spec_cache
from grader.course.models import task_spec
from grader.course.reading import read
from grader.domains import Vector
from grader.errors import SpecError
from tests.cli.running import RIGHT, SCAN
from tests.course.scan_course import scan_course, use_own_cache
from tests.samples.families import some_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.course.document import Document

ROOT = Path(__file__).parents[2]
TASKS = sorted([*(ROOT / "tasks").glob("*.yaml"), *(ROOT / "examples").glob("*/tasks/*.yaml")])


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a cache of its own."""
    use_own_cache(tmp_path, monkeypatch)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course of one task."""
    return scan_course(tmp_path)


def task_file(course: Path) -> Path:
    """Return the one task file."""
    return course / "tasks" / "scan.yaml"


def entry_of(course: Path) -> Path:
    """Return the one entry of the cache."""
    load_course(course)
    (entry,) = courses_folder().iterdir()
    return entry


def found(course: Path) -> Document | None:
    """Return the task as it is known from before."""
    return spec_cache.find(task_file(course), "tasks/scan.yaml")


@pytest.mark.parametrize("path", some_of({f"{path.parents[1].name}-{path.stem}": path for path in TASKS}))
def test_every_task_comes_back_as_it_was(path: Path) -> None:
    """All models of a spec, with all their fields and which of them were written out."""
    document = read(path, path.name)
    spec = task_spec(document).spec
    spec_cache.keep(path, document)
    known = spec_cache.find(path, path.name)
    assert known is not None
    assert known.parsed is not None
    assert known.parsed == task_spec(document)
    assert repr(known.parsed.spec) == repr(spec)
    assert task_spec(known).spec is known.parsed.spec


def test_the_second_start_reads_no_yaml(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And compiles the same task."""
    first = load_course(course).tasks[0]
    monkeypatch.setattr(module, "read", lambda *_: pytest.fail("the task file was read again"))
    again = load_course(course).tasks[0]
    assert again.spec == first.spec
    assert [check.plan.nodes for check in again.checks] == [check.plan.nodes for check in first.checks]


CHANGES: dict[str, Callable[[Path], object]] = {
    "the task": lambda course: task_file(course).write_text(SCAN + "# changed\n", encoding="utf-8"),
    "no task": lambda course: task_file(course).unlink(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_another_file_is_not_known(name: str, course: Path) -> None:
    """By its content: its time and size may be what they were."""
    load_course(course)
    assert found(course) is not None
    CHANGES[name](course)
    assert found(course) is None


@pytest.mark.parametrize("name", ["pydantic", "version", "modules"])
def test_another_grader_knows_nothing(name: str, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The models decide as the file does: another pydantic, another Python, a changed module."""
    load_course(course)
    if name == "pydantic":
        monkeypatch.setattr(spec_cache, "library_facts", lambda *_: ["pydantic:1:1"])
    elif name == "version":
        monkeypatch.setattr(sys, "version", "3.99")
    else:
        monkeypatch.setattr(spec_cache, "module_facts", lambda folder: [f"{folder.name}:1:1"])
    assert found(course) is None


def _with(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda entry: {**entry, **changes}


def _with_field(name: str, value: Any) -> Callable[[dict[str, Any]], object]:
    def change(entry: dict[str, Any]) -> object:
        entry["spec"]["fields"][name] = value
        return entry

    return change


DAMAGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "no mapping": lambda _: [1, 2],
    "no key": _with(key=""),
    "no spec": _with(spec=None),
    "another model": _with(spec={"model": "grader.domains.vector.Vector", "fields": {}, "set": []}),
    "no model": _with(spec={"model": "os.system", "fields": {}, "set": []}),
    "no model of ours": _with(spec={"model": "pydantic.main.BaseModel", "fields": {}, "set": []}),
    "an enumeration": _with(spec={"enum": "grader.results.outcomes.Outcome", "value": "passed"}),
    "no enumeration": _with_field("title", {"enum": "subprocess.Popen", "value": "true"}),
    "no number": _with_field("cases", {"float": "many"}),
    "no structure": _with_field("checks", {"set": [1]}),
    "deep": _with(spec=json.loads("[" * 900 + "]" * 900)),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_entry_is_ignored(name: str, course: Path) -> None:
    """And made again by the next start."""
    entry = entry_of(course)
    entry.write_text(json.dumps(DAMAGED[name](json.loads(entry.read_text()))))
    assert found(course) is None
    assert load_course(course).tasks[0].id == "scan"
    assert found(course) is not None


@pytest.mark.parametrize("data", [b"", b"\x00" * 99, b'{"key": ', b"\xff\xfe", b"[" * 100_000], ids=range(5))
def test_what_is_no_entry_is_ignored(data: bytes, course: Path) -> None:
    """Half of one, other bytes, or JSON that is too deep to be read."""
    entry_of(course).write_bytes(data)
    assert found(course) is None
    assert load_course(course).tasks[0].id == "scan"


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
@pytest.mark.parametrize("bit", [stat.S_IWGRP, stat.S_IWOTH], ids=["group", "others"])
def test_what_others_may_have_written_is_ignored(bit: int, course: Path) -> None:
    """An entry decides what is asked, so that nobody else's is believed."""
    entry = entry_of(course)
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    entry.chmod(0o600 | bit)
    assert found(course) is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users of POSIX")
def test_another_users_entry_is_ignored(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where rights would not tell."""
    entry_of(course)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert found(course) is None


@pytest.mark.parametrize("obstacle", ["a file", "a folder"])
def test_a_place_that_cannot_be_written_keeps_nothing(obstacle: str, course: Path, tmp_path: Path) -> None:
    """And is no reason to fail."""
    if obstacle == "a file":
        (tmp_path / "cache").write_text("")
    else:
        entry = entry_of(course)
        entry.unlink()
        entry.mkdir()
    assert load_course(course).tasks[0].id == "scan"
    assert found(course) is None


def test_a_user_without_a_home_keeps_nothing(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs under any number."""

    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", no_home)
    assert load_course(course).tasks[0].id == "scan"
    assert found(course) is None


def test_many_at_once_write_whole_entries(course: Path) -> None:
    """Each start finds a whole entry or none."""

    def start(_: int) -> bool:
        spec_cache.keep(path, document)
        return spec_cache.find(path, "tasks/scan.yaml") is not None

    path = task_file(course)
    document = read(path, "tasks/scan.yaml")
    task_spec(document)
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(start, range(40)))
    assert len(list(courses_folder().iterdir())) == 1


def test_a_mistake_that_comes_later_has_its_line(course: Path) -> None:
    """The reference has lost a function: the task file is read for the place where it is asked for."""
    load_course(course)
    (course / "reference" / "scan.py").write_text(RIGHT.replace("scan_backward", "other"))
    with pytest.raises(SpecError, match=r"tasks/scan.yaml:7: functions.scan_backward"):
        load_course(course)


def test_a_task_with_a_mistake_is_not_kept(course: Path) -> None:
    """Its mistakes need the lines of the file."""
    task_file(course).write_text(SCAN.replace("points: 1", "points: none"))
    for _ in range(2):
        with pytest.raises(SpecError, match="points"):
            load_course(course)
    assert not courses_folder().exists()


def test_off_keeps_nothing_and_finds_nothing(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For whoever wants no files in a home folder."""
    monkeypatch.setenv(VARIABLE, "off")
    load_course(course)
    assert not courses_folder().exists()
    monkeypatch.delenv(VARIABLE)
    load_course(course)
    monkeypatch.setenv(VARIABLE, "off")
    assert found(course) is None


def test_a_value_that_is_no_plain_data_is_not_kept(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of tomorrow may hold anything."""
    document = read(task_file(course), "tasks/scan.yaml")
    spec = task_spec(document).spec
    assert isinstance(spec, TaskSpec)
    assert isinstance(spec.inputs["x"], Vector)
    monkeypatch.setitem(spec.sizes, "n", {1, 2})
    spec_cache.keep(task_file(course), document)
    assert not courses_folder().exists()


def test_a_course_can_be_read_from_its_files_alone(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept then, and nothing taken that was kept."""
    load_course(course, remember=False)
    assert not courses_folder().exists()
    load_course(course)
    monkeypatch.setattr(spec_cache, "find", lambda *_: pytest.fail("looks into the cache"))
    assert [task.id for task in load_course(course, remember=False).tasks] == ["scan"]
