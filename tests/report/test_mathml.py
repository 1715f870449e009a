"""Lengths in formulas: what an author needs stays, and nobody covers the page with a formula."""

from __future__ import annotations

import re

import pytest

from grader.report.mathml import mathml


@pytest.mark.parametrize(
    ("latex", "lengths"),
    [
        pytest.param(r"a \, b", ["0.167em"], id="thin-space"),
        pytest.param(r"a \quad b", ["1em"], id="quad"),
        pytest.param(r"a \! b", ["negativethinmathspace"], id="named"),
        pytest.param(r"a \hspace{2cm} b", ["2cm"], id="centimetres"),
        pytest.param(r"a \hspace{99999999cm} b", ["20em"], id="kilometres"),
        pytest.param(r"a \hspace{-99999em} b", ["-2em"], id="back-over-the-line"),
        pytest.param(r"a \kern99999pt b", ["20em"], id="kern"),
        pytest.param(r"a \raise 999999em b", ["4em", "+4em", "-4em"], id="raised-over-the-page"),
        pytest.param(r"\lower99em x", ["-4em", "-4em", "+4em"], id="lowered"),
        pytest.param(r"a \raise 1em b", ["1em", "+1em", "-1em"], id="raised-a-little"),
        pytest.param(r"\genfrac(]{9999pt}{2}{a}{b}", ["0.5em"], id="thick-line"),
        pytest.param(r"\moveleft 99em x", ["-2em"], id="moved"),
    ],
)
def test_lengths_are_bounded(latex: str, lengths: list[str]) -> None:
    """Each stays what it is, or becomes the nearest one that is allowed."""
    found = re.findall(r' (?:width|height|depth|voffset|lspace|linethickness)="([^"]*)"', mathml(latex, block=False))
    assert sorted(found) == sorted(lengths)


@pytest.mark.parametrize("latex", [r"\rule{9e9em}{9e9em}", r"a \hspace{9e99cm} b", r"\hskip 1e9em x", r"\kern---9em x"])
def test_a_length_that_is_none_is_bounded_or_left_out(latex: str) -> None:
    """Every number that a page holds is small."""
    markup = mathml(latex, block=True)
    numbers = [float(number) for number in re.findall(r'="[+-]?(\d+(?:\.\d+)?)(?:em|)"', markup)]
    assert all(number <= 20 for number in numbers)
