"""The files handed in for a question, as markup and addresses of pictures; names in them are hidden."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.marking.handed_in import MediaKind, StudentFile, files_in, texts_in
from grader.marking.rendering import markdown_markup, output_markup
from grader.marking.views import hidden_title
from grader.marking.written import AnswerCell, TextFile, WrittenAnswer, find_answer, text_file
from grader.presentation.visible import visible
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from markupsafe import Markup

    from grader.marking.views import AnswerView


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as markup."""

    kind: str
    number: int
    markup: Markup | None
    """Of Markdown; None for code."""
    source: str
    """Of code."""
    outputs: tuple[ShownOutput, ...]


@dataclass(frozen=True, slots=True)
class ShownOutput:
    """An output of a code cell: a text, markup, or the address of a picture."""

    text: str = ""
    markup: Markup | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that was handed in beside the answer."""

    index: int
    title: str
    kind: str
    picture: str
    """The address of its first page; empty for what cannot be shown."""
    text: str
    why: str
    """Why it cannot be shown."""
    original: str
    """The address of the file as it was handed in."""
    turn: int
    is_other: bool
    """Whether its name says that it belongs to another question."""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer, ready for its page."""

    cells: tuple[ShownCell, ...]
    where: str
    """Where it was found, without names."""
    files: tuple[ShownFile, ...]
    headings: tuple[str, ...]
    changed: bool
    """Whether the files are others than those that were graded."""


def show_answer(answer: AnswerView, headings: Sequence[str]) -> ShownAnswer:
    """Return what a marker sees of an answer; `headings` are those of all questions.

    The files are read each time, and nothing of them is decoded here.
    """
    files = files_in(answer.folder)
    written = written_answer(files, answer.pointer or answer.question.heading)
    same = answer.pointer or _squeezed(written.text).startswith(_squeezed(answer.text)[:15_000])
    address = f"/picture/{answer.question.item}/{answer.number}"

    def hide(text: str) -> str:
        return text if answer.revealed else answer.names.hidden_in(text)

    if answer.text and not same:
        cells: tuple[ShownCell, ...] = (ShownCell("markdown", 0, markdown_markup(hide(answer.text)), "", ()),)
        where = ""
    else:
        cells = tuple(_cells(written, files, address, hide))
        where = hidden_title(written.file, answer.names) if written.file else ""
    return ShownAnswer(
        cells=cells,
        where=where,
        files=tuple(_files(files, answer, address, headings)),
        headings=tuple(dict.fromkeys(hide(title) for title in written.headings)),
        changed=bool(answer.text) and not same,
    )


def written_answer(files: tuple[StudentFile, ...], heading: str) -> WrittenAnswer:
    """Return what stands below a heading in the files."""
    return find_answer([file for file in (_text_file(*texts) for texts in texts_in(files)) if file], heading)


@lru_cache(maxsize=64)
def _text_file(name: str, data: bytes) -> TextFile | None:
    return text_file(name, data)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _cells(
    written: WrittenAnswer, files: tuple[StudentFile, ...], address: str, hide: Callable[[str], str]
) -> Iterator[ShownCell]:
    by_name = {file.name: index for index, file in enumerate(files)}
    folder = written.file.rpartition("/")[0]
    for cell_index, cell in enumerate(written.cells):
        if cell.kind == "code":
            outputs = tuple(_outputs(cell, f"{address}/output/{cell_index}", hide))
            yield ShownCell("code", cell.number, None, visible(hide(cell.source)), outputs)
            continue

        def picture(name: str, cell: AnswerCell = cell, cell_index: int = cell_index) -> str | None:
            if name.startswith("attachment:"):
                attachment = name.removeprefix("attachment:")
                keys = list(cell.attachments)
                return f"{address}/attachment/{cell_index}-{keys.index(attachment)}" if attachment in keys else None
            path = f"{folder}/{name}".lstrip("/").removeprefix("./")
            index = by_name.get(path)
            return f"{address}/file/{index}" if index is not None else None

        yield ShownCell("markdown", cell.number, markdown_markup(hide(cell.source), picture), "", ())


def _outputs(cell: AnswerCell, address: str, hide: Callable[[str], str]) -> Iterator[ShownOutput]:
    for number, output in enumerate(cell.outputs):
        match output.kind:
            case "picture":
                yield ShownOutput(picture=f"{address}-{number}")
            case "html":
                yield ShownOutput(markup=output_markup(hide(output.content)))
            case _:
                yield ShownOutput(text=visible(hide(output.content)))


_REASONS = {
    MediaKind.HEIC: "a HEIC or AVIF picture, which is not shown here; download it, or ask for a JPEG",
    MediaKind.LARGE: "too large to be shown here",
    MediaKind.EMPTY: "an empty file",
    MediaKind.UNKNOWN: "a kind of file that is not shown here",
}


def _files(
    files: Sequence[StudentFile], answer: AnswerView, address: str, headings: Sequence[str]
) -> Iterator[ShownFile]:
    others = [heading for heading in headings if heading != answer.question.heading]
    for index, file in enumerate(files):
        if file.kind in {MediaKind.CODE, MediaKind.NOTEBOOK}:
            continue
        title = visible(file.name if answer.revealed else hidden_title(file.name, answer.names))
        text = _text(file.path) if file.kind is MediaKind.TEXT else ""
        if file.kind is MediaKind.TEXT and file.name.lower().endswith((".md", ".markdown")):
            continue  # its answers stand under their headings
        is_shown = file.kind in {MediaKind.PICTURE, MediaKind.PDF, MediaKind.SVG}
        yield ShownFile(
            index,
            title,
            str(file.kind),
            f"{address}/file/{index}" if is_shown else "",
            text if answer.revealed else answer.names.hidden_in(text),
            _REASONS.get(file.kind, ""),
            f"/original/{answer.question.item}/{answer.number}/{index}",
            answer.turns.get(str(index), 0),
            _belongs(file.name, others) and not _belongs(file.name, [answer.question.heading]),
        )


def _text(path: Path) -> str:
    try:
        return visible(path.read_bytes()[:200_000].decode("utf-8", "replace"))
    except OSError:
        return ""


def _belongs(name: str, headings: Sequence[str]) -> bool:
    """Whether the name of a file, or of its folder, begins with one of the headings."""
    parts = [re.findall(r"[^\W\d_]+|\d+", part.casefold()) for part in PurePosixPath(name).with_suffix("").parts]
    heading_words = [re.findall(r"[^\W\d_]+|\d+", heading.casefold()) for heading in headings]
    return any(part[: len(words)] == words for part in parts for words in heading_words if words)
