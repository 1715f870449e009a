"""Tasks of a few lines, and submissions that answer in this process: the worker's own code, without a process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from textwrap import dedent
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

from grader.checks.question import Question, Response
from grader.course import load_course
from grader.diagnosis.memory import DiagnosisMemory
from grader.judge.examination import explain
from grader.worker import calls
from grader.worker.wire.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.checks.task import Task
    from grader.checks.verdict import Verdict

HEAD = "id: small\ntitle: Small\nstatement: Write it.\n"
VECTOR = """
    sizes: {n: [1, 6]}
    inputs: {x: {vector: n, integers: [-9, 9]}}
"""


def task_of(folder: Path, spec: str, reference: str) -> Task:
    """Return the task that `spec` (YAML without its head) and `reference` (Python) make in `folder`."""
    for name, text in (("tasks/small.yaml", HEAD + dedent(spec)), ("reference/small.py", dedent(reference))):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_course(folder).tasks[0]


def prepared(folder: Path, spec: str, reference: str, *, seed: int = 1) -> Any:
    """Return the first check of a task, prepared."""
    return task_of(folder, spec, reference).checks[0].prepare(seed)


def expecting(
    folder: Path,
    expect: str,
    reference: str,
    *,
    functions: str = "f: {args: [x]}",
    more: str = "",
    vector: Any = VECTOR,
    seed: int = 1,
) -> Any:
    """Return the check `expect` about a vector x of small integers, prepared; `more` are further keys of the check."""
    spec = dedent(vector) + (
        f"functions: {{{functions}}}\n"
        f"checks: [{{id: only, title: the statement, points: 2, cases: 30, expect: '{expect}'{more}}}]\n"
    )
    return prepared(folder, spec, reference, seed=seed)


def response_to(
    question: Question,
    functions: dict[str, Callable[..., Any]],
    *,
    end: Any = None,
    received: Any = None,
    cpu: Any = None,
) -> Response:
    """Return what a worker that holds `functions` answers; with `received`, only so many answers came back."""
    groups = tuple(Answers(group.count) for group in question.groups)
    left = [sum(group.count for group in groups) if received is None else received]

    def send(header: Any, body: Any) -> None:
        if left[0] > 0:
            groups[header["group"]].add(json.loads(json.dumps(header)), memoryview(b"".join(body)))
        left[0] -= header["count"]

    with mock.patch.object(calls, "PART_ANSWERS", 4096 if received is None else 1):
        last = calls.answer_questions(question.header, bytearray(question.body), functions, [0], send)
    changed = () if end else tuple(map(tuple, last.get("changed", ())))
    return Response(groups, end, changed, cpu=cpu)


@dataclass(frozen=True)
class Told:
    """A verdict and its explanation, as a result has them side by side."""

    verdict: Verdict
    misconceptions: tuple[Any, ...]

    def __getattr__(self, name: Any) -> Any:
        verdict = object.__getattribute__(self, "verdict")
        return getattr(verdict if hasattr(verdict, name) else verdict.explanation, name)


def explained(prepared: Any, verdict: Any, check: Any = None, memory: Any = None) -> Any:
    """Return what a student is told of a verdict; known mistakes count where the `check` is given."""
    check = check or SimpleNamespace(id="only", misconceptions=())
    examined = explain(check, prepared, verdict, memory or DiagnosisMemory())
    return Told(examined.verdict, examined.misconceptions)


def verdict_on(prepared: Any, *, check: Any = None, memory: Any = None, **more: Any) -> Any:
    """Return what a student is told whose submission defines the functions of `more` (see `examined`)."""
    return explained(prepared, examined(prepared, **more), check, memory)


def examined(check: Any, *, stage: int = 0, end: Any = None, received: Any = None, **functions: Any) -> Any:
    """Examine a submission that defines `functions`; in `stage` the worker ends so after `received` answers."""
    examination = check.examine()
    question, asked = next(examination), 0
    try:
        while True:
            kept = {"end": end, "received": received} if end and asked == stage else {}
            question, asked = examination.send(response_to(question, functions, **kept)), asked + 1
    except StopIteration as stop:
        return stop.value
