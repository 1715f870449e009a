"""The cases of one call, and whether a slip explains them."""

from __future__ import annotations

import itertools
import math
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import looked_at, take_steps
from grader.expressions.column_operations import own_copy
from grader.records import dataclass, field
from grader.values.comparison import close, equal
from grader.values.printing import leaves
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FIT = 1e-6
"""How well a slip must fit, relative to the largest number."""
CANCELLED = 1e-6
"""The share of the right answer's size that may be lost as well: 12 digits of it are right."""
MOST_LOST = 1e4
"""The most that may be lost so, as a multiple of what came: a hundredth of it may be wrong."""
INFORMATIVE = 3
"""Cases in which the slip must differ from what is expected."""
OF_TRUTHS = 4
"""The same where answers are True or False."""
MOST_PARTS = 2_000
"""Parts of an answer up to which each of them is looked at."""
STEPS_OF_ANSWER = 20
"""The steps for an answer that is compared: about as long as so many lines of Python take."""
PARTS_OF_STEP = 2
"""Parts of a list that are compared in the time of one step."""
NUMBERS_OF_STEP = 200
"""Numbers of an array that are."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One case of one call: its arguments, what is expected, what came."""

    arguments: tuple[Any, ...]
    expected: Any
    got: Any

    @cached_property
    def size(self) -> float:
        """The size of the right answer, by which rounding is told from a difference."""
        return size_of_numbers(self.expected)

    @cached_property
    def rounding(self) -> float:
        """The size by which rounding is told from a difference of another answer and what came.

        That of what came: beside a right answer of a billion any two small numbers would be alike.
        """
        return rounding_of(size_of_numbers(self.got), CANCELLED * self.size)

    @cached_property
    def is_right(self) -> bool:
        """Whether what came is what is expected, but for rounding."""
        return is_alike(self.got, self.expected, self.size)

    @cached_property
    def steps(self) -> int:
        """The steps to make and to compare another answer."""
        return steps_to_compare(self.expected)

    @cached_property
    def after_changes(self) -> dict[tuple[int, bytes], Any]:
        """The right answers for other arguments, by the position of the one that is another, and its bytes."""
        return {(at, write_value(argument)): self.expected for at, argument in enumerate(self.arguments)}


@dataclass(frozen=True)
class Call:
    """All cases of one call, and what else is known of the function."""

    function: str
    names: tuple[str, ...]
    cases: Sequence[Sample]
    reference: Mapping[str, Callable[..., Any]]
    others: tuple[str, ...] = ()
    """The other functions of the task that take as many arguments."""
    explaining: list[Callable[[Sample], Any]] = field(default_factory=list)
    """The slips that fit, as functions of a case: the case that is shown must tell them from others."""

    @cached_property
    def wrong_first(self) -> Call:
        """Return the same with the wrong answers first: one of these excludes most slips at once."""
        ordered = sorted(self.cases, key=lambda sample: sample.is_right)
        return Call(self.function, self.names, ordered, self.reference, self.others, self.explaining)

    @cached_property
    def says_something(self) -> bool:
        """Whether enough answers are unexpected; the same one again and again would be explained by many slips."""
        wrong = [sample.got for sample in self.cases if not sample.is_right and _is_finite(sample.got)]
        if wrong and all(type(got) is bool for got in wrong):  # there are two answers, of which the wrong ones are one
            return len(wrong) >= OF_TRUTHS and len({sample.got for sample in self.cases if sample.got is not None}) > 1
        return len(wrong) >= INFORMATIVE and any(not equal(wrong[0], other) for other in wrong[1:])


def answer_after(reference: Callable[..., Any], sample: Sample, position: int, change: Callable[[Any], Any]) -> Any:
    """Return the right answer of a case after a change of one argument.

    Many changes leave an argument as it is, or are alike: a vector of one number is the same sorted, and in the
    opposite order.  So the reference is asked once for each argument.  Raises whatever it raises, and ValueError where
    it came to no end before.
    """
    arguments = [own_copy(argument) for argument in sample.arguments]
    arguments[position] = change(arguments[position])
    key, answers = (position, write_value(arguments[position])), sample.after_changes
    if key not in answers:
        answers[key] = _NO_ANSWER
        answers[key] = looked_at(reference, *arguments)
    if answers[key] is _NO_ANSWER:
        raise ValueError("the reference has no answer for such an argument")
    return answers[key]


