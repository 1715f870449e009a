"""Types, modules and functions that cross by name: each side looks them up in a table of its own.

The table is the same on both sides.  A name that is not in it crosses as a handle.
"""

from __future__ import annotations

import builtins
import collections
import copy
import datetime as dt
import decimal
import fractions
import json
import operator
import re
import sys
import types
from typing import Any

import numpy as np

from . import shared_tables


def _named() -> dict[str, type]:
    every: dict[str, type] = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}
    modules = (collections, dt, decimal, fractions)
    for module in modules:
        classes = {name: kind for name, kind in vars(module).items() if isinstance(kind, type) and name[0] != "_"}
        every |= {f"{module.__name__}.{name}": kind for name, kind in classes.items()}
    every |= {f"types.{name}": kind for name, kind in vars(types).items() if isinstance(kind, type) and name[0] != "_"}
    every |= {f"numpy.{kind.__name__}": kind for kind in set(np.sctypeDict.values())}
    every |= {"numpy.ndarray": np.ndarray, "numpy.LinAlgError": np.linalg.LinAlgError, "numpy.generic": np.generic}
    every |= {"json.JSONDecodeError": json.JSONDecodeError, "re.Pattern": re.Pattern, "re.Match": re.Match}
    every |= {"numpy.random.Generator": np.random.Generator, "numpy.random.RandomState": np.random.RandomState}
    every |= {f"iterator.{type(value).__name__}": type(value) for value in _iterators()}
    return every


def _iterators() -> tuple[Any, ...]:
    return iter([]), iter(()), iter({}), iter(set()), iter(""), iter(range(0)), {}.keys(), {}.values(), {}.items()


TYPES = _named()
"""The types by their names."""
NAME_OF_TYPE = {kind: name for name, kind in reversed(TYPES.items())}
"""Not SkipTest, nor anything else by which a test ends: from a student's code these are exceptions like any other."""

LIBRARIES = frozenset({"numpy", "pandas", "scipy", "matplotlib"}) | (
    sys.stdlib_module_names - {"unittest", "doctest", "ctypes", "gc", "faulthandler", "pdb", "bdb", "pickle", "marshal"}
)
"""The roots of modules that cross by name, where the receiver has imported them itself."""

OPERATORS: frozenset[str] = frozenset({
    "eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_",
    "or_", "xor", "lshift", "rshift", "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "imatmul",
    "iand", "ior", "ixor", "ilshift", "irshift", "contains", "bool", "hash",
})  # fmt: skip
"""The operators that a test's reference opens, or nobody."""

FORWARDED: dict[str, str] = {
    "__len__": "len", "__iter__": "iter", "__next__": "next", "__getitem__": "getitem", "__setitem__": "setitem",
    "__delitem__": "delitem", "__reversed__": "reversed", "__enter__": "enter", "__exit__": "exit", "__int__": "int",
    "__float__": "float", "__complex__": "complex", "__index__": "index", "__round__": "round", "__abs__": "abs",
    "__neg__": "neg", "__pos__": "pos", "__invert__": "invert", "__trunc__": "trunc", "__floor__": "floor",
    "__ceil__": "ceil", "__bytes__": "bytes", "__fspath__": "fspath", "__length_hint__": "length_hint",
    "__format__": "format", "__call__": "call",
}  # fmt: skip
"""Special methods that a handle has if its class has them, and what they ask for; they tell nobody what is expected."""


def _enter(context: Any) -> Any:
    return type(context).__enter__(context)


def _exit(context: Any, *error: Any) -> Any:
    return type(context).__exit__(context, *error)


OPERATIONS: dict[str, Any] = {
    **{name: getattr(operator, name) for name in OPERATORS - {"bool", "hash"}},
    "bool": bool, "hash": hash, "len": len, "iter": iter, "next": next, "getitem": operator.getitem,
    "setitem": operator.setitem, "delitem": operator.delitem, "reversed": reversed, "enter": _enter, "exit": _exit,
    "int": int, "float": float, "complex": complex, "index": operator.index, "round": round, "abs": abs,
    "neg": operator.neg, "pos": operator.pos, "invert": operator.invert, "trunc": lambda x: x.__trunc__(),
    "floor": lambda x: x.__floor__(), "ceil": lambda x: x.__ceil__(), "bytes": bytes,
    "fspath": lambda x: x.__fspath__(),
    "length_hint": operator.length_hint, "format": format, "repr": repr, "str": str, "dir": dir,
    "copy": copy.copy, "deepcopy": copy.deepcopy,
}  # fmt: skip
"""The operations on an object of the other side, by name."""


def module_named(name: str) -> types.ModuleType | None:
    """Return a library's module that is imported here; None for any other."""
    return sys.modules.get(name) if name.partition(".")[0] in LIBRARIES else None


def name_of_type(value: Any) -> str:
    """Return the name of a type that crosses by name, one of pandas' as well; "" for all else."""
    return (NAME_OF_TYPE.get(value) or shared_tables.type_name(value)) if isinstance(value, type) else ""


def type_named(name: str) -> type | None:
    """Return the type of a name, one of pandas' as well; None for a name that stands for none."""
    return TYPES.get(name) or shared_tables.type_of_name(name)


def name_of_function(value: Any) -> str:
    """Return `module:name` of a function of a library, "" for any other."""
    if isinstance(value, type | types.ModuleType):
        return ""
    module, name = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if type(value) is np.ufunc:
        module = "numpy"
    if not isinstance(module, str) or not isinstance(name, str):
        return ""
    owner = module_named(module)
    return f"{module}:{name}" if owner is not None and vars(owner).get(name) is value else ""
