"""Slips on the way in: the answer is right for an argument that was changed, alone or with a slip on the way out."""

from __future__ import annotations

import contextlib
import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits, take_steps
from grader.diagnosis.slips.call import FIT, STEPS_OF_ANSWER, Call, Sample, fits
from grader.domains.traits.by_kind import is_real
from grader.expressions.column_operations import own_copy
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    AnswerOf = Callable[[Sample], Any]

STEPS = 300_000
"""The steps of all slips for one submission; those that are not looked at by then explain nothing."""
SLIP_STEPS = 100_000
"""The steps of one slip."""


@dataclass(frozen=True, slots=True)
class InputSlip:
    """A change of an argument; `text` completes "`f` returns what is right for `x` ..."."""

    fits: Callable[[Any], bool]
    text: str
    make: Callable[[Any], Any]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _is_float(value: Any) -> bool:
    return isinstance(value, float)


def _is_small(value: Any) -> bool:
    """Whether a number is one whose square asks for no more work or memory than a case does."""
    return is_real(value) and (not _is_whole(value) or abs(value) <= 30)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iuf"


def _are_signs(value: Any) -> bool:
    return _is_array(value) and bool(np.isin(value, (-1, 1)).all())


def _are_bits(value: Any) -> bool:
    return _is_array(value) and bool(np.isin(value, (0, 1)).all())


def _is_vector(value: Any) -> bool:
    return _is_array(value) and value.ndim == 1


def _is_matrix(value: Any) -> bool:
    return _is_array(value) and value.ndim == 2


def _has_planes(value: Any) -> bool:
    return _is_array(value) and value.ndim > 2


def _is_square(value: Any) -> bool:
    return _is_matrix(value) and value.shape[0] == value.shape[1]


def _standardised(value: Any) -> Any:
    return (value - value.mean(axis=0)) / value.std(axis=0)


def _number_like(old: Any, new: Any) -> Any:
    return type(old)(new)


def _distinct(value: Any) -> Any:
    return type(value)(dict.fromkeys(value))


def _symmetric(value: Any) -> Any:
    return (value + value.T) / 2