_NO_ANSWER = object()


def is_small(call: Call) -> bool:
    """Whether each answer has so few parts that looking at every one of them takes no time."""
    values = (value for sample in call.cases for value in (sample.got, sample.expected))
    return all(next(itertools.islice(leaves(value), MOST_PARTS, None), None) is None for value in values)


def steps_to_compare(value: Any) -> int:
    """Return about how many lines of Python take as long as to make another answer like `value` and to compare both."""
    if isinstance(value, np.ndarray):
        return STEPS_OF_ANSWER + int(value.size) // NUMBERS_OF_STEP
    return STEPS_OF_ANSWER + sum(1 for _ in leaves(value)) // PARTS_OF_STEP


def size_of_numbers(value: Any) -> float:
    """Return the size of the largest finite number in a value."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "biuf":
            return 0.0
        sizes = np.abs(value.astype(np.float64))
        return float(sizes[np.isfinite(sizes)].max(initial=0.0))
    numbers = [abs(leaf) for leaf in leaves(value) if isinstance(leaf, int | float)]
    # A whole number beyond all floats is left out, as is what is not finite.
    return float(max((number for number in numbers if number < sys.float_info.max), default=0.0))


def rounding_of(came: float, lost: float) -> float:
    """Return the size that counts for numbers of the size `came`, of which rounding of larger ones may cost `lost`.

    What is left of large numbers, as of their differences, is no more exact than these; yet it is more than noise.
    """
    return max(came, min(lost, MOST_LOST * came))


def is_alike(value: Any, got: Any, size: float) -> bool:
    """Whether two values have one structure, and numbers that are equal but for rounding."""
    if value is got:
        return True
    if isinstance(value, np.generic):
        value = value.item()
    if type(value) is np.ndarray and type(got) is np.ndarray and value.dtype.kind == got.dtype.kind == "f":
        return _is_alike_array(value, got, size)
    return close(value, got, lambda part: FIT * np.maximum(_finite_sizes(np.asarray(part)), size))


def _finite_sizes(numbers: np.ndarray[Any, Any]) -> Any:
    """Return the sizes of numbers, 0 for what is not finite: nothing but the same is near an infinite number."""
    sizes = np.abs(numbers)
    return np.where(np.isfinite(sizes), sizes, 0.0)


def _is_alike_array(value: np.ndarray[Any, Any], got: np.ndarray[Any, Any], size: float) -> bool:
    """Return the same for arrays of floats, without a text for what differs: thousands of slips are tried on them."""
    if value.shape != got.shape:
        return False
    with np.errstate(all="ignore"):
        near = np.abs(value - got) <= FIT * np.maximum(_finite_sizes(got), size)
    return bool((near | (value == got) | (np.isnan(value) & np.isnan(got))).all())


def _is_finite(value: Any) -> bool:
    """Whether an answer says something: many slips, and other mistakes, lead to NaN."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind not in "fc" or bool(np.isfinite(value).all())
    return all(not isinstance(leaf, float) or math.isfinite(leaf) for leaf in leaves(value))


def fits(call: Call, make: Callable[[Sample], Any]) -> bool:
    """Whether `make` gives the student's answer in every case, and an unexpected one in enough of them.

    A slip that cannot be made in some case explains nothing.
    """
    try:
        with np.errstate(all="ignore"):
            for sample in call.cases:
                take_steps(sample.steps)
                if not is_alike(make(sample), sample.got, sample.rounding):
                    return False
            if call.says_something:
                call.explaining.append(make)
            return call.says_something
    except Exception:  # noqa: BLE001 - the reference may fail in any way on what a slip makes of an input
        return False
