"""The public files of a course's `support/` folder: read for students' code, imported for the judge's expressions."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from grader.course.reference import functions_of, module_name
from grader.errors import Mistake
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

FOLDER = "support"
LARGEST = 8 << 20
"""Bytes of one support file: each worker is sent all of them."""


@dataclass(frozen=True)
class Support:
    """The support files of one task, and their functions."""

    files: dict[str, bytes] = field(default_factory=dict)
    functions: dict[str, Callable[..., Any]] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()


def read_support(folder: Path, names: Sequence[str], *, called: bool = True) -> Support:
    """Read the files `names` of the folder; mistakes name the file.

    Where their functions may be `called` here, modules are imported: no others, which may be anything that lies there.
    """
    files: dict[str, bytes] = {}
    mistakes: list[Mistake] = []
    for name in names:
        where = f"{FOLDER}/{name}"
        path = folder / name
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            mistakes.append(Mistake(where, 0, "", "is missing, and `support` names it; put it there"))
        elif path.stat().st_size > LARGEST:
            text = f"is larger than {LARGEST >> 20} MiB, and every worker is sent it; make it smaller"
            mistakes.append(Mistake(where, 0, "", text))
        else:
            files[name] = path.read_bytes()
    functions: dict[str, Callable[..., Any]] = {}
    with importable(folder, names):
        for name in (name for name in files if called and name.endswith(".py")):
            defined, faults = functions_of(folder / name, f"{FOLDER}/{name}")
            mistakes += faults
            defined_here = {
                key: value for key, value in defined.items() if value.__module__ == module_name(folder / name)
            }
            mistakes += [
                Mistake(f"{FOLDER}/{name}", 0, "", f"defines `{key}`, as another support file does; rename one of them")
                for key in sorted(defined_here.keys() & functions.keys())
            ]
            functions |= defined_here
    return Support(files, functions, tuple(mistakes))


@contextlib.contextmanager
def importable(folder: Path, names: Sequence[str]) -> Iterator[None]:
    """Let `import layers` find `support/layers.py` in what is imported meanwhile, and in nothing afterwards.

    Two courses may have files of one name, so that no module stays behind.
    """
    modules = {name.removesuffix(".py") for name in names if name.endswith(".py")}
    if not modules:
        yield
        return
    before = {name: sys.modules.pop(name) for name in modules if name in sys.modules}
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in modules:
            sys.modules.pop(name, None)
        sys.modules.update(before)
