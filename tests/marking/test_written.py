"""The part of a student's files that answers a question."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.marking.written import find_answer, text_file


def notebook(*cells: Any) -> Any:
    """Return a notebook of cells (kind, source, further keys) as a file."""
    made = [{"cell_type": kind, "source": source, "metadata": {}, **more} for kind, source, more in cells]
    return text_file("work.ipynb", json.dumps({"cells": made, "nbformat": 4, "metadata": {}}).encode())


def markdown(source: Any, **more: Any) -> Any:
    """Return a Markdown cell."""
    return "markdown", source, more


def code(source: Any, *outputs: Any) -> Any:
    """Return a code cell."""
    return "code", source, {"outputs": list(outputs)}


def shown(file: Any, heading: str = "Proof") -> Any:
    """Return kind and source of the cells of an answer."""
    return [(cell.kind, cell.source) for cell in find_answer([file], heading).cells]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("# Proof\nIt is.\n\n# Other\nNo.", "It is.", id="up-to-the-next-heading"),
        pytest.param("# Proof\n## Part\nIt is.", "## Part\nIt is.", id="with-its-parts"),
        pytest.param("# Proof\nold\n# Proof\nnew", "new", id="the-last-one"),
        pytest.param("# Proof\nfull\n# Proof\n", "full", id="the-last-one-that-is-not-empty"),
        pytest.param("# Proof\r\nIt is.\r\n", "It is.", id="windows"),
        pytest.param("\ufeff# proof: mine\nIt is.", "It is.", id="more-words-and-a-mark"),
        pytest.param("no heading", "", id="no-heading"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_file_of_text(text: str, answer: str) -> None:
    """As the grader finds it."""
    file = text_file("answers.md", text.encode())
    assert file is not None
    assert find_answer([file], "Proof").text == answer


def test_cells_between_two_headings_are_shown_in_order() -> None:
    """Code with its outputs among them, and nothing of the questions before and after."""
    file = notebook(
        code("before()"), markdown("# Proof\nfirst"), code("middle()"), markdown("second"), code("late()"),
        markdown("third\n# Other\nno"), code("after()"),
    )  # fmt: skip
    assert shown(file) == [
        ("markdown", "first"), ("code", "middle()"), ("markdown", "second"), ("code", "late()"), ("markdown", "third"),
    ]  # fmt: skip


def test_code_below_the_last_heading_belongs_to_it() -> None:
    """Up to the end of the notebook."""
    assert shown(notebook(markdown("# Proof"), code("draw()"), markdown("so"))) == [
        ("code", "draw()"),
        ("markdown", "so"),
    ]


def test_a_heading_with_code_alone_is_no_answer_in_words() -> None:
    """Yet its cells are shown."""
    assert shown(notebook(markdown("# Proof"), code("draw()"))) == [("code", "draw()")]
    assert find_answer([notebook(markdown("# Proof"), code("draw()"))], "Proof").text == ""


def test_attachments_and_outputs_come_along() -> None:
    """A picture as base64, the richest form of an output that can be shown, text cut."""
    outputs = [
        {"output_type": "display_data", "data": {"image/png": ["aGk", "="], "text/html": "<b>x</b>"}},
        {"output_type": "execute_result", "data": {"text/html": "<i>y</i>", "text/plain": "y"}},
        {"output_type": "stream", "text": ["a", "b"]},
        {"output_type": "error", "ename": "ValueError", "evalue": "no"},
    ]
    picture = {"a.png": {"image/png": "aGk="}, "b": {"text/plain": "x"}}
    file = notebook(markdown("# Proof\n![](attachment:a.png)", attachments=picture), code("f()", *outputs))
    cells = find_answer([file], "Proof").cells
    assert cells[0].attachments == {"a.png": "aGk="}
    assert [(one.kind, one.content) for one in cells[1].outputs] == [
        ("picture", "aGk="), ("html", "<i>y</i>"), ("text", "ab"), ("text", "ValueError: no"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [b"{", b"{}", b'{"cells": 3}', b'{"cells": [1], "x": "cell_type"}', b"[" * 5000, b'{"cells": [{"cell_type": []}]}'],
    ids=range(6),
)
def test_a_notebook_that_is_none_is_left_out(data: Any) -> None:
    """It stops nothing."""
    file = text_file("work.ipynb", data)
    assert file is None or find_answer([file], "Proof").cells == ()


def test_every_heading_is_offered_where_nothing_was_found() -> None:
    """Of all files."""
    files = [text_file("a.md", b"# One\n## Two"), notebook(markdown("Three\n====="), code("x"))]
    assert find_answer(files, "Proof").headings == ("One", "Two", "Three")
