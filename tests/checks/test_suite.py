"""The tests of a file as its source has them: which classes pytest collects, and what they inherit."""

from __future__ import annotations

import ast
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from grader.checks import suite
from tests.samples.conversations import sections

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "a function": ("def test_a(): pass\ndef helper(): pass", ["test_a"]),
    "a class by its name": ("class TestA:\n    def test_a(self): pass", ["TestA::test_a"]),
    "another class": ("class A:\n    def test_a(self): pass", []),
    "a test case": ("class A(unittest.TestCase):\n    def test_a(self): pass", ["A::test_a"]),
    "a test case by a base of the file": (
        """
        class Base(unittest.TestCase):
            def setUp(self): pass
        class Numbers(Base):
            def test_a(self): pass
        """,
        ["Numbers::test_a"],
    ),
    "by the base of a base": (
        """
        class Base(TestCase): pass
        class Middle(Base): pass
        class Numbers(Middle):
            def test_a(self): pass
        """,
        ["Numbers::test_a"],
    ),
    "by the second base": (
        """
        class Mixin:
            def test_b(self): pass
        class Base(TestCase): pass
        class Numbers(Mixin, Base):
            def test_a(self): pass
        """,
        ["Numbers::test_b", "Numbers::test_a"],
    ),
    "a base that is no test case": (
        """
        class Base(Other): pass
        class Numbers(Base):
            def test_a(self): pass
        """,
        [],
    ),
    "bases in a circle": (
        """
        class A(B):
            def test_a(self): pass
        class B(A):
            def test_b(self): pass
        """,
        [],
    ),
    "a question of PrairieLearn's, whose tests run by their names": (
        """
        class Test(PLTestCaseWithPlot):
            def test_zero(self): pass
            def test_10(self): pass
            def test_9(self): pass
            test_plot = PLTestCaseWithPlot.optional_test_plot_labels
        """,
        ["Test::test_10", "Test::test_9", "Test::test_zero", "Test::test_plot"],
    ),
    "inherited tests": (
        """
        class Base(TestCase):
            def test_a(self): pass
            def test_b(self): pass
        class Numbers(Base):
            def test_b(self): pass
        """,
        ["Base::test_a", "Base::test_b", "Numbers::test_a", "Numbers::test_b"],
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_the_tests_of_a_file(case: str) -> None:
    """In the order in which they are listed."""
    source, expected = FILES[case]
    assert [test.name for test in suite.list_tests(ast.parse(dedent(source)))] == expected


MARKS = sections("""
## public: nothing
def test_a(): pass
## hidden: its own
@visibility('hidden')
def test_a(): pass
## hidden: its file's
pytestmark = pytest.mark.visibility('hidden')
def test_a(): pass
## after_due: one of its file's
pytestmark = [pytest.mark.slow, pytest.mark.visibility('after_due')]
def test_a(): pass
## public: its own in such a file
pytestmark = pytest.mark.visibility('hidden')
@pytest.mark.visibility('public')
def test_a(): pass
## hidden: its class's, in Gradescope's words
@visibility('after_published')
class TestA:
    def test_a(self): pass
## hidden: all of its class
class TestA:
    pytestmark = pytest.mark.visibility('hidden')
    def test_a(self): pass
## after_due: its own in such a class
@pytest.mark.visibility('hidden')
class TestA:
    @pytest.mark.visibility('after_due')
    def test_a(self): pass
## hidden: that of a base
@pytest.mark.visibility('hidden')
class Base: pass
class TestA(Base):
    def test_a(self): pass
## public: its class's in a hidden file
pytestmark = pytest.mark.visibility('hidden')
@pytest.mark.visibility('public')
class TestA:
    def test_a(self): pass
""")


@pytest.mark.parametrize("case", MARKS)
def test_who_sees_a_test(case: str) -> None:
    """The nearest mark says so, as pytest has it: the test's, its class's, its file's."""
    tests = suite.list_tests(ast.parse(MARKS[case]))
    assert [test.visibility for test in tests] == [case.partition(":")[0]]


def test_the_names_that_tests_take_from_the_student(tmp_path: Path) -> None:
    """By import, or by attribute of a module; not those of other modules."""
    file = tmp_path / "hw.py"
    file.write_text(
        "import math, hw as work, solution\nfrom hw import area, Stack as S\nfrom numpy import sum\n"
        "from student import *\ndef test_a():\n    assert work.total() == solution.rate == math.pi\n"
    )
    tests = suite.TestSuite("hw", (file,), tmp_path, None, {})
    assert suite.names_imported(tests) == {"area", "Stack", "*", "total", "rate"}


@pytest.mark.parametrize("data", [b"\xef\xbb\xbffrom hw import f\n", b"# coding: latin-1\nfrom hw import f  # \xe4\n"])
def test_names_are_found_in_every_encoding_that_python_reads(data: bytes, tmp_path: Path) -> None:
    """With a byte order mark, or with a line that says which it is."""
    file = tmp_path / "hw.py"
    file.write_bytes(data)
    assert suite.names_imported(suite.TestSuite("hw", (file,), tmp_path, None, {})) == {"f"}
