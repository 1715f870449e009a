"""Blocks as plain text."""

from __future__ import annotations

import pytest

from grader.presentation.document import Blank, Block, Labelled, Paragraph, ScoreTable, SourceLines, Span, Verbatim
from grader.presentation.events import LineView
from grader.presentation.plain import plain_lines

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        pytest.param(Paragraph((Span("a "), Span("b", "strong")), 2), ["  a b"], id="styles-disappear"),
        pytest.param(Paragraph((Span(""),), 2), [], id="empty-prose"),
        pytest.param(
            Paragraph((Span(LONG),), 2, hangs=2),
            [
                "  one two three four five six seven eight nine ten eleven twelve thirteen",
                "    fourteen fifteen sixteen",
            ],
            id="hanging",
        ),
        pytest.param(Paragraph((Span("a\n  b"),), 2), ["  a", "    b"], id="own-line-ends-and-indents"),
        pytest.param(Verbatim("x = 1\n\ny = 2\n", 4), ["    x = 1", "", "    y = 2"], id="verbatim"),
        pytest.param(Verbatim("word " * 40, 4), ["    " + "word " * 40], id="verbatim-is-never-wrapped"),
        pytest.param(Labelled("x = ", "[1,\n 2]", 2), ["  x = [1,", "       2]"], id="value-under-itself"),
        pytest.param(Labelled("a" * 30 + " = ", "1", 2), ["  " + "a" * 30 + " =", "      1"], id="long-label"),
        pytest.param(
            SourceLines((LineView(9, "x = 1", False), LineView(10, "", True)), 2),
            ["      9  x = 1", "  →  10"],
            id="source",
        ),
        pytest.param(SourceLines((), 2), [], id="source-not-known"),
        pytest.param(ScoreTable(()), [], id="table-is-for-terminals"),
        pytest.param(Blank(), [""], id="blank"),
    ],
)
def test_a_block_becomes_lines(block: Block, lines: list[str]) -> None:
    """Each sort of block, with its wrapping and its indents."""
    assert plain_lines([block]) == lines
