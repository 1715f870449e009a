"""Sentences about the functions that a task asks for: exact, and true of what was handed in."""

from __future__ import annotations

from typing import Any

import pytest

from grader.submission.function_messages import (
    missing,
    no_program,
    no_variable,
    not_written,
    of_another_task,
    two_definitions,
    wrong_parameters,
)
from grader.submission.loaded import FoundFunction, LoadReport
from tests.submission.reports import fact, found, name, wire

ASKS = "the task asks for a function `softmax` with one argument"


def why_missing(*names: Any, files: Any = None) -> str:
    """Return why `softmax` cannot be asked."""
    return missing("softmax", 1, LoadReport.model_validate(wire(*names, files=files)))


def definition(**changes: Any) -> FoundFunction:
    """Return a function that was found."""
    return FoundFunction.model_validate(found(**changes))


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        pytest.param(
            [name("sofmax")],
            f"You define `sofmax` (softmax.py, line 4); {ASKS}. Rename yours if it is the one.",
            id="slip",
        ),
        pytest.param(
            [name("s\u043eftmax")],
            f"You define `s\u043eftmax` (softmax.py, line 4); {ASKS}. One of its letters comes from another alphabet "
            "and looks alike. Rename yours if it is the one.",
            id="another-alphabet",
        ),
        pytest.param(
            [name("softmax", "class")],
            f"You define `softmax` as a class (softmax.py, line 4); {ASKS}. Write it with `def` outside any class.",
            id="class",
        ),
        pytest.param(
            [name("Softmax", "class")],
            f"You define the class `Softmax` (softmax.py, line 4); {ASKS}. Write it with `def` under that name.",
            id="class-of-a-like-name",
        ),
        pytest.param(
            [name("Net.softmax", "method")],
            f"You define `softmax` inside the class `Net` (softmax.py, line 4); {ASKS}. Move it out of the class.",
            id="method",
        ),
        pytest.param(
            [name("Net.Softmax", "method")],
            f"You define `Softmax` inside the class `Net` (softmax.py, line 4); {ASKS}. Move it out of the class and "
            "call it `softmax`.",
            id="method-of-a-like-name",
        ),
        pytest.param(
            [name("softmax", "value")],
            f"In the end `softmax` is a value, not a function (softmax.py, line 4); {ASKS}. Give that value another "
            "name.",
            id="value",
        ),
        pytest.param(
            [name("softmax", "unread", signature="expected ':'")],
            "You define `softmax` (softmax.py, line 4), and Python cannot read the definition: expected ':'. Correct "
            "it there.",
            id="cannot-be-read",
        ),
        pytest.param(
            [name("softmax", "unread", signature="expected an indented block after function definition on line 4.")],
            "You define `softmax` (softmax.py, line 4), and Python cannot read the definition: expected an indented "
            "block after function definition on line 4. Give it a body; `pass` is enough.",
            id="no-body",
        ),
        pytest.param(
            [name("softmax", "unread", signature="")],
            "You define `softmax` (softmax.py, line 4), and Python cannot read the definition: a mistake in its "
            "syntax. Correct it there.",
            id="cannot-be-read-and-nobody-knows-why",
        ),
        pytest.param(
            [name("softmax")],
            f"You define `softmax` (softmax.py, line 4), but it is no function any more once the file is loaded; "
            f"{ASKS}. Look for a later line that gives the name another meaning or removes it.",
            id="removed-again",
        ),
        pytest.param(
            [name("softmax", "unread"), name("softmax", line=9)],
            f"You define `softmax` (softmax.py, line 9), but it is no function any more once the file is loaded; "
            f"{ASKS}. Look for a later line that gives the name another meaning or removes it.",
            id="one-of-two-can-be-read",
        ),
        pytest.param(
            [name("energy"), name("main")],
            f"There is no function `softmax` in what you handed in (softmax.py defines `energy`, `main`); {ASKS}.",
            id="others",
        ),
        pytest.param(
            [name("Net", "class"), name("Net.forward", "method")],
            "There is no function `softmax` in what you handed in (softmax.py defines the class `Net`, and no "
            f"function); {ASKS}.",
            id="classes-only",
        ),
        pytest.param(
            [],
            f"There is no function `softmax` in what you handed in (softmax.py defines no function); {ASKS}.",
            id="nothing",
        ),
        pytest.param(
            [name(f"other_{letter * 9}") for letter in "bcdfghj"],
            "There is no function `softmax` in what you handed in (softmax.py defines "
            f"{', '.join(f'`other_{letter * 9}`' for letter in 'bcdfgh')}, ...); {ASKS}.",
            id="many",
        ),
    ],
)
def test_a_missing_function_is_explained_by_what_is_there(names: list[Any], sentence: str) -> None:
    """Each form of a name has its own sentence, with what to do."""
    assert why_missing(*names) == sentence


