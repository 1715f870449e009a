"""The folder: found upwards, read whole, tasks by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.checks.kinds.gradient import GradientSpec
from grader.course import find_course, load_course, refuse_other_course
from grader.course.cycles import needs_cycle
from grader.course.known_mistakes import replaced
from grader.errors import SpecError, UsageError
from tests.samples.small_course import REFERENCE, WRONG, edited, write_course

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("task", sorted(path.stem for path in (ROOT / "tasks").glob("*.yaml")))
def test_the_tasks_of_this_course_have_no_mistake(task: str) -> None:
    """They load, they are worth points, and each has a check that students do not see."""
    (loaded,) = load_course(ROOT, [task]).tasks
    assert loaded.points > 0
    assert "hidden" in {check.visibility.value for check in loaded.checks}


def test_the_whole_course_loads() -> None:
    """Its tasks have no mistake."""
    assert {"softmax", "scan"} <= {task.id for task in load_course(ROOT).tasks}


def test_a_course_is_found_from_below(tmp_path: Path) -> None:
    """The nearest folder upwards wins, and none at all is said with what to do."""
    inner = write_course(tmp_path / "outer" / "inner")
    write_course(tmp_path / "outer")
    below = inner / "students" / "anna"
    below.mkdir(parents=True)
    assert find_course(below) == inner
    assert find_course(inner.parent) == tmp_path / "outer"
    with pytest.raises(UsageError, match=r"no course here or above .* name it with --course DIR"):
        find_course(tmp_path)


def test_what_lies_in_another_course_is_not_graded_in_this_one(tmp_path: Path) -> None:
    """A class within a course within a course, graded from the outer one: the nearer course has to be named."""
    outer = write_course(tmp_path / "outer")
    inner = write_course(outer / "inner")
    for source in (inner / "students", inner / "download.zip"):
        refuse_other_course(inner, source)
        with pytest.raises(UsageError, match=r"lies within the course .*inner, and .*outer is the course of this fold"):
            refuse_other_course(outer, source)
    for source in (outer / "students", tmp_path / "download.zip", inner):
        refuse_other_course(outer, source)


BREAKS = [
    pytest.param({"task": "- no task\n"}, "tasks/other.yaml", id="no-mapping"),
    pytest.param({"task": "id: [\n"}, "tasks/other.yaml", id="no-yaml"),
    pytest.param({"task": edited(("id: mean", "id: other"), ("points: 2", "points: two"))}, "points", id="a-value"),
    pytest.param({"reference": "def mean(:\n"}, "reference/other.py", id="no-python"),
    pytest.param({"reference": "1 / 0\n"}, "ZeroDivisionError", id="a-reference-that-raises"),
    pytest.param({"reference": None}, "reference/other.py", id="no-reference"),
    pytest.param({"wrong": "1 / 0\n"}, "reference/wrong/other.py", id="wrong-solutions-that-raise"),
]


@pytest.mark.parametrize(("parts", "text"), BREAKS)
def test_a_broken_task_can_be_left_out(tmp_path: Path, parts: dict[str, str | None], text: str) -> None:
    """Its mistakes are all there, and the other tasks as if it were whole."""
    write_course(tmp_path)
    write_course(tmp_path, **{"task": edited(("id: mean", "id: other")), **parts, "name": "other"})  # type: ignore[arg-type]
    course = load_course(tmp_path, skip_broken=True)
    assert [task.id for task in course.tasks] == ["mean"]
    (broken,) = course.broken
    assert broken.id == "other"
    assert text in broken.text
    with pytest.raises(SpecError, match=r"mistakes? in the course"):
        load_course(tmp_path)


def test_a_course_without_a_whole_task_is_refused(tmp_path: Path) -> None:
    """Nothing would be left to grade; and a course file with mistakes concerns every task."""
    write_course(tmp_path, "- no task\n")
    with pytest.raises(SpecError):
        load_course(tmp_path, skip_broken=True)
    write_course(tmp_path)
    (tmp_path / "course.toml").write_text("nonsense = 1\n")
    with pytest.raises(SpecError, match="nonsense"):
        load_course(tmp_path, skip_broken=True)


@pytest.mark.parametrize("missing", ["tasks/mean.yaml", "reference"])
def test_half_a_course_is_none(tmp_path: Path, missing: str) -> None:
    """A folder without tasks or without a reference is refused by name."""
    root = write_course(tmp_path)
    (root / missing).rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="not a course"):
        load_course(root)


def test_a_task_that_is_not_asked_for_may_be_broken(tmp_path: Path) -> None:
    """Work on one task does not stop the check of another; asking for it does."""
    write_course(tmp_path)
    write_course(tmp_path, "- no task\n", name="other")
    assert [task.id for task in load_course(tmp_path, ["mean"]).tasks] == ["mean"]
    with pytest.raises(SpecError, match=r"1 mistake in the course:\n  tasks/other.yaml"):
        load_course(tmp_path)


def test_a_task_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The nearest name is offered, by `load_course` and by `select`."""
    course = load_course(write_course(tmp_path))
    with pytest.raises(UsageError, match=r"--task maen: .*did you mean `mean`\?"):
        load_course(tmp_path, ["maen"])
    with pytest.raises(UsageError, match=r"did you mean `mean`\?"):
        course.select(["maen"])
    assert course.select([]) == course.select(["mean"]) == course.tasks


