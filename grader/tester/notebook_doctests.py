"""Doctests of otter's files, as otter runs them, whichever numpy they were written for."""

from __future__ import annotations
import __future__

import contextlib
import doctest
import inspect
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, TracebackType

    from grader.tester.environment import Environment

MOST_CASES, MOST_EXAMPLES = 2000, 8000
"""Cases and their examples that are kept; a course with more of them reads the others for each submission."""
_NUMPY_BOOLEAN = re.compile(r"\bnp\.(True|False)_")
_NUMPY_SCALAR = re.compile(r"\bnp\.(?:float|int|uint|complex|bool|str)\d*_?\(([^()]*)\)")


class AnyNumpyChecker(doctest.OutputChecker):
    """Compares what is shown; numpy 2 writes `np.True_` and `np.float64(2.0)`, and test files have `True` and `2.0`."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Compare as doctest does, and once more as any numpy would show it."""
        if super().check_output(want, got, optionflags):
            return True
        return super().check_output(_without_numpy(want), _without_numpy(got), optionflags)


def _without_numpy(text: str) -> str:
    return _NUMPY_SCALAR.sub(r"\1", _NUMPY_BOOLEAN.sub(r"\1", text))


@lru_cache(MOST_EXAMPLES)
def _compile_once(source: str, filename: str, mode: str, flags: int, dont_inherit: bool) -> CodeType:
    code: CodeType = compile(source, filename, mode, flags, dont_inherit)
    return code


# The runner of doctest compiles each example itself, and finds this one before Python's own.
doctest.compile = _compile_once  # type: ignore[attr-defined]


@lru_cache(MOST_CASES)
def _examples(code: str, name: str) -> tuple[doctest.Example, ...]:
    """Return the examples of a case.  Raises ValueError."""
    return tuple(doctest.DocTestParser().get_examples(inspect.cleandoc(code), name))


def compile_examples(code: str, name: str) -> None:
    """Compile the examples of a case, as they will be run; those that cannot be are left.  Raises ValueError."""
    for number, example in enumerate(_examples(code, name)):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError):
            _compile_once(example.source, f"<doctest {name}[{number}]>", "single", 0, True)


def run_examples(code: str, names: Environment, name: str) -> None:
    """Run the examples of a case; raise what the first one raised, or an AssertionError."""
    examples = doctest.DocTest(list(_examples(code, name)), {}, name, name, 0, code)
    examples.globs = names
    runner = doctest.DebugRunner(checker=AnyNumpyChecker(), verbose=False)
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            runner.run(examples, compileflags=_future_flags(names), clear_globs=False)
        except doctest.UnexpectedException as unexpected:
            _, error, trace = unexpected.exc_info
            if (
                type(error) is AssertionError
                and not error.args
                and (line := _asserted(unexpected.example.source, trace))
            ):
                raise AssertionError(line) from None
            raise error from None
        except doctest.DocTestFailure as failure:
            got, expected = failure.got.strip(), failure.example.want.strip()
            raise AssertionError(
                f"{failure.example.source.strip()} gives {got or 'nothing'}, not {expected or 'nothing'}"
            ) from None


def _future_flags(names: Environment) -> int:
    """Return what earlier examples have imported from `__future__`; the student's notebook is not asked for each."""
    features = [getattr(__future__, name) for name in __future__.all_feature_names]
    own = dict(names).values()
    return sum(feature.compiler_flag for feature in features if any(value is feature for value in own))


def _asserted(source: str, trace: TracebackType | None) -> str:
    """Return the condition of the line of an example that raised; empty where that is no `assert` on one line."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or not trace.tb_frame.f_code.co_filename.startswith("<doctest"):
        return ""
    line = source.split("\n")[trace.tb_lineno - 1 :][:1]
    return line[0].strip().removeprefix("assert ") if line and line[0].strip().startswith("assert ") else ""


def shares(points: list[float | None], total: object) -> list[float]:
    """Return the share of each case in the points of a file."""
    if isinstance(total, list | tuple) and len(total) == len(points):
        points, total = [entry if isinstance(entry, int | float) else None for entry in total], None
    values = case_points(points, float(total) if isinstance(total, int | float) else None)
    return [value / sum(values) for value in values] if sum(values) else [1 / max(1, len(values))] * len(values)


def case_points(points: Sequence[float | None], total: float | None) -> list[float]:
    """Return the points of each case as otter shares them: those that are written, and equal parts of the rest.

    The whole has `total`, or what is written, or 1.
    """
    written = sum(entry for entry in points if entry is not None)
    without = sum(entry is None for entry in points)
    if total is None:
        total = 1.0 if written == 0 and without else written
    rest = max(0.0, total - written) / max(1, without)
    return [rest if entry is None else float(entry) for entry in points]
