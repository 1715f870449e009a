"""Names that a notebook or a module leaves behind, as calls without arguments that give the value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.checks.functions import StudentFunction

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.values.types import Type


def variable_function(name: str, returns: Type) -> StudentFunction:
    """Return a variable as what is called."""
    return StudentFunction(name, (), returns, variable=True)


def constant_function(value: Any) -> Callable[[], Any]:
    """Return a value of the reference as what the judge calls."""

    def variable() -> Any:
        return value

    return variable
