"""Slips on the way in: the answer is right for an argument that was changed, alone or with a slip on the way out."""

from __future__ import annotations

import contextlib
import itertools
import math
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits, looked_at, take_steps
from grader.diagnosis.slips.call import FIT, Call, Sample, answer_after, fits
from grader.diagnosis.slips.input_changes import INPUT_SLIPS
from grader.expressions.column_operations import own_copy
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    AnswerOf = Callable[[Sample], Any]
    Output = Callable[[Any], Any]

STEPS = 300_000
"""The steps of all slips for one submission; those that are not looked at by then explain nothing."""
SLIP_STEPS = 100_000
"""The steps of one slip."""
STEPS_TO_LOOK = 8
"""The steps to make one number of an answer with a slip of its own, and to look at it."""


def input_slip_of(call: Call, outputs: Sequence[tuple[str, Output]] = ()) -> str:
    """Return what changes an argument so that right answers, perhaps with a slip of `outputs`, are the student's."""
    if not call.cases:
        return ""
    ordered = call.wrong_first
    return _first_fitting(ordered, _candidates(ordered, outputs))


def _candidates(call: Call, outputs: Sequence[tuple[str, Output]]) -> Iterator[tuple[str, AnswerOf]]:
    """Yield the sentence of each slip and the answer that it gives, one slip before two."""
    changed = [(name, text, _RightAnswers(make)) for name, text, make in _changes(call)]
    for name, text, make in changed:
        yield _sentence(call.function, name, text) + _other_origin(call, name, text), make
    for name, text, scaled in _scaled(call):
        yield _sentence(call.function, name, text), scaled
    for text, shortened in _shortened(call):
        yield f"`{call.function}` returns what is right {text}", shortened
    near = _NearOutputs(call.cases[0], outputs)
    for name, text, make in changed:
        if not make.is_possible:
            continue
        for words, output in near.of(make):
            slips = f"{words}, and `{name}` {text}: with both slips the right answers are yours, in every case."
            yield f"`{call.function}` returns {slips}", _composed(make, output)


class _NearOutputs:
    """The slips of an answer that give the student's first number in the first case, beside a change of an argument.

    Most pairs are excluded there, and many changes leave one and the same answer, which is looked at once.
    """

    def __init__(self, sample: Sample, outputs: Sequence[tuple[str, Output]]) -> None:
        self._sample, self._outputs = sample, outputs
        self._near: dict[bytes, list[tuple[str, Output]]] = {}

    def of(self, make: AnswerOf) -> list[tuple[str, Output]]:
        """Return those that may give the student's answers beside a change; none where that has no answer."""
        try:
            answer = make(self._sample)
            key = write_value(answer)
        except Exception:  # noqa: BLE001 - the reference may fail in any way on what a slip makes of an input
            return []
        if key not in self._near:
            self._near[key] = [each for each in self._outputs if not _is_elsewhere(answer, each[1], self._sample)]
        return self._near[key]


def _is_elsewhere(answer: Any, output: Output, sample: Sample) -> bool:
    """Whether a slip of an answer gives another first number than the student: most do, as is seen at once."""
    take_steps(STEPS_TO_LOOK)
    try:
        given, got = np.asarray(output(answer)), np.asarray(sample.got)
    except Exception:  # noqa: BLE001 - a slip may make no sense for an answer
        return True
    if given.dtype.kind != "f" or got.dtype.kind != "f":
        return False
    if given.shape != got.shape:
        return True
    if not got.size:
        return False
    first, other = float(given.flat[0]), float(got.flat[0])
    return math.isfinite(other) and not abs(first - other) <= FIT * max(abs(other), sample.rounding)


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
    with explaining_limits(left, tracing=False):
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
        self._make, self._answers = make, dict[int, tuple[Sample, Any]]()
        self.is_possible = True
        """Whether there was an answer in all cases so far."""

    def __call__(self, sample: Sample) -> Any:
        key = id(sample)
        if key not in self._answers:
            self.is_possible, was_possible = False, self.is_possible  # unless it comes to an end
            self._answers[key] = sample, self._make(sample)  # as long as it is kept, no other one has its number
            self.is_possible = was_possible
        return self._answers[key][1]


def _composed(make: AnswerOf, output: Output) -> AnswerOf:
    return lambda sample: output(make(sample))


