"""The changes of an argument before it is used, as a table: for which values, in words, and as a function."""

from __future__ import annotations

import math
import string
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.domains.traits.by_kind import is_real
from grader.records import dataclass
from grader.worker.wire.tables import TableValue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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


def _has_entries(value: Any) -> bool:
    return _is_vector(value) and len(value) > 0


def _is_dict_of_lists(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_list, value.values()))


def _is_dict_of_arrays(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(map(_is_array, value.values()))


def _within_one(value: Any) -> Any:
    return np.clip(value, -1, 1)


def _first_everywhere(value: Any) -> Any:
    return np.repeat(value[:1], len(value), axis=0)


def _always(number: int) -> Callable[[Any], Any]:
    return lambda _: number


def _is_table(value: Any) -> bool:
    return isinstance(value, TableValue) and bool(value.columns)


def _on_values(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: {key: change(part) for key, part in value.items()}


def _rows(remaining: Callable[[list[Any]], Sequence[int]]) -> Callable[[TableValue], TableValue]:
    """Return what leaves some rows of a table, chosen by the values of its first column."""

    def changed(value: TableValue) -> TableValue:
        return value.rows(remaining(next(iter(value.columns.values()))))

    return changed


def _first_of_each(column: list[Any]) -> list[int]:
    return [row for row, value in enumerate(column) if value not in column[:row]]


def _last_of_each(column: list[Any]) -> list[int]:
    return [row for row, value in enumerate(column) if value not in column[row + 1 :]]


INPUT_SLIPS: tuple[InputSlip, ...] = (
    InputSlip(is_real, "set to 0", lambda v: _number_like(v, 0)),
    InputSlip(is_real, "set to 1", lambda v: _number_like(v, 1)),
    *(InputSlip(_is_whole, f"set to {number}", _always(number)) for number in (2, 3, 4, 5, 10, -1)),
    InputSlip(_is_truth, "set to True", lambda _: True),
    InputSlip(_is_truth, "set to False", lambda _: False),
    InputSlip(_is_array, "set to 0", np.zeros_like),
    InputSlip(_is_array, "set to 1", np.ones_like),
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
    InputSlip(_is_truth, "turned round (True for False)", lambda v: not v),
    InputSlip(_is_text, "in lower case", str.lower),
    InputSlip(_is_text, "in upper case", str.upper),
    InputSlip(_is_text, "backwards", lambda v: v[::-1]),
    InputSlip(_is_text, "without blanks", lambda v: v.replace(" ", "")),
    InputSlip(_is_text, "without the blanks around it", str.strip),
    InputSlip(_is_text, "without its first character", lambda v: v[1:]),
    InputSlip(_is_text, "without its last character", lambda v: v[:-1]),
    InputSlip(_is_text, "without anything but letters and digits", lambda v: "".join(c for c in v if c.isalnum())),
    InputSlip(_is_text, "without anything but letters", lambda v: "".join(c for c in v if c.isalpha())),
    InputSlip(_is_text, "without digits", lambda v: "".join(c for c in v if not c.isdigit())),
    InputSlip(_is_text, "without punctuation", lambda v: "".join(c for c in v if c not in string.punctuation)),
    InputSlip(_is_text, "with its words in the opposite order", lambda v: " ".join(v.split()[::-1])),
    InputSlip(_is_text, "with one blank for several", lambda v: " ".join(v.split())),
    InputSlip(_is_list, "sorted", lambda v: type(v)(sorted(v))),
    InputSlip(_is_list, "sorted downwards", lambda v: type(v)(sorted(v, reverse=True))),
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
    InputSlip(_is_array, "with 0 for what is below 0", lambda v: np.maximum(v, 0)),
    InputSlip(_is_array, "with 0 for what is below 0 and 1 for what is above 1", lambda v: np.clip(v, 0, 1)),
    InputSlip(_is_array, "with -1 for what is below -1 and 1 for what is above 1", lambda v: np.clip(v, -1, 1)),
    InputSlip(_is_array, "rounded down", np.floor),
    InputSlip(_is_array, "cut to whole numbers", np.trunc),
    InputSlip(_is_array, "rounded to whole numbers", np.rint),
    InputSlip(_is_array, "squared", np.square),
    InputSlip(_is_array, "replaced by its signs (-1, 0 or 1)", np.sign),
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
    InputSlip(_is_matrix, "with its first row in the place of every row", _first_everywhere),
    InputSlip(_has_planes, "with its first part along axis 0 in the place of every such part", _first_everywhere),
    InputSlip(_has_planes, "with its last two axes exchanged", lambda v: np.swapaxes(v, -1, -2).copy()),
    InputSlip(_has_planes, "turned round along its last two axes", lambda v: v[..., ::-1, ::-1].copy()),
    InputSlip(_is_square, "with a diagonal of 0", lambda v: v - np.diag(np.diag(v))),
    InputSlip(_is_square, "with nothing below its diagonal", np.triu),
    InputSlip(_is_square, "with nothing above its diagonal", np.tril),
    InputSlip(_is_square, "made symmetric", _symmetric),
    InputSlip(_has_entries, "with its first number in every place", lambda v: np.full_like(v, v[0])),
    InputSlip(_has_entries, "with its last number in every place", lambda v: np.full_like(v, v[-1])),
    InputSlip(_is_dict_of_lists, "with equal items of each value once only", _on_values(_distinct)),
    InputSlip(_is_dict_of_lists, "with the first item of each value alone", _on_values(lambda v: v[:1])),
    InputSlip(_is_dict_of_lists, "with the last item of each value alone", _on_values(lambda v: v[-1:])),
    InputSlip(_is_dict_of_lists, "without the first item of each value", _on_values(lambda v: v[1:])),
    InputSlip(_is_dict_of_lists, "without the last item of each value", _on_values(lambda v: v[:-1])),
    InputSlip(
        _is_dict_of_lists, "without the zeros in its values", _on_values(lambda v: type(v)(item for item in v if item))
    ),
    InputSlip(_is_dict_of_arrays, "with the opposite signs", _on_values(np.negative)),
    InputSlip(_is_dict_of_arrays, "without the signs of its numbers", _on_values(np.abs)),
    InputSlip(_is_dict_of_arrays, "with the signs (-1, 0 or 1) of its numbers alone", _on_values(np.sign)),
    InputSlip(_is_dict_of_arrays, "with its numbers squared", _on_values(np.square)),
    InputSlip(_is_dict_of_arrays, "with 0 for each of its numbers", _on_values(np.zeros_like)),
    InputSlip(_is_dict_of_arrays, "with its numbers times 2", _on_values(lambda v: 2 * v)),
    InputSlip(_is_dict_of_arrays, "with its numbers divided by 2", _on_values(lambda v: v / 2)),
    InputSlip(_is_dict_of_arrays, "with -1 for its numbers below -1 and 1 for those above 1", _on_values(_within_one)),
    InputSlip(
        _is_table,
        "with one row alone for each value of its first column: the first such row",
        _rows(_first_of_each),
    ),
    InputSlip(
        _is_table, "with one row alone for each value of its first column: the last such row", _rows(_last_of_each)
    ),
    InputSlip(_is_table, "without its first row", _rows(lambda column: range(1, len(column)))),
    InputSlip(_is_table, "without its last row", _rows(lambda column: range(len(column) - 1))),
    InputSlip(_is_table, "with its rows in the opposite order", _rows(lambda column: range(len(column))[::-1])),
)
"""In the order in which they are tried: numbers between -1 and 1 that are set to 0 are also cut to whole ones."""