def test_a_definition_that_failed_says_with_what() -> None:
    """The statement's own exception, where it is on record."""
    lost = {"line": 4, "type": "NameError", "text": "name 'jit' is not defined", "cell": 0}
    assert why_missing(name("softmax"), files=[fact(state="definitions", kind="raised", lost=[lost])]) == (
        "Your definition of `softmax` (softmax.py, line 4) stops with NameError: name 'jit' is not defined. Correct "
        "what this line needs."
    )
    elsewhere = {**lost, "line": 5}
    assert "stops with" not in why_missing(name("softmax"), files=[fact(state="definitions", lost=[elsewhere])])


def test_a_value_in_a_file_that_stops_is_not_called_a_value() -> None:
    """Its line was not executed, so nobody knows what it would be."""
    stopped = fact(state="definitions", kind="raised", line=2)
    assert "this line is not executed, because softmax.py cannot be loaded whole" in why_missing(
        name("softmax", "value"), files=[stopped]
    )


def test_files_that_are_not_read_whole_are_named() -> None:
    """The function may be in them; six at the most are listed with what they define."""
    broken = [fact(f"{letter}.py", "nothing", "syntax") for letter in "abcdefgh"]
    sentence = why_missing(files=broken)
    assert "f.py defines no function; and 2 more files)" in sentence
    assert sentence.endswith("a.py, b.py, c.py, d.py, e.py and f.py are not read whole; see the note about reading.")
    assert why_missing(files=broken[:1]).endswith("a.py is not read whole; see the note about reading.")
    assert "not read whole" not in why_missing(files=[fact()])


def test_without_files_there_is_nothing_to_list() -> None:
    """The sentence still says what is asked."""
    assert missing("f", 0, LoadReport.model_validate({**wire(), "files": []})) == (
        "There is no function `f` in what you handed in (there are no files); the task asks for a function `f` with "
        "no argument."
    )


def test_names_of_students_cannot_act_on_a_terminal() -> None:
    """They come from an untrusted process."""
    sentence = why_missing(name("softmax\x1b[2J", file="a\n\x07.py"), files=[fact("b\x1b.py")])
    assert sentence.isprintable()


@pytest.mark.parametrize(
    ("signature", "takes"), [("(x, axis)", "(x, axis)"), ("", "other parameters"), ("(x,\ny)", "(x, y)")], ids=repr
)
def test_wrong_parameters_are_shown_beside_the_call(signature: str, takes: str) -> None:
    """With what to do about it."""
    assert wrong_parameters("f", ("a", "b", "c"), definition(signature=signature)) == (
        f"`f` takes {takes} (softmax.py, line 4); the task calls f(a, b, c), with three arguments. Change the "
        "parameters so that this call works; give further ones a default value."
    )


@pytest.mark.parametrize(
    ("also", "sentence"),
    [
        pytest.param((), "", id="one"),
        pytest.param(
            [("softmax.py", 1)],
            "You define `f` more than once. The definition at softmax.py, line 4 counts (the last one in the file), "
            "not softmax.py, line 1. Keep one and remove or rename the rest.",
            id="same-file",
        ),
        pytest.param(
            [("softmax.py", 1), ("b.py", 2)],
            "You define `f` more than once. The definition at softmax.py, line 4 counts (a file named like the task "
            "goes first, then the newest, then the last by name; tests and backups go last), not softmax.py, line 1 "
            "and b.py, line 2. Keep one and remove or rename the rest.",
            id="other-files",
        ),
    ],
)
def test_of_several_definitions_the_one_that_counts_is_named(also: Any, sentence: str) -> None:
    """With the rule that chose it."""
    assert two_definitions("f", definition(also=also)) == sentence


def test_a_function_that_is_not_written_yet() -> None:
    """Its line is named."""
    assert not_written("f", definition()) == "`f` is not written yet (softmax.py, line 4)."


