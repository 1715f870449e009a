"""What code may learn of hidden checks: nothing that a student's copy can carry, and nothing of the course's folder."""

from __future__ import annotations

import json
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from grader.cli import grader as command
from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.results import Audience, Outcome, for_audience
from grader.sandbox.process import Worker
from grader.submission import SourceFile, Submission

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
    id: secret
    title: Secret
    statement: Write it.
    inputs: {x: {integer: [0, 1000]}, y: {choice: [31337]}}
    functions: {f: {args: [x], returns: integer}, g: {args: [x], returns: integer}}
    checks:
      - {id: hidden_first, title: the hidden one, points: 1, visibility: hidden, expect: f(y) == ref.f(y)}
      - {id: open_later, title: the open one, points: 1, expect: g(x) == ref.g(x)}
"""
REFERENCE = "def f(x):\n    return x\n\ndef g(x):\n    return x\n"
KEEPS = """
    seen = []

    def f(x):
        seen.append(x)
        return x

    def g(x):
        raise ValueError(f"so far: {seen}")
"""


def course_in(folder: Path) -> Path:
    """Write a course with a hidden check before a public one, and return its folder."""
    for name, text in (("tasks/secret.yaml", dedent(SPEC)), ("reference/secret.py", REFERENCE)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_inputs_of_hidden_checks_are_not_known_to_public_ones(tmp_path: Path) -> None:
    """Code that keeps what it is called with has seen no hidden input when a public check asks it."""
    course = load_course(course_in(tmp_path))
    submission = Submission("s", (SourceFile("secret.py", dedent(KEEPS).encode()),))
    result = grade(submission, Grading(course.tasks, Preparation(1)), Worker)
    hidden, public = result.tasks[0].checks
    assert (hidden.outcome, public.outcome) == (Outcome.PASSED, Outcome.ERROR)
    assert "so far: []" in public.message
    assert "31337" not in for_audience(result, Audience.STUDENT).model_dump_json()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are Linux's")
def test_code_beside_the_course_cannot_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is checked in the course's own folder is not given that folder to read."""
    folder = course_in(tmp_path)
    code = f"""
        def f(x):
            return x

        def g(x):
            try:
                return len(open({str(folder / "reference" / "secret.py")!r}).read())
            except OSError:
                return x
    """
    (folder / "secret.py").write_text(dedent(code))
    monkeypatch.chdir(folder)
    command.main(["check", "secret.py", "--course", ".", "--json", "out.json"], standalone_mode=False)
    result = json.loads((folder / "out.json").read_text())
    if result["isolation"] != "sandbox":
        pytest.skip("this machine does not enforce the whole sandbox")
    assert [check["outcome"] for check in result["tasks"][0]["checks"]] == ["passed", "passed"]
