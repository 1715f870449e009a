"""Documents that describe models, as they are and with one thing changed; and what comes of reading them.

As a program it reads them with plain models, as many of the changed ones as it is told, and writes a line of JSON each.
"""

from __future__ import annotations

import copy
import json
import random
import sys
import tomllib
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 3, 10**20, 0.5, 1.0, -0.0, float("nan"), float("inf"), 1e-9, "", "a", "x y", "3",
    "1/64", "-1e-3", "1/0", "any", "real", "boolean", "public", "é", "a\n", [], [1], ["a", "b"], [2, 1],
    [0.5, 1], [[1], "a"], {}, {"a": 1}, {"vector": "n"}, {"real": [0, 1]}, {"integer": [3, 1]}, {"list": "any"},
    {1: "real"}, {"choice": [1, "1/2"]}, {"optional": "boolean"}, b"a",
)  # fmt: skip
"""What takes the place of something."""
FORMS: Final[dict[str, Any]] = {
    "domains": {
        "v": {"vector": "n"}, "m": {"matrix": ["n", 3], "normal": "1/2"}, "s": {"symmetric": "n", "uniform": [-1, 1]},
        "g": {"signs": "n"}, "a": {"array": ["n", 2, 2], "integers": [0, 5], "as": "real"}, "r": {"real": [0, 1.5]},
        "i": {"integer": [0, 9]}, "x": {"index": "n"}, "b": "boolean", "c": {"choice": [1, 0.5, "1/3"]},
        "t": {"text": [0, 5], "of": "letters"}, "w": {"words": [1, 4]}, "l": {"list": {"text": 3}, "length": [0, 4]},
        "u": {"tuple": [{"real": [0, 1]}, "boolean"]}, "d": {"dict": {"keys": {"text": 2}, "values": "boolean"}},
        "e": {"set": {"integer": [0, 99]}, "length": 2}, "o": {"optional": {"list": "boolean"}},
        "h": {"function": ["square", "cube"]}, "q": {"table": {"a": {"real": [0, 1]}, "b": "boolean"}, "rows": [1, 3]},
        "z": {"dict": [{"text": 2}, {"list": "boolean"}], "length": [0, 3]}, "y": {"choice": [1, 2], "as": "real"},
    },
    "returns": {
        "f": {"args": ["x"], "returns": {"tuple": {"a": {"array": ["n", 2], "of": "integer"}, "b": "opaque"}}},
        "g": {"args": [], "returns": {"dict": ["text", {"list": "real"}]}},
        "h": {"args": [], "returns": {"dict": {"a": "real", 1: {"set": "integer"}, False: {"optional": "text"}}}},
        "k": {"args": [], "returns": {"either": ["real", {"array": "any"}]}, "strict": True},
    },
    "checks": [
        {"id": "a", "title": "A", "points": "1/2", "expect": "f(x) == 1", "cases": 3, "visibility": "hidden",
         "picture": {"curve": "f(x)", "along": "x", "between": [0, "1/2"]},
         "partial": {"expect": "1", "points": 0.25, "says": "s"}},
        {"id": "b", "title": "B", "points": 1,
         "examples": [{"call": "f(1)", "gives": [1, 2.5]}, {"call": "f(2)", "raises": "E"}]},
        {"id": "c", "title": "C", "points": 1, "story": "S", "steps": [2, 5], "observe": ["len(it)"]},
        {"id": "d", "title": "D", "points": 1, "growth": "f(x)", "over": "n", "up_to": 10_000, "limits": {"wall": 3}},
        {"id": "e", "title": "E", "points": 1, "chain": "f(x)", "begins": "x", "relation": "=",
         "ends": "y", "rtol": 1e-3},
        {"id": "i", "title": "I", "points": 0, "distribution": "f(x)", "law": "normal(0, 1)", "repeats": 1000},
        {"id": "h", "title": "H", "points": 1, "gradient": "df(x)", "of": "f(x)", "wrt": "x", "rtol": "1e-4"},
        {"id": "j", "title": "J", "points": 1, "test": "test_a"},
        {"id": "l", "title": "L", "points": 2, "written": "W", "rubric": [{"id": "p", "points": 1, "says": "s"}]},
        {"id": "m", "title": "M", "points": 2, "written": "W", "rubric": "what counts"},
        {"id": "n", "title": "N", "points": 2, "written": "W", "rubric": {"start": 2, "most": 2, "items": []}},
    ],
}  # fmt: skip
"""The parts of tasks with the forms of all of them; a domain or kind that is missing fails the test."""


