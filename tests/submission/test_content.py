"""The content of one file: code, answers, or neither and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.submission.content import LARGEST_FILE, Content, content_of
from grader.submission.kinds import SourceKind

if TYPE_CHECKING:
    from pathlib import Path

CODE_CELL: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": "# Why"},
            {**CODE_CELL, "source": "%%writefile h.py\nx = 1"},
            {**CODE_CELL, "source": "y = 2"},
        ],
        "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
    }
).encode()  # fmt: skip


def read(folder: Path, name: str, data: bytes, *, is_named: bool = False) -> Content:
    """Return the content of a file."""
    path = folder / "file"
    path.write_bytes(data)
    return content_of(name, path, is_named=is_named)


@pytest.mark.parametrize(
    ("name", "data", "kind", "reason"),
    [
        pytest.param("a.py", b"x = 1", SourceKind.CODE, "", id="module"),
        pytest.param("a.py", b"", SourceKind.CODE, "", id="empty-module"),
        pytest.param("answers.md", b"# 1", SourceKind.ANSWERS, "", id="answers"),
        pytest.param("x/Answers.MD", b"# 1", SourceKind.ANSWERS, "", id="answers-in-another-case"),
        pytest.param("proof.md", b"# 1", SourceKind.ANSWERS, "was read as written answers", id="other-answers"),
        pytest.param("answers.md", "# \u00fc".encode("utf-16"), SourceKind.ANSWERS, "was read as UTF-16", id="utf-16"),
        pytest.param(
            "answers.md",
            b"# The first answer\n\0\1\2",
            SourceKind.UNREADABLE,
            "holds bytes that are no text",
            id="binary",
        ),
        pytest.param("a.ipynb", NOTEBOOK, SourceKind.CODE, "", id="notebook"),
        pytest.param("a.py", NOTEBOOK, SourceKind.CODE, "was read as a notebook", id="notebook-as-module"),
    ],
)
def test_a_file_is_read_as_what_it_is(tmp_path: Path, name: str, data: bytes, kind: SourceKind, reason: str) -> None:
    """Whatever it is called; what is unusual is said."""
    content = read(tmp_path, name, data)
    assert (content.kind, content.reason) == (kind, reason)


def test_a_notebook_gives_code_texts_and_files(tmp_path: Path) -> None:
    """Its Markdown cells are answers; a cell that writes a file is that file."""
    content = read(tmp_path, "hw.ipynb", NOTEBOOK)
    assert content.notebook
    assert [text.source for text in content.texts] == ["# Why"]
    assert [name for name, _ in content.written] == ["h.py"]
    assert content.size == len(NOTEBOOK)


def test_data_is_code_only_where_somebody_names_it(tmp_path: Path) -> None:
    """`grader check data.txt` means it; in a folder it lies beside the code."""
    data = b"1,2\n3,4\n"
    beside, named = read(tmp_path, "data.csv", data), read(tmp_path, "data.csv", data, is_named=True)
    assert (beside.kind, beside.data) == (SourceKind.SUPPORT, b"")
    assert (named.kind, named.data) == (SourceKind.CODE, data)


@pytest.mark.parametrize(
    ("name", "is_named", "first"),
    [
        ("softmax.txt", False, "softmax.py"), ("softmax.py.txt", False, ""), ("softmax.txt", True, ""),
        ("softmax.py", False, ""),
    ],
)  # fmt: skip
def test_code_in_a_text_file_is_read_under_the_name_it_hides(
    tmp_path: Path, name: str, is_named: bool, first: str
) -> None:
    """Mail programs and browsers change suffixes."""
    assert read(tmp_path, name, b"def softmax(x):\n    return x\n", is_named=is_named).first_name == first


@pytest.mark.parametrize("size", [LARGEST_FILE - 1, LARGEST_FILE, LARGEST_FILE + 1, LARGEST_FILE + 999])
def test_a_file_is_read_to_one_byte_above_the_limit(tmp_path: Path, size: int) -> None:
    """So that the worker sees that it is too long, and no disk is read for nothing."""
    content = read(tmp_path, "a.py", b"#" * size)
    assert content.size == len(content.data) == min(size, LARGEST_FILE + 1)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        pytest.param(b"import helper", {"helper"}, id="import"),
        pytest.param(b"import a.b, c", {"a", "b", "c"}, id="dotted-and-several"),
        pytest.param(b"from .part import f", {"part", "f"}, id="relative"),
        pytest.param(b"%run -i ./helper.py\n", {"helper"}, id="run"),
        pytest.param(b'%run "my helper"\nx', set(), id="name-with-a-space"),
        pytest.param(b"%run task.ipynb", {"task"}, id="notebook"),
        pytest.param(b"important = fromage", set(), id="words-that-only-begin-so"),
        pytest.param(b"import \xff\xfe", set(), id="bytes"),
        pytest.param(b"", set(), id="nothing"),
    ],
)
def test_the_names_that_code_imports_or_runs(code: bytes, names: set[str]) -> None:
    """Read from the bytes, for a file may not parse; a name too many only keeps a file."""
    assert Content(SourceKind.CODE, data=code).imports >= names
    assert not names or Content(SourceKind.CODE, data=code).imports <= names | {"import", "f"}


def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    """The caller lists it as unreadable."""
    with pytest.raises(OSError, match="No such file"):
        content_of("a.py", tmp_path / "none", is_named=False)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("h.py", "h.py"), ("./u/h.py", "u/h.py"), ("/content/h.py", "h.py"), ("../h.py", "h.py"),
        ("~/work/h.py", "h.py"),
        ('"/content/drive/My Drive/h.py"', "h.py"), ("C:\\work\\h.py", "h.py"), ("u/../../h.py", "h.py"),
        ("h.txt", ""), ("..", ""),
    ],
)  # fmt: skip
def test_a_file_that_a_cell_writes_lies_beside_the_notebook(tmp_path: Path, target: str, path: str) -> None:
    """Wherever it was on the machine of its author."""
    cells = [{**CODE_CELL, "source": f"%%writefile {target}\nx = 1"}]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    assert [name for name, _ in read(tmp_path, "p.ipynb", data).written] == ([path] if path else [])
