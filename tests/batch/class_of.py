"""A class to grade: a small course, submissions, and a batch over them in this process or in one of its own."""

from __future__ import annotations

import csv
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.batch import Batch, run
from grader.store import Folder, Store
from tests.present import present

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.batch.progress import Progress

ROOT = Path(__file__).parents[2]
RIGHT = "def double(a):\n    return 2 * a\n"
WRONG = "def double(a):\n    return a * a\n"
SLOW = "import time\n\n\ndef double(a):\n    time.sleep(0.02)\n    return 2 * a\n"
TASK = """\
id: double
title: Double
statement: Twice as much.
functions: {double: {args: [a]}}
inputs: {a: {real: [-8, 8], grid: 1/8}}
cases: 10
checks:
  - {id: twice, title: twice as much, points: 2, expect: "close(double(a), ref.double(a))"}
  - {id: secret, title: the other one, points: 1, visibility: hidden, expect: "close(double(-a), ref.double(-a))"}
"""


def write_class(root: Path, **students: Any) -> Path:
    """Write a course and the submissions `name=code`: a folder each, or a file; None for an empty folder."""
    for name, text in {"tasks/double.yaml": TASK, "reference/double.py": RIGHT}.items():
        (root / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "course" / name).write_text(text)
    for name, code in students.items():
        hand_in(root, name, code)
    return root


def hand_in(root: Path, name: str, code: str | None) -> None:
    """Write one submission."""
    folder = root / "class" / name
    if name.endswith(".py"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text(present(code))
        return
    folder.mkdir(parents=True, exist_ok=True)
    if code is not None:
        (folder / "double.py").write_text(code)


class Threads:
    """A machine with one thread of this process, which is quicker to start than a process."""

    def __init__(self, make: Callable[..., Any] | type[Any] = lambda: ThreadPoolExecutor(1)) -> None:
        self.executor = lambda _prepare: make()

    def width(self) -> int:
        """Two jobs at a time, of which one waits."""
        return 2

    def close(self, executor: Any) -> None:
        """Let what runs end."""
        executor.shutdown()

    def give_up(self, executor: Any) -> None:
        """Wait for nothing."""
        executor.shutdown(wait=False, cancel_futures=True)


def grade(
    root: Path, seed: int | None = None, make: Callable[..., Any] | type[Any] = lambda: ThreadPoolExecutor(1)
) -> Progress:
    """Grade the class in a thread of this process; return the progress."""
    return grade_on(root, Threads(make), seed)


def grade_on(root: Path, machines: Any, seed: int | None = None) -> Progress:
    """Grade the class on these machines; return the progress."""
    return run(Batch(root / "class", root / "course", root / "out", machines, seed), lambda _: None)


def table(root: Path) -> dict[str, dict[str, str]]:
    """Return the grades by submission."""
    with (root / "out" / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


def store(root: Path) -> Store:
    """Return the results, opened."""
    return Store(Folder(root / "out"))


def kept(root: Path, name: str) -> Any:
    """Return the newest result of one submission."""
    with store(root) as found:
        return found.newest(name)


def results(root: Path) -> dict[Any, Any]:
    """Return what was decided about each submission: outcomes and counterexamples, without times."""
    with store(root) as found:
        texts = {kept.submission: json.loads(kept.text) for kept in found.all()}
    return {
        name: [(c["id"], c["outcome"], c["counterexample"]) for t in text["tasks"] for c in t["checks"]]
        for name, text in texts.items()
    }


def command(root: Any, *options: Any) -> Any:
    """Return the command line of a batch as a process of its own; Ctrl-C reaches it even where a shell ignores it."""
    main = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "sys.argv[0] = 'grader'; from grader.cli import main; main()"
    )
    folders = [str(root / "class"), "--out", str(root / "out"), "--course", str(root / "course")]
    return [sys.executable, "-c", main, "batch", *folders, "--jobs", "2", *options]


def below(pid: Any, depth: int = 1) -> Any:
    """Return the processes below a process: the number, how far below, and the command line."""
    found = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for number in map(int, tasks.read_text().split()):
                line = Path(f"/proc/{number}/cmdline").read_bytes().decode()
                found += [(number, depth, line), *below(number, depth + 1)]
        except (FileNotFoundError, ProcessLookupError):  # it has ended in between
            continue
    return found
