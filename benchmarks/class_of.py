"""What a class costs: submissions per second, processor time, memory, and what stands beside it.

    python -m benchmarks.class_of [--submissions 1000] [--parts varied right ...] [--course DIR]

Each submission has bytes of its own, so that nothing is found on record.  Processor time is that of the command and of
all processes below it, starts included.  "without pages" is that time less what the page of one such submission takes
by itself.  The floor is that of `overhead.py`: a warm fork that makes the same calls.  "growth" compares the second
half of one class with the first, its first tenth apart.  "pytest" is a process a submission with the same calls and an
`np.allclose` for each.
"""

from __future__ import annotations

import argparse
import compileall
import pickle  # noqa: TID251 - this script's own calls, read back by its own test file
import resource
import shutil
import statistics
import subprocess  # noqa: TID251 - what is measured beside a batch is a process
import sys
import tempfile
import time
from dataclasses import dataclass
from inspect import isgenerator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grader
from benchmarks.command_cost import below, resident, run_command, spent_by
from benchmarks.overhead import Floor, calls_of
from grader.batch.job import page_of, statements_of
from grader.course import load_course
from grader.judge import Preparation
from grader.store import Folder, Store
from grader.submission import gather

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TEST = """
import importlib, pickle
import numpy as np
import pytest
with open({data!r}, "rb") as file:
    CALLS = pickle.load(file)

@pytest.mark.parametrize("number", range(len(CALLS)))
def test_calls(number):
    module, name, rows, wanted = CALLS[number]
    function = getattr(importlib.import_module(module), name)
    for row, want in zip(rows, wanted):
        got = function(*row)
        got = [value for _, value in got] if hasattr(got, "__next__") else got
        assert np.allclose(np.asarray(got, dtype=float), want) or np.size(got) == 0
"""


@dataclass
class Cost:
    """What one batch cost."""

    submissions: int
    wall: float
    cpu: float
    main: list[float]
    pool: list[float]
    """Resident memory in MB, of the main process and of the largest process below it, a sample a quarter second."""

    def line(self) -> str:
        """Return it in words."""
        each = self.cpu / self.submissions
        return f"{self.submissions / self.wall:6.2f} a second, {each * 1e3:6.0f} ms of processor time each"


def measured(
    course: Path, source: Path, out: Path, processes: int, look: Callable[[int], None] = lambda _: None
) -> Cost:
    """Grade a class with the command and say what it cost; `look` is given its number now and then."""
    # As after an installation, whatever the environment says about writing them.
    compileall.compile_dir(Path(grader.__file__).parent, quiet=1)
    count = len(list(source.iterdir()))
    command = [sys.executable, "-m", "grader", "batch", str(source), "--course", str(course), "--out", str(out)]
    cost = run_command([*command, "--jobs", str(processes), "--seed", "1", "--quiet"], out.parent, look=look)
    assert f"{count} graded:" in cost.output, cost.output
    main = [next(iter(sample.values())) for sample in cost.memory]
    pool = [max([*sample.values()][1:], default=0.0) for sample in cost.memory]
    return Cost(count, cost.wall, cost.cpu, main, pool)


def used() -> float:
    """Return the processor time of this process and of all that have ended below it."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def varied(course: Path, folder: Path, count: int) -> Path:
    """Write a class of the examples, over and over."""
    examples = sorted(path for path in (course / "submissions_example").iterdir() if path.is_dir())
    for number in range(count):
        place = folder / f"s{number:05}"
        shutil.copytree(examples[number % len(examples)], place, ignore=shutil.ignore_patterns("expected.toml"))
        sign(place, number)
    return folder


def solved(course: Path, folder: Path, count: int, *, right: bool) -> Path:
    """Write a class of the reference's modules; where they are to be wrong, every function answers 1 too much."""
    for number in range(count):
        place = folder / f"s{number:05}"
        place.mkdir(parents=True)
        for path in sorted((course / "reference").glob("*.py")):
            shutil.copy(path, place)
            if not right:
                spoil(place / path.name)
        sign(place, number)
    return folder


