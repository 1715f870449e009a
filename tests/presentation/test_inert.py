"""What is printed is no command to the runner of a CI."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.presentation.visible import inert, shortened, visible


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("::error::x", ": :error::x", id="command"),
        pytest.param("a\n \t ::stop-commands::y", "a\n \t : :stop-commands::y", id="indented"),
        pytest.param("\u00a0::add-mask::1", "\u00a0: :add-mask::1", id="no-break-space"),
        pytest.param("a ##[error]b ##[x", "a ## [error]b ## [x", id="older"),
        pytest.param("x[::-1] a::b", "x[::-1] a::b", id="python"),
        pytest.param("## [heading", "## [heading", id="harmless"),
        pytest.param(":::", ": ::", id="three"),
    ],
)
def test_a_blank_breaks_a_command(text: str, printed: str) -> None:
    """And nothing else is changed."""
    assert inert(text) == printed


@given(st.text(st.sampled_from(":#[ \n\t\u00a0\u2003ab"), max_size=20))
def test_no_line_is_a_command(text: Any) -> None:
    """As the runner looks for them: after blanks of any kind, or anywhere."""
    printed = inert(visible(text))
    assert "##[" not in printed
    assert not [line for line in printed.split("\n") if line.strip().startswith("::")]
    assert inert(printed) == printed


def test_a_name_stays_on_its_line() -> None:
    """And has an end."""
    assert shortened("a\nb") == "a↵b"
    assert shortened("x" * 300, 10) == "x" * 9 + "…"
