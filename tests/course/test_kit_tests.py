"""The list of tests in a kit, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.checks.task import TaskSpec
from grader.course.kit import support_folder
from grader.course.kit_tests import FILES, LIST, KitTests, kit_suite, kit_tests_folder
from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

FACTS = KitTests(
    form="pytest",
    files=("test_b.py", "test_a.py"),
    operators={"test_one": True, "T::test_two": False},
    names={"np": "numpy"},
    values={"a": "1"},
)


def spec(**keys: object) -> TaskSpec:
    """Return a task of tests."""
    content = {"id": "work", "title": "Work", "statement": "Write it.", "tests": "all"}
    return TaskSpec.model_validate(content | keys)


def written(folder: Path, text: str) -> Path:
    """Write a list of tests into a kit; return the kit."""
    where = kit_tests_folder(folder, "work")
    where.mkdir(parents=True)
    (where / LIST).write_text(text, encoding="utf-8")
    return folder


def test_a_suite_is_as_it_was_recorded(tmp_path: Path) -> None:
    """Files in their order, profiles of all tests, meanings of names; and no reference."""
    suite = kit_suite(written(tmp_path, FACTS.model_dump_json()), spec(modules=["ps1"], shared=True, random=True))
    assert suite is not None
    assert suite.files == tuple(
        kit_tests_folder(tmp_path, "work") / FILES / name for name in ("test_b.py", "test_a.py")
    )
    assert suite.folder == kit_tests_folder(tmp_path, "work") / FILES
    assert suite.reference is None
    assert {name: profile.operators for name, profile in suite.profiles.items()} == FACTS.operators
    assert set(suite.tests) == set(FACTS.operators)
    assert suite.shown == {"names": {"np": "numpy"}, "values": {"a": "1"}}
    assert suite.student_modules == ("work", "student", "solution", "ps1")
    assert (suite.shared, suite.random, suite.support) == (True, True, ())


def test_support_files_are_those_of_the_kit(tmp_path: Path) -> None:
    """Which the tests import too."""
    suite = kit_suite(written(tmp_path, FACTS.model_dump_json()), spec(support=["table.txt"]))
    assert suite is not None
    assert suite.support == (support_folder(tmp_path),)


def test_a_task_without_tests_has_no_suite(tmp_path: Path) -> None:
    """Nothing is there to read."""
    assert kit_suite(tmp_path, spec()) is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", FACTS.model_dump_json().replace("pytest", "nose"), '{"form": 1}'])
def test_a_list_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    """With the file and what to do."""
    with pytest.raises(UsageError, match=r"tests\.json: .* Get the kit again"):
        kit_suite(written(tmp_path, text), spec())
