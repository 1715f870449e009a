"""Kinds of files by name and first bytes: code, a written answer, data, or a reason why nobody reads it."""

from __future__ import annotations

import pytest

from grader.submission.kinds import SourceKind, is_for_a_person, is_main_answers, kind_of

CODE = b"import numpy as np\ndef f(x):\n    return x\n"


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("softmax.py", b"", SourceKind.CODE),
        ("gui.pyw", b"", SourceKind.CODE),
        ("a/b/work.ipynb", b"", SourceKind.CODE),
        ("softmax.py.txt", b"", SourceKind.CODE),
        ("work.ipynb.json", b"", SourceKind.CODE),
        ("SOFTMAX.PY", b"", SourceKind.CODE),
        ("softmax-1.py", b"", SourceKind.CODE),
        ("softmax.txt", CODE, SourceKind.CODE),
        ("softmax", CODE, SourceKind.CODE),
        ("notes.txt", b"we define a function", SourceKind.SUPPORT),
        ("notes.txt", CODE + b"\0", SourceKind.SUPPORT),
        ("answers.md", b"", SourceKind.ANSWERS),
        ("Answers (1).md", b"", SourceKind.ANSWERS),
        ("answers.md.txt", b"", SourceKind.ANSWERS),
        ("answers.txt", b"", SourceKind.ANSWERS),
        ("proofs.md", b"", SourceKind.ANSWERS),
        ("Lösung 3.txt", b"", SourceKind.ANSWERS),
        ("loesungen_blatt2.txt", b"", SourceKind.ANSWERS),
        ("theory.markdown", b"", SourceKind.ANSWERS),
        ("my_proof.txt", b"", SourceKind.ANSWERS),
        ("hw2_answers.txt", b"", SourceKind.ANSWERS),
        ("sheet 3 - proofs.text", b"", SourceKind.ANSWERS),
        ("answers.mdown", b"", SourceKind.ANSWERS),
        ("notes.mkd", b"", SourceKind.ANSWERS),
        ("answers.rst", b"", SourceKind.ANSWERS),
        ("answers.org", b"", SourceKind.ANSWERS),
        ("answers", b"", SourceKind.ANSWERS),
        ("data_answers.txt", b"", SourceKind.SUPPORT),
        ("answers.csv", b"", SourceKind.SUPPORT),
        ("README.md", b"", SourceKind.SUPPORT),
        ("license.md", b"", SourceKind.SUPPORT),
        ("data.csv", b"", SourceKind.SUPPORT),
        ("x.npy", b"\x93NUMPY", SourceKind.SUPPORT),
        (".py", b"", SourceKind.SUPPORT),
        ("words.txt", b"a\nb\n", SourceKind.SUPPORT),
    ],
)
def test_a_file_that_is_read_or_kept_has_its_kind(name: str, head: bytes, kind: SourceKind) -> None:
    """Whatever it was renamed to; the first bytes decide where the name does not."""
    assert kind_of(name, head) == (kind, "")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("scan.pdf", "is a PDF"),
        ("answers.docx", "is a Word document"),
        ("a/proof.HEIC", "is a photograph in HEIC"),
        ("page.html", "is a web page"),
        ("Main.java", "is written in Java"),
        ("solve.m", "is written in MATLAB"),
        ("sheet.rmd", "is written in R:"),
        ("work.rar", "is an archive of a kind that is not unpacked (.rar)"),
        ("work.7z", "is an archive of a kind that is not unpacked (.7z)"),
        ("inner.zip", "is an archive that is not unpacked here"),
    ],
)
def test_a_file_that_nobody_reads_has_a_reason(name: str, reason: str) -> None:
    """In words that say what it is and, where something can be done, what."""
    kind, said = kind_of(name)
    assert kind is SourceKind.UNREADABLE
    assert said.startswith(reason)


@pytest.mark.parametrize("name", ["a.pdf", "b/scan.HEIC", "proof.docx", "proof.tex", "onlinetext.html"])
def test_a_scan_or_a_document_is_for_a_person(name: str) -> None:
    """Who marks can open it."""
    assert is_for_a_person(name)


@pytest.mark.parametrize("name", ["a.py", "a.pdf.py", "a.rar", "Main.java", "pdf"])
def test_code_and_archives_are_for_nobody(name: str) -> None:
    """A marker cannot do anything with them."""
    assert not is_for_a_person(name)


@pytest.mark.parametrize(
    ("name", "main"),
    [("answers.md", True), ("hw/Answers (2).md", True), ("answers-1.md", True), ("answers.txt", True),
     ("answers.md.txt", True), ("proofs.md", False), ("my answers.md", False), ("answers.py", False)],
)  # fmt: skip
def test_the_main_answers_are_known_under_any_name(name: str, main: bool) -> None:
    """A platform or a browser may have renamed them."""
    assert is_main_answers(name) is main
