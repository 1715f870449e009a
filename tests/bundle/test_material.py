"""Of a course goes what the judge reads, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.bundle.material import material
from grader.course import Course, load_course
from tests.bundle.bundled_course import write_course

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import TaskSpec

READ = {
    "tasks/double.yaml",
    "tasks/scan.yaml",
    "reference/double.py",
    "reference/scan.py",
    "reference/wrong/scan.py",
    "reference/weights.csv",
}


def test_right_solutions_tests_and_leftovers_stay_at_home(tmp_path: Path) -> None:
    """Specs, reference, known wrong solutions and the data that they may open go."""
    entries = list(material(write_course(tmp_path)))
    assert {entry.name for entry in entries} == READ
    assert all(entry.data == (tmp_path / entry.name).read_bytes() for entry in entries)
    assert {entry.mode for entry in entries} == {0o600}


def test_of_a_task_that_is_not_asked_for_nothing_goes(tmp_path: Path) -> None:
    """Neither its spec nor its reference; what belongs to no task stays in."""
    write_course(tmp_path)
    names = {entry.name for entry in material(load_course(tmp_path, only=["double"]))}
    assert names == {"tasks/double.yaml", "reference/double.py", "reference/weights.csv"}


def test_the_packages_that_a_course_names_go_too(tmp_path: Path) -> None:
    """They stand beside its tasks."""
    names = {entry.name for entry in material(write_course(tmp_path, **{"requirements.txt": "scipy\n"}))}
    assert names == READ | {"requirements.txt"}


def test_line_ends_are_those_of_the_platform(tmp_path: Path) -> None:
    """Whatever system the course was written on; data that is no text stays as it is."""
    course = write_course(tmp_path)
    before = {entry.name: entry.data for entry in material(course)}
    for name in READ:
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes().replace(b"\n", b"\r\n"))
    (tmp_path / "reference/table.npy").write_bytes(b"\x93NUMPY\r\n\x00")
    after = {entry.name: entry.data for entry in material(load_course(tmp_path))}
    assert after.pop("reference/table.npy") == b"\x93NUMPY\r\n\x00"
    assert after == before


@pytest.mark.parametrize("only", [(), ("scan",), ("double",)], ids=["all", "scan", "double"])
def test_what_goes_is_a_course_again(tmp_path: Path, only: tuple[Any, ...]) -> None:
    """The judge finds there what it finds here."""
    write_course(tmp_path / "here")
    course = load_course(tmp_path / "here", only=only)
    for entry in material(course):
        path = tmp_path / "there" / entry.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(entry.data)
    there = load_course(tmp_path / "there")
    assert described(there) == described(course)


def described(course: Course) -> list[tuple[TaskSpec, list[str], list[str]]]:
    """Return what a course asks."""
    return [(task.spec, [check.id for check in task.checks], sorted(task.functions)) for task in course.tasks]
