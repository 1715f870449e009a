"""The page of one submission: one file without scripts or links to elsewhere, every text escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2
from markupsafe import Markup, escape

from grader.presentation import drawing
from grader.presentation.view import view_of
from grader.presentation.visible import visible
from grader.report.course_statements import course_statement, prepare_statements
from grader.report.statements import statement_markup
from grader.report.template_code import CompiledTemplates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.results import SubmissionResult

_CODE: Final = re.compile(r"`([^`\n]{1,200})`")
_TEMPLATES: Final = Path(__file__).with_name("templates")


def render(result: SubmissionResult, statements: Mapping[str, str]) -> str:
    """Return the page of `result`, a whole HTML document.

    `result` is already made for its audience.  `statements` gives the Markdown of each task by its id; a task without
    one is shown without.
    """
    texts = {task.id: course_statement(statements[task.id]) for task in result.tasks if statements.get(task.id)}
    by_anchor = {f"task-{number}": texts.get(task.id) for number, task in enumerate(result.tasks, 1)}
    return environment().get_template("report.html.j2").render(report=view_of(result), statements=by_anchor)


def compile_page(statements: Iterable[str], course: Path | None) -> None:
    """Compile the templates of a page and set the statements, which are kept for all that follow.

    With `course`, they are also taken from earlier starts and kept for later ones.
    """
    for name in ("report", "base", "picture"):
        environment().get_template(f"{name}.html.j2")
    prepare_statements(statements, course)


@cache
def environment(*folders: Path) -> jinja2.Environment:
    """Return the one environment of every page: it escapes, knows no missing name, and shows control characters.

    Templates are found in `folders` first; any page can extend `base.html.j2`, whose style is the only one that the
    page's policy lets in.
    """
    page = jinja2.Environment(
        loader=CompiledTemplates([*folders, _TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Our own style sheet is the one text that must not be escaped: the policy's hash is of these very bytes.
    page.filters["markdown"] = statement_markup
    page.filters["coded"] = coded
    page.filters["lines"] = _lines
    page.globals.update(
        width=drawing.WIDTH, height=drawing.HEIGHT, left=drawing.LEFT, right=drawing.WIDTH - drawing.RIGHT
    )
    page.globals.update(style=Markup(style), style_hash=Markup(f"sha256-{digest}"))  # noqa: S704
    return page


def coded(text: str) -> Markup:
    """Return a sentence with what stands between backticks as code, everything escaped."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(visible(text)))))  # noqa: S704


def _lines(texts: Iterable[str]) -> tuple[Markup, ...]:
    """Return lines of Python with their tokens marked."""
    from grader.report.code import highlighted_lines

    return highlighted_lines(tuple(map(visible, texts)))


def _finalize(value: object) -> object:
    return visible(value) if type(value) is str else value
