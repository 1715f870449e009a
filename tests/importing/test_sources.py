"""A peer's files as data: read without being run, and a sentence for each that cannot be."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.importing import sources
from grader.importing.model import SourceError
from grader.importing.sources import (
    files_below,
    literal,
    notebook_language,
    parse_python,
    read_bytes,
    read_json,
    read_notebook,
    read_text,
    read_yaml,
)

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, data: bytes | object) -> Path:
    """Write bytes, or data as JSON, and return the file."""
    path = folder / "file"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"\xff", "is not UTF-8 text (byte 0)"), (b"a\0b", "has a zero byte")],
    ids=["encoding", "zero"],
)
def test_a_file_that_is_no_text_is_told(tmp_path: Path, data: bytes, sentence: str) -> None:
    """With the byte."""
    with pytest.raises(SourceError) as error:
        read_text(written(tmp_path, data))
    assert sentence in str(error.value)


def test_a_text_has_line_feeds_alone(tmp_path: Path) -> None:
    """And no mark at its beginning."""
    assert read_text(written(tmp_path, b"\xef\xbb\xbfa\r\nb\rc\n")) == "a\nb\nc\n"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Missing, or too large."""
    with pytest.raises(SourceError, match="cannot be read"):
        read_bytes(tmp_path / "missing")
    with pytest.raises(SourceError, match="is larger than 0 MB"):
        read_bytes(written(tmp_path, b"abc"), 2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("x = (", "is not Python (cell 3 line 1"), ("x = 1\n  y", "cell 3 line 2"), ("-" * 20_000 + "1", "too much for")],
    ids=["syntax", "indent", "deep"],
)
def test_a_text_that_is_no_python_is_told_with_its_line(text: str, sentence: str) -> None:
    """One that breaks the parser as well."""
    with pytest.raises(SourceError) as error:
        parse_python(text, "cell 3")
    assert sentence in str(error.value)


@pytest.mark.parametrize(("text", "value"), [("[1, 'a']", [1, "a"]), ("{'a': None}", {"a": None}), ("-1", -1)])
def test_a_literal_is_a_value(text: str, value: Any) -> None:
    """Written out."""
    assert literal(ast.parse(text, mode="eval").body, "it") == value


@pytest.mark.parametrize("text", ["open('x')", "{[]: 1}", "x", "1 + x"])
def test_what_is_computed_is_not_run(text: str) -> None:
    """With the line where it stands."""
    with pytest.raises(SourceError, match=r"points is computed, not written out \(line 1\)"):
        literal(ast.parse(text, mode="eval").body, "points")


@pytest.mark.parametrize(("text", "content"), [("", {}), ("a: 1\n2: b", {"a": 1, "2": "b"})], ids=["empty", "mapping"])
def test_a_configuration_is_a_mapping(text: str, content: dict[str, Any]) -> None:
    """Its keys are texts."""
    assert read_yaml(text) == content


@pytest.mark.parametrize(
    "text",
    ["- a", "a: [", "!!python/name:os.system x", "a: &x 1\nb: [" + "*x, " * 30 + "]", "a: 2026-99-99"],
    ids=["list", "syntax", "object", "aliases", "date"],
)
def test_any_other_configuration_is_refused(text: str) -> None:
    """As one of the file."""
    with pytest.raises(SourceError, match="its configuration"):
        read_yaml(text)


def test_a_notebook_of_any_version_is_cells(tmp_path: Path) -> None:
    """Numbered from 1, texts joined, outputs as plain text."""
    new = {
        "cells": [
            {
                "cell_type": "code",
                "source": ["a\n", "b"],
                "outputs": [{"text": "printed"}, {"data": {"text/plain": ["shown"]}}, 3],
            }
        ],
        "metadata": {"kernelspec": {"language": "R"}},
    }
    cells, metadata = read_notebook(written(tmp_path, new))
    assert [(cell.number, cell.kind, cell.lines, cell.output) for cell in cells] == [
        (1, "code", ["a", "b"], "printedshown")
    ]
    assert notebook_language(metadata) == "r"
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": "x"}]}, 3]}
    assert [cell.source for cell in read_notebook(written(tmp_path, old))[0]] == ["x"]
    assert notebook_language({}) == "python"


@pytest.mark.parametrize(
    "data",
    [[], {}, {"cells": 3}, {"cells": [3]}, b"{", b"[" * 100_000],
    ids=["list", "no-cells", "a-number", "no-cell", "no-json", "deep"],
)
def test_what_is_no_notebook_is_told(tmp_path: Path, data: Any) -> None:
    """In a sentence."""
    with pytest.raises(SourceError, match="is not"):
        read_notebook(written(tmp_path, data))
    if isinstance(data, bytes):
        with pytest.raises(SourceError, match="is not JSON"):
            read_json(tmp_path / "file")


def test_files_are_found_below_a_folder(tmp_path: Path) -> None:
    """In order; hidden folders, caches and links are left out, and a file is itself."""
    for name in ("b.py", "a/c.py", ".git/d.py", "__pycache__/e.py", "a/f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "link").symlink_to(tmp_path)
    assert [path.name for path in files_below(tmp_path, (".py",))] == ["c.py", "b.py"]
    assert list(files_below(tmp_path / "b.py", (".py",))) == [tmp_path / "b.py"]
    assert list(files_below(tmp_path / "a/f.txt", (".py",))) == []
    assert sources.LARGEST_DATA < sources.LARGEST
