"""A reference of which only answers are known: what a students' kit has in place of `reference/`.

A file of answers is JSON: for every function its parameters, and its answers as columns.  A column is the base64 of
zlib of little-endian numbers, or of the bytes of other values; each of its answers belongs to the arguments with one
key, a hash of eight bytes.  The arguments themselves are not kept: the same engine draws the same ones from the public
seed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import inspect
import zlib
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np

from grader.errors import UsageError
from grader.expressions.evaluation import RecordError
from grader.models import BaseModel, ConfigDict, Field, ValidationError
from grader.records import dataclass
from grader.values.comparison import equal
from grader.values.printing import as_python
from grader.worker.wire.columns import Array, Column
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

LARGEST = 64 << 20
"""Bytes of one column, unpacked."""
_TYPES = {"real": np.dtype("<f8"), "whole": np.dtype("<i8"), "truth": np.dtype("?"), "value": np.dtype("V1")}
_KEYS, _SIZES = np.dtype("<u8"), np.dtype("<i4")


class _RecordModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PackedColumn(_RecordModel):
    """Answers of one kind and number of dimensions."""

    kind: Literal["real", "whole", "truth", "value"]
    dimensions: Annotated[int, Field(ge=0, le=8)]
    keys: str
    """Of the arguments, unsigned and of eight bytes each: `key_of`."""
    shapes: str
    """Of the answers, four bytes for each dimension."""
    entries: str
    """Of all answers, one after the other in C order: eight bytes each, one for a truth."""


class PackedFunction(_RecordModel):
    """The recorded answers of a function of the reference."""

    parameters: tuple[str, ...]
    """Names; one that has a default ends with `=`, one that takes all the rest begins with `*`."""
    answers: tuple[PackedColumn, ...] = ()


class AnswerFile(_RecordModel):
    """The file of answers of one task."""

    functions: dict[str, PackedFunction]
    exceptions: tuple[str, ...] = ()
    """The names of the reference's own exceptions that `raises` speaks of."""


@dataclass(frozen=True, eq=False)
class RecordedFunction:
    """A function that knows its answers to some arguments.  Raises RecordError for any other."""

    name: str
    columns: tuple[Column, ...]
    places: Mapping[int, tuple[int, int]]
    """The column and the row of the answer to the arguments with a key."""
    __signature__: inspect.Signature

    def __call__(self, *arguments: Any) -> Any:
        """Return the answer, an array of its own or a number."""
        position = self.places.get(key_of(arguments))
        if position is None:
            raise RecordError(
                f"no answer of `{self.name}` to these arguments is recorded: the kit was made with another version of "
                "grader or numpy, which its README names"
            )
        value = self.columns[position[0]].row(position[1])
        if value.dtype == _TYPES["value"]:
            return read_value(value.tobytes())
        return value.copy() if isinstance(value, np.ndarray) else value.item()


def key_of(arguments: Sequence[Any]) -> int:
    """Return the key of arguments.

    Numbers count in single precision, so that the last digit, in which the libraries of two machines may differ, does
    not matter.
    """
    state = hashlib.blake2b(digest_size=_KEYS.itemsize)
    with np.errstate(over="ignore"):
        for argument in arguments:
            if (
                not isinstance(argument, int | float | np.generic | np.ndarray)
                or np.asarray(argument).dtype.kind in "OUS"
            ):
                state.update(_in_single_precision(argument).encode("utf-8", "surrogatepass"))
                continue
            entries = np.asarray(argument, dtype=np.float64)
            state.update(repr(entries.shape).encode())
            state.update((entries.astype("<f4") + np.float32(0)).tobytes())  # -0 is 0
    return int.from_bytes(state.digest(), "little")


def _is_numeric(value: Any) -> bool:
    return isinstance(value, int | float | np.generic | np.ndarray) and np.asarray(value).dtype.kind in "biuf"


def _in_single_precision(value: Any) -> str:
    """Return a value of any kind as text, its real numbers in single precision; sets and dicts have no order."""
    if isinstance(value, float):
        return repr(float(np.float32(value)) + 0.0)
    if isinstance(value, np.ndarray):
        return f"{value.dtype.kind}{value.shape}{_in_single_precision(value.tolist())}"
    if isinstance(value, dict):
        return f"{{{','.join(sorted(_in_single_precision(pair) for pair in value.items()))}}}"
    if isinstance(value, set | frozenset):
        return f"{{{','.join(sorted(map(_in_single_precision, value)))}}}"
    if isinstance(value, list | tuple):
        return f"{'[' if isinstance(value, list) else '('}{','.join(map(_in_single_precision, value))}"
    return as_python(value)


