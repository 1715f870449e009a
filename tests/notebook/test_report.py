"""What a notebook shows of a check: a frame that can do nothing, or the terminal's text."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from grader.notebook import Report

PAGE = "<!doctype html><title>x</title><script>alert(1)</script></iframe>\"'é𝕏"


def report(text: str = "Report\nline\n", page: str = PAGE) -> Report:
    """Return a report."""
    return Report(text, page, {"tasks": []})


class Tags(HTMLParser):
    """Collects the tags of a document."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, ...]]) -> None:  # type: ignore[override]
        """Keep a tag and its attributes."""
        self.found.append((tag, dict(attrs)))  # type: ignore[arg-type]


def test_its_text_is_that_of_the_terminal() -> None:
    """Printed, shown by a shell, or made a text."""
    assert str(report()) == repr(report()) == f"{report()}" == "Report\nline\n"


def test_both_forms_are_offered() -> None:
    """Whoever shows no HTML has the text."""
    shown = report()._repr_mimebundle_(include=None, exclude=None)
    assert shown == {"text/html": report()._repr_html_(), "text/plain": "Report\nline\n"}


def test_the_page_stands_in_a_frame_of_its_own() -> None:
    """One tag, whatever is in the page; the page itself comes out as it went in, and the frame is allowed nothing."""
    ((tag, attributes),) = Tags(report()._repr_html_()).found
    assert (tag, attributes["sandbox"]) == ("iframe", "")
    head, _, document = attributes["src"].partition(",")
    assert head == "data:text/html;charset=utf-8;base64"
    assert base64.b64decode(document).decode("utf-8") == PAGE
    assert attributes["title"]


@pytest.mark.parametrize(("lines", "height"), [(0, 16), (20, 26), (1000, 48)])
def test_the_frame_is_as_high_as_there_is_to_see(lines: int, height: int) -> None:
    """Within bounds."""
    assert re.search(r"height: (\d+)em", report("\n" * lines)._repr_html_())[1] == str(height)  # type: ignore[index]
