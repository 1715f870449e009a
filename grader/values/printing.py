"""Plain values as Python: an expression that repeats a value, and a short form for sentences."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.worker.wire.plain import NamedValues, Opaque
from grader.worker.wire.tables import SeriesValue, TableValue

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_BRIEF = 60
IMPORTS = {
    "np": "import numpy as np",
    "Counter": "from collections import Counter",
    "OrderedDict": "from collections import OrderedDict",
    "namedtuple": "from collections import namedtuple",
    "Decimal": "from decimal import Decimal",
    "Fraction": "from fractions import Fraction",
    "datetime": "import datetime",
    "pd": "import pandas as pd",
}
"""Imports that the printed expressions need, by the name that they use."""


def as_python(value: Any) -> str:
    """Return a Python expression whose value is `value`, of the same kind in every part."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return as_python(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, complex):
        return _complex(value)
    if isinstance(value, NamedValues) and value._title:  # noqa: SLF001 - named tuples' own
        return f"namedtuple({value._title!r}, {list(value._fields)!r})({_joined(value)})"  # noqa: SLF001 - named tuples' own
    if isinstance(value, list):
        return f"[{_joined(value)}]"
    if isinstance(value, tuple):
        return f"({_joined(value)}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        return _dict(value)
    if isinstance(value, set | frozenset):
        return _set(value)
    if isinstance(value, TableValue | SeriesValue):
        return _table(value)
    return repr(value)


def _table(value: TableValue | SeriesValue) -> str:
    """Return a table or a series as pandas makes it."""
    index = f", index={as_python(value.index)}" if value.index is not None else ""
    if isinstance(value, TableValue):
        kinds = f".astype({as_python(value.kinds)})" if value.kinds else ""
        return f"pd.DataFrame({as_python(value.columns)}{index}){kinds}"
    name = f", name={as_python(value.name)}" if value.name is not None else ""
    kind = f", dtype={as_python(value.kind)}" if value.kind is not None else ""
    return f"pd.Series({as_python(value.values)}{index}{name}{kind})"


def _complex(value: complex) -> str:
    """Return the literal where it keeps the signs of zeros and has only finite parts, and a call elsewhere."""
    real, imag = value.real, value.imag
    is_kept = (real and imag) or (math.copysign(1, real) == math.copysign(1, imag) == 1)
    if is_kept and math.isfinite(real) and math.isfinite(imag):
        return repr(value)
    return f"complex({as_python(real)}, {as_python(imag)})"


def _joined(values: Any) -> str:
    return ", ".join(map(as_python, values))


def _dict(value: dict[Any, Any]) -> str:
    text = "{" + ", ".join(f"{as_python(key)}: {as_python(item)}" for key, item in value.items()) + "}"
    name = next((kind.__name__ for kind in (Counter, OrderedDict) if isinstance(value, kind)), "")
    return f"{name}({text})" if name else text


def _set(value: set[Any] | frozenset[Any]) -> str:
    members = sorted(map(as_python, value), key=lambda text: (len(text), text)) if value else []
    if isinstance(value, frozenset):
        return f"frozenset({{{', '.join(members)}}})" if members else "frozenset()"
    return f"{{{', '.join(members)}}}" if members else "set()"


_DEFAULT = {"f": np.float64, "i": np.int64, "b": np.bool_, "c": np.complex128}


def _array(value: np.ndarray[Any, Any]) -> str:
    kind = value.dtype.kind
    is_plain = kind in "US" or value.dtype == _DEFAULT.get(kind)
    if not value.size:
        dtype = "" if value.dtype == np.float64 else f", dtype={_dtype(value.dtype)}"
        return f"np.zeros({value.shape}{dtype})"
    text = as_python(value.tolist()).replace('float("nan")', "np.nan").replace('float("inf")', "np.inf")
    text = text.replace('float("-inf")', "-np.inf")
    return f"np.array({text}{'' if is_plain else f', dtype={_dtype(value.dtype)}'})"


def _dtype(dtype: np.dtype[Any]) -> str:
    builtin = {"b": "bool", "i": "int", "U": "str", "S": "bytes"}
    return builtin[dtype.kind] if dtype in (np.int64, np.bool_) or dtype.kind in "US" else f"np.{dtype.name}"


def imports_of(text: str) -> list[str]:
    """Return the import lines that lines of Python need, apart from numpy's, which comes before all others."""
    return [line for name, line in IMPORTS.items() if name != "np" and _uses(text, name)]


def numpy_import_of(text: str) -> list[str]:
    """Return the import of numpy where lines of Python need it."""
    return [IMPORTS["np"]] if _uses(text, "np") else []


def _uses(text: str, name: str) -> bool:
    """Whether lines of Python use a name; in a text between quotes it is none."""
    try:
        return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # what has no literal is printed in brackets
        return re.search(rf"(?<![\w.]){name}[(.]", text) is not None


def brief(value: Any, limit: int = LONGEST_BRIEF) -> str:
    """Return a value in at most about `limit` characters, the middle of a long one left out."""
    if isinstance(value, float | np.floating) and not isinstance(value, bool):
        return f"{float(value) + 0.0:.10g}"  # and no -0, which puzzles a reader
    text = repr(value) if isinstance(value, Opaque) else as_python(value)
    if len(text) <= limit:
        return text
    return f"{text[: limit * 2 // 3]} ... {text[-limit // 4 :]}"


def leaves(value: Any) -> Iterator[Any]:
    """Yield the parts of a value that hold no others; an array counts as its entries, a text as one."""
    if isinstance(value, np.ndarray):
        yield from value.reshape(-1).tolist()
    elif isinstance(value, TableValue | SeriesValue):
        yield from leaves([value.columns if isinstance(value, TableValue) else value.values, value.index or []])
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(key)
            yield from leaves(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from leaves(item)
    else:
        yield value
