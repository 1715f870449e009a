"""What a told sentence says in numbers, worked out anew from the case that is shown beside it."""

from __future__ import annotations

import ast
import contextlib
import itertools
import operator
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.domains.traits.by_kind import traits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.results import CheckResult

NUMBER = r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
CLOSE = 1e-4
"""Sentences have six digits."""
ANSWERS: tuple[tuple[str, Callable[[Any, Any, float], Any]], ...] = (
    (rf"(?:returns|is) {NUMBER} for every input", lambda _due, got, number: np.full_like(got, number)),
    (rf"returns {NUMBER} times what is expected", lambda due, _, number: number * due),
    (r"returns half of what is expected()", lambda due, _, __: due / 2),
    (rf"returns 1/{NUMBER} of what is expected", lambda due, _, number: due / number),
    (rf"returns -1/{NUMBER} of what is expected", lambda due, _, number: -due / number),
    (rf"numbers that are larger by {NUMBER} everywhere", lambda due, _, number: due + number),
    (rf"numbers that are smaller by {NUMBER} everywhere", lambda due, _, number: due - number),
    (rf"all its numbers multiplied by {NUMBER}", lambda due, _, number: due * number),
    (rf"all its numbers replaced by {NUMBER}", lambda due, _, number: np.full_like(due, number)),
    (rf"all its numbers larger by {NUMBER}", lambda due, _, number: due + number),
    (rf"all its numbers smaller by {NUMBER}", lambda due, _, number: due - number),
    (rf"rounded to {NUMBER} decimals?", lambda due, _, number: np.round(due, int(number))),
    (rf"what is due, but {NUMBER} for all that is above", lambda due, _, number: np.minimum(due, number)),
    (rf"what is due, but {NUMBER} for all that is below", lambda due, _, number: np.maximum(due, number)),
    (r"exactly 1 too many()", lambda due, _, __: due + 1),
    (r"exactly 1 too few()", lambda due, _, __: due - 1),
)
"""Sentences about the numbers of an answer: what it should be, from what is due, what came and the number."""


def contradictions(check: CheckResult) -> tuple[list[str], int]:
    """Return what is not so in the shown case of a check, and how many statements were compared with it."""
    case = check.counterexample
    if case is None or not check.diagnosis:
        return [], 0
    wrong, compared = [], 0
    for pattern, answer in ANSWERS:
        found = re.search(pattern, check.diagnosis)
        pairs = list(_pairs(case.got, case.expected)) if found else []
        if found and len(pairs) == 1:  # of several calls it is not said which
            due, got = pairs[0]
            compared += 1
            if not np.allclose(
                answer(due, got, float(found[1] or 0)), got, rtol=CLOSE, atol=CLOSE * abs(due).max(initial=0)
            ):
                wrong.append(f"{found[0]}: {got} for {due}")
    for text, holds in _statements(check.diagnosis):
        truth = _truth_of(text, _values(check))
        if truth is not None:
            compared += 1
            wrong += [f"{text} in {case.inputs}"] if truth is not holds else []
    bound = re.search(rf"It goes wrong from numbers in `([^`]+)` of about {NUMBER} on", check.diagnosis)
    if bound:
        sign = -1 if bound[2].startswith("-") else 1
        largest = np.max(sign * _evaluated(bound[1], case.inputs))
        compared += 1
        wrong += [f"{bound[0]}: {largest}"] if largest < abs(float(bound[2])) * (1 - 5e-3) else []
    return wrong, compared


def _pairs(got: Any, expected: Any) -> Iterator[tuple[Any, Any]]:
    for text, value in got.items() if isinstance(got, dict) else ():
        with contextlib.suppress(ValueError, TypeError, SyntaxError):
            due, came = (np.asarray(_read(side), dtype=float) for side in (expected[text], value))
            if due.shape == came.shape:
                yield due, came


def _read(value: Any) -> Any:
    """Return a shown value; texts and containers stand there as Python writes them."""
    return ast.literal_eval(value) if isinstance(value, str) else value


def _evaluated(text: str, inputs: dict[str, Any]) -> Any:
    values = {name: np.asarray(_read(value), dtype=float) for name, value in inputs.items()}
    return eval(text, {}, values)  # the arguments of a call in one of this repository's specs


def _statements(diagnosis: str) -> Iterator[tuple[str, bool]]:
    """Yield the statements about a case that fails, and whether they must hold in it."""
    for verb, holds in (("wrong", True), ("right", False)):
        for found in re.finditer(rf"is {verb} exactly where (.+?): in (?:all|the one)", diagnosis):
            yield found[1], holds
        for found in re.finditer(rf"is {verb} only where (.+?) \((?:all|the one)", diagnosis):
            yield found[1], holds


def _values(check: CheckResult) -> dict[str, Any]:
    assert check.counterexample is not None
    values: dict[str, Any] = {}
    for name, value in check.counterexample.inputs.items():
        with contextlib.suppress(ValueError, SyntaxError):
            values[f"`{name}`"] = _read(value)
    expected = check.counterexample.expected
    if isinstance(expected, dict) and len(expected) == 1:
        with contextlib.suppress(ValueError, SyntaxError):
            values["the right answer"] = _read(next(iter(expected.values())))
    return values


def _truth_of(text: str, values: dict[str, Any]) -> bool | None:
    """Return whether a statement, or two that are joined, hold; None where it is made of other words."""
    for parts in ((text,), *_halves(text)):
        truths = [_single(part, values) for part in parts]
        if None not in truths:
            return all(truths)
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    cuts = [found.start() for found in re.finditer(" and ", text)]
    yield from ((text[:at], text[at + 5 :]) for at in cuts)


def _single(text: str, values: dict[str, Any]) -> bool | None:
    for name, value in values.items():
        for kind in _kinds(value):
            traits, measures = traits_of([kind])
            for trait, opposite in itertools.product(traits, (False, True)):
                words = (trait.opposite if opposite else trait.text).format(name)
                if text == words:
                    return bool(trait.holds(kind)) is not opposite
            for measure in measures:
                for template, compare in (
                    (measure.at_least, operator.ge), (measure.below, operator.lt), (measure.exactly, operator.eq)
                ):  # fmt: skip
                    found = re.fullmatch(_pattern(template, name), text) if template else None
                    if found:
                        return bool(compare(measure.of(kind), float(found[1])))
    return None


def _pattern(template: str, name: str) -> str:
    words = re.escape(template.format(name, bound="\0")).replace(re.escape("\0"), NUMBER)
    return (
        re.sub(r"(number|row|column|character|word|item|key|member)s", r"\1s?", words) + r"(?: \(nothing between .*\))?"
    )


def _kinds(value: Any) -> Iterator[Any]:
    """Yield a value, and lists of numbers as the arrays that they may be."""
    if isinstance(value, list):
        with contextlib.suppress(ValueError, TypeError):
            numbers = np.asarray(value, dtype=float)
            if numbers.ndim:
                yield numbers
    yield value
