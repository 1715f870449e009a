"""The way in which all wrong answers differ from the right ones: another order, too few items, 1 too many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.slips.call import is_alike, size_of_numbers
from grader.domains.traits.by_kind import is_real
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.diagnosis.slips import Call, Sample

LEAST = 4
"""Wrong answers that must have it in common."""


@dataclass(frozen=True, slots=True)
class Manner:
    """The way in which an answer differs; `text` completes "wherever it is wrong `f` returns ..."."""

    fits: Callable[[Any, Any], bool]
    """Whether it makes sense for what came and what is expected."""
    text: str
    holds: Callable[[Any, Any], bool]
    varied: Callable[[Any], Any] | None = None
    """Takes from a right answer that which must differ between two of them for the words to say anything."""

    def is_true_of_all(self, wrong: Sequence[Sample]) -> bool:
        """Whether it holds for all wrong answers, and could be otherwise."""
        if not all(self.fits(s.got, s.expected) and self.holds(s.got, s.expected) for s in wrong):
            return False
        return self.varied is None or len({self.varied(s.expected) for s in wrong}) > 1


def _sequences(got: Any, expected: Any) -> bool:
    return type(got) is type(expected) and isinstance(got, list | tuple)


def _texts(got: Any, expected: Any) -> bool:
    return isinstance(got, str) and isinstance(expected, str)


def _dicts(got: Any, expected: Any) -> bool:
    return isinstance(got, dict) and isinstance(expected, dict)


def _sets(got: Any, expected: Any) -> bool:
    return isinstance(got, set | frozenset) and isinstance(expected, set | frozenset)


def _numbers(got: Any, expected: Any) -> bool:
    return is_real(got) and is_real(expected)


def _arrays(got: Any, expected: Any) -> bool:
    return isinstance(got, np.ndarray) and isinstance(expected, np.ndarray) and got.shape == expected.shape


def _counted(value: Any) -> Counter[str]:
    return Counter(map(repr, value))


def _is_part(got: Any, expected: Any) -> bool:
    rest = iter(map(repr, expected))
    return len(got) < len(expected) and all(repr(item) in rest for item in got)


def _is_extended(got: Any, expected: Any) -> bool:
    return _is_part(expected, got)


def _has_other_signs(got: Any, expected: Any) -> bool:
    return bool(np.allclose(np.abs(got), np.abs(expected), rtol=1e-9, atol=0.0))


MANNERS: tuple[Manner, ...] = (
    Manner(_sequences, "the right items in another order", lambda g, e: _counted(g) == _counted(e)),
    Manner(_sequences, "all right items but the last one", lambda g, e: g == e[:-1]),
    Manner(_sequences, "all right items but the first one", lambda g, e: g == e[1:]),
    Manner(_sequences, "the right items and one more at the end", lambda g, e: g[:-1] == e and len(g) > len(e)),
    Manner(_sequences, "the right items with one more before them", lambda g, e: g[1:] == e and len(g) > len(e)),
    Manner(_sequences, "some of the right items only, from the first one on", lambda g, e: g == e[: len(g)]),
    Manner(_sequences, "some of the right items only, in the right order", _is_part),
    Manner(_sequences, "all right items in the right order, and others among them", _is_extended),
    Manner(_texts, "the right text but for upper and lower case", lambda g, e: g.lower() == e.lower()),
    Manner(_texts, "the right text but for blanks", lambda g, e: "".join(g.split()) == "".join(e.split())),
    Manner(_texts, "the beginning of the right text only", lambda g, e: e.startswith(g)),
    Manner(_texts, "the right text and more after it", lambda g, e: g.startswith(e)),
    Manner(_texts, "the end of the right text only", lambda g, e: e.endswith(g)),
    Manner(_texts, "the right characters in another order", lambda g, e: Counter(g) == Counter(e)),
    Manner(_texts, "a part of the right characters only, in the right order", _is_part),
    Manner(_texts, "the right characters in the right order, and others among them", _is_extended),
    Manner(_texts, "a text of the right length with other characters", lambda g, e: len(g) == len(e)),
    Manner(_dicts, "the right values, but not for all keys", lambda g, e: g.items() <= e.items()),
    Manner(_dicts, "what is right, and keys that should not be there", lambda g, e: e.items() <= g.items()),
    Manner(_dicts, "some of the right keys only", lambda g, e: g.keys() < e.keys()),
    # Keys that are always the same are those of the task, which every answer has.
    Manner(_dicts, "the right keys with other values", lambda g, e: g.keys() == e.keys(), frozenset),
    Manner(_sets, "some of the right members only", lambda g, e: g < e),
    Manner(_sets, "all right members, and others that should not be there", lambda g, e: g > e),
    Manner(_numbers, "exactly 1 too many", lambda g, e: g - e == 1),
    Manner(_numbers, "exactly 1 too few", lambda g, e: e - g == 1),
    Manner(_numbers, "the right number with the opposite sign", lambda g, e: is_alike(-g, e, size_of_numbers(e))),
    Manner(_numbers, "twice the right number", lambda g, e: is_alike(g, 2 * e, size_of_numbers(e))),
    Manner(_numbers, "half of the right number", lambda g, e: is_alike(2 * g, e, size_of_numbers(e))),
    Manner(_arrays, "the right numbers, some of them with the opposite sign", _has_other_signs),
)
"""In the order in which they are tried."""


def manner_of(call: Call) -> str:
    """Return what all wrong answers have in common; nothing where they have nothing."""
    wrong = [s for s in call.cases if not s.is_right]
    if len(wrong) < LEAST:
        return ""
    for manner in MANNERS:
        try:
            common = manner.is_true_of_all(wrong)
        except (ValueError, TypeError, OverflowError):
            continue
        if common:
            return f"Wherever it is wrong `{call.function}` returns {manner.text}."
    return ""
