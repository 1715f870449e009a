"""Written answers as text: every encoding that an editor saves in, and bytes that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.texts import decoded

TEXT = "Größe ≥ 0\n"


@pytest.mark.parametrize(
    ("data", "text", "how"),
    [
        (b"", "", ""),
        (b"abc", "abc", ""),
        (TEXT.encode(), TEXT, ""),
        (b"\xef\xbb\xbfabc", "abc", ""),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), TEXT, "was read as UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, "was read as UTF-16"),
        (b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), TEXT, "was read as UTF-32"),
        (b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), TEXT, "was read as UTF-32"),
        ("hello".encode("utf-16-le"), "hello", "was read as UTF-16"),
        ("hello".encode("utf-16-be"), "hello", "was read as UTF-16"),
        ("Größe".encode("cp1252"), "Größe", "was read as Windows-1252, as it is no UTF-8"),
        (b"\x80 5", "€ 5", "was read as Windows-1252, as it is no UTF-8"),
        (b"caf\xe9 \x81", "café \x81", "was read as Latin-1, as it is no UTF-8"),
        (b"\xff\xfe", "", "was read as UTF-16"),
        (b"\xff\xfea", "\ufffd", "was read as UTF-16"),
        (b"\xff\xfe\x00\xd8", "\ufffd", "was read as UTF-16"),
    ],
    ids=[
        "empty", "ascii", "utf-8", "utf-8-mark", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "no-mark-le",
        "no-mark-be", "windows", "euro", "latin-1", "mark-alone", "half-a-letter", "lone-surrogate",
    ],
)  # fmt: skip
def test_a_text_is_read_in_the_encoding_that_it_was_saved_in(data: bytes, text: str, how: str) -> None:
    """The sentence says how, wherever it is not UTF-8."""
    assert decoded(data) == (text, how)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb", "a\nb"),
        (b"a\rb", "a\nb"),
        (b"a\r\r\nb", "a\n\nb"),
        (b"a\n\rb", "a\n\nb"),
        ("a\r\nb".encode("utf-16"), "a\nb"),
        ("ä\r\nb".encode("cp1252"), "ä\nb"),
        ("a\u2028b\u0085c".encode(), "a\u2028b\u0085c"),
        (b"a formula\0 with a zero", "a formula\ufffd with a zero"),
    ],
    ids=["windows", "old-mac", "doubled", "reversed", "utf-16", "cp1252", "separators", "zero"],
)
def test_lines_end_with_newlines_alone(data: bytes, text: str) -> None:
    """Other separators stay in the line, and a zero byte is replaced."""
    assert decoded(data)[0] == text


@given(st.binary(max_size=200))
def test_any_bytes_become_a_text_that_can_be_written(data: bytes) -> None:
    """Nothing raises, and neither zeros nor carriage returns come through."""
    text, how = decoded(data)
    assert text.encode("utf-8") is not None
    assert not {"\0", "\r"} & set(text)
    assert how == "" or how.startswith("was read as ")
