"""Kinds of files by name and first bytes: code, a written answer, data, or nothing that is read."""

from __future__ import annotations

import re
from enum import Enum

from grader.archives.formats import cannot_be_unpacked, is_archive
from grader.patterns import pattern
from grader.submission.naming import ANSWERS, original

UNREAD = "which is not read: only code, notebooks and Markdown are"
PYTHON = (".py", ".pyw")
NOTEBOOKS = (".ipynb",)


class SourceKind(Enum):
    """How a file is treated."""

    CODE = "code"
    ANSWERS = "answers"
    SUPPORT = "support"
    UNREADABLE = "unreadable"


_DOCUMENTS = {
    ".pdf": "is a PDF", ".doc": "is a Word document", ".docx": "is a Word document", ".odt": "is an office document",
    ".rtf": "is a rich text document", ".pages": "is a Pages document", ".ppt": "is a presentation",
    ".pptx": "is a presentation", ".key": "is a presentation", ".heic": "is a photograph in HEIC",
    ".tex": "is a LaTeX source", ".htm": "is a web page", ".html": "is a web page", ".djvu": "is a scan",
    ".eml": "is an e-mail", ".msg": "is an e-mail", ".webloc": "is a link", ".url": "is a link", ".gdoc": "is a link",
    ".lnk": "is a link", ".one": "is a OneNote file", ".xps": "is a scan", ".md.docx": "is a Word document",
}  # fmt: skip
"""Documents that people hand in and only a person can read."""
_LANGUAGES = {
    ".java": "Java", ".c": "C", ".cpp": "C++", ".cc": "C++", ".rs": "Rust", ".go": "Go", ".m": "MATLAB", ".r": "R",
    ".jl": "Julia", ".rmd": "R", ".qmd": "Quarto", ".js": "JavaScript", ".ts": "TypeScript", ".scala": "Scala",
    ".hs": "Haskell", ".kt": "Kotlin", ".cs": "C#", ".nb": "Mathematica", ".mlx": "MATLAB", ".sagews": "Sage",
}  # fmt: skip
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn")
_PLAIN = (".txt", ".text", ".rst", ".org", ".adoc", "")
_ANSWERS = pattern(
    r"((my|written|math|hw|homework|ps|sheet|blatt|assignment|task|aufgabe|ex)[-_ ]*\d*[-_ .]+)*"
    r"(answers?|antworten?|proofs?|beweise?|solutions?|l(ö|oe)sung(en)?|written|responses?|theory|theorie|r(e|é)ponses?|"
    r"respuestas?)([-_ .]*(to|of|for|hw|sheet|blatt|aufgabe|assignment|final|v)?[-_ .]*\d*)?",
    re.IGNORECASE,
)
"""Stems of texts that answer questions."""
_ABOUT = pattern(
    r"(read[-_ ]?me|licen[cs]e|copying|changelog|contributing|requirements|notice|authors?)\b.*", re.IGNORECASE
)
_DEFINITION = pattern(rb"^(?:async )?(?:def +\w+ *\(|class +\w+ *[(:])", re.MULTILINE)
_PERSONS = (".pdf", ".heic", ".docx", ".doc", ".odt", ".tex", ".html", ".htm", ".rtf")


def kind_of(name: str, head: bytes = b"") -> tuple[SourceKind, str]:
    """Return how a file is treated, and why it is not read where it is not; `head` are its first bytes."""
    file_name = original(name).rpartition("/")[2].lower()
    stem, dot, suffix = file_name.rpartition(".")
    suffix = f".{suffix}" if dot and stem else ""
    if suffix in PYTHON or suffix in NOTEBOOKS:
        return SourceKind.CODE, ""
    if file_name == ANSWERS or (suffix in _MARKDOWN and not _ABOUT.match(file_name)):
        return SourceKind.ANSWERS, ""
    if suffix in _PLAIN and _ANSWERS.fullmatch(stem if suffix else file_name):
        return SourceKind.ANSWERS, ""
    if suffix in {".txt", ""} and _DEFINITION.search(head) and b"\0" not in head:
        return SourceKind.CODE, ""
    if reason := unreadable(file_name, suffix):
        return SourceKind.UNREADABLE, reason
    return SourceKind.SUPPORT, ""


def unreadable(file_name: str, suffix: str) -> str:
    """Return why a file of this name cannot be read; nothing for data."""
    if suffix in _DOCUMENTS:
        return f"{_DOCUMENTS[suffix]}, {UNREAD}"
    if suffix in _LANGUAGES:
        return f"is written in {_LANGUAGES[suffix]}: only Python is graded"
    if ending := cannot_be_unpacked(file_name):
        return f"is an archive of a kind that is not unpacked (.{ending}): zip and tar are"
    return "is an archive that is not unpacked here: hand in the files in it" if is_archive(file_name) else ""


def is_for_a_person(name: str) -> bool:
    """Whether nothing but a person can read a file: a scan of a proof, a document."""
    return name.lower().endswith(_PERSONS)


def is_main_answers(name: str) -> bool:
    """Whether a file is the one that written answers are expected in, whatever it was renamed to."""
    file_name = original(name).rpartition("/")[2].lower()
    return file_name in {ANSWERS, "answers.txt", "answers.markdown"}
