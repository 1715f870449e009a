"""What happens to processes in the middle of a class: stopped, killed, left alone; real ones, by the command line."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.batch.class_of import SLOW, WRONG, below, results, table, write_class
from tests.batch.family import finish, forkers, pool, start, wait_for

pytestmark = pytest.mark.slow
SEED = ("--seed", "5")
STUDENTS = {f"s{number}": SLOW for number in range(8)} | {"t": WRONG}


def done(root: Any, least: Any) -> Any:
    """Whether so many results are on disk: a page is written before its result."""
    return len(list((root / "out/reports").glob("[!.]*.html"))) > least


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the table and the decisions of a run to which nothing happens."""
    root = write_class(tmp_path_factory.mktemp("undisturbed"), **STUDENTS)
    finish(start(root, *SEED), 0)
    return table(root), results(root)


@pytest.fixture
def root(tmp_path: Path) -> Any:
    """Return the same class."""
    return write_class(tmp_path, **STUDENTS)


def test_ctrl_c_and_the_same_command_again(root: Any, undisturbed: Any) -> None:
    """What was graded stays and is not graded again; the rest is as if nothing had happened; no process is left."""
    process = start(root, *SEED)
    wait_for(lambda: done(root, 2))
    family = below(process.pid)
    process.send_signal(signal.SIGINT)
    assert "run the same command to continue" in finish(process, 130)
    kept = len(results(root))
    assert 2 <= kept < len(STUDENTS)
    wait_for(lambda: not [number for number, _, line in family if line and _runs(number, line)])
    assert f"{len(STUDENTS) - kept} graded, {kept} had a result" in finish(start(root), 0)
    assert (table(root), results(root)) == undisturbed


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM], ids=lambda sign: sign.name)
def test_a_batch_that_is_killed_leaves_no_process(root: Any, undisturbed: Any, sign: Any) -> None:
    """Its processes notice and end with their workers; run the same command to continue."""
    process = start(root, *SEED)
    wait_for(lambda: done(root, 1))
    family = below(process.pid)
    process.send_signal(sign)
    finish(process, -sign)
    wait_for(lambda: not [number for number, _, line in family if _runs(number, line)])
    finish(start(root), 0)
    assert (table(root), results(root)) == undisturbed


def test_a_pool_process_that_is_killed_costs_nobody_anything(root: Any, undisturbed: Any) -> None:
    """Another one takes over what it had in hand."""
    process = start(root, *SEED)
    wait_for(lambda: done(root, 1))
    os.kill(pool(process.pid)[0], signal.SIGKILL)
    finish(process, 0)
    assert (table(root), results(root)) == undisturbed


def test_without_the_process_that_they_are_forks_of_the_others_go_on(root: Any, undisturbed: Any) -> None:
    """It has done what it is for."""
    process = start(root, *SEED)
    wait_for(lambda: done(root, 1))
    (victim,) = forkers(process.pid)
    os.kill(victim, signal.SIGKILL)
    finish(process, 0)
    assert (table(root), results(root)) == undisturbed


def test_a_worker_that_is_killed_costs_its_check_only(root: Any, undisturbed: Any) -> None:
    """The student whose worker it was reads of it; everybody else has what they had."""
    process = start(root, *SEED)
    wait_for(lambda: done(root, 1))
    number = wait_for(lambda: [number for number, depth, _ in below(process.pid) if depth > 1])[-1]
    os.kill(number, signal.SIGKILL)
    process.wait(120)
    said = finish(process, process.returncode)
    if process.returncode:  # it was killed before it had taken the submission: nobody's fault but ours
        assert (process.returncode, said.count(": no result. ")) == (3, 1)
        finish(start(root), 0)
    _, before = undisturbed
    changed = {name: checks for name, checks in results(root).items() if checks != before[name]}
    assert len(changed) <= 1
    assert {outcome for checks in changed.values() for _, outcome, _ in checks} <= {"error", "passed"}


def _runs(number: Any, line: Any) -> Any:
    """Whether a process still runs and is the one that it was."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().decode() == line != ""
    except (FileNotFoundError, ProcessLookupError):
        return False
