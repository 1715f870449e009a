"""The words of the expressions: what each means for one case, and for all cases of a check at once.

The form for one case is the meaning; the form for columns must agree with it (tests/checks/test_checks_vocabulary.py
draws both) and may decline by returning None, in which case the judge goes case by case.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.expressions import segments
from grader.expressions.column_operations import entrywise
from grader.records import dataclass
from grader.values.comparison import close as close_values
from grader.values.comparison import equal
from grader.values.kinds import holds_reals, phrase
from grader.values.runs import numbers_in, same_text
from grader.worker.wire.columns import Array, Column
from grader.worker.wire.tables import SeriesValue, TableValue

RTOL = 1e-6
"""The relative tolerance of `close`, `at_most` and `at_least` where none is named."""

LARGEST = float(np.finfo(np.float64).max)
"""No tolerance is larger, so that an infinite difference is never within it."""

Single = Callable[..., Any]
Columns = Callable[..., Column | None]


@dataclass(frozen=True, slots=True)
class Term:
    """A word: how many arguments it takes, which keywords, and its two forms."""

    name: str
    arity: int
    single: Single
    columns: Columns
    keywords: tuple[str, ...] = ()
    truth: bool = False
    """Whether it says yes or no."""
    integral: bool | None = False
    """Whether it gives whole numbers; None: where its arguments do."""
    closeness: bool = False
    """Whether it compares within a tolerance; its form for columns then takes the tolerances of `allowances`."""
    gives: str = ""
    """The result in words, if it is neither a number nor yes or no."""
    says: str = ""


def tolerance(b: Array, scale: Any, rtol: float, *, each: bool) -> Any:
    """Return how far from `b` is close: rtol · max(scale, max|b|), or rtol · max(scale, |b|) entry by entry."""
    size = np.abs(b)
    if not each:
        size = size.max(initial=0.0)
    return np.minimum(rtol * np.maximum(np.abs(scale), size), LARGEST)


def _close(a: Any, b: Any, scale: Any = 0.0, rtol: float = RTOL, each: bool = False) -> bool:
    if not (holds_reals(a) and holds_reals(b)):
        return close_values(a, b, lambda part: tolerance(np.asarray(part), scale, rtol, each=each))
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.shape != b.shape and a.ndim and b.ndim:
        return False
    return bool(np.all(np.abs(a - b) <= tolerance(b, scale, rtol, each=each)))


def _at_most(a: Any, b: Any, scale: Any = 0.0, rtol: float = RTOL) -> bool:
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.shape != b.shape and a.ndim and b.ndim:
        return False
    return bool(np.all(a - b <= tolerance(b, scale, rtol, each=False)))


def _at_least(a: Any, b: Any, scale: Any = 0.0, rtol: float = RTOL) -> bool:
    return _at_most(-np.asarray(a, dtype=np.float64), -np.asarray(b, dtype=np.float64), scale, rtol)


def _same(a: Any, b: Any) -> bool:
    if not (holds_reals(a) and holds_reals(b)):
        return equal(a, b)
    return bool(np.shape(a) == np.shape(b) and np.all(np.asarray(a) == np.asarray(b)))


def allowances(b: Column, scale: Column | None = None, rtol: float = RTOL, *, each: bool = False) -> Array | None:
    """Return how far from each entry of `b` is close, for all cases; None where `scale` is no column of numbers."""
    if scale is not None and scale.ndim:
        return None
    bound = np.abs(b.flat.astype(np.float64, copy=False))
    if not each:
        bound = segments.spread(segments.largest(b, bound), b)
    if scale is not None:
        bound = np.maximum(bound, segments.spread(np.abs(scale.flat), b))
    return np.minimum(rtol * bound, LARGEST)


def _comparing(size: Callable[[Array], Array]) -> Columns:
    """Return the form for columns of the comparison that holds where size(a - b) is within the tolerance."""

    def within(
        a: Column, b: Column, scale: Column | None = None, *, allowed: Array | None = None, **options: Any
    ) -> Column | None:
        pair = segments.aligned(a, b)
        if pair is None:
            return None
        shape, left, right = pair
        # Those of one number for all entries of a case are not one for each entry, though there may be as many.
        if allowed is None or b.ndim != shape.ndim or len(allowed) != len(right):
            allowed = allowances(Column(right, shape.shapes), scale, **options)
        if allowed is None:
            return None
        gaps = left.astype(np.float64, copy=False) - right.astype(np.float64, copy=False)
        return Column.scalars(segments.every(shape, size(gaps) <= allowed))

    return within


def _same_columns(a: Column, b: Column) -> Column | None:
    pair = segments.aligned(a, b)
    if pair is None or a.ndim != b.ndim:
        return None
    shape, left, right = pair
    return Column.scalars(segments.every(shape, left == right))


def _dot_columns(a: Column, b: Column) -> Column | None:
    if a.ndim != 1 or b.ndim != 1 or not np.array_equal(a.shapes, b.shapes):
        return None
    return Column.scalars(segments.total(a, entrywise(operator.mul, _counted(a.flat), _counted(b.flat))))


def _sum_columns(a: Column) -> Column:
    return Column.scalars(segments.total(a, a.flat))


def _norm_columns(a: Column) -> Column:
    return Column.scalars(np.sqrt(segments.total(a, np.square(a.flat.astype(np.float64, copy=False)))))


def _argmax_columns(a: Column) -> Column | None:
    return None if (a.counts == 0).any() else Column.scalars(segments.first_largest(a))


def _max_columns(a: Column) -> Column | None:
    return None if (a.counts == 0).any() else Column.scalars(segments.largest(a, a.flat))


def _min_columns(a: Column) -> Column | None:
    return None if (a.counts == 0).any() else Column.scalars(segments.smallest(a, a.flat))


def _abs_columns(a: Column) -> Column:
    return Column(_abs(a.flat), a.shapes)


def _abs(a: Any) -> Any:
    if isinstance(a, np.ndarray) and segments.magnitude(a) > segments.LARGEST_WHOLE:
        return np.abs(a.astype(np.float64))  # the smallest whole number has no counterpart
    return np.abs(a)


def _all_columns(a: Column) -> Column:
    return Column.scalars(segments.every(a, a.flat != 0))


def _any_columns(a: Column) -> Column:
    return Column.scalars(~segments.every(a, a.flat == 0))


def _length(a: Any) -> int:
    sized = isinstance(a, list | tuple | dict | set | frozenset | str | bytes | range | TableValue | SeriesValue)
    if not sized and not (isinstance(a, np.ndarray) and a.ndim):
        raise TypeError(f"{phrase(a)} has no length")
    return len(a)


def _length_columns(a: Column) -> Column | None:
    return Column.scalars(a.shapes[:, 0]) if a.ndim else None


def _sorted(a: Any) -> Any:
    return np.sort(a, axis=0) if isinstance(a, np.ndarray) else sorted(a)


def _set(a: Any) -> set[Any]:
    return set(a.reshape(-1).tolist() if isinstance(a, np.ndarray) else a)


def _mean_columns(a: Column) -> Column | None:
    return None if (a.counts == 0).any() else Column.scalars(segments.total(a, a.flat) / a.counts)


def _round(a: Any, digits: Any) -> Any:
    return np.round(a, int(digits)) if isinstance(a, np.ndarray) else round(a, int(digits))


def _extreme(of_array: Callable[[Any], Any], of_items: Callable[[Any], Any]) -> Single:
    """Return the form for one case of the smallest or largest: of an array its entries, of other values their items."""
    return lambda a: of_array(a) if holds_reals(a) else of_items(a)


def _norm(a: Any) -> float:
    return float(np.sqrt(np.sum(np.square(np.asarray(a, dtype=np.float64)))))


def _sum(a: Any) -> Any:
    if isinstance(a, np.ndarray) and segments.magnitude(a) * a.size > segments.LARGEST_WHOLE:
        return np.sum(a, dtype=np.float64)
    return np.sum(a)


def _dot(a: Any, b: Any) -> Any:
    a, b = np.asarray(_counted(a)), np.asarray(_counted(b))
    if segments.magnitude(a) * segments.magnitude(b) * max(a.size, 1) > segments.LARGEST_WHOLE:
        a, b = a.astype(np.float64), b.astype(np.float64)
    return np.dot(a, b)


def _counted(a: Any) -> Any:
    """Return `a` with True and False as 1 and 0: numpy's own product of truths is a truth."""
    return np.asarray(a, dtype=np.int64) if np.asarray(a).dtype.kind == "b" else a