def test_modules_to_preload_are_those_of_all_tasks(tmp_path: Path) -> None:
    """In the order of the tasks, each once; none where no task names any."""
    assert load_course(write_course(tmp_path)).preload == ()
    first, other = (
        edited(("limits: {wall: 2}", f"preload: [{names}]")) for names in ("statistics, json", "json, xml.dom")
    )
    write_course(tmp_path, first)
    texts = (text.replace("mean", "other") for text in (other, REFERENCE, WRONG))
    assert load_course(write_course(tmp_path, *texts, name="other")).preload == ("statistics", "json", "xml.dom")  # type: ignore[misc]


def test_checks_stand_after_what_they_need(tmp_path: Path) -> None:
    """Whatever their order in the file."""
    task = edited(("    points: 2", "    points: 2\n    needs: [time]"))
    (loaded,) = load_course(write_course(tmp_path, task)).tasks
    order = [check.id for check in loaded.checks]
    assert order.index("time") < order.index("definition") < order.index("shift")


def test_of_without_a_call_means_its_own_parameters(tmp_path: Path) -> None:
    """`ref.mean` is `ref.mean(x)`."""
    nodes = []
    for name, of in (("a", "ref.mean(x)"), ("b", "ref.mean")):
        root = write_course(tmp_path / name, edited(("of: ref.mean(x)", f"of: {of}")))
        (task,) = load_course(root).tasks
        nodes.append(next(check.plan.nodes["of"] for check in task.checks if isinstance(check.spec, GradientSpec)))
    assert nodes[0] == nodes[1]


@pytest.mark.parametrize(
    ("wrong", "function"),
    [("f_slow", "f"), ("f_g_slow", "f_g"), ("f_gslow", "f"), ("f", None), ("g_slow", None), ("ff_slow", None)],
)
def test_a_wrong_solution_replaces_the_longest_name_that_begins_it(wrong: str, function: str | None) -> None:
    """`log_softmax_x` is about `log_softmax`, and `f_g_x` about `f_g` rather than `f`."""
    assert replaced(wrong, ["f", "f_g"]) == function


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ({"a": (), "b": ("a",), "c": ("a", "b")}, []),
        ({"a": ("a",)}, ["a", "a"]),
        ({"a": ("b",), "b": ("c",), "c": ("b",)}, ["b", "c", "b"]),
        ({"a": ("nosuch",)}, []),
    ],
)
def test_a_circle_of_needs_is_found(needs: dict[Any, Any], found: list[Any]) -> None:
    """The circle itself, without the way that leads to it."""
    assert needs_cycle(needs) == found
