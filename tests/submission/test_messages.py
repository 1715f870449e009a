"""The sentences about reading: exact, as a student sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from grader.submission import LoadReport, file_note, missing, read_report, two_definitions, wrong_parameters
from grader.submission.loaded import FileReport, FoundFunction, ProblemKind
from grader.submission.messages import _WHY
from tests.submission.reports import fact, found, name, wire

if TYPE_CHECKING:
    from grader.results.hand_in_facts import FileNote

ONLY = "The lines after it are executed all the same."
GUARD = '`if __name__ == "__main__":`'


def note(*args: Any, **kwargs: Any) -> FileNote:
    """Return the note about one file."""
    return file_note(FileReport.model_validate(fact(*args, **kwargs)))


def test_a_whole_file_needs_no_words() -> None:
    """Silence is the best note."""
    assert (note().name, note().state, note().message) == ("softmax.py", "whole", "")


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        pytest.param(
            {"kind": "missing_module", "line": 3, "source": "import helper", "name": "helper"},
            f"softmax.py stops at line 3 while it is loaded: there is no module `helper` (import helper). {ONLY} "
            "Hand that file in too if it is yours, or remove the import.",
            id="missing-module",
        ),
        pytest.param(
            {"kind": "missing_file", "line": 2, "source": "d = open('d.txt')", "name": "d.txt"},
            f"softmax.py stops at line 2 while it is loaded: there is no file `d.txt` (d = open('d.txt')). {ONLY} "
            f"Read files below {GUARD} only, so that your functions can be loaded without them.",
            id="missing-file",
        ),
        pytest.param(
            {"kind": "input", "line": 2, "source": "n = input()"},
            "softmax.py stops at line 2 while it is loaded: it asks for keyboard input (n = input()), and nobody is "
            f"there to type. {ONLY} Move this below {GUARD}.",
            id="input",
        ),
        pytest.param(
            {"kind": "argv", "line": 2, "source": "n = sys.argv[1]"},
            "softmax.py stops at line 2 while it is loaded: it expects arguments from the command line "
            f"(n = sys.argv[1]), and there are none. {ONLY} Move this below {GUARD}.",
            id="argv",
        ),
        pytest.param(
            {"kind": "exit", "line": 9, "source": "quit()"},
            f"softmax.py stops at line 9 while it is loaded: it ends the program (quit()). {ONLY} Remove this, or move "
            f"it below {GUARD}.",
            id="exit",
        ),
        pytest.param(
            {"kind": "interrupted"},
            f"softmax.py stops while it is loaded: it is interrupted. {ONLY} Run the check again.",
            id="interrupted",
        ),
        pytest.param(
            {
                "kind": "raised",
                "line": 5,
                "source": "x = 1 / 0",
                "type": "ZeroDivisionError",
                "text": "division by zero",
            },
            "softmax.py stops at line 5 while it is loaded (x = 1 / 0): ZeroDivisionError: division by zero. "
            f"{ONLY} Correct this line, or move it below {GUARD} if no function needs it.",
            id="raised",
        ),
        pytest.param(
            {"kind": "hang"},
            f"Loading softmax.py takes too long, so it is stopped. Only its imports and definitions "
            f"are graded. Move long computations and loops below "
            f"{GUARD}.",
            id="hang",
        ),
        pytest.param(
            {"kind": "died"},
            "The Python process ends while softmax.py is loaded; it may use more memory than it is given. "
            f"Only its imports and definitions are graded. Move what is not a definition below {GUARD}.",
            id="died",
        ),
        pytest.param(
            {"kind": "syntax", "line": 3, "source": "x = (", "type": "SyntaxError", "text": "'(' was never closed"},
            "Python cannot read softmax.py at line 3 (x = (): '(' was never closed. What Python can read of it "
            "is executed and graded. Correct this line and run `python` on the file to see whether it starts.",
            id="syntax",
        ),
        pytest.param(
            {"kind": "python2", "line": 3, "source": "print x"},
            "softmax.py is written for Python 2 at line 3 (print x). What Python can read of it is executed "
            "and graded. Change it to Python 3: for example `print(x)`.",
            id="python2",
        ),
    ],
)
def test_a_file_of_which_definitions_are_graded(problem: dict[Any, Any], message: str) -> None:
    """What happened, where, what it costs, and what to do."""
    assert note(state="definitions", **problem).message == message


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        pytest.param(
            {"kind": "conflict", "line": 3, "source": "<<<<<<< HEAD"},
            "softmax.py holds the marks of an unfinished merge at line 3 (<<<<<<< HEAD). Nothing in it is graded. Keep "
            "one of the two versions and remove the lines that start with <<<<<<<, ======= and >>>>>>>.",
            id="conflict",
        ),
        pytest.param(
            {"kind": "binary", "name": "a PDF"},
            "softmax.py holds no Python code: it is a PDF. Nothing in it is graded. Hand in the code as a plain text "
            "file.",
            id="binary",
        ),
        pytest.param(
            {"kind": "empty"},
            "softmax.py is empty or holds comments only. Save your work and hand the file in again.",
            id="empty",
        ),
        pytest.param(
            {"kind": "too_large"},
            "softmax.py is larger than 1 MiB. Nothing in it is graded. Hand in the code alone, without data or "
            "outputs.",
            id="too-large",
        ),
    ],
)
def test_a_file_of_which_nothing_is_graded(problem: dict[Any, Any], message: str) -> None:
    """The note says so and how to mend it."""
    assert note(state="nothing", **problem).message == message


@pytest.mark.parametrize(
    ("problem", "advice"),
    [
        ({"source": "%matplotlib inline"}, "work in notebooks only"),
        ({"source": "!pip install torch"}, "work in notebooks only"),
        ({"type": "RecursionError"}, "nested too deeply"),
        ({"type": "IndentationError", "text": "expected an indented block after ..."}, "`pass` is enough"),
        ({"type": "TabError"}, "with spaces only"),
    ],
)
def test_a_syntax_error_gets_fitting_advice(problem: dict[str, str], advice: str) -> None:
    """The commonest mistakes have advice of their own."""
    assert advice in note(state="definitions", kind="syntax", **problem).message


def test_what_is_lost_besides_is_told_in_short() -> None:
    """Three losses are told, the problem itself is not repeated."""
    lost = [{"line": line, "type": "NameError", "text": f"x{line}"} for line in (1, 2, 3, 4, 5)]
    message = note(state="definitions", kind="raised", line=1, text="x1", lost=lost).message
    assert (
        "Left out as well: line 2 (NameError: x2), line 3 (NameError: x3) and line 4 (NameError: x4) and 1 more."
        in (message)
    )


@pytest.mark.parametrize("kind", get_args(ProblemKind))
@pytest.mark.parametrize("state", ["definitions", "nothing"])
def test_every_kind_has_its_sentences(kind: str, state: str) -> None:
    """They end properly, leave no gap where a fact is missing, and never pass on what moves a cursor."""
    message = note("\x1b[2Ja{b}.py", state, kind, source="{x}\n\x07" * 40, text="t\u202e\r", name="n").message
    assert set(_WHY) == set(get_args(ProblemKind))
    assert message.endswith(".")
    assert message.isprintable()
    assert "  " not in message
    assert " ." not in message
    assert "a{b}.py" in message
    assert len(message) < 600


def why(*names: Any, files: Any = None, functions: Any = None) -> str:
    """Return why softmax is not there."""
    return missing("softmax", 1, read_report(wire(*names, files=files, functions=functions)))


ASKS = "the task asks for a function `softmax` with one argument"


@pytest.mark.parametrize(
    ("other", "start"),
    [
        pytest.param(name("Softmax"), "You define `Softmax` (softmax.py, line 4)", id="other-case"),
        pytest.param(name("soft_max"), "You define `soft_max` (softmax.py, line 4)", id="underscore"),
        pytest.param(name("softMax", "lambda"), "You define `softMax` (softmax.py, line 4)", id="camel"),
        pytest.param(name("my_softmax"), "You define `my_softmax` (softmax.py, line 4)", id="prefix"),
        pytest.param(name("stable_softmax"), "You define `stable_softmax` (softmax.py, line 4)", id="other-prefix"),
        pytest.param(name("softmax_v2"), "You define `softmax_v2` (softmax.py, line 4)", id="suffix"),
        pytest.param(name("softmax2"), "You define `softmax2` (softmax.py, line 4)", id="number"),
        pytest.param(name("sofmax"), "You define `sofmax` (softmax.py, line 4)", id="misspelt"),
        pytest.param(name("softmaх"), "You define `softmaх` (softmax.py, line 4)", id="cyrillic-letter"),
        pytest.param(
            name("Softmax", "class"), "You define the class `Softmax` (softmax.py, line 4)", id="class-like-it"
        ),
        pytest.param(name("softmax", "class"), "You define `softmax` as a class (softmax.py, line 4)", id="class"),
        pytest.param(
            name("Net.softmax", "method"),
            "You define `softmax` inside the class `Net` (softmax.py, line 4)",
            id="method",
        ),
        pytest.param(
            name("Net.Softmax", "method"),
            "You define `Softmax` inside the class `Net` (softmax.py, line 4)",
            id="method-like-it",
        ),
        pytest.param(
            name("softmax", "value"), "In the end `softmax` is a value, not a function (softmax.py, line 4)", id="value"
        ),
        pytest.param(name("softmax"), "You define `softmax` (softmax.py, line 4), but it is no function", id="removed"),
    ],
)
def test_the_nearest_name_is_offered(other: dict[str, int | str], start: str) -> None:
    """What was found instead, where, what the task asks for, and what to do."""
    sentence = why(name("scan", line=1), other)
    assert sentence.startswith(start)
    assert ASKS in sentence
    assert sentence.endswith(".")


def test_a_letter_of_another_alphabet_is_pointed_out() -> None:
    """Nobody sees the difference between two letters that look alike."""
    assert "another alphabet" in why(name("softmaх"))
    assert "another alphabet" not in why(name("softmax_"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(name("scan"), id="unlike"),
        pytest.param(name("log_softmax", "value"), id="value-like-it"),
        pytest.param(name("maximum"), id="shares-letters"),
    ],
)
def test_without_a_likeness_the_names_that_are_there_are_told(other: dict[str, int | str]) -> None:
    """The student sees what the grader sees."""
    assert why(other).startswith("There is no function `softmax` in what you handed in (softmax.py defines ")


def test_another_function_of_the_task_is_not_offered() -> None:
    """`log_softmax` is wanted itself when it is found as a function of the task."""
    sentence = why(name("log_softmax"), functions={"log_softmax": found()})
    assert (
        sentence == f"There is no function `softmax` in what you handed in (softmax.py defines `log_softmax`); {ASKS}."
    )


def test_many_names_and_files_are_told_in_short() -> None:
    """Six of each are enough."""
    names = [name(f"f{number}", file="f0.py") for number in range(9)]
    sentence = why(*names, files=[fact(f"f{number}.py") for number in range(8)])
    assert "`f5`, ...; f1.py defines no function;" in sentence
    assert "`f6`" not in sentence
    assert "and 2 more files" in sentence


def test_a_file_that_is_not_read_whole_is_pointed_to() -> None:
    """The function may be in the part that could not be read."""
    files = [fact("a.py", "nothing", "syntax"), fact("b.py", "definitions", "raised"), fact("c.py")]
    assert why(files=files).endswith(" a.py and b.py are not read whole; see the note about reading.")
    assert why(files=files[:1]).endswith(" a.py is not read whole; see the note about reading.")


def test_a_definition_that_failed_is_explained() -> None:
    """The error of the definition itself is the reason."""
    lost = [{"line": 4, "type": "NameError", "text": "name 'njit' is not defined"}]
    files = [fact(state="definitions", kind="missing_module", line=1, name="numba", lost=lost)]
    assert why(name("softmax"), files=files) == (
        "Your definition of `softmax` (softmax.py, line 4) stops with NameError: name 'njit' is not defined. Correct "
        "what this line needs."
    )


def test_a_value_that_was_not_computed_is_explained() -> None:
    """Definitions alone do not run the line that makes the function."""
    files = [fact(state="definitions", kind="exit", line=9)]
    assert "this line is not executed, because softmax.py cannot be loaded whole" in (
        why(name("softmax", "value"), files=files)
    )


def test_nothing_handed_in_has_a_sentence() -> None:
    """Even then it is said what the task asks for."""
    report = LoadReport(files=(), functions={}, names=())
    assert missing("run", 2, report) == (
        "There is no function `run` in what you handed in (there are no files); the task asks for a function `run` "
        "with two arguments."
    )


@pytest.mark.parametrize(
    ("args", "end"),
    [
        ((), "softmax(), with no argument."),
        (("x",), "softmax(x), with one argument."),
        (("W", "x"), "softmax(W, x), with two arguments."),
        (("a", "b", "c", "d", "e"), "softmax(a, b, c, d, e), with 5 arguments."),
    ],
)
def test_a_misfit_shows_both_sides(args: tuple[Any, ...], end: str) -> None:
    """What the function takes and how it is called."""
    sentence = wrong_parameters("softmax", args, FoundFunction.model_validate(found()))
    assert sentence.startswith(f"`softmax` takes (x, axis) (softmax.py, line 4); the task calls {end}")


@pytest.mark.parametrize(
    ("also", "sentence"),
    [
        pytest.param([], "", id="one"),
        pytest.param(
            [("softmax.py", 1)],
            "You define `softmax` more than once. The definition at softmax.py, line 4 counts (the last one in the "
            "file), not softmax.py, line 1. Keep one and remove or rename the rest.",
            id="one-file",
        ),
        pytest.param(
            [("a.py", 1), ("b.py", 2), ("c.py", 0)],
            "You define `softmax` more than once. The definition at softmax.py, line 4 counts (a file named "
            "like the task goes first, then the newest, then the last by name; tests and backups go last), not a.py, "
            "line 1, b.py, line 2 and c.py. Keep one and remove or rename the rest.",
            id="several-files",
        ),
    ],
)
def test_two_definitions_say_which_counts(also: list[Any], sentence: str) -> None:
    """The one that is graded, and the ones that are not."""
    assert two_definitions("softmax", FoundFunction.model_validate(found(also))) == sentence
