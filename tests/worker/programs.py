"""Programs made in this process, from operations to answers, with all bytes in between."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from grader.worker.programs import answer_programs
from grader.worker.wire.object_table import Scopes
from grader.worker.wire.operations import Answer, Operation, Scope
from grader.worker.wire.programs import ProgramAnswers, ProgramWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Bench:
    """A worker's side without a process: the code that it holds, and the scopes of the last question."""

    def __init__(self, source: str = "") -> None:
        names: dict[str, Any] = {}
        exec(compile(source, "work.py", "exec"), names)
        self.names: Mapping[str, Any] = names
        self.scopes = Scopes()
        self.progress: list[int] = []
        self.parts = 0

    def ask(
        self,
        programs: Sequence[Sequence[Operation]],
        scopes: Sequence[object] | None = None,
        *,
        room: int = 65_536,
        goes_on: bool = False,
        exact: bool = False,
    ) -> list[list[Answer]]:
        """Return the answers of each program."""
        scopes = scopes or [Scope() for _ in programs]
        writer = ProgramWriter()
        body = bytearray(writer.write(programs, scopes))
        facts = {"cases": len(programs), "room": room, "continue": goes_on, "exact": exact} | writer.header()
        answers = ProgramAnswers([len(program) for program in programs], scopes)

        def send(header: dict[str, Any], pieces: list[bytes]) -> None:
            self.parts += 1
            answers.add(header, memoryview(b"".join(pieces)))

        module = SimpleNamespace(**self.names)
        answer_programs(
            {"program": facts}, body, self.names, lambda name: module if name == "work" else None, self.scopes, {},
            self.progress.append, send,
        )  # fmt: skip
        assert answers.complete
        return [answers.answers(index) for index in range(len(programs))]

    def run(self, *operations: Operation, **options: Any) -> list[Answer]:
        """Return the answers of one program."""
        return self.ask([operations], **options)[0]
