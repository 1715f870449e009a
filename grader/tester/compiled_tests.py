"""Test files compiled once for all submissions: pytest rewrites their asserts, which takes longer than most tests.

The process that testers are forked from compiles a course's test files before it forks; nothing of them is executed
there.  A fork that imports a file of the same content finds it compiled.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
from importlib.util import decode_source
from pathlib import Path
from typing import TYPE_CHECKING

from _pytest.assertion import rewrite

from grader.tester.otter_files import is_otters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType

    from _pytest.config import Config

MOST_FILES = 200
"""Compiled files that are kept; a course with more of them compiles the others for each submission."""
_COMPILED: dict[tuple[str, bytes], CodeType] = {}
_REWRITE = rewrite._rewrite_test


def compile_ahead(files: Iterable[str]) -> None:
    """Compile test files for the forks to come; one that cannot be compiled is left to pytest, which says why."""
    for name in files:
        if name.endswith(".cells.py"):
            continue
        with contextlib.suppress(OSError, SyntaxError, ValueError, RecursionError):
            source = Path(name).read_bytes()
            key = name, importlib.util.source_hash(source)
            if key not in _COMPILED and len(_COMPILED) < MOST_FILES and not is_otters(decode_source(source)):
                tree = ast.parse(source, filename=name)
                rewrite.rewrite_asserts(tree, source, name)
                _COMPILED[key] = compile(tree, name, "exec", dont_inherit=True)


def _rewritten(fn: Path, config: Config) -> tuple[bytes, CodeType]:
    content_hash = importlib.util.source_hash(fn.read_bytes())
    code = _COMPILED.get((str(fn), content_hash))
    return (content_hash, code) if code is not None else _REWRITE(fn, config)


def install() -> None:
    """Let pytest take what was compiled ahead."""
    rewrite._rewrite_test = _rewritten
