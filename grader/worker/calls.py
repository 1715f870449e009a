"""The questions of one stage: every case of every group is called once, and the answers go back in parts.

An argument is a view into the bytes that arrived for this stage alone, so it is writable, and shared with no other
call.  What a call changed is seen at the end by comparing all the bytes at once.
"""

from __future__ import annotations

import time
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from .answers import Form, Pack
from .columns import Column
from .lines import lines_of, sources
from .trace import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Function = Callable[..., object]
    Send = Callable[[dict[str, Any], list[bytes]], None]

PART_SECONDS = 0.02
PART_BYTES = 1 << 20
PART_ANSWERS = 4096


def answer(
    header: dict[str, Any],
    body: bytearray,
    functions: Mapping[str, Function],
    progress: Callable[[int], None],
    send: Send,
) -> dict[str, Any]:
    """Call what `header` asks for on the columns in `body`; send parts on the way; return what the last frame says.

    `progress` is told the number of each call, over all groups, before it is made.
    """
    before = None if any(group.get("sample") for group in header["groups"]) else bytes(body)
    position, done = 0, 0
    for number, group in enumerate(header["groups"]):
        columns = []
        for kind in group["args"]:
            column, position = _column(kind, group["count"], body, position)
            columns.append(column)
        _ask(number, group, done, functions[group["function"]], columns, progress, send)
        done += group["count"]
    changed = [] if before is None else _changed(before, body, header["groups"])
    yields = [sources(functions[group["function"]]) if group.get("lines") else [] for group in header["groups"]]
    return {"changed": changed, "yields": yields}


def _column(kind: dict[str, Any], count: int, body: bytearray, position: int) -> tuple[Column, int]:
    """Return one argument's column, a writable view of `body`, and where the next one begins."""
    ndim = int(kind["ndim"])
    shapes = np.frombuffer(body, dtype=np.int64, count=count * ndim, offset=position).reshape(count, ndim)
    position += shapes.nbytes
    size = int(np.prod(shapes, axis=1, dtype=np.int64).sum())
    flat = np.frombuffer(body, dtype=kind["dtype"], count=size, offset=position)
    position += flat.nbytes
    return Column(flat.astype(kind["as"]) if "as" in kind else flat, shapes), position


def _values(column: Column) -> Iterable[object]:
    return column.flat.tolist() if column.ndim == 0 else column


def _ask(
    number: int,
    group: dict[str, Any],
    base: int,
    function: Function,
    columns: Sequence[Column],
    progress: Callable[[int], None],
    send: Send,
) -> None:
    clock = time.perf_counter
    pack, first, look = Pack(group["room"]), 0, _look(group)
    due = clock() + PART_SECONDS
    arguments = zip(*map(_values, columns), strict=True) if columns else repeat((), group["count"])
    for index, args in enumerate(arguments):
        progress(base + index)
        try:
            value = function(*args)
            pack.add(value if look is None else look(value))
        except BaseException as error:  # noqa: BLE001 - whatever a student raises is an answer
            pack.other(Form.RAISED, describe(error, values="trace" in group))
        if clock() >= due or pack.size >= PART_BYTES or len(pack) >= PART_ANSWERS:
            send(_part(number, first, pack), pack.body())
            pack, first = Pack(group["room"]), index + 1
            due = clock() + PART_SECONDS
    if len(pack):
        send(_part(number, first, pack), pack.body())


def _look(group: dict[str, Any]) -> Callable[[object], object] | None:
    """Return what is done to an answer before it is sent, if anything is."""
    if group.get("sample"):
        return lambda value: sampled(value, group["sample"])
    if group.get("lines"):
        return lambda value: lines_of(value, group["lines"])
    return None


def sampled(value: object, count: int) -> object:
    """Return evenly spaced entries of a long vector, the first and the last among them; anything else as it is.

    Where only the time of a call matters, its answer is looked at in `count` places.
    """
    if type(value) is not np.ndarray or value.ndim != 1 or len(value) <= count:
        return value
    return value[np.linspace(0, len(value) - 1, count).astype(np.int64)]


def _part(number: int, first: int, pack: Pack) -> dict[str, Any]:
    facts = {"facts": pack.facts, "fact_of": pack.fact_of}
    return {"group": number, "first": first, "count": len(pack), "data": pack.size, **facts}


def _changed(before: bytes, after: bytearray, groups: Sequence[dict[str, Any]]) -> list[list[int]]:
    """Return [group, argument, case] of the first changed case of each changed argument."""
    if before == after:
        return []
    changed, position = [], 0
    for number, group in enumerate(groups):
        for index, kind in enumerate(group["args"]):
            old, _ = _column(kind, group["count"], bytearray(before), position)
            new, position = _column(kind, group["count"], after, position)
            differs = np.flatnonzero(old.flat.view(np.int64) != new.flat.view(np.int64))
            if len(differs):
                case = int(np.searchsorted(old.offsets, differs[0], side="right")) - 1
                changed.append([number, index, case])
    return changed
