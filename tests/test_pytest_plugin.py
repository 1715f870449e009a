"""The plugin of pytest: what it collects, what a test says, and that it costs nothing elsewhere."""

from __future__ import annotations

import subprocess  # noqa: TID251 - what an import brings with it shows in a process of its own
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml  # noqa: F401 - its extension is imported once only, and each run here forgets what it has imported

from grader import verify
from grader.authoring.scaffold import start_task
from grader.errors import JudgeError
from grader.verify import VerifiedItem, VerifiedTask, names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
PLUGIN = "grader.pytest_plugin"


@pytest.fixture
def course(pytester: pytest.Pytester) -> Path:
    """Make a course of two tasks in the folder where pytest will run."""
    for name in ("first", "second"):
        start_task(pytester.path, name)
    return pytester.path


@pytest.fixture
def run(pytester: pytest.Pytester) -> Callable[..., Any]:
    """Return a function that runs pytest in that folder, in this process and without pytest-xdist."""
    return lambda *argv: pytester.inline_run("-p", PLUGIN, "-p", "no:xdist", *argv)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Replace the trying; give the list of what was asked, and a set of what is refused."""
    asked, refused = [], set()  # type: ignore[var-annotated]

    def verify_course(folder: Any, task_ids: Any, looked: Any, *, cache: Any) -> Any:
        asked.append((tuple(task_ids), looked.seeds, looked.mutants, cache is not None))
        return [VerifiedTask(task.id, tuple(items(folder, task, looked)), "", {}) for task in tasks(folder, task_ids)]

    def items(folder: Any, task: Any, looked: Any) -> Iterator[Any]:
        for name in names_of(folder, task, mutants=looked.mutants):
            bad = (task.id, name) in refused
            yield VerifiedItem(name, not bad, f"{name}: 3 of 5 seeds" if bad else "as it must be")

    monkeypatch.setattr(verify, "verify_course", verify_course)
    return asked, refused


def tasks(folder: Path, ids: list[str]) -> tuple[Any, ...]:
    """Return tasks of a course."""
    from grader.course import load_course

    return load_course(folder, only=ids).tasks


def ends(result: Any) -> dict[Any, Any]:
    """Return how each test ended, by its name."""
    passed, skipped, failed = result.listoutcomes()
    assert skipped == []
    return {report.nodeid: report.passed for report in (*passed, *failed)}


def names(task: str, function: str) -> list[str]:
    """Return the tests of a new task."""
    empty = ["the starter", "zeros", "ones", "a constant", "the first argument", "random", "not a number", "None"]
    looked = ["right: reference", f"right: {function}_loops", f"wrong: {function}_in_one_pass"]
    looked += [f"empty: {name}" for name in empty]
    looked += [
        "check: definition",
        "check: shift",
        "check: longer",
        f"mutants: {function}",
        f"sentence: {function}_in_one_pass",
    ]
    return [f"tasks/{task}.yaml::{name}" for name in looked]


def test_there_is_a_test_for_everything_that_is_looked_at(
    course: Path, run: Callable[..., Any], said: tuple[list[Any], set[Any]]
) -> None:
    """Of each task: its solutions, checks and functions; all tasks are tried once, together."""
    asked, _ = said
    found = ends(run("tasks"))
    assert list(found) == names("first", "first") + names("second", "second")
    assert all(found.values())
    assert asked == [(("first", "second"), 200, True, True)]


def test_one_test_fails_for_one_thing(
    course: Path, run: Callable[..., Any], said: tuple[list[Any], set[Any]], pytester: pytest.Pytester
) -> None:
    """With the sentence of `grader verify`, the command that says more, and no traceback."""
    _, refused = said
    refused.add(("second", "check: shift"))
    result = pytester.runpytest_inprocess("-p", PLUGIN, "-p", "no:xdist", "tasks")
    result.assert_outcomes(passed=31, failed=1)
    result.stdout.fnmatch_lines(["*check: shift: 3 of 5 seeds", "`grader verify second` says more.", "FAILED*"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


@pytest.mark.parametrize(
    ("argv", "asked"),
    [
        (
            ["tasks", "--grader-seeds=7", "--grader-no-mutants", "--grader-no-cache"],
            (("first", "second"), 7, False, False),
        ),
        (["tasks/second.yaml"], (("second",), 200, True, True)),
        (["tasks", "-k", "second and mutants"], (("second",), 200, True, True)),
        (["tasks/first.yaml::check: shift"], (("first",), 200, True, True)),
        ([], (("first", "second"), 200, True, True)),
    ],
    ids=["options", "a file", "a word", "a test", "the whole folder"],
)
def test_only_what_has_a_test_in_this_run_is_tried(
    course: Path, run: Callable[..., Any], said: tuple[list[Any], set[Any]], argv: list[Any], asked: tuple[Any, ...]
) -> None:
    """As the options say."""
    tried, _ = said
    found = ends(run(*argv))
    assert tried == [asked]
    assert {name.partition("/")[2].partition(".")[0] for name in found} == set(asked[0])


def test_a_worker_of_xdist_tries_the_tasks_of_its_own_tests(
    course: Path, pytester: pytest.Pytester, said: tuple[list[Any], set[Any]]
) -> None:
    """Each by itself, since another worker may have the other tests."""

    class Worker:
        @staticmethod
        def pytest_configure(config: Any) -> None:
            config.workerinput = {"workerid": "gw0"}

    asked, _ = said
    pytester.inline_run("-p", PLUGIN, "-p", "no:xdist", "-p", "no:cacheprovider", "tasks", plugins=[Worker()])
    assert [tasks for tasks, *_ in asked] == [("first",), ("second",)]


@pytest.mark.parametrize("seeds", ["0", "-3", "many", ""])
def test_a_number_of_seeds_that_is_none_is_wrong_use(course: Path, pytester: pytest.Pytester, seeds: str) -> None:
    """In a sentence, before anything is collected."""
    result = pytester.runpytest_inprocess("-p", PLUGIN, "-p", "no:xdist", "tasks", f"--grader-seeds={seeds}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*'{seeds}' is no number of seeds (expected a whole number from 1 up)*"])


def test_mistakes_of_a_spec_are_told_as_such_and_the_other_task_is_collected(
    course: Path, pytester: pytest.Pytester, said: tuple[list[Any], set[Any]]
) -> None:
    """With file, line and key; there is no traceback to read."""
    path = course / "tasks" / "first.yaml"
    path.write_text(path.read_text().replace("title: First", "titel: First"))
    result = pytester.runpytest_inprocess("-p", PLUGIN, "-p", "no:xdist", "tasks", "--continue-on-collection-errors")
    result.assert_outcomes(passed=16, errors=1)
    result.stdout.fnmatch_lines(["*tasks/first.yaml:3: titel: unknown key; did you mean `title`?"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_fault_of_the_grader_fails_every_test_with_its_reason(
    course: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None passes, and nobody waits for the same fault again."""
    times = []

    def broken(*_: Any, **__: Any) -> None:
        times.append(1)
        raise JudgeError("a process was ended from outside")

    monkeypatch.setattr(verify, "verify_course", broken)
    result = pytester.runpytest_inprocess("-p", PLUGIN, "-p", "no:xdist", "tasks")
    result.assert_outcomes(failed=32)
    result.stdout.fnmatch_lines(["a process was ended from outside"])
    result.stdout.no_fnmatch_line("*Traceback*")
    assert times == [1]


