"""The questions of one stage: every case of every group is called once, and the answers go back in parts.

An argument is a view into the bytes that arrived for this stage alone, or made from them, so it is writable, and shared
with no other call.  What a call changed is seen at the end by comparing all the bytes at once.
"""

from __future__ import annotations

import time
from itertools import repeat
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from .lines import sources
from .trace import describe_exception
from .wire.columns import Column, counts_of, offsets_of
from .wire.derivations import lines_of
from .wire.forms import Form
from .wire.packing import AnswerPacker
from .wire.plain import PlainValueError
from .wire.sampling import entries_at, sample_entries
from .wire.value_reading import read_values
from .wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Function = Callable[..., object]
    Send = Callable[[dict[str, Any], list[bytes]], None]

    class Slot(Protocol):
        """Shared memory whose first word says which call is being made."""

        def __setitem__(self, index: int, number: int, /) -> None: ...


PART_SECONDS = 0.02
PART_BYTES = 1 << 20
PART_ANSWERS = 4096
_SAMPLED: list[Any] = []
"""The answer of which a sample was sent last: entries of it may be asked for next."""


def answer_questions(
    header: dict[str, Any],
    body: bytearray,
    functions: Mapping[str, Function],
    slot: Slot,
    send: Send,
) -> dict[str, Any]:
    """Call what `header` asks for on the columns in `body`; send parts on the way; return what the last frame says.

    The number of each call, over all groups, is written into `slot` before it is made.
    """
    # A copy to compare with afterwards; where only time is graded, copying a million numbers would be part of it.
    before = None if any(group.get("sample") for group in header["groups"]) else bytes(body)
    position, done, arguments = 0, 0, []
    for number, group in enumerate(header["groups"]):
        columns = []
        for kind in group["args"]:
            column, position = _column(kind, group["count"], body, position)
            columns.append(column)
        arguments.append(columns)
        _ask_group(number, group, done, functions[group["function"]], columns, slot, send)
        done += group["count"]
    last: dict[str, Any] = {}
    if before is not None and (changed := _changed(before, body, header["groups"], arguments)):
        last["changed"] = changed
    if any(group.get("lines") for group in header["groups"]):
        last["yields"] = [
            sources(functions[group["function"]], group.get("executed")) if group.get("lines") else []
            for group in header["groups"]
        ]
    return last


def _column(kind: dict[str, Any], count: int, body: bytes | bytearray, position: int) -> tuple[Column | list[Any], int]:
    """Return one argument's column and where the next one begins.

    A column of numbers or arrays is a writable view of `body`; other values are made anew from it.
    """
    if "values" in kind:
        end = position + kind["values"]
        return read_values(memoryview(body)[position:end], count), _aligned(end)
    ndim = int(kind["ndim"])
    shapes = np.frombuffer(body, dtype=np.int64, count=count * ndim, offset=position).reshape(count, ndim)
    position += shapes.nbytes
    offsets = offsets_of(counts_of(shapes)) if ndim else None
    size = count if offsets is None else int(offsets[-1])
    flat = np.frombuffer(body, dtype=kind["dtype"], count=size, offset=position)
    position = _aligned(position + flat.nbytes)
    return Column.with_offsets(flat.astype(kind["as"]) if "as" in kind else flat, shapes, offsets), position


def _aligned(position: int) -> int:
    """Return where the next column begins: at a multiple of 8 bytes, as its numbers have to."""
    return position + -position % 8


def _values(column: Column | list[Any]) -> Iterable[object]:
    return column if isinstance(column, list) or column.ndim else column.flat.tolist()


