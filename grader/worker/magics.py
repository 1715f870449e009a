"""A notebook cell as Python: what only a notebook understands becomes something that does nothing.

`%magic`, `!shell`, `help?` and their assignments keep their line, so that every position stays the student's.  Magics
that only measure Python leave the Python.  Nothing is ever handed to a shell.
"""

from __future__ import annotations

import ast
import re
import warnings

_MEASURES = {"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "scalene", "debug", "wandb"}
"""Cell magics whose body is Python that belongs to the notebook."""
_FOREIGN = {
    "!", "bash", "cmd", "file", "html", "javascript", "js", "latex", "markdown", "perl", "pypy", "python", "python2",
    "python3", "ruby", "script", "sh", "svg", "sx", "system", "writefile",
}  # fmt: skip
"""Cell magics whose body is a text, or runs elsewhere."""
_STATEMENTS = {"time", "prun", "memit", "mprun", "lprun", "snakeviz", "debug"}
"""Line magics that run a statement in the notebook."""

_CELL = re.compile(r"\s*%%(!|\w+)(.*)")
_TARGET = re.compile(r"[\w(][\w., \[\]'\"()]*")
_HELP = re.compile(r"\s*(\?{1,2}\s*[%\w].*|[%\w][\w.*%\[\]'\"()]*\s*\?{1,2}\s*(#.*)?)$")
_AUTOMATIC = re.compile(r"\s*(pip3?|conda|mamba|uv|cd|ls|pwd|mkdir|rm|cp|mv|cat|wget|git)\s+[-\w./~'\"]")
_RUN = re.compile(r"run\s+(?:-\w+\s+)*(?P<quote>[\"']?)(?P<path>[^\s\"']+?)(?:\.py|\.ipynb)?(?P=quote)(?:\s.*)?$")
_OPTIONS = re.compile(r"\s*(-\w+(\s+\d+)?\s+)*")
# What decides whether a line begins inside a string or a bracket.
_SIGNS = re.compile(r"""#.*|\\.|\"""|'''|["']|[\[({]|[\])}]""", re.DOTALL)
_FIRST_PROMPT = re.compile(r"(>>>|In \[\d+\]:)( |$)")
_PROMPT = re.compile(r"(>>>|\.\.\.|In \[\d+\]:|\s*\.{3,}:)( |$)")
_STARTS_ANEW = re.compile(r"(def|class|import|from|async|with|for|while|@)\b|@")


def typed(text: str) -> str:
    """Return a cell without an indent of the whole and prompts that were pasted along; Python stays as it is."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    prompt = _FIRST_PROMPT.match(first.lstrip())
    if not (indent or prompt) or _parses(text):
        return text
    lines = [line.removeprefix(indent) for line in lines]
    return "\n".join(_PROMPT.sub("", line) if prompt else line for line in lines)


def python(text: str) -> str:
    """Return `text` as Python with as many lines; what parses as it is stays as it is."""
    if _parses(text):
        return text
    lines = text.split("\n")
    first = next((k for k, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
    magic = _CELL.match(lines[first])
    if magic:
        lines[first] = ""
        if not _belongs(magic[1], "\n".join(lines)):
            return "\n" * (len(lines) - 1)
    return "\n".join(_lines(lines))


def _parses(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except Exception:  # noqa: BLE001  a student's text may overwhelm the parser in many ways
        return False
    return True


def _belongs(magic: str, body: str) -> bool:
    """Say whether the body of a cell magic is Python for the notebook; of an unknown one, if it defines something."""
    if magic in _MEASURES or magic in _FOREIGN:
        return magic in _MEASURES
    body = "\n".join(_lines(body.split("\n")))
    return _parses(body) and re.search(r"^(def|class) ", body, re.MULTILINE) is not None


def _lines(lines: list[str]) -> list[str]:
    """Return `lines` with every magic replaced that begins a statement."""
    result, state, shell = [], _Inside(), False
    for line in lines:
        python = "" if shell else line if state.inside(line) else _line(line)
        if shell or python != line:
            # The shell's own line continues as the shell says; its quotes and brackets mean nothing.
            shell = line.rstrip().endswith("\\")
        else:
            state.read(line)
        result.append(python)
    return result


class _Inside:
    """Where a line begins: inside a string or a bracket that an earlier line has opened, or not."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._continued = False

    def inside(self, line: str) -> bool:
        """Say whether `line`, the next one, continues a statement."""
        if not self._quote and _STARTS_ANEW.match(line):
            # A bracket that a broken line has left open must not hide the rest of the cell.
            self._depth = 0
        return bool(self._quote) or self._depth > 0 or self._continued

    def read(self, line: str) -> None:
        """Go on by one line."""
        for match in _SIGNS.finditer(line):
            sign = match[0]
            if self._quote:
                self._quote = "" if sign == self._quote else self._quote
            elif sign[0] in "\"'":
                self._quote = sign
            elif sign in "([{":
                self._depth += 1
            elif sign in ")]}":
                self._depth = max(0, self._depth - 1)
        if len(self._quote) == 1:
            # A string of one line that is not closed is a mistake of its line only.
            self._quote = ""
        self._continued = not self._quote and line.endswith("\\")


def _line(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    rest = line.lstrip()
    if rest.startswith("%") and not _HELP.match(line):
        return indent + _magic(rest.lstrip("%").strip(), top=not indent)
    if rest.startswith("!") or _HELP.match(line) or (_AUTOMATIC.match(line) and not _parses(rest)):
        return indent + "pass"
    target, _, command = rest.partition("=")
    command = command.lstrip()
    if command[:1] not in {"%", "!"} or not _TARGET.fullmatch(target):
        return line
    return f"{indent}{target.rstrip()} = {'[]' if command[0] == '!' else _value(command[1:])}"


def _magic(text: str, *, top: bool) -> str:
    """Return the Python that a line magic stands for."""
    name, _, rest = text.partition(" ")
    if name in _STATEMENTS:
        statement = _OPTIONS.sub("", rest, count=1)
        return statement if statement.strip() and _parses(statement) else "pass"
    if name == "pylab":
        return "import numpy, numpy as np; from numpy import *" if top else "pass"
    run = _RUN.match(text)
    module = _module(run["path"]) if run and top else ""
    return f"from {module} import *" if module else "pass"


def _module(path: str) -> str:
    """Return the module at a path; of one that leads out of the folder, a file of its name beside the notebook."""
    parts = [part for part in path.split("/") if part != "."]
    if path.startswith(("/", "~")) or ".." in parts:
        parts = parts[-1:]
    return ".".join(parts) if all(part.isidentifier() for part in parts) else ""


def _value(text: str) -> str:
    """Return the expression for what a magic gives back."""
    name, _, rest = text.strip().partition(" ")
    expression = _OPTIONS.sub("", rest, count=1).strip()
    return expression if name in _STATEMENTS and expression and _parses(f"({expression}\n)") else "None"
