"""Files of other graders, written by hand for these tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.importing import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from grader.importing import Import


def write(folder: Path, **files: str) -> Path:
    """Write files into a folder; a name has `__` for `/` and no ending `.py`."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ("" if "." in name else ".py"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def code(source: str, output: str = "", **nbgrader: Any) -> dict[str, Any]:
    """Return a cell of code, with nbgrader's metadata if any are given."""
    outputs = [{"output_type": "execute_result", "data": {"text/plain": output}}] if output else []
    return {"cell_type": "code", "source": source, "outputs": outputs, "metadata": _metadata(nbgrader)}


def markdown(source: str, **nbgrader: Any) -> dict[str, Any]:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "source": source, "metadata": _metadata(nbgrader)}


def raw(source: str) -> dict[str, Any]:
    """Return a raw cell."""
    return {"cell_type": "raw", "source": source, "metadata": {}}


def _metadata(nbgrader: dict[str, Any]) -> dict[str, Any]:
    return {"nbgrader": nbgrader} if nbgrader else {}


def notebook(path: Path, *cells: dict[str, Any], **metadata: Any) -> Path:
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def read(kind: str, *paths: Path) -> Import:
    """Read files in one of the formats."""
    return FORMATS[kind].read(paths)


def imported(result: Import) -> list[str]:
    """Return the items that were imported."""
    return [row.item for row in result.rows if row.imported]


def left_out(result: Import) -> dict[str, str]:
    """Return the items that were not imported, with the reasons."""
    return {row.item: row.reason for row in result.rows if not row.imported}
