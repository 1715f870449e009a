"""Otter's test files: a dict in the OK format, older ones too, and functions below `@test_case`.

Read as syntax, so that importing runs nothing of them.  A case is known by its number in the file, counted from 0.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.importing.model import SourceError
from grader.importing.sources import literal, parse_python, read_text
from grader.records import dataclass
from grader.tester.notebook_doctests import case_points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class OtterCase:
    """One test case of a question."""

    index: int
    name: str
    hidden: bool
    points: float | None = None
    hint: str = ""
    left_out: str = ""
    """Why it cannot be imported."""


@dataclass(frozen=True, slots=True)
class OtterQuestion:
    """One test file: a question with its cases, their points shared out."""

    name: str
    text: str
    """The file itself, as the tester executes it."""
    cases: tuple[OtterCase, ...]
    all_or_nothing: bool = False

    @property
    def points(self) -> float:
        """The points of all its cases."""
        return sum(case.points or 0 for case in self.cases if not case.left_out)


def read_question(path: Path) -> OtterQuestion:
    """Return the question of a test file.  Raises SourceError."""
    return question_of_text(read_text(path), path.stem)


def question_of_text(text: str, stem: str) -> OtterQuestion:
    """Return the question of the text of a test file.  Raises SourceError."""
    tree = parse_python(text)
    values = _assignments(tree)
    if "test" in values and _is_ok(values):
        content = literal(values["test"], "`test`")
        if not isinstance(content, dict):
            raise SourceError("`test` is not a dict")
        return question_of_dict(content, text, stem)
    cases = [case for node in tree.body if (case := _function_case(node))]
    if not cases:
        raise SourceError("has neither a dict `test` nor a function below @test_case")
    name = str(literal(values["name"], "`name`")) if "name" in values else stem
    points = literal(values["points"], "`points`") if "points" in values else None
    all_or_nothing = "all_or_nothing" in values and bool(literal(values["all_or_nothing"], "`all_or_nothing`"))
    named = [replace(case, index=k, name=case.name or f"{name} - {k + 1}") for k, case in enumerate(cases)]
    return OtterQuestion(name, text, share_points(points, named), all_or_nothing)


def question_of_dict(content: Mapping[str, Any], text: str, stem: str) -> OtterQuestion:
    """Return the question of a dict in the OK format.  Raises SourceError."""
    name = content.get("name", stem)
    name = " ".join(str(part) for part in name) if isinstance(name, list | tuple) else str(name)
    suites = content.get("suites")
    if not isinstance(suites, list | tuple):
        raise SourceError("its dict has no list `suites`")
    cases: list[OtterCase] = []
    for suite in suites:
        if not isinstance(suite, dict) or not isinstance(suite.get("cases"), list | tuple):
            raise SourceError("a suite has no list `cases`")
        for case in suite["cases"]:
            cases.append(_dict_case(case, str(suite.get("type", "doctest")), name, len(cases)))
    if not cases:
        raise SourceError("has no cases")
    return OtterQuestion(name, text, share_points(content.get("points"), cases), bool(content.get("all_or_nothing")))


def _dict_case(case: object, kind: str, question: str, index: int) -> OtterCase:
    name = f"{question} - {index + 1}"
    if not isinstance(case, dict):
        return OtterCase(index, name, hidden=True, left_out="is not a dict")
    otter_case = OtterCase(
        index,
        str(case.get("name") or name),
        # Otter hides a case that does not say; files from before there were hidden ones say nothing at all.
        hidden=bool(case.get("hidden", True)),
        points=_number(case.get("points")),
        hint=str(case.get("failure_message") or ""),
    )
    if kind != "doctest":
        return replace(otter_case, left_out=f"is of the type {kind}, and only doctests run")
    if not isinstance(case.get("code"), str):
        return replace(otter_case, left_out="has no text `code`")
    if case.get("locked"):
        return replace(otter_case, left_out="is locked: its answers are encrypted")
    return otter_case


def share_points(total: object, cases: Sequence[OtterCase]) -> tuple[OtterCase, ...]:
    """Return the cases with points: those written for each, or an equal share of what is left of the total.

    A question without any is worth one point.  Raises SourceError where the numbers contradict each other.
    """
    if isinstance(total, list | tuple):
        if len(total) != len(cases):
            raise SourceError(f"lists {len(total)} points for {len(cases)} cases")
        cases, total = [replace(case, points=_number(point)) for case, point in zip(cases, total, strict=True)], None
    if isinstance(total, dict):
        total = _number(total.get("each", 1), 1.0) * len(cases)
    if total is not None and _number(total) is None:
        raise SourceError(f"its points are not a number: {str(total)[:40]!r}")
    given = sum(case.points for case in cases if case.points is not None)
    max_points = _number(total)
    if max_points is not None and given > max_points + 1e-9:
        raise SourceError(f"its cases have {given:g} points, more than the {max_points:g} of the question")
    points = case_points([case.points for case in cases], max_points)
    return tuple(replace(case, points=share) for case, share in zip(cases, points, strict=True))


def _number(value: object, otherwise: float | None = None) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        return otherwise
    return float(value)


def _assignments(tree: ast.Module) -> dict[str, ast.expr]:
    values = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            values.update({target.id: node.value for target in node.targets if isinstance(target, ast.Name)})
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            values[node.target.id] = node.value
    return values


def _is_ok(values: Mapping[str, ast.expr]) -> bool:
    """Whether the file is in the OK format; files from before there was another do not say."""
    flag = values.get("OK_FORMAT")
    return not (isinstance(flag, ast.Constant) and flag.value is False)


def _function_case(node: ast.stmt) -> OtterCase | None:
    if not isinstance(node, ast.FunctionDef):
        return None
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = decorator if call is None else call.func
        if getattr(name, "id", getattr(name, "attr", "")) != "test_case":
            continue
        names = ("name", "points", "hidden", "success_message", "failure_message")
        given = dict(zip(names, call.args if call else [], strict=False))
        given |= {word.arg: word.value for word in (call.keywords if call else []) if word.arg}
        values = {key: literal(value, f"`{key}`") for key, value in given.items()}
        return OtterCase(
            0,
            str(values.get("name") or ""),
            hidden=bool(values.get("hidden")),
            points=_number(values.get("points")),
            hint=str(values.get("failure_message") or ""),
        )
    return None