@pytest.mark.parametrize(
    "path",
    ["tasks/first.yaml", "course/tasks/notes.txt", "course/tasks/deep/first.yaml", "course/other/first.yaml"],
    ids=["no reference", "no yaml", "below tasks", "beside tasks"],
)
def test_nothing_else_is_collected(pytester: pytest.Pytester, run: Callable[..., Any], path: str) -> None:
    """A yaml file of somebody else's project is left alone."""
    (pytester.path / "course" / "reference").mkdir(parents=True)
    (pytester.path / path).parent.mkdir(parents=True, exist_ok=True)
    (pytester.path / path).write_text("id: first\n")
    assert ends(run()) == {}


def test_nothing_that_takes_time_is_imported_for_it() -> None:
    """Every run of pytest loads it where the package is installed."""
    code = (
        f"import sys, {PLUGIN}; "
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'numpy', 'pydantic', 'yaml', 'click'}), "
        "*(name for name in sys.modules if name.startswith('grader.')))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.split() == [PLUGIN]


def test_the_package_registers_it() -> None:
    """Under its own name, so that `-p` names the same plugin and not a second one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["pytest11"] == {PLUGIN: PLUGIN}


@pytest.mark.slow
def test_a_new_task_passes_and_a_weakened_one_fails_by_name(pytester: pytest.Pytester) -> None:
    """Through the real thing: a tolerance that accepts zeros is refused, and nothing else is."""
    start_task(pytester.path, "spread")
    argv = ("-p", PLUGIN, "-p", "no:xdist", "tasks", "--grader-seeds", "2", "--grader-no-cache")
    pytester.runpytest_subprocess(*argv).assert_outcomes(passed=16)
    path = pytester.path / "tasks" / "spread.yaml"
    path.write_text(
        path.read_text().replace("ref.spread(x), scale=dot(x, x))", "ref.spread(x), scale=dot(x, x), rtol=1)", 1)
    )
    result = pytester.runpytest_subprocess(*argv, "--grader-no-mutants")
    result.stdout.fnmatch_lines(["*check `definition`: its tolerance accepts 0 in 100% of the cases*"])
    assert "FAILED tasks/spread.yaml::check: definition" in result.stdout.str()