def _sentence(function: str, name: str, text: str) -> str:
    if text.startswith("set to"):
        value = text.removeprefix("set to ")
        return f"`{function}` returns what is right where `{name}` is {value}, whatever `{name}` is. Is `{name}` used?"
    return (
        f"`{function}` returns what is right for `{name}` {text}, in every case. "
        f"Look at what becomes of `{name}` before it is used."
    )


def _other_origin(call: Call, changed: str, text: str) -> str:
    """Return that the number 2 of a slip may be a size of an argument, where this is 2 in every case."""
    if text not in {"times 2", "divided by 2"}:
        return ""
    for position, name in sorted(enumerate(call.names), key=lambda each: each[1] != changed):
        shapes = [np.shape(sample.arguments[position]) for sample in call.cases if _is_array_at(sample, position)]
        if len(shapes) == len(call.cases) and any(set(axis) == {2} for axis in zip(*shapes, strict=False)):
            return f" Or is it a size of `{name}`? That is 2 in every case as well."
    return ""


def _is_array_at(sample: Sample, position: int) -> bool:
    return position < len(sample.arguments) and isinstance(sample.arguments[position], np.ndarray)


def _changes(call: Call) -> Iterator[tuple[str, str, Callable[[Sample], Any]]]:
    """Yield each change of each argument for which it makes sense, as its name, its words and the new answer."""
    reference = call.reference.get(call.function)
    if reference is None:
        return
    for position, name in enumerate(call.names):
        values = [sample.arguments[position] for sample in call.cases if position < len(sample.arguments)]
        if len(values) < len(call.cases):
            continue
        is_of_kind = cache(lambda kind, values=values: all(map(kind, values)))  # many changes are for one kind
        for slip in INPUT_SLIPS:
            if is_of_kind(slip.fits):
                make = partial(answer_after, reference, position=position, change=slip.make)
                yield name, slip.text, make


def _scaled(call: Call) -> Iterator[tuple[str, str, Callable[[Sample], Any]]]:
    """Yield each argument of numbers times, or divided by, the size of an array."""
    reference = call.reference.get(call.function)
    arguments_of_cases = [sample.arguments for sample in call.cases if len(sample.arguments) >= len(call.names)]
    if reference is None or len(arguments_of_cases) < len(call.cases) or not arguments_of_cases:
        return
    dimensions = [
        {getattr(arguments[at], "ndim", 0) for arguments in arguments_of_cases} for at in range(len(call.names))
    ]
    sizes = [
        (at, axis, _unit(ndim, axis).format(name))
        for at, name in enumerate(call.names)
        if len(dimensions[at]) == 1 and isinstance(arguments_of_cases[0][at], np.ndarray)
        for ndim in dimensions[at]
        for axis in range(ndim)
        if len({np.shape(arguments[at])[axis] for arguments in arguments_of_cases}) > 1
    ]
    for position, name in enumerate(call.names):
        if all(isinstance(arguments[position], float | np.ndarray) for arguments in arguments_of_cases):
            for (at, axis, unit), (word, power) in itertools.product(sizes, (("divided by", -1), ("times", 1))):
                yield name, f"{word} the number of {unit}", _answer_scaled(reference, position, (at, axis), power)


def _unit(dimensions: int, axis: int) -> str:
    """Return what is counted along an axis of an array, whose name is still to be put in."""
    if dimensions == 1:
        return "entries of `{}`"
    if dimensions == 2:
        return "columns of `{}`" if axis else "rows of `{}`"
    return f"parts of `{{}}` along axis {axis}"


def _answer_scaled(
    reference: Callable[..., Any], position: int, size: tuple[int, int], power: int
) -> Callable[[Sample], Any]:
    def answer(sample: Sample) -> Any:
        arguments = [own_copy(argument) for argument in sample.arguments]
        count = float(np.shape(arguments[size[0]])[size[1]])
        arguments[position] = arguments[position] * count**power
        return looked_at(reference, *arguments)

    return answer


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
    if not all(isinstance(value, list) or getattr(value, "ndim", 0) for value in (first, other)):
        return False  # np.ndim refuses lists of lists of several lengths
    return len(first) == len(other)


def _answer_of_part(
    reference: Callable[..., Any], positions: tuple[int, int], remaining: slice
) -> Callable[[Sample], Any]:
    def answer(sample: Sample) -> Any:
        arguments = [own_copy(argument) for argument in sample.arguments]
        for position in positions:
            arguments[position] = arguments[position][remaining]
        return looked_at(reference, *arguments)

    return answer
