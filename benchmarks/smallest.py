"""How small a failing case becomes: beside `hypothesis.find` on the same domain, for thirty ways to fail.

    python benchmarks/smallest.py

Both are given the same predicate.  A case is compared by its entries, then by those that are not 0, then by the
characters that there are to read in them; ours must not be larger.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from grader.checks.question import Question, Response
from grader.checks.search_budget import SearchBudget
from grader.checks.statement import Statement
from grader.course import load_course
from grader.diagnosis.candidates import weight
from grader.diagnosis.explanation import explain
from grader.diagnosis.memory import DiagnosisMemory
from grader.diagnosis.shrink import shrink
from grader.worker import calls
from grader.worker.wire.answers import Answers

T = TypeVar("T")
Fails = Callable[..., bool]
ROUNDS = 30
"""The messages that the only failing check of a submission may ask."""
TASK = """
id: one
title: One
statement: One.
sizes: {{n: [1, 8], m: [1, 5]}}
functions: {{f: {{args: [{names}]}}}}
inputs: {{{inputs}}}
checks: [{{id: only, title: t, points: 1, cases: 200, expect: "close(f({names}), ref.f({names}))"}}]
"""


def vector(entries: st.SearchStrategy[float], least: int = 1, most: int = 8) -> st.SearchStrategy[Any]:
    """Return vectors of such entries."""
    return st.lists(entries, min_size=least, max_size=most).map(lambda x: np.array(x, dtype=float))


def matrix(entries: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    """Return matrices of 1 to 5 rows and 1 to 8 columns."""
    rows = st.integers(1, 8).flatmap(
        lambda n: st.lists(st.lists(entries, min_size=n, max_size=n), min_size=1, max_size=5)
    )
    return rows.map(lambda x: np.array(x, dtype=float))


def symmetric(entries: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    """Return symmetric matrices of 1 to 8 rows."""

    def mirrored(x: list[list[float]]) -> Any:
        upper = np.triu(np.array(x, dtype=float))
        return upper + np.triu(upper, 1).T

    square = st.integers(1, 8).flatmap(
        lambda n: st.lists(st.lists(entries, min_size=n, max_size=n), min_size=n, max_size=n)
    )
    return square.map(mirrored)


WHOLE: st.SearchStrategy[float] = st.integers(-9, 9).map(float)
GRID: st.SearchStrategy[float] = st.integers(-512, 512).map(lambda k: k / 64)
WIDE: st.SearchStrategy[float] = st.integers(-64000, 64000).map(lambda k: k / 64)
REAL: st.SearchStrategy[float] = st.floats(-50, 50)
DOMAINS: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "whole": ("x: {vector: n, integers: [-9, 9]}", st.tuples(vector(WHOLE))),
    "grid": ("x: {vector: n, uniform: [-8, 8], grid: 1/64}", st.tuples(vector(GRID))),
    "wide": ("x: {vector: n, uniform: [-1000, 1000], grid: 1/64}", st.tuples(vector(WIDE))),
    "real": ("x: {vector: n, uniform: [-50, 50]}", st.tuples(vector(REAL))),
    "signs": ("x: {signs: n}", st.tuples(vector(st.sampled_from([1.0, -1.0])))),
    "matrix": ("x: {matrix: [m, n], integers: [-9, 9]}", st.tuples(matrix(WHOLE))),
    "symmetric": ("x: {symmetric: n, integers: [-9, 9]}", st.tuples(symmetric(WHOLE))),
    "number": ("x: {real: [-1000, 1000], grid: 1/64}", st.tuples(WIDE)),
    "two": (
        "x: {vector: n, integers: [-9, 9]}, c: {real: [-1000, 1000], grid: 1/64}",
        st.tuples(vector(WHOLE), WIDE),
    ),
}
PREDICATES: list[tuple[str, str, Fails]] = [
    ("every case", "whole", lambda x: len(x) >= 0),
    ("more than two entries", "whole", lambda x: len(x) > 2),
    ("an entry above 4", "whole", lambda x: bool((x > 4).any())),
    ("an entry below -3", "whole", lambda x: bool((x < -3).any())),
    ("not in ascending order", "whole", lambda x: bool((np.diff(x) < 0).any())),
    ("two entries that are equal", "whole", lambda x: len(set(x.tolist())) < len(x)),
    ("the sum is odd", "whole", lambda x: bool(x.sum() % 2)),
    ("the largest is not first", "whole", lambda x: bool(np.argmax(x) > 0)),
    ("the largest comes last, of three", "whole", lambda x: len(x) > 2 and bool(np.argmax(x) == len(x) - 1)),
    ("a negative entry before a positive one", "whole", lambda x: len(x) > 1 and bool(x[0] < 0 < x[1])),
    ("all negative", "whole", lambda x: bool((x < 0).all())),
    ("no zero among four", "whole", lambda x: len(x) >= 4 and bool(x.all())),
    ("an entry that is not whole", "grid", lambda x: bool((x != np.rint(x)).any())),
    ("the sum is above 5", "grid", lambda x: bool(x.sum() > 5)),
    ("an entry between 2 and 3", "grid", lambda x: bool(((x > 2) & (x < 3)).any())),
    ("neighbours less than 1 apart", "grid", lambda x: bool((np.abs(np.diff(x)) < 1).any())),
    ("exp overflows", "wide", lambda x: bool((x > 709.8).any())),
    ("exp underflows everywhere", "wide", lambda x: bool((x < -745.2).all())),
    ("far apart", "wide", lambda x: bool(np.ptp(x) > 700)),
    ("an entry of a hundred or more", "wide", lambda x: bool((np.abs(x) >= 100).any())),
    ("a norm above 10", "real", lambda x: bool(np.linalg.norm(x) > 10)),
    ("a mean below -1", "real", lambda x: bool(x.mean() < -1)),
    ("two signs that differ", "signs", lambda x: bool(len(set(x.tolist())) > 1)),
    ("more than one minus", "signs", lambda x: bool((x < 0).sum() > 1)),
    ("a trace that is not 0", "matrix", lambda x: bool(np.trace(x) != 0)),
    ("more rows than columns", "matrix", lambda x: x.shape[0] > x.shape[1]),
    ("a diagonal entry", "symmetric", lambda x: bool(np.diag(x).any())),
    ("an entry off the diagonal", "symmetric", lambda x: bool((x - np.diag(np.diag(x))).any())),
    ("a number above 30", "number", lambda x: x > 30),
    ("a shift that is larger than the sum", "two", lambda x, c: bool(c > x.sum() + 10)),
]


def task_of(folder: Path, inputs: str) -> Statement:
    """Return the check about such inputs, prepared."""
    names = ", ".join(re.findall(r"(?:^|}, )([a-z]): ", inputs))
    for name in ("tasks", "reference"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "tasks/one.yaml").write_text(TASK.format(names=names, inputs=inputs))
    (folder / "reference/one.py").write_text(f"def f({names}):\n    return 0.0\n")
    prepared = load_course(folder).tasks[0].checks[0].prepare(1)
    assert isinstance(prepared, Statement)
    return prepared


def answered(question: Question, function: Callable[..., object]) -> Response:
    """Let a function of this process answer."""
    groups = tuple(Answers(group.count) for group in question.groups)

    def send(header: dict[str, Any], body: list[bytes]) -> None:
        groups[header["group"]].add({**header, "fact_of": {}}, memoryview(b"".join(body)))

    calls.answer_questions(question.header, bytearray(question.body), {"f": function}, [0], send)
    return Response(groups, None)


def driven(asking: Generator[Question, Response, T], function: Callable[..., object]) -> T:
    """Carry questions to the function until all of them are answered."""
    try:
        question = next(asking)
        while True:
            question = asking.send(answered(question, function))
    except StopIteration as stop:
        returned: T = stop.value
        return returned


def ours(statement: Statement, fails: Fails) -> tuple[dict[str, Any], float]:
    """Return the case that a student would be shown, and the seconds that it took to find it."""

    def function(*args: Any) -> float:
        return float(fails(*args))

    explanation = explain(statement, driven(statement.examine(), function))
    began = time.perf_counter()
    last = driven(shrink(statement, explanation, DiagnosisMemory(), SearchBudget(ROUNDS, 60.0)), function)
    assert last.counterexample is not None, "no case fails at all"
    return last.counterexample.inputs, time.perf_counter() - began


def theirs(strategy: st.SearchStrategy[Any], fails: Fails) -> dict[str, Any]:
    """Return what `hypothesis.find` ends with."""
    found = find(
        strategy,
        lambda case: fails(*case),
        settings=settings(
            max_examples=5000,
            database=None,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    return {str(number): value for number, value in enumerate(found)}


def shown(case: dict[str, Any]) -> str:
    """Return a case in a few characters."""
    return ", ".join(str(np.asarray(value).tolist()) for value in case.values())[:60]


def main() -> None:
    """Compare and print; end with 1 where ours is larger more than three times in thirty."""
    larger, times = 0, []
    print("| a case fails where there is | shown | hypothesis.find |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for title, domain, fails in PREDICATES:
            inputs, strategy = DOMAINS[domain]
            mine, seconds = ours(task_of(Path(folder), inputs), fails)
            other = theirs(strategy, fails)
            times.append(seconds)
            worse = weight({k: np.asarray(v) for k, v in mine.items()})[:3] > weight(other)[:3]
            larger += worse
            print(f"| {title} | {shown(mine)}{' (larger)' if worse else ''} | {shown(other)} |")
    smaller = len(PREDICATES) - larger
    print(f"\n{smaller} of {len(PREDICATES)} no larger; median {statistics.median(times) * 1e3:.0f} ms,", end=" ")
    print(f"longest {max(times) * 1e3:.0f} ms")
    sys.exit(larger > len(PREDICATES) // 10)


if __name__ == "__main__":
    main()
