"""The pages that list every key are what the program says; the example of a result is a result."""

from __future__ import annotations

import json
import re
import subprocess  # noqa: TID251 - the bridge of the page is a program
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from grader.authoring.key_pages import MARK, RESULT, SPEC, PageSection, result_keys, spec_page, write_pages
from grader.authoring.schema import result_schema, schema_of
from grader.checks.task import TaskSpec
from grader.expressions.vocabulary import WORDS
from grader.results import SubmissionResult
from grader.results.model import SCHEMA_VERSION

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Return what both pages list."""
    return {"spec": spec_page(), "result": result_keys()}


def block(language: str) -> Any:
    """Return the text of the page's block in this language."""
    page = (DOCS / "result.md").read_text(encoding="utf-8").partition(MARK)[0]
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return text


def test_the_pages_are_fresh(pages: dict[str, str]) -> None:
    """A change of a model or a word changes them: python -m grader.authoring.key_pages docs."""
    assert (DOCS / "keys.md").read_text(encoding="utf-8") == pages["spec"]
    assert (DOCS / "result.md").read_text(encoding="utf-8").partition(MARK)[2] == "\n" + pages["result"]


def test_writing_the_pages_keeps_what_a_person_wrote(tmp_path: Path, pages: dict[str, str]) -> None:
    """Above the mark; what stood below it is replaced."""
    (tmp_path / "result.md").write_text(f"# By hand\n\n{MARK}stale")
    write_pages(tmp_path)
    assert (tmp_path / "result.md").read_text() == f"# By hand\n\n{MARK}\n{pages['result']}"
    assert (tmp_path / "keys.md").read_text() == pages["spec"]


@pytest.mark.parametrize(
    ("parts", "root", "mode"), [(SPEC, TaskSpec, "validation"), (RESULT, SubmissionResult, "serialization")]
)
def test_every_model_has_a_section(parts: tuple[PageSection, ...], root: type[Any], mode: str) -> None:
    """All that a file or a result may hold, and what these inherit from."""
    made = {name for name, model in schema_of(root, mode)["$defs"].items() if "properties" in model} | {root.__name__}  # type: ignore[arg-type]
    sections = {part.model.__name__ for part in parts}
    shared = {base.__name__ for part in parts for base in part.model.__mro__ if getattr(base, "model_fields", {})}
    assert made <= sections
    assert sections == made | (shared - {BaseModel.__name__})
    assert len({part.heading for part in parts}) == len(parts)


@pytest.mark.parametrize(("parts", "page"), [(SPEC, "spec"), (RESULT, "result")])
def test_every_key_stands_once_below_the_heading_of_its_own_model(
    pages: dict[str, str], parts: tuple[PageSection, ...], page: str
) -> None:
    """Shared keys stand in the section of those that share them."""
    text = pages[page]
    for part in parts:
        section = re.split(r"^## ", text.partition(f"## {part.heading}\n")[2], flags=re.MULTILINE)[0]
        listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        inherited = {key for base in part.model.__mro__[1:] for key in getattr(base, "model_fields", {})}
        assert listed == [field.alias or key for key, field in part.model.model_fields.items() if key not in inherited]


@pytest.mark.parametrize("page", ["spec", "result"])
def test_every_link_leads_to_a_heading(pages: dict[str, str], page: str) -> None:
    """And every table is one: as many cells in a row as in its head."""
    text = pages[page]
    anchors = {
        re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))
        for heading in re.findall(r"^## (.*)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= anchors
    rows = re.findall(r"^\|.*\|$", text, re.MULTILINE)
    widths = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
    assert set(widths) <= {4, 5}
    assert all(
        a == b
        for a, b, row in zip(widths, widths[1:], rows[1:], strict=False)
        if not row.startswith(("| key", "| word"))
    )


@pytest.mark.parametrize("word", WORDS)
def test_every_word_has_its_row(pages: dict[str, str], word: str) -> None:
    """With its keywords and their defaults, and what it says of itself."""
    (row,) = [line for line in pages["spec"].splitlines() if line.startswith(f"| `{word}(")]
    assert WORDS[word].says.replace("|", "\\|") in row
    assert all(f"{keyword}=" in row for keyword in WORDS[word].keywords)


def test_the_example_is_a_valid_result() -> None:
    """By the schema and by the model, so that a bridge can be tried on it."""
    example = json.loads(block("json"))
    assert [error.message for error in Draft202012Validator(result_schema()).iter_errors(example)] == []
    assert SubmissionResult.model_validate(example).points == 10
    assert example["schema_version"] == SCHEMA_VERSION


def test_the_bridge_prints_what_the_page_says(tmp_path: Path) -> None:
    """Run on the example, by another interpreter that knows nothing of the grader."""
    (tmp_path / "bridge.py").write_text(block("python"))
    (tmp_path / "result.json").write_text(block("json"))
    command = [sys.executable, "-I", "bridge.py", "result.json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (run.stdout, run.stderr, run.returncode) == (block("text"), "", 0)


@pytest.mark.slow
def test_the_example_is_what_the_command_writes(tmp_path: Path) -> None:
    """Each key and value of the page is in the result of this submission; the machine decides about the isolation."""
    (command,) = re.findall(r"`grader (check .*) --json result.json`", (DOCS / "result.md").read_text())
    words = [sys.executable, "-m", "grader", *command.split(), "--json", str(tmp_path / "result.json")]
    subprocess.run(words, cwd=ROOT, capture_output=True, timeout=120, check=False)
    student = json.loads((tmp_path / "result.json").read_text())
    example = json.loads(block("json"))
    example["isolation"] = student["isolation"]
    (task,), (shown,) = student["tasks"], example["tasks"]
    task["checks"] = [check for check in task["checks"] if check["id"] in {check["id"] for check in shown["checks"]}]
    assert part_of(student, example) == example


def part_of(whole: Any, like: Any) -> Any:
    """Return of `whole` what `like` has keys for."""
    match like:
        case dict():
            return {key: part_of(whole[key], value) for key, value in like.items() if key in whole}
        case list() if len(like) == len(whole):
            return [part_of(one, other) for one, other in zip(whole, like, strict=True)]
        case _:
            return whole
