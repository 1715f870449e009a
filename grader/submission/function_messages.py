"""Every sentence about the functions that a task asks for: missing, named otherwise, defined twice, not written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.submission.near_names import bare, nearest
from grader.submission.phrases import count_text, error_text, flat, list_text, location_text
from grader.worker.wire.function_keys import name_of
from grader.worker.wire.texts import NEWER_SYNTAX

if TYPE_CHECKING:
    from grader.submission.loaded import DefinedName, FailedStatement, FoundFunction, LoadReport

_MOST_SHOWN = 6


def missing(function: str, arity: int, report: LoadReport, *, is_class: bool = False) -> str:
    """Return why `function`, called with `arity` arguments, cannot be asked, with the nearest thing that was found."""
    if is_class:
        return _missing_class(function, report)
    asks = f"the task asks for a function `{function}` with {count_text(arity)}"
    same = [name for name in report.names if name.name == function]
    unread = [name for name in same if name.form == "unread"]
    if unread and len(unread) == len(same):
        return _cannot_be_read(unread[-1])
    same = [name for name in same if name.form != "unread"]
    if same:
        return _not_usable(same[-1], asks, report)
    near = nearest(function, report, arity)
    if near is not None:
        return _found_instead(function, near, asks)
    defined = _what_is_there(report)
    return f"There is no function `{function}` in what you handed in ({defined}); {asks}.{_unread(report)}"


def _missing_class(wanted: str, report: LoadReport) -> str:
    """Return why there is no such class, with the nearest thing that was found."""
    asks = f"the task asks for a class `{wanted}`"
    same = [name for name in report.names if name.name == wanted]
    if same and all(name.form == "unread" for name in same):
        return _cannot_be_read(same[-1])
    read = [name for name in same if name.form != "unread"]
    if read:
        return _not_a_class(read[-1], asks, report)
    near = nearest(wanted, report, is_class=True)
    if near is not None:
        return f"You define `{flat(near.name)}` ({location_text(near)}); {asks}. Rename yours if it is the one."
    defined = _what_is_there(report, is_class=True)
    return f"There is no class `{wanted}` in what you handed in ({defined}); {asks}.{_unread(report)}"


def no_program(name: str, definition: FoundFunction | None) -> str:
    """Return why a program cannot be run: it is not there, or empty."""
    if definition is not None:
        return f"The program `{name}` is not written yet ({definition.file} is empty)."
    return (
        f"There is no program `{name}` in what you handed in; the task asks for a file {name}.py that is run as it "
        "stands. A single file with another name would do as well, unless it belongs to another task."
    )


def no_variable(name: str, report: LoadReport) -> str:
    """Return why a variable has no value: nothing leaves it behind, perhaps because the files stopped before."""
    stopped = any(file.problem is not None for file in report.files)
    reason = " Not all of your code has run; the notes on your files say where it stopped." if stopped else ""
    return f"There is no variable `{name}` once your code has run; give `{name}` its value at the top level.{reason}"


def of_another_task(function: str, arity: int, task: str, report: LoadReport, *, is_class: bool = False) -> str:
    """Return why `function` cannot be asked for `task` where every file that defines it is named like another task."""
    files = {location_text(location) for key, location in report.functions.items() if name_of(key) == function}
    asked = f"a class `{function}`" if is_class else f"a function `{function}` with {count_text(arity)}"
    return (
        f"You define `{function}` ({list_text(sorted(files))}) in a file that is named after another task, which has "
        f"a {'class' if is_class else 'function'} of this name too; the task asks for {asked}. Write it in {task}.py."
    )


def wrong_parameters(function: str, args: tuple[str, ...], definition: FoundFunction) -> str:
    """Return how the parameters of `definition` differ from the call with `args`."""
    takes = flat(definition.signature) or "other parameters"
    call = f"{function}({', '.join(args)})"
    return (
        f"`{function}` takes {takes} ({location_text(definition)}); the task calls {call}, with "
        f"{count_text(len(args))}. Change the parameters so that this call works; give further ones a default value."
    )


def not_written(function: str, definition: FoundFunction) -> str:
    """Return the sentence about a function in which nothing is written."""
    return f"`{function}` is not written yet ({location_text(definition)})."


PRECEDENCE = "a file named like the task goes first, then the newest, then the last by name; tests and backups go last"


def two_definitions(function: str, definition: FoundFunction) -> str:
    """Return which of several definitions counts; empty where there is one only."""
    if not definition.also:
        return ""
    others = list_text([location_text(other) for other in definition.also])
    alone = all(other.file == definition.file for other in definition.also)
    rule = "the last one in the file" if alone else PRECEDENCE
    return (
        f"You define `{function}` more than once. The definition at {location_text(definition)} counts "
        f"({rule}), not {others}. Keep one and remove or rename the rest."
    )


def _not_usable(name: DefinedName, asks: str, report: LoadReport) -> str:
    """Return why a name that is defined is no function that can be asked."""
    where = location_text(name)
    match name.form:
        case "class":
            return f"You define `{name.name}` as a class ({where}); {asks}. Write it with `def` outside any class."
        case "value" if not _is_executed(name, report):
            return (
                f"`{name.name}` gets its meaning at {where}, and this line is not executed, because {flat(name.file)} "
                f"cannot be loaded whole; {asks}. Mend the file first, or write the function with `def`."
            )
        case "value":
            return (
                f"In the end `{name.name}` is a value, not a function ({where}); {asks}. Give that value another name."
            )
        case _:
            return _gone(name, asks, report, "function")


def _not_a_class(name: DefinedName, asks: str, report: LoadReport) -> str:
    """Return why a name that is defined is no class that can be asked."""
    where = location_text(name)
    if name.form == "class":
        return _gone(name, asks, report, "class")
    form = "a value" if name.form == "value" else "a function"
    return f"`{name.name}` is {form} ({where}); {asks}. Write it with `class` under that name."


def _gone(name: DefinedName, asks: str, report: LoadReport, noun: str) -> str:
    """Return how a definition that is written got lost while its file was loaded."""
    where, lost = location_text(name), _lost(name, report)
    if lost is not None:
        return (
            f"Your definition of `{name.name}` ({where}) stops with {error_text(lost.type, lost.text)}. "
            "Correct what this line needs."
        )
    return (
        f"You define `{name.name}` ({where}), but it is no {noun} any more once the file is loaded; {asks}. "
        "Look for a later line that gives the name another meaning or removes it."
    )


def _cannot_be_read(name: DefinedName) -> str:
    """Return what is wrong with a definition that is there and does not parse."""
    reason = flat(name.signature).rstrip(".") or "a mistake in its syntax"
    do = "Give it a body; `pass` is enough." if "indented block" in reason else "Correct it there."
    if reason.startswith(NEWER_SYNTAX):
        reason, do = f"{reason}, which is newer than the one that grades it", "Write it as the older one has it."
    return (
        f"You define `{flat(name.name)}` ({location_text(name)}), and Python cannot read the definition: {reason}. {do}"
    )


def _is_executed(name: DefinedName, report: LoadReport) -> bool:
    """Say whether the file, or the notebook's cell, that gives a name its meaning was executed whole."""
    facts = [fact for fact in report.files if fact.name == name.file]
    if name.cell and any(fact.failures for fact in facts):
        return all(name.cell not in {failed.cell for failed in fact.failed} for fact in facts)
    return all(fact.state == "whole" for fact in facts)


