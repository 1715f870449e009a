"""A student's file, run anew for a test: a notebook up to a place, or a file between a teacher's lines.

Tests of other graders are written for a place in the notebook, or for names that are there before the first line.
"""

from __future__ import annotations

import copy
import random
import re
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from .cells import run, surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .cells import CodeCell
    from .modules import LoadedFile

_CHECKED = re.compile(r'grader\.check\("(.*)"\)')
_NUMBERED = re.compile(r"\[(\d+)\]")
_KEPT = ("__name__", "__file__", "__package__", "__spec__", "__loader__", "__builtins__")


class Staging:
    """The files of a submission, and how far its notebooks have run for the tests."""

    def __init__(self, files: Sequence[LoadedFile]) -> None:
        self._files = files
        self._next: dict[int, int] = {}

    def advance(self, place: str, seed: int | None, variable: str) -> None:
        """Run the cells of each notebook up to a place; the first time from an empty namespace.

        A notebook without the place runs to its end.  A seed is set before each cell, or given to a variable.
        """
        for file in self._files:
            if not file.source.notebook or file.module is None:
                continue
            if file.index not in self._next:
                self._next[file.index] = 0
                _empty(file)
            begin, end = self._next[file.index], end_of(place, file.cells)
            for cell in file.cells[begin:end]:
                _seed(seed, variable, file.namespace)
                run(cell, file.namespace)
            self._next[file.index] = max(begin, end)

    def run_between(self, given: Mapping[str, object], leading: str, trailing: str, key: str) -> None:
        """Run the first file with names that it is given, between a teacher's lines; raise what it raises."""
        file = next((file for file in self._files if file.module is not None), None)
        if file is None:
            raise NameError("there is no file that could be run")
        marked = [cell.text.text for cell in file.cells if not file.source.notebook or cell.text.text.startswith(key)]
        _empty(file)
        if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
            pyplot.close("all")  # what the file has drawn while it was loaded
        file.namespace.update(copy.deepcopy(dict(given)))
        text = "\n".join(filter(None, (leading, *marked, trailing)))
        exec(compile(text, file.source.name, "exec", dont_inherit=True), file.namespace)  # noqa: S102 - what the worker is for


def _seed(seed: int | None, variable: str, namespace: dict[str, Any]) -> None:
    if seed is None:
        return
    if variable:
        if variable in namespace:
            namespace[variable] = seed
        return
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002, TID251 - what the student's cells draw from


def _empty(file: LoadedFile) -> None:
    preserved: dict[str, Any] = {name: file.namespace[name] for name in _KEPT if name in file.namespace}
    file.namespace.clear()
    file.namespace.update(preserved | (surroundings() if file.source.notebook else {}))


def end_of(place: str, cells: Sequence[CodeCell]) -> int:
    """Return how many cells run for a test of a place."""
    if (checked := _CHECKED.fullmatch(place)) is not None:
        call = re.compile(rf"\b\w+\.(check|grade)\(\s*[rR]?[\"']{re.escape(checked[1])}[\"']")
        matches = [index for index, cell in enumerate(cells, 1) if call.search(cell.text.text)]
    elif (numbered := _NUMBERED.fullmatch(place)) is not None:
        matches = [min(int(numbered[1]), len(cells))]
    else:
        matches = [index for index, cell in enumerate(cells, 1) if place and cell.grade_id == place]
    return matches[0] if matches else len(cells)
