"""Warnings with their line, once for each place, and cheap where there are many."""

from __future__ import annotations

import sys
import warnings
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker.warning_capture import LONGEST, MOST_PLACES, MOST_TAKEN, WarningRecorder

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def warned() -> Iterator[WarningRecorder]:
    """Return a listener in a world with Python's own filters; what was there comes back."""
    before = warnings.showwarning
    with warnings.catch_warnings():
        warnings.resetwarnings()
        listener = WarningRecorder()
        listener.start()
        yield listener
    warnings.showwarning = before


def run(source: str, file: str = "work.py", call: str = "f()") -> Any:
    """Call the function of a student's file."""
    scope: dict[Any, Any] = {}
    exec(compile(dedent(source), file, "exec"), scope)
    return eval(call, scope)


OVERFLOW = "import numpy as np\ndef f():\n    return np.exp(np.array([1.0, 1e4]))\n"


def test_a_warning_is_told_with_its_line_and_counted(warned: WarningRecorder) -> None:
    """The same warning of the same line is one, however often it is given."""
    for _ in range(7):
        run(OVERFLOW)
    assert warned.drain() == {
        "warned": [
            {"text": "overflow encountered in exp", "kind": "RuntimeWarning", "file": "work.py", "line": 3, "count": 7}
        ]
    }


def test_code_that_is_given_no_warning_says_nothing(warned: WarningRecorder) -> None:
    """The usual case costs no byte."""
    assert run("def f():\n    return 1\n") == 1
    assert warned.drain() == {}


def test_a_warning_out_of_a_library_has_the_students_line(warned: WarningRecorder) -> None:
    """The mean of numpy warns in a file of its own, which tells a student nothing."""
    run("import numpy as np\ndef f():\n    return np.mean(np.array([]))\n", file="a.ipynb[4]")
    places = {(entry["file"], entry.get("cell"), entry["line"]) for entry in warned.drain()["warned"]}
    assert places == {("a.ipynb", 4, 3)}


def test_a_warning_that_no_code_of_the_students_is_part_of_is_not_told(warned: WarningRecorder) -> None:
    """Such as one of the grader's own."""
    warnings.warn("ours", stacklevel=1)
    assert warned.drain() == {}


def test_two_warnings_of_one_line_are_two(warned: WarningRecorder) -> None:
    """Which one it is makes the difference."""
    run("import numpy as np\ndef f():\n    e = np.exp(np.array([1e4])); return e / e\n")
    assert [entry["text"] for entry in warned.drain()["warned"]] == [
        "overflow encountered in exp",
        "invalid value encountered in divide",
    ]


def test_only_the_first_places_are_told(warned: WarningRecorder) -> None:
    """A text with the case's numbers in it is another one in every case."""
    run("import warnings\ndef f():\n    for i in range(99): warnings.warn(f'number {i}' + 'x' * 999)\n")
    entries = warned.drain()["warned"]
    assert [entry["text"][:9].strip("x") for entry in entries] == [f"number {i}" for i in range(MOST_PLACES)]
    assert {len(entry["text"]) for entry in entries} == {LONGEST}


def test_each_question_begins_anew(warned: WarningRecorder) -> None:
    """Also after a flood, and after code has put something else in our place."""
    run("import numpy as np\ndef f():\n    for _ in range(5000): np.exp(np.array([1e4]))\n")
    assert warned.drain()["warned"][0]["count"] == MOST_TAKEN
    warnings.showwarning = lambda *_: None
    warned.start()
    assert warned.drain() == {}
    run(OVERFLOW)
    assert warned.drain()["warned"][0]["count"] == 1


def test_a_flood_is_ignored_and_not_shown(
    warned: WarningRecorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What comes after the first thousand reaches nobody, so that a loop costs microseconds and no output."""
    taken = []
    monkeypatch.setattr(WarningRecorder, "_take", lambda *args: taken.append(args))
    run("import numpy as np\ndef f():\n    for _ in range(5000): np.exp(np.array([1e4]))\n")
    assert (len(taken), capsys.readouterr().err) == (0, "")
    assert warned.drain()["warned"][0]["count"] == MOST_TAKEN


@pytest.mark.parametrize(
    ("filter_", "told"),
    [("ignore", False), ("error", False), ("default", True), ("always", True)],
)
def test_the_students_own_filters_stay_in_force(warned: WarningRecorder, filter_: str, told: bool) -> None:
    """Who turns warnings off, or into exceptions, gets what they would get without a grader."""
    source = f"import warnings\nwarnings.simplefilter('{filter_}')\n{OVERFLOW}"
    if filter_ == "error":
        with pytest.raises(RuntimeWarning):
            run(source)
    else:
        run(source)
    assert bool(warned.drain()) is told


def test_warnings_that_the_student_catches_are_theirs(warned: WarningRecorder) -> None:
    """And afterwards we listen again."""
    catches = """
        def g():
            with warnings.catch_warnings(record=True) as seen:
                f()
            return len(seen)
    """
    source = f"import warnings\n{OVERFLOW}{dedent(catches)}"
    assert run(source, call="g()") == 1
    assert warned.drain() == {}
    run(OVERFLOW)
    assert len(warned.drain()["warned"]) == 1


def test_a_warning_that_cannot_be_printed_is_one(warned: WarningRecorder) -> None:
    """Whatever the student's class does, it does not reach us."""

    class Loud(UserWarning):
        def __str__(self) -> None:  # type: ignore[override]
            raise SystemExit

    warnings.showwarning(Loud(), Loud, "work.py", 3)
    assert [(entry["kind"], entry["text"]) for entry in warned.drain()["warned"]] == [("Loud", "")]


def test_code_that_breaks_the_filters_breaks_its_own_warnings_only(warned: WarningRecorder) -> None:
    """The next question is listened to all the same."""
    run("import warnings\ndef f():\n    warnings.filters.clear()\n    warnings.showwarning = None\n")
    warned.start()
    run(OVERFLOW)
    assert len(warned.drain()["warned"]) == 1
    assert sys.modules["warnings"].showwarning is not None
