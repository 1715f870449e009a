"""The archive for Gradescope: the form that the platform asks for, and nothing that must not be there."""

from __future__ import annotations

import re
import shutil
import subprocess  # noqa: TID251 - the shell that the platform has
from typing import TYPE_CHECKING

import pytest

from grader import PUBLIC_SEED
from grader.bundle import gradescope
from grader.course import load_course
from grader.errors import UsageError
from tests.bundle.bundled_course import write_course
from tests.samples.archives_read import opened, rights

if TYPE_CHECKING:
    from pathlib import Path

    from grader.bundle.gradescope import Bundle
    from grader.course.course import Course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course."""
    return write_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def made(course: Course) -> Bundle:
    """Return its archive."""
    return gradescope(course)


def test_both_scripts_are_at_the_root_and_can_be_run(made: Bundle) -> None:
    """The platform looks nowhere else; each says in its first line what runs it."""
    files, modes = opened(made.data), rights(made.data)
    for name in ("setup.sh", "run_autograder"):
        assert modes[name] == "-rwxr-xr-x"
        assert files[name].startswith(b"#!/usr/bin/env bash\n")


def test_what_must_stay_hidden_is_for_the_owner_only(made: Bundle) -> None:
    """Course, seed and whatever else is no script."""
    modes = rights(made.data)
    assert {modes[name] for name in modes if name.endswith("/")} == {"drwx------"}
    assert {modes[name] for name in modes if not name.endswith("/")} == {"-rwxr-xr-x", "-rw-------"}
    assert [name for name in modes if modes[name] == "-rwxr-xr-x"] == ["setup.sh", "run_autograder"]
    assert {"course/", "course/tasks/", "course/reference/", "course/reference/wrong/"} <= set(modes)


def test_no_test_and_no_right_solution_is_inside(made: Bundle) -> None:
    """Neither the course's nor the grader's own."""
    names = set(opened(made.data))
    wheel = next(name for name in names if name.endswith(".whl"))
    inside = names | set(opened(opened(made.data)[wheel]))
    assert [
        name for name in inside if re.search(r"(^|/)(tests?|right|hostile|submissions_example)/|(^|/)test_", name)
    ] == []


def test_it_is_small(made: Bundle) -> None:
    """A megabyte and a bit, most of which is the grader."""
    assert len(made.data) < 1_500_000


def test_every_line_ends_as_the_platform_reads_it(made: Bundle) -> None:
    """No carriage return in any text."""
    texts = {name: data for name, data in opened(made.data).items() if not name.endswith(".whl")}
    assert [name for name, data in texts.items() if b"\r" in data] == []


def test_equal_courses_give_equal_archives(made: Bundle, tmp_path: Path) -> None:
    """In another folder, at another time; one that differs has other inputs."""
    assert gradescope(write_course(tmp_path / "copy")) == made
    changed = gradescope(write_course(tmp_path / "other", reference__weights="2"))
    assert changed.seed != made.seed


def test_the_seed_is_a_secret_in_the_closed_part(made: Bundle, course: Course) -> None:
    """It is not the public one, and the script that students' code can read has none; another one can be named."""
    files = opened(made.data)
    assert files["seed"] == b"%d\n" % made.seed
    assert made.seed != PUBLIC_SEED
    assert 0 <= made.seed < 2**53
    assert str(made.seed).encode() not in files["run_autograder"]
    assert opened(gradescope(course, 7).data)["seed"] == b"7\n"


def test_the_script_names_the_tasks_that_are_graded(made: Bundle, course: Course) -> None:
    """All of the archive's: one of which nothing is handed in counts."""
    assert b"tasks=(--task double --task scan)" in opened(made.data)["run_autograder"]
    alone = opened(gradescope(load_course(course.folder, only=["scan"])).data)
    assert b"tasks=(--task scan)" in alone["run_autograder"]
    assert [name for name in alone if "double" in name] == []


def test_versions_are_fixed_and_the_courses_packages_with_them(made: Bundle, course: Course, tmp_path: Path) -> None:
    """What the platform installs is what was tried here."""
    lines = opened(made.data)["constraints.txt"].decode().splitlines()
    assert {line.partition("==")[0] for line in lines[1:]} >= {"numpy", "pydantic", "pydantic-core", "click"}
    assert made.free == ()
    more = gradescope(write_course(tmp_path, **{"requirements.txt": "pytest>=8\nno-such-package\n"}))
    assert "pytest==" in opened(more.data)["constraints.txt"].decode()
    assert more.free == ("no-such-package",)
    with pytest.raises(UsageError, match=r"^requirements\.txt: `-e \.` is no"):
        gradescope(write_course(tmp_path, **{"requirements.txt": "-e .\n"}))


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_the_scripts_are_what_bash_and_shellcheck_accept(made: Bundle, tmp_path: Path, name: str) -> None:
    """As they are in the archive."""
    script = tmp_path / name
    script.write_bytes(opened(made.data)[name])
    linters = [("bash", "-n"), ("shellcheck", "--shell=bash")]
    found = [(*linter, str(script)) for linter in linters if shutil.which(linter[0])]
    assert found
    for command in found:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
