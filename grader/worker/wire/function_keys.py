"""The keys of functions in messages: the name alone, or `task/name` where several tasks ask for one name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


def function_key(name: str, task: str) -> str:
    """Return the key of a task's function whose name other tasks ask for too."""
    return f"{task}/{name}"


def name_of(key: str) -> str:
    """Return the name that a function has in the student's code."""
    return key.rpartition("/")[2]


def functions_of_task(functions: Mapping[str, T], task: str) -> dict[str, T]:
    """Return the functions by their names, as a task means them."""
    if "/" not in "".join(functions):  # no name is asked for by two tasks, as nearly always
        return dict(functions)
    by_name = {key: function for key, function in functions.items() if key == name_of(key)}
    of_task = {name_of(key): function for key, function in functions.items() if key == function_key(name_of(key), task)}
    return by_name | of_task
