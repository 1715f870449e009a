"""Sentences with code between backticks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.html import coded


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        pytest.param("call `f(x)` now", "call <code>f(x)</code> now", id="code"),
        pytest.param("`a` and `b`", "<code>a</code> and <code>b</code>", id="twice"),
        pytest.param("a ` alone", "a ` alone", id="one-backtick"),
        pytest.param("``", "``", id="nothing-between"),
        pytest.param("`a\nb`", "`a\nb`", id="over-a-line"),
        pytest.param("`<script>`", "<code>&lt;script&gt;</code>", id="escaped-inside"),
        pytest.param("<b>`x`</b>", "&lt;b&gt;<code>x</code>&lt;/b&gt;", id="escaped-outside"),
        pytest.param("a\x1bb", "a⟨U+001B⟩b", id="control"),
    ],
)
def test_backticks_become_code(text: str, markup: str) -> None:
    """What stands between two backticks of a line is code, and everything is escaped."""
    assert str(coded(text)) == markup


@given(st.text())
def test_no_text_makes_another_element(text: Any) -> None:
    """Whatever a text holds, the only tag that comes out is <code>."""
    bare = str(coded(text)).replace("<code>", "").replace("</code>", "")
    assert "<" not in bare
    assert ">" not in bare
