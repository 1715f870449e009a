"""The part of a student's files that answers a question: the cells and lines below its heading, in order.

A notebook is read as JSON and nothing of it is run.  Everything here is text of a student's: whoever shows it renders
it, and pictures are only named.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.records import dataclass, field
from grader.submission import notebooks
from grader.submission.answers import heading_titles, section_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_CELLS = 200
"""Cells of one answer that are shown; a heading at the top of a long notebook has them all below it."""
MOST_OUTPUT = 20_000
"""Characters of one output that are shown."""


@dataclass(frozen=True, slots=True)
class CellOutput:
    """One output of a code cell: text, HTML, or a picture as base64."""

    kind: str
    """`text`, `html` or `picture`."""
    content: str


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """A cell, or the part of it that belongs to the answer; a file of text is one cell."""

    kind: str
    """`markdown` or `code`."""
    source: str
    number: int = 0
    """In the notebook, counted from 1; 0 for a file of text."""
    outputs: tuple[CellOutput, ...] = ()
    attachments: Mapping[str, str] = field(default_factory=dict)
    """Pictures of a Markdown cell as base64, by the name under which its text shows them."""


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """The text below a heading, and its position."""

    file: str = ""
    heading: str = ""
    cells: tuple[AnswerCell, ...] = ()
    headings: tuple[str, ...] = ()
    """Every heading of the files, for whoever looks for an answer that is not where it should be."""

    @property
    def text(self) -> str:
        """The Markdown alone."""
        return "\n\n".join(cell.source for cell in self.cells if cell.kind == "markdown").strip()


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file with written answers, as cells."""

    name: str
    cells: tuple[AnswerCell, ...]


def text_file(name: str, data: bytes) -> TextFile | None:
    """Return a notebook or a file of text as cells; None for what is neither."""
    if not notebooks.is_notebook(name, data[:4096]):
        return TextFile(name, (AnswerCell("markdown", data.decode("utf-8-sig", "replace")),))
    if len(data) > notebooks.LARGEST_NOTEBOOK:
        return None
    try:
        content = json.loads(data)
        cells = content["cells"]
        return TextFile(name, tuple(_cells(cells)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def find_answer(files: Sequence[TextFile], heading: str) -> WrittenAnswer:
    """Return what stands below `heading`; where it stands several times, the last one that is not empty counts."""
    headings = tuple(title for file in files for title in heading_titles(_joined_text(file)[0]))
    for file in reversed(files):
        text, owners = _joined_text(file)
        for span in section_spans(text, heading):
            cells = tuple(_section(file, text, owners, span))
            if any(cell.source.strip() for cell in cells):
                return WrittenAnswer(file.name, heading, cells[:MOST_CELLS], headings)
    return WrittenAnswer(headings=headings)


def _joined_text(file: TextFile) -> tuple[str, list[tuple[int, int, int]]]:
    """Return the Markdown of a file as one text, and of each cell its index, begin and end in that text."""
    parts: list[str] = []
    owners: list[tuple[int, int, int]] = []
    end = 0
    for index, cell in enumerate(file.cells):
        if cell.kind == "markdown":
            source = cell.source.replace("\r\n", "\n").replace("\r", "\n")
            owners.append((index, end, end + len(source)))
            parts.append(source)
            end += len(source) + 2
    return "\n\n".join(parts), owners


def _section(
    file: TextFile, text: str, owners: Sequence[tuple[int, int, int]], span: tuple[int, int]
) -> Iterator[AnswerCell]:
    """Yield the cells of a part of the text, code between them included."""
    first, last = span
    begin = next(index for index, start, end in owners if start <= first <= end + 1)
    stop = next((index for index, start, end in owners if last < len(text) and start <= last <= end), len(file.cells))
    texts = {index: text[max(start, first) : min(end, last)].strip("\n") for index, start, end in owners}
    for index in range(begin, min(stop + 1, len(file.cells))):
        cell = file.cells[index]
        if cell.kind == "code":
            if begin < index < stop:
                yield cell
        elif texts[index].strip():
            yield AnswerCell("markdown", texts[index], cell.number, (), cell.attachments)


def _cells(cells: Any) -> Iterator[AnswerCell]:
    for number, cell in enumerate(cells, 1):
        kind, source = str(cell.get("cell_type")), _joined(cell.get("source", ""))
        if kind in {"markdown", "heading"}:
            yield AnswerCell("markdown", source, number, (), _attachments(cell.get("attachments")))
        elif kind == "code" and (source.strip() or cell.get("outputs")):
            yield AnswerCell("code", source, number, tuple(_outputs(cell.get("outputs") or ())))


def _attachments(entry: Any) -> dict[str, str]:
    if not isinstance(entry, dict):
        return {}
    attachments = {}
    for name, kinds in entry.items():
        for kind, content in kinds.items() if isinstance(kinds, dict) else ():
            if str(kind).startswith("image/"):
                attachments[str(name)] = _joined(content)
    return attachments


def _outputs(outputs: Any) -> Iterator[CellOutput]:
    for output in outputs:
        data = output.get("data") if isinstance(output, dict) else None
        if isinstance(data, dict):
            yield from _rich(data)
        elif isinstance(output, dict) and output.get("output_type") == "stream":
            yield CellOutput("text", _joined(output.get("text", ""))[:MOST_OUTPUT])
        elif isinstance(output, dict) and output.get("output_type") == "error":
            yield CellOutput("text", f"{output.get('ename', '')}: {output.get('evalue', '')}"[:MOST_OUTPUT])


def _rich(data: Mapping[str, Any]) -> Iterator[CellOutput]:
    """Yield the richest form of an output that can be shown."""
    picture = next((kind for kind in ("image/png", "image/jpeg") if kind in data), None)
    if picture:
        yield CellOutput("picture", _joined(data[picture]))
    elif "text/html" in data:
        yield CellOutput("html", _joined(data["text/html"])[:MOST_OUTPUT])
    elif "text/plain" in data:
        yield CellOutput("text", _joined(data["text/plain"])[:MOST_OUTPUT])


def _joined(text: Any) -> str:
    lines = text if isinstance(text, list) else [text]
    return "".join(line for line in lines if isinstance(line, str)).encode("utf-8", "replace").decode()
