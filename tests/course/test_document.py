"""Documents: the line of a part, of the nearest one where it is not there, and its path as an author writes it."""

from __future__ import annotations

import pytest

from grader.course.document import Document, dotted

DOCUMENT = Document("tasks/a.yaml", {}, {("checks",): 3, ("checks", 0): 4, ("checks", 0, "id"): 4, ("title",): 2})


@pytest.mark.parametrize(
    ("path", "line", "text"),
    [
        ((), 1, ""), (("title",), 2, "title"), (("checks", 0, "id"), 4, "checks[0].id"),
        (("checks", 0, "expect"), 4, "checks[0].expect"), (("checks", 7, "expect"), 3, "checks[7].expect"),
        (("missing", "deep"), 1, "missing.deep"), ((0,), 1, "[0]"),
    ],
    ids=["file", "key", "deep", "missing-key", "missing-item", "missing", "item"],
)  # fmt: skip
def test_a_mistake_stands_at_the_nearest_line(path: tuple[str | int, ...], line: int, text: str) -> None:
    """Of a key that is missing, at what it is missing in."""
    mistake = DOCUMENT.mistake(path, "is wrong")
    assert (mistake.file, mistake.line, mistake.key) == ("tasks/a.yaml", line, text)
    assert dotted(path) == text
