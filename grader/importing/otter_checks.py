"""A question of otter's as checks: one, or two where some of its cases are hidden and others are not."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from grader.importing.sources import literal, parse_python
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.importing.otter_tests import OtterCase, OtterQuestion


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One check: a question, or its public or hidden cases."""

    question: OtterQuestion
    stem: str
    text: str
    points: float
    hidden: bool

    def check(self, stem: str) -> dict[str, Any]:
        """Return the check as a task file has it."""
        kind = " (hidden cases)" if self.stem != self.question.name and self.hidden else ""
        check: dict[str, Any] = {
            "id": stem,
            "title": f"{self.question.name}{kind}",
            "points": round(self.points, 6),
            "test": stem,
        }
        hints = [case.hint for case in self.question.cases if case.hint and case.hidden == self.hidden]
        if self.hidden:
            check["visibility"] = "hidden"
        return check | ({"hint": hints[0][:900]} if len(hints) == 1 else {})


def question_parts(question: OtterQuestion) -> list[QuestionPart]:
    """Split a question so that no check tells a student about a hidden case."""
    cases = [case for case in question.cases if not case.left_out]
    public, hidden = [case for case in cases if not case.hidden], [case for case in cases if case.hidden]
    name, points = question.name, question.points
    if not cases:
        return []
    if not public or not hidden:
        text = question.text if len(cases) == len(question.cases) else reduced(question, cases)
        return [QuestionPart(question, name, text, points, hidden=not public)]
    visible = reduced(question, public)
    if question.all_or_nothing:
        # All its points hang on the hidden cases too, so the public ones are shown for nothing.
        all_cases = question.text if len(cases) == len(question.cases) else reduced(question, cases)
        return [
            QuestionPart(question, name, visible, 0, hidden=False),
            QuestionPart(question, f"{name}_whole", all_cases, points, hidden=True),
        ]
    return [
        QuestionPart(question, name, visible, sum(case.points or 0 for case in public), hidden=False),
        QuestionPart(
            question, f"{name}_hidden", reduced(question, hidden), sum(case.points or 0 for case in hidden), hidden=True
        ),
    ]


def reduced(question: OtterQuestion, cases: Sequence[OtterCase]) -> str:
    """Return the test file with these cases alone; their bodies stay letter for letter."""
    tree = parse_python(question.text)
    numbers = {case.index for case in cases}
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "test" for t in node.targets):
            return ok_file(literal(node.value, "`test`"), cases)
    functions = [
        node for node in tree.body
        if isinstance(node, ast.FunctionDef) and any("test_case" in ast.unparse(entry) for entry in node.decorator_list)
    ]  # fmt: skip
    lines: list[str | None] = list(question.text.split("\n"))
    for index, node in enumerate(functions):
        if index not in numbers:
            first = min(entry.lineno for entry in node.decorator_list)
            lines[first - 1 : node.end_lineno] = [None] * ((node.end_lineno or node.lineno) - first + 1)
    return "\n".join(line for line in lines if line is not None).rstrip() + "\n"


def ok_file(content: dict[str, Any], cases: Sequence[OtterCase]) -> str:
    """Return a test file in the OK format with these cases of `content` and their points."""
    by_index = {case.index: case for case in cases}
    suites, index = [], 0
    for suite in content["suites"]:
        chosen = []
        for case in suite["cases"]:
            if index in by_index:
                chosen.append({**case, "points": by_index[index].points})
            index += 1
        suites.append({**suite, "cases": chosen})
    points = sum(case.points or 0 for case in cases)
    dict_text = _shown({**content, "points": points, "suites": suites}, "")
    return f"OK_FORMAT = True\n\ntest = {dict_text}\n"


def _shown(value: object, indent: str) -> str:
    """Return a literal over several lines, each line of a text on its own."""
    deeper = f"{indent}    "
    if isinstance(value, dict):
        inner = "".join(f"{deeper}{key!r}: {_shown(entry, deeper)},\n" for key, entry in value.items())
        return f"{{\n{inner}{indent}}}"
    if isinstance(value, list | tuple):
        inner = "".join(f"{deeper}{_shown(entry, deeper)},\n" for entry in value)
        return f"[\n{inner}{indent}]"
    if isinstance(value, str) and value.count("\n") > 1:
        lines = "\n".join(f"{deeper}{line!r}" for line in value.splitlines(keepends=True))
        return f"(\n{lines}\n{indent})"
    return repr(value)