def recordable_answer(answer: Any) -> Array:
    """Return an answer as it is recorded: numbers as they are, other values as bytes.  Raises PlainValueError."""
    if isinstance(answer, int | float | np.generic | np.ndarray):
        array = np.asarray(answer)
        if array.dtype.kind in "biufV":
            return array
    return np.frombuffer(write_value(answer, must_be_whole=True), dtype=_TYPES["value"])


def same_answer(a: Array, b: Array) -> bool:
    """Whether two recorded answers are equal."""
    if a.dtype.kind == "V" and b.dtype.kind == "V":
        return equal(read_value(a.tobytes()), read_value(b.tobytes()))
    return a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f" and b.dtype.kind == "f")


def pack(keys: Sequence[int], column: Column) -> PackedColumn:
    """Return answers as they stand in a file."""
    kinds: dict[str, Literal["truth", "whole", "value"]] = {"b": "truth", "i": "whole", "u": "whole", "V": "value"}
    kind = kinds.get(column.flat.dtype.kind, "real")
    return PackedColumn(
        kind=kind,
        dimensions=column.ndim,
        keys=_text(np.array(keys, dtype=_KEYS)),
        shapes=_text(column.shapes.astype(_SIZES)),
        entries=_text(column.flat.astype(_TYPES[kind])),
    )


def unpack(name: str, packed: PackedFunction) -> RecordedFunction:
    """Return a function from a file of answers.  Raises ValueError for one that is damaged."""
    columns, positions = [], {}
    for number, part in enumerate(packed.answers):
        keys = _numbers(part.keys, _KEYS)
        shapes = _numbers(part.shapes, _SIZES).astype(np.int64).reshape(len(keys), part.dimensions)
        column = Column(_numbers(part.entries, _TYPES[part.kind]), shapes)
        if (shapes < 0).any() or int(column.counts.sum()) != len(column.flat):
            raise ValueError(f"the answers of `{name}` and their shapes do not fit")
        positions.update({key: (number, row) for row, key in enumerate(keys.tolist())})
        columns.append(column)
    return RecordedFunction(name, tuple(columns), positions, _signature(packed.parameters))


def recorded_functions(path: Path) -> dict[str, Callable[..., Any]]:
    """Return the functions and exceptions of a file of answers.  Raises UsageError for a missing or damaged one."""
    try:
        answers = AnswerFile.model_validate_json(path.read_bytes())
        exceptions = {name: type(name, (Exception,), {}) for name in answers.exceptions}
        return exceptions | {name: unpack(name, packed) for name, packed in answers.functions.items()}
    except (OSError, ValidationError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
        raise UsageError(f"{path.name}: cannot be read ({reason}). Get the kit again.") from error


def parameters_text(signature: inspect.Signature) -> tuple[str, ...]:
    """Return the positional parameters of a function as they stand in a file."""
    names = []
    for parameter in signature.parameters.values():
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD):
            names.append(parameter.name + ("" if parameter.default is parameter.empty else "="))
        elif parameter.kind is parameter.VAR_POSITIONAL:
            names.append(f"*{parameter.name}")
    return tuple(names)


def _signature(parameters: Sequence[str]) -> inspect.Signature:
    entries = []
    for text in parameters:
        kind = inspect.Parameter.VAR_POSITIONAL if text.startswith("*") else inspect.Parameter.POSITIONAL_OR_KEYWORD
        default = None if text.endswith("=") else inspect.Parameter.empty
        entries.append(inspect.Parameter(text.strip("*="), kind, default=default))
    return inspect.Signature(entries)


def _text(numbers: Array) -> str:
    return base64.b64encode(zlib.compress(numbers.tobytes(), 9)).decode("ascii")


def _numbers(text: str, dtype: np.dtype[Any]) -> Array:
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(base64.b64decode(text, validate=True), LARGEST)
    except (zlib.error, binascii.Error) as error:
        raise ValueError(f"is damaged: {error}") from error
    if not unpacking.eof or len(data) % dtype.itemsize:
        raise ValueError("is damaged: numbers are missing")
    return np.frombuffer(data, dtype=dtype).astype(dtype.newbyteorder("="))
