"""What a worker says is made fit for use at one place, whatever it is and however deep it lies."""

import json
from typing import Any

import numpy as np
import pytest

from grader.sandbox import cleaning
from grader.sandbox.cleaning import LARGEST, LONGEST_TEXT, clean_facts, clean_header, clean_text
from grader.worker.wire.frames import read_header

RAW = [
    pytest.param('"\\ud800"', "\ufffd", id="lone-surrogate"),
    pytest.param('"\\ud83d\\ude00"', "\U0001f600", id="pair-of-surrogates"),
    pytest.param('"a\\u001b[2Jb"', "a\ufffd[2Jb", id="escape"),
    pytest.param('"\\u0000\\u0007\\r\\u009b\\u007f"', "\ufffd" * 5, id="control"),
    pytest.param('"\x7f\x9b"', "\ufffd" * 2, id="control-as-it-is"),
    pytest.param('"a\\n\\tb"', "a\n\tb", id="newline-and-tab-stay"),
    pytest.param('"\\u202eabc\\u2066"', "\ufffdabc\ufffd", id="direction"),
    pytest.param('"é \\u00e9 Ж 数 \\u05d0 \\u200d"', "é é Ж 数 \u05d0 \u200d", id="letters-stay"),
    pytest.param('"' + "x" * 9000 + '"', "x" * LONGEST_TEXT, id="long"),
    pytest.param("1" + "0" * 300, LARGEST, id="huge"),
    pytest.param("-1" + "0" * 300, -LARGEST, id="huge-negative"),
    pytest.param("9223372036854775807", LARGEST, id="largest-that-fits"),
    pytest.param("1e999", 0.0, id="infinite"),
    pytest.param("-1e999", 0.0, id="infinite-negative"),
    pytest.param("1.5e3", 1500.0, id="real"),
    pytest.param("12", 12, id="small"),
    pytest.param("true", True, id="true"),
    pytest.param("null", None, id="none"),
    pytest.param("[]", [], id="empty-list"),
]
AROUND = [
    pytest.param('{{"a":{}}}', lambda value: {"a": value}, id="value"),
    pytest.param('{{"a":[1,{},"b"]}}', lambda value: {"a": [1, value, "b"]}, id="in-a-list"),
    pytest.param('{{"a":{{"b":[[{}]]}}}}', lambda value: {"a": {"b": [[value]]}}, id="deep"),
]


@pytest.mark.parametrize(("raw", "cleaned"), RAW)
@pytest.mark.parametrize(("around", "expected"), AROUND)
def test_a_value_is_fit_for_use(raw: Any, cleaned: Any, around: Any, expected: Any) -> None:
    """At any depth, and it can be encoded and written as JSON that every reader takes."""
    data = around.format(raw).encode()
    header = clean_header(read_header(data), data)
    assert header == expected(cleaned)
    json.dumps(header, ensure_ascii=False, allow_nan=False).encode()


@pytest.mark.parametrize("key", ["\\ud800", "\\u001b", "k" * 9000])
def test_keys_are_texts_too(key: Any) -> None:
    """They are cut and cleaned alike."""
    data = f'{{"{key}": 1, "b": {{"{key}": 2}}}}'.encode()
    header = clean_header(read_header(data), data)
    assert list(header) == [clean_text(json.loads(f'"{key}"')), "b"]
    assert list(header["b"]) == [clean_text(json.loads(f'"{key}"'))]


def test_an_honest_header_is_not_touched() -> None:
    """Nearly all headers have nothing to clean, and stay the objects that they are."""
    header = {"group": 0, "first": 3, "count": 97, "data": 776, "facts": [{"type": "dict"}], "fact_of": {"4": 0}}
    assert clean_header(header, json.dumps(header).encode()) is header


def test_every_character_that_no_encoder_takes_is_replaced() -> None:
    """And none that an encoder takes and a terminal shows."""
    replaced = {chr(code) for code in range(0x3000) if clean_text(chr(code)) == "\ufffd"}
    assert {char for char in replaced if char.isprintable()} == set()
    assert {"\n", "\t", " ", "é", "\u200b"} & replaced == set()
    assert all(clean_text(chr(code)) == "\ufffd" for code in range(0xD800, 0xE000))


def test_a_long_header_of_short_texts_comes_back_as_it_is() -> None:
    """As the report about many files does; one text that is too long is cut."""
    header = {"names": [f"function_{number}" for number in range(1000)]}
    assert clean_header(header, json.dumps(header).encode()) is header
    header["names"].append("x" * (LONGEST_TEXT + 1))
    cleaned = clean_header(header, json.dumps(header).encode())
    assert cleaned["names"][:-1] == header["names"][:-1]
    assert cleaned["names"][-1] == "x" * LONGEST_TEXT


@pytest.mark.parametrize("text", ["\\", "\x7f", "\x80", "\xff", "9" * 19, "1e9", "0.E-1", ".e+"])
@pytest.mark.parametrize("before", [b"", b"a" * 50, b"1", b"e", b"12.", b"9" * 18])
def test_whatever_may_have_to_be_cleaned_is_seen(before: bytes, text: str) -> None:
    """Wherever it stands; numbers of 18 digits and letters behind them are nothing."""
    assert not cleaning._is_plain(before + text.encode("latin-1") + b" b")
    assert cleaning._is_plain(b'{"a":' + b"9" * 18 + b"} f 1f e1 " + before.replace(b"9", b"e"))


def test_facts_of_a_body_are_like_those_of_a_header() -> None:
    """A body holds values of every kind, under keys of every kind; a fact is what JSON has, under a text."""
    facts = {
        "text\ud800": "a\x1bb",
        "line": 10**400,
        5: "a",
        "frames": [{"values": {b"": 1, "x": b"b"}}],
        "type": np.ones(3),
    }
    assert clean_facts(facts) == {
        "text\ufffd": "a\ufffdb", "line": LARGEST, "frames": [{"values": {"x": None}}], "type": None,
    }  # fmt: skip