@dataclass(frozen=True)
class Look:
    """What a batch had done and taken at some moment."""

    graded: int
    clock: float
    cpu: float
    main: float
    memory: float

    def each_since(self, earlier: Look) -> tuple[float, ...]:
        """Return milliseconds a submission since an earlier look: on the clock, of all processes, of the main one."""
        pairs = ((self.clock, earlier.clock), (self.cpu, earlier.cpu), (self.main, earlier.main))
        return tuple((now - then) * 1e3 / (self.graded - earlier.graded) for now, then in pairs)


SPOILT = """
_space = {{"__name__": "solved"}}
exec({source!r}, _space)


def _spoilt(function):
    def answer(*args):
        value = function(*args)
        return value if hasattr(value, "__next__") else value + 1
    return answer


for _name, _value in _space.items():
    if callable(_value) and not _name.startswith("_"):
        globals()[_name] = _spoilt(_value)
"""


def spoil(module: Path) -> None:
    """Let every function of a module that answers with numbers answer 1 too much; among themselves they stay right."""
    module.write_text(SPOILT.format(source=module.read_text()))


def sign(folder: Path, number: int) -> None:
    """Give each module bytes of its own."""
    for path in folder.rglob("*.py"):
        with path.open("a") as file:
            file.write(f"\n# hand-in {number}\n")


def page_seconds(course: Path, out: Path) -> float:
    """Return the processor time of the page of a submission in `out`, median of 20 after the first."""
    statements = statements_of(load_course(course))
    with Store(Folder(out)) as store:
        kept = store.newest(store.ids()[0])
    assert kept is not None
    times = []
    for _ in range(21):
        began = time.process_time()
        page_of(kept.result, statements)
        times.append(time.process_time() - began)
    return statistics.median(times[1:])


def lines(derivation: Iterable[Any]) -> list[Any]:
    """Return the values of a derivation."""
    return [value for _, value in derivation]


def pytest_seconds(course: Path, folder: Path, asked: list[tuple[str, list[tuple[Any, ...]]]]) -> tuple[float, float]:
    """Return the processor time and the time on the clock of a pytest process with these calls, medians of 5."""
    modules: dict[str, tuple[str, Callable[..., Any]]] = {}
    for path in sorted((course / "reference").glob("*.py")):
        space: dict[str, Any] = {}
        exec(compile(path.read_bytes(), path.name, "exec"), space)
        modules |= {name: (path.stem, value) for name, value in space.items() if callable(value)}
        shutil.copy(path, folder)
    calls = []
    for name, rows in asked:
        stem, function = modules[name]
        answers = [function(*row) for row in rows]
        calls.append((stem, name, rows, [lines(one) if isgenerator(one) else one for one in answers]))
    (folder / "calls").write_bytes(pickle.dumps(calls))
    (folder / "test_it.py").write_text(TEST.format(data=str(folder / "calls")))
    costs = []
    for _ in range(5):
        began, before = time.perf_counter(), used()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        costs.append((used() - before, time.perf_counter() - began))
    return statistics.median(cost[0] for cost in costs), statistics.median(cost[1] for cost in costs)


