"""The verdicts of the other graders themselves, for benchmarks/imported_verdicts.py: run with their own Python.

    peers/bin/python benchmarks/peer_truth.py KIND < jobs.json

Each job is `{"tests": FOLDER, "folder": FOLDER, ...}`; each answer is a dictionary of shares of points by test, or null
where the peer gives none.  A job runs in a fork, with a time limit, in a folder of its own.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import random
import re
import runpy
import shutil
import signal
import sqlite3
import subprocess  # noqa: TID251 - nbgrader is another program
import sys
import tempfile
import traceback
import types
import unittest
from pathlib import Path
from typing import Any

SECONDS = 60
WANTED = ("faker", "matplotlib.pyplot", "pandas", "pygments.formatters", "nbformat")
"""What PrairieLearn's own modules import."""


def by_pytest(job: dict[str, Any]) -> dict[str, float]:
    """Run pytest over the tests of a folder in which the student's files lie."""
    import pytest

    outcomes: dict[str, list[bool]] = {}

    class Recorder:
        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.when == "call" or report.failed or report.skipped:
                name = report.nodeid.partition("::")[2].partition("[")[0]
                outcomes.setdefault(name, []).append(report.outcome == "passed")

    sys.path.insert(0, str(Path.cwd()))
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir=.", *job["files"]]
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(options, plugins=[Recorder()])
    return {name: float(all(passed)) for name, passed in outcomes.items()}


def by_gradescope(job: dict[str, Any]) -> dict[str, float]:
    """Run gradescope-utils' own runner."""
    files: Any = importlib.import_module("gradescope_utils.autograder_utils.files")
    runner: Any = importlib.import_module("gradescope_utils.autograder_utils.json_test_runner")
    files.SUBMISSION_BASE = str(Path.cwd())
    files.check_submitted_files.__defaults__ = (str(Path.cwd()),)

    sys.path.insert(0, str(Path.cwd()))
    modules = [Path(file).with_suffix("").as_posix().replace("/", ".") for file in job["files"]]
    try:
        suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromName(name) for name in modules)
    except Exception:  # noqa: BLE001 - a hand-in without what a test file imports earns nothing there
        return {"*": 0.0}
    shares: dict[str, float] = {}
    original = unittest.TestCase.run

    def run(self: Any, result: Any = None) -> Any:
        before = len(result.failures) + len(result.errors) + len(result.skipped)
        original(self, result)
        passed = len(result.failures) + len(result.errors) + len(result.skipped) == before
        method = getattr(self, self._testMethodName)
        score, weight = getattr(method, "__score__", None), getattr(method, "__weight__", None)
        share = score / weight if score is not None and weight else float(passed)
        shares[f"{type(self).__name__}::{self._testMethodName}"] = share
        return result

    unittest.TestCase.run = run  # type: ignore[method-assign]
    runner.JSONTestRunner(stream=io.StringIO(), visibility="visible").run(suite)
    return shares