def _declined(*_: Column, **__: Any) -> None:
    """Decline: there is no form for columns."""


YIELDING = frozenset({"mean", "len", "sorted", "set", "round", "numbers", "same_text"})
"""Words that a function of the task, or an input, may be called: where it is, the word means that."""
CLOSENESS = ("scale", "rtol")
WORDS: dict[str, Term] = {
    word.name: word
    for word in (
        Term("close", 2, _close, _comparing(np.abs), (*CLOSENESS, "each"), truth=True, closeness=True,
               says="a and b differ by at most rtol · max(scale, max|b|); entry by entry with each=True"),
        Term("at_most", 2, _at_most, _comparing(np.positive), CLOSENESS, truth=True, closeness=True,
               says="a is not above b, within the tolerance of close"),
        Term("at_least", 2, _at_least, _comparing(np.negative), CLOSENESS, truth=True, closeness=True,
               says="a is not below b, within the tolerance of close"),
        Term("same", 2, _same, _same_columns, truth=True, says="a and b have one shape and equal entries, exactly"),
        Term("same_text", 2, same_text, _declined, ("by", "case"), truth=True,
               says="two texts, or what programs print, are the same: line by line without blanks at the end, "
               "with by='words' word by word, with by='text' exactly; with case=False capitals do not count"),
        Term("numbers", 1, numbers_in, _declined, gives="an array", says="the numbers in a text, in order"),
        Term("argmax", 1, lambda a: int(np.argmax(a)), _argmax_columns, integral=True,
               says="the position of the largest entry, of the first one if several are"),
        Term("sum", 1, _sum, _sum_columns, integral=None, says="the sum of all entries"),
        Term("dot", 2, _dot, _dot_columns, integral=None, says="the inner product of vectors, the matrix product"),
        Term("abs", 1, _abs, _abs_columns, integral=None, says="the size of each entry"),
        Term("min", 1, _extreme(np.min, min), _min_columns, integral=None, says="the smallest entry"),
        Term("max", 1, _extreme(np.max, max), _max_columns, integral=None, says="the largest entry"),
        Term("norm", 1, _norm, _norm_columns, says="the square root of the sum of squares of all entries"),
        Term("mean", 1, np.mean, _mean_columns, says="the mean of all entries"),
        Term("len", 1, _length, _length_columns, integral=True, says="the number of items, keys, characters or rows"),
        Term("sorted", 1, _sorted, _declined, integral=None, gives="a list", says="the items in order, as a list"),
        Term("set", 1, _set, _declined, integral=None, gives="a set", says="the different items"),
        Term("round", 2, _round, _declined, says="a, rounded to b digits behind the point"),
        Term("all", 1, lambda a: bool(np.all(a)), _all_columns, truth=True, says="every entry is true, or not 0"),
        Term("any", 1, lambda a: bool(np.any(a)), _any_columns, truth=True, says="some entry is true, or not 0"),
    )
}  # fmt: skip
