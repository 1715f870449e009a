r"""LaTeX to MathML that a page may hold: known elements and attributes only, every text escaped.

The converter that does the mathematics is made for authors who are trusted: it writes the text of `\text{<b>}` as
markup and `\href` as a link.  So its tree is taken, not its text, and is written here.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ELEMENTS: Final = re.compile(
    "math|mrow|mi|mn|mo|mtext|mspace|msub|msup|msubsup|munder|mover|munderover|mfrac|msqrt|mroot|mtable|mtr|mtd|mstyle"
    "|mpadded|mphantom|menclose|mmultiscripts|mprescripts|none"
)
_ATTRIBUTES: Final = re.compile(
    "display|stretchy|fence|form|accent|accentunder|movablelimits|largeop|separator|symmetric|minsize|maxsize|lspace"
    "|rspace|width|height|depth|voffset|linethickness|mathvariant|displaystyle|scriptlevel|columnalign|columnspacing"
    "|columnlines|rowspacing|rowlines|notation|bevelled"
)
_VALUE: Final = re.compile(r"[\w.%+ -]*")
_ARG: Final = re.compile(r"\\arg\s*(\\(?:max|min))?(?![A-Za-z])")
_OPERATOR: Final = re.compile(r"\\operatorname\*?\{([^{}]*)\}")
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)


class BrokenMathError(ValueError):
    """LaTeX that cannot be shown as mathematics; its source can."""


def mathml(latex: str, *, block: bool) -> str:
    """Return `latex` as one `<math>` element, displayed on a line of its own if `block`.

    Raises BrokenMathError where braces do not match, a command is unknown or the outcome is no plain mathematics.
    """
    from latex2mathml.converter import convert_to_element

    if not _braces_match(latex):
        raise BrokenMathError(latex)
    try:
        return _markup(convert_to_element(_familiar(latex), display="block" if block else "inline"))
    except Exception as error:
        # The converter raises whatever its parser stumbles over, IndexError and RecursionError among them.
        raise BrokenMathError(latex) from error


def _familiar(latex: str) -> str:
    """Return `latex` without what the converter does not know, although every author does."""
    latex = _ARG.sub(lambda found: r"\arg" + found[1][1:] if found[1] else r"\operatorname{arg}", latex)
    return _OPERATOR.sub(lambda found: r"\operatorname{" + found[1].replace(r"\,", "\u2009") + "}", latex)


def _braces_match(latex: str) -> bool:
    depth = 0
    for sign in _ESCAPED.sub("", latex):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _markup(element: Element) -> str:
    if not _ELEMENTS.fullmatch(element.tag):
        raise BrokenMathError(element.tag)
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in element.items()
        if _ATTRIBUTES.fullmatch(name) and _VALUE.fullmatch(value)
    )
    text = element.text or ""
    # A command that the converter does not know comes through as it stands.
    if "\\" in text and element.tag != "mtext":
        raise BrokenMathError(text)
    # The tree holds signs as entities, so they are read before they are escaped.
    inside = html.escape(html.unescape(text)) + "".join(map(_markup, element))
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"
