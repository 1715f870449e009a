"""Nothing of the reference, of right and wrong solutions, of hidden checks and of what teachers read is in a kit."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from grader.course import load_course
from grader.course.reading import read
from grader.release import release
from tests.release.small_kit import REFERENCE, TASK, WRONG, write_kit

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SHORT = 12
"""Characters below which a line says nothing of its own: `return x`, `x = x - m`."""


def flattened(text: str) -> str:
    """Return a text on one line with single blanks: a YAML file breaks its lines where it likes."""
    return " ".join(text.split())


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text in data."""
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield from (key, *texts_of(inner))
        case list():
            for inner in value:
                yield from texts_of(inner)


def written(kit: Path) -> str:
    """Return everything that stands in a kit, as its files have it and as their data."""
    parts = []
    for path in sorted(kit.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            parts += [path.name, text]
            if path.suffix == ".yaml":
                parts += texts_of(yaml.load(text, yaml.SafeLoader))  # noqa: TID251 - what any reader makes of it
            elif path.suffix in {".json", ".ipynb"}:
                loaded = json.loads(text)
                parts += texts_of(loaded)
                parts += ["".join(cell["source"]) for cell in loaded.get("cells", [])]
    return flattened("\n".join(parts))


def code_lines(text: str) -> set[str]:
    """Return the lines of a module that say something, without its imports."""
    tree = ast.parse(text)
    imports = {line for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for line in lines(node)}
    stripped = [line.strip() for number, line in enumerate(text.split("\n"), 1) if number not in imports]
    return {flattened(line) for line in stripped if len(line) >= SHORT}


def lines(node: Any) -> range:
    """Return the numbers of the lines of a statement."""
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def secrets_of(data: Any) -> set[str]:
    """Return what a task file says to teachers alone."""
    hidden = [check for check in data["checks"] if check.get("visibility", "public") != "public"]
    told = [check[key] for check in hidden for key in ("title", "expect", "hint") if key in check]
    told += [f"id: {check['id']}" for check in hidden]
    told += [misconception[key] for misconception in data.get("misconceptions", []) for key in ("wrong", "tells")]
    rubrics = texts_of([check.get("rubric", "") for check in data["checks"]])
    told += [line for text in rubrics if " " in text for line in text.splitlines()]  # a single word is a key or an id
    return {flattened(text) for text in told if text.strip()}


def public_of(data: Any) -> str:
    """Return what a task file says to everybody."""
    checks = [check for check in data["checks"] if check.get("visibility", "public") == "public"]
    heads = [f"def {name}({', '.join(function['args'])}):" for name, function in data["functions"].items()]
    return flattened("\n".join([data["statement"], *heads, *texts_of([{**check, "rubric": ""} for check in checks])]))


def leaked(kit: Path, modules: list[str], tasks: Any) -> list[Any]:
    """Return the secret lines that stand in a kit; what a statement says as well is none."""
    there = written(kit)
    public = " ".join(map(public_of, tasks))
    secret = set().union(*map(code_lines, modules), *map(secrets_of, tasks))
    assert len(secret) > 5
    return sorted(line for line in secret if line in there and line not in public)


def test_nothing_secret_is_in_a_small_kit(tmp_path: Path) -> None:
    """Line by line, as text and as data; the author's comments neither."""
    kit, _ = write_kit(tmp_path)
    data = read(tmp_path / "course" / "tasks" / "mean.yaml", "mean.yaml").data
    assert leaked(kit, [REFERENCE, WRONG], [data]) == []
    there = written(kit)
    for text in ("veiled", "A veiled hint", "secret reason", "a comment of the author", "total_of_it", "of_half"):
        assert text not in there, text


@pytest.mark.parametrize(
    "file",
    ["mean.py", "statements/mean.md", "assignments.ipynb", "grader-kit/mean.yaml", "README.md"],
)
def test_the_search_finds_what_is_there(tmp_path: Path, file: str) -> None:
    """A line of the reference, put into any file of the kit, is found."""
    kit, _ = write_kit(tmp_path)
    path = kit / file
    line = "total_of_it = float(np.sum(x))"
    if path.suffix == ".ipynb":
        content = json.loads(path.read_text())
        content["cells"][0]["source"] = [line[:9], line[9:]]
        path.write_text(json.dumps(content))
    else:
        comment = "# " if path.suffix in {".yaml", ".py"} else ""
        path.write_text(path.read_text() + f"\n{comment}{line}\n")
    data = read(tmp_path / "course" / "tasks" / "mean.yaml", "mean.yaml").data
    assert leaked(kit, [REFERENCE, WRONG], [data]) == [line]


def test_answers_are_numbers(tmp_path: Path) -> None:
    """The file of answers has names of functions and parameters, and nothing else that could be read."""
    kit, _ = write_kit(tmp_path)
    told = json.loads((kit / "grader-kit" / "mean.answers.json").read_text())
    assert sorted(told["functions"]) == sorted(
        ["centred", "derivation", "mean", "mean'0", "mean[4096]", "moved", "slope"]
    )  # fmt: skip
    for function in told["functions"].values():
        for column in function["answers"]:
            assert sorted(column) == ["dimensions", "entries", "keys", "kind", "shapes"]
    assert "is_centred" not in told["functions"]


def test_a_rubric_is_in_the_task_and_not_in_the_kit(tmp_path: Path) -> None:
    """The search above looks for what is really there."""
    assert "secret reason" in TASK
    assert "You take half of the mean." in TASK


@pytest.mark.slow
def test_nothing_secret_is_in_the_kit_of_the_course(tmp_path: Path) -> None:
    """Of all five tasks: references, right and wrong solutions, hidden checks, rubrics, what is told of mistakes."""
    course = load_course(ROOT)
    release(course, course.tasks, tmp_path / "kit")
    modules = [path.read_text() for path in sorted((ROOT / "reference").rglob("*.py"))]
    assert len(modules) == 15
    tasks = [read(ROOT / task.file, task.file).data for task in course.tasks]
    # What a support file shares with a reference, such as the name of a type, is public already.
    public = set().union(*(code_lines(path.read_text()) for path in (ROOT / "support").rglob("*.py")))
    assert [line for line in leaked(tmp_path / "kit", modules, tasks) if line not in public] == []
    size = sum(path.stat().st_size for path in (tmp_path / "kit").rglob("*") if path.is_file())
    assert size < 1_000_000