@dataclass
class Bench:
    """The parts, each printed as it is done."""

    course: Path
    work: Path
    count: int

    def varied(self) -> None:
        """Print what the examples cost on two processes, and the memory."""
        cost = self._graded("varied", varied(self.course, self.work / "varied", self.count))
        print(f"varied, {self.count} on two processes: {cost.line()}, pages included")
        tenth = max(1, len(cost.main) // 10)
        for name, values in (("main", cost.main), ("pool", cost.pool)):
            early, late = statistics.median(values[tenth : 2 * tenth] or values), statistics.median(values[-tenth:])
            print(f"  memory, {name}: {early:.0f} MB after a tenth of the time, {late:.0f} MB at the end")

    def right(self) -> None:
        """Print what right answers cost beside the floor."""
        tasks = [path.stem for path in sorted((self.course / "tasks").glob("*.yaml"))]
        asked = calls_of(self.course, tasks, Preparation(1))
        floor = Floor(gather([self.course / "reference" / f"{task}.py" for task in tasks]), asked, self.course)
        low = statistics.median(floor().cpu for _ in range(10))
        cost = self._graded("right", solved(self.course, self.work / "right", self.count, right=True))
        page = page_seconds(self.course, self.work / "right-out")
        each = cost.cpu / cost.submissions - page
        print(f"right, {self.count} on two processes: {cost.line()}")
        print(
            f"  {each * 1e3:.0f} ms without pages (a page {page * 1e3:.0f} ms); "
            f"floor {low * 1e3:.0f} ms, {each / low:.1f} x"
        )

    def wrong(self) -> None:
        """Print what answers cost that are wrong in every check."""
        cost = self._graded("wrong", solved(self.course, self.work / "wrong", self.count, right=False))
        page = page_seconds(self.course, self.work / "wrong-out")
        print(f"wrong, {self.count} on two processes: {cost.line()}, a page {page * 1e3:.0f} ms of it")

    def processes(self) -> None:
        """Print how two processes compare with one, turn by turn."""
        source = varied(self.course, self.work / "processes", self.count // 2)
        costs: dict[int, list[Cost]] = {1: [], 2: []}
        for turn in range(2):
            for number, kept in costs.items():
                kept.append(measured(self.course, source, self.work / f"p{number}-{turn}", number))
        one, two = ([min(cost.wall for cost in each), min(cost.cpu for cost in each)] for each in costs.values())
        print(
            f"processes: two are {one[0] / two[0]:.2f} times as fast as one, {self.count // 2} submissions; "
            f"they take {two[1] / one[1]:.2f} times the processor time"
        )

    def growth(self) -> None:
        """Print whether a submission costs the same late in a class as early, whatever the start costs."""
        # Right ones: what code that never ends costs is decided by whatever else the machine does.
        source, out = solved(self.course, self.work / "growth", self.count, right=True), self.work / "growth-out"
        looks: list[Look] = []

        def look(pid: int) -> None:
            graded = len(list((out / "reports").glob("*.html"))) if (out / "reports").is_dir() else 0
            cpu = sum(map(spent_by, [pid, *below(pid)]))
            looks.append(Look(graded, time.perf_counter(), cpu, spent_by(pid, its_own=True), resident(pid)))

        measured(self.course, source, out, 2, look)
        tenth, half, end = (next(one for one in looks if one.graded >= part * self.count) for part in (0.1, 0.5, 0.99))
        early, late = half.each_since(tenth), end.each_since(half)
        for name, before, after in zip(("clock", "all processes", "main process"), early, late, strict=True):
            print(f"growth, {name}: {before:.1f} ms each up to half of {self.count}, then {after:.1f}")
        print(f"growth, memory of the main process: {tenth.memory:.0f}, {half.memory:.0f} and {end.memory:.0f} MB")

    def pytest(self) -> None:
        """Print what a pytest process a submission costs."""
        tasks = [path.stem for path in sorted((self.course / "tasks").glob("*.yaml"))]
        asked = calls_of(self.course, tasks, Preparation(1))
        (self.work / "pytest").mkdir()
        cpu, wall = pytest_seconds(self.course, self.work / "pytest", asked)
        print(f"pytest: {cpu * 1e3:.0f} ms of processor time, {wall * 1e3:.0f} ms on the clock, a process a submission")

    def _graded(self, name: str, source: Path) -> Cost:
        return measured(self.course, source, self.work / f"{name}-out", 2)


def main() -> None:
    """Measure and print."""
    parts = ("varied", "right", "wrong", "processes", "growth", "pytest")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--parts", nargs="*", choices=parts, default=parts)
    parser.add_argument("--course", type=Path, default=Path())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(options.course.resolve(), Path(work), options.submissions)
        for part in options.parts:
            getattr(bench, part)()
            sys.stdout.flush()


if __name__ == "__main__":
    main()
