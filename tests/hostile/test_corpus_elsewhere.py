"""The same variants on the other ways to a result: a student's own check, a notebook's, a regrade, a cluster."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - a command is a process
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.batch import Batch, recorded, regrade, run
from grader.batch.cluster import Cluster
from grader.batch.machines import Machines, Processes
from grader.notebook.answering import answer
from grader.store import Folder, Store
from tests.batch.test_cluster import Scheduler
from tests.hostile.corpus import write
from tests.hostile.corpus_runs import ROOT, write_course
from tests.hostile.corpus_texts import TEXTS

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are those of Linux")

NAMES = [
    "threads-threads-called",
    "judge-decodes-punycode",
    "judge-frames",
    "judge-keys",
    "judge-names",
    "answers-line-ends",
    "answers-space",
    "answers-directions",
    "cells-control",
    "facts-PART-facts.0.type-surrogate",
    "facts-PART-facts.0.text-control",
    "facts-LOADED-names.0.name-surrogate",
    "facts-DONE-warned.0.text-surrogate",
    "facts-DONE-changed-object",
    "lines-DONE-yields.0.0.text-surrogate",
    "time-sleeps-0.05-dies",
]
OUTCOMES = {"passed", "failed", "error", "timeout", "skipped", "pending"}
"""Everything but `judge_error`."""


def _outcomes(result: dict[str, Any]) -> set[str]:
    return {check["outcome"] for task in result["tasks"] for check in task["checks"]}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course with short limits."""
    folder = tmp_path_factory.mktemp("of") / "course"
    write_course(folder, 1.0)
    return folder


@pytest.mark.parametrize("isolation", ["process", pytest.param("sandbox", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", [NAMES[9], *(pytest.param(name, marks=pytest.mark.slow) for name in (NAMES[1], *NAMES[2::8]))])
def test_an_own_check_ends_with_a_result(name: str, isolation: str, course: Path, tmp_path: Path) -> None:
    """In the terminal and as JSON, with an exit code that speaks of the work and not of the grader."""
    write(tmp_path / "work", name)
    command = [sys.executable, "-m", "grader", "check", "work", "--course", str(course), "--json", "result.json"]
    done = subprocess.run(
        [*command, "--isolation", isolation], cwd=tmp_path, capture_output=True, timeout=120, check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert _outcomes(json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))) <= OUTCOMES
    assert not {27, 7, 0} & set(done.stdout)


@pytest.mark.parametrize("name", [pytest.param(NAMES[9], marks=pytest.mark.slow), NAMES[13]])
def test_a_notebooks_check_ends_with_a_report(name: str, course: Path, tmp_path: Path) -> None:
    """The notebook shows text and a page, whatever its own code makes the worker say."""
    write(tmp_path, name)
    (source,) = tmp_path.glob("*.py")
    request = {"course": str(course), "tasks": ["scan"], "path": str(source)}
    reply = json.loads(answer(json.dumps(request)))
    assert _outcomes(reply["result"]) <= OUTCOMES
    (reply["text"] + reply["page"]).encode()


@pytest.mark.parametrize("text", ["line-ends", pytest.param("control", marks=pytest.mark.slow)])
def test_a_notebooks_cells_are_read_whatever_they_hold(text: str, course: Path, tmp_path: Path) -> None:
    """Markdown of any kind lies beside code that is right."""
    write(tmp_path, f"cells-{text}")
    notebook = (tmp_path / "softmax.ipynb").read_text(encoding="utf-8")
    request = {"course": str(course), "tasks": ["softmax"], "name": "softmax.ipynb", "notebook": notebook}
    assert TEXTS[text]
    assert json.loads(answer(json.dumps(request)))["result"]["points"] >= 20


def _grade(root: Path, machines: Machines) -> Batch:
    write_course(root / "course", 1.0)
    for name in NAMES:
        write(root / "class" / name, name)
    batch = Batch(root / "class", root / "course", root / "out", machines)
    progress = run(batch, lambda _: None)
    assert (progress.failures, progress.judge_errors, progress.graded) == ({}, {}, len(NAMES))
    return batch


def _results(root: Path) -> dict[str, dict[str, Any]]:
    with Store(Folder(root / "out")) as store:
        return {stored.submission: json.loads(stored.text) for stored in store.all()}


@pytest.mark.slow
def test_a_regrade_decides_the_same(tmp_path: Path) -> None:
    """A class of attacks, graded again after a change of the course: no failure, and no points more than before."""
    _grade(tmp_path, Processes(2))
    before = _results(tmp_path)
    task = tmp_path / "course/tasks/scan.yaml"
    task.write_text(task.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    found = regrade(recorded(tmp_path / "out", Processes(2)), lambda _: None, apply=True)
    assert (found.progress.failures, found.progress.judge_errors) == ({}, {})
    after = _results(tmp_path)
    assert {name: result["points"] for name, result in after.items()} == {
        name: result["points"] for name, result in before.items()
    }


@pytest.mark.cluster
def test_a_cluster_grades_them(tmp_path: Path) -> None:
    """Two workers of a scheduler, each with a zygote of its own."""
    (dask := tmp_path / "dask").mkdir()
    scheduler = Scheduler(dask)
    try:
        _grade(tmp_path, Cluster(scheduler.address))
    finally:
        scheduler.close()
    assert all(_outcomes(result) <= OUTCOMES for result in _results(tmp_path).values())
