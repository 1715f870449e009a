"""Pictures and PDFs of students, decoded in a process with the walls of a worker; this process reads only a new JPEG.

A decoder is a large program that reads what anybody has made, so it never runs where the store is open.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, Any

from grader.records import dataclass
from grader.sandbox.isolation import Isolation, IsolationReport, SandboxConfig
from grader.sandbox.memory import affordable, container_limit
from grader.sandbox.spawn import ENVIRONMENT, WORKER

SECONDS = 30.0
MEMORY = 1 << 30
MOST_OUTPUT = 16 << 20


class DecodingError(Exception):
    """A file that cannot be shown, and why, in a few words."""


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A picture that was made here from the pixels of a student's."""

    data: bytes
    """A JPEG."""
    pages: int
    """Pages of the PDF, or frames of the picture."""
    width: int
    height: int


def decode_picture(
    source: IO[bytes], kind: str, *, page: int = 0, width: int = 1600, turn: int = 0, walls: bool = True
) -> DecodedPicture:
    """Return a picture (`kind` is `picture`) or a page of a PDF (`pdf`) as a JPEG no wider than `width`.

    `source` is an open file with a descriptor.  Raises DecodingError for what cannot be shown, and where this machine
    does not enforce the sandbox although `walls` asks for it.
    """
    memory = affordable(MEMORY, container_limit())
    sandbox = {**SandboxConfig(walls, (), memory).config(os.getpid()), "cpu": int(SECONDS)}
    config = {"kind": kind, "page": page, "width": width, "turn": turn, "sandbox": sandbox}
    output = _run(source, json.dumps(config))
    line, _, data = output.partition(b"\n")
    try:
        head: dict[str, Any] = json.loads(line)
    except ValueError as error:
        raise DecodingError("the process that decodes it ended early") from error
    if walls and IsolationReport.from_wire(head).isolation is not Isolation.SANDBOX:
        raise DecodingError("this machine does not enforce the sandbox (`grader sandbox` says what to do)")
    if "error" in head:
        raise DecodingError(str(head["error"]))
    if not data.startswith(b"\xff\xd8\xff"):
        raise DecodingError("the process that decodes it sent no picture")
    return DecodedPicture(data, int(head["pages"]), int(head["width"]), int(head["height"]))


def _run(source: IO[bytes], config: str) -> bytes:
    """Run the decoder and return what it wrote, at most `MOST_OUTPUT` bytes.  Raises DecodingError."""
    process = subprocess.Popen(
        [sys.executable, "-I", str(WORKER), "decode", config],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        _kill(process)

    timer = threading.Timer(SECONDS, expire)
    timer.start()
    try:
        # Never more than this, whatever has become of the process behind its walls.
        output = process.stdout.read(MOST_OUTPUT + 1) if process.stdout else b""
    finally:
        timer.cancel()
        _kill(process)
        process.wait()
        if process.stdout:
            process.stdout.close()
    if expired.is_set():
        raise DecodingError(f"it takes more than {SECONDS:.0f} seconds")
    if len(output) > MOST_OUTPUT:
        raise DecodingError("the picture is too large")
    return output


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
