"""Slips of the parts of an answer: of each number in it, each text, each inner list, each value of a dict.

The structure is right, and one change of all parts turns the right answer into the student's.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.slips.call import fits, is_alike
from grader.diagnosis.slips.constants import text_of_constant
from grader.diagnosis.slips.values import VALUE_SLIPS
from grader.domains.traits.by_kind import is_real
from grader.values.printing import leaves
from grader.worker.wire.plain import NamedValues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.diagnosis.slips.call import Call, Sample

OF_NUMBERS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("with the opposite sign", lambda x: -x),
    ("without their signs", abs),
    ("rounded down to whole numbers", lambda x: type(x)(math.floor(x))),
    ("cut to whole numbers", lambda x: type(x)(int(x))),
    ("rounded to whole numbers", lambda x: type(x)(round(x))),
    ("rounded to 1 decimal", lambda x: round(x, 1)),
    ("rounded to 2 decimals", lambda x: round(x, 2)),
    ("rounded to 3 decimals", lambda x: round(x, 3)),
    ("squared", lambda x: x * x),
    ("replaced by their square roots", math.sqrt),
    ("replaced by their signs (-1, 0 or 1)", lambda x: type(x)((x > 0) - (x < 0))),
    ("set to 0 where they are negative", lambda x: max(x, 0)),
    ("written as texts", str),
)
"""The changes of every number of an answer; the words complete "what is right, all its numbers"."""
OF_TEXTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("in lower case", str.lower),
    ("in upper case", str.upper),
    ("with a capital letter", str.capitalize),
    ("without the blanks around them", str.strip),
    ("backwards", lambda text: text[::-1]),
    ("without their last character", lambda text: text[:-1]),
    ("without their first character", lambda text: text[1:]),
)
"""The changes of every text of an answer; the words complete "what is right, all its texts"."""
OF_GRIDS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("with rows and columns exchanged", lambda v: [list(row) for row in zip(*v, strict=True)]),
    ("with its rows and its columns in the opposite order", lambda v: [row[::-1] for row in v[::-1]]),
    ("turned to the right by a quarter", lambda v: [list(row) for row in zip(*v[::-1], strict=True)]),
    ("turned to the left by a quarter", lambda v: [list(row) for row in zip(*v, strict=True)][::-1]),
)
"""The changes of a list of rows."""

MOST_EXCHANGED = 6
"""Parts of an answer of which each pair is exchanged."""


def structure_slip_of(call: Call) -> str:
    """Return what becomes of all parts of the right answers in every case; nothing for none."""
    wrong = [sample for sample in call.cases if not sample.is_right]
    if not wrong or not call.says_something:
        return ""
    ordered = call.wrong_first
    for text, make in _changes(wrong[0], wrong):
        if fits(ordered, lambda sample, m=make: None if sample.expected is None else m(sample.expected)):  # type: ignore[misc]
            return f"`{call.function}` returns {text}, in every case."
    return ""


def _changes(first: Sample, wrong: list[Sample]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield what may have become of all parts, as far as it makes sense for the first wrong answer."""
    expected = first.expected
    if isinstance(expected, list | tuple | dict):
        kinds = [leaf for sample in wrong for leaf in leaves(_without_keys(sample.expected))]
        if any(map(is_real, kinds)):
            for text, change in (*_replaced(wrong), *OF_NUMBERS, *_fitted(first)):
                yield f"what is right, all its numbers {text}", _on_leaves(change, is_real)
        if any(isinstance(leaf, str) for leaf in kinds):
            for text, change in OF_TEXTS:
                yield f"what is right, all its texts {text}", _on_leaves(change, _is_text)
        yield from _inner_changes(wrong)
        yield from _changed_keys(wrong)
    if all(isinstance(sample.expected, list) and all(map(_is_list, sample.expected)) for sample in wrong):
        yield from ((f"what is right {text}", change) for text, change in OF_GRIDS)
    yield from _exchanged_parts(wrong)
    yield from _replaced_characters(wrong)


