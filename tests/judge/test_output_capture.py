"""What a result says besides the answers: tracebacks, warnings with their line, what was printed, and to whom."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from grader.judge import examination, grade
from grader.judge.output_capture import OUTPUT_SHOWN, WARNINGS_KEPT, OutputRecorder, cut
from grader.results import Audience, Outcome, TracebackFrame, Warned, for_audience
from grader.sandbox.exits import Output
from grader.sandbox.process import Worker
from grader.submission import SourceFile, Submission, notebooks
from tests.judge.small_gradings import graded, grading_of, the
from tests.present import present

if TYPE_CHECKING:
    from pathlib import Path

    from grader.judge.grading import Grading

SPEC = """
functions: {f: {args: [x]}, steps: {args: [x]}}
checks:
  - {id: open, title: the open one, points: 1, expect: "close(f(x), ref.f(x))"}
  - {id: nested, title: the nested one, points: 1, expect: "close(f(f(x)), ref.f(x))"}
  - {id: chain, title: the steps, points: 1, needs: [open], chain: steps(x), begins: ref.total(x), relation: "<=",
     ends: ref.more(x)}
  - {id: secret, title: the hidden one, points: 1, visibility: hidden, expect: "close(f(y), ref.f(y))",
     inputs: {y: {vector: n, choice: [31337]}}}
  - {id: growth, title: fast, points: 1, needs: [open], growth: f(x), over: n, up_to: 4000}
"""
REFERENCE = """
import numpy as np

def f(x):
    return np.abs(x)

def total(x):
    return float(np.sum(np.abs(x)))

def more(x):
    return total(x) + 1

def steps(x):
    yield "=", total(x)
    yield "<=", total(x) + 1.0
"""
STEPS = """
def steps(x):
    yield "=", float(np.sum(np.abs(x)))
    yield "<=", float(np.sum(np.abs(x))) + 1.0
"""


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how submissions to the small course are graded."""
    spec = SPEC.replace(
        "inputs: {y: {vector: n, choice: [31337]}}", "inputs: {y: {vector: n, integers: [31337, 31337]}}"
    )
    return grading_of(tmp_path_factory.mktemp("course"), spec, REFERENCE)


def code(text: str, steps: str = STEPS) -> str:
    """Return a submission that defines `f` as `text` says, and right steps."""
    return "import numpy as np\n" + dedent(text) + steps


RAISES = """
def f(x):
    y = 2 * x
    return _g(y) if len(x) > 2 else np.abs(x)

def _g(y):
    text = "a value"
    return y[99]
"""


def test_a_call_that_raises_has_a_traceback(grading: Grading) -> None:
    """The student's frames, their own lines, and the values of the call that is shown."""
    check = the(graded(grading, code(RAISES)), "open")
    outer, inner = check.trace
    assert (outer.name, outer.line, outer.source[-1], outer.values) == ("f", 5, "def _g(y):", {})
    assert (inner.file, inner.line, inner.name) == ("small.py", 9, "_g")
    assert inner.source[inner.line - inner.first] == "    return y[99]"
    doubled = [2 * value for value in present(check.counterexample).inputs["x"]]
    assert inner.values == {
        "y": f"array of shape (3,), int64: {', '.join(f'{value:g}' for value in doubled)}",
        "text": "'a value'",
    }


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("def f(x):\n    return np.abs(x)\n", Outcome.PASSED),
        ("def f(x):\n    return x\n", Outcome.FAILED),
        ("def f(x):\n    if len(x) == 1: return x + 1\n    raise ValueError\n", Outcome.FAILED),
        ("def f(x):\n    import os\n    os._exit(3)\n", Outcome.ERROR),
        ("def g(x):\n    return x\n", Outcome.FAILED),
    ],
    ids=["right", "wrong", "wrong-where-it-is-shown", "gone", "not-defined"],
)
def test_what_does_not_raise_where_it_is_shown_has_none(grading: Grading, text: str, outcome: Outcome) -> None:
    """A traceback belongs to the case that the student sees."""
    check = the(graded(grading, code(text)), "open")
    assert (check.outcome, check.trace) == (outcome, ())


def test_a_call_that_raises_only_once_is_told_without_a_traceback(grading: Grading) -> None:
    """The outcome and its message stay what the first call made them."""
    text = """
        calls = []

        def f(x):
            calls.append(x)
            if len(calls) == 2:
                raise ValueError("once")
            return np.abs(x)
    """
    check = the(graded(grading, code(text)), "open")
    assert (check.outcome, check.trace) == (Outcome.ERROR, ())
    assert "ValueError: once" in check.message


TWO = """
functions: {f: {args: [x]}}
checks:
  - {id: one, title: t, points: 1, expect: "close(f(x), ref.f(x))"}
  - {id: two, title: t, points: 1, expect: "close(f(x), ref.f(x))"}
"""


