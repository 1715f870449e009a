"""A student's bytes as text: encodings, line ends, and what is no text at all."""

from __future__ import annotations

from typing import Any

import pytest

from grader.worker.sources import Source, decode
from grader.worker.wire.decoding import LARGEST
from grader.worker.wire.texts import clean
from tests.present import present

LINE = "name = 'é'\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(LINE.encode(), "utf-8", id="utf-8"),
        pytest.param(LINE.encode("utf-8-sig"), "utf-8", id="utf-8-with-mark"),
        pytest.param(LINE.encode("utf-16"), "utf-16", id="utf-16"),
        pytest.param(b"\xfe\xff" + LINE.encode("utf-16-be"), "utf-16", id="utf-16-big-endian"),
        pytest.param(LINE.encode("utf-32"), "utf-32", id="utf-32"),
        pytest.param(LINE.encode("cp1252"), "cp1252", id="western-without-cookie"),
        pytest.param(LINE.replace("\n", "\r\n").encode(), "utf-8", id="crlf"),
        pytest.param(LINE.replace("\n", "\r").encode(), "utf-8", id="cr"),
    ],
)
def test_text_is_read_as_it_was_meant(data: bytes, encoding: str) -> None:
    """The same line comes out of every encoding and every line end."""
    text = decode(Source("a.py", data))
    assert (text.text, text.encoding, text.problem) == (LINE, encoding, None)


@pytest.mark.parametrize(
    ("cookie", "word", "encoding"),
    [
        pytest.param("iso-8859-2", "žluť", "iso8859-2", id="czech"),
        pytest.param("koi8-r", "привет", "koi8-r", id="russian"),
        pytest.param("shift_jis", "日本", "shift_jis", id="japanese"),
        pytest.param("euc-kr", "한국", "euc_kr", id="korean"),
        pytest.param("gbk", "中文", "gbk", id="chinese"),
    ],
)
def test_a_cookie_is_believed(cookie: str, word: str, encoding: str) -> None:
    """An encoding that the file states is the one it is read with."""
    text = decode(Source("a.py", f"# -*- coding: {cookie} -*-\nword = '{word}'\n".encode(cookie)))
    assert word in text.text
    assert text.encoding.replace("-", "_") in {encoding.replace("-", "_"), cookie.replace("-", "_")}


@pytest.mark.parametrize("cookie", ["klingon", "rot13", "hex", "zip"])
def test_an_impossible_cookie_is_passed_over(cookie: str) -> None:
    """A cookie that names no text encoding leaves the file readable."""
    text = decode(Source("a.py", f"# coding: {cookie}\nx = 1\n".encode()))
    assert text.encoding == "utf-8"
    assert text.line(2) == "x = 1"


def test_bytes_that_western_leaves_undefined_are_still_text() -> None:
    """Latin-1 is the last resort, since it knows every byte."""
    assert decode(Source("a.py", b"# \x81\xe9\n")).encoding == "latin-1"


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        pytest.param(b"PK\x03\x04rest", "binary", "a zip archive or an office document", id="zip"),
        pytest.param(b"%PDF-1.7", "binary", "a PDF", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "binary", "an image", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0", "binary", "an image", id="jpeg"),
        pytest.param(b"\x1f\x8b\x08", "binary", "a compressed archive", id="gzip"),
        pytest.param(b"{\\rtf1 def f()}", "binary", "a rich text document", id="rtf"),
        pytest.param(b"x = 1\0\n", "binary", "", id="nul"),
        pytest.param("x = '\0'\n".encode("utf-16"), "binary", "", id="nul-in-utf-16"),
        pytest.param(b"#" * (LARGEST + 1), "too_large", "", id="too-large"),
    ],
)
def test_what_is_no_text_is_a_fact(data: bytes, kind: str, name: str) -> None:
    """Bytes that hold no code give a problem and no text."""
    text = decode(Source("a.py", data))
    assert (text.text, present(text.problem).kind, present(text.problem).name) == ("", kind, name)


def test_the_largest_file_is_still_read() -> None:
    """The limit itself is allowed."""
    assert decode(Source("a.py", b"#" * LARGEST)).problem is None


def test_lines_are_split_at_newlines_only() -> None:
    """A form feed or a Unicode line separator inside a line moves no line number."""
    text = decode(Source("a.py", "a = '\u2028\x0c'\nb = 2\n".encode()))
    assert text.line(2) == "b = 2"
    assert text.line(0) == text.line(99) == ""


class Rude:
    def __str__(self) -> None:  # type: ignore[override]
        raise SystemExit


class Odd(str):
    __slots__ = ()

    def __str__(self) -> Odd:
        return self

    def encode(self, *_: Any) -> None:  # type: ignore[override]
        """Fail as no text does."""
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("a\ud800b", "a?b", id="surrogate"),
        pytest.param("x" * 999, "x" * 200, id="long"),
        pytest.param(Rude(), "", id="raises"),
        pytest.param(Odd("plain"), "plain", id="subclass-of-str"),
        pytest.param(b"a", "b'a'", id="bytes"),
    ],
)
def test_clean_gives_plain_text_of_anything(value: Odd | Rude | bytes | str, text: str) -> None:
    """Whatever object a student made, its text can be encoded and is short."""
    assert clean(value) == text


@pytest.mark.parametrize(
    ("name", "stem", "folder"),
    [("softmax.py", "softmax", ""), ("a/b/scan.py", "scan", "a/b"), ("code", "code", ""), ("a.b.py", "a.b", "")],
)
def test_a_name_has_a_stem_and_a_folder(name: str, stem: str, folder: str) -> None:
    """The stem is what a sibling imports."""
    source = Source(name, b"")
    assert (source.stem, source.folder) == (stem, folder)


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("latin-1", "iso-8859-1"),
        ("koi8-r", "koi8-r"),
        ("gbk", "gbk"),
        ("shift-jis", "shift-jis"),
        ("mac_roman", "mac_roman"),
        ("punycode", "utf-8"),
        ("idna", "utf-8"),
        ("rot13", "utf-8"),
        ("zlib", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("undefined", "utf-8"),
        ("no-such-codec", "utf-8"),
    ],
)
def test_only_encodings_of_files_are_used(codec: str, encoding: str) -> None:
    """What else a file names as its encoding takes long, or decodes no files; UTF-8 stands in for it."""
    assert decode(Source("a.py", f"# coding: {codec}\nx = 1\n".encode())).encoding == encoding
