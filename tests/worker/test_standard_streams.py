"""The worker's end of the portable link: the standard streams are the channel, and the student gets others."""

from __future__ import annotations

import os
import subprocess  # noqa: TID251 - a process whose standard streams are this test's
import sys

import pytest

from grader.worker.standard_streams import PipeEndpoint

PROGRAM = """
import os, sys
from grader.worker.standard_streams import take_over
channel = take_over()
buffer = bytearray(64)
count = channel.receive_into(memoryview(buffer))
try:
    typed = input()
except EOFError:
    typed = "nothing"
print("printed by the student")
os.write(1, b"written by the student")
channel.send([b"<", bytes(buffer[:count]), typed.encode(), b">"])
"""


def test_what_a_student_reads_and_prints_is_not_the_channel() -> None:
    """`input()` finds nothing, what is printed goes where errors go, at the level of the system too."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], input=b"question", capture_output=True, check=True)
    assert done.stdout == b"<questionnothing>"
    assert b"printed by the student" in done.stderr
    assert b"written by the student" in done.stderr


@pytest.mark.parametrize(
    "pieces", [[], [b""], [b"ab", b"", b"c"], [b"x" * 4096] * 4], ids=["none", "empty", "three", "many"]
)
def test_pieces_cross_a_pipe(pieces: list[bytes]) -> None:
    """In order, whole, and an end is an end."""
    reading, writing = os.pipe()
    other, unused = os.pipe()
    sender, end = PipeEndpoint(other, writing), PipeEndpoint(reading, unused)
    assert end.numbers == (reading, unused)
    sender.send(pieces)
    buffer, got = bytearray(1000), bytearray()
    while len(got) < len(b"".join(pieces)):
        got += buffer[: end.receive_into(memoryview(buffer))]
    sender._writing.close()
    assert end.receive_into(memoryview(buffer)) == 0
    assert bytes(got) == b"".join(pieces)
    for stream in (sender._reading, end._reading, end._writing):
        stream.close()