def _ask_group(
    number: int,
    group: dict[str, Any],
    base: int,
    function: Function,
    columns: Sequence[Column | list[Any]],
    slot: Slot,
    send: Send,
) -> None:
    clock, pack = time.perf_counter, AnswerPacker(group["room"])
    call, add = _call_of(function, group), pack.add
    first, last, deadline = base, base + PART_ANSWERS - 1, clock() + PART_SECONDS
    arguments = zip(*map(_values, columns), strict=True) if columns else repeat((), group["count"])
    for index, args in enumerate(arguments, base):
        # Before the call: if it hangs or dies, the page in shared memory is all that is left to read.
        slot[0] = index
        try:
            add(call(*args))
        # SystemExit and KeyboardInterrupt too: `exit()` in a function is a wrong answer and not the end.
        except BaseException as error:  # noqa: BLE001 - whatever a student raises is an answer
            pack.other(Form.RAISED, describe_exception(error, values="trace" in group))
        # In parts, so that a later hang does not take the answers before it along.
        if clock() >= deadline or pack.size >= PART_BYTES or index == last:
            send(_part(number, first - base, pack), pack.body())
            pack, first, last = AnswerPacker(group["room"]), index + 1, index + PART_ANSWERS
            add, deadline = pack.add, clock() + PART_SECONDS
    if len(pack):
        send(_part(number, first - base, pack), pack.body())


def _call_of(function: Function, group: dict[str, Any]) -> Function:
    """Return what is called with the arguments: `function` itself where nothing else is asked.

    Arguments may go to it by keywords, and of its answer a sample or the lines that it yields may be sent.
    """
    call = function
    if keywords := group.get("keywords"):
        count = len(keywords)
        call = lambda *args: function(*args[:-count], **dict(zip(keywords, args[-count:], strict=True)))  # noqa: E731
    if sample := group.get("sample"):
        return lambda *args: sample_entries(_noted(call(*args)), sample)
    if group.get("entries"):
        return lambda positions: entries_at(_SAMPLED.pop(), positions)  # its memory is for the next call
    if lines := group.get("lines"):
        return lambda *args: lines_of(call(*args), lines, group.setdefault("executed", {}))
    return call


def _noted(answer: object) -> object:
    _SAMPLED[:] = [answer]
    return answer


def _part(number: int, first: int, pack: AnswerPacker) -> dict[str, Any]:
    facts = {"facts": pack.facts, "fact_of": pack.fact_of} if pack.fact_of else {}
    return {"group": number, "first": first, "count": len(pack), "data": pack.size, **facts}


def _changed(
    before: bytes, after: bytearray, groups: Sequence[dict[str, Any]], arguments: Sequence[Sequence[Column | list[Any]]]
) -> list[list[int]]:
    """Return [group, argument, case] of the first changed case of each changed argument."""
    # One comparison of all bytes for the usual case that nothing was changed.
    if before == after and not any(isinstance(column, list) for columns in arguments for column in columns):
        return []
    changed, position = [], 0
    for number, (group, columns) in enumerate(zip(groups, arguments, strict=True)):
        for index, (kind, column) in enumerate(zip(group["args"], columns, strict=True)):
            if isinstance(column, list) and _writes_same(column, memoryview(before)[position:][: kind["values"]]):
                position = _aligned(position + kind["values"])
                continue
            old, position = _column(kind, group["count"], before, position)
            case = _first_changed(old, column)
            if case is not None:
                changed.append([number, index, case])
    return changed


def _writes_same(values: list[Any], before: memoryview) -> bool:
    """Whether values have the bytes that they had; those of a set may differ though it is what it was."""
    if all(type(value) in _CONSTANT for value in values):
        return True
    position = 0
    for value in values:
        try:
            data = write_value(value, len(before) - position)
        except PlainValueError:
            return False
        if data != before[position : position + len(data)]:
            return False
        position += len(data)
    return position == len(before)


def _first_changed(old: Column | list[Any], new: Column | list[Any]) -> int | None:
    """Return the first case in which an argument is not what it was."""
    if isinstance(old, list) or isinstance(new, list):
        pairs = enumerate(zip(old, new, strict=True))
        return next((case for case, (before, other) in pairs if not _unchanged(before, other)), None)
    bits = f"V{old.flat.itemsize}"
    differs = np.flatnonzero(old.flat.view(bits) != new.flat.view(bits))
    return int(np.searchsorted(old.offsets, differs[0], side="right")) - 1 if len(differs) else None


def _unchanged(old: Any, new: Any) -> bool:
    """Whether a value is what it was; one that cannot change is not looked at."""
    if type(new) in _CONSTANT:
        return True
    data = write_value(old)
    try:
        return write_value(new, len(data)) == data
    except PlainValueError:
        return False


_CONSTANT = frozenset({str, bytes, int, float, bool, complex, type(None)})
