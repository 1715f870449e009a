"""Keys of functions in messages: a name, or the task before it where two tasks ask for one name."""

from __future__ import annotations

import pytest

from grader.worker.wire.function_keys import function_key, functions_of_task, name_of


@pytest.mark.parametrize(("key", "name"), [("f", "f"), ("task/f", "f"), ("a/b/f", "f"), ("", "")])
def test_a_key_holds_the_name_in_the_students_code(key: str, name: str) -> None:
    """Behind the last slash, which no name has."""
    assert name_of(key) == name
    assert name_of(function_key(name, "task")) == name


@pytest.mark.parametrize(
    ("functions", "task", "meant"),
    [
        pytest.param({"f": 1, "g": 2}, "a", {"f": 1, "g": 2}, id="no-name-twice"),
        pytest.param({"a/f": 1, "b/f": 2, "g": 3}, "a", {"f": 1, "g": 3}, id="of-this-task"),
        pytest.param({"a/f": 1, "b/f": 2, "g": 3}, "b", {"f": 2, "g": 3}, id="of-the-other"),
        pytest.param({"a/f": 1, "g": 3}, "c", {"g": 3}, id="of-a-third"),
        pytest.param({"f": 0, "a/f": 1}, "a", {"f": 1}, id="the-tasks-own-goes-first"),
        pytest.param({"ab/f": 1}, "b", {}, id="a-task-whose-name-ends-alike"),
        pytest.param({}, "a", {}, id="none"),
    ],
)
def test_a_task_means_its_own_functions(functions: dict[str, int], task: str, meant: dict[str, int]) -> None:
    """By their names, without the keys."""
    assert functions_of_task(functions, task) == meant
    assert functions_of_task(functions, task) is not functions
