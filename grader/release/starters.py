"""A module a task, in which nothing is written yet: the functions with their arguments and what they return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.spec import ArrayReturn

if TYPE_CHECKING:
    from grader.checks.check import Task
    from grader.checks.spec import FunctionSpec


def module(task: Task) -> str:
    """Return the text of a starter module."""
    where = f" ({task.spec.source})" if task.spec.source else ""
    says = _quoted(f"{task.spec.title}{where}. What is asked stands in statements/{task.id}.md.")
    return "\n\n\n".join([f"{says}\n\nimport numpy as np", *functions(task)]) + "\n"


def functions(task: Task) -> list[str]:
    """Return the text of every function that the task asks for."""
    derivations = {name for check in task.checks if check.kind == "chain" for name in check.called}
    return [_function(name, spec, yields=name in derivations) for name, spec in task.spec.functions.items()]


def _function(name: str, spec: FunctionSpec, *, yields: bool) -> str:
    return (
        f"def {name}({', '.join(spec.args)}):\n"
        f"    {_quoted(_says(spec, yields=yields))}\n"
        '    raise NotImplementedError("not written yet")'
    )


def _says(spec: FunctionSpec, *, yields: bool) -> str:
    what = spec.says.rstrip(".") or "what the task asks for"
    if yields:
        return f"Yield {what}."
    form = _form(spec)
    return f"Return {what}{f': {form}' if form else ''}."


def _form(spec: FunctionSpec) -> str:
    match spec.returns:
        case ArrayReturn(array=sizes):
            named = ("any number" if size == "any" else str(size) for size in sizes)
            inner = ", ".join(named) + ("," if len(sizes) == 1 else "")
            return f"an array of shape ({inner})"
        case "integer":
            return "a whole number"
        case "real":
            return "a number"
        case _:
            return ""


def _quoted(text: str) -> str:
    """Return a docstring of one line."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")
    return f'"""{plain}"""'