def test_a_call_that_hangs_when_it_is_made_again_costs_its_traceback_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next check is asked in a fresh process, with all of its time."""
    text = """
        calls = []

        def f(x):
            calls.append(x)
            while len(calls) > MOST:
                pass
            raise ValueError("always")
    """
    monkeypatch.setattr(examination, "TRACE_SECONDS", 0.2)
    grading = grading_of(tmp_path, TWO, REFERENCE)
    one, _ = grading.tasks[0].checks
    asked = grading.preparation.of("small", one).cases.count  # type: ignore[union-attr]
    result = graded(grading, code(text).replace("MOST", str(asked)))
    for check in result.tasks[0].checks:
        assert (check.outcome, check.trace) == (Outcome.ERROR, ())
        assert "always" in check.message


def test_a_derivation_and_a_large_input_have_tracebacks_too(grading: Grading) -> None:
    """Whatever kind of check it is that makes the call."""
    steps = "\ndef steps(x):\n    yield '=', float(np.sum(np.abs(x)))\n    yield '<=', x[0] / [][1]\n"
    text = "def f(x):\n    if len(x) > 50: raise MemoryError('large')\n    return np.abs(x)\n"
    result = graded(grading, code(text, steps))
    chain, growth = the(result, "chain"), the(result, "growth")
    assert [(frame.name, frame.source[-1]) for frame in chain.trace] == [("steps", "    yield '<=', x[0] / [][1]")]
    assert [(frame.name, list(frame.values)) for frame in growth.trace] == [("f", ["x"])]


@pytest.mark.parametrize(
    ("line", "outcome", "said"),
    [
        ("while True: pass", Outcome.TIMEOUT, ""),
        pytest.param("os.write(1, b'before'); pow(7, 10**9)", Outcome.TIMEOUT, "before", marks=pytest.mark.slow),
        ("os.write(1, b'before'); import ctypes; ctypes.string_at(0)", Outcome.ERROR, "before"),
    ],
    ids=["hangs", "hangs-in-c", "crashes"],
)
def test_a_call_that_ends_the_process_has_the_line_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, outcome: Outcome, said: str
) -> None:
    """And what Python itself says about its end is nothing that the student has printed."""
    monkeypatch.setattr("grader.sandbox.process.LINE_SECONDS", 20.0)
    grading = grading_of(tmp_path, TWO.replace("title: t", "title: t, limits: {wall: 1.2}"), REFERENCE)
    result = graded(grading, f"import os\ndef f(x):\n    {line}\n")
    for check in result.tasks[0].checks:
        assert check.outcome is outcome
        (frame,) = check.trace
        assert (frame.file, frame.line, frame.source[-1], frame.values) == ("small.py", 3, f"    {line}", {})
        assert check.output == said


def test_a_notebook_has_cells(grading: Grading) -> None:
    """Numbered as in the rest of the report, and shown as the student wrote them."""
    cells = ["import numpy as np", "%matplotlib inline\ndef f(x):\n    return np.log(-np.abs(x)) + x[7]" + STEPS]
    told = {"cells": [{"cell_type": "code", "source": cell} for cell in cells], "nbformat": 4}
    data = notebooks.read("a.ipynb", json.dumps(told).encode(), 1 << 20).data
    check = the(grade(Submission("s", (SourceFile("a.ipynb", data, notebook=True),)), grading, Worker), "open")
    assert [(frame.file, frame.cell, frame.line, frame.source[0]) for frame in check.trace] == [
        ("a.ipynb", 2, 3, "%matplotlib inline")
    ]
    assert {(warned.cell, warned.line) for warned in check.warnings} == {(2, 3)}


def test_warnings_are_told_of_checks_that_pass(grading: Grading) -> None:
    """With the line and how often; they cost nothing."""
    text = "def f(x):\n    np.exp(np.abs(x) + 1000)\n    return np.abs(x)\n"
    result = graded(grading, code(text))
    check = the(result, "open")
    assert (check.outcome, check.points) == (Outcome.PASSED, 1)
    (warned,) = check.warnings
    assert warned == Warned(
        text="overflow encountered in exp", kind="RuntimeWarning", file="small.py", line=3, count=warned.count
    )
    assert warned.count >= 20
    assert the(result, "chain").warnings == ()
    assert "overflow" not in result.output


def test_what_is_printed_stands_with_its_check(grading: Grading) -> None:
    """Once the files are loaded; what they print while they are loaded stands for itself."""
    text = "print('loading')\ndef f(x):\n    print('asked for', len(x))\n    return np.abs(x)\n"
    result = graded(grading, code(text))
    assert result.loading_output == "loading\n"
    assert set(the(result, "open").output.splitlines()) == {f"asked for {n}" for n in range(1, 7)}
    assert the(result, "chain").output == ""


def test_much_that_is_printed_is_cut(grading: Grading) -> None:
    """And counted."""
    text = "def f(x):\n    print('é' * 999)\n    return np.abs(x)\n"
    output = the(graded(grading, code(text)), "open").output
    shown, _, rest = output.rpartition("\n")
    assert len(shown) == OUTPUT_SHOWN
    assert rest.startswith("(about ")
    assert rest.endswith(" more characters)")


KEEPS = """
    seen = [[], []]

    def f(x):
        seen[0] = [*seen[0][-9:], float(np.max(x))]
        kept = str(seen)
        print(kept)
        import warnings
        warnings.warn(kept[-150:])
        if np.max(x) < 100 and len(x) == 6:
            raise ValueError(kept)
        return np.abs(x)
