"""Which items of an answer are missing, too many or wrong: those that are 0, that occur once, that are larger.

The items are those of lists, the members of sets, the keys of dicts, and the characters of texts of one length.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.conditions import answer_of, in_singular, separating_statement
from grader.diagnosis.predicates import table_of_values
from grader.diagnosis.slips.call import is_alike, is_small, size_of_numbers
from grader.domains.traits.by_kind import is_real

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.diagnosis.case_values import NamedValues
    from grader.diagnosis.slips import Call, Sample

MOST = 800
"""Items that are looked at."""
LEAST_CASES = 4
"""Cases with wrong items, and cases with right ones, that a statement needs."""
ITEM = "the item"
RIGHT = "the right item"
PARTS = ("the first part of {}", "the second part of {}", "the third part of {}")


def wrong_items(call: Call) -> str:
    """Return which items of the answers are wrong; nothing where no statement separates them from the right ones."""
    if not is_small(call):
        return ""
    for kind in KINDS:
        text = _explained(call, *kind)
        if text:
            return text
    return ""


def _explained(
    call: Call, words: str, of_sample: Callable[[Call, Sample], Sequence[tuple[NamedValues, bool]] | None]
) -> str:
    """Return which items are wrong in one way, if all answers can be wrong in no other."""
    cases: list[NamedValues] = []
    wrong: list[bool] = []
    with_wrong = with_right = 0
    for sample in call.cases:
        marked = [] if sample.expected is None and sample.got is None else of_sample(call, sample)
        if marked is None:
            return ""
        if len(cases) < MOST:
            cases += [values for values, _ in marked]
            wrong += [is_wrong for _, is_wrong in marked]
            with_wrong += any(is_wrong for _, is_wrong in marked)
            with_right += any(not is_wrong for _, is_wrong in marked)
    if min(with_wrong, with_right) < LEAST_CASES:
        return ""
    names = dict.fromkeys(name for case in cases for name in case if name)
    subjects = {name: name for name in names}
    target = np.array(wrong)
    statement = separating_statement(table_of_values(cases, subjects, (), target), target, joined=False)
    if statement is None:
        return ""
    count, others = sum(wrong), len(wrong) - sum(wrong)
    beginning = words.format(answer_of(call.function))
    text = in_singular(statement.text)
    return f"{beginning} {text}: so it is with all {count} of them, and with none of {others} others."


def _missing(call: Call, sample: Sample) -> list[tuple[NamedValues, bool]] | None:
    """Return the items that are expected, and which are missing; None where the answer is wrong in another way too."""
    due, came = _counted(sample.expected), _counted(sample.got)
    if due is None or came is None or type(sample.expected) is not type(sample.got):
        return None
    if not came.items() <= due.items() or not _values_are_right(sample, sample.got):
        return None  # among them where an item that should come twice comes once
    items = {repr(item): item for item in sample.expected}
    return [(_described(call, sample, item, ITEM), key not in came) for key, item in items.items()]


def _too_many(call: Call, sample: Sample) -> list[tuple[NamedValues, bool]] | None:
    """Return the items of the answer, and which should not be there; None where it is wrong in another way too."""
    due, came = _counted(sample.expected), _counted(sample.got)
    if due is None or came is None or type(sample.expected) is not type(sample.got):
        return None
    if not due.items() <= came.items() or not _values_are_right(sample, sample.expected):
        return None
    items = {repr(item): item for item in sample.got}
    return [(_described(call, sample, item, ITEM), key not in due) for key, item in items.items()]


def _other_values(call: Call, sample: Sample) -> list[tuple[NamedValues, bool]] | None:
    """Return the keys of a dict, and at which of them the value is wrong; None where the keys are others."""
    due, got = sample.expected, sample.got
    if not isinstance(due, dict) or not isinstance(got, dict) or due.keys() != got.keys():
        return None
    return [
        ({**_described(call, sample, key, "the key"), "the right value": due[key]}, not _same(got[key], due[key]))
        for key in due
    ]


def _at_places(call: Call, sample: Sample) -> list[tuple[NamedValues, bool]] | None:
    """Return the items of a list or text of the right length, and which are wrong."""
    due, got = sample.expected, sample.got
    if type(due) is not type(got) or not isinstance(due, list | tuple | str) or len(due) != len(got):
        return None
    if hasattr(due, "_fields"):  # parts with names are no items
        return None
    return [
        ({**_described(call, sample, item, RIGHT), **_beside(call, sample, at)}, not _same(got[at], item))
        for at, item in enumerate(due)
    ]


KINDS: tuple[tuple[str, Callable[[Call, Sample], Sequence[tuple[NamedValues, bool]] | None]], ...] = (
    ("In {} an item is missing exactly when", _missing),
    ("In {} an item is too many exactly when", _too_many),
    ("The keys of {} are right, and a value is wrong exactly when", _other_values),
    ("In {} an item is wrong exactly when", _at_places),
)
"""The ways in which items are wrong, in words, and what tells which are."""


def _counted(value: Any) -> Counter[str] | None:
    """Return how often each item of a container is in it, by its text; None of anything else."""
    if isinstance(value, dict | set | frozenset | list | tuple) and not hasattr(value, "_fields"):
        return Counter(map(repr, value))
    return None


def _values_are_right(sample: Sample, common: Any) -> bool:
    """Whether the values at some keys of a dict are right; True of other containers."""
    return not isinstance(common, dict) or all(_same(sample.got[key], sample.expected[key]) for key in common)


def _same(got: Any, expected: Any) -> bool:
    return is_alike(got, expected, size_of_numbers(expected))


def _described(call: Call, sample: Sample, item: Any, words: str) -> NamedValues:
    """Return what can be said of an item: itself, its parts, and what the arguments have at it."""
    values: NamedValues = {words: item}
    if isinstance(item, tuple):
        values |= dict(zip((part.format(words) for part in PARTS), item, strict=False))
    for name, argument in zip(call.names, sample.arguments, strict=False):
        values |= dict(_relations(name, argument, item, words))
    return values


def _relations(name: str, argument: Any, item: Any, words: str) -> Iterator[tuple[str, Any]]:
    """Yield how an item stands to an argument: what stands at it there, how often it occurs, how far it is from it."""
    try:
        if isinstance(argument, dict) and item in argument:
            yield f"what stands at {words} in `{name}`", argument[item]
        elif isinstance(argument, list | tuple):
            yield f"the number of times that {words} occurs in `{name}`", argument.count(item)
        elif is_real(argument) and is_real(item):
            difference = item - argument
            if math.isfinite(difference):
                yield f"the difference {words} minus `{name}`", difference
    except (TypeError, ValueError, OverflowError):  # no key, no one truth of an array, no float so large
        return


def _beside(call: Call, sample: Sample, at: int) -> NamedValues:
    """Return what stands at the same place in arguments of the same length, and the place."""
    beside: NamedValues = {"its position (from 0)": at, "its position from the end": len(sample.expected) - 1 - at}
    for name, argument in zip(call.names, sample.arguments, strict=False):
        if isinstance(argument, list | tuple | str) and len(argument) == len(sample.expected):
            beside[f"what stands at the same place in `{name}`"] = argument[at]
    return beside
