"""A new task: what is written, that it is a task, and the names that none can have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from grader.authoring.scaffold import start_task
from grader.authoring.schema import as_text, spec_schema
from grader.course import load_course
from grader.course.reading import read
from grader.course.reference import functions_of
from grader.errors import UsageError
from tests.present import present
from tests.samples.small_course import write_course

if TYPE_CHECKING:
    from pathlib import Path

FILES = [
    "tasks/{}.yaml", "reference/{}.py", "reference/right/{}.py", "reference/wrong/{}.py", "reference/starter/{}.py",
]  # fmt: skip


def names(folder: Path) -> list[Any]:
    """Return the files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(("task", "function"), [("conv", "conv"), ("conv-1d", "conv_1d"), ("a" * 40, "a" * 40)])
def test_a_new_task_is_a_task_in_an_empty_folder(tmp_path: Path, task: str, function: str) -> None:
    """Its course loads without a mistake; all its files are said, and each has its purpose."""
    written = start_task(tmp_path, task)
    assert names(tmp_path) == sorted([*(name.format(task) for name in FILES), "tasks/.schema.json"])
    assert sorted(str(one.path.relative_to(tmp_path)) for one in written) == names(tmp_path)
    assert all(one.purpose for one in written)
    (made,) = load_course(tmp_path).tasks
    assert (made.id, list(made.functions)) == (task, [function])
    assert Draft202012Validator(spec_schema()).is_valid(read(tmp_path / "tasks" / f"{task}.yaml", "").data)


def test_nothing_of_the_template_is_left(tmp_path: Path) -> None:
    """Every place has the new task's name."""
    start_task(tmp_path, "conv-1d")
    for name in FILES:
        assert not re.search(r"\b(ID|TITLE)\b|NAME", (tmp_path / name.format("conv-1d")).read_text())
    assert "title: Conv 1d\n" in (tmp_path / "tasks" / "conv-1d.yaml").read_text()


def test_the_starter_defines_what_is_asked_and_knows_no_answer(tmp_path: Path) -> None:
    """Its function is there, and raises."""
    start_task(tmp_path, "conv")
    found, faults = functions_of(tmp_path / "reference" / "starter" / "conv.py", "")
    assert (list(found), faults) == (["conv"], [])
    with pytest.raises(NotImplementedError):
        found["conv"]([1.0])


def test_the_example_of_the_statement_is_right(tmp_path: Path) -> None:
    """What students read is what the reference, and the other right solution, return."""
    start_task(tmp_path, "conv")
    call, due = present(
        re.search(r"^ +conv\(np.array\((.*)\)\) +# (\S+)$", (tmp_path / "tasks/conv.yaml").read_text(), re.MULTILINE)
    ).groups()
    numbers = [float(number) for number in call.strip("[]").split(",")]
    for path, name in (("reference/conv.py", "conv"), ("reference/right/conv.py", "conv_loops")):
        function = functions_of(tmp_path / path, "")[0][name]
        assert function(np.array(numbers)) == float(due)


def test_a_second_task_joins_a_course(tmp_path: Path) -> None:
    """The schema that is there stays as it is."""
    write_course(tmp_path)
    (tmp_path / "tasks" / ".schema.json").write_text("{}")
    written = start_task(tmp_path, "conv")
    assert len(written) == len(FILES)
    assert (tmp_path / "tasks" / ".schema.json").read_text() == "{}"
    assert [task.id for task in load_course(tmp_path).tasks] == ["conv", "mean"]


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_overwritten_and_nothing_is_written_then(tmp_path: Path, name: str) -> None:
    """The sentence names the file that is in the way."""
    path = tmp_path / name.format("conv")
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(
        UsageError, match=re.escape(f"{name.format('conv')}: is there already, and nothing is overwritten")
    ):
        start_task(tmp_path, "conv")
    assert names(tmp_path) == [name.format("conv")]
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ("Conv 1D", "'Conv 1D': is not a name for a task (expected at most 40 small letters, digits, _ and -"),
        ("Conv 1D", "What about conv_1d?"),
        ("../conv", "What about conv?"),
        ("1d", "What about d?"),
        ("", "'': is not a name for a task (expected at most 40 small letters, digits, _ and -, a letter first)."),
        ("_", "is not a name for a task"),
        ("a" * 41, f"What about {'a' * 40}?"),
        ("conv\n", "What about conv?"),
        ("lambda", "lambda: is a word of Python or of the expressions, and no function can be called so."),
        ("close", "close: is a word of Python or of the expressions"),
        ("ref", "ref: is a word"),
        ("random", "random: is a module that students import, and their random.py would hide it. Take another name."),
        ("numpy", "numpy: is a module that students import"),
    ],
)  # fmt: skip
def test_a_name_that_no_task_can_have_is_refused_in_a_sentence(tmp_path: Path, task: str, says: str) -> None:
    """With a name that would do where one can be made of it; nothing is written."""
    with pytest.raises(UsageError) as raised:
        start_task(tmp_path, task)
    assert says in str(raised.value)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ("mean", "tasks/mean.yaml, reference/mean.py, reference/wrong/mean.py: are there already"),
    ],
)
def test_a_name_that_the_course_has_is_refused(tmp_path: Path, task: str, says: str) -> None:
    """Nothing is overwritten."""
    write_course(tmp_path)
    before = names(tmp_path)
    with pytest.raises(UsageError) as raised:
        start_task(tmp_path, task)
    assert says in str(raised.value)
    assert names(tmp_path) == before


def test_a_function_of_another_task_may_have_the_name(tmp_path: Path) -> None:
    """Names of functions are those of a task."""
    write_course(tmp_path)
    start_task(tmp_path, "mean-gradient")
    assert {task.id for task in load_course(tmp_path).tasks} == {"mean", "mean-gradient"}


def test_a_course_with_mistakes_gets_a_task_all_the_same(tmp_path: Path) -> None:
    """Whoever loads it hears of the mistakes."""
    write_course(tmp_path, task="id: [")
    start_task(tmp_path, "conv")
    assert [task.id for task in load_course(tmp_path, ["conv"]).tasks] == ["conv"]


def test_what_cannot_be_written_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    """A file stands where a folder is due: what was written before is taken back."""
    (tmp_path / "reference").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        start_task(tmp_path, "conv")
    assert names(tmp_path) == ["reference"]


def test_the_schema_that_is_written_is_the_schema(tmp_path: Path) -> None:
    """The one that `grader schema spec` prints."""
    start_task(tmp_path, "conv")
    assert (tmp_path / "tasks" / ".schema.json").read_text(encoding="utf-8") == as_text(spec_schema())
