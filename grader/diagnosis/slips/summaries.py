"""Answers that are a plain summary of an argument: its mean for its sum, the number of its items, its largest item.

Such an answer may be far from the right one, so that no change of that leads to it.
"""

from __future__ import annotations

import itertools
import math
import statistics
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.slips.call import fits
from grader.domains.traits.by_kind import is_real
from grader.records import dataclass
from grader.worker.wire.tables import TableValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.diagnosis.slips.call import Call, Sample

    Numbers = list[float]
    Make = Callable[[Sample, Any], Any]
    """Makes the answer from a case and the argument that it summarises."""


@dataclass(frozen=True, slots=True)
class NumberSummary:
    """One number for several; `text` stands before the words for these."""

    text: str
    of: Callable[[Numbers], float]
    needs: int = 0
    """The number of numbers that it needs."""


SUMMARIES: tuple[NumberSummary, ...] = (
    NumberSummary("the sum of", sum),
    NumberSummary("the number of", len),
    NumberSummary("the mean of", statistics.fmean, 1),
    NumberSummary("the median of", statistics.median, 1),
    NumberSummary("the middle one, or the upper of the two, in order of size, of", statistics.median_high, 1),
    NumberSummary("the middle one, or the lower of the two, in order of size, of", statistics.median_low, 1),
    NumberSummary("the largest of", max, 1),
    NumberSummary("the smallest of", min, 1),
    NumberSummary("the first of", lambda v: v[0], 1),
    NumberSummary("the last of", lambda v: v[-1], 1),
    NumberSummary("the product of", math.prod),
    NumberSummary("the sum without signs of", lambda v: sum(map(abs, v))),
    NumberSummary("the sum of the squares of", lambda v: sum(x * x for x in v)),
    NumberSummary("the root of the sum of the squares of", lambda v: math.sqrt(sum(x * x for x in v))),
    NumberSummary("the number of different ones among", lambda v: len(set(v))),
    NumberSummary("the sum of the different ones among", lambda v: sum(set(v))),
    NumberSummary("the sum of the positive ones among", lambda v: sum(x for x in v if x > 0)),
    NumberSummary("the number of positive ones among", lambda v: sum(x > 0 for x in v)),
    NumberSummary("half of the sum of the first and the last of", lambda v: (v[0] + v[-1]) / 2, 1),
    NumberSummary("half of the sum of the largest and the smallest of", lambda v: (max(v) + min(v)) / 2, 1),
    NumberSummary("the difference of the largest and the smallest of", lambda v: max(v) - min(v), 1),
    NumberSummary("the mean, rounded down, of", lambda v: sum(v) // len(v), 1),
    NumberSummary("the mean of the two largest, or of the only one, of", lambda v: statistics.fmean(sorted(v)[-2:]), 1),
)
"""In the order in which they are tried."""

WINDOWS: tuple[tuple[str, Callable[[Numbers, int], Numbers]], ...] = (
    ("the numbers of {} up to the same place", lambda v, at: v[: at + 1]),
    ("the numbers of {} before the same place", lambda v, at: v[:at]),
    ("the numbers of {} from the same place on", lambda v, at: v[at:]),
    ("the two numbers of {} at the same place and before it", lambda v, at: v[max(0, at - 1) : at + 1]),
    ("the two numbers of {} at the same place and after it", lambda v, at: v[at : at + 2]),
)
"""The numbers of an argument that one number of a sequence comes of."""
OF_WINDOWS = tuple(
    summary for summary in SUMMARIES
    if summary.text in {
        "the sum of", "the number of", "the mean of", "the largest of", "the smallest of", "the product of",
        "the mean, rounded down, of",
    }
)  # fmt: skip
"""The summaries that make sense of a window."""


def summary_slip_of(call: Call) -> str:
    """Return what summary of an argument the answers are in every case; nothing for none."""
    wrong = [sample for sample in call.cases if not sample.is_right]
    if not wrong or not call.says_something:
        return ""
    ordered = call.wrong_first
    candidates = _candidates(wrong[0].got)
    if candidates is None:
        return ""
    for position, name in enumerate(call.names):
        if any(position >= len(sample.arguments) for sample in call.cases):
            continue
        for text, make in candidates(wrong[0].arguments[position], f"`{name}`"):
            if fits(ordered, lambda sample, p=position, m=make: m(sample, sample.arguments[p])):  # type: ignore[misc]
                return f"`{call.function}` returns {text}, in every case."
    return ""


def _candidates(got: Any) -> Callable[[Any, str], Iterator[tuple[str, Make]]] | None:
    """Return what yields the summaries for answers of one kind, from an argument and its name."""
    if is_real(got):
        return _of_all
    if isinstance(got, dict) and all(map(is_real, got.values())):
        return _of_each_key
    return _of_windows if _is_row(got) else None


def _is_row(value: Any) -> bool:
    """Whether a value is numbers in a row; `np.ndim` raises where a list holds others of different lengths."""
    return (isinstance(value, list) and all(map(is_real, value))) or (isinstance(value, np.ndarray) and value.ndim == 1)


def _of_all(argument: Any, name: str) -> Iterator[tuple[str, Make]]:
    """Yield summaries of all numbers that an argument holds, as one number."""
    for text, numbers_of in _sources(argument, name):
        for summary in SUMMARIES:
            words = f"{summary.text} {text}"
            yield words + (" (where there are any)" if summary.needs else ""), _summarised(summary, numbers_of)
        if isinstance(argument, dict):

            def divided(_: Sample, value: Any, numbers_of: Callable[[Any], Numbers] = numbers_of) -> Any:
                return sum(numbers_of(value)) / len(value)

            yield f"the sum of {text}, divided by the number of keys of {name}", divided


def _summarised(summary: NumberSummary, numbers_of: Callable[[Any], Numbers]) -> Make:
    def make(sample: Sample, value: Any) -> Any:
        numbers = numbers_of(value)
        return summary.of(numbers) if len(numbers) >= summary.needs else sample.expected

    return make


def _of_each_key(argument: Any, name: str) -> Iterator[tuple[str, Make]]:
    """Yield summaries of the numbers that stand at the same key of an argument."""
    if not isinstance(argument, dict):
        return
    for summary in SUMMARIES:

        def make(sample: Sample, value: Any, summary: NumberSummary = summary) -> Any:
            return {key: _of_enough(summary, _flat(value[key])) for key in sample.expected}

        yield f"the right keys, each with {summary.text} what stands there in {name}", make


def _of_enough(summary: NumberSummary, numbers: Numbers) -> float:
    if len(numbers) < summary.needs:
        raise ValueError("too few numbers")
    return summary.of(numbers)


def _of_windows(argument: Any, name: str) -> Iterator[tuple[str, Make]]:
    """Yield sequences of which each number comes of some numbers of an argument, at the same place or near it."""
    if not _is_row(argument):
        return
    yield f"the numbers of {name} as they are", lambda sample, value: _like(sample, list(map(float, value)))
    for (text, window), summary in itertools.product(WINDOWS, OF_WINDOWS):

        def make(sample: Sample, value: Any, window: Any = window, summary: NumberSummary = summary) -> Any:
            numbers = [float(number) for number in value]
            windows = (window(numbers, at) for at in range(len(sample.expected)))
            return _like(sample, [_of_enough(summary, part) for part in windows])

        yield f"at each place {summary.text} {text.format(name)}", make


def _like(sample: Sample, numbers: Numbers) -> Any:
    """Return the first numbers, as many as are expected, in the container of the answer."""
    first = numbers[: len(sample.expected)]
    return np.array(first) if isinstance(sample.got, np.ndarray) else first


def _sources(argument: Any, name: str) -> Iterator[tuple[str, Callable[[Any], Numbers]]]:
    """Yield the numbers that an argument holds, in words and as what takes them out of it."""
    if isinstance(argument, np.ndarray) and argument.dtype.kind in "iuf" and argument.ndim:
        yield f"the numbers in {name}", lambda value: [float(x) for x in value.reshape(-1)]
    elif isinstance(argument, TableValue):
        yield from _columns(argument, name)
    elif isinstance(argument, dict):
        yield f"all numbers in the values of {name}", lambda value: _flat(list(value.values()))
        yield (
            f"the means of the values of {name}",
            lambda value: [statistics.fmean(_flat(part)) for part in value.values() if _flat(part)],
        )
        yield f"the keys of {name}", lambda value: _checked(list(value))
    elif isinstance(argument, list | tuple):
        yield f"all numbers in {name}", _flat
        yield f"the numbers that stand in {name} itself", lambda value: [x for x in value if is_real(x)]
        yield f"the lengths of the items of {name}", lambda value: [len(item) for item in value if not is_real(item)]
        yield from _fields(argument, name)


def _fields(argument: Sequence[Any], name: str) -> Iterator[tuple[str, Callable[[Any], Numbers]]]:
    """Yield the numbers at one place, or under one key, of all items."""
    item = next(iter(argument), None)
    if isinstance(item, tuple):
        for at, word in zip(range(len(item)), ("first", "second", "third", "fourth"), strict=False):
            yield f"the {word} parts of the items of {name}", _taken(at)
    if isinstance(item, dict):
        for key in item:
            yield f"what stands at {key!r} in the items of {name}", _taken(key)


def _taken(key: Any) -> Callable[[Any], Numbers]:
    return lambda value: _checked([item[key] for item in value])


def _columns(table: TableValue, name: str) -> Iterator[tuple[str, Callable[[Any], Numbers]]]:
    for key, column in table.columns.items():
        if column and all(map(is_real, column)):
            yield f"the column {key!r} of {name}", _column(key)


def _column(key: Any) -> Callable[[Any], Numbers]:
    return lambda value: _checked(value.columns[key])


def _checked(values: list[Any]) -> Numbers:
    if not all(map(is_real, values)):
        raise TypeError("not all are numbers")
    return values


def _flat(value: Any) -> Numbers:
    """Return all numbers within lists and tuples, however deep."""
    if is_real(value):
        return [value]
    if isinstance(value, list | tuple):
        return [number for part in value for number in _flat(part)]
    raise TypeError("neither a number nor a list")
