"""The functions that tasks ask for, as the worker is told them."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from grader.records import dataclass
from grader.worker.wire.function_keys import function_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.task import Task


@dataclass(frozen=True)
class RequiredFunction:
    """A function that a submission must define: how many arguments it is called with, and its task."""

    arity: int
    home: str
    rivals: tuple[str, ...] = ()
    """The other tasks that ask for a function of this name."""
    program: bool = False
    is_class: bool = False
    variable: bool = False
    """Whether it is a file that is run, a class, or a name whose value is asked for, and no function."""
    tables: bool = False
    tensors: str = ""

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The same as plain data, which the worker is told with every submission."""
        return asdict(self)


def required_functions(tasks: Sequence[Task]) -> dict[str, RequiredFunction]:
    """Return the functions that `tasks` ask for: by name, or by task and name where several ask for one name."""
    homes: dict[str, list[str]] = {}
    for task in tasks:
        for name in task.functions:
            homes.setdefault(name, []).append(task.id)
    required = {}
    for task in tasks:
        for name, function in task.functions.items():
            rivals = tuple(home for home in homes[name] if home != task.id)
            key = function_key(name, task.id) if rivals else name
            forms = {"program": function.program, "is_class": function.is_class, "variable": function.variable}
            tensors = task.spec.tensors or ""
            required[key] = RequiredFunction(
                len(function.args), task.id, rivals, **forms, tensors=tensors, tables=task.spec.has_tables
            )
    return required
