"""Answers through the wire and back, without a process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.worker.calls import answer_questions
from grader.worker.wire.answers import Answers
from grader.worker.wire.frames import Kind, pack, read_header
from grader.worker.wire.packing import AnswerPacker

if TYPE_CHECKING:
    from grader.checks.question import Question

ROOM = 1 << 16


def part(values: list[Any], first: int = 0, room: int = ROOM) -> tuple[Any, ...]:
    """Return one part with `values`: its header as the judge reads it, and its body."""
    packed = AnswerPacker(room)
    for value in values:
        packed.add(value)
    return header_of(packed, first), bytearray(b"".join(packed.body()))


def header_of(packed: AnswerPacker, first: int = 0) -> dict[Any, Any]:
    """Return the header of a part after it has crossed."""
    facts = {"facts": packed.facts, "fact_of": packed.fact_of}
    header = {"group": 0, "first": first, "count": len(packed), "data": packed.size, **facts}
    return read_header(json.dumps(header).encode())


def crossed(values: list[Any], *, room: Any = ROOM, cuts: tuple[Any, ...] = ()) -> Answers:
    """Return the answers that the judge reads when `values` are sent, in parts that end at `cuts`."""
    answers = Answers(len(values))
    ends = sorted({cut for cut in cuts if 0 < cut < len(values)} | {len(values)})
    for first, end in zip([0, *ends], ends, strict=False):
        header, body = part(values[first:end], first, room)
        answers.add(header, memoryview(body))
    return answers


class Asked:
    """One stage asked inside this process: the parts, the last header, the calls that were announced."""

    def __init__(self, question: Question, **functions: Any) -> None:
        self.parts: list[Any] = []
        self.announced: list[Any] = []
        body = bytearray(question.body)
        self.last = answer_questions(question.header, body, functions, self, self._send)
        self.answers = [Answers(group.count) for group in question.groups]
        for header, data in self.parts:
            self.answers[header["group"]].add(header, memoryview(data))

    def __setitem__(self, index: int, number: int) -> None:
        assert index == 0
        self.announced.append(number)

    def _send(self, header: dict[Any, Any], pieces: list[bytes]) -> None:
        # As frames: a header that the judge would refuse must not pass here either.
        text = pack(Kind.PART, 1, header)[0][25:]
        self.parts.append((read_header(text), bytearray(b"".join(pieces))))
