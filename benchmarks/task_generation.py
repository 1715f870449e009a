"""Tasks from functions that are there with examples: domains from the arguments that were seen, checks, a reference.

What a teacher would write by hand is made from a function's source, its docstring and calls of it.  A domain has the
kinds of the values that were seen, between the smallest and the largest.  Where texts are among the arguments, random
letters are rarely what a function is about, so a second check takes calls that were seen and changes them a little.
"""

from __future__ import annotations

import ast
import doctest
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


CASES, SLOW_CASES = 50, 10
SLOW = 2e-3
"""Seconds of a call; a check of a function that takes longer has fewer cases."""
ALLOWED = """

def allowed(*arguments):
    import copy
    try:
        {name}(*copy.deepcopy(arguments))
    except Exception:
        return False
    return True
"""
"""A function of the reference: whether the arguments are among those that the function is for."""
VARY = """

SEEN = {seen!r}


def vary(seed):
    import copy, random
    stream = random.Random(int(seed))
    case = list(copy.deepcopy(stream.choice(SEEN)))
    for _ in range(stream.randint(1, 3)):
        position = stream.randrange(len(case))
        case[position] = _changed(case[position], stream)
    return tuple(case)


def _changed(value, stream):
    if type(value) is str:
        return _changed_text(value, stream)
    if type(value) is int:
        return max(0, value + stream.randint(-2, 2)) if value >= 0 else value + stream.randint(-2, 2)
    if type(value) is list and value:
        position, way = stream.randrange(len(value)), stream.randrange(4)
        if way == 0:
            return value[:position] + value[position + 1:]
        if way == 1:
            return value + [value[position]]
        if way == 2:
            return stream.sample(value, len(value))
        return value[:position] + [_changed(value[position], stream)] + value[position + 1:]
    if type(value) is dict and value:
        key = stream.choice(sorted(value, key=repr))
        return {{_changed(key, stream): value[key], **value}}
    return value


def _changed_text(text, stream):
    way, position = stream.randrange(6), stream.randrange(len(text) + 1)
    words = text.split(" ")
    if way == 0 and len(words) > 1:
        return " ".join(stream.sample(words, len(words)))
    if way == 1 and len(words) > 1:
        return " ".join(words[:-1])
    if way == 2:
        return text[:position] + text[position + 1:]
    if way == 3:
        return text.swapcase() if stream.random() < 0.5 else text[::-1]
    letter = stream.choice(text or "a")
    return text[:position] + letter + text[position + (way == 5):]
"""
"""A function of the reference that changes a call that was seen."""


@dataclass(frozen=True)
class KnownFunction:
    """A function with what is known of it: the whole source, its parameters, and calls that were seen."""

    name: str
    source: str
    docstring: str
    parameters: tuple[str, ...]
    calls: tuple[tuple[Any, ...], ...]
    real: bool
    """Whether real numbers are among its answers, which need only be close."""
    seconds: float = 0.0
    """How long the slowest of the calls took."""

    @property
    def has_text(self) -> bool:
        """Whether texts are among its arguments, at any depth."""
        return "'" in repr(self.calls) or '"' in repr(self.calls)


def domain_of(values: Sequence[Any]) -> Any:
    """Return the domain, as a spec has it, that values of a parameter suggest."""
    kinds = {type(value) for value in values}
    if type(None) in kinds and len(kinds) > 1:
        return {"optional": domain_of([value for value in values if value is not None])}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return {"integer": [min(values), max(values)]}
    if kinds == {float} and min(values) < max(values):
        return {"real": [min(values), max(values)], "grid": "1/4"}
    if kinds == {str} and any(values):
        return {"text": _span(values), "of": "".join(sorted(set("".join(values))))}
    if kinds == {list} and any(values):
        return {"list": domain_of([item for value in values for item in value]), "length": _span(values)}
    if kinds == {tuple} and len({len(value) for value in values}) == 1 and all(values):
        return {"tuple": [domain_of(part) for part in zip(*values, strict=True)]}
    if kinds == {dict} and any(values):
        keys = [key for value in values for key in value]
        items = [item for value in values for item in value.values()]
        return {"dict": [domain_of(keys), domain_of(items)], "length": _span(values)}
    return {"choice": list({repr(value): value for value in values}.values())}


def _span(values: Sequence[Any]) -> list[int]:
    lengths = [len(value) for value in values]
    return [min(lengths), max(lengths)]


def doctest_examples(function: KnownFunction) -> list[dict[str, str]]:
    """Return the docstring's examples that are one call with literal arguments and a literal answer."""
    try:
        examples = doctest.DocTestParser().get_examples(function.docstring)
    except ValueError:
        return []
    found = []
    for example in examples:
        try:
            call = ast.parse(example.source.strip(), mode="eval").body
            ast.literal_eval(example.want.strip())
            literal = isinstance(call, ast.Call) and all(ast.literal_eval(part) is not None for part in call.args)
        except (ValueError, SyntaxError):
            continue
        if literal and isinstance(call, ast.Call) and ast.unparse(call.func) == function.name:
            found.append({"call": ast.unparse(call), "equals": example.want.strip()})
    return found


def checks_of(function: KnownFunction, ways: Sequence[str]) -> list[dict[str, Any]]:
    """Return the checks: the docstring's examples, drawn inputs, changed calls; those of `ways`."""
    arguments = ", ".join(function.parameters)
    call = f"{function.name}({arguments})"
    expect = f"close({call}, ref.{call})" if function.real else f"{call} == ref.{call}"
    statement = {"points": 1, "expect": expect, "where": f"ref.allowed({arguments})"}
    checks: list[dict[str, Any]] = []
    if "examples" in ways:
        checks.append({"id": "examples", "title": "The examples", "points": 1, "examples": doctest_examples(function)})
    if "drawn" in ways:
        domains = [domain_of(values) for values in zip(*function.calls, strict=True)]
        inputs = dict(zip(function.parameters, domains, strict=True))
        checks.append({"id": "drawn", "title": "Drawn inputs", **statement, "inputs": inputs})
    if "changed" in ways:
        given = {name: f"changed_call[{number}]" for number, name in enumerate(function.parameters)}
        checks.append(
            {"id": "changed", "title": "Other inputs", **statement, "given": {"changed_call": "ref.vary(seed)"} | given}
        )
    return checks


def write_course(folder: Path, function: KnownFunction, ways: Sequence[str]) -> None:
    """Write the course whose one task is about the function."""
    task = {
        "id": "task",
        "title": function.name,
        "statement": function.docstring.strip() or function.name,
        "functions": {function.name: {"args": list(function.parameters)}},
        "cases": CASES if function.seconds < SLOW else SLOW_CASES,
        "checks": checks_of(function, ways),
    }
    for name in ("tasks", "reference"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(task, allow_unicode=True, sort_keys=False)
    (folder / "tasks" / "task.yaml").write_text(text, encoding="utf-8")
    reference = function.source + ALLOWED.format(name=function.name) + VARY.format(seen=list(function.calls))
    (folder / "reference" / "task.py").write_text(reference, encoding="utf-8")
