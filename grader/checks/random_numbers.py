"""The numbers that random answers are made of, and random generators that are the same for one seed."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.domains import stream
from grader.expressions.evaluation import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
