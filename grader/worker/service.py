"""The loop of the worker: load the files, answer questions, until the judge hangs up."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from . import calls, headless, loader
from .programs import answer_programs
from .support import SupportFiles
from .warning_capture import WarningRecorder
from .wire.class_state import ClassState
from .wire.frames import HEAD, Frame, FrameError, Kind, pack, read_head, read_header
from .wire.function_keys import functions_of_task
from .wire.object_table import Scopes
from .wire.value_reading import find_functions_with

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .endpoint import Endpoint
    from .hang_watch import HangWatch
    from .modules import LoadedFile
    from .program_runs import StudentProgram
    from .remote import Remote

    Sandbox = Callable[[dict[str, Any]], dict[str, Any]]

BODY_CAP = 1 << 31
_NO_HEADER = b"{}"


class Service:
    """One worker's side of the channel."""

    def __init__(
        self, endpoint: Endpoint, progress: memoryview, sandbox: Sandbox, watch: HangWatch | None = None
    ) -> None:
        """`progress` is a shared page whose first word says which call is being made.

        `sandbox` puts up the walls that the first frame asks for and returns a report; `watch` is armed while a request
        is worked on.
        """
        self.endpoint = endpoint
        self.slot = progress
        self.sandbox = sandbox
        self.watch = watch
        self.functions: dict[str, Callable[..., object]] = {}
        self.module: Callable[[str], object] = lambda _: None
        self.scopes = Scopes()
        self.states: dict[int, ClassState] = {}
        self.warnings = WarningRecorder()
        self.support = SupportFiles({})
        self.files: Sequence[LoadedFile] = ()
        self.program: Callable[[str], StudentProgram | None] = lambda _: None
        self.remote: Remote | None = None
        self._request = 0

    def run(self) -> None:
        """Put up the walls that the first frame asks for, say so, and answer until the channel closes."""
        # The walls go up before a byte of a submission is read.
        first = self._read()
        if first is None or first.kind is not Kind.WALLS:
            raise FrameError("the first frame says which walls go up")
        self._send(Kind.READY, first.request, self.sandbox(first.header))
        while (frame := self._read()) is not None:
            if self.watch is not None:
                self.watch.arm()
            if frame.kind is Kind.LOAD:
                header = self._load(frame)
                self._finish()
                self._send(Kind.LOADED, frame.request, header)
            elif frame.kind is Kind.ASK:
                self._ask(frame)
            elif frame.kind is Kind.TALK:
                self._talk(frame)

    def _finish(self) -> None:
        """Let nothing of a request be left when its last frame is sent."""
        _flush()
        if self.watch is not None:
            self.watch.disarm()

    def _load(self, frame: Frame) -> dict[str, Any]:
        files, position = [], 0
        for entry in frame.header["files"]:
            end = position + entry["size"]
            data = bytes(frame.body[position:end])
            files.append(
                loader.Source(
                    entry["name"],
                    data,
                    entry.get("notebook", False),
                    entry.get("rank", 0),
                    tuple(entry.get("versions", ())),
                )
            )
            position = end
        support = {}
        for entry in frame.header.get("support", ()):
            support[entry["name"]] = bytes(frame.body[position : position + entry["size"]])
            position += entry["size"]
        self.support = SupportFiles(support)
        requests = {name: loader.FunctionRequest(**facts) for name, facts in frame.header["wanted"].items()}
        programs = any(request.program for request in requests.values())
        self.support.install(programs=programs, tests=frame.header.get("tests", False))
        find_functions_with(self.support.function)
        headless.install()
        loaded = loader.load(files, requests, frame.header["bare"], self._progress, self.support)
        self.functions, self.module, self.files = loaded.functions, loaded.module, loaded.files
        self.program = loaded.program
        # Before anything is asked: what a class keeps must not depend on the checks before.
        self.states = {id(kind): ClassState(kind) for kind in _classes(requests, loaded.functions)}
        return loaded.report

    def _ask(self, frame: Frame) -> None:
        ending: list[bytes] = []

        def send(header: dict[str, Any], body: list[bytes]) -> None:
            pieces = pack(Kind.PART, frame.request, header, *body)
            if header.pop("last", False) or _ends(header, frame.header.get("groups", [])):
                ending.extend(pieces)  # goes with the last frame: the judge is woken once
            else:
                self._write(pieces)

        body = frame.body.obj
        assert isinstance(body, bytearray)  # noqa: S101 - what `_read` made, said to the type checker
        self.warnings.start()
        task = frame.header.get("task")
        functions = self.functions if task is None else functions_of_task(self.functions, task)
        if "program" in frame.header:
            answer_programs(frame.header, body, functions, self.module, self.scopes, self.states, self._progress, send)
            last: dict[str, Any] = {}
        else:
            self.scopes.close()
            last = calls.answer_questions(frame.header, body, functions, self.slot, send)
        last |= self.warnings.drain()
        self._finish()
        self._write([*ending, *pack(Kind.DONE, frame.request, last)])

    def _talk(self, frame: Frame) -> None:
        """Answer one question of a test; what the code asks back meanwhile is answered before."""
        if self.remote is None:
            from .remote import Remote  # most submissions meet no test in Python

            self.remote = Remote(self.files, self._say, self._hear, self.program, self.support.folder)
        self._request = frame.request
        self.remote.dialogue.serve(frame.body)

    def _say(self, body: bytes) -> None:
        self._write(pack(Kind.TALK, self._request, _NO_HEADER, body))

    def _hear(self) -> memoryview:
        frame = self._read()
        if frame is None or frame.kind is not Kind.TALK:
            raise FrameError("the conversation ended")
        self._request = frame.request
        return frame.body

    def _progress(self, number: int) -> None:
        self.slot[0] = number

    def _send(self, kind: Kind, request: int, header: dict[str, Any]) -> None:
        self._write(pack(kind, request, header))

    def _write(self, pieces: list[bytes]) -> None:
        self.endpoint.send(pieces)

    def _read(self) -> Frame | None:
        start = self._receive(HEAD.size)
        if start is None:
            return None
        head = read_head(start, body_cap=BODY_CAP)
        if head.kind is Kind.TALK:  # many and short: what is said is in the body alone
            data = self._receive(head.header + head.body)
            if data is None:
                raise FrameError("the channel closed inside a frame")
            return Frame(head.kind, head.request, {}, memoryview(data)[head.header :])
        header, body = self._receive(head.header), self._receive(head.body)
        if header is None or body is None:
            raise FrameError("the channel closed inside a frame")
        return Frame(head.kind, head.request, read_header(header), memoryview(body))

    def _receive(self, size: int) -> bytearray | None:
        """Return the next `size` bytes; None where the channel is closed."""
        # A new one for each frame: arguments are views into it, and the student may keep them.
        data = bytearray(size)
        view, done = memoryview(data), 0
        while done < size:
            count = self.endpoint.receive_into(view[done:])
            if not count:
                return None
            done += count
        view.release()
        return data


def _classes(requests: dict[str, loader.FunctionRequest], functions: dict[str, Any]) -> list[type]:
    """Return the classes that were found."""
    return [functions[key] for key, request in requests.items() if request.is_class and key in functions]


def _ends(header: dict[str, Any], groups: list[dict[str, Any]]) -> bool:
    """Whether a part holds the very last answer."""
    if "group" not in header:
        return False
    last = len(groups) - 1
    return bool(header["group"] == last and header["first"] + header["count"] == groups[last]["count"])


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # the student may have closed or replaced the stream
            stream.flush()
