"""Text as a syntax tree: what is wrong with code that does not parse, and what remains when the wrong part is left out.

A file with one broken function still holds its other functions.  So the top-level block that the parser blames is
blanked, the rest keeps its line numbers, and the parser is asked again, a few times.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .sources import DecodedText, LostStatement, Problem
from .wire.texts import NEWER_SYNTAX

if TYPE_CHECKING:
    from types import CodeType

REPAIRS = 20
"""Blocks that are left out before the rest of a file is given up."""

_PYTHON_2 = re.compile(
    r"""(^|[:;])\s*print\s+(?![=(])\S      # print "text"
      | (^|[:;])\s*exec\s+["'\w]           # exec "code"
      | (^|[:;])\s*raise\s+[\w.]+\s*,      # raise Error, "text"
      | ^\s*except\b[^:#]+,\s*\w+\s*:      # except Error, e:
      | `[^`]+`                            # `value`
      | <>
      | \b\d+[lL]\b | \b0\d+\b | \b[uU][rR]["']
    """,
    re.VERBOSE,
)
_CONFLICT = re.compile(r"^(<{7}|>{7})( |$)")
_CULPRIT = re.compile(r"after .* on line (\d+)")
_DEFINES = re.compile(r"(?:async\s+)?(?:def|class)\s+(?P<name>\w+)")
_NEWER = (
    (re.compile(r"^\s*type\s+\w+\s*(\[.*\])?\s*="), (3, 12)),
    (re.compile(r"^\s*(async\s+)?def\s+\w+\s*\[|^\s*class\s+\w+\s*\["), (3, 12)),
    (re.compile(r"^\s*except\*?\s+[\w.]+(\s*,\s*(?:[A-Z]\w*|\w+\.\w[\w.]*))+\s*(:|as\b)"), (3, 14)),
    (  # A quotation mark of the f-string's own kind inside of its braces.
        re.compile(
            r"\b(?:[fF][rR]?|[rR][fF])(?P<quote>[\"'])(?:(?!(?P=quote)).)*?"
            r"\{[^{}]*?(?P=quote)[^{}]*?(?P=quote)[^{}]*?\}"
        ),
        (3, 12),
    ),
    (re.compile(r"\b[tT][rR]?[\"']|\b[rR][tT][\"']"), (3, 14)),
)
"""Syntax by the version that it came with.  `except ValueError, e:` is of Python 2: its second name is no class."""
LONGEST_LINE = 1000
"""Characters of a line in which newer syntax is looked for."""
_FREE_STRINGS = (3, 12)
_NOT_IN_STRINGS = "f-string expression part cannot include"
"""Begins the message about a backslash or comment in the braces of an f-string, before the version that takes them."""
# Lines at the left margin that continue the statement above them.
_CONTINUES = re.compile(r"[\s#)\]}]|$|(else|elif|except|finally)\b")


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """A file as a tree; `code` is there when the whole file parses, `tree` also when a repaired rest does."""

    tree: ast.Module
    code: CodeType | None
    problem: Problem | None = None
    lost: tuple[LostStatement, ...] = ()
    unread: tuple[Unread, ...] = ()
    """The names that are defined in what was left out."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A definition that Python cannot read, and why."""

    name: str
    line: int
    why: str


def parse(text: DecodedText, flags: int = 0, displayed: DecodedText | None = None) -> ParsedSource:
    """Return the tree of `text`, or of what is left of it; never raises on a student's text.

    `flags` are the compiler's; `displayed` is the text as the student knows it, line for line, where it is another one.
    """
    outcome = _attempt(text.text, text.name, flags)
    if isinstance(outcome, ParsedSource):
        if all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in outcome.tree.body):
            return ParsedSource(outcome.tree, outcome.code, Problem("empty"))
        return outcome
    problem = _diagnose(outcome, displayed or text)
    if problem.kind == "conflict" or not isinstance(outcome, SyntaxError):
        return ParsedSource(ast.Module([], []), None, problem)
    return _repair(text, problem, outcome, flags)


def _attempt(text: str, name: str, flags: int) -> ParsedSource | Exception:
    """Return the tree and the code of `text`, or why there are none."""
    try:
        with warnings.catch_warnings():
            # An invalid escape in a string is a warning, unless an earlier file made errors of them.
            warnings.simplefilter("ignore")
            tree = ast.parse(text, name)
            if flags & ast.PyCF_ALLOW_TOP_LEVEL_AWAIT:
                tree = _with_futures_first(tree)
            return ParsedSource(tree, compile(tree, name, "exec", flags, dont_inherit=True))
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, SystemError) as error:
        return error


def _with_futures_first(tree: ast.Module) -> ast.Module:
    """Return a cell's tree with its `from __future__` imports at the top: a notebook takes them anywhere."""
    late = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    return ast.Module([*late, *(node for node in tree.body if node not in late)], []) if late else tree


def _newer(source: str, message: str) -> str:
    """Return the version of Python that a line's syntax came with, where it is later than this one."""
    for pattern, version in _NEWER:
        is_new = pattern.search(source[:LONGEST_LINE]) or (version == _FREE_STRINGS and _NOT_IN_STRINGS in message)
        if is_new and version > sys.version_info[:2]:
            return ".".join(map(str, version))
    return ""


def _diagnose(error: Exception, text: DecodedText) -> Problem:
    """Return what keeps `text` from being parsed, and where."""
    line = _blamed(error)
    source = text.line(line)
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    for number, candidate in enumerate(text.text.split("\n"), 1):
        if _CONFLICT.match(candidate):
            return Problem("conflict", number, candidate, type(error).__name__, message)
    if isinstance(error, SyntaxError) and (version := _newer(source, message)):
        return Problem("newer", line, source, type(error).__name__, message, version)
    kind = "python2" if isinstance(error, SyntaxError) and _PYTHON_2.search(source) else "syntax"
    return Problem(kind, line, source, type(error).__name__, message)


def _blamed(error: Exception) -> int:
    """Return the line where the mistake is: for a block without a body the line that opens it, not the next one."""
    if not isinstance(error, SyntaxError):
        return 0
    opened = _CULPRIT.search(error.msg or "") if isinstance(error, IndentationError) else None
    return int(opened[1]) if opened else error.lineno or 0


def _repair(text: DecodedText, problem: Problem, error: SyntaxError, flags: int) -> ParsedSource:
    """Return the tree of `text` without the blocks that do not parse; an empty one when too many do not."""
    lines = text.text.split("\n")
    lost: list[LostStatement] = []
    unread: list[Unread] = []
    outcome: ParsedSource | Exception = error
    while isinstance(outcome, SyntaxError) and len(lost) < REPAIRS:
        first, last = _block(lines, _blamed(outcome))
        if not any(lines[first:last]):
            break
        lost.append(LostStatement(first + 1, type(outcome).__name__, outcome.msg))
        version = _newer(text.line(_blamed(outcome)), outcome.msg)
        unread += _definitions(lines[first:last], first + 1, f"{NEWER_SYNTAX} {version}" if version else outcome.msg)
        lines[first:last] = [""] * (last - first)
        outcome = _attempt("\n".join(lines), text.name, flags)
    tree = outcome.tree if isinstance(outcome, ParsedSource) else ast.Module([], [])
    return ParsedSource(tree, None, problem, tuple(lost), tuple(unread))


def _definitions(lines: list[str], first: int, reason: str) -> list[Unread]:
    """Return the functions and classes that begin at the left margin of lines that do not parse, and methods."""
    is_class = any(line.startswith("class") for line in lines)
    definitions = [
        (number, _DEFINES.match(line.lstrip() if is_class else line)) for number, line in enumerate(lines, first)
    ]
    return [Unread(match["name"], number, reason) for number, match in definitions if match]


def _block(lines: list[str], line: int) -> tuple[int, int]:
    """Return the range of indices of the top-level block around `line` (from 1), its decorators with it."""
    first = min(max(line, 1), len(lines)) - 1
    while first > 0 and (not lines[first] or lines[first][0] in " \t#)]}"):
        first -= 1
    last = first + 1
    while last < len(lines) and _CONTINUES.match(lines[last]):
        last += 1
    while first > 0 and lines[first - 1].startswith("@"):
        first -= 1
    return first, last
