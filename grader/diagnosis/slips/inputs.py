"""Slips on the way in: the answer is right for an argument that was changed, alone or with a slip on the way out."""

from __future__ import annotations

import contextlib
import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits, take_steps
from grader.diagnosis.slips.call import FIT, STEPS_OF_ANSWER, Call, Sample, fits
from grader.diagnosis.slips.input_changes import INPUT_SLIPS
from grader.expressions.column_operations import own_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    AnswerOf = Callable[[Sample], Any]

STEPS = 300_000
"""The steps of all slips for one submission; those that are not looked at by then explain nothing."""
SLIP_STEPS = 100_000
"""The steps of one slip."""


def input_slip_of(call: Call, outputs: Sequence[tuple[str, Callable[[Any], Any]]] = ()) -> str:
    """Return what changes an argument so that right answers, perhaps with a slip of `outputs`, are the student's."""
    if not call.cases:
        return ""
    ordered = call.wrong_first
    return _first_fitting(ordered, _candidates(ordered, outputs))


def _candidates(call: Call, outputs: Sequence[tuple[str, Callable[[Any], Any]]]) -> Iterator[tuple[str, AnswerOf]]:
    """Yield the sentence of each slip and the answer that it gives, one slip before two."""
    changed = [(name, text, _RightAnswers(make)) for name, text, make in _changes(call)]
    for name, text, make in changed:
        yield _sentence(call.function, name, text), make
    for text, shortened in _shortened(call):
        yield f"`{call.function}` returns what is right {text}", shortened
    for (name, text, make), (words, output) in itertools.product(changed, outputs):
        if make.is_possible and not _is_elsewhere(make, output, call):
            slips = f"{words}, and `{name}` {text}: with both slips the right answers are yours, in every case."
            yield f"`{call.function}` returns {slips}", _composed(make, output)


def _is_elsewhere(make: AnswerOf, output: Callable[[Any], Any], call: Call) -> bool:
    """Whether two slips give another first number than the student in the first case: most do, as is seen at once."""
    sample = call.cases[0]
    take_steps(STEPS_OF_ANSWER)
    try:
        given, got = np.asarray(output(make(sample))), np.asarray(sample.got)
    except Exception:  # noqa: BLE001 - the reference may fail in any way on what a slip makes of an input
        return True
    if given.dtype.kind != "f" or got.dtype.kind != "f":
        return False
    if given.shape != got.shape:
        return True
    if not got.size:
        return False
    first, other = float(given.flat[0]), float(got.flat[0])
    return math.isfinite(other) and not abs(first - other) <= FIT * max(abs(other), sample.size)


def _first_fitting(call: Call, candidates: Iterator[tuple[str, AnswerOf]]) -> str:
    """Return the sentence of the first slip that fits; the reference may never end for what it was not made for."""
    left = ExplainingSteps(SLIP_STEPS)
    while left.used < STEPS:
        with contextlib.suppress(OverLimitError):  # that slip explains nothing, and the next one is tried
            return _first_in_limits(call, candidates, left)
    return ""


def _first_in_limits(call: Call, candidates: Iterator[tuple[str, AnswerOf]], left: ExplainingSteps) -> str:
    """Return the same, up to the first slip that takes too much; that one raises OverLimitError."""
    left.begin(SLIP_STEPS)
    with explaining_limits(left):
        for sentence, make in candidates:
            if left.used > STEPS:
                return ""
            left.begin(SLIP_STEPS)
            if fits(call, make):
                return sentence
    return ""


class _RightAnswers:
    """The right answers after a change of the arguments, each worked out once; an exception is raised each time."""

    def __init__(self, make: AnswerOf) -> None:
        self._make, self._answers = make, dict[int, Any]()
        self.is_possible = True
        """Whether there was an answer in all cases so far."""

    def __call__(self, sample: Sample) -> Any:
        key = id(sample)
        if key not in self._answers:
            self.is_possible, was_possible = False, self.is_possible  # unless it comes to an end
            self._answers[key] = self._make(sample)
            self.is_possible = was_possible
        return self._answers[key]


def _composed(make: AnswerOf, output: Callable[[Any], Any]) -> AnswerOf:
    return lambda sample: output(make(sample))


def _sentence(function: str, name: str, text: str) -> str:
    if text.startswith("set to"):
        value = text.removeprefix("set to ")
        return f"`{function}` returns what is right where `{name}` is {value}, whatever `{name}` is. Is `{name}` used?"
    return (
        f"`{function}` returns what is right for `{name}` {text}, in every case. "
        f"Look at what becomes of `{name}` before it is used."
    )


def _changes(call: Call) -> Iterator[tuple[str, str, Callable[[Sample], Any]]]:
    """Yield each change of each argument for which it makes sense, as its name, its words and the new answer."""
    reference = call.reference.get(call.function)
    if reference is None:
        return
    for position, name in enumerate(call.names):
        values = [sample.arguments[position] for sample in call.cases if position < len(sample.arguments)]
        for slip in INPUT_SLIPS:
            if len(values) == len(call.cases) and all(map(slip.fits, values)):
                yield name, slip.text, _answer_after(reference, position, slip.make)


def _shortened(call: Call) -> Iterator[tuple[str, Callable[[Sample], Any]]]:
    """Yield the answers for a part of the rows of two arguments of one length, as data and their labels are."""
    reference = call.reference.get(call.function)
    if reference is None or not all(len(sample.arguments) >= len(call.names) for sample in call.cases):
        return
    for a, b in itertools.combinations(range(len(call.names)), 2):
        pairs = [(sample.arguments[a], sample.arguments[b]) for sample in call.cases]
        if all(map(_are_of_one_length, *zip(*pairs, strict=True))):
            names = f"`{call.names[a]}` and `{call.names[b]}`"
            for text, remaining in SHORTENED:
                yield text.format(names), _answer_of_part(reference, (a, b), remaining)


SHORTENED = (
    ("without the first row of {}, in every case. Is it left out?", slice(1, None)),
    ("without the last row of {}, in every case. Is it left out?", slice(None, -1)),
    ("for the first row of {} alone, in every case. Do all others count?", slice(None, 1)),
    ("for the last row of {} alone, in every case. Is what came of the others overwritten?", slice(-1, None)),
)
"""The parts of the rows of two arguments that an answer is right for; they complete "returns what is right"."""


def _are_of_one_length(first: Any, other: Any) -> bool:
    kinds = (np.ndarray, list)
    if not isinstance(first, kinds) or not isinstance(other, kinds) or not np.ndim(first) or not np.ndim(other):
        return False
    return len(first) == len(other)


def _answer_of_part(
    reference: Callable[..., Any], positions: tuple[int, int], remaining: slice
) -> Callable[[Sample], Any]:
    def answer(sample: Sample) -> Any:
        arguments = [own_copy(argument) for argument in sample.arguments]
        for position in positions:
            arguments[position] = arguments[position][remaining]
        return reference(*arguments)

    return answer


def _answer_after(
    reference: Callable[..., Any], position: int, change: Callable[[Any], Any]
) -> Callable[[Sample], Any]:
    def answer(sample: Sample) -> Any:
        arguments = [own_copy(argument) for argument in sample.arguments]
        arguments[position] = change(arguments[position])
        return reference(*arguments)

    return answer
