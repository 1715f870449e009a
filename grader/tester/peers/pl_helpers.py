"""PrairieLearn's decorators: points and names of tests."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from grader.tester import proxies
from grader.tester.peers.feedback import Feedback

if TYPE_CHECKING:
    from collections.abc import Callable


class DoNotRunError(Exception):
    """The test runs in the first repetition alone."""


class GradingSkipped(Exception):  # noqa: N818 - the name that tests import
    """The test was not run, because an earlier one has ended everything."""


def points(points: float) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a test its points."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function.points = points  # type: ignore[attr-defined]
        return function

    return decorate


def name(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a test its name."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def test(case: Any) -> None:
            if case.total_iters > 1 and getattr(case, "print_iteration_prefix", True):
                Feedback.add_iteration_prefix(case.iter_num)
            function(case)

        test.name = name  # type: ignore[attr-defined]
        return test

    return decorate


def not_repeated(function: Callable[..., Any]) -> Callable[..., Any]:
    """Run a test in the first repetition alone."""

    @functools.wraps(function)
    def test(case: Any) -> None:
        if case.iter_num > 0:
            raise DoNotRunError
        Feedback.clear_iteration_prefix()
        case.print_iteration_prefix = False
        function(case)

    test.__repeated__ = False  # type: ignore[attr-defined]
    return test


def print_student_code(
    st_code: str = "user_code.py", ipynb_key: str = "#grade", as_feedback: bool = True
) -> str | None:
    """Return the student's code, or say it."""
    del st_code, ipynb_key
    text = "\n".join(text for link in proxies.LINK for text in link.sources.values())
    if not as_feedback:
        return text
    Feedback.add_feedback(text)
    return None


def extract_ipynb_contents(f: Any, ipynb_key: str) -> str:
    """Return the code of the cells of a notebook that begin with a key."""
    cells = ["".join(cell["source"]) for cell in json.load(f)["cells"] if cell["cell_type"] == "code"]
    return "".join(f"{cell}\n" for cell in cells if cell.strip().startswith(ipynb_key))


def save_plot(plt: Any, iternum: int = 0) -> None:
    """Do nothing: pictures of students' plots are not kept."""
