"""Python in colour: the same characters, marked and escaped."""

from __future__ import annotations

import html as entities
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.code import LONGEST, highlighted, highlighted_lines

SOURCES = st.text(st.sampled_from("abx01 \n\t'\"#<>&\\()=.:@{}%"), max_size=60) | st.sampled_from(
    [
        "def f(x):\n    return x\n",
        '"""<b>\nmore\n',
        "if x < 'a': # & so\n",
        "\n\n",
        "async def\n\n\ny",
        "r'\\d' f'{x!r:>{w}}'",
    ]
)


def read(markup: str) -> str:
    """Return what a browser shows of a markup."""
    return entities.unescape(re.sub(r"</?span[^>]*>", "", markup))


@given(SOURCES)
def test_no_character_is_lost_or_added(source: Any) -> None:
    """Whatever it is, it reads as it was written."""
    assert read(str(highlighted(source))) == source


@given(st.lists(SOURCES.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=6))
def test_every_line_is_whole_in_itself(lines: Any) -> None:
    """No mark reaches over the end of a line, so that each can stand in an element of its own."""
    marked = highlighted_lines(tuple(lines))
    assert [read(str(line)) for line in marked] == lines
    assert all(line.count("<span") == line.count("</span>") for line in marked)


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("return 1", '<span class="k">return</span> <span class="m">1</span>'),
        ("def f(x):", '<span class="k">def</span> <span class="f">f</span>(x):'),
        ("not a", '<span class="k">not</span> a'),
        ("x = 'a<b'", 'x = <span class="s">&#39;a&lt;b&#39;</span>'),
        ("y  # <i>", 'y  <span class="c"># &lt;i&gt;</span>'),
        ('"""a\nb"""', '<span class="s">&#34;&#34;&#34;a</span>\n<span class="s">b&#34;&#34;&#34;</span>'),
    ],
    ids=["keyword", "function", "operator", "text", "comment", "two lines"],
)
def test_what_a_reader_looks_for_is_marked(source: str, marked: str) -> None:
    """By classes, as the page's policy lets in no style of an element's own."""
    assert highlighted(source) == marked


def test_very_long_code_stays_plain() -> None:
    """A student's file may be made to take for ever."""
    source = "x = 1\n" * LONGEST
    assert "<span" not in highlighted(source)
    assert read(str(highlighted(source))) == source
