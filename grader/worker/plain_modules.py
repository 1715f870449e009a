"""Modules as plain ones: marimo's cells in a row, relative imports that find what was handed in."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from .exports import without_marimo
from .imports import with_plain_imports

if TYPE_CHECKING:
    from .parsing import ParsedSource
    from .sources import DecodedText


def plainly(parsed: ParsedSource, text: DecodedText, folder: str, stems: frozenset[str]) -> ParsedSource:
    """Return a parsed file with marimo's cells as a plain module, and with relative imports that find its siblings."""
    before = ast.dump(parsed.tree) if _is_special(text.text) else ""
    if not before:
        return parsed
    tree = ast.fix_missing_locations(with_plain_imports(without_marimo(parsed.tree), folder, stems))
    if ast.dump(tree) == before:
        return parsed
    try:
        code = compile(tree, text.name, "exec", dont_inherit=True) if parsed.code is not None else None
    except (SyntaxError, ValueError, RecursionError):
        return parsed
    return replace(parsed, tree=tree, code=code)


def _is_special(text: str) -> bool:
    return "marimo" in text or "from ." in text
