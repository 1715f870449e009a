"""The part of a task file that students get: nothing of its author's, and every public check whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from grader.course.reading import read
from grader.release.public import public_part, written_down
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

SPEC: dict[str, Any] = {
    "id": "mean", "title": "Größe", "statement": "Write it.", "functions": {"f": {"args": ["x"]}},
    "inputs": {"x": {"real": [-1, 1]}},
    "checks": [
        {"id": "value", "title": "the value", "points": 2, "visibility": "public", "hint": "Think.",
         "expect": "close(f(x), ref.f(x), scale=1)", "features": [{"when": "abs(x) < 0.5", "says": "it is small"}]},
        {"id": "veiled", "title": "veiled", "points": 1, "visibility": "hidden",
         "expect": "close(f(2 * x), ref.f(2 * x), scale=1)"},
        {"id": "why", "title": "in words", "points": 1, "written": "Why", "rubric": "Only full sentences."},
    ],
    "misconceptions": [{"wrong": "f_negated", "fails": ["value"], "tells": "The sign."}],
}  # fmt: skip
FILES = {
    "reference/mean.py": "def f(x):\n    return x\n",
    "reference/wrong/mean.py": "def f_negated(x):\n    return -x\n",
}


def public(folder: Path, without: set[str], **changes: Any) -> dict[str, Any]:
    """Return what a kit has of the task."""
    spec = SPEC | changes
    course = course_of_files(folder, {"tasks/mean.yaml": yaml.safe_dump(spec), **FILES})
    return public_part(spec, course.tasks[0], without)


def test_nothing_of_the_author_is_in_it(tmp_path: Path) -> None:
    """No hidden check, no known mistake, no rubric, no feature; what students see stays."""
    part = public(tmp_path, {"veiled"})
    text = written_down(part)
    assert [word for word in ("veiled", "f_negated", "sign", "sentences", "small", "visibility") if word in text] == []
    assert part["checks"] == [
        {
            "id": "value",
            "title": "the value",
            "points": 2,
            "hint": "Think.",
            "expect": "close(f(x), ref.f(x), scale=1)",
        },
        {"id": "why", "title": "in words", "points": 1, "written": "Why"},
    ]


def test_it_is_a_task_file_again(tmp_path: Path) -> None:
    """With the words as they are, in the order of the author, and on lines of a readable length."""
    text = written_down(public(tmp_path, {"veiled"}))
    (tmp_path / "kit.yaml").write_text(text, encoding="utf-8")
    assert list(read(tmp_path / "kit.yaml", "kit.yaml").data) == [
        "id",
        "title",
        "statement",
        "functions",
        "inputs",
        "checks",
    ]
    assert "title: Größe" in text
    assert max(map(len, text.split("\n"))) <= 110


def test_the_authors_own_data_is_left_alone(tmp_path: Path) -> None:
    """It is read once for all kits."""
    before = yaml.safe_dump(SPEC)
    public(tmp_path, {"veiled"})
    assert yaml.safe_dump(SPEC) == before