def test_a_program_that_cannot_be_run() -> None:
    """It is empty, or not there."""
    assert no_program("meal", definition(file="meal.py")) == "The program `meal` is not written yet (meal.py is empty)."
    assert no_program("meal", None).startswith("There is no program `meal` in what you handed in; the task asks for")


@pytest.mark.parametrize("stops", [False, True])
def test_a_variable_without_a_value(stops: bool) -> None:
    """Perhaps its line was never reached; that is said only where files stopped."""
    files = [fact(state="definitions", kind="raised", line=2)] if stops else [fact()]
    sentence = no_variable("accuracy", LoadReport.model_validate(wire(files=files)))
    assert sentence.startswith("There is no variable `accuracy` once your code has run; give `accuracy` its value")
    assert ("Not all of your code has run" in sentence) is stops


def test_a_function_in_a_file_of_another_task() -> None:
    """Every place that has it is named, and the file to write it in."""
    functions = {"energy": found(file="hopfield.py"), "softmax": found()}
    report = LoadReport.model_validate(wire(functions=functions))
    assert of_another_task("energy", 2, "ising", report) == (
        "You define `energy` (hopfield.py, line 4) in a file that is named after another task, which has a function of "
        "this name too; the task asks for a function `energy` with two arguments. Write it in ising.py."
    )


CLASS_ASKS = "the task asks for a class `Stack`"


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        pytest.param(
            [name("Stak", "class")],
            f"You define `Stak` (softmax.py, line 4); {CLASS_ASKS}. Rename yours if it is the one.",
            id="slip",
        ),
        pytest.param(
            [name("stack", "class")],
            f"You define `stack` (softmax.py, line 4); {CLASS_ASKS}. Rename yours if it is the one.",
            id="other-case",
        ),
        pytest.param(
            [name("Stack")],
            f"`Stack` is a function (softmax.py, line 4); {CLASS_ASKS}. Write it with `class` under that name.",
            id="a-function",
        ),
        pytest.param(
            [name("Stack", "value")],
            f"`Stack` is a value (softmax.py, line 4); {CLASS_ASKS}. Write it with `class` under that name.",
            id="a-value",
        ),
        pytest.param(
            [name("Stack", "class")],
            "You define `Stack` (softmax.py, line 4), but it is no class any more once the file is loaded; "
            f"{CLASS_ASKS}. Look for a later line that gives the name another meaning or removes it.",
            id="removed-again",
        ),
        pytest.param(
            [name("Stack", "unread", signature="invalid syntax")],
            "You define `Stack` (softmax.py, line 4), and Python cannot read the definition: invalid syntax. Correct "
            "it there.",
            id="not-read",
        ),
        pytest.param(
            [name("Queue", "class"), name("stack_of")],
            f"There is no class `Stack` in what you handed in (softmax.py defines the class `Queue`); {CLASS_ASKS}.",
            id="another-class",
        ),
        pytest.param(
            [name("push"), name("pop")],
            "There is no class `Stack` in what you handed in (softmax.py defines the functions `push` and `pop`, "
            f"and no class); {CLASS_ASKS}.",
            id="functions-alone",
        ),
        pytest.param(
            [],
            f"There is no class `Stack` in what you handed in (softmax.py defines no class); {CLASS_ASKS}.",
            id="nothing",
        ),
    ],
)
def test_a_class_is_called_a_class(names: Any, sentence: str) -> None:
    """A class that is missing, or something else of its name, or one that is spelled otherwise."""
    assert missing("Stack", 1, LoadReport.model_validate(wire(*names)), is_class=True) == sentence


def test_a_definition_of_a_class_that_stops() -> None:
    """The exception is said, and the line to correct is the student's own."""
    lost = {"line": 4, "type": "NameError", "text": "name 'Base' is not defined", "cell": 0}
    report = LoadReport.model_validate(wire(name("Stack", "class"), files=[fact(state="definitions", lost=[lost])]))
    assert missing("Stack", 1, report, is_class=True) == (
        "Your definition of `Stack` (softmax.py, line 4) stops with NameError: name 'Base' is not defined. "
        "Correct what this line needs."
    )


def test_a_class_in_a_file_of_another_task() -> None:
    """It is asked for as a class."""
    report = LoadReport.model_validate(wire(functions={"Stack": found(file="queue.py")}))
    sentence = of_another_task("Stack", 1, "stack", report, is_class=True)
    assert "has a class of this name too; the task asks for a class `Stack`. Write it in stack.py." in sentence
