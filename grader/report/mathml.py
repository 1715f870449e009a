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
_PER_EM: Final = {
    "em": 1.0, "ex": 2.0, "px": 16.0, "pt": 12.0, "pc": 1.0, "mu": 18.0, "cm": 0.4, "mm": 4.0, "in": 0.17, "%": 100.0,
    "": 1.0,
}  # fmt: skip
"""About how much of each unit is as long as the letters are high; a number without one multiplies a size."""
_BOUNDS: Final = {
    "width": (-2.0, 20.0), "lspace": (-2.0, 20.0), "rspace": (-2.0, 20.0),
    "height": (-4.0, 4.0), "depth": (-4.0, 4.0), "voffset": (-4.0, 4.0),
    "minsize": (0.0, 10.0), "maxsize": (0.0, 10.0), "linethickness": (0.0, 0.5),
    "columnspacing": (0.0, 5.0), "rowspacing": (0.0, 5.0),
}  # fmt: skip
"""The least and the largest length of each attribute, in em.

Anybody's formula may ask for kilometres of space, or be raised over what stands elsewhere on the page.
"""
_LENGTH: Final = re.compile(r"([+-]?)(\d{0,9}(?:\.\d{0,9})?)([a-z]{2}|%|)")
_NAMED: Final = re.compile("[a-z]+")
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
    latex = _ARG.sub(lambda match: r"\arg" + match[1][1:] if match[1] else r"\operatorname{arg}", latex)
    return _OPERATOR.sub(lambda match: r"\operatorname{" + match[1].replace(r"\,", "\u2009") + "}", latex)


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
        f' {name}="{_bounded(name, value)}"'
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


def _bounded(name: str, value: str) -> str:
    """Return the value of an attribute; a length that is too large, or is none, is the nearest one that is allowed."""
    if name not in _BOUNDS:
        return value
    return " ".join(_length(part, *_BOUNDS[name]) for part in value.split())


def _length(text: str, least: float, largest: float) -> str:
    match = _LENGTH.fullmatch(text)
    if match is None or match[3] not in _PER_EM or not match[2].strip("."):
        return text if _NAMED.fullmatch(text) else f"{least if text.startswith('-') else largest:g}em"
    em = float(f"{match[1]}{match[2]}") / _PER_EM[match[3]]
    if least <= em <= largest:
        return text
    bound = min(max(em, least), largest)
    # In a padded box a sign says that the length is added to the box's own.
    return f"{'+' if match[1] == '+' else ''}{bound:g}em"
