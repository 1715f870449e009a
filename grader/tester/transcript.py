"""The calls of a test as Python that repeats them."""

from __future__ import annotations

import copy
import math
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.tester.proxies import BoundMethod, RemoteExceptionType, RemoteType, StudentHandle
from grader.tester.pyplot import PyplotCall

MOST_CALLS = 300
"""Calls of a test that are kept: the first ones and the last ones."""
MOST_LINES = 30
FIRST_LINES = MOST_LINES // 3
"""Of so many lines those that show the beginning."""
MOST_ENTRIES = 200
LONGEST = 300
_SHORT_NAMES = {"np": "numpy", "pd": "pandas"}
"""Names of libraries as everybody writes them, and as the texts of values do."""


@dataclass(slots=True)
class TracedCall:
    """One call, with its arguments as they were."""

    target: Any
    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Any = None
    error: BaseException | None = None
    done: bool = False


@dataclass(slots=True)
class Transcript:
    """The calls of one test, with their arguments as they were."""

    calls: list[TracedCall] = field(default_factory=list)
    names: dict[int, tuple[Any, str, str]] = field(default_factory=dict)
    """Objects of modules with module and name, by identity."""
    left_out: int = 0

    def name(self, value: Any, module: str, name: str) -> None:
        """Note what a module calls an object."""
        if isinstance(value, StudentHandle | RemoteType | RemoteExceptionType):
            self.names[id(value)] = value, module, name

    def begin(self, target: Any, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> TracedCall:
        """Note a call that is about to be made."""
        if len(self.calls) >= MOST_CALLS:
            # A test that fails does so after its last call, so that one is worth more than those in the middle.
            del self.calls[FIRST_LINES]
            self.left_out += 1
        call = TracedCall(target, method, tuple(map(_copy, args)), {key: _copy(value) for key, value in kwargs.items()})
        self.calls.append(call)
        return call

    def given(self) -> list[object]:
        """Return the arguments of all calls."""
        return [value for call in self.calls for value in (*call.args, *call.kwargs.values())]

    def end(self, call: TracedCall, value: Any, error: BaseException | None) -> None:
        """Note what came of it."""
        call.value, call.error, call.done = value, error, True

    def text(self) -> str:
        """Return the calls as lines of Python; of many, the first and the last ones."""
        return TranscriptWriter(self.names).text(self.calls, self.left_out)


class TranscriptWriter:
    """Writes calls as lines of Python."""

    def __init__(self, names: dict[int, tuple[Any, str, str]]) -> None:
        self._modules = names
        self._imports: dict[tuple[str, str], None] = {}
        self._libraries: dict[str, None] = {}
        self._variables: dict[int, str] = {}
        self._counts: dict[str, int] = {}

    def text(self, calls: list[TracedCall], left_out: int) -> str:
        """Return the lines."""
        lines = [self._line(call) for call in calls]
        if len(lines) > MOST_LINES:
            gap = f"# ... {len(lines) - MOST_LINES + left_out} more calls"
            lines = [*lines[:FIRST_LINES], gap, *lines[-(MOST_LINES - FIRST_LINES) :]]
        imports = list(self._libraries)
        imports += [f"from {module} import {name}" for module, name in self._imports]
        if any(type(call.target) is PyplotCall for call in calls):
            imports.append("import matplotlib.pyplot as plt")
        return "\n".join([*imports, *lines])

    def _line(self, call: TracedCall) -> str:
        target = self._value(call.target)
        args = [*map(self._value, call.args), *(f"{name}={self._value(value)}" for name, value in call.kwargs.items())]
        text = f"{target}{'.' + call.method if call.method else ''}({', '.join(args)})"
        if call.error is not None:
            return f"{text}  # raises {type(call.error).__name__}"
        if isinstance(call.value, StudentHandle):
            return f"{self._assigned(call.value)} = {text}"
        if not call.done or call.value is None:
            return text
        return f"{text}  # gives {_cut(self._value(_copy(call.value)))}"

    def _variable(self, handle: Any, longest: int = 4) -> str:
        """Return the name of an object; of a part, where it is found in what has a name."""
        path = handle._grader_path if isinstance(handle, StudentHandle) else None
        if id(handle) in self._variables or path is None or not longest:
            return self._assigned(handle)
        return self._variable(path[0], longest - 1) + path[1]

    def _assigned(self, handle: Any) -> str:
        if id(handle) not in self._variables:
            stem = type(handle).__name__.lower()
            stem = stem if stem.isidentifier() and not stem.startswith("builtin") else "value"
            self._counts[stem] = self._counts.get(stem, 0) + 1
            self._variables[id(handle)] = stem if self._counts[stem] == 1 else f"{stem}{self._counts[stem]}"
        return self._variables[id(handle)]

    def _value(self, value: Any) -> str:
        if id(value) in self._modules:
            _, module, name = self._modules[id(value)]
            self._imports[module, name] = None
            return name
        if type(value) is BoundMethod:
            return f"{self._value(value.__self__)}.{value.__name__}"
        if isinstance(type(value), RemoteType) or isinstance(value, StudentHandle):
            return self._variable(value)
        if isinstance(value, RemoteType):
            return value.__name__
        text = _repr(value, self._value)
        if line := _import_of(type(value), text):
            self._libraries[line] = None
        return _cut(text)


def _repr(value: Any, inner: Any) -> str:
    kind = type(value)
    if kind is float:
        return repr(value) if math.isfinite(value) else f"float('{value}')"
    if kind is np.ndarray:
        body = np.array2string(value, separator=", ", threshold=MOST_ENTRIES, floatmode="unique").replace("\n", "")
        return f"np.array({body})" if value.size else f"np.empty({value.shape})"
    if issubclass(kind, tuple | list | set | frozenset | dict | deque):
        return _container_repr(value, inner)
    if _is_pandas(kind):
        return _table_repr(value, inner)
    if kind in (int, bool, str, bytes, bytearray, complex, range, slice, type(None)) or kind.__module__ in (
        "datetime",
        "decimal",
        "fractions",
        "numpy",
    ):
        return repr(value)
    if callable(value):
        return str(getattr(value, "__name__", kind.__name__))
    return f"<{kind.__name__}>"


def _container_repr(value: Any, inner: Any) -> str:
    """Return a container; of a kind of its own that Python does not have, the name of its class."""
    kind = type(value)
    if kind is tuple:
        return f"({', '.join(map(inner, value))}{',' if len(value) == 1 else ''})"
    if kind is list or kind is deque:
        items = f"[{', '.join(map(inner, value))}]"
        return items if kind is list else f"deque({items})"
    if kind is set or kind is frozenset:
        members = f"{{{', '.join(sorted(map(inner, value)))}}}" if value else ""
        return members or "set()" if kind is set else f"frozenset({members})"
    if kind in (dict, Counter, OrderedDict, defaultdict):
        pairs = "{" + ", ".join(f"{inner(key)}: {inner(item)}" for key, item in value.items()) + "}"
        factory = f"{inner(value.default_factory)}, " if kind is defaultdict else ""
        return pairs if kind is dict else f"{kind.__name__}({factory}{pairs})"
    if names := getattr(kind, "_fields", ()):
        return f"{kind.__name__}({', '.join(f'{name}={inner(getattr(value, name))}' for name in names)})"
    return f"<{kind.__name__}>"


def _import_of(kind: type, text: str) -> str:
    """Return the line that imports what the text of a value begins with; empty for Python's own kinds."""
    module, first = kind.__module__, text.partition(".")[0]
    if module == "datetime":
        return "import datetime"
    if library := _SHORT_NAMES.get(first):
        return f"import {library} as {first}"
    return f"from {module} import {kind.__name__}" if module in ("collections", "decimal", "fractions") else ""


def _is_pandas(kind: type) -> bool:
    """Whether a class is one of pandas' own."""
    return str(kind.__module__).partition(".")[0] == "pandas"


def _table_repr(value: Any, inner: Any) -> str:
    """Return a table or a series as pandas makes it, and any other value of pandas as pandas shows it."""
    name = type(value).__name__
    if name not in {"DataFrame", "Series"}:
        text = " ".join(repr(value).split())
        return f"pd.{text}" if text.startswith(f"{name}(") else f"pd.{text.strip('<>')}" if len(text) <= 4 else text
    rows = value.index.tolist()
    index = "" if rows == list(range(len(rows))) else f", index={inner(rows)}"
    if name == "Series":
        label = "" if value.name is None else f", name={inner(value.name)}"
        return f"pd.Series({inner(value.tolist())}{index}{label})"
    if value.columns.is_unique:
        return f"pd.DataFrame({inner(value.to_dict('list'))}{index})"
    return f"pd.DataFrame({inner(value.to_numpy().tolist())}, columns={inner(value.columns.tolist())}{index})"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _copy(value: Any, left: int = 3) -> Any:
    """Return a value as it is now: of containers a copy, of large ones the beginning."""
    kind = type(value)
    if kind in (int, float, str, bool) or value is None:
        return value
    if kind is np.ndarray:
        return value.copy() if value.size <= MOST_ENTRIES else f"an array of shape {value.shape}"
    if left and kind in (list, tuple):
        return kind(_copy(item, left - 1) for item in value[:MOST_ENTRIES])
    if left and kind is dict and len(value) <= MOST_ENTRIES:
        return {key: _copy(item, left - 1) for key, item in value.items()}
    if kind in (set, bytearray, deque, Counter, OrderedDict, defaultdict) and len(value) <= MOST_ENTRIES:
        return copy.copy(value)
    if _is_pandas(kind) and kind.__name__ in {"DataFrame", "Series"}:
        # Of a table without columns the names of the rows are all that there is to write down.
        is_short = max(value.size, len(value)) <= MOST_ENTRIES
        return value.copy() if is_short else f"a {kind.__name__} of shape {value.shape}"
    return value
