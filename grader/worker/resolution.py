"""Which of the student's functions a task means, where it stands, and whether it can be called as the task calls it."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeGuard

from .wire.conversions import converting
from .wire.function_keys import name_of
from .wire.tables import Tables
from .wire.tensors import Tensors
from .wire.texts import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .inventory import Binding
    from .modules import LoadedFile

_MOST_OTHERS = 10
_WRITTEN_OUT = frozenset({int, float, bool, type(None)})
_DEFINED_HERE = ("function", "lambda", "value", "class")


@dataclass(frozen=True, slots=True)
class FunctionRequest:
    """A function that a task asks for: how many positional arguments it passes, and the task's id."""

    arity: int
    home: str
    rivals: Sequence[str] = ()
    """The ids of other tasks that ask for a function of this name."""
    program: bool = False
    """Whether it is a file that is run, and no function."""
    is_class: bool = False
    """Whether a class is asked for."""
    variable: bool = False
    """Whether the value of a name is asked for, whatever it is."""
    tables: bool = False
    """Whether tables are among what it is given or returns."""
    tensors: str = ""
    """The library whose tensors it is given in place of arrays."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that has a callable of the wanted name; `binding` is the place that gave it, if one is visible."""

    file: LoadedFile
    value: Callable[..., object]
    binding: Binding | None

    @property
    def is_own(self) -> bool:
        return self.binding is not None and self.binding.form in _DEFINED_HERE

    @property
    def empty(self) -> bool:
        return self.binding is not None and self.binding.empty


def resolve(
    files: Sequence[LoadedFile], requests: Mapping[str, FunctionRequest]
) -> tuple[dict[str, Callable[..., object]], dict[str, dict[str, Any]]]:
    """Return the functions that were found, by the keys of `requests`, and what the report says about each."""
    functions: dict[str, Callable[..., object]] = {}
    report: dict[str, dict[str, Any]] = {}
    bindings = {file.source.name: file.bindings for file in files}
    for key, want in requests.items():
        name = name_of(key)
        has_form = is_class if want.is_class else is_anything if want.variable else is_function
        candidates = [
            candidate for candidate in _candidates(files, bindings, name, has_form) if not _is_of_rival(candidate, want)
        ]
        if not candidates:
            continue
        chosen = _chosen(candidates, want.home)
        functions[key] = _leaving(chosen.value) if want.variable else chosen.value
        if want.tables:
            functions[key] = converting(functions[key], Tables())
        if want.tensors:
            functions[key] = converting(functions[key], Tensors(want.tensors))
        binding = chosen.binding
        report[key] = {
            "file": chosen.file.source.name,
            "cell": binding.cell if binding else 0,
            "line": binding.line if binding else 0,
            "signature": "" if want.variable else signature_text(chosen.value),
            "fits": want.variable or fits(chosen.value, want.arity),
            "empty": chosen.empty,
            "also": [] if want.variable else _others(candidates, chosen, bindings, name),
        }
    return functions, report


def is_anything(_value: object) -> TypeGuard[Callable[..., object]]:
    """Say that a variable may be anything."""
    return True


def _leaving(value: object) -> Callable[[], object]:
    """Return a variable as a function that gives its value."""
    return lambda: value


def is_function(value: object) -> TypeGuard[Callable[..., object]]:
    """Say whether `value` can be asked: anything callable besides a class."""
    try:
        return callable(value) and not isinstance(value, type)
    except BaseException:  # noqa: BLE001  a student's object may lie about its class, and fail at it
        return False


def is_class(value: object) -> TypeGuard[Callable[..., object]]:
    """Say whether `value` is a class."""
    return issubclass(type(value), type)


def fits(function: Callable[..., object], arity: int) -> bool:
    """Say whether `function` can be called with `arity` positional arguments; True where nobody can tell."""
    if type(function) is FunctionType and not function.__dict__:  # a wrapper has something there
        return _takes(function, arity)
    try:
        parameters = inspect.signature(function)
    except BaseException:  # noqa: BLE001  builtins have none, and a student's object may raise anything
        return True
    try:
        parameters.bind(*range(arity))
    except TypeError:
        return False
    return True


def _takes(function: FunctionType, arity: int) -> bool:
    """Say whether a plain function takes so many positional arguments, without making its signature."""
    code, optional = function.__code__, len(function.__defaults__ or ())
    named = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    is_enough = code.co_argcount - optional <= arity
    has_room = arity <= code.co_argcount or bool(code.co_flags & inspect.CO_VARARGS)
    return is_enough and has_room and all(name in (function.__kwdefaults__ or {}) for name in named)


def signature_text(function: Callable[..., object]) -> str:
    """Return the parameters of `function` as text; objects as defaults are left out, for they print addresses."""
    try:
        if type(function) is FunctionType and not function.__dict__:  # a wrapper has something there
            return clean(_signature_of(function))
        signature = inspect.signature(function)
        parameters = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
        parameters = [
            parameter
            if parameter.default is parameter.empty or type(parameter.default) in _WRITTEN_OUT
            else parameter.replace(default=_Omitted())
            for parameter in parameters
        ]
        return clean(inspect.Signature(parameters))
    except BaseException:  # noqa: BLE001  as above
        return ""


