"""The numbers that random answers are made of, and random generators that are the same for one seed."""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.domains import stream
from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.expressions.nodes import Input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.expressions.nodes import StudentCall
    from grader.values.columns import AnyColumn
    from grader.worker.wire.columns import Array


@contextlib.contextmanager
def seeded(seed: int, *names: str) -> Iterator[None]:
    """Let what the reference draws from the global generators be the same for one seed, and give them back."""
    rng = stream(seed, *names, "reference")
    before, numpy_before = random.getstate(), np.random.get_state()  # noqa: NPY002 - a reference may use them
    try:
        random.seed(int(rng.integers(2**63)))
        np.random.set_state(np.random.RandomState(int(rng.integers(2**32))).get_state())  # noqa: NPY002
        yield
    finally:
        random.setstate(before)
        np.random.set_state(numpy_before)  # noqa: NPY002


def numbers_of(
    statistic: Callable[..., Any] | None, answers: AnyColumn, arguments: Sequence[AnyColumn]
) -> Iterator[Array]:
    """Yield the independent numbers of each answer.  Raises EvaluationError where there are none."""
    rows = zip(answers, *arguments, strict=True)
    for answer, *others in rows:
        value = answer if statistic is None else statistic(answer, *others)
        try:
            # numpy makes NaN of None, which is what a function without `return` gives.
            yield np.asarray("None" if value is None else value, dtype=np.float64).reshape(-1)
        except (TypeError, ValueError):
            raise EvaluationError("the statistic, or the answer, is not made of numbers") from None


def numbers_drawn_by(
    function: Callable[..., Any],
    call: StudentCall,
    calls: tuple[int, Sequence[AnyColumn]],
    statistic: Callable[..., Any] | None,
) -> list[Array]:
    """Return the independent numbers that a function of the course gives in place of the student's.

    `calls` are the number of calls and their arguments.  Raises EvaluationError.
    """
    count, arguments = calls
    names = [f"argument {number}" for number in range(len(arguments))]
    table = CaseTable(count, dict(zip(names, arguments, strict=True)), {call.function: function})
    answers = table.by_reference(replace(call, args=tuple(map(Input, names))))
    return list(numbers_of(statistic, answers, arguments))
