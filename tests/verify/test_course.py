"""All tasks on one pool: a weakened spec is refused by name, and whoever is ended leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess  # noqa: TID251 - the command is ended from outside, as a person does
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader.errors import JudgeError, SpecError
from grader.verify import VerifyOptions, verify_course
from grader.verify.course import FIRST, LONG, _TaskVerification
from grader.verify.findings import Finding, SeedTally
from grader.verify.process_state import BatchFailure, MutantBatch
from grader.verify.soundness import SeedBatch, SeedBatchResult
from tests.verify.small_verify import SPEC, edited, write

COURSE = Path(__file__).parents[2]


@pytest.fixture
def one(tmp_path: Path) -> Any:
    """Return the small task on its way under 50 seeds."""
    from grader.course import load_course

    return _TaskVerification(tmp_path, load_course(write(tmp_path)).tasks[0], VerifyOptions(50))


def test_the_first_seeds_are_for_all_solutions(one: Any) -> None:
    """One portion; all of the seeds if every solution is to be tried under every seed."""
    first, *others = one.first()
    assert [job.names for job in others] == [("twice_squared", "total_of_sizes")], "whose sentences are looked at"
    assert (first.names, first.seeds) == (None, tuple(range(FIRST)))


def test_further_seeds_are_for_what_is_not_clear(one: Any) -> None:
    """A right solution but for the checks it passes clearly, and a wrong one that few cases show."""
    first, *_ = one.first()
    findings = [
        Finding("clear", "right", seeds=10, checks={id_: SeedTally(10, cases=200) for id_ in ("values", "sums")}),
        Finding("tight", "right", seeds=10, free={"total"},
                checks={"values": SeedTally(10, cases=200), "sums": SeedTally(10, cases=200, certain=False, used=0.3)}),
        Finding("plain", "wrong", frozenset(["sums"]), 10, checks={"sums": SeedTally(10, 10, 200, 199)}),
        Finding("rare", "wrong", frozenset(["sums", "values"]), 10,
                checks={"sums": SeedTally(10, 10, 200, 10), "values": SeedTally(10, 10, 200, 200)}),
        Finding("zeros", "empty", seeds=5),
    ]  # fmt: skip
    jobs = list(one.take(first, SeedBatchResult(tuple(findings), {})))
    further = [job for job in jobs if isinstance(job, SeedBatch)]
    assert [job.seeds for job in further] == [tuple(range(10, 30)), tuple(range(30, 50))]
    assert {job.names for job in further} == {frozenset(["tight", "rare"])}
    assert further[0].spared["tight"] == {"values"}
    assert further[0].spared["rare"] == {"why", "values"}, "of what catches it surely nobody is asked again"
    mutants = [job for job in jobs if isinstance(job, MutantBatch)]
    assert sorted(number for job in mutants for number in job.numbers) == list(range(one._mutants))
    assert {job.free for job in mutants} == {frozenset(["total"])}
    assert list(one.take(further[0], SeedBatchResult((), {}))) == []


@pytest.mark.parametrize(
    ("seconds", "portions"), [(0.0, 9), (LONG / 10, 9), (LONG / 3.5, 4), (LONG, 2), (10 * LONG, 1)], ids=str
)
def test_a_check_that_takes_long_is_asked_in_the_first_portions(tmp_path: Path, seconds: float, portions: int) -> None:
    """Under a seed of each at least, for about as long as every other one."""
    from grader.course import load_course

    one = _TaskVerification(tmp_path, load_course(write(tmp_path)).tasks[0], VerifyOptions(190))
    slow = SeedTally(2, cases=40, spent=2 * seconds, certain=False)
    finding = Finding(
        "slow", "right", seeds=10, checks={"values": SeedTally(10, cases=200, certain=False), "sums": slow}
    )
    first, *_ = one.first()
    further = [job for job in one.take(first, SeedBatchResult((finding,), {})) if isinstance(job, SeedBatch)]
    assert [job.spared["slow"] for job in further] == [
        frozenset(["sums"] if number >= portions else []) for number in range(9)
    ]


def test_a_job_that_breaks_is_the_graders_fault(one: Any) -> None:
    """Nothing is said of the task."""
    with pytest.raises(JudgeError, match="twice: it is gone"):
        list(one.take(next(iter(one.first())), BatchFailure("it is gone")))


SUMS = next(line for line in SPEC.splitlines(keepends=True) if "id: sums" in line)
WEAK = {
    "a check removed": (
        [(SUMS, ""), ("  - {wrong: total_of_sizes, fails: [sums], tells: Signs count.}\n", "")],
        ["known wrong solution total_of_sizes: not as it must be under 3 of 3 seeds: is caught by no check",
         "function `total`: no check calls it"],
    ),
    "rtol 1": (
        [("ref.twice(x))", "ref.twice(x), rtol=1)")],
        ["check `values`: its tolerance accepts 0 in 100% of the cases", "answer without knowledge zeros"],
    ),
    "one case": ([("cases: 20", "cases: 1")], ["check `values`: it asks 1 case (at least 4)", "check `sums`: it asks"]),
    "points moved": (
        [("points: 3", "points: 0"), ("points: 1, needs: [values]", "points: 4"),
         ("close(total(x), ref.total(x), scale=sum(abs(x)))", "at_most(total(x), 2 * ref.total(abs(x)))")],
        ["twice_squared: not as it must be under 3 of 3 seeds: costs no points",
         "total_of_sizes: not as it must be under 3 of 3 seeds: sums is passed",
         "answer without knowledge zeros: not as it must be under 3 of 3 seeds: earns 100% of the points, in sums",
         "function `total`: "],
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("changes", "named"), WEAK.values(), ids=WEAK)
def test_a_weakened_spec_is_refused_by_name(tmp_path: Path, changes: Any, named: Any) -> None:
    """The check, the function or the solution that shows it, and what is wrong."""
    (found,) = verify_course(write(tmp_path, spec=edited(SPEC, *changes)), ["twice"], VerifyOptions(3), processes=2)
    assert not found.good
    refused = "\n".join(item.text for item in found.refused)
    for text in named:
        assert text in refused, refused
    assert "twice: REFUSED, since" in found.text


def test_a_relation_without_an_anchor_is_refused_when_the_spec_is_read(tmp_path: Path) -> None:
    """With file, line and key."""
    spec = edited(SPEC, ("points: 1, needs: [values]", "points: 1"), ("ref.total(x)", "total(-x)"))
    with pytest.raises(SpecError, match=r"tasks/twice.yaml:10: .*a relation among the student's own values only"):
        verify_course(write(tmp_path, spec=spec))


REAL = {
    "scan-rtol": (
        "scan",
        "scan_definition",
        "scale=sum(abs(x)))",
        "scale=sum(abs(x)), rtol=1)",
        "check `scan_definition`",
    ),
    "scan-cases": ("scan", "adjoint", "points: 2\n    needs", "points: 2\n    cases: 1\n    needs", "check `adjoint`"),
}


def weakened(folder: Any, task: Any, check: Any, old: Any, new: Any) -> Any:
    """Copy a task of the course, with something replaced in one of its checks."""
    for place in ("reference", "reference/right", "reference/wrong"):
        (folder / place).mkdir(parents=True)
        shutil.copy(COURSE / place / f"{task}.py", folder / place)
    (folder / "tasks").mkdir()
    text = (COURSE / "tasks" / f"{task}.yaml").read_text()
    at = text.index(f"- id: {check}\n")
    assert old in text[at:]
    (folder / "tasks" / f"{task}.yaml").write_text(text[:at] + text[at:].replace(old, new, 1))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", ["scan-rtol", "scan-cases"])
def test_a_weakened_task_of_the_course_is_refused_by_name(tmp_path: Path, name: str) -> None:
    """Whatever else is asked of it: the check is named."""
    task, check, old, new, named = REAL[name]
    folder = weakened(tmp_path, task, check, old, new)
    (found,) = verify_course(folder, [task], VerifyOptions(2, mutants=False), processes=2)
    assert not found.good
    assert any(item.text.startswith(named) for item in found.refused), found.refused


@pytest.mark.slow
@pytest.mark.parametrize("ended", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "killed"])
def test_nothing_is_left_of_a_command_that_is_ended(tmp_path: Path, ended: Any) -> None:
    """Neither the pool's processes nor a worker; Ctrl-C says so with its own code."""
    command = [sys.executable, "-m", "grader", "verify", "scan", "--no-cache", "--course", str(COURSE)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=tmp_path)
    until = time.monotonic() + 60
    while len(below(process.pid)) < 4 and time.monotonic() < until:
        time.sleep(0.1)
    family = below(process.pid)
    assert len(family) >= 4, "two processes of the pool, and a zygote"
    os.kill(process.pid, ended)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == (130 if ended is signal.SIGINT else -signal.SIGKILL)
    if ended is signal.SIGINT:
        assert said.splitlines()[-1] == "Stopped."
    until = time.monotonic() + 30
    while (left := [pid for pid in family if alive(pid)]) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left


def below(pid: Any) -> Any:
    """Return the processes below one."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *below(int(child))] if alive(int(child)) else []
    return found


def alive(pid: Any) -> Any:
    """Whether a process runs; one that has ended and is not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
