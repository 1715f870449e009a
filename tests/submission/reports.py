"""Reports of the worker, written by hand in the form in which they cross the wire."""

from __future__ import annotations

from typing import Any


def fact(
    file: str = "softmax.py",
    state: str = "whole",
    kind: str | None = None,
    lost: Any = (),
    **problem: Any,
) -> dict[Any, Any]:
    """Return how one file was read."""
    full = {"kind": kind, "line": 0, "source": "", "type": "", "text": "", "name": "", **problem} if kind else None
    return {"name": file, "state": state, "encoding": "utf-8", "problem": full, "lost": list(lost)}


def name(
    name: str, form: str = "function", line: int = 4, file: str = "softmax.py", signature: str = "(x)"
) -> dict[str, int | str]:
    """Return something that a file defines."""
    return {"name": name, "file": file, "line": line, "form": form, "signature": signature}


def found(also: Any = (), **changes: Any) -> dict[Any, Any]:
    """Return a function that was found."""
    places = [{"file": file, "line": line} for file, line in also]
    return {"file": "softmax.py", "line": 4, "signature": "(x, axis)", "fits": False, "also": places, **changes}


def wire(*names: Any, files: Any = None, functions: Any = None) -> dict[Any, Any]:
    """Return a whole report."""
    return {"files": files or [fact()], "functions": functions or {}, "names": list(names)}
