"""Writes what was imported as a course: task files, tests, references and public files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grader.importing.model import ImportedTask


def write_course(out: Path, tasks: Iterable[ImportedTask]) -> list[Path]:
    """Write the tasks into the course `out`, which becomes one if it is none, and return the files.

    Raises UsageError, and then nothing is written, where a file is there already with other content.
    """
    texts: dict[Path, bytes] = {}
    for task in tasks:
        for name, data in (("tasks/" + task.id + ".yaml", task_file(task).encode()), *task.files.items()):
            path = _inside(out, name)
            if texts.setdefault(path, data) != data:
                raise UsageError(
                    f"{path}: two of the imported tasks bring a file of this name. Import them into two courses."
                )
    for path, data in texts.items():
        if path.exists() and path.read_bytes() != data:
            raise UsageError(f"{path}: is there already, and nothing is overwritten. Name another folder with --out.")
    _write_all(out, texts)
    return list(texts)


def task_file(task: ImportedTask) -> str:
    """Return the text of `tasks/TASK.yaml`."""
    content: dict[str, Any] = {"id": task.id, "title": task.title, "source": task.source, "statement": task.statement}
    content |= task.keys
    own = [data for name, data in task.files.items() if name.startswith("reference/")]
    slow = [name for name, imports in _SLOW_IMPORTS.items() if any(map(imports.search, own))]
    if slow:
        # Else each of its tests waits for a worker that imports it anew.
        content["preload"] = slow
    if task.checks:
        content["checks"] = list(task.checks)
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


_SLOW_IMPORTS = {
    name: re.compile(rb'(?m)(?:^|")[ \t]*(?:import|from)[ \t]+' + name.partition(".")[0].encode() + rb"\b")
    for name in ("matplotlib.pyplot", "pandas")
}
"""Modules that take long, each with a line that imports it: of Python, or of a notebook, which is JSON."""


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as they are."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value and not any(line.endswith((" ", "\t")) for line in value.split("\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def _inside(out: Path, name: str) -> Path:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts:
        raise UsageError(f"{name}: lies outside of the course")
    return out / parts


def _write_all(out: Path, texts: dict[Path, bytes]) -> None:
    written: list[Path] = []
    try:
        (out / "reference").mkdir(parents=True, exist_ok=True)
        for path, data in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                written.append(path)
                path.write_bytes(data)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise UsageError(f"{error.filename}: cannot be written ({(error.strerror or str(error)).lower()}).") from error
