"""Slips of texts, lists, dicts and truths: what turns the right answer into the student's."""

from __future__ import annotations

import itertools
import string
from typing import TYPE_CHECKING, Any

from grader.diagnosis.slips.call import fits
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.diagnosis.slips.call import Call, Sample


@dataclass(frozen=True, slots=True)
class ValueSlip:
    """A slip of answers of one kind; `text` completes "`f` returns ..."."""

    kinds: tuple[type, ...]
    text: str
    make: Callable[[Any], Any]


def _without_duplicates(value: Any) -> Any:
    distinct: list[Any] = []
    for item in value:
        if item not in distinct:
            distinct.append(item)
    return type(value)(distinct)


def _flat(value: Any) -> Any:
    return [item for part in value for item in part]


def _with_ends_exchanged(value: Any) -> Any:
    return type(value)([*value[-1:], *value[1:-1], *value[:1]]) if len(value) > 1 else value


def _after_one_pass(value: Any) -> Any:
    """Return the items after each was compared with the next one, and exchanged if that is smaller."""
    items = list(value)
    for at in range(len(items) - 1):
        if items[at + 1] < items[at]:
            items[at], items[at + 1] = items[at + 1], items[at]
    return type(value)(items)


def _running(value: Any) -> Any:
    return type(value)(itertools.accumulate(_only_numbers(lambda item: item)(value)))


