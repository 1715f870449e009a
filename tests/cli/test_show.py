"""`grader show`: one student's result from a folder that `grader batch` has written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.batch.class_of import RIGHT, WRONG, grade, write_class
from tests.cli.running import say

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results of a class of two."""
    root = write_class(tmp_path_factory.mktemp("class"), anna=RIGHT, ben=WRONG)
    grade(root)
    return root / "out"


@pytest.mark.parametrize(
    ("student", "code", "says"),
    [
        ("anna", 0, "3 of 3 points"),
        ("ben", 0, "0 of 3 points"),
        ("bne", 2, "there is no result of `bne`; did you mean `ben`?"),
        ("an\udcff", 2, "there is no result of"),
        ("\udce9\udcff", 2, "there is no result of"),
        ("", 2, "there is no result of"),
        ("a\nb", 2, "there is no result of"),
    ],
    ids=["right", "wrong", "misspelt", "one-byte", "bytes-only", "empty", "line"],
)
def test_a_student_is_shown_or_not_found(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    graded: Path,
    student: str,
    code: int,
    says: str,
) -> None:
    """Also where the argument holds bytes that are no text: one sentence and no traceback."""
    said = say(monkeypatch, capsys, "show", str(graded), student)
    assert said.code == code, said
    assert says in (said.out + said.err).replace("\n  ", " ")
    assert "Traceback" not in said.err
    (said.out + said.err).encode("utf-8")


@pytest.mark.parametrize("folder", ["nowhere", "no\udcffwhere"], ids=["absent", "bytes"])
def test_a_folder_without_results_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, folder: str
) -> None:
    """With what to name instead."""
    said = say(monkeypatch, capsys, "show", str(tmp_path / folder), "anna")
    assert said.code == 2
    assert "Name the folder that" in said.err
