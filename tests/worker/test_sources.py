"""A student's bytes as text: stems and folders, what is no text, and problems that any encoder takes."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.sources import DecodedText, Problem, Source, decode
from grader.worker.wire.decoding import LARGEST

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "stem", "folder"),
    [
        ("softmax.py", "softmax", ""),
        ("a/softmax.py", "softmax", "a"),
        ("a/b/softmax.ipynb", "softmax", "a/b"),
        ("a.b/softmax", "softmax", "a.b"),
        ("soft.max.py", "soft.max", ""),
        (".py", ".py", ""),
        ("a/__init__.py", "__init__", "a"),
        ("Größe.py", "Größe", ""),
        ("", "", ""),
        ("a/", "", "a"),
    ],
    ids=["file", "folder", "two-deep", "no-suffix", "two-dots", "suffix-only", "package", "letters", "empty", "slash"],
)
def test_a_source_knows_its_stem_and_its_folder(name: str, stem: str, folder: str) -> None:
    """The stem is what a sibling imports."""
    source = Source(name, b"")
    assert (source.stem, source.folder) == (stem, folder)


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"x = 1\n", "utf-8", "x = 1\n"),
        (b"", "utf-8", ""),
        (b"\xef\xbb\xbfx = 1\n", "utf-8", "x = 1\n"),
        (b"a\r\nb\rc\n", "utf-8", "a\nb\nc\n"),
        ("x = 'ü'".encode("cp1252"), "cp1252", "x = 'ü'"),
        (b"# coding: latin-1\nx = '\xfc'", "iso-8859-1", "# coding: latin-1\nx = 'ü'"),
        ("x = 1\n".encode("utf-16"), "utf-16", "x = 1\n"),
        (b"# coding: punycode\nx = 1", "utf-8", "# coding: punycode\nx = 1"),
        (b"# coding: nothing\nx = 1", "utf-8", "# coding: nothing\nx = 1"),
    ],
    ids=["plain", "empty", "mark", "line-ends", "windows", "declared", "utf-16", "punycode", "unknown"],
)
def test_bytes_become_text(tmp_path: Path, data: bytes, encoding: str, text: str) -> None:
    """As they lie on a disk, with newlines only."""
    path = tmp_path / "work.py"
    path.write_bytes(data)
    assert decode(Source("work.py", path.read_bytes())) == DecodedText("work.py", encoding, text)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"#" * (LARGEST + 1), Problem("too_large", text=f"more than {LARGEST} bytes")),
        (b"PK\x03\x04rest", Problem("binary", text="a zip archive or an office document",
                                    name="a zip archive or an office document")),
        (b"%PDF-1.7", Problem("binary", text="a PDF", name="a PDF")),
        (b"x = 1\0", Problem("binary", text="bytes that are no text")),
        ("x\0".encode("utf-16"), Problem("binary", text="bytes that are no text")),
    ],
    ids=["too-large", "zip", "pdf", "zero", "zero-in-utf-16"],
)  # fmt: skip
def test_bytes_that_are_no_text_have_a_problem(data: bytes, problem: Problem) -> None:
    """And no text at all."""
    decoded = decode(Source("work.py", data))
    assert (decoded.problem, decoded.text) == (problem, "")


def test_the_largest_file_is_still_read() -> None:
    """One byte more is too much."""
    assert decode(Source("work.py", b"#" * LARGEST)).problem is None


@pytest.mark.parametrize(
    ("number", "line"),
    [(1, "def f():"), (2, "return 1"), (3, ""), (4, "x"), (5, ""), (0, ""), (-1, ""), (10**9, "")],
    ids=["first", "indented", "blank", "last", "after", "zero", "negative", "far"],
)
def test_a_line_comes_without_its_indentation(number: int, line: str) -> None:
    """A number that is none of the file's gives nothing."""
    assert DecodedText("work.py", "utf-8", "def f():\n    return 1\n\nx").line(number) == line


@pytest.mark.parametrize(
    ("problem", "key", "length"),
    [
        (Problem("syntax", text="x" * 900), "text", 500),
        (Problem("syntax", source="x" * 900), "source", 200),
        (Problem("syntax", name="x" * 900), "name", 200),
        (Problem("x" * 900), "kind", 200),
        (Problem("syntax", type="\ud800" * 900), "type", 200),
    ],
    ids=["text", "source", "name", "kind", "surrogates"],
)
def test_a_problem_is_cut_for_the_report(problem: Problem, key: str, length: int) -> None:
    """Every text has a largest length, and the numbers stay."""
    assert len(problem.wire()[key]) == length
    assert (problem.wire()["line"], problem.wire()["cell"]) == (0, 0)


@given(st.text(st.characters(), max_size=50), st.integers(0, 10**6))
def test_any_problem_can_be_sent(text: str, line: int) -> None:
    """Whatever a student's error says, an encoder takes it."""
    wire = Problem("raised", line, text, text, text, text).wire()
    assert json.loads(json.dumps(wire).encode("utf-8")) == wire
    assert set(wire) == {"kind", "line", "source", "type", "text", "name", "cell"}


def test_a_problem_stays_as_it_was_recorded() -> None:
    """Nothing that is loaded later changes it."""
    with pytest.raises(FrozenInstanceError):
        Problem("syntax").line = 3  # type: ignore[misc]
