"""Programs of operations made with the reference, beside the judge: trusted code, with objects of its own.

The bytes are those that a worker gets, so that the reference meets the same values, and answers in the same form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import StopExplaining, keep_limits
from grader.errors import JudgeError
from grader.expressions.evaluation import EvaluationError
from grader.worker.wire.class_state import ClassState
from grader.worker.wire.object_table import Numbers, Scopes
from grader.worker.wire.performing import Performer
from grader.worker.wire.programs import ProgramAnswers, ProgramWriter
from grader.worker.wire.running import ProgramRunner
from grader.worker.wire.texts import class_name, clean
from grader.worker.wire.value_reading import ValueReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.worker.wire.operations import Operation

ROOM = 1 << 30
"""Bytes of the answers of a program: the reference's are not bounded."""
FATAL = (KeyboardInterrupt, MemoryError, StopExplaining, JudgeError, EvaluationError)
TIME_IS_OVER = "ReferenceTimeoutError"
"""The exception of the judge's time limit, which is no answer of the reference's."""


class ReferenceObjects:
    """The reference's objects of a number of cases."""

    def __init__(self, reference: Mapping[str, Any], *, start: int | None = None) -> None:
        """`start` is where the numbers of objects begin: anywhere, unless two runs are to give the same bytes."""
        self._reference = reference
        self._scopes = Scopes(Numbers(start))

    def run(
        self, programs: Sequence[Sequence[Operation]], scopes: Sequence[object], *, goes_on: bool = False
    ) -> ProgramAnswers:
        """Return the answers of programs, each in its scope."""
        return answers_in(self.bodies(programs, scopes, goes_on=goes_on), programs, scopes)

    def bodies(
        self, programs: Sequence[Sequence[Operation]], scopes: Sequence[object], *, goes_on: bool = False
    ) -> list[bytes]:
        """Return the answers of programs as they would cross, those of each program by themselves."""
        writer = ProgramWriter()
        body = writer.write(programs, scopes)
        facts = {"room": ROOM} | writer.header()
        bodies = []
        performer = Performer(self._reference, states=_loaded_states(self._reference.values()))
        memory, position = memoryview(bytearray(body)), 4 * len(programs)
        tables = self._scopes.open(len(programs), goes_on=goes_on, exact=False)
        for program, table in zip(programs, tables, strict=True):
            reader = ValueReader(memory, table)
            reader.position = position
            runner = ProgramRunner(facts, table, performer, reader, _facts, FATAL)
            with np.errstate(all="ignore"):
                pieces = [runner.run() for _ in program]
            performer.end_capture()
            position = reader.position
            bodies.append(b"".join(pieces))
        return bodies


_STATES: dict[int, ClassState] = {}
"""The values that each class held outside of its objects when it was loaded; they keep the class alive, too."""


def _loaded_states(values: Iterable[object]) -> dict[int, ClassState]:
    """Return the states of classes as they were loaded: one with a container of its own lives through many stories."""
    for kind in values:
        if isinstance(kind, type) and id(kind) not in _STATES:
            _STATES[id(kind)] = ClassState(kind)
    return _STATES


def answers_in(
    bodies: Sequence[bytes], programs: Sequence[Sequence[Operation]], scopes: Sequence[object]
) -> ProgramAnswers:
    """Return the answers that `bodies` hold, one for each program.  Raises FrameError where they are damaged."""
    answers = ProgramAnswers([len(program) for program in programs], scopes)
    for program, body in zip(programs, bodies, strict=True):
        if program:
            answers.add({"first": answers.received, "count": len(program)}, memoryview(body))
    return answers


def _facts(error: BaseException) -> dict[str, Any]:
    if class_name(error) == TIME_IS_OVER:
        raise error
    keep_limits()
    return {"type": class_name(error), "text": clean(error, 500), "frames": []}
