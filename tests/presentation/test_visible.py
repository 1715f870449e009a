"""Texts that act on a screen are made harmless."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.presentation.visible import clipped, one_line, visible, visible_result, writable_result
from grader.results import Counterexample, Outcome
from tests.samples.report_samples import check, submission, task


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("решения softmax 演習 x̂ 👩‍🎓", "решения softmax 演習 x̂ 👩‍🎓"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07", "⟨U+001B⟩]0;title⟨U+0007⟩"),
        ("\x1b\x1b[0m[31m", "⟨U+001B⟩[31m"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("one\r\ntwo\rthree", "one\ntwo⟨U+000D⟩three"),
        ("abc\u202egpj.exe", "abc⟨U+202E⟩gpj.exe"),
        ("\ud800", "⟨U+D800⟩"),
    ],
)
def test_what_acts_is_shown(text: str, shown: str) -> None:
    """Letters of every script stay, what moves a cursor or turns a line is named."""
    assert visible(text) == shown


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_nothing_that_acts_is_left(text: Any) -> None:
    """The outcome is harmless, can be written as UTF-8, and is not changed by a second time."""
    shown = visible(text)
    shown.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", shown)
    assert visible(shown) == shown
    assert len(one_line(text).splitlines()) <= 1


def test_a_name_stays_on_its_line() -> None:
    """A file name cannot write a line of the report."""
    assert one_line("a.py\nScore: 100 of 100") == "a.py↵Score: 100 of 100"


def test_a_long_text_says_how_long() -> None:
    """What is cut is counted."""
    assert clipped("a" * 4096) == "a" * 4000 + "\n(96 more characters)"
    assert clipped("short") == "short"


def test_every_text_of_a_result_is_reached() -> None:
    """Keys and nested values of a counterexample too."""
    found = Counterexample(inputs={"a\x00": ["\x01"]}, got={"f\x02": {"k": ["\x03"]}}, expected="\x04")
    result = submission(task(check(Outcome.FAILED, title="\x05", counterexample=found, notes=("\x06",))), output="\x07")
    shown = repr(visible_result(result).model_dump())
    assert "\\x" not in shown
    assert all(f"U+000{number}" in shown for number in range(8))


class Pair(NamedTuple):
    """A tuple of a kind of its own."""

    name: str
    value: int


def test_a_text_in_a_named_tuple_is_visible() -> None:
    """Whatever holds it."""
    example = Counterexample(inputs={"x": Pair("\x00", 1)}, got={}, expected="")
    result = submission(task(check(Outcome.FAILED, counterexample=example)))
    shown = visible_result(result).tasks[0].checks[0].counterexample
    assert shown is not None
    assert shown.inputs["x"] == ("⟨U+0000⟩", 1)


def test_halves_of_characters_alone_are_no_part_of_a_result_that_is_stored() -> None:
    """Wherever they stand; what acts on a screen stays, since a result is data."""
    found = Counterexample(inputs={"a\ud800": ["\udfff"]}, got={"f": {"k": ["\x1b"]}}, expected="\U0001f600")
    result = submission(task(check(Outcome.FAILED, message="\ud83d", counterexample=found)))
    stored = writable_result(result)
    text = stored.model_dump_json()
    assert all(sign in text for sign in ("a⟨U+D800⟩", "⟨U+DFFF⟩", "⟨U+D83D⟩", "\\u001b", "\U0001f600"))
    assert writable_result(stored) is stored
