"""Otter's test files: the OK format with all its habits, and functions below `@test_case`."""

from __future__ import annotations

import pytest

from grader.importing.model import SourceError
from grader.importing.otter_checks import question_parts
from grader.importing.otter_tests import OtterCase, question_of_text, share_points

OK = """\
OK_FORMAT = True

test = {{
    "name": "q1",
    {extra}
    "suites": [{{"cases": [{cases}], "scored": True, "setup": "", "teardown": "", "type": "{kind}"}}],
}}
"""
PUBLIC = "{\"code\": r'''\n>>> twice(2)\n4\n''', \"hidden\": False, \"locked\": False}"
HIDDEN = '{"code": ">>> twice(3)\\n6", "hidden": True}'
FUNCTIONS = '''\
from otter.test_files import test_case
import numpy as np

OK_FORMAT = False
name = "q3"
points = 3


def helper(value):
    return value


@test_case(hidden=False)
def test_public(twice):
    assert helper(twice(2)) == 4


@test_case(points=2, hidden=True, failure_message="Try three.")
def test_hidden(twice, env):
    """A hidden one."""
    assert twice(3) == 6
'''


def ok(cases: str, extra: str = "", kind: str = "doctest") -> str:
    """Return the text of a test file in the OK format."""
    return OK.format(cases=cases, extra=extra, kind=kind)


@pytest.mark.parametrize(
    ("text", "points", "hidden"),
    [
        pytest.param(ok(PUBLIC), [1.0], [False], id="no points at all"),
        pytest.param(ok(f"{PUBLIC}, {HIDDEN}"), [0.5, 0.5], [False, True], id="one point shared"),
        pytest.param(ok(f"{PUBLIC}, {HIDDEN}", '"points": 4,'), [2.0, 2.0], [False, True], id="a total"),
        pytest.param(ok(f"{PUBLIC}, {HIDDEN}", '"points": [1, 3],'), [1.0, 3.0], [False, True], id="a list"),
        pytest.param(ok(f"{PUBLIC}, {HIDDEN}", '"points": {"each": 2},'), [2.0, 2.0], [False, True], id="each"),
        pytest.param(ok('{"code": ">>> 1\\n1", "points": 0.25}'), [0.25], [True], id="hidden if nothing is said"),
        pytest.param(ok(PUBLIC).replace("OK_FORMAT = True\n", ""), [1.0], [False], id="older than OK_FORMAT"),
        pytest.param(ok(PUBLIC).replace('"name": "q1",', ""), [1.0], [False], id="named by its file"),
        pytest.param(FUNCTIONS, [1.0, 2.0], [False, True], id="functions"),
        pytest.param(FUNCTIONS.replace("points = 3", "points = None"), [0.0, 2.0], [False, True], id="only some"),
    ],
)
def test_cases_have_otters_points(text: str, points: list[float], hidden: list[bool]) -> None:
    """Points that a file leaves open are shared out as otter does."""
    question = question_of_text(text, "q1")
    assert [case.points for case in question.cases] == points
    assert [case.hidden for case in question.cases] == hidden


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("x = 1", "neither a dict `test` nor a function", id="no test"),
        pytest.param("test = make()", "`test` is computed", id="computed"),
        pytest.param("test = [1]", "`test` is not a dict", id="a list"),
        pytest.param("test = {'name': 'q'}", "no list `suites`", id="no suites"),
        pytest.param("test = {'suites': [{}]}", "no list `cases`", id="no cases"),
        pytest.param("test = {'suites': [{'cases': []}]}", "has no cases", id="empty"),
        pytest.param(ok(PUBLIC, '"points": "many",'), "its points are not a number", id="points in words"),
        pytest.param(ok(PUBLIC, '"points": [1, 2],'), "lists 2 points for 1 cases", id="too many points"),
        pytest.param("test = {", "is not Python (line 1", id="not Python"),
        pytest.param("test = " + "(" * 500 + ")" * 500, "is not Python", id="brackets"),
        pytest.param(FUNCTIONS.replace("points=2", "points=count()"), "`points` is computed", id="computed points"),
        pytest.param(FUNCTIONS.replace("points = 3", "points = 1"), "more than the 1 of the question", id="too few"),
    ],
)
def test_what_cannot_be_read_has_a_reason(text: str, reason: str) -> None:
    """A file that cannot be imported is refused in a sentence."""
    with pytest.raises(SourceError) as error:
        question_of_text(text, "q1")
    assert reason in str(error.value)


