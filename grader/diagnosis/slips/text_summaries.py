"""Answers that are one word or item of an argument: the longest, the last in the alphabet, the most frequent."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from grader.diagnosis.slips.call import fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.diagnosis.slips.call import Call, Sample

    Texts = Sequence[str]

CHOSEN: tuple[tuple[str, Callable[[Texts], str]], ...] = (
    ("the first", lambda v: v[0]),
    ("the last", lambda v: v[-1]),
    ("the first in the alphabet", min),
    ("the last in the alphabet", max),
    ("the longest, of several the first,", lambda v: max(v, key=len)),
    ("the longest, of several the last,", lambda v: max(v[::-1], key=len)),
    ("the longest, of several the first in the alphabet,", lambda v: min(v, key=lambda text: (-len(text), text))),
    ("the shortest, of several the first,", lambda v: min(v, key=len)),
    ("the shortest, of several the last,", lambda v: min(v[::-1], key=len)),
    ("the most frequent, of several the first,", lambda v: Counter(v).most_common(1)[0][0]),
    ("the most frequent, of several the last,", lambda v: Counter(v[::-1]).most_common(1)[0][0]),
    (
        "the most frequent, of several the last in the alphabet,",
        lambda v: max(v, key=lambda text: (v.count(text), text)),
    ),
    ("the least frequent, of several the first,", lambda v: min(v, key=v.count)),
)
"""One of several texts: the words stand before what these are."""
SIGNS = ".,;:!?"


def text_summary_of(call: Call) -> str:
    """Return which text of an argument the answers are in every case; nothing for none."""
    wrong = [sample for sample in call.cases if not sample.is_right]
    if not wrong or not isinstance(wrong[0].got, str) or not call.says_something:
        return ""
    ordered = call.wrong_first
    for position, name in enumerate(call.names):
        for source, texts_of in _sources(ordered.cases[0].arguments[position : position + 1], f"`{name}`"):
            for words, choose in CHOSEN:
                if fits(ordered, _chosen(position, texts_of, choose)):
                    return f"`{call.function}` returns {words} of {source}, in every case."
    return ""


def _chosen(position: int, texts_of: Callable[[Any], Texts], choose: Callable[[Texts], str]) -> Callable[[Sample], Any]:
    def make(sample: Sample) -> Any:
        texts = texts_of(sample.arguments[position])
        return choose(texts) if texts else sample.expected

    return make


def _sources(argument: Sequence[Any], name: str) -> Iterator[tuple[str, Callable[[Any], Texts]]]:
    """Yield the texts that an argument holds, in words and as what takes them out of it."""
    match argument:
        case [str()]:
            yield f"the words of {name}", str.split
            yield f"the words of {name} in small letters", lambda value: value.lower().split()
            yield f"the words of {name} in small letters, and without signs around them", _bare_words
            yield f"the characters of {name}", list
        case [dict()]:
            yield f"the keys of {name}", list
        case [[*_]]:
            yield f"the items of {name}", list


def _bare_words(text: str) -> list[str]:
    return [word for word in (part.strip(SIGNS) for part in text.lower().split()) if word]
