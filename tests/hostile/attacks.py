"""Attacks as folders: what each of them hands in, the class that they make, and one batch over it.

A folder holds the student's files and `expected.toml`: `what` it tries, `[outcomes]` (a word for all checks of a task, or
a table), `[states]` of files that cannot be executed whole (a list where that depends on the machine), `nowhere`,
`not_for_students` and `not_said` (texts that must not appear), and what a checkout cannot hold: `[files]` that tools
would take for theirs, `[links]`, `[sizes]` of files that are filled up.  An attack that only tries something answers rightly if it was refused, so that `passed` proves the refusal: it was
executed whole, and takes no other error than a refusal for one.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess  # noqa: TID251 - a command is a process
import sys
import time
import tomllib
from dataclasses import dataclass
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.store import Folder, Store

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ATTACKS = {path.parent.name: tomllib.loads(path.read_text()) for path in sorted(HERE.glob("*/expected.toml"))}
WORKER = os.fsencode(ROOT / "grader" / "worker")
"""The worker's folder, as it stands among the arguments of each worker and zygote of this project."""
WALL = 2.5
"""Seconds that a check may take here; a canary needs a hundredth of it."""
CANARY = {
    "scan.py": """import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
""",
    "softmax.py": """import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))


def shift_invariance(x, c):
    yield "=", np.exp(x + c) / np.sum(np.exp(x + c))
    yield "=", np.exp(x) * np.exp(c) / np.sum(np.exp(x) * np.exp(c))
    yield "=", np.exp(x) / np.sum(np.exp(x))
""",
}
SHORTER = {
    "limits: {wall: 5}": f"limits: {{wall: {WALL}}}",
    "order: linear": f"order: linear\n    limits: {{wall: {WALL}}}",
    "up_to: 1000000": "up_to: 20000",
}
LITTER = [f"{folder}/{name}" for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run") for name in ("full", "fake")]
"""Files that attacks try to write outside their folder."""


@dataclass(frozen=True)
class Run:
    """What came of a batch over attacks with a canary after each."""

    code: int
    results: dict[Any, Any]
    said: str
    """What the command printed, and the table of grades."""
    pages: dict[Any, Any]
    """The students' pages, by submission."""
    left: list[Any]
    """What was there afterwards and not before."""


def build(root: Path, names: Iterable[str]) -> None:
    """Write a course with short limits and the class: each attack, and a canary that comes after it."""
    for kind, suffix in (("tasks", "yaml"), ("reference", "py"), ("reference/wrong", "py")):
        (root / "course" / kind).mkdir(parents=True)
        for task in ("scan", "softmax"):
            text = (ROOT / kind / f"{task}.{suffix}").read_text()
            for long, short in SHORTER.items() if kind == "tasks" else ():
                assert long in text or task == "softmax"
                text = text.replace(long, short)
            (root / "course" / kind / f"{task}.{suffix}").write_text(text)
    for name in names:
        _hand_in(root / "class" / name, name)
        for file, text in CANARY.items():
            _write(root / "class" / f"{name}-canary" / file, text)
    (root / "tmp").mkdir()


def _hand_in(folder: Path, name: str) -> None:
    shutil.copytree(HERE / name, folder, ignore=shutil.ignore_patterns("expected.toml", "__pycache__"))
    for file, text in ATTACKS[name].get("files", {}).items():
        _write(folder / file, text)
    for file, target in ATTACKS[name].get("links", {}).items():
        (folder / file).symlink_to(target)
    for file, size in ATTACKS[name].get("sizes", {}).items():
        _write(folder / file, CANARY[file])
        os.truncate(folder / file, size)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def grade(root: Path, names: list[str], python: str = sys.executable, project: Path = ROOT, **user: Any) -> Run:
    """Grade the attacks one after the other in a process of its own, and see what is left."""
    build(root, names)
    if user:
        for path in (root, root / "tmp"):
            os.chown(path, user["user"], user["group"])
    before = _state(root)
    command = [
        str(python),
        "-m",
        "grader",
        "batch",
        "class",
        "--out",
        "out",
        "--course",
        "course",
        "--jobs",
        "1",
        "--quiet",
    ]
    env = {"PYTHONPATH": str(project), "PATH": os.environ["PATH"], "TMPDIR": str(root / "tmp"), "LANG": "C.UTF-8"}
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    run = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=900, check=False, **user)
    out = root / "out"
    return Run(
        run.returncode,
        results_in(out),
        run.stdout + run.stderr + (out / "grades.csv").read_text(),
        {path.stem: path.read_text() for path in (out / "reports").glob("*.html")},
        [*_new(before, _state(root)), *_processes(root)],
    )


def results_in(
    out: Path,
) -> Any:
    """Return the results by submission."""
    with Store(Folder(out)) as found:
        return {kept.submission: json.loads(kept.text) for kept in found.all()}


def _state(root: Path) -> Any:
    """Return every file of the class and the course with its facts, and what the kernel keeps by name."""
    state = {
        str(path): (facts.st_mode, facts.st_size, facts.st_mtime_ns, facts.st_uid, facts.st_nlink)
        for folder in (root / "class", root / "course", root / "tmp")
        for path in (folder, *folder.rglob("*"))
        for facts in [path.lstat()]
        if not stat.S_ISDIR(facts.st_mode) or path != root / "tmp"
    }
    state |= {place: True for place in LITTER if os.path.exists(place)}  # type: ignore[misc]  # noqa: PTH110 - a text each
    for kind in ("shm", "sem", "msg"):
        table = Path("/proc/sysvipc", kind)
        state[kind] = sorted(line.split()[:2] for line in table.read_text().splitlines()) if table.exists() else []  # type: ignore[assignment]
    return state


def _new(
    before: Any, after: Any
) -> list[Any]:
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def _processes(root: Path) -> list[Any]:
    """Return workers that nobody looks after any more, and processes in a folder of the class, after a moment."""
    for _ in range(40):
        left = [entry.name for entry in Path("/proc").iterdir() if entry.name.isdecimal() and _stray(entry, root)]
        if not left:
            return []
        time.sleep(0.05)
    return [f"process {number}" for number in left]  # type: ignore[possibly-undefined]


def _stray(entry: Path, root: Path) -> bool:
    try:
        if Path(os.readlink(entry / "cwd")).is_relative_to(root):  # noqa: PTH115 - it may be no path
            return True
        # The options of the interpreter come and go: the worker's folder is looked for among all words.
        words = (entry / "cmdline").read_bytes().split(b"\0")
        is_worker = WORKER in words  # of this project: other gradings on the machine are not looked at
        return is_worker and not _judged(entry)
    except OSError:
        return False


def _judged(entry: Path) -> bool:
    """Whether the parent of a worker is still a judge or a zygote, and not what takes in orphans."""
    parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
    return b"python" in Path("/proc", parent, "cmdline").read_bytes()
