"""Starter code: one module per task, the teacher's own of `reference/starter/` or one made from the spec.

A starter runs, has every function with its arguments, and earns nothing.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from typing import TYPE_CHECKING, Any

from grader.checks.returns import ArrayReturn, type_of
from grader.errors import UsageError
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from grader.checks.functions import ClassSpec, FunctionSpec, MethodSpec
    from grader.checks.task import Task


@dataclass(frozen=True, slots=True)
class StarterCode:
    """A starter of one task."""

    module: str
    """Its text."""
    cells: Mapping[str, str]
    """The same in pieces, for a notebook: a function each, by its name."""
    programs: Mapping[str, str] = field(default_factory=dict)
    """The programs that the task asks for, by their names."""


def own_file(folder: Path, task: Task) -> Path:
    """Return where the teacher's own starter of a task lies, if there is one."""
    return folder / "reference" / "starter" / f"{task.id}.py"


def starter_of(folder: Path, task: Task) -> StarterCode:
    """Return the starter of a task of the course in `folder`.

    Raises UsageError where the teacher's own cannot be read, or has not all functions.
    """
    path = own_file(folder, task)
    if not path.is_file():
        return StarterCode(module(task), functions(task) | variables(task) | _in_cells(programs(task)), programs(task))
    where = f"reference/starter/{task.id}.py"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{where}: is no Python that can be read ({error}). Mend it, or delete it.") from error
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    missing = [name for name in (*task.spec.functions, *task.spec.classes) if name not in defined]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        raise UsageError(
            f"{where}: does not define {names}, which the task asks for. Write it there, or delete the file, and a "
            "starter is made from the spec."
        )
    return StarterCode(text, _pieces(text, tree, task.spec.classes) | _in_cells(programs(task)), programs(task))


def _pieces(text: str, tree: ast.Module, classes: Collection[str]) -> dict[str, str]:
    """Return a module in pieces that end with a function or class each, by its name, without the module's docstring."""
    # Only these end a line for Python; str.splitlines knows more, a form feed for one.
    lines, pieces = re.split(r"\r\n|\r|\n", text), dict[str, str]()
    begin = (tree.body[0].end_lineno or 0) if ast.get_docstring(tree) is not None else 0
    functions = [
        node for node in tree.body
        if isinstance(node, ast.FunctionDef) or (isinstance(node, ast.ClassDef) and node.name in classes)
    ]  # fmt: skip
    for node in functions:
        end = len(lines) if node is functions[-1] else node.end_lineno or 0
        piece = "\n".join(lines[begin:end]).strip("\n")
        pieces[node.name] = "\n\n\n".join(filter(None, [pieces.get(node.name), piece]))
        begin = end
    return pieces


def has_module(task: Task) -> bool:
    """Whether a task asks for anything besides programs."""
    return bool(task.spec.functions or task.spec.classes or task.spec.variables)


def module(task: Task) -> str:
    """Return the text of a starter that is made from the spec."""
    where = f" ({task.spec.source})" if task.spec.source else ""
    docstring = _quoted(f"{task.spec.title}{where}. What is asked stands in statements/{task.id}.md.")
    pieces = [f"{docstring}\n\nimport numpy as np", *functions(task).values(), *variables(task).values()]
    return "\n\n\n".join(pieces) + "\n"


def functions(task: Task) -> dict[str, str]:
    """Return the text of every function and class that the task asks for, by its name."""
    derivations = {name for check in task.checks if check.spec.derivation for name in check.called}
    texts = {
        name: _function(
            name, spec.args, _docstring(spec, yields=name in derivations), defaults_of(task.reference[name])
        )
        for name, spec in task.spec.functions.items()
    }
    return texts | {name: _class(name, spec, task.reference[name]) for name, spec in task.spec.classes.items()}


def _class(name: str, spec: ClassSpec, reference: Callable[..., Any]) -> str:
    """Return the text of a class in whose methods nothing is written yet."""
    head = f'class {name}:\n    {_quoted(spec.says.rstrip(".") or "The class that the task asks for")[:-3]}."""'
    parts = [_function("__init__", ("self", *spec.args), "Make a new one.", [None, *defaults_of(reference)])]
    for method, entry in spec.methods.items():
        defaults = defaults_of(getattr(reference, method, None) or _without_arguments)
        parts.append(_function(method, ("self", *entry.args), _docstring(entry, yields=False), defaults))
    return "\n\n".join([head, *(textwrap.indent(part, "    ") for part in parts)])


def _without_arguments() -> None:
    """Stand for a method of a reference that a students' kit does not have."""


def defaults_of(function: Callable[..., Any]) -> list[str | None]:
    """Return the defaults of a function's arguments in Python, by position; None for an argument that has none."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:  # a function of C without a signature
        return []
    positional = (each for each in parameters if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD))
    return [None if each.default is each.empty else _literal(each.default) for each in positional]


def _literal(default: object) -> str:
    """Return a default as a student would write it; what is made anew for each call is written as None."""
    return repr(default) if isinstance(default, bool | int | float | str | tuple) else "None"


def variables(task: Task) -> dict[str, str]:
    """Return a line for every variable that the task asks for, by its name."""
    return {name: f"{name} = None  # not computed yet" for name in task.spec.variables}


def programs(task: Task) -> dict[str, str]:
    """Return the beginning of every program that the task asks for, by its name: it says what to write."""
    texts = {}
    for name, spec in task.spec.programs.items():
        reads = f" It reads {', '.join(spec.reads)}." if spec.reads else ""
        prints = f" It prints {spec.says.rstrip('.')}." if spec.says else ""
        texts[name] = _quoted(f"{task.spec.title}: the program {name}.{reads}{prints}") + "\n"
    return texts


def _in_cells(texts: Mapping[str, str]) -> dict[str, str]:
    """Return programs as cells that write them to files, where `grader check` and a course find them."""
    return {name: f"%%writefile {name}.py\n{text}" for name, text in texts.items()}


def _function(name: str, args: Sequence[str], docstring: str, defaults: list[str | None]) -> str:
    padded = [*defaults, *[None] * len(args)]
    parameters = (f"{arg}={default}" if default else arg for arg, default in zip(args, padded, strict=False))
    return (
        f"def {name}({', '.join(parameters)}):\n"
        f"    {_quoted(docstring)}\n"
        '    raise NotImplementedError("not written yet")'
    )


def _docstring(spec: FunctionSpec | MethodSpec, *, yields: bool) -> str:
    description = spec.says.rstrip(".") or "what the task asks for"
    if yields:
        return f"Yield {description}."
    form = _form(spec)
    return f"Return {description}{f': {form}' if form else ''}."


def _form(spec: FunctionSpec | MethodSpec) -> str:
    match spec.returns:
        case None:
            return ""
        case ArrayReturn(array=sizes, of="real") if sizes != "any":
            named = ("any number" if size == "any" else str(size) for size in sizes)
            inner = ", ".join(named) + ("," if len(sizes) == 1 else "")
            return f"an array of shape ({inner})"
        case "any" | "opaque":
            return ""
        case _:
            return type_of(spec.returns).phrase


def _quoted(text: str) -> str:
    """Return a docstring of one line."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")
    return f'"""{escaped}"""'
