"""Cases and expected answers of an earlier start are taken as long as nothing has changed, and never believed."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader import PUBLIC_SEED
from grader.cache_folder import VARIABLE, users_folder
from grader.checks.kept_values import KeptValues
from grader.course import load_course, prepared_cache
from grader.course.prepared_cache import PreparedCache
from grader.judge.local import cache_for
from grader.judge.preparation import Preparation, PreparationFault
from grader.values.columns import ValueColumn, column_of, same_bits
from grader.worker.wire.columns import Column
from grader.worker.wire.plain import NamedValues
from tests.course.scan_course import scan_course, use_own_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.checks.statement import PreparedCheck
    from grader.checks.task import Task
    from grader.values.columns import AnyColumn

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a cache of its own."""
    use_own_cache(tmp_path, monkeypatch)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course of one task."""
    return scan_course(tmp_path)


def prepared(folder: Path, task: Task) -> dict[str, PreparedCheck]:
    """Return the checks of a task as one start prepares them, and keep what may be kept."""
    cache = PreparedCache(folder)
    preparation = Preparation(PUBLIC_SEED, cache)
    checks = {check.id: preparation.of(task.id, check) for check in task.checks}
    cache.keep()
    assert not [check for check in checks.values() if isinstance(check, PreparationFault)]
    return {name: check for name, check in checks.items() if not isinstance(check, PreparationFault)}


def task_of(folder: Path, name: str = "scan") -> Task:
    """Return a task of a course."""
    (task,) = load_course(folder, [name]).tasks
    return task


def known(folder: Path, task: Task) -> set[str]:
    """Return the checks of which a new start knows the cases."""
    cache = PreparedCache(folder)
    return {check.id for check in task.checks if cache.of(task.id, check.id) is not None}


def entry() -> Path:
    """Return the one file of the cache."""
    (path,) = users_folder("prepared").glob("*.values")
    return path


def _same(a: AnyColumn, b: AnyColumn) -> bool:
    return type(a) is type(b) and len(a) == len(b) and bool(same_bits(a, b).all())


TASKS = sorted(path.stem for path in (ROOT / "tasks").glob("*.yaml"))


QUICK = {"hopfield", "scan", "nested_lists"}


@pytest.mark.parametrize(
    "name",
    [
        name if name in QUICK else pytest.param(name, marks=pytest.mark.slow)
        for name in [*TASKS, "two_sum", "nested_lists"]
    ],
)
def test_what_was_kept_is_what_was_prepared(name: str) -> None:
    """Cases, drawn inputs, answers and questions, in every bit; and the reference is not called for it."""
    folder = ROOT if name in TASKS else ROOT / "examples" / "python_basics"
    task = task_of(folder, name)
    first, second = prepared(folder, task), prepared(folder, task)
    assert {key for key, check in first.items() if check.kept is not None} == known(folder, task)
    for key in known(folder, task):
        old, new = first[key].kept, second[key].kept
        assert old is not None
        assert new is not None
        assert (old.count, old.originals, old.derived, list(old.inputs)) == (
            new.count, new.originals, new.derived, list(new.inputs),
        )  # fmt: skip
        assert all(_same(old.inputs[part], new.inputs[part]) for part in old.inputs)
        assert [value is None for value in old.values] == [value is None for value in new.values]
        pairs = zip(old.values, new.values, strict=True)
        assert all(_same(one, other) for one, other in pairs if one is not None and other is not None)
        statements = first[key].statement, second[key].statement
        if statements[0] is None or statements[1] is None:
            continue
        questions = [statement.first for statement in statements if statement is not None]
        assert questions[0] is not None
        assert questions[1] is not None
        assert (questions[0].text, questions[0].body) == (questions[1].text, questions[1].body)
        drawn, later = (statement.cases.drawn for statement in statements if statement is not None)
        assert len(drawn) == len(later)
        assert repr(list(drawn)) == repr(list(later))


def test_the_reference_is_not_called(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither are cases drawn, before somebody looks at one."""
    task = task_of(course)
    prepared(course, task)
    calls: list[str] = []
    monkeypatch.setattr("grader.checks.cases.draw", lambda *_: calls.append("draw"))
    for name in task.reference:
        monkeypatch.setitem(task.reference, name, lambda *_: calls.append("reference"))
    assert prepared(course, task)
    assert calls == []


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _write(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("X = 1\n", encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "the task": lambda course: _edit(course / "tasks" / "scan.yaml", "cases: 20", "cases: 21"),
    "the reference": lambda course: _edit(course / "reference" / "scan.py", "return", "return 1 *"),
    "a file beside the reference": lambda course: _write(course / "reference" / "helper.py"),
    "a support file": lambda course: _write(course / "support" / "data.txt"),
    "the time of a file": lambda course: os.utime(course / "reference" / "scan.py", ns=(5, 5)),
    "damage": lambda _: entry().write_bytes(entry().read_bytes()[:-8] + bytes(8 * [255])),
    "half a file": lambda _: entry().write_bytes(entry().read_bytes()[: entry().stat().st_size // 2]),
    "nothing in it": lambda _: entry().write_bytes(b""),
    "no JSON": lambda _: entry().write_bytes(b"(lp0\n."),
    "others may write it": lambda _: entry().chmod(0o666),
    "its group may write it": lambda _: entry().chmod(0o620),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_taken_after_a_change(change: str, course: Path) -> None:
    """The checks are prepared, and kept anew."""
    task = task_of(course)
    expected = prepared(course, task)
    assert known(course, task) == {key for key, check in expected.items() if check.kept is not None} != set()
    CHANGES[change](course)
    assert known(course, task) == set()
    assert prepared(course, task).keys() == expected.keys()


@pytest.mark.parametrize(
    "patched",
    [
        pytest.param(("sys.version", "4.0"), id="Python"),
        pytest.param(("grader.course.prepared_cache.np.__version__", "1.0"), id="numpy"),
        pytest.param(("grader.__version__", "0.0"), id="grader"),
        pytest.param(("platform.node", lambda: "another"), id="machine"),
        pytest.param(("grader.course.prepared_cache.module_facts", lambda _: ["a"]), id="modules of the grader"),
        pytest.param(("os.geteuid", lambda: -1), id="another user"),
        pytest.param(("grader.course.prepared_cache._file_facts", lambda path: [path, 0, 0]), id="a library"),
    ],
)
def test_nothing_is_taken_from_elsewhere(patched: Any, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of anything that decides, another machine, another user."""
    task = task_of(course)
    prepared(course, task)
    assert known(course, task)
    monkeypatch.setattr(*patched)
    assert known(course, task) == set()


@pytest.mark.parametrize(("name", "count"), [("_reference_reference_elsewhere", 1), ("a_library_that_is_gone", 0)])
def test_modules_of_other_courses_decide_nothing(
    name: str, count: int, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their folder may be gone; beside a library that is gone nothing is kept, since nobody sees it change."""
    module = ModuleType(name)
    module.__file__ = str(tmp_path / "gone" / "module.py")
    monkeypatch.setitem(sys.modules, name, module)
    task = task_of(course)
    prepared(course, task)
    assert len(list(users_folder("prepared").glob("*.values"))) == count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(r'"count": \d+', '"count": 3', id="another number of cases"),
        pytest.param(r'"<f8"', '"|O"', id="objects"),
        pytest.param(r'"values": \[', '"values": [99999, ', id="a column that is not there"),
        pytest.param(r'"inputs": \{', '"inputs": [', id="no JSON"),
    ],
)
def test_a_header_that_does_not_fit_is_ignored(old: str, new: str, course: Path) -> None:
    """Whatever it says, no object is made of it but numbers and plain values."""
    task = task_of(course)
    prepared(course, task)
    head, _, body = entry().read_bytes().partition(b"\n")
    changed, count = re.subn(old, new, head.decode())
    assert count
    entry().write_bytes(changed.encode() + b"\n" + body)
    assert known(course, task) == set()


def test_values_of_another_check_are_not_taken(course: Path) -> None:
    """A check whose expressions have other nodes is prepared anew: a verdict needs all of them."""
    task = task_of(course)
    cache = PreparedCache(course)
    checks = prepared(course, task)
    one = next(check for check in task.checks if checks[check.id].kept is not None)
    kept = checks[one.id].kept
    assert kept is not None
    cut = KeptValues(kept.count, kept.inputs, kept.originals, kept.derived, kept.values[:-1])
    cache._known[task.id] = {one.id: cut}
    again = Preparation(PUBLIC_SEED, cache).of(task.id, one)
    assert not isinstance(again, PreparationFault)
    assert again.kept is not None
    assert len(again.kept.values) == len(kept.values)


def test_nothing_is_kept_that_is_not_wanted(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user may turn the cache off."""
    assert prepared_cache.prepared_cache(course) is not None
    monkeypatch.setenv(VARIABLE, "off")
    assert prepared_cache.prepared_cache(course) is None


def test_a_task_of_huge_cases_is_prepared_each_time(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading them would take longer than drawing them."""
    monkeypatch.setattr(prepared_cache, "LARGEST", 100)
    task = task_of(course)
    prepared(course, task)
    assert known(course, task) == set()


def test_what_is_written_is_short_enough_to_be_read(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to the last byte; else it would be written at every start, and never taken."""
    task = task_of(course)
    prepared(course, task)
    size, kept = entry().stat().st_size, known(course, task)
    assert kept
    for largest, names in ((size - 1, set()), (size, kept)):
        for path in users_folder("prepared").iterdir():
            path.unlink()
        monkeypatch.setattr(prepared_cache, "LARGEST", largest)
        prepared(course, task)
        assert known(course, task) == names


def test_a_folder_that_cannot_be_written_is_no_fault(course: Path, tmp_path: Path) -> None:
    """The cache is a convenience."""
    (tmp_path / "cache").write_text("a file")
    task = task_of(course)
    assert prepared(course, task)
    assert known(course, task) == set()


def test_only_the_owner_reads_it(course: Path) -> None:
    """Expected answers are nobody else's business."""
    prepared(course, task_of(course))
    assert entry().stat().st_mode & 0o777 == 0o600
    assert entry().parent.stat().st_mode & 0o777 == 0o700
    assert json.loads(entry().read_bytes().partition(b"\n")[0])["checks"]


@pytest.mark.parametrize(
    ("values", "can"),
    [
        pytest.param([1.0, 2.5], True, id="reals"),
        pytest.param([True, False], True, id="truths"),
        pytest.param([np.zeros((2, 3)), np.ones((1, 0))], True, id="matrices"),
        pytest.param(["a", None, b"c", 3, 2.5j], True, id="plain values"),
        pytest.param([[1, [2, {"a": (1, {2})}]]], True, id="nested"),
        pytest.param([[np.arange(3)]], True, id="an array in a list"),
        pytest.param([2**70], True, id="a large whole number"),
        pytest.param([[np.float64(1)]], False, id="numpy's number in a list"),
        pytest.param([[np.zeros(3, dtype=np.float32)]], False, id="single precision in a list"),
        pytest.param([[np.zeros((2, 3)).T]], False, id="another order in memory"),
        pytest.param([NamedValues("", ("a",), (1,))], False, id="named parts"),
        pytest.param([object()], False, id="an object"),
    ],
)
def test_what_comes_back_as_it_was(values: list[Any], can: bool) -> None:
    """Anything else is prepared each time."""
    column = column_of(values, strict=True)
    assert prepared_cache._can_be_kept(column) is can
    if not can:
        return
    kept = KeptValues(len(values), {"x": column}, (), (), (column, None))
    head, _, body = prepared_cache._packed("key", [], {"check": kept}).partition(b"\n")
    again = prepared_cache._ColumnReader(json.loads(head), body).checks()["check"]
    assert again.inputs["x"] is again.values[0]
    assert isinstance(again.inputs["x"], ValueColumn) is isinstance(column, ValueColumn)
    assert _same(column, again.inputs["x"])
    if isinstance(column, Column) and isinstance(again.inputs["x"], Column):
        again.inputs["x"].flat[:] = 0  # whoever is given an array may write into it


def test_only_the_public_seed_is_kept(course: Path) -> None:
    """The cases of any other one are nothing that a student may find in a file."""
    assert cache_for(course, PUBLIC_SEED) is not None
    assert cache_for(course, PUBLIC_SEED + 1) is None
