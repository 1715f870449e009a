"""Traits of texts."""

from __future__ import annotations

import itertools
import string
from typing import TYPE_CHECKING

from grader.domains.traits.trait import Measure, Trait, braced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_CHARACTERS = 12
"""Different characters of all texts up to which each of them is looked for."""
MOST_PAIRS = 36
"""Different pairs of neighbouring characters up to which each is looked for."""


def _has_pair(text: str) -> bool:
    return any(a == b for a, b in itertools.pairwise(text))


TEXT = (
    Trait("{} is empty", "{} is not empty", lambda v: not v, 1),
    Trait("{} has an upper-case letter", "{} has no upper-case letter", lambda v: any(c.isupper() for c in v), 1),
    Trait("{} has a lower-case letter", "{} has no lower-case letter", lambda v: any(c.islower() for c in v), 2),
    Trait("{} has a blank", "{} has no blank", lambda v: " " in v, 1),
    Trait("{} has a digit", "{} has no digit", lambda v: any(c.isdigit() for c in v), 2),
    Trait(
        "{} has a punctuation mark", "{} has no punctuation mark", lambda v: any(c in string.punctuation for c in v), 2
    ),
    Trait("{} has a letter", "{} has no letter", lambda v: any(c.isalpha() for c in v), 3),
    Trait(
        "{} has a letter beyond a to z",
        "all letters of {} are from a to z",
        lambda v: any(c.isalpha() and not c.isascii() for c in v),
        3,
    ),
    Trait("{} begins with a blank", "{} does not begin with a blank", lambda v: v[:1].isspace(), 3),
    Trait("{} ends with a blank", "{} does not end with a blank", lambda v: v[-1:].isspace(), 3),
    Trait(
        "{} begins or ends with a blank",
        "{} neither begins nor ends with a blank",
        lambda v: v[:1].isspace() or v[-1:].isspace(),
        3,
    ),
    Trait("{} has two blanks in a row", "{} has no two blanks in a row", lambda v: "  " in v, 3),
    Trait("{} has nothing but blanks", "{} has something beside blanks", lambda v: not v.strip(), 3),
    Trait(
        "{} begins with an upper-case letter", "{} does not begin with an upper-case letter", lambda v: v[:1].isupper()
    ),
    Trait("some character of {} occurs twice", "no character of {} occurs twice", lambda v: len(set(v)) < len(v), 3),
    Trait(
        "two neighbouring characters of {} are equal", "no two neighbouring characters of {} are equal", _has_pair, 4
    ),
    Trait("{} is the same backwards", "{} is not the same backwards", lambda v: v == v[::-1], 3),
    Trait(
        "{} is the same backwards but for upper and lower case",
        "{} is not the same backwards, even without upper and lower case",
        lambda v: v.lower() == v.lower()[::-1],
        5,
    ),
    Trait("{} begins with a vowel", "{} does not begin with a vowel", lambda v: v[:1].lower() in tuple("aeiou"), 4),
    Trait("{} has a vowel", "{} has no vowel", lambda v: any(c in "aeiouAEIOU" for c in v), 4),
    Trait("{} has a minus sign", "{} has no minus sign", lambda v: "-" in v, 5),
    Trait("{} has a comma", "{} has no comma", lambda v: "," in v, 5),
    Trait("{} has an apostrophe", "{} has no apostrophe", lambda v: "'" in v, 5),
    Trait("{} has a line break", "{} has no line break", lambda v: "\n" in v, 4),
    Trait(
        "the number of characters of {} is even", "the number of characters of {} is odd", lambda v: len(v) % 2 == 0, 4
    ),
)
TEXT_MEASURES = (
    Measure(
        "{} has {bound} characters or more",
        "{} has fewer than {bound} characters",
        "{} has exactly {bound} characters",
        lambda v: float(len(v)),
        3,
        whole=True,
    ),
    Measure(
        "{} has {bound} words or more",
        "{} has fewer than {bound} words",
        "{} has exactly {bound} words",
        lambda v: float(len(v.split())),
        4,
        whole=True,
    ),
)


def contents(values: Sequence[str]) -> Iterator[Trait]:
    """Yield that a text has some character, or two of them side by side, where all texts are made of a few."""
    characters = sorted({character for value in values for character in value})
    if not 1 < len(characters) <= MOST_CHARACTERS:
        return
    for part in characters:
        yield _contained(part, 4)
    pairs = sorted({a + b for value in values for a, b in itertools.pairwise(value)})
    if len(pairs) <= MOST_PAIRS:
        for part in pairs:
            yield _contained(part, 5)


def _contained(part: str, cost: float) -> Trait:
    shown = braced(part)
    return Trait(f"{{}} has {shown} in it", f"{{}} has no {shown} in it", _has(part), cost)


def _has(part: str) -> Callable[[str], bool]:
    return lambda value: part in value