@pytest.mark.parametrize(
    ("case", "kind", "reason"),
    [
        pytest.param(PUBLIC, "concept", "is of the type concept", id="concept"),
        pytest.param('{"code": ">>> 1\\n5d41402abc", "locked": True}', "doctest", "is locked", id="locked"),
        pytest.param('{"hidden": False}', "doctest", "has no text `code`", id="no code"),
        pytest.param('"text"', "doctest", "is not a dict", id="a text"),
    ],
)
def test_single_cases_are_left_out(case: str, kind: str, reason: str) -> None:
    """A case that cannot run is left out alone."""
    assert reason in question_of_text(ok(case, kind=kind), "q1").cases[0].left_out


def test_a_file_of_one_visibility_stays_as_it_is() -> None:
    """Not a letter of such a file changes."""
    text = ok(f"{PUBLIC}, {PUBLIC}")
    (part,) = question_parts(question_of_text(text, "q1"))
    assert (part.text, part.points, part.hidden) == (text, 1.0, False)


def test_public_and_hidden_cases_are_two_checks() -> None:
    """The bodies of both stay letter for letter, and the public part has no word of the hidden one."""
    public, hidden = question_parts(question_of_text(ok(f"{PUBLIC}, {HIDDEN}", '"points": [1, 3],'), "q1"))
    assert (public.points, hidden.points) == (1.0, 3.0)
    assert "twice(3)" not in public.text
    assert "twice(2)" not in hidden.text
    assert question_of_text(public.text, "q1").cases[0].points == 1.0
    assert eval_code(public.text) == "\n>>> twice(2)\n4\n"
    assert eval_code(hidden.text) == ">>> twice(3)\n6"
    assert public.check("q1") == {"id": "q1", "title": "q1", "points": 1.0, "test": "q1"}
    assert hidden.check("q1_hidden")["visibility"] == "hidden"


def eval_code(text: str) -> str:
    """Return the code of the first case of a test file."""
    namespace: dict[str, dict[str, list[dict[str, list[dict[str, str]]]]]] = {}
    exec(text, namespace)
    return namespace["test"]["suites"][0]["cases"][0]["code"]


def test_functions_are_split_by_their_lines() -> None:
    """Helpers and imports stay in both parts, and a hint comes along."""
    public, hidden = question_parts(question_of_text(FUNCTIONS, "q3"))
    assert "def helper" in public.text
    assert "def helper" in hidden.text
    assert "test_hidden" not in public.text
    assert "test_public" not in hidden.text
    assert hidden.check("q3_hidden")["hint"] == "Try three."
    compile(public.text, "public", "exec")


def test_all_or_nothing_with_hidden_cases() -> None:
    """All points hang on the whole question, and the public cases are shown for nothing."""
    text = ok(f"{PUBLIC}, {HIDDEN}", '"points": 2, "all_or_nothing": True,')
    public, whole = question_parts(question_of_text(text, "q1"))
    assert (public.points, public.hidden) == (0, False)
    assert (whole.points, whole.hidden, whole.text) == (2.0, True, text)


def test_a_question_without_any_case_that_runs_is_no_check() -> None:
    """There is nothing to ask."""
    assert question_parts(question_of_text(ok(PUBLIC, kind="concept"), "q1")) == []


def test_zeros_do_not_become_points() -> None:
    """Cases that are worth nothing by intent stay worth nothing."""
    cases = [OtterCase(0, "a", hidden=False, points=0.0), OtterCase(1, "b", hidden=False)]
    assert [case.points for case in share_points(None, cases)] == [0.0, 1.0]
