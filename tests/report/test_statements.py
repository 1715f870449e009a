"""Markdown of students is set in time and space that grow with its length."""

from __future__ import annotations

import pytest

from grader.marking.rendering import markdown_markup
from grader.report.statements import LONGEST_MARKED, MOST_CELLS, new_renderer, statement_markup

WIDE = "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|\n" * 100 + "\n"
BOMBS = {
    "tables": WIDE * 20,
    "one-table": "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|\n" * 9000,
    "in-quotes": "\n".join(f"> {line}" for line in (WIDE * 20).split("\n")),
    "in-a-list": "- a\n\n" + "\n".join(f"  {line}" for line in (WIDE * 20).split("\n")),
    "aligned": WIDE.replace("-", ":-:") * 20,
}
ROWS = "|a|b|\n|-|-|\n" + "|1|2|\n" * 200


@pytest.mark.parametrize("render", [statement_markup, markdown_markup], ids=["page", "marking"])
@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_short_rows_make_no_large_table(text: str, render: object) -> None:
    """Each row gets as many cells as the first one; a text of a few kilobytes would be megabytes of page."""
    assert callable(render)
    markup = render(text)
    assert "<table" not in markup
    assert len(markup) < 4 * len(text)


@pytest.mark.parametrize(
    "text", [ROWS, f"> {ROWS}".replace("\n|", "\n> |"), f"a\n---\n\n{ROWS}\n\n---\n" + "word\n" * 500]
)
def test_tables_that_people_write_are_tables(text: str) -> None:
    """Also beside rules and headings that look like the line below a table's head."""
    assert statement_markup(text).count("<td>") == 400 < MOST_CELLS


def test_what_is_too_long_is_shown_as_it_is() -> None:
    """All of it is there; its end is no Markdown any more, whatever it holds."""
    text = "*begin* $x$\n\n" + "*a* ```` b\n" * (LONGEST_MARKED // 8) + "*end*"
    markup = statement_markup(text)
    assert "<em>begin</em>" in markup
    assert "*end*" in markup
    assert markup.count("<pre>") == 1
    assert markup.count("<em>a</em>") + markup.count("*a*") == LONGEST_MARKED // 8


def test_a_text_of_one_line_is_cut_within_it() -> None:
    """There is no end of a line to cut at."""
    markup = statement_markup("a" * (LONGEST_MARKED + 5))
    assert markup.count("a") == LONGEST_MARKED + 5
    assert "<pre>aaaaa\n</pre>" in markup


def test_two_texts_do_not_share_their_bounds() -> None:
    """One renderer is used for all."""
    renderer = new_renderer()
    assert "<table" not in renderer.render(WIDE * 20)
    assert "<table" in renderer.render(ROWS)
