"""YAML to the spec's models; what pydantic finds wrong becomes mistakes with file, line, key and the nearest name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from grader.checks.spec import (
    ArrayReturn,
    BarsSpec,
    ChainSpec,
    CurveSpec,
    ExpectSpec,
    FunctionSpec,
    GradientSpec,
    GrowthSpec,
    LimitsSpec,
    LineSpec,
    MisconceptionSpec,
    PartialSpec,
    TaskSpec,
    WrittenSpec,
)
from grader.domains import DOMAINS
from grader.expressions.parsing import nearest
from grader.results.rubric import Rubric, RubricItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.course.reading import Document
    from grader.errors import Mistake

KINDS: dict[str, type[BaseModel]] = {
    "expect": ExpectSpec, "gradient": GradientSpec, "growth": GrowthSpec, "chain": ChainSpec, "written": WrittenSpec,
}  # fmt: skip
PICTURES: dict[str, type[BaseModel]] = {"bars": BarsSpec, "line": LineSpec, "curve": CurveSpec}


@dataclass(frozen=True)
class Understood:
    """What could be understood of a document: the task, or the part of it that has no mistake, or nothing."""

    spec: TaskSpec | None
    mistakes: tuple[Mistake, ...] = ()
    checks: tuple[int, ...] = ()
    """The place in the document of each check of `spec`."""
    left_out: frozenset[str] = frozenset()
    """The ids of the checks that are in the document and not in `spec`."""


def task_spec(document: Document) -> Understood:
    """Return the task that a document describes; with mistakes, the rest of it, which is looked at all the same."""
    try:
        spec = TaskSpec.model_validate(document.data)
        return Understood(spec, (), tuple(range(len(spec.checks))))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        found = tuple(dict.fromkeys(_mistake(document, detail) for detail in details))
        return _rest(document, [_path(document.data, detail["loc"]) for detail in details], found)


def _rest(document: Document, wrong: Sequence[tuple[str | int, ...]], mistakes: tuple[Mistake, ...]) -> Understood:
    """Leave out the checks and misconceptions in which something is wrong, and what refers to them."""
    unknown = {path[0] for path in wrong if len(path) == 1} - TaskSpec.model_fields.keys()
    if any(path[:1] not in {("checks",), ("misconceptions",)} and path[0] not in unknown for path in wrong if path):
        return Understood(None, mistakes)
    bad = {path[1] for path in wrong if path[:1] == ("checks",) and len(path) > 1}
    checks = document.data.get("checks", [])
    kept = tuple(number for number in range(len(checks)) if number not in bad)
    gone = {str(check.get("id")) for number, check in enumerate(checks) if number in bad and isinstance(check, dict)}
    data = {key: value for key, value in document.data.items() if key not in unknown and key != "misconceptions"}
    data["checks"] = [checks[number] for number in kept]
    try:
        return Understood(TaskSpec.model_validate(data), mistakes, kept, frozenset(gone))
    except ValidationError:
        return Understood(None, mistakes)


def _mistake(document: Document, details: Mapping[str, Any]) -> Mistake:
    path = _path(document.data, details["loc"])
    kind, text = details["type"], str(details["msg"])
    if kind == "extra_forbidden":
        known = _known_keys(document.data, path[:-1])
        return document.mistake(path, f"unknown key{nearest(str(path[-1]), known)}")
    if kind == "missing":
        return document.mistake(path[:-1], f"the key `{path[-1]}` is missing")
    if kind == "kind_missing":
        return document.mistake(path, f"needs {text}{_misspelt(document.data, path)}")
    if kind == "value_error":
        text = text.removeprefix("Value error, ")
    elif kind == "string_pattern_mismatch":
        text = f"{details['input']!r} is no name (letters, digits and _; an id in small letters and also -)"
        if ")" in str(details["input"]):
            text += "; inside {...} a comma ends a value, so quote the expression: {k: 'ref.f(x, t)'}"
    elif "input" in details and not isinstance(details["input"], dict | list):
        text = f"{text[0].lower()}{text[1:]}, not {details['input']!r}"
    return document.mistake(path, text)


def _path(data: Any, loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Return pydantic's location without the names of models and union members that stand in it."""
    path: list[str | int] = []
    told_apart = False
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        if _union(path) and not told_apart:
            told_apart = True  # the key that tells the members apart stands here, and it is a key of the data as well
            continue
        told_apart = False
        if isinstance(data, dict):
            if part not in data and not (last and not _tag(part)):
                continue
            path.append(part)
            data = data.get(str(part))
        elif isinstance(data, list) and isinstance(part, int):
            path.append(part)
            data = data[part] if part < len(data) else None
    return tuple(path)


def _union(path: Sequence[str | int]) -> bool:
    """Whether the models that may stand at `path` are told apart by a key."""
    match path:
        case (
            ["checks", int()]
            | ["checks", int(), "picture"]
            | ["inputs", str()]
            | ["checks", int(), "inputs", str()]
            | ["functions", str(), "returns"]
        ):
            return True
        case _:
            return False


def _tag(part: str | int) -> bool:
    """Whether a part of a location names a member of a union rather than a key."""
    return str(part) == "[key]" or not str(part).isidentifier()


def _at(data: Any, path: Sequence[str | int]) -> Any:
    for part in path:
        data = data[part]
    return data


def _known_keys(data: Any, path: Sequence[str | int]) -> Iterator[str]:
    """Yield the keys that may stand in the mapping at `path`."""
    yield from (_model_at(data, path) or TaskSpec).model_fields


def _model_at(data: Any, path: Sequence[str | int]) -> type[BaseModel] | None:
    here = _at(data, path)
    match path:
        case ["checks", int()]:
            return _by_key(KINDS, here)
        case ["inputs", _] | ["checks", int(), "inputs", _]:
            return _by_key(DOMAINS, here)
        case ["functions", _]:
            return FunctionSpec
        case ["functions", _, "returns", *_]:
            return ArrayReturn
        case ["misconceptions", int()]:
            return MisconceptionSpec
        case [*_, "limits"]:
            return LimitsSpec
        case [*_, "partial"]:
            return PartialSpec
        case ["checks", int(), "picture"]:
            return _by_key(PICTURES, here)
        case ["checks", int(), "rubric"]:
            return Rubric
        case ["checks", int(), "rubric", *_]:
            return RubricItem
        case _:
            return None


def _by_key(models: Mapping[str, type[BaseModel]], here: Mapping[str, Any]) -> type[BaseModel] | None:
    return next((model for key, model in models.items() if key in here), None)


def _misspelt(data: Any, path: Sequence[str | int]) -> str:
    """Return a clause about a key that looks like the one that is missing."""
    here = _at(data, path)
    known = KINDS if path[:1] == ("checks",) and len(path) == 2 else PICTURES if path[-1:] == ("picture",) else DOMAINS
    others = set((_by_key(known, here) or next(iter(known.values()))).model_fields)
    for key in here if isinstance(here, dict) else ():
        guess = nearest(str(key), known)
        if "did you mean" in guess and key not in others:
            return f" (`{key}` is none of them{guess})"
    return ""
