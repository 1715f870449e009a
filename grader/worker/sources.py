"""A student's bytes as text, and what is wrong with them: everything that is known before a line is parsed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from .wire.decoding import LARGEST, decode_source
from .wire.texts import clean


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a submission: its path relative to the submission (with "/") and its bytes.

    The bytes of a notebook are its cells as JSON (grader/submission/notebooks.py), whatever its name ends with.
    """

    name: str
    data: bytes
    notebook: bool = False
    rank: int = 0
    """Orders files by how likely they are what somebody meant to hand in; the judge knows ages and names."""
    versions: tuple[str, ...] = ()
    """The tasks after which it is named, with a version behind (`softmax_v2`)."""

    @property
    def stem(self) -> str:
        """The file's name without folder and suffix: the name that a sibling imports."""
        return self.name.rpartition("/")[2].rpartition(".")[0] or self.name.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder inside the submission; empty for a file at its top."""
        return self.name.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file is not read whole; the keys are those of the report."""

    kind: str
    line: int = 0
    source: str = ""
    type: str = ""
    text: str = ""
    name: str = ""
    cell: int = 0

    def wire(self) -> dict[str, Any]:
        """Return the problem as it stands in the report, every text cut and encodable."""
        cut = {key: clean(value) if isinstance(value, str) else value for key, value in asdict(self).items()}
        return {**cut, "text": clean(self.text, 500)}


@dataclass(frozen=True, slots=True)
class LostStatement:
    """A statement that is left out, and why."""

    line: int
    type: str
    text: str
    cell: int = 0


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A file as text with newlines only, or (`text` empty) the problem that leaves none."""

    name: str
    encoding: str
    text: str
    problem: Problem | None = None

    def line(self, number: int) -> str:
        """Return line `number` (from 1) without its indentation; empty when there is no such line."""
        lines = self.text.split("\n")
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def decode(source: Source) -> DecodedText:
    """Return `source` as text; bytes that are no text at all become a problem of kind `too_large` or `binary`."""
    decoded = decode_source(source.data)
    problem = None
    if decoded.problem == "too_large":
        problem = Problem("too_large", text=f"more than {LARGEST} bytes")
    elif decoded.problem:
        problem = Problem("binary", text=decoded.content or "bytes that are no text", name=decoded.content)
    return DecodedText(source.name, decoded.encoding, decoded.text, problem)
