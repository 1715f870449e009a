"""The cells of a notebook, which share a namespace: a cell that fails costs itself, and not its definitions.

A module is the same thing with one cell, whose number is 0.
"""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass, replace
from importlib.abc import Loader
from typing import TYPE_CHECKING, Any, Self

from .inventory import bindings
from .load_errors import explain, line_of
from .magics import python, typed
from .parsing import ParsedSource, parse
from .resume import execute, resume
from .salvage import futures, is_main_guard, salvage
from .sources import DecodedText, LostStatement, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


@dataclass(frozen=True, slots=True)
class CodeCell:
    """Code that is compiled as one piece; its file name, as tracebacks have it, is `text.name`."""

    number: int
    text: DecodedText
    parsed: ParsedSource
    flags: int = 0
    grade_id: str = ""
    """Its name in nbgrader's metadata."""

    def located(self, problem: Problem) -> Problem:
        """Return `problem` as one of this cell."""
        return replace(problem, cell=self.number)

    def salvage(self, namespace: dict[str, Any], line: int = 0) -> list[LostStatement]:
        """Execute the definitions alone, from the statement of `line` on, and return those that fail."""
        rest = [node for node in self.parsed.tree.body if (node.end_lineno or node.lineno) >= line]
        losses = salvage(ast.Module(rest, []), self.text.name, namespace, self.flags)
        return [replace(loss, cell=self.number) for loss in losses]

    def resume(self, namespace: dict[str, Any], stopped_at: int = 0) -> list[LostStatement]:
        """Execute what follows the statement at a line, one statement at a time, and return what fails."""
        losses = resume(self.parsed.tree, self.text.name, namespace, self.flags, stopped_at=stopped_at)
        return [replace(loss, cell=self.number) for loss in losses]

    def guarded(self, namespace: dict[str, Any]) -> list[LostStatement]:
        """Execute the definitions below a main guard, which holds in a notebook, and return those that fail."""
        guards = [node for node in self.parsed.tree.body if isinstance(node, ast.If) and is_main_guard(node.test)]
        losses = salvage(ast.Module(list(guards), []), self.text.name, namespace, self.flags) if guards else []
        return [replace(loss, cell=self.number) for loss in losses]


def cells(source: Source) -> tuple[list[CodeCell], Problem | None, str]:
    """Return the cells of a notebook as the judge has packed it, why there are none, and a foreign language."""
    packed = json.loads(source.data)
    read, flags = [], ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    for entry in packed["cells"]:
        text = DecodedText(f"{source.name}[{entry['number']}]", "utf-8", typed(_lines(entry["source"])))
        parsed = parse(replace(text, text=python(text.text)), flags, displayed=text)
        # As in a notebook, `from __future__ import annotations` holds for the cells below.
        flags |= futures(parsed.tree)
        read.append(CodeCell(entry["number"], text, parsed, flags, entry.get("grade_id", "")))
    return read, Problem(packed["problem"]) if packed["problem"] else None, packed["language"]


def _lines(text: str) -> str:
    # Positions count "\n" only, and a zero byte would cost the whole cell.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def run_module(cell: CodeCell, namespace: dict[str, Any]) -> tuple[Problem | None, list[LostStatement]]:
    """Execute a module as one piece; after a line that stops, the rest of it statement by statement."""
    if cell.parsed.code is None:
        return cell.parsed.problem, cell.resume(namespace)
    return _run(cell, namespace, guards=False)


def run(cell: CodeCell, namespace: dict[str, Any]) -> tuple[Problem | None, list[LostStatement]]:
    """Execute one cell; if it fails, what it defines after that is executed alone.

    A starter in which nothing is written takes nothing away that stands in a cell above it.
    """
    last = {binding.name: binding for binding in bindings(cell.parsed.tree)}
    starters = [name for name, binding in last.items() if binding.empty]
    written = {name: namespace[name] for name in starters if callable(namespace.get(name))}
    outcome = _run(cell, namespace, guards=True)
    namespace.update(written)
    return outcome


def _run(cell: CodeCell, namespace: dict[str, Any], *, guards: bool) -> tuple[Problem | None, list[LostStatement]]:
    parsed = cell.parsed
    if parsed.code is None:
        return parsed.problem and cell.located(parsed.problem), [
            *(replace(loss, cell=cell.number) for loss in parsed.lost),
            *cell.resume(namespace),
        ]
    try:
        execute(parsed.code, namespace)
    except BaseException as error:  # noqa: BLE001  a student's cell may raise anything
        stopped = line_of(error, cell.text.name)
        # Where nobody can tell which line it was, calling anything once more may do it twice.
        losses = cell.resume(namespace, stopped) if stopped else cell.salvage(namespace)
        losses += cell.guarded(namespace)
        return cell.located(explain(error, cell.text)), losses
    return None, cell.guarded(namespace) if guards else []


class NotebookStub:
    """Stands for what only a notebook has: whatever is asked of it, nothing happens and it comes back itself."""

    def __call__(self, *_: object, **__: object) -> Self:  # noqa: D102  the class says it
        return self

    def __getattr__(self, name: str) -> Self:
        # Protocols are looked for by such names, and it follows none of them.
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _: object) -> Self:
        return self

    def __iter__(self) -> Iterator[object]:
        return iter(())


class StubLoader(Loader):
    """Gives the modules that check a notebook in place, here and in otter: whatever is asked of them does nothing.

    Otter may be missing, and where it is installed it would look for tests and write files.
    """

    names = ("grader", "otter")

    @classmethod
    def replaces(cls, module: str) -> bool:
        """Whether the import of a module is one of these."""
        return module.partition(".")[0] in cls.names

    def exec_module(self, module: ModuleType) -> None:
        """Let `from grader import check` and `otter.Notebook()` succeed, as they do in the student's notebook."""
        module.__dict__["check"] = NotebookStub()
        module.__dict__["__getattr__"] = lambda name: getattr(NotebookStub(), name)


def surroundings() -> dict[str, Any]:
    """Return the names that every notebook has besides Python's own.

    `grader` is there for notebooks of otter whose first cell was lost.
    """
    return dict.fromkeys(
        ("display", "get_ipython", "grader", "In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_oh"), NotebookStub()
    )