def _signature_of(function: FunctionType) -> str:
    """Return the parameters of a plain function as `inspect` writes them, without objects for each of them."""
    code = function.__code__
    positional, count = code.co_varnames[: code.co_argcount], code.co_argcount + code.co_kwonlyargcount
    defaults = function.__defaults__ or ()
    values = dict(zip(positional[len(positional) - len(defaults) :], defaults, strict=True))
    values |= function.__kwdefaults__ or {}
    parts = [_parameter_text(name, values) for name in positional]
    if code.co_posonlyargcount:
        parts.insert(code.co_posonlyargcount, "/")
    rest = iter(code.co_varnames[count:])
    if code.co_flags & inspect.CO_VARARGS:
        parts.append(f"*{next(rest)}")
    elif code.co_kwonlyargcount:
        parts.append("*")
    parts += [_parameter_text(name, values) for name in code.co_varnames[code.co_argcount : count]]
    if code.co_flags & inspect.CO_VARKEYWORDS:
        parts.append(f"**{next(rest)}")
    return f"({', '.join(parts)})"


def _parameter_text(name: str, values: Mapping[str, object]) -> str:
    if name not in values:
        return name
    value = values[name]
    return f"{name}={value!r}" if type(value) in _WRITTEN_OUT else f"{name}=..."


class _Omitted:
    def __repr__(self) -> str:
        return "..."


def _candidates(
    files: Sequence[LoadedFile],
    bindings: Mapping[str, list[Binding]],
    name: str,
    has_form: Callable[[object], TypeGuard[Callable[..., object]]],
) -> Iterator[_Candidate]:
    for file in files:
        value = file.namespace.get(name)
        if name in file.namespace and has_form(value):
            definitions = [binding for binding in bindings[file.source.name] if binding.name == name]
            yield _Candidate(file, value, _origin(value, file, definitions))


def _origin(value: object, file: LoadedFile, definitions: list[Binding]) -> Binding | None:
    """Return the place that gave `value` its name: by the line of its code, else the last sure one."""
    if isinstance(value, FunctionType):
        cell = next((cell for cell in file.cells if cell.text.name == value.__code__.co_filename), None)
        start = value.__code__.co_firstlineno
        for definition in reversed(definitions):
            if cell is not None and definition.cell == cell.number and definition.first <= start <= definition.last:
                return definition
    return next(
        (definition for definition in reversed(definitions) if definition.sure),
        definitions[-1] if definitions else None,
    )


def _chosen(candidates: list[_Candidate], home: str) -> _Candidate:
    """Return the candidate that counts; an import leads to its sibling.

    A file named like the task comes first, then one that is a version of it, then the rank that the judge gives (tests
    and backups last, then age, then the natural order of names).  A function in which nothing is written counts only
    where no file has more of it, and a name that only a library has where no file defines it.
    """
    candidates = [candidate for candidate in candidates if not candidate.empty] or candidates
    owners = [candidate for candidate in candidates if candidate.is_own]
    ranked = [candidate for candidate in candidates if _sibling(candidate, owners) is None]
    at_home = [candidate for candidate in candidates if _nearness(candidate, home)]
    pool = at_home or [candidate for candidate in ranked if candidate.is_own] or ranked
    order = {id(candidate): position for position, candidate in enumerate(candidates)}
    chosen = max(
        pool, key=lambda candidate: (_nearness(candidate, home), candidate.file.source.rank, order[id(candidate)])
    )
    return _sibling(chosen, owners) or chosen


def _is_of_rival(candidate: _Candidate, want: FunctionRequest) -> bool:
    """Whether a file is named like another task that asks for the same name, and not like this one."""
    source = candidate.file.source
    names = {source.stem, *source.versions}
    return want.home not in names and not names.isdisjoint(want.rivals)


def _nearness(candidate: _Candidate, home: str) -> int:
    """Return 2 for a file of the task's name, 1 for a version of it, 0 for another one, or for a test or backup."""
    source = candidate.file.source
    if source.rank < 0:
        return 0
    return 2 if source.stem == home else int(home in source.versions)


def _sibling(candidate: _Candidate, owners: list[_Candidate]) -> _Candidate | None:
    """Return the candidate that defines what `candidate` only imports."""
    if candidate.is_own:
        return None
    return next((owner for owner in owners if owner.value is candidate.value), None)


def _others(
    candidates: list[_Candidate], chosen: _Candidate, bindings: Mapping[str, list[Binding]], name: str
) -> list[dict[str, Any]]:
    """Return the definitions of the same name that do not count, at most ten."""
    others = []
    for candidate in candidates:
        for binding in bindings[candidate.file.source.name]:
            if binding.name != name or binding.form not in _DEFINED_HERE or not binding.sure or binding.empty:
                continue
            if candidate is chosen and binding is chosen.binding:
                continue
            others.append({"file": candidate.file.source.name, "cell": binding.cell, "line": binding.line})
    return others[:_MOST_OTHERS]