"""


def test_nothing_of_a_hidden_check_reaches_a_student(grading: Grading) -> None:
    """Code that keeps its inputs, prints them, warns with them and has them in its local values."""
    result = graded(grading, code(KEEPS))
    hidden = the(result, "secret")
    assert (hidden.outcome, "31337" in hidden.output) == (Outcome.PASSED, True)
    assert any("31337" in warned.text for warned in hidden.warnings)
    student = for_audience(result, Audience.STUDENT)
    shown = the(student, "open")
    assert "kept" in shown.trace[-1].values
    assert shown.output
    assert shown.warnings
    assert "31337" not in student.model_dump_json()


def test_a_hidden_check_that_raises_shows_its_inputs_to_teachers_only(grading: Grading) -> None:
    """Its local values are its inputs."""
    result = graded(grading, code("def f(x):\n    return x[99] if x[0] > 100 else np.abs(x)\n"))
    assert "31337" in the(result, "secret").trace[-1].values["x"]
    assert "31337" not in for_audience(result, Audience.STUDENT).model_dump_json()


FORGES = """
    import sys

    FRAME = {"file": "small.py", "line": 1, "values": {"a": "b"}}
    sys.modules["worker.calls"].describe_exception = lambda error, **_: {"frames": [{**FRAME, "line": 10**9}, FRAME, 5]}
    recorder = sys.modules["worker.warning_capture"].WarningRecorder
    recorder.drain = lambda self: {"warned": [5, {"text": []}, {**FRAME, "text": "w"}] * 99}

    def f(x):
        raise ValueError
"""


def test_what_is_forged_is_left_out(grading: Grading) -> None:
    """A worker that its code has taken over states other things about its own exceptions, and nothing more."""
    check = the(graded(grading, code(FORGES)), "open")
    assert check.outcome is Outcome.ERROR
    assert check.trace == (
        TracebackFrame(file="small.py", line=1, first=1, source=("import numpy as np", "", "import sys")),
    )
    assert check.warnings == ()


@pytest.mark.parametrize(
    ("data", "size", "text"),
    [
        (b"", 0, ""),
        (b"ab\n", 3, "ab\n"),
        (b"a\xff", 2, "a\N{REPLACEMENT CHARACTER}"),
        (b"a" * 2000, 2000, "a" * 2000),
        (b"a" * 2001, 2001, "a" * 2000 + "\n(about 1 more characters)"),
        (b"a" * 8000, 10**6, "a" * 2000 + "\n(about 998,000 more characters)"),
        (b"\xff" * 2001, 2001, "\N{REPLACEMENT CHARACTER}" * 2000 + "\n(about 1 more characters)"),
    ],
    ids=["nothing", "short", "no-text", "just", "one-more", "much", "much-that-is-no-text"],
)
def test_output_is_cut_and_the_rest_counted(data: bytes, size: int, text: str) -> None:
    """What is shown, and about how much is not."""
    assert cut(Output(data, size)) == text


def test_the_questions_of_a_check_are_seen_together() -> None:
    """In order, and no more of each than is shown."""
    witness, work = OutputRecorder(), Submission("s", (SourceFile("a.py", b"x\n"),))
    told = {"text": "w", "kind": "k", "file": "a.py", "line": 1, "count": 2}
    witness.record(Output(b"one ", 4), {"warned": [told]})
    witness.record(Output(b"two", 3), {})
    witness.record(Output(b"!" * 9000, 10**6), {"warned": [told] * 999})
    seen = witness.captured(work)
    assert seen.text.startswith("one two!!!")
    assert len(witness.beginning) == 4 * OUTPUT_SHOWN
    assert json.dumps(seen.text[-40:]).endswith(f'(about {10**6 + 7 - OUTPUT_SHOWN:,} more characters)"')
    assert len(witness.warned) == WARNINGS_KEPT
    assert [warned.count for warned in seen.warnings] == [2 * WARNINGS_KEPT]
