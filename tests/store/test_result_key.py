"""Everything that decides a result."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from grader.store.result_key import (
    CHANGE_REASONS,
    ResultKey,
    course_digest,
    describe_change,
    files_digest,
    without_rubrics,
)
from grader.submission import Submission
from grader.submission.files import SourceFile
from tests.store.small_store import RESULT_KEY

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("part", [field.name for field in fields(ResultKey)])
def test_each_part_decides_and_is_named(part: str) -> None:
    """Another value is another key, and why is a phrase of its own."""
    other = replace(RESULT_KEY, **{part: 99 if part == "seed" else "other"})  # type: ignore[arg-type]
    assert other.key != RESULT_KEY.key == replace(RESULT_KEY).key
    assert describe_change(RESULT_KEY.json, other.json) == CHANGE_REASONS[part]


def test_a_part_that_an_older_grader_did_not_know_counts_as_changed() -> None:
    """A store may be older than the grader that reads it."""
    assert describe_change('{"files": "f"}', RESULT_KEY.json) == ", ".join(list(CHANGE_REASONS.values())[1:])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a folder with what a course has."""
    for name in ("tasks/a.yaml", "reference/a.py", "reference/wrong/a.py", "reference/right/a.py", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "decides"),
    [
        ("tasks/a.yaml", True),
        ("reference/a.py", True),
        ("reference/wrong/a.py", True),
        ("reference/table.csv", True),
        ("reference/right/a.py", False),
        ("reference/__pycache__/a.pyc", False),
        ("README.md", False),
    ],
)
def test_what_a_course_decides_by(course: Path, name: str, decides: bool) -> None:
    """Tasks, the reference with what it reads, and wrong solutions; not the right ones, nor what Python leaves."""
    before = course_digest(course)
    (course / name).parent.mkdir(exist_ok=True)
    (course / name).write_text("other")
    assert (course_digest(course) != before) == decides


def test_a_file_that_moves_is_another_course(course: Path) -> None:
    """Names decide as well as bytes."""
    before = course_digest(course)
    (course / "tasks/a.yaml").rename(course / "tasks/b.yaml")
    assert course_digest(course) != before


def test_notes_on_a_submission_decide() -> None:
    """What was left out is said in the result."""
    files = (SourceFile("a.py", b"x = 1"),)
    assert files_digest(Submission("ana", files)) == files_digest(Submission("ben", files))
    assert files_digest(Submission("ana", files)) != files_digest(Submission("ana", files, ("A link is left out.",)))


@pytest.mark.parametrize(
    ("name", "content", "decides"),
    [
        pytest.param("data/table.csv", b"2\n", True, id="data"),
        pytest.param("more.txt", b"", True, id="another-file"),
        pytest.param("__pycache__/a.pyc", b"x", False, id="compiled"),
    ],
)
def test_what_code_can_read_beside_it_decides(tmp_path: Path, name: str, content: bytes, decides: bool) -> None:
    """A table that a module loads is part of the answer."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/table.csv").write_bytes(b"1\n")
    submission = Submission("ana", (SourceFile("a.py", b"x = 1"),), folder=tmp_path)
    before = files_digest(submission)
    assert files_digest(submission) == before
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(content)
    assert (files_digest(submission) != before) == decides


def test_a_link_is_not_followed_to_decide(tmp_path: Path) -> None:
    """It may lead anywhere, and code behind the walls does not read there."""
    (tmp_path / "own").mkdir()
    (tmp_path / "secret").write_text("1")
    (tmp_path / "own/link").symlink_to(tmp_path / "secret")
    submission = Submission("ana", (), folder=tmp_path / "own")
    before = files_digest(submission)
    (tmp_path / "secret").write_text("other")
    assert files_digest(submission) == before


TASK = b"""id: mean
checks:
  - id: a
    expect: f(x) == 1
  - id: proof
    written: Proof
    rubric:%s
    points: 2
statement: about a rubric
rubric: none of a check's
"""


@pytest.mark.parametrize(
    "rubric",
    [
        pytest.param(b" Look for it.", id="a-text"),
        pytest.param(b" |\n      Look for it.\n      And it.\n", id="a-block"),
        pytest.param(b"\n      - {id: a, points: 1, says: x}\n      - {id: b, points: 1, says: y}", id="items"),
        pytest.param(b" {start: 2, items: [{id: a, points: -1, says: 'x: y'}]}", id="a-mapping"),
    ],
)
def test_a_rubric_decides_no_result(rubric: bytes) -> None:
    """Nothing that the grader did is stale when a person marks by something else; all else still counts."""
    without = without_rubrics(TASK % rubric)
    assert b"Look" not in without
    assert without.split() == without_rubrics(TASK % b" Another one.").split()
    assert b"points: 2" in without
    assert b"none of a check's" in without
    assert without != without_rubrics((TASK % rubric).replace(b"points: 2", b"points: 3"))


@pytest.mark.parametrize(
    "data", [b"", b"- a\n- b", b"checks: 3", b"checks: [1, 2]", b"\xff", b"a: [", b"checks:"], ids=repr
)
def test_what_is_no_task_stays_as_it_is(data: bytes) -> None:
    """Its mistake is said elsewhere."""
    assert without_rubrics(data) == data


def test_model_answers_decide_no_result(tmp_path: Path) -> None:
    """They are shown to those who mark."""
    (tmp_path / "tasks").mkdir()
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "mean.py").write_text("x = 1")
    before = course_digest(tmp_path)
    (tmp_path / "reference" / "answers.md").write_text("# Proof\n")
    assert course_digest(tmp_path) == before
    (tmp_path / "reference" / "mean.py").write_text("x = 2")
    assert course_digest(tmp_path) != before
