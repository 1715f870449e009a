"""A worker that says of a handle what no handle is, and what only a function's attributes are."""

from __future__ import annotations

import types

import numpy as np
import pytest

from grader.tester import party
from grader.tester.link import WorkerGone
from grader.worker.wire.plain import PlainValueError
from tests.samples.conversations import conversation, outcome
from tests.tester.answer_cases import AnswerCase
from tests.tester.test_answers import kinds_of, run


@pytest.mark.parametrize(
    "kind", [int, float, bool, str, list, dict, tuple, np.float64, np.generic, type, ValueError, type(None), range]
)
def test_a_handle_stands_for_nothing_that_crosses_by_value(kind: type) -> None:
    """`isinstance` would believe it."""
    with pytest.raises(PlainValueError):
        party.TesterParty().handle(1, kind, ["", False])


@pytest.mark.parametrize(
    "kind", [types.FunctionType, types.GeneratorType, types.ModuleType, object, np.ndarray, np.void]
)
def test_a_handle_stands_for_what_stays(kind: type) -> None:
    """Functions, generators, modules of the student's own making, and arrays of records."""
    assert party.TesterParty().handle(1, kind, ["", False]).__class__ is kind


def test_a_table_that_stays_is_none() -> None:
    """Tables are mirrored."""
    pandas = pytest.importorskip("pandas")
    with pytest.raises(PlainValueError):
        party.TesterParty().handle(1, pandas.DataFrame, ["", False])


FORGING = """
import sys
def remote():
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "_do_base"):
        frame = frame.f_back
    return frame.f_locals["self"]
class L(list): pass
"""
CHANGING = (
    FORGING
    + """
def f():
    contents = iter([[3, 1, 2], [1, 2, 3], [1, 2, 3]])
    remote()._do_base = lambda target: next(contents)
    return L()
"""
)
YES = (
    FORGING
    + """
class Yes:
    def __eq__(self, other): return True
    __hash__ = None
def f():
    remote()._do_base = lambda target: Yes()
    return L()
"""
)


def test_what_an_object_holds_stays_what_it_was() -> None:
    """Also for its operators, of which each asks what it holds."""
    case = AnswerCase(
        "def f(): return [1, 2, 3]", CHANGING, "x = work.f()\nassert x != [1, 2, 3]\nassert x == [1, 2, 3]"
    )
    assert outcome(CHANGING, case.test) == "AssertionError"
    assert outcome(CHANGING.replace("[3, 1, 2], ", ""), "assert work.f() == [1, 2, 3] == work.f()") == "passed"


def test_what_an_object_holds_is_plain() -> None:
    """A worker that says otherwise has forged that."""
    with conversation(YES) as (work, joined):
        liar = work.f()
        with pytest.raises(WorkerGone):
            joined.link.base(liar)
        assert joined.link.forged


def test_only_functions_have_code() -> None:
    """Neither an object nor a class that has made it up; a function, a method and what a function wraps do."""
    source = """
    def g(n, m=2): return n
    class F:
        __code__, __defaults__ = g.__code__, (7,)
        def __call__(self, n): return sum(range(n))
        def method(self, m=3): return m
    f = F()
    """
    test = """
    for liar in (work.f, work.F):
        for name in ("__code__", "__defaults__", "__kwdefaults__", "__closure__"):
            assert not hasattr(liar, name)
    assert work.g.__code__.co_name == "g" and work.g.__defaults__ == (2,)
    assert work.f.method.__code__.co_name == "method" and work.F.method.__defaults__ == (3,)
    """
    assert outcome(source, test) == "passed"


@pytest.mark.parametrize("kind", ["KeyboardInterrupt", "GeneratorExit"])
def test_an_end_of_the_process_is_no_end_of_the_tests(kind: str) -> None:
    """Nor is a class derived from one."""
    source = f"class Stop({kind}): pass\nclass Later(Stop): pass\ndef f(kind): raise [{kind}, Stop, Later][kind]"
    test = "import pytest\nfor n in range(3):\n    with pytest.raises(RuntimeError): work.f(n)"
    assert outcome(source, test) == "passed"


CALLING = "def each(f):\n    try: f(3)\n    except BaseException as error: return f'{error}{error.args}'\n"


@pytest.mark.parametrize("check", ["assert x == 4417, 'SECRET 4417'", "pytest.fail('SECRET 4417')"])
def test_a_failed_check_says_nothing_to_the_students_code(check: str) -> None:
    """It learns that the check has failed; one that it catches fails the test."""
    test = f"import pytest\ndef spy(x): {check}\nsaid = work.each(spy)\nassert '4417' not in said"
    kinds = kinds_of(AnswerCase("def each(f): return ''", "", "import pytest\ndef spy(x): pass\nwork.each(spy)"))
    text, _ = run(CALLING, test, kinds)
    assert text.startswith("ContradictionError: a check failed in a function that the test gave to your code")


def test_any_other_exception_of_the_test_says_what_it_said() -> None:
    """The student's code may need its words."""
    test = "def spy(x): raise KeyError('gone')\nassert 'gone' in work.each(spy)"
    assert outcome(CALLING, test) == "passed"