def every_form() -> dict[str, Any]:
    """Return a task with all domains, forms of `returns` and kinds of check."""
    return {
        "id": "all", "title": "All", "statement": "s", "sizes": {"n": [1, 5], "k": 3}, "inputs": FORMS["domains"],
        "functions": FORMS["returns"], "checks": FORMS["checks"], "tests": "all", "cases": 7, "tensors": "torch",
        "classes": {"S": {"args": ["x"], "methods": {"m": {"returns": "real"}}, "attributes": {"a": {"list": "any"}}}},
        "programs": {"p": {"reads": ["a line"]}}, "variables": {"q": {"array": ["n"]}}, "support": ["data/a.csv"],
        "misconceptions": [{"wrong": "f_slip", "fails": ["a"], "tells": "t"}],
    }  # fmt: skip


def documents() -> Iterator[tuple[str, Any]]:
    """Yield documents, each with the name of the model that it describes."""
    from grader.course.reading import read

    yield "task", every_form()
    for path in sorted([*ROOT.glob("tasks/*.yaml"), *ROOT.glob("examples/*/tasks/*.yaml")]):
        yield "task", read(path, path.name).data
    for path in sorted(ROOT.glob("examples/*/course.toml")):
        yield "course", tomllib.loads(path.read_text())
    yield "course", tomllib.loads('[late]\ndue = 2026-11-20T23:59:00+01:00\ngrace = "2 hours"\nper_day = 10')
    yield (
        "course",
        tomllib.loads('[late]\ndue = "2026-11-20 23:59"\ntimezone = "Europe/Prague"\n[limits]\nsubmission = 9'),
    )
    yield "manifest", {"format": 1, "seed": 3, "grader": "1", "numpy": "2", "later": {"softmax": 1}}
    column = {"kind": "real", "dimensions": 1, "keys": "a", "shapes": "b", "entries": "c"}
    yield "answers", {"functions": {"f": {"parameters": ["x", "y="], "answers": [column]}}, "exceptions": ["E"]}
    yield "tests", {"form": "pytest", "files": ["a.py"], "operators": {"t": True}, "answers": {"t": {"1": "real"}}}


def positions(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where something stands in a document."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in parts:
        yield (*path, key)
        yield from positions(part, (*path, key))


def changed(data: Any, path: tuple[Any, ...], how: int) -> Any:
    """Return a document with one thing left out, renamed, doubled, wrapped, or another value in its place."""
    data = copy.deepcopy(data)
    parent = data
    for key in path[:-1]:
        parent = parent[key]
    key, part = path[-1], parent[path[-1]]
    if how < len(VALUES):
        parent[key] = VALUES[how]
    elif how == len(VALUES):
        del parent[key]
    elif how == len(VALUES) + 1:
        parent[key] = [part]
    elif isinstance(parent, list):
        parent.insert(key, copy.deepcopy(part))
    else:
        parent["unknown" if how % 2 else f"{key}s"] = parent.pop(key)
    return data


def all_documents(changes: int) -> Iterator[tuple[str, Any]]:
    """Yield the documents as they are, and then some of all the changed ones that there could be."""
    originals = list(documents())
    yield from originals
    generator = random.Random(7)
    places = [(name, data, list(positions(data))) for name, data in originals]
    for _ in range(changes):
        name, data, paths = places[0] if generator.random() < 1 / 2 else generator.choice(places)
        yield name, changed(data, generator.choice(paths), generator.randrange(len(VALUES) + 4))


def described(value: Any) -> Any:
    """Return a value as plain data with the types of everything in it."""
    fields = getattr(type(value), "model_fields", None) if not isinstance(value, Enum) else None
    if fields is not None:
        parts = {name: described(getattr(value, name)) for name in fields}
        return [type(value).__qualname__, parts, sorted(value.model_fields_set)]
    if isinstance(value, dict):
        return ["dict", [[described(key), described(part)] for key, part in value.items()]]
    if isinstance(value, list | tuple):
        return [type(value).__name__, [described(part) for part in value]]
    return [type(value).__name__, repr(value)]


def readings(changes: int, refusal: type[BaseException]) -> Iterator[tuple[Any, Any]]:
    """Yield each document, and the model that it is read as; None where `refusal` is raised."""
    from grader.checks.task import TaskSpec
    from grader.course.kit import Manifest
    from grader.course.kit_tests import KitTests
    from grader.course.late import CourseSpec
    from grader.course.recorded import AnswerFile

    models: dict[str, Any] = {
        "task": TaskSpec, "course": CourseSpec, "manifest": Manifest, "answers": AnswerFile, "tests": KitTests,
    }  # fmt: skip
    for name, data in all_documents(changes):
        try:
            reading = described(models[name].model_validate(data))
        except refusal:
            reading = None
        yield data, reading


def main(changes: int) -> None:
    """Read the documents with plain models."""
    from grader import plain_models

    plain_models.in_use = True
    for _, reading in readings(changes, plain_models.ValidationNeededError):
        sys.stdout.write(json.dumps(reading) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
