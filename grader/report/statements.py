"""Statements of tasks and students' written answers, Markdown with $math$, as markup that a page may hold."""

from __future__ import annotations

import html
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from grader.patterns import pattern
from grader.presentation.visible import visible
from grader.report.mathml import BrokenMathError, mathml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markupsafe import Markup

LONGEST_MARKED = 1 << 16
"""Characters of a text that are read as Markdown; the rest is shown as it is, since its markup may take long."""
MOST_CELLS = 10_000
"""Cells that the tables of a text may have: each row gets as many as the first one, however short it is written."""
_DELIMITERS = pattern(r"[>\s|:-]*-[>\s|:-]*")
_TICKS = pattern(r"`+")


@lru_cache(maxsize=256)
def statement_markup(source: str) -> Markup:
    """Return a statement as markup without links, pictures, raw HTML or headings (those of the page stay in order)."""
    from markupsafe import Markup

    # Made visible before, as Markdown drops some signs, and after, as `&#8238;` becomes one.  Every byte of it was
    # written by the renderer below, which escapes text and knows no raw HTML.
    return Markup(visible(_renderer().render(visible(source))))  # noqa: S704


@cache
def _renderer() -> MarkdownIt:
    return new_renderer()


def new_renderer() -> MarkdownIt:
    """Return a renderer of its own, for pages that add rules; it knows no links, pictures or raw HTML."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A report is one file: it points nowhere else.
    markdown.disable(["link", "image", "autolink", "reference", "html_inline", "html_block"])
    dollarmath_plugin(markdown, allow_labels=False, double_inline=True)
    markdown.core.ruler.before("block", "bounds", _bound)
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    markdown.add_render_rule("math_inline", _inline)
    markdown.add_render_rule("math_inline_double", _double)
    markdown.add_render_rule("math_block", _block)
    for rule in ("heading_open", "heading_close"):
        markdown.add_render_rule(rule, _heading)
    markdown.add_render_rule("fence", _code)
    markdown.add_render_rule("code_block", _code)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    for rule in ("th_open", "td_open"):
        markdown.add_render_rule(rule, _cell)
    return markdown


def _bound(state: StateCore) -> None:
    """Put what is beyond the longest text that is marked up into a block of code, and say whether tables are few."""
    if len(state.src) > LONGEST_MARKED:
        cut = state.src.rfind("\n", 0, LONGEST_MARKED) + 1 or LONGEST_MARKED
        rest = state.src[cut:]
        fence = "`" * (1 + max(map(len, _TICKS.findall(rest)), default=2))
        state.src = f"{state.src[:cut]}\n\n{fence}\n{rest}\n{fence}\n"
    state.env["tables"] = _cells(state.src) <= MOST_CELLS


def _cells(source: str) -> int:
    """Return how many cells all tables of a text have at most, from its lines alone."""
    cells = columns = 0
    for line in source.split("\n"):
        if not line.strip():
            columns = 0
        elif "-" in line and _DELIMITERS.fullmatch(line):
            columns = max(columns, line.count("|") + 1)
        cells += columns
    return cells


def _table(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    from markdown_it.rules_block import table

    return bool(state.env["tables"] and table(state, first, last, silent))


LONGEST_MATH = 2000
"""Characters of a formula that are set; a student's may be made to take for ever."""


def _math(source: str, fence: str, *, block: bool) -> str:
    if len(source) > LONGEST_MATH:
        return f"<code>{html.escape(fence + source + fence)}</code>"
    try:
        return mathml(source.strip(), block=block)
    except BrokenMathError:
        return f"<code>{html.escape(fence + source + fence)}</code>"


def _inline(_self: object, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return _math(tokens[index].content, "$", block=False)


def _double(_self: object, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return f'<span class="formula">{_math(tokens[index].content, "$$", block=True)}</span>'


def _block(_self: object, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return f'<div class="formula">{_math(tokens[index].content, "$$", block=True)}</div>\n'


def _heading(_self: object, tokens: Sequence[Token], index: int, *_: Any) -> str:
    return '<p class="lead">' if tokens[index].nesting > 0 else "</p>\n"


def _code(_self: object, tokens: Sequence[Token], index: int, *_: Any) -> str:
    if tokens[index].info.strip().lower() in {"python", "py"}:
        from grader.report.code import highlighted

        return f"<pre>{highlighted(tokens[index].content)}</pre>\n"
    return f"<pre>{html.escape(tokens[index].content)}</pre>\n"


def _table_open(*_: Any) -> str:
    return '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _cell(_self: object, tokens: Sequence[Token], index: int, *_: Any) -> str:
    # The stock rule sets a style attribute for the alignment, which the page's policy forbids.
    return '<th scope="col">' if tokens[index].tag == "th" else "<td>"
