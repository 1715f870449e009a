"""YAML with the line of every key: no object is built but text, numbers, lists and mappings, no key twice."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from grader.course.document import Document, ReadingError
from grader.errors import Mistake

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1 << 20


def read(path: Path, name: str) -> Document:
    """Read one file; `name` is what mistakes call it.  Raises ReadingError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(Mistake(name, 0, "", f"cannot be read ({error.strerror})")) from error
    if len(data) > LARGEST:
        raise ReadingError(Mistake(name, 0, "", "is larger than 1 MiB; a task file is text"))
    from grader.course.yaml_parsing import parse

    document = parse(data, name)
    document.digest = hashlib.sha256(data).hexdigest()
    return document
