"""Notebooks as they lie on disk, written by hand: versions 3 and 4, as text."""

from __future__ import annotations

import json
from typing import Any


def code(source: Any, **more: Any) -> dict[Any, Any]:
    """Return a code cell of version 4."""
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source, **more}


def markdown(source: Any, **more: Any) -> dict[Any, Any]:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def version4(*cells: Any, **metadata: Any) -> str:
    """Return a notebook of version 4; a text is a code cell."""
    made = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}, ensure_ascii=False)


def version3(*cells: Any, **metadata: Any) -> str:
    """Return a notebook of version 3, with a worksheet; a text is a code cell."""
    made = [
        {"cell_type": "code", "input": cell.splitlines(keepends=True), "language": "python", "outputs": []}
        if isinstance(cell, str)
        else cell
        for cell in cells
    ]
    return json.dumps({"worksheets": [{"cells": made}], "metadata": metadata, "nbformat": 3, "nbformat_minor": 0})
