"""Files by their content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.marking.handed_in import LARGEST, MediaKind, files_in, kind_of, texts_in

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        pytest.param("a.txt", PNG, MediaKind.PICTURE, id="png-called-text"),
        pytest.param("a", b"\xff\xd8\xff\xe1", MediaKind.PICTURE, id="jpeg"),
        pytest.param("a", b"GIF89a", MediaKind.PICTURE, id="gif"),
        pytest.param("a", b"RIFF\0\0\0\0WEBP", MediaKind.PICTURE, id="webp"),
        pytest.param("a", b"XXXX\0\0\0\0WEBP\0", MediaKind.UNKNOWN, id="webp-that-is-none"),
        pytest.param("a.jpg", b"%PDF-1.7", MediaKind.PDF, id="pdf-called-picture"),
        pytest.param("a.jpg", b"\0\0\0\x18ftypheic", MediaKind.HEIC, id="heic-called-jpeg"),
        pytest.param("a", b"\0\0\0\x18ftypavif", MediaKind.HEIC, id="avif"),
        pytest.param("a.png", b"<svg xmlns='x'>", MediaKind.SVG, id="svg-called-png"),
        pytest.param("a", b"\xef\xbb\xbf <?xml version='1.0'?><svg>", MediaKind.SVG, id="svg-with-a-head"),
        pytest.param("a.html", b"<html><svg></svg>", MediaKind.TEXT, id="html-with-svg"),
        pytest.param("a.py", b"x = 1", MediaKind.CODE, id="code"),
        pytest.param("a.ipynb", b"{", MediaKind.NOTEBOOK, id="notebook"),
        pytest.param("a.txt", b'{"cells": [{"cell_type": 1}]}', MediaKind.NOTEBOOK, id="notebook-called-text"),
        pytest.param("a.tex", b"\\documentclass", MediaKind.TEXT, id="tex"),
        pytest.param("a.docx", b"PK\x03\x04\0", MediaKind.UNKNOWN, id="an-archive"),
        pytest.param("a.md", b"", MediaKind.EMPTY, id="empty"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(name: str, head: Any, kind: Any) -> None:
    """Whatever it is called."""
    assert kind_of(name, head, len(head)) is kind


def test_a_file_that_is_too_large_is_named() -> None:
    """It is not opened."""
    assert kind_of("a.png", PNG, LARGEST + 1) is MediaKind.LARGE
    assert kind_of("a.txt", b"text", 2 << 20) is MediaKind.LARGE


def test_a_folder_is_walked_without_leaving_it(tmp_path: Path) -> None:
    """No links, no hidden files, nothing that systems leave behind."""
    (tmp_path / "work/proofs").mkdir(parents=True)
    (tmp_path / "work/__pycache__").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    for name in ("b.txt", "proofs/a.txt", ".hidden", "__pycache__/x.txt"):
        (tmp_path / "work" / name).write_text("x")
    (tmp_path / "work/link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "work/away").symlink_to(tmp_path)
    assert [file.name for file in files_in(tmp_path / "work")] == ["b.txt", "proofs/a.txt"]
    assert files_in(None) == files_in(tmp_path / "nothing") == ()
    assert [file.name for file in files_in(tmp_path / "work/b.txt")] == ["b.txt"]


def test_answers_are_looked_for_in_notebooks_and_markdown(tmp_path: Path) -> None:
    """In no other text."""
    for name, text in {"answers.md": "# A", "note.txt": "# B", "w.ipynb": "{}", "f.py": "# C"}.items():
        (tmp_path / name).write_text(text)
    assert [name for name, _ in texts_in(files_in(tmp_path))] == ["answers.md", "w.ipynb"]


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    """Also where the size stays."""
    path = tmp_path / "a.txt"
    path.write_text("one")
    before = files_in(tmp_path)[0].digest
    path.write_text("two")
    import os

    os.utime(path, ns=(1, 1))
    assert files_in(tmp_path)[0].digest != before
