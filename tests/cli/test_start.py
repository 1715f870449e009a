"""The start of `grader check`: it imports what it needs, and remembers the task."""

from __future__ import annotations

import json
import os
import subprocess  # noqa: TID251 - what a command imports is seen in a process of its own
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.release import release
from tests.cli.running import RIGHT, WRONG, write_course

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

ROOT = Path(__file__).parents[2]
COMMAND = """
import json, sys
sys.argv[0] = "grader"
from grader.__main__ import main
try:
    main()
except SystemExit as stop:
    sys.stderr.write(json.dumps([stop.code, sorted(sys.modules)]))
"""
CHECK = ("check", "work/scan.py", "--task", "scan")
NEVER = (
    "asyncio", "concurrent.futures", "dask", "difflib", "hypothesis", "IPython", "jinja2", "latex2mathml",
    "markdown_it", "multiprocessing", "nbformat", "numpy.typing", "packaging", "pandas", "pydantic",
    "pydantic_core", "pygments", "rich", "scipy", "sqlite3", "ssl", "starlette", "unittest", "yaml",
    "grader.batch", "grader.diagnosis.diagnose", "grader.diagnosis.shrink", "grader.intake", "grader.lms.http",
    "grader.marking", "grader.notebook", "grader.presentation.drawing", "grader.presentation.terminal",
    "grader.release", "grader.report", "grader.store", "grader.verify",
)  # fmt: skip
"""What takes long to import, and what a right submission to a known task has no use for."""


def _hand_in(folder: Path, code: str) -> None:
    (folder / "work").mkdir()
    (folder / "work" / "scan.py").write_text(code)


def _run(folder: Path, **environment: str) -> tuple[int, str, str]:
    """Return the exit code of a check, and what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "grader", *CHECK], cwd=folder, capture_output=True, check=False, timeout=120, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def _modules(folder: Path, *options: str, **environment: str) -> Sequence[str]:
    """Return what is imported by a check of right work."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *CHECK, *options], cwd=folder, capture_output=True, check=False, timeout=120,
        text=True, env={**os.environ, **environment},
    )  # fmt: skip
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert isinstance(names, list)
    assert code == 0, done.stdout
    assert "grader.judge.grading" in names
    return names


def _unused(modules: Sequence[str], *, needed: Collection[str] = ()) -> list[str]:
    never = [name for name in NEVER if name not in needed]
    return [name for name in modules if any(name == other or name.startswith(f"{other}.") for other in never)]


def test_a_check_imports_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    """Each of these is a part of the second that a student waits; only the first check of a task reads YAML.

    So it is without a cache, with an empty one, which that check fills, and with a full one.
    """
    write_course(tmp_path)
    _hand_in(tmp_path, RIGHT)
    assert _unused(_modules(tmp_path, GRADER_COURSE_CACHE="off"), needed={"yaml"}) == []
    first = _modules(tmp_path)
    assert "yaml" in first
    assert _unused(first, needed={"yaml"}) == []
    assert _unused(_modules(tmp_path)) == []


@pytest.mark.parametrize(
    "options",
    [("--format", "json"), pytest.param(("--isolation", "process"), marks=pytest.mark.wide)],
    ids=["platform", "open"],
)
def test_a_grade_that_may_lack_walls_takes_nothing_from_the_cache_and_leaves_nothing_there(
    options: tuple[str, str], tmp_path: Path
) -> None:
    """On a platform, or without walls by wish: a student's code could have written it."""
    write_course(tmp_path)
    _hand_in(tmp_path, RIGHT)
    caches = tmp_path / "caches"
    assert "yaml" in _modules(tmp_path, *options, XDG_CACHE_HOME=str(caches))
    assert not caches.exists()
    assert _run(tmp_path, XDG_CACHE_HOME=str(caches))[0] == 0
    assert sorted(path.name for path in caches.glob("grader/*")) == ["courses", "prepared"]
    assert "yaml" in _modules(tmp_path, *options, XDG_CACHE_HOME=str(caches))


def test_a_students_kit_is_read_without_pydantic(tmp_path: Path) -> None:
    """Its manifest and its recorded answers too."""
    course = load_course(write_course(tmp_path / "course"))
    release(course, course.tasks, tmp_path / "kit")
    folder = tmp_path / "kit"
    _hand_in(folder, RIGHT)
    assert _unused(_modules(folder, GRADER_COURSE_CACHE="off"), needed={"yaml"}) == []
    known = _run(folder)
    assert known[0] == 0
    assert _run(folder, GRADER_FULL_MODELS="yes") == known


@pytest.mark.parametrize(
    "code",
    [pytest.param(RIGHT, id="right", marks=pytest.mark.slow), pytest.param(WRONG, id="wrong", marks=pytest.mark.wide)],
)
def test_a_check_says_the_same_with_plain_and_with_validated_models(code: str, tmp_path: Path) -> None:
    """The first start reads the task file, the second one knows it and validates nothing, the third one validates."""
    write_course(tmp_path)
    _hand_in(tmp_path, code)
    known = _run(tmp_path)
    assert known[0] == (0 if code == RIGHT else 1)
    assert _run(tmp_path) == known
    assert _run(tmp_path, GRADER_FULL_MODELS="yes") == known
    assert _run(tmp_path, GRADER_COURSE_CACHE="off") == known


@pytest.mark.wide
def test_a_fault_of_the_course_is_found_by_a_start_that_validates(tmp_path: Path) -> None:
    """Plain models never decide that something is the grader's fault: the command starts again and says the same."""
    course = write_course(tmp_path)
    load_course(course)
    _hand_in(tmp_path, RIGHT)
    (course / "reference" / "scan.py").write_text(RIGHT.replace("np.cumsum(x)", "1 / 0"))
    code, out, err = _run(tmp_path)
    assert code == 3
    assert "ZeroDivisionError" in err
    assert (code, out, err) == _run(tmp_path, GRADER_FULL_MODELS="yes")


def test_a_second_start_imports_nothing_from_the_working_directory(tmp_path: Path) -> None:
    """It is started as the first one was: a student's module beside the work stands for no library of the grader's."""
    script = Path(sys.executable).with_name("grader")
    assert script.is_file(), "the command is installed beside the interpreter"
    course = write_course(tmp_path)
    load_course(course)
    _hand_in(tmp_path, RIGHT)
    (course / "reference" / "scan.py").write_text(RIGHT.replace("np.cumsum(x)", "1 / 0"))
    for library in ("click", "pydantic", "numpy", "grader"):
        (tmp_path / f"{library}.py").write_text("print('taken over')\n")
    done = subprocess.run([script, *CHECK], cwd=tmp_path, capture_output=True, check=False, timeout=120, text=True)
    assert done.returncode == 3
    assert "ZeroDivisionError" in done.stderr
    assert "taken over" not in done.stdout + done.stderr


def test_a_task_file_with_a_mistake_is_explained(tmp_path: Path) -> None:
    """Another task is known, so that the command begins with plain models; a mistake needs those that validate."""
    course = write_course(tmp_path)
    load_course(course)
    _hand_in(tmp_path, RIGHT)
    file = course / "tasks" / "scan.yaml"
    file.write_text(file.read_text().replace("cases: 20", "cases: many"))
    code, out, err = _run(tmp_path)
    assert (code, out) == (2, "")
    assert "tasks/scan.yaml" in err
    assert "cases" in err