def _lost(name: DefinedName, report: LoadReport) -> FailedStatement | None:
    """Return the failure of the statement that defines `name`, if it is on record."""
    losses = (loss for fact in report.files if fact.name == name.file for loss in fact.lost)
    return next((loss for loss in losses if (loss.cell, loss.line) == (name.cell, name.line)), None)


def _found_instead(function: str, near: DefinedName, asks: str) -> str:
    where = location_text(near)
    name = f"`{flat(near.name)}`"
    if near.form == "method":
        owner, file_name = flat(near.name.rpartition(".")[0]), flat(bare(near.name))
        rename = "" if file_name == function else f" and call it `{function}`"
        return (
            f"You define `{file_name}` inside the class `{owner}` ({where}); {asks}. Move it out of the class{rename}."
        )
    if near.form == "class":
        return f"You define the class {name} ({where}); {asks}. Write it with `def` under that name."
    lookalike = "" if near.name.isascii() else " One of its letters comes from another alphabet and looks alike."
    return f"You define {name} ({where}); {asks}.{lookalike} Rename yours if it is the one."


def _first(names: list[str]) -> str:
    return ", ".join(names[:_MOST_SHOWN]) + (", ..." if len(names) > _MOST_SHOWN else "")


def _with_noun(names: list[str], one: str, many: str) -> str:
    return f"the {one if len(names) == 1 else many} {list_text(names[:_MOST_SHOWN])}"


def _definitions(file: str, report: LoadReport, *, is_class: bool) -> str:
    """Return what a file defines of the kind that is asked for, or else of the other kind."""
    of_file = [name for name in report.names if name.file == file]
    classes, functions = (
        list(dict.fromkeys(f"`{flat(name.name)}`" for name in of_file if name.form in forms))
        for forms in ({"class"}, {"function", "lambda"})
    )
    if is_class:
        if classes:
            return _with_noun(classes, "class", "classes")
        return f"{_with_noun(functions, 'function', 'functions')}, and no class" if functions else "no class"
    if functions:
        return _first(functions)
    return f"{_with_noun(classes, 'class', 'classes')}, and no function" if classes else "no function"


def _what_is_there(report: LoadReport, *, is_class: bool = False) -> str:
    """Return what the files define, a few names of each."""
    if not report.files:
        return "there are no files"
    parts = [
        f"{flat(fact.name)} defines {_definitions(fact.name, report, is_class=is_class)}"
        for fact in report.files[:_MOST_SHOWN]
    ]
    if len(report.files) > _MOST_SHOWN:
        parts.append(f"and {len(report.files) - _MOST_SHOWN} more files")
    return "; ".join(parts)


def _unread(report: LoadReport) -> str:
    files = [flat(fact.name) for fact in report.files if fact.problem is not None and fact.state != "whole"]
    if not files:
        return ""
    be = "is" if len(files) == 1 else "are"
    return f" {list_text(files[:_MOST_SHOWN])} {be} not read whole; see the note about reading."
