"""A new task: a spec, its reference, another right solution, a wrong one and a starter, which verify as they are."""

from __future__ import annotations

import keyword
import re
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

from grader.authoring.schema import FILE, as_text, spec_schema
from grader.course.compiling import RESERVED
from grader.errors import UsageError
from grader.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

PARTS = {
    "tasks/ID.yaml": ("task.yaml.txt", "what is asked, on which inputs, and what must hold"),
    "reference/ID.py": ("reference.py.txt", "the right answer"),
    "reference/right/ID.py": ("right.py.txt", "another right answer, which must lose nothing"),
    "reference/wrong/ID.py": ("wrong.py.txt", "a wrong answer, which must lose what the spec says"),
    "reference/starter/ID.py": ("starter.py.txt", "what a student begins with"),
}
"""The files of a task: the template of each, and what it is for."""
LONGEST = 40
"""Characters of a name: those of wrong solutions begin with it and may have 60."""
OTHER = "Take another name."
OTHER_MODULES = frozenset({*sys.stdlib_module_names, "numpy", "grader"})


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, and what it is for."""

    path: Path
    purpose: str


def start_task(folder: Path, task: str) -> list[Written]:
    """Write the files of a new task of the course in `folder`, and the schema beside it if none is there.

    Raises UsageError, and then nothing is written, where a file is there already or the name cannot be a task's.
    """
    function = _function_name(task)
    texts = {folder / path.replace("ID", task): _filled(name, task, function) for path, (name, _) in PARTS.items()}
    there = [path for path in texts if path.exists()]
    if there:
        names = ", ".join(str(path.relative_to(folder)) for path in there)
        be = "is" if len(there) == 1 else "are"
        raise UsageError(f"{names}: {be} there already, and nothing is overwritten. {OTHER}")
    purposes = [purpose for _, purpose in PARTS.values()]
    schema = folder / "tasks" / FILE
    if not schema.exists():
        texts[schema] = as_text(spec_schema())
        purposes.append("what editors know the keys by")
    _write_all(texts)
    return [Written(path, purpose) for path, purpose in zip(texts, purposes, strict=True)]


def _filled(template: str, task: str, function: str) -> str:
    text = (files("grader.authoring") / "templates" / template).read_text(encoding="utf-8")
    title = re.sub(r"[-_]+", " ", task).strip().capitalize()
    return re.sub(r"\b(ID|TITLE)\b", lambda match: {"ID": task, "TITLE": title}[match[0]], text).replace(
        "NAME", function
    )


def _write_all(texts: dict[Path, str]) -> None:
    written: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink()
        raise UsageError(f"{error.filename}: cannot be written ({(error.strerror or str(error)).lower()}).") from error


def _function_name(task: str) -> str:
    """Return the name of the task's function.  Raises UsageError where the task cannot be called so."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", task) or len(task) > LONGEST:
        expectation = f"expected at most {LONGEST} small letters, digits, _ and -, a letter first"
        raise UsageError(f"{task!r}: is not a name for a task ({expectation}).{_instead(task)}")
    name = task.replace("-", "_")
    if keyword.iskeyword(name) or name in RESERVED:
        raise UsageError(
            f"{task}: is a word of Python or of the expressions, and no function can be called so. {OTHER}"
        )
    if name in OTHER_MODULES:
        raise UsageError(f"{task}: is a module that students import, and their {task}.py would hide it. {OTHER}")
    return name


def _instead(task: str) -> str:
    """Return a sentence with a name that is one, made of the one that is none."""
    name = re.sub(r"[^a-z0-9_-]+", "_", task.lower()).lstrip("0123456789_-").rstrip("_-")[:LONGEST]
    return f" What about {name}?" if name else ""
