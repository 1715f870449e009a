"""Students' Markdown and notebook outputs as markup: nothing acts, nothing leads elsewhere."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest

from grader.marking.rendering import markdown_markup, output_markup, picture_names

ACTING = {"script", "style", "iframe", "svg", "a", "form", "object", "embed", "link", "base"}
TRICKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "[x](javascript:alert(1))",
    "![x](javascript:alert(1))", "![x](data:text/html,<script>1</script>)", "<!-- --><b>x</b>",
    "&lt;script&gt;alert(1)",
    "$\\text{<img src=x onerror=alert(1)>}$", "$\\href{javascript:alert(1)}{x}$", "```html\n<script>1</script>\n```",
    "<style>*{display:none}</style>", "</div></main><h1>x</h1>", "![a\" onerror=\"alert(1)](b.png)",
    "<a href=//e>x</a>",
    "![](b.png \"t\\\" onload=\\\"alert(1)\")", "<iframe src=//e></iframe>", "\u202etxt",
    "<math><mtext><style><img src=x onerror=1>",
]  # fmt: skip


def elements(markup: Any) -> Any:
    """Return every element that a browser would make of a piece of markup."""
    return list(html5lib.parse(str(markup), namespaceHTMLElements=False).iter())


@pytest.mark.parametrize("text", TRICKS, ids=range(len(TRICKS)))
def test_nothing_of_a_text_becomes_an_element_that_acts(text: Any) -> None:
    """Read as a browser reads it."""
    for element in elements(markdown_markup(text, lambda name: "/picture/1" if name == "b.png" else None)):
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        assert element.tag not in ACTING
        assert element.attrib.get("src", "/picture/1") == "/picture/1"


@pytest.mark.parametrize("text", TRICKS, ids=range(len(TRICKS)))
def test_nothing_of_an_output_acts(text: Any) -> None:
    """The same through the cleaner of HTML."""
    for element in elements(output_markup(text)):
        assert set(element.attrib) <= {"colspan", "rowspan"}
        assert element.tag not in {
            "script",
            "style",
            "iframe",
            "svg",
            "a",
            "img",
            "form",
            "math",
            "object",
            "embed",
            "link",
        }


def test_a_table_of_an_output_stays_a_table() -> None:
    """What pandas puts out can be read."""
    head = "<thead><tr><th colspan='2'>a</th></tr></thead>"
    table = f"<style scoped>x{{}}</style><table border='1'>{head}<tr><td>1</td></tr></table>"
    assert str(output_markup(table)).startswith('<table><thead><tr><th colspan="2">a</th>')


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("no picture", []),
        ("![a](b.png) and ![](attachment:c%20d.png)", ["b.png", "attachment:c d.png"]),
        ("`![a](b.png)`", []),
        ("![a](<b c.png>)", ["b c.png"]),
        ("![a]()", [""]),
    ],
)
def test_the_pictures_of_a_text_are_named(text: str, names: Any) -> None:
    """As it writes them, decoded."""
    assert picture_names(text) == names


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("![sketch](gone.png)", "a picture that is not among the files: sketch"),
        ("![x](https://e.example/x.png)", "a picture from elsewhere, which is not loaded: x"),
        ("![x](//e.example/x.png)", "a picture from elsewhere, which is not loaded: x"),
    ],
)
def test_a_picture_that_is_not_shown_is_named(text: str, says: str) -> None:
    """So that nobody takes it for no picture."""
    assert says in str(markdown_markup(text, lambda _: None))


def test_formulas_are_mathematics() -> None:
    """In a line and on a line of their own."""
    text = str(markdown_markup("It is $x^2$.\n\n$$\\sum_i y_i$$"))
    assert text.count("<math") == 2