INPUT_SLIPS: tuple[InputSlip, ...] = (
    InputSlip(is_real, "with the opposite sign", lambda v: -v),
    InputSlip(is_real, "without its sign", abs),
    InputSlip(is_real, "plus 1", lambda v: v + 1),
    InputSlip(is_real, "minus 1", lambda v: v - 1),
    InputSlip(is_real, "times 2", lambda v: v * 2),
    InputSlip(is_real, "divided by 2", lambda v: _number_like(v, v / 2)),
    InputSlip(_is_small, "squared", lambda v: v * v),
    InputSlip(is_real, "rounded down", lambda v: _number_like(v, math.floor(v))),
    InputSlip(is_real, "cut to a whole number", lambda v: _number_like(v, int(v))),
    InputSlip(is_real, "rounded to a whole number", lambda v: _number_like(v, round(v))),
    InputSlip(_is_float, "taken for an angle in degrees", math.radians),
    InputSlip(_is_float, "turned into degrees", math.degrees),
    InputSlip(is_real, "set to 0", lambda v: _number_like(v, 0)),
    InputSlip(is_real, "set to 1", lambda v: _number_like(v, 1)),
    InputSlip(_is_whole, "set to 2", lambda _: 2),
    InputSlip(_is_truth, "turned round (True for False)", lambda v: not v),
    InputSlip(_is_truth, "set to True", lambda _: True),
    InputSlip(_is_truth, "set to False", lambda _: False),
    InputSlip(_is_text, "in lower case", str.lower),
    InputSlip(_is_text, "in upper case", str.upper),
    InputSlip(_is_text, "backwards", lambda v: v[::-1]),
    InputSlip(_is_text, "without blanks", lambda v: v.replace(" ", "")),
    InputSlip(_is_text, "without the blanks around it", str.strip),
    InputSlip(_is_text, "without its first character", lambda v: v[1:]),
    InputSlip(_is_text, "without its last character", lambda v: v[:-1]),
    InputSlip(_is_text, "without anything but letters and digits", lambda v: "".join(c for c in v if c.isalnum())),
    InputSlip(_is_text, "without anything but letters", lambda v: "".join(c for c in v if c.isalpha())),
    InputSlip(_is_list, "sorted", lambda v: type(v)(sorted(v))),
    InputSlip(_is_list, "in the opposite order", lambda v: v[::-1]),
    InputSlip(_is_list, "without items that occur before", _distinct),
    InputSlip(_is_list, "without its first item", lambda v: v[1:]),
    InputSlip(_is_list, "without its last item", lambda v: v[:-1]),
    InputSlip(_is_list, "in lower case", lambda v: type(v)(item.lower() for item in v)),
    InputSlip(_is_list, "without the signs of its numbers", lambda v: type(v)(abs(item) for item in v)),
    InputSlip(_is_list, "with the opposite signs", lambda v: type(v)(-item for item in v)),
    InputSlip(_is_list, "without its zeros", lambda v: type(v)(item for item in v if item != 0)),
    InputSlip(_is_list, "without its empty items", lambda v: type(v)(item for item in v if len(item))),
    InputSlip(_is_array, "with the opposite sign", np.negative),
    InputSlip(_is_array, "without the signs of its numbers", np.abs),
    InputSlip(_is_array, "clipped below at 0", lambda v: np.maximum(v, 0)),
    InputSlip(_is_array, "clipped to the range from 0 to 1", lambda v: np.clip(v, 0, 1)),
    InputSlip(_is_array, "clipped to the range from -1 to 1", lambda v: np.clip(v, -1, 1)),
    InputSlip(_is_array, "rounded down", np.floor),
    InputSlip(_is_array, "cut to whole numbers", np.trunc),
    InputSlip(_is_array, "rounded to whole numbers", np.rint),
    InputSlip(_is_array, "set to 0", np.zeros_like),
    InputSlip(_is_array, "set to 1", np.ones_like),
    InputSlip(_is_array, "squared", np.square),
    InputSlip(_is_array, "minus its mean", lambda v: v - v.mean()),
    InputSlip(_is_array, "minus its largest number", lambda v: v - v.max()),
    InputSlip(_is_array, "divided by its largest number", lambda v: v / v.max()),
    InputSlip(_is_array, "divided by its sum", lambda v: v / v.sum()),
    InputSlip(_is_array, "divided by its length (the root of its sum of squares)", lambda v: v / np.linalg.norm(v)),
    InputSlip(_is_array, "standardised (minus the mean, divided by the standard deviation)", _standardised),
    InputSlip(_is_array, "times 2", lambda v: 2 * v),
    InputSlip(_is_array, "divided by 2", lambda v: v / 2),
    InputSlip(_are_signs, "taken as 0 and 1 where it is -1 and +1", lambda v: (v + 1) / 2),
    InputSlip(_are_bits, "taken as -1 and +1 where it is 0 and 1", lambda v: 2 * v - 1),
    InputSlip(_is_array, "minus 1, as if counting began at 1", lambda v: v - 1),
    InputSlip(_is_array, "plus 1, as if counting began at 0", lambda v: v + 1),
    InputSlip(_is_array, "in single precision", lambda v: v.astype(np.float32).astype(v.dtype)),
    InputSlip(_is_vector, "sorted", np.sort),
    InputSlip(_is_vector, "in the opposite order", lambda v: v[::-1].copy()),
    InputSlip(_is_vector, "without its first number", lambda v: v[1:].copy()),
    InputSlip(_is_vector, "without its last number", lambda v: v[:-1].copy()),
    InputSlip(_is_vector, "with its first number set to 0", lambda v: np.concatenate([v[:1] * 0, v[1:]])),
    InputSlip(_is_vector, "with its last number set to 0", lambda v: np.concatenate([v[:-1], v[-1:] * 0])),
    InputSlip(_is_matrix, "with rows and columns exchanged", lambda v: v.T.copy()),
    InputSlip(_is_matrix, "without its last row", lambda v: v[:-1].copy()),
    InputSlip(_is_matrix, "without its first row", lambda v: v[1:].copy()),
    InputSlip(_is_matrix, "with its columns in the opposite order", lambda v: v[:, ::-1].copy()),
    InputSlip(_is_matrix, "with its rows in the opposite order", lambda v: v[::-1].copy()),
    InputSlip(_has_planes, "with its last two axes exchanged", lambda v: np.swapaxes(v, -1, -2).copy()),
    InputSlip(_has_planes, "turned round along its last two axes", lambda v: v[..., ::-1, ::-1].copy()),
    InputSlip(_is_square, "with a diagonal of 0", lambda v: v - np.diag(np.diag(v))),
    InputSlip(_is_square, "with nothing below its diagonal", np.triu),
    InputSlip(_is_square, "with nothing above its diagonal", np.tril),
    InputSlip(_is_square, "made symmetric", _symmetric),
)
"""In the order in which they are tried."""


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
