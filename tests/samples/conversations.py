"""A test's proxies and a student's code in one process, joined without a channel: the same messages, in no time."""

from __future__ import annotations

import builtins
import sys
import warnings
from collections import deque
from contextlib import contextmanager
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from grader.tester import proxies
from grader.tester.link import Conversation
from grader.tester.pickle_guard import free_pickles
from grader.tester.proxies import ProxyModule
from grader.worker import loader
from grader.worker.remote import Remote

if TYPE_CHECKING:
    from collections.abc import Iterator


class Joined:
    """Both ends of one conversation."""

    def __init__(self, **sources: str) -> None:
        """Load the student's files `sources`, by their names without `.py`."""
        files = [loader.Source(f"{name}.py", dedent(text).encode()) for name, text in sources.items()]
        loaded = loader.load(files, {}, {}, lambda _: None)
        self._to_tester: deque[bytes] = deque()
        self._to_worker: deque[bytes] = deque()
        before = sys.stdout, sys.stderr, sys.stdin, builtins.input, warnings.showwarning
        self.remote = Remote(loaded.files, self._to_tester.append, self._heard_by_worker)
        sys.stdout, sys.stderr, sys.stdin, builtins.input, warnings.showwarning = before
        self.link = Conversation(self._to_worker.append, self._heard_by_tester)
        self.link.sources = {f"{name}.py": dedent(text) for name, text in sources.items()}

    def _heard_by_tester(self) -> memoryview:
        while not self._to_tester:
            self.remote.dialogue.serve(memoryview(self._to_worker.popleft()))
        return memoryview(self._to_tester.popleft())

    def _heard_by_worker(self) -> memoryview:
        while not self._to_worker:
            self.link.dialogue.serve(memoryview(self._to_tester.popleft()))
        return memoryview(self._to_worker.popleft())


@contextmanager
def conversation(source: str, **others: str) -> Iterator[tuple[ProxyModule, Joined]]:
    """Give the proxy of the student's module `work` with this source, and the conversation."""
    modules = {"work", *others}
    finders = list(sys.meta_path)
    joined = Joined(work=source, **others)
    proxies.LINK[:] = [joined.link]
    try:
        yield ProxyModule("work"), joined
    finally:
        proxies.LINK.clear()
        free_pickles()
        sys.meta_path[:] = finders
        for name in modules:
            sys.modules.pop(name, None)


def outcome(source: str, test: str, *, operators: bool = False) -> str:
    """Return "passed", or the class of the exception that ends the lines of a test."""
    with conversation(source) as (work, joined):
        joined.link.operators = operators
        names: dict[str, Any] = {"work": work, "joined": joined}
        try:
            exec(dedent(test), names)
        except Exception as error:  # noqa: BLE001 - it is the result
            return type(error).__name__
        finally:
            names.clear()
    return "passed"


def sections(text: str) -> dict[str, str]:
    """Return the pieces of a text below lines `## name`, by name."""
    pieces = {}
    for piece in text.split("\n## ")[1:]:
        name, _, lines = piece.partition("\n")
        pieces[name] = lines.strip("\n")
    return pieces