def cells_of(path: str) -> list[str]:
    """Return the code cells of a notebook, without magics and lines that only make the grader."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    dropped = re.compile(r"^\s*[%!]|^import otter|^grader = otter|^\s*grader\.(?!check)", re.MULTILINE)
    return ["\n".join(line for line in text.split("\n") if not dropped.match(line)) for text in texts]


def by_otter(job: dict[str, Any]) -> dict[str, float]:
    """Run otter's own test files at their places in the notebook, those without a place at its end."""
    functions: Any = importlib.import_module("otter.test_files.exception_test").ExceptionTestFile
    doctests: Any = importlib.import_module("otter.test_files.ok_test").OKTestFile
    with contextlib.suppress(ImportError, TypeError, ValueError):
        # Test files that were written for an older numpy expect `True`, where numpy 2 says `np.True_`.
        importlib.import_module("numpy").set_printoptions(legacy="1.25")
    files = {}
    for path in sorted(Path(job["tests"]).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        kind = functions if "test_case" in text else doctests
        files[path.stem] = kind.from_file(str(path))
    shares: dict[str, float] = {}
    names: dict[str, Any] = {"__name__": "__main__"}

    def run(stem: str, test: Any) -> None:
        test.run(names)
        results = [result.passed for result in test.test_case_results]
        if test.all_or_nothing:
            shares[stem] = float(all(results))
            return
        points = [result.test_case.points or 0 for result in test.test_case_results]
        if not sum(points):
            points = [1] * len(results)
        shares[stem] = sum(p for p, passed in zip(points, results, strict=True) if passed) / (sum(points) or 1)

    for text in cells_of(job["handin"]):
        called = re.findall(r"grader\.check\(['\"]([^'\"]+)['\"]\)", text)
        body = re.sub(r"^\s*grader\.check\(.*$", "", text, flags=re.MULTILINE)
        with contextlib.suppress(Exception, SystemExit):
            exec(compile(body, "cell", "exec"), names)
        for stem, test in files.items():
            if test.name in called:
                run(stem, test)
    for stem, test in files.items():
        if stem not in shares:
            run(stem, test)
    return shares


def _seed(number: int) -> None:
    import numpy as np

    random.seed(number)
    np.random.seed(number % 2**32)  # noqa: NPY002, TID251 - as the peers seed


def by_nbgrader(job: dict[str, Any]) -> dict[str, float]:
    """Run the cells of a notebook in turn, those with tests as the course has them; a failed one ends nothing."""
    source = json.loads(Path(job["source"]).read_text(encoding="utf-8"))["cells"]
    tests = {}
    for cell in source:
        facts = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and (facts.get("locked") or facts.get("grade")) and not facts.get("solution"):
            tests[facts.get("grade_id")] = cell, facts
    sys.path.insert(0, str(Path.cwd()))  # a kernel finds the modules beside the notebook
    names: dict[str, Any] = {"__name__": "__main__"}
    shares: dict[str, float] = {}
    for cell in json.loads(Path(job["handin"]).read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        key = cell["metadata"].get("nbgrader", {}).get("grade_id")
        known, facts = tests.get(key, (cell, {}))
        text = "\n".join(line for line in "".join(known["source"]).split("\n") if not re.match(r"\s*[%!]", line))
        passed = False
        with contextlib.suppress(Exception, SystemExit):
            exec(compile(text, "cell", "exec"), names)
            passed = True
        if facts.get("grade"):
            shares[key] = float(passed)
    return shares


def released(source: Path, course: Path) -> str:
    """Return the path of a source notebook in which nbgrader itself has filled in the AUTOTEST lines."""
    text = source.read_text(encoding="utf-8")
    if "AUTOTEST" not in text:
        return str(source)
    (course / "source/one").mkdir(parents=True)
    shutil.copy(source, course / "source/one")
    templates = next(path for folder in source.resolve().parents if (path := folder / "autotests.yml").is_file())
    shutil.copy(templates, course)
    command = [str(Path(sys.executable).with_name("nbgrader")), "generate_assignment", "one", "--create", "--force"]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(command, cwd=course, env=environment, check=True, capture_output=True)
    with sqlite3.connect(course / "gradebook.db") as book:
        filled = dict(book.execute("SELECT name, source FROM source_cell"))
    content = json.loads(text)
    for cell in content["cells"]:
        key = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if "AUTOTEST" in "".join(cell["source"]) and key in filled:
            cell["source"] = filled[key]
    target = course / "filled.ipynb"
    target.write_text(json.dumps(content), encoding="utf-8")
    return str(target)


def by_prairielearn(job: dict[str, Any]) -> dict[str, float]:
    """Run PrairieLearn's own pl_main.py in the folders that its container has."""
    merge, files = Path("run").resolve(), Path("run/filenames").resolve()
    files.mkdir(parents=True)
    for path in Path(job["grader"]).glob("*.py"):
        text = path.read_text(encoding="utf-8").replace("/grade/run", str(merge))
        (merge / path.name).write_text(text, encoding="utf-8")
    tests = Path(job["tests"])
    for path in tests.iterdir():
        own = path.name in ("ans.py", "setup_code.py", "test.py", "leading_code.py", "trailing_code.py")
        if path.is_file():
            shutil.copy(path, files if own else merge)
    shutil.copy(job["reference"], files / "ans.py")
    (files / "setup_code.py").touch()
    data: dict[str, Any] = {"params": {}, "correct_answers": {}, "submitted_answers": {}, "variant_seed": 1}
    written = json.loads((tests / "data.json").read_text(encoding="utf-8"))
    sys.path[:0] = [str(merge)]
    if importlib.util.find_spec("prairielearn") is None:  # a question asks it for conversions alone
        stored = Path(__file__).parent.parent / "grader/tester/peers/prairielearn_data.py"
        sys.modules["prairielearn"] = types.ModuleType("prairielearn")
        exec(compile(stored.read_text(encoding="utf-8"), str(stored), "exec"), vars(sys.modules["prairielearn"]))
    if (tests / "server.py").is_file():
        names: dict[str, Any] = {"__name__": "server"}
        _seed(1_234_567_891)
        exec(compile((tests / "server.py").read_text(encoding="utf-8"), "server.py", "exec"), names)
        if callable(names.get("generate")):
            names["generate"](data)
    for key, value in written["params"].items():
        data["params"].setdefault(key, value)
    (files / "data.json").write_text(json.dumps(data, default=lambda number: number.item()), encoding="utf-8")
    code = re.search(r"student_code_file\s*=\s*['\"](.+?)['\"]", (tests / "test.py").read_text(encoding="utf-8"))
    name = code[1] if code else "user_code.py"
    text = Path(job["handin"]).read_text(encoding="utf-8")
    if name.endswith(".ipynb") and not job["handin"].endswith(".ipynb"):
        cell: dict[str, Any] = {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": "#grade\n" + text,
        }
        text = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    (merge / name).write_text(text, encoding="utf-8")
    (merge / "__init__.py").touch()
    output = merge / "output.json"
    (files / "output-fname.txt").write_text(str(output), encoding="utf-8")
    os.environ |= {"MERGE_DIR": str(merge), "FILENAMES_DIR": str(files), "MPLBACKEND": "Agg"}
    with contextlib.redirect_stdout(io.StringIO()):
        runpy.run_path(str(merge / "pl_main.py"), run_name="__main__")
    result = json.loads(output.read_text(encoding="utf-8"))
    if not result.get("tests"):
        return {"*": float(result.get("score", 0))}
    return {test["filename"]: test["points"] / test["max_points"] for test in result["tests"] if test["max_points"]}


KINDS = {
    "pytest": by_pytest, "unittest": by_gradescope, "otter": by_otter, "nbgrader": by_nbgrader,
    "prairielearn": by_prairielearn,
}  # fmt: skip


def in_fork(kind: str, job: dict[str, Any]) -> Any:
    """Return the peer's verdicts; null where it crashes or hangs."""
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        os.setsid()
        signal.alarm(SECONDS)
        answer = "null"
        try:
            os.chdir(job["folder"])
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            answer = json.dumps(KINDS[kind](job))
        except BaseException:  # noqa: BLE001 - said on the error stream
            traceback.print_exc()
        os.write(write, answer.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(text or b"null")


def main() -> None:
    """Answer all jobs on standard input."""
    kind = sys.argv[1]
    # A program that a test starts by its first line finds the same Python.
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for name in ("numpy", *(WANTED if kind == "prairielearn" else ())):
        with contextlib.suppress(ImportError):  # what each fork would import again
            importlib.import_module(name)
    jobs = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as course:
        if kind == "nbgrader" and jobs:
            source = released(Path(jobs[0]["source"]), Path(course))
            jobs = [job | {"source": source} for job in jobs]
        answers = [in_fork(kind, job) for job in jobs]
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main()
