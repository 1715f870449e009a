"""A process of the grader's own that does what may end it: asked line by line, killed when it takes too long.

It runs the grader's code only, in a fresh interpreter that finds nothing of the current folder.  Whoever asks gets
facts, as JSON, and learns that it has ended as an exception; the next question starts another one.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]
_PROGRAM = """
import importlib, sys
sys.path.append(sys.argv[1])
getattr(importlib.import_module(sys.argv[2]), sys.argv[3])()
"""


class HelperEnded(Exception):  # noqa: N818 - an end is a fact about what was asked
    """The process has ended before it was done."""

    def __init__(self, code: int, *, late: bool) -> None:
        super().__init__(f"ended with {code}")
        self.code, self.late = code, late


class Helper:
    """Calls `function` of `module` in a process, which reads requests as lines and answers until `{"done": true}`."""

    def __init__(self, module: str, function: str) -> None:
        self._command = [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, str(_ROOT), module, function]
        self._process: subprocess.Popen[str] | None = None

    def ask(self, request: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        """Yield the facts that come back.  Raises HelperEnded, with what came before it already yielded."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018, S101 - both are pipes
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
            for line in process.stdout:
                if not line.endswith("\n"):
                    break
                fact = json.loads(line)
                if fact.get("done"):
                    return
                yield fact
        finally:
            late = timer.finished.is_set()
            timer.cancel()
        code = self._end(process)
        raise HelperEnded(code, late=late or code == -27)

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="ascii",
            )
        return self._process

    def _end(self, process: subprocess.Popen[str]) -> int:
        process.kill()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()
        self._process = None
        return process.wait()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._end(self._process)