def _each(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: type(value)(change(item) for item in value)


def _only_numbers(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def changed(value: Any) -> Any:
        if not all(isinstance(item, int | float) and not isinstance(item, bool) for item in value):
            raise TypeError("not all are numbers")
        return type(value)(change(item) for item in value)

    return changed


def _sorted_by(key: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: type(value)(sorted(value, key=key))


def _lower(text: str) -> str:
    return text.lower()


SEQUENCES = (list, tuple)
VALUE_SLIPS: tuple[ValueSlip, ...] = (
    ValueSlip((bool,), "the opposite: True for False and False for True", lambda v: not v),
    ValueSlip((str,), "the right text in lower case", str.lower),
    ValueSlip((str,), "the right text in upper case", str.upper),
    ValueSlip((str,), "the right text, upper and lower case exchanged", str.swapcase),
    ValueSlip((str,), "the right text with every word capitalised", str.title),
    ValueSlip((str,), "the right text with its first letter alone capitalised", str.capitalize),
    ValueSlip((str,), "the right text backwards", lambda v: v[::-1]),
    ValueSlip((str,), "the right text without its blanks", lambda v: v.replace(" ", "")),
    ValueSlip((str,), "the right text without the blanks around it", str.strip),
    ValueSlip((str,), "the right text with a blank at its end", lambda v: v + " "),
    ValueSlip((str,), "the right text with a blank before it", lambda v: " " + v),
    ValueSlip((str,), "the right text with a line break at its end", lambda v: v + "\n"),
    ValueSlip((str,), "the right text without its first character", lambda v: v[1:]),
    ValueSlip((str,), "the right text without its last character", lambda v: v[:-1]),
    ValueSlip((str,), "the characters of the right text, sorted", lambda v: "".join(sorted(v))),
    ValueSlip((str,), "the right text twice", lambda v: v + v),
    ValueSlip(
        (str,), "the right text without its punctuation", lambda v: "".join(c for c in v if c not in string.punctuation)
    ),
    ValueSlip((str,), "the words of the right text in the opposite order", lambda v: " ".join(v.split()[::-1])),
    ValueSlip((str,), "the right text in another order of words: sorted", lambda v: " ".join(sorted(v.split()))),
    ValueSlip((str,), "the first word alone of the right text", lambda v: v.split()[0] if v.split() else v),
    ValueSlip(SEQUENCES, "the right items in the opposite order", lambda v: v[::-1]),
    ValueSlip(SEQUENCES, "the right items, sorted", lambda v: type(v)(sorted(v))),
    ValueSlip(SEQUENCES, "the right items, sorted downwards", lambda v: type(v)(sorted(v, reverse=True))),
    ValueSlip(SEQUENCES, "the right items, sorted by their size without the sign", _sorted_by(abs)),
    ValueSlip(SEQUENCES, "the right items, sorted by their length", _sorted_by(len)),
    ValueSlip(SEQUENCES, "the right items, sorted as texts (where 10 comes before 9)", _sorted_by(str)),
    ValueSlip(SEQUENCES, "the right items, sorted by their second part", _sorted_by(lambda item: item[1])),
    ValueSlip(SEQUENCES, "the right items, sorted without regard to upper and lower case", _sorted_by(_lower)),
    ValueSlip(SEQUENCES, "the right items without the first one", lambda v: v[1:]),
    ValueSlip(SEQUENCES, "the right items without the last one", lambda v: v[:-1]),
    ValueSlip(SEQUENCES, "the right items, equal ones once only", _without_duplicates),
    ValueSlip(SEQUENCES, "the right items, each of them twice", lambda v: type(v)(i for i in v for _ in range(2))),
    ValueSlip(SEQUENCES, "the right items, the first and the last exchanged", _with_ends_exchanged),
    ValueSlip(SEQUENCES, "the right items after one pass of exchanges of neighbours", _after_one_pass),
    ValueSlip(SEQUENCES, "the running sums of the right numbers", _running),
    ValueSlip(SEQUENCES, "the items of the right items in one flat list", _flat),
    ValueSlip(SEQUENCES, "the first of the right items alone", lambda v: v[0] if v else v),
    ValueSlip(SEQUENCES, "the last of the right items alone", lambda v: v[-1] if v else v),
    ValueSlip(
        SEQUENCES,
        "numbers that are all larger by 1. Does counting begin at 0 or at 1?",
        _only_numbers(lambda item: item + 1),
    ),
    ValueSlip(
        SEQUENCES,
        "numbers that are all smaller by 1. Does counting begin at 0 or at 1?",
        _only_numbers(lambda item: item - 1),
    ),
    ValueSlip(SEQUENCES, "the right numbers with the opposite sign", _only_numbers(lambda item: -item)),
    ValueSlip(SEQUENCES, "texts where numbers are expected", _only_numbers(str)),
    ValueSlip(SEQUENCES, "the right items in lower case", _each(lambda item: item.lower())),
    ValueSlip(SEQUENCES, "the right items in upper case", _each(lambda item: item.upper())),
    ValueSlip(SEQUENCES, "the right items, each of them backwards", _each(lambda item: item[::-1])),
    ValueSlip(SEQUENCES, "the right pairs, the two parts of each exchanged", _each(lambda item: item[::-1])),
    ValueSlip((dict,), "the right dict, keys and values exchanged", lambda v: {x: key for key, x in v.items()}),
    ValueSlip(
        (dict,),
        "the right keys with counts that are too small by 1. Does counting begin at 0 or at 1?",
        lambda v: {key: x - 1 for key, x in v.items()},
    ),
    ValueSlip(
        (dict,),
        "the right keys with counts that are too large by 1. Does counting begin at 0 or at 1?",
        lambda v: {key: x + 1 for key, x in v.items()},
    ),
    ValueSlip(
        (dict,),
        "the right keys with the value 1 for each: is a count set again and again?",
        lambda v: dict.fromkeys(v, 1),
    ),
    ValueSlip(
        (dict,), "the right keys, each with the last item of its value", lambda v: {k: x[-1] for k, x in v.items()}
    ),
    ValueSlip(
        (dict,),
        "the right keys, each with a list of the last item alone. Is the list made anew each time?",
        lambda v: {k: x[-1:] for k, x in v.items()},
    ),
    ValueSlip((dict,), "the right dict, its lists sorted", lambda v: {k: sorted(x) for k, x in v.items()}),
    ValueSlip((dict,), "the right dict, its lists in the opposite order", lambda v: {k: x[::-1] for k, x in v.items()}),
    ValueSlip((dict,), "the keys alone of the right dict, as a list", list),
    ValueSlip((dict,), "the values alone of the right dict, as a list", lambda v: list(v.values())),
    ValueSlip((dict,), "the number of keys of the right dict", len),
    ValueSlip(
        (dict,),
        "the right keys, each with the number of items of its value",
        lambda v: {k: len(x) for k, x in v.items()},
    ),
    ValueSlip((list, tuple, str, set, frozenset), "the number of the right items", len),
)
"""In the order in which they are tried."""


def _on_expected(make: Callable[[Any], Any]) -> Callable[[Sample], Any]:
    return lambda sample: None if sample.expected is None else make(sample.expected)


def value_slip_of(call: Call) -> str:
    """Return the sentence of the first slip that turns all right answers into the student's; nothing for none."""
    if not call.cases:
        return ""
    for position, name in enumerate(call.names):
        if fits(call, lambda sample, p=position: sample.arguments[p]):  # type: ignore[misc]
            return f"`{call.function}` returns `{name}` itself, in every case."
    for slip in VALUE_SLIPS:
        # None where there is no answer stays None.
        kinds = all(isinstance(sample.expected, (*slip.kinds, type(None))) for sample in call.cases)
        if kinds and fits(call, _on_expected(slip.make)):
            end = "" if slip.text.endswith("?") else ", in every case."
            return f"`{call.function}` returns {slip.text}{end}"
    return ""


def argument_slip_of(call: Call) -> str:
    """Return the sentence of a slip that turns an argument, as it came, into the answers; nothing for none."""
    wrong = [sample for sample in call.cases if not sample.is_right]
    if not wrong or not call.says_something:
        return ""
    ordered = call.wrong_first
    for position, name in enumerate(call.names):
        given = [sample.arguments[position] for sample in call.cases if position < len(sample.arguments)]
        for slip in VALUE_SLIPS:
            if slip.text.endswith("?") or "right" not in slip.text:
                continue
            if len(given) < len(call.cases) or not all(isinstance(value, slip.kinds) for value in given):
                continue
            if fits(ordered, lambda sample, p=position, make=slip.make: make(sample.arguments[p])):  # type: ignore[misc]
                return f"`{call.function}` returns {_of_argument(slip.text, name)}, in every case."
    return ""


def _of_argument(text: str, name: str) -> str:
    """Return the words of a slip of the right answer as those of the same slip of an argument."""
    for kind in ("items", "numbers", "pairs"):
        text = text.replace(f"the right {kind}", f"the {kind} of `{name}`").replace(
            f"right {kind}", f"{kind} of `{name}`"
        )
    for kind in ("text", "dict", "keys"):
        text = text.replace(f"the right {kind}", f"the {kind} of `{name}`")
    return text
