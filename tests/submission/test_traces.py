"""What a worker says of exceptions and warnings: places are looked up, texts are cut, what does not fit is left out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.results import TracebackFrame, Warned
from grader.submission import SourceFile, Submission, notebooks
from grader.submission.traces import (
    LONGEST,
    LONGEST_LINE,
    MOST_COUNTED,
    MOST_FRAMES,
    MOST_VALUES,
    MOST_WARNINGS,
    frames_of,
    text_of,
    warnings_of,
)
from tests.submission.notebook_samples import markdown, version4

SOFTMAX = b"import numpy as np\r\n\ndef softmax(x):\n    y = x / 0\n    return y\n# the end"
CELLS = version4(markdown("# Title"), "x = 1", "%time f()\ndef f(x):\n    1 / 0\n    return x")
WORK = Submission(
    "ana",
    (
        SourceFile("softmax.py", SOFTMAX),
        SourceFile("work.ipynb", notebooks.read("work.ipynb", CELLS.encode(), 1 << 20).data, notebook=True),
        SourceFile("picture.py", b"\x89PNG\0"),
        SourceFile("old.py", "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1")),
    ),
)


def step(file: Any = "softmax.py", line: Any = 4, **more: Any) -> dict[Any, Any]:
    """Return a frame as the worker tells it."""
    return {"file": file, "line": line, "name": "softmax", **more}


def test_a_frame_has_the_lines_of_the_students_file() -> None:
    """Two before and two after, numbered as in an editor, and the values that the worker tells."""
    (frame,) = frames_of({"frames": [step(values={"x": "1"})]}, WORK)
    assert frame == TracebackFrame(
        file="softmax.py",
        line=4,
        name="softmax",
        first=2,
        source=("", "def softmax(x):", "    y = x / 0", "    return y", "# the end"),
        values={"x": "1"},
    )


@pytest.mark.parametrize(
    ("place", "first", "source"),
    [
        (step(line=1), 1, ("import numpy as np", "", "def softmax(x):")),
        (step(line=6), 4, ("    y = x / 0", "    return y", "# the end")),
        (step("work.ipynb", 3, cell=3), 1, ("%time f()", "def f(x):", "    1 / 0", "    return x")),
        (step("old.py", 2), 1, ("# -*- coding: latin-1 -*-", "x = 'é'")),
    ],
    ids=["first", "last", "cell", "encoding"],
)
def test_the_lines_around_end_with_the_file(place: dict[str, int | str], first: int, source: tuple[str, ...]) -> None:
    """A cell is a file of its own, shown as the student wrote it; other encodings are read as Python reads them."""
    (frame,) = frames_of({"frames": [place]}, WORK)
    assert (frame.first, frame.source) == (first, source[: place["line"] + 2 - first + 1])  # type: ignore[operator]


FORGED = {
    "no-list": 5,
    "no-frame": [None, 7, [], "x"],
    "another-file": [step("secret.py")],
    "file-of-the-judge": [step("/etc/passwd", 1)],
    "no-file": [{"line": 1}],
    "file-of-another-kind": [step(["softmax.py"])],
    "line-0": [step(line=0)],
    "line-below-0": [step(line=-1)],
    "line-behind-the-end": [step(line=7)],
    "line-true": [step(line=True)],
    "line-of-another-kind": [step(line=4.0)],
    "line-huge": [step(line=10**300)],
    "a-cell-of-a-module": [step(cell=1)],
    "a-notebook-without-cell": [step("work.ipynb", 1)],
    "a-cell-of-text": [step("work.ipynb", 1, cell=1)],
    "a-cell-that-is-not-there": [step("work.ipynb", 1, cell=9)],
    "a-picture": [step("picture.py", 1)],
}


@pytest.mark.parametrize("told", FORGED.values(), ids=FORGED)
def test_a_place_that_the_submission_does_not_have_is_left_out(told: Any) -> None:
    """Whether it is a frame's or a warning's."""
    assert frames_of({"frames": told}, WORK) == ()
    warned = (
        [{**entry, "text": "t", "kind": "k", "count": 1} for entry in told if isinstance(entry, dict)]
        if told != 5
        else []
    )
    assert warnings_of(warned, WORK) == ()


def test_only_the_innermost_frame_has_values() -> None:
    """Also where the worker tells more, and where the innermost one is not believed."""
    outer, inner = step(line=3, values={"a": "1"}), step(values={"b": "2"})
    assert [frame.values for frame in frames_of({"frames": [outer, inner]}, WORK)] == [{}, {"b": "2"}]
    assert [frame.values for frame in frames_of({"frames": [outer, step("secret.py")]}, WORK)] == [{}]


def test_everything_is_cut() -> None:
    """Frames, names, values, and the lines of the file itself."""
    wide = Submission("s", (SourceFile("w.py", b"x" * 5000 + b"\ny"),))
    values = {f"{'n' * 999}{number}"[::-1]: "v" * 999 for number in range(99)}
    frames = frames_of({"frames": [step("w.py", 1, values=values, name="f" * 999)] * 99}, wide)
    assert len(frames) == MOST_FRAMES
    assert len(frames[-1].values) == MOST_VALUES
    assert {len(text) for pair in frames[-1].values.items() for text in pair} == {LONGEST}
    assert (len(frames[0].source[0]), len(frames[0].name)) == (LONGEST_LINE, LONGEST)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["softmax.py", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=9,
)
ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "file": st.just("softmax.py") | JSON,
        "line": st.integers(-2, 9) | JSON,
        "cell": st.integers(0, 4) | JSON,
        "name": JSON,
        "values": st.dictionaries(st.text() | st.just("\udfff"), JSON, max_size=4) | JSON,
        "text": JSON,
        "kind": JSON,
        "count": JSON,
    },
)


@given(st.lists(ENTRY | JSON, max_size=9) | JSON)
def test_whatever_a_worker_says_is_read_without_a_fault(told: Any) -> None:
    """The parsers end, and what they return can be written and read back."""
    frames = frames_of({"frames": told}, WORK)
    warned = warnings_of(told if isinstance(told, list) else [], WORK)
    for one in (*frames, *warned):
        assert type(one).model_validate_json(one.model_dump_json()) == one


def given_once(text: int | str = "overflow", line: int = 4, count: bool | int | str = 1, **more: Any) -> dict[Any, Any]:
    """Return a warning as the worker tells it."""
    return {"text": text, "kind": "RuntimeWarning", "file": "softmax.py", "line": line, "count": count, **more}


def test_the_same_warning_of_several_questions_is_one() -> None:
    """A check that asks in stages counts them together."""
    told = [given_once(count=3), given_once("invalid"), given_once(count=4), given_once(line=5)]
    assert warnings_of(told, WORK) == (
        Warned(text="overflow", kind="RuntimeWarning", file="softmax.py", line=4, count=7),
        Warned(text="invalid", kind="RuntimeWarning", file="softmax.py", line=4),
        Warned(text="overflow", kind="RuntimeWarning", file="softmax.py", line=5),
    )


def test_warnings_are_bounded() -> None:
    """In number, in length, and in what they count to."""
    told = [given_once(f"{number:03}" * 999, count=10**12) for number in range(99)]
    found = warnings_of(told + told, WORK)
    assert len(found) == MOST_WARNINGS
    assert {(len(warned.text), warned.count) for warned in found} == {(LONGEST, MOST_COUNTED)}


@pytest.mark.parametrize("more", [{"text": 1}, {"kind": None}, {"count": "3"}, {"count": True}], ids=str)
def test_a_warning_of_other_types_is_left_out(more: dict[Any, Any]) -> None:
    """It was not written by the worker's own code."""
    assert warnings_of([given_once(**more), 5, None], WORK) == ()


def test_a_file_that_is_not_there_has_no_text() -> None:
    """And neither has one that is no text."""
    assert text_of(WORK, "nothing.py") == text_of(WORK, "picture.py") == text_of(WORK, "") == []
    assert json.loads(WORK.files[1].data)["cells"][0]["source"] == text_of(WORK, "work.ipynb", 2)[0]
