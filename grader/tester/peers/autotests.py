"""nbgrader's AUTOTEST lines: expressions whose values with the reference are what students' values are compared with.

nbgrader writes these values into the cell when it makes the release.  Here the reference meets the cell first, as it
meets every test, and what it shows is kept for everybody else.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CALLED = "__autotest__"
AUTOTEST = re.compile(r"^([ \t]*)#+[ \t]*(?:HASHED[ \t]+)?AUTOTEST\b[ \t]*(.*)$", re.MULTILINE)
_CALL = re.compile(rf"^( *){CALLED}\((.*)\)$", re.MULTILINE)
_SNIPPET = re.compile(r"\{\{\s*snippet\s*\}\}")
_KIND, _VALUE, _LENGTH = "type({{snippet}})", "{{snippet}}", "len({{snippet}})"
_SORTED = "sorted(map(str, {{snippet}}))"
TEMPLATES: dict[str, tuple[str, ...]] = {
    "default": (_KIND, _VALUE),
    "float": (_KIND, "round({{snippet}}, 2)"),
    "set": (_KIND, _LENGTH, _VALUE),
    "list": (_KIND, _LENGTH, _SORTED, _VALUE),
    "tuple": (_KIND, _LENGTH, _SORTED, _VALUE),
    "str": (_KIND, _LENGTH, "{{snippet}}.lower()", _VALUE),
    "dict": (_KIND, "len(list({{snippet}}.keys()))", "sorted(map(str, {{snippet}}.keys()))",
             "sorted(map(str, {{snippet}}.values()))", _VALUE),
}  # fmt: skip
"""The expressions that are compared for a value of each type, as nbgrader's template file has them."""


def snippets_of(line: str) -> list[str]:
    """Return the expressions of an AUTOTEST line, which semicolons separate."""
    return [text for part in line.strip().strip(";").split(";") if (text := part.strip())]


def with_calls(source: str) -> str:
    """Return a cell in which each AUTOTEST line is a call, on the same line.

    As a comment it may stand anywhere; its indentation counts where that is Python.
    """

    def called(found: re.Match[str]) -> str:
        return "; ".join(f"{CALLED}({snippet!r})" for snippet in snippets_of(found[2])) or "pass"

    indented = AUTOTEST.sub(lambda found: f"{found[1]}{called(found)}", source)
    try:
        ast.parse(indented)
    except (SyntaxError, ValueError):
        return AUTOTEST.sub(called, source)
    return indented


def with_lines(source: str) -> str:
    """Return a cell in which each such call, alone on its line, is an AUTOTEST line again."""
    return _CALL.sub(lambda found: f"{found[1]}### AUTOTEST {ast.literal_eval(found[2])}", source)


class AutotestValues:
    """The values of expressions with the reference, by cell and expression."""

    def __init__(self, known: Mapping[str, str], *, recording: bool) -> None:
        self.recording = recording
        self.seen: dict[str, str] = {}
        self._known = known

    def check(self, cell: str, snippet: str, environment: dict[str, Any]) -> None:
        """Note the values of an expression, or compare them with those of the reference.  Raises AssertionError."""
        if self.recording:
            kind = _name_of_type(eval(snippet, environment))  # noqa: S307 - an expression of the course's
            for template in TEMPLATES.get(kind, TEMPLATES["default"]):
                self.seen[f"{cell}\n{snippet}\n{template}"] = _value(template, snippet, environment)
            return
        start = f"{cell}\n{snippet}\n"
        wanted = {key.removeprefix(start): value for key, value in self._known.items() if key.startswith(start)}
        if not wanted:
            raise LookupError(f"the reference has not shown what {snippet} is")
        for template, value in wanted.items():
            if _value(template, snippet, environment) != value:
                raise AssertionError(f"{_said(template)} of {snippet} is not correct")


def _value(template: str, snippet: str, environment: dict[str, Any]) -> str:
    expression = _SNIPPET.sub(lambda _: f"({snippet})", template)
    return str(eval(expression, environment))  # noqa: S307 - an expression of the course's


def _said(template: str) -> str:
    return {_KIND: "the type", _LENGTH: "the length", _VALUE: "the value"}.get(template, "the value")


def _name_of_type(value: object) -> str:
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
