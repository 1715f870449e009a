"""The misconceptions of a task: what is wrong with their keys, and what the program works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.checks.misconception import Misconception
from grader.expressions.nodes import students
from grader.expressions.parsing import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.checks.functions import StudentFunction
    from grader.checks.spec import MisconceptionSpec
    from grader.checks.suite import TestSuite
    from grader.checks.task import TaskSpec
    from grader.expressions.nodes import Node

    Functions = Mapping[str, Callable[..., Any]]


def replaced(wrong: str, functions: Iterable[str]) -> str | None:
    """Return the function that a wrong or another right solution replaces: the longest one that begins its name."""
    return max((name for name in functions if wrong.startswith(f"{name}_")), key=len, default=None)


def replaceable_by(suite: TestSuite | None) -> tuple[str, ...]:
    """Return what tests in Python may ask for besides what the task names; nothing where the reference is broken."""
    try:
        return suite.replaceable if suite is not None else ()
    except (SyntaxError, ValueError):
        return ()


def mistakes_of(
    spec: TaskSpec, wrong: Functions, defined: Iterable[str] = ()
) -> Iterator[tuple[tuple[str | int, ...], list[str]]]:
    """Yield the mistakes in each key of the misconceptions of a task; `wrong` are its known wrong solutions.

    They may stand for what the task names, and for what is `defined` besides.
    """
    ids = {check.id for check in spec.checks}
    asked_for = tuple(dict.fromkeys([*spec.functions, *spec.classes, *spec.programs, *defined]))
    for index, misconception in enumerate(spec.misconceptions):
        path = ("misconceptions", index)
        for key, name in _named_functions(misconception):
            if name not in wrong:
                yield (*path, key), [f"reference/wrong/{spec.id}.py does not define `{name}`{nearest(name, wrong)}"]
        if replaced(misconception.wrong, asked_for) is None:
            names = ", ".join(f"{name}_..." for name in asked_for)
            yield (*path, "wrong"), [f"the name says which function it replaces: {names}"]
        for key, name in _others(misconception):
            text = _mistake_of_other(spec, misconception, key, name, asked_for)
            yield (*path, key), [text] if text else []
        unknown = [f"there is no check `{id_}`{nearest(id_, ids)}" for id_ in misconception.fails if id_ not in ids]
        yield (*path, "fails"), unknown


def _named_functions(spec: MisconceptionSpec) -> Iterator[tuple[str, str]]:
    """Yield the functions of `reference/wrong/` that a misconception names, each with its key."""
    yield "wrong", spec.wrong
    if spec.shows is not None:
        yield "shows", spec.shows
    yield from _others(spec)


def _others(spec: MisconceptionSpec) -> Iterator[tuple[str, str]]:
    yield from (("rewrites", name) for name in spec.rewrites)
    yield from (("rivals", name) for name in spec.rivals)


def _mistake_of_other(
    spec: TaskSpec, misconception: MisconceptionSpec, key: str, name: str, functions: Iterable[str]
) -> str:
    """Return the mistake in another wrong solution that a misconception names; nothing where there is none."""
    if name == misconception.wrong:
        return f"`{name}` is this misconception itself; name another wrong solution"
    if replaced(name, functions) != replaced(misconception.wrong, functions):
        return f"`{name}` replaces another function; name a wrong solution of the same one"
    tells = {other.wrong: other.tells for other in spec.misconceptions}
    if key == "rivals" and tells.get(name) == misconception.tells:
        return f"`{name}` has the same sentence, so that nobody needs to tell the two apart; take it out"
    if key == "rewrites" and name in tells:
        return f"`{name}` is a misconception with a sentence of its own; take it out of `rewrites`"
    return ""


def misconceptions_of(
    spec: TaskSpec, wrong: Functions, nodes: Iterable[Node], functions: Mapping[str, StudentFunction]
) -> tuple[Misconception, ...]:
    """Return the known wrong solutions of the functions that the statements `nodes` call."""
    called = {call.function for call in students(*nodes)}
    known = {}
    for each in spec.misconceptions:
        function = replaced(each.wrong, functions)
        if function in called and each.wrong in wrong:
            shows = wrong.get(each.shows or "")
            known[each.wrong] = Misconception(
                each.wrong, str(function), wrong[each.wrong], each.fails, each.tells, shows, rivals=each.rivals
            )
    unnamed = {name for known_one in known.values() for name in known_one.rivals if name in wrong} - known.keys()
    strangers = (Misconception(name, str(replaced(name, functions)), wrong[name], (), "") for name in sorted(unnamed))
    return (*known.values(), *strangers)
