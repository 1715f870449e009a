"""Students' Markdown and the outputs of their notebooks as markup that a page of the site may hold.

Raw HTML in Markdown is off; HTML of an output goes through nh3 and comes out without scripts, styles, links, forms or
addresses.  Pictures become links to this site's own pictures, which a sandboxed process has decoded.
"""

from __future__ import annotations

import html
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from grader.presentation.visible import visible
from grader.report.statements import new_renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markupsafe import Markup

_TAGS = {
    "p", "br", "hr", "b", "i", "em", "strong", "u", "s", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li",
    "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "div", "span", "dl", "dt", "dd",
}  # fmt: skip


def markdown_markup(source: str, picture: Callable[[str], str | None] | None = None) -> Markup:
    """Return Markdown as markup; `picture` gives the address of a picture by the name that the text uses.

    It returns None for one that is not there; without it, there are none.
    """
    from markupsafe import Markup

    pictures = {name: picture(name) for name in picture_names(source)} if picture else {}
    return Markup(_rendered(source, tuple(sorted(pictures.items()))))  # noqa: S704 - every byte of it is the renderer's


def picture_names(source: str) -> list[str]:
    """Return the names of the pictures that a text shows, in order, as it writes them."""
    if "![" not in source:
        return []
    names = []
    for token in _renderer().parse(source):
        names += [str(inner.attrs.get("src", "")) for inner in token.children or () if inner.type == "image"]
    return [unquote(name) for name in names]


@lru_cache(maxsize=2048)
def _rendered(source: str, pictures: tuple[tuple[str, str | None], ...]) -> str:
    return visible(_renderer().render(visible(source), {"pictures": dict(pictures)}))


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    markdown = new_renderer().enable("image")
    markdown.validateLink = _any_address  # type: ignore[method-assign,assignment]
    markdown.add_render_rule("image", _image)
    return markdown


def _any_address(_: str) -> bool:
    """Accept whatever a text names as a picture: none of these addresses is ever written into a page."""
    return True


def _image(_self: object, tokens: Sequence[Token], index: int, _options: Any, env: Mapping[str, Any]) -> str:
    token = tokens[index]
    name = unquote(str(token.attrs.get("src", "")))
    address = env.get("pictures", {}).get(name)
    description = token.content.strip()
    if address is None:
        markup = (
            "a picture that is not among the files"
            if not name.startswith(("http:", "https:", "//"))
            else ("a picture from elsewhere, which is not loaded")
        )
        return f'<span class="quiet">[{markup}{": " + html.escape(description) if description else ""}]</span>'
    return (
        f'<img src="{html.escape(address)}" alt="{html.escape(description or "picture of the answer")}" loading="lazy">'
    )


@lru_cache(maxsize=512)
def output_markup(source: str) -> Markup:
    """Return the HTML of a notebook's output without anything that acts or leads elsewhere."""
    import nh3
    from markupsafe import Markup

    clean = nh3.clean(
        visible(source), tags=_TAGS, attributes={"th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}},
        link_rel=None, clean_content_tags={"script", "style"},
    )  # fmt: skip
    return Markup(visible(clean))  # noqa: S704 - cleaned just now
