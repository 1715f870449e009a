"""The worker's report about the files, piece by piece: it comes from a process that a student's code shares.

Every piece has a kind and a limit (those of the models in `grader.submission.loaded`); one wrong piece makes the whole
report worthless.  It is written out, and not left to the models, because each check of a single submission reads one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from grader.errors import WorkerError
from grader.submission.loaded import (
    DefinedName,
    FailedStatement,
    FileReport,
    FoundFunction,
    LoadProblem,
    LoadReport,
    ProblemKind,
    SourceLocation,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Data = dict[str, Any]

T = TypeVar("T")
LARGEST_NUMBER = 10_000_000
LONGEST_TEXT = 200
MOST_ITEMS = 200
MOST_DETAILS = 10
STATES = ("whole", "definitions", "nothing")
FORMS = ("function", "lambda", "class", "method", "value", "unread")


class _MalformedError(ValueError):
    """A piece that is not what it should be."""


def read_report(header: dict[str, object]) -> LoadReport:
    """Return the report in the header of a frame.  Raises WorkerError when it is not one."""
    try:
        functions = _value(header, "functions", dict)
        if len(functions) > MOST_ITEMS:
            raise _MalformedError("functions: too many")  # noqa: TRY301 - one way out for all pieces
        return LoadReport.model_construct(
            files=_items(header, "files", _file, MOST_ITEMS),
            functions={_checked_text(name, "functions"): _read(_function, functions, name) for name in functions},
            names=_items(header, "names", _name, MOST_ITEMS),
        )
    except _MalformedError as error:
        raise WorkerError(f"worker: its report about the files is malformed ({str(error)[:100]}).") from None


def _file(data: Data) -> FileReport:
    problem = None if data.get("problem", "") is None else _read(_problem, data, "problem")
    return FileReport.model_construct(
        name=_text(data, "name"),
        state=_word(data, "state", STATES),
        encoding=_text(data, "encoding"),
        problem=problem,
        lost=_items(data, "lost", _failed, MOST_DETAILS),
        failed=_items(data, "failed", _failed, MOST_DETAILS) if "failed" in data else (),
        failures=_number(data, "failures") if "failures" in data else 0,
    )


def _problem(data: Data) -> LoadProblem:
    return LoadProblem.model_construct(
        kind=_word(data, "kind", get_args(ProblemKind)),
        line=_number(data, "line"),
        source=_text(data, "source"),
        type=_text(data, "type"),
        text=_text(data, "text", 500),
        name=_text(data, "name"),
        cell=_cell(data),
    )


def _failed(data: Data) -> FailedStatement:
    return FailedStatement.model_construct(
        line=_number(data, "line"), type=_text(data, "type"), text=_text(data, "text"), cell=_cell(data)
    )


def _location(data: Data) -> SourceLocation:
    return SourceLocation.model_construct(file=_text(data, "file"), line=_number(data, "line"), cell=_cell(data))


def _function(data: Data) -> FoundFunction:
    return FoundFunction.model_construct(
        file=_text(data, "file"),
        line=_number(data, "line"),
        cell=_cell(data),
        signature=_text(data, "signature"),
        fits=_value(data, "fits", bool),
        empty=_value(data, "empty", bool) if "empty" in data else False,
        also=_items(data, "also", _location, MOST_DETAILS),
    )


def _name(data: Data) -> DefinedName:
    return DefinedName.model_construct(
        name=_text(data, "name"),
        file=_text(data, "file"),
        line=_number(data, "line"),
        cell=_cell(data),
        form=_word(data, "form", FORMS),
        signature=_text(data, "signature"),
    )


def _value(data: dict[str, Any], key: str, kind: type[T]) -> T:
    """Return the value at a key, which is of this kind and of none derived from it."""
    if key not in data:
        raise _MalformedError(f"{key}: is missing")
    value = data[key]
    if type(value) is not kind:
        raise _MalformedError(f"{key}: expected {kind.__name__}, not {type(value).__name__}")
    return value


def _read(read: Callable[[Data], T], data: dict[str, Any], key: str) -> T:
    """Return what `read` makes of the mapping at a key."""
    return _read_part(read, _value(data, key, dict), key)


def _read_part(read: Callable[[Data], T], part: object, name: object) -> T:
    """Return what `read` makes of a mapping, which a fault calls by this name."""
    if type(part) is not dict:
        raise _MalformedError(f"{name}: expected dict, not {type(part).__name__}")
    try:
        return read(part)
    except _MalformedError as error:
        raise _MalformedError(f"{name}.{error}") from None


def _items(data: dict[str, Any], key: str, read: Callable[[Data], T], most: int) -> tuple[T, ...]:
    """Return what `read` makes of each mapping in the list at a key."""
    items = data.get(key)
    if not isinstance(items, list | tuple):
        raise _MalformedError(f"{key}: expected a list" if key in data else f"{key}: is missing")
    if len(items) > most:
        raise _MalformedError(f"{key}: more than {most} items")
    try:
        return tuple([_read_part(read, item, index) for index, item in enumerate(items)])
    except _MalformedError as error:
        raise _MalformedError(f"{key}.{error}") from None


def _text(data: Data, key: str, longest: int = LONGEST_TEXT) -> str:
    return _checked_text(_value(data, key, str), key, longest)


def _checked_text(text: object, key: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text that is not too long and can be written as UTF-8."""
    if type(text) is not str or len(text) > longest:
        raise _MalformedError(f"{key}: expected a text of at most {longest} characters")
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise _MalformedError(f"{key}: has halves of characters")
    return text


def _number(data: Data, key: str) -> int:
    number = _value(data, key, int)
    if not 0 <= number <= LARGEST_NUMBER:
        raise _MalformedError(f"{key}: expected a number from 0 to {LARGEST_NUMBER}")
    return number


def _cell(data: Data) -> int:
    """Return the number of a notebook's cell; 0 where the worker does not name one."""
    return _number(data, "cell") if "cell" in data else 0


def _word(data: Data, key: str, words: tuple[Any, ...]) -> Any:
    word = _text(data, key)
    if word not in words:
        raise _MalformedError(f"{key}: is none of the words that the wire has")
    return word
