"""A report as text, plain or for a terminal that shows colour: one function, one order of blocks, two painters.

>>> print(render(view_of(result), colour=sys.stdout.isatty()), end="")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.presentation.document import STEP, body_blocks, check_blocks, report_blocks
from grader.presentation.plain import plain_lines
from grader.presentation.view import check_of
from grader.presentation.visible import inert

if TYPE_CHECKING:
    from grader.presentation.view import CheckView, ReportView
    from grader.results import CheckResult

_MARGIN: Final = " " * STEP


def render(report: ReportView, *, colour: bool = False, width: int | None = None) -> str:
    """Return a whole report, safe to print beside a CI runner.

    With `colour` it has the codes of a terminal, `width` columns wide or as wide as the terminal is; without, it is
    plain text of 80 columns.
    """
    if colour:
        # rich takes a tenth of a second to import, which only a terminal with colour has to pay.
        from grader.presentation.terminal import paint

        return inert(paint(report_blocks(report), width))
    return inert("\n".join(plain_lines(report_blocks(report))) + "\n")


def check_text(check: CheckResult) -> str:
    """Return one check as it appears in a plain report."""
    return "\n".join(plain_lines(check_blocks(check_of(check)))) + "\n"


def check_body(check: CheckView) -> str:
    """Return the part of a check below the line of its title, for a page that has a title of its own."""
    return "\n".join(line.removeprefix(_MARGIN) for line in plain_lines(body_blocks(check)))
