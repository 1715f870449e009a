"""Programs of operations, made in order on the objects of their scopes; the answers go back in parts.

Whatever a student's object does in an operation is the answer of that operation, and no more.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from .calls import PART_BYTES, PART_SECONDS
from .trace import describe_exception
from .wire.performing import Performer
from .wire.running import ProgramRunner
from .wire.texts import class_name, clean
from .wire.value_reading import ValueReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .wire.class_state import ClassState
    from .wire.object_table import Scopes

    Send = Callable[[dict[str, Any], list[bytes]], None]

PART_OPERATIONS = 65_536


def answer_programs(
    header: dict[str, Any],
    body: bytearray,
    functions: Mapping[str, Any],
    modules: Callable[[str], Any],
    scopes: Scopes,
    states: dict[int, ClassState],
    progress: Callable[[int], None],
    send: Send,
) -> None:
    """Make the operations that `header` and `body` ask for; send the answers in parts."""
    facts = header["program"]
    count = int(facts["cases"])
    tables = scopes.open(count, goes_on=bool(facts.get("continue")), exact=bool(facts.get("exact")))
    counts = np.frombuffer(body, dtype="<u4", count=count).tolist()
    parts = _Parts(send, sum(counts))
    performer = Performer(functions, modules, states)
    position, number = 4 * count, 0
    for table, operations in zip(tables, counts, strict=True):
        reader = ValueReader(memoryview(body), table)
        reader.position = position
        told = _with_values if facts.get("trace") else describe_exception
        describe = told if facts.get("frames", True) else _briefly
        runner = ProgramRunner(facts, table, performer, reader, describe)
        for _ in range(operations):
            # Before the operation: if it hangs or dies, the page in shared memory is all that is left to read.
            progress(number)
            parts.add(runner.run())
            number += 1
        position = reader.position
        performer.end_capture()
        # Objects that only the program meant end with it; those that the judge has numbers for stay in the table.
        table.results = []
    parts.finish()


def _with_values(error: BaseException) -> dict[str, Any]:
    """Return what an exception is, with the local values where it was raised."""
    return describe_exception(error, values=True)


def _briefly(error: BaseException) -> dict[str, Any]:
    """Return what an exception is, without the places where it was raised."""
    return {"type": class_name(error), "text": clean(error, 500)}


class _Parts:
    """Answers on their way, in parts: a later hang does not take the earlier ones along."""

    def __init__(self, send: Send, total: int) -> None:
        self._send, self._total = send, total
        self._pieces: list[bytes] = []
        self._first = self._count = self._size = 0
        self._deadline = time.perf_counter() + PART_SECONDS

    def add(self, data: bytes) -> None:
        self._pieces.append(data)
        self._count += 1
        self._size += len(data)
        is_full = self._size >= PART_BYTES or self._count >= PART_OPERATIONS
        if is_full or time.perf_counter() >= self._deadline:
            self.finish()

    def finish(self) -> None:
        if self._count:
            last = self._first + self._count == self._total
            self._send({"first": self._first, "count": self._count, "last": last}, self._pieces)
        self._first, self._count, self._size, self._pieces = self._first + self._count, 0, 0, []
        self._deadline = time.perf_counter() + PART_SECONDS
