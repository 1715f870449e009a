"""Loading small submissions inside a test: nothing that the student's code does to the import system stays."""

from __future__ import annotations

import io
import json
import linecache
import sys
from contextlib import contextmanager
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from grader.worker.loader import FunctionRequest, LoadedSubmission, Source, load

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def untouched() -> Iterator[None]:
    """Put back what loading changes in this process."""
    modules, finders, argv = dict(sys.modules), list(sys.meta_path), sys.argv
    stdin, lines = sys.stdin, dict(linecache.cache)
    sys.stdin = io.StringIO("")
    try:
        yield
    finally:
        for name in set(sys.modules) - set(modules):
            del sys.modules[name]
        sys.modules.update(modules)
        sys.meta_path[:] = finders
        sys.argv = argv
        sys.stdin = stdin
        linecache.cache.clear()
        linecache.cache.update(lines)


def loaded(
    files: Any,
    wanted: tuple[Any, ...] = ("softmax",),
    *,
    bare: Any = None,
    arity: int = 1,
    home: str = "softmax",
    progress: Any = None,
) -> LoadedSubmission:
    """Load `files` (name to text or bytes; one text is softmax.py) and hold the report to its promises."""
    if isinstance(files, str | bytes):
        files = {"softmax.py": files}
    sources = [Source(name, data if isinstance(data, bytes) else dedent(data).encode()) for name, data in files.items()]
    asked = {name: FunctionRequest(arity, home) for name in wanted}
    with untouched():
        result = load(sources, asked, bare or {}, progress or (lambda _: None))
    text = json.dumps(result.report, allow_nan=False)
    assert len(text) <= 48 * 1024
    assert text.encode("utf-8")
    assert set(result.report["functions"]) == set(result.functions) & set(result.report["functions"])
    return result


def first(result: LoadedSubmission) -> Any:
    """Return what the report says about the first file."""
    return result.report["files"][0]