def _changed_keys(wrong: list[Sample]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield one change of all keys of a dict, whose values stay."""
    if not all(isinstance(sample.expected, dict) for sample in wrong):
        return
    keys = [key for sample in wrong for key in sample.expected]
    if keys and all(map(is_real, keys)):
        yield "what is right, all its keys larger by 1", _with_keys(lambda key: key + 1)
        yield "what is right, all its keys smaller by 1", _with_keys(lambda key: key - 1)
    if keys and all(map(_is_text, keys)):
        for text, change in OF_TEXTS:
            yield f"what is right, all its keys {text}", _with_keys(change)


def _with_keys(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: {change(key): part for key, part in value.items()}


def _exchanged_parts(wrong: list[Sample]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield two parts of a tuple, or of a dict of the same keys, that stand in each other's place."""
    expected = [sample.expected for sample in wrong]
    if all(isinstance(value, tuple) and len(value) == len(expected[0]) for value in expected):
        names = getattr(expected[0], "_fields", None) or [f"part {at + 1}" for at in range(len(expected[0]))]
        places: list[Any] = list(range(len(expected[0])))
    elif all(isinstance(value, dict) and value.keys() == expected[0].keys() for value in expected):
        places = list(expected[0])
        names = [repr(key) for key in places]
    else:
        return
    if len(places) <= MOST_EXCHANGED:
        for (a, first), (b, second) in itertools.combinations(zip(places, names, strict=True), 2):
            yield f"what is right, but {first} and {second} exchanged", _with_exchanged(a, b)


def _with_exchanged(a: Any, b: Any) -> Callable[[Any], Any]:
    def changed(value: Any) -> Any:
        parts = dict(value) if isinstance(value, dict) else list(value)
        parts[a], parts[b] = parts[b], parts[a]
        return parts if isinstance(value, dict) else _like(value, tuple(parts))

    return changed


def _replaced(wrong: list[Sample]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield the only number in all wrong answers: small numbers that are cut to whole ones are all 0 as well."""
    numbers = {number for sample in wrong for number in _numbers_in(sample.got)}
    if len(numbers) == 1:
        (number,) = numbers
        text = text_of_constant(number)
        if text:
            yield f"replaced by {text}", lambda _: number


def _fitted(sample: Sample) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield the factor and the difference between the first two numbers that are not the same."""
    pairs = zip(_numbers_in(sample.expected), _numbers_in(sample.got), strict=False)
    due, got = next(((a, b) for a, b in pairs if a and not is_alike(a, b, abs(a))), (0, 0))
    try:
        factor, gap = got / due, got - due
        if not factor or not math.isfinite(factor) or not math.isfinite(gap):
            return
    except (OverflowError, ZeroDivisionError):  # a whole number beyond all floats, or no difference
        return
    yield f"multiplied by {factor:.6g}", lambda x: x * factor
    yield f"{'larger' if gap > 0 else 'smaller'} by {abs(gap):.6g}", lambda x: x + gap


def _numbers_in(value: Any) -> list[Any]:
    return [leaf for leaf in leaves(_without_keys(value)) if is_real(leaf)]


def _without_keys(value: Any) -> Any:
    """Return a value as lists: what the keys of dicts are does not count."""
    if isinstance(value, dict):
        return [_without_keys(part) for part in value.values()]
    return [_without_keys(part) for part in value] if isinstance(value, list | tuple) else value


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _on_leaves(change: Callable[[Any], Any], applies: Callable[[Any], bool]) -> Callable[[Any], Any]:
    """Return the change of all parts of one kind that hold no others; keys of dicts stay as they are."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return _like(value, tuple(map(changed, value)))
        if isinstance(value, np.ndarray) and value.dtype.kind in "iuf" and applies(1.0):
            return np.vectorize(change, otypes=[float])(value) if value.size else value
        return change(value) if applies(value) else value

    return changed


def _like(value: Any, parts: tuple[Any, ...]) -> Any:
    """Return other parts in a sequence like `value`; what a program printed has names for its parts."""
    names = getattr(value, "_fields", None)
    return type(value)(parts) if names is None else NamedValues(type(value).__name__, names, parts)


def _inner_changes(wrong: list[Sample]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield slips of every value of a dict, or of every list in a list."""
    is_dict = isinstance(wrong[0].expected, dict)
    inner = [part for sample in wrong for part in _parts(sample.expected)]
    for slip in VALUE_SLIPS if inner else ():
        if slip.text.endswith("?") or not all(isinstance(part, slip.kinds) for part in inner):
            continue
        if is_dict:
            yield f"the right keys, each with {slip.text} as its value", _on_values(slip.make)
        elif isinstance(inner[0], list | tuple | dict):
            yield f"the right number of items, each of which is {slip.text}", _on_items(slip.make)


def _on_values(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: {key: make(part) for key, part in value.items()}


def _on_items(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: _like(value, tuple(map(make, value)))


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _replaced_characters(wrong: list[Sample]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield one character in place of another, as the first difference of two texts shows it."""
    for expected, got in zip(leaves(wrong[0].expected), leaves(wrong[0].got), strict=False):
        if not isinstance(expected, str) or not isinstance(got, str) or expected == got:
            continue
        places = ((a, b) for a, b in zip(expected, got, strict=False) if a != b)
        due, came = next(places, (expected[len(got) :][:1], ""))
        if due and came:
            yield f"what is right with {came!r} in the place of every {due!r}", _with_other_character(due, came)
        if due:
            yield f"what is right without any {due!r}", _with_other_character(due, "")
        return


def _with_other_character(due: str, came: str) -> Callable[[Any], Any]:
    return _on_leaves(lambda text: text.replace(due, came), _is_text)
