"""Tests of notebooks: cells, files in OK format, otter's functions; in a namespace that goes on in the student's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.tester.library_names import LibraryNames
from grader.tester.notebook_tests import NotebookSuite
from grader.tester.peers.autotests import AutotestValues
from tests.samples.conversations import conversation

if TYPE_CHECKING:
    from pathlib import Path

STUDENT = """
import numpy as np
total = 6
_hidden = 2
def square(x): return x * x
def read(): return total
def sum(xs): return 'mine'
def scaled(x): return factor * x
"""

CELLS = """
# %% imports both after=a
import math
offset = 1

# %% squares points=2 title="All squares"
assert square(3) + offset == 10

# %% wrong points=1
assert square(3) == 8

# %% shadows
assert sum([1]) == 'mine' and len([1]) == 1

# %% magic
%matplotlib inline
assert math.pi > 3

# %% binds
total = 9
assert read() == 9

# %% lends gives=factor
factor = 3
assert scaled(2) == 6
factor = 4
assert scaled(2) == 8

# %% keeps
factor = 3
assert scaled(2) == 6

# %% deletes
del square
assert 'square' not in dir(work)

# %% raises
square(1 / 0)

# %% private
assert _hidden == 2
"""


def run(folder: Path, source: str, name: str, file: str = "work.cells.py") -> dict[str, Any]:
    """Return the report on one test of a file."""
    path = folder / file
    path.write_text(source, encoding="utf-8")
    with conversation(STUDENT) as (work, joined):
        suite = NotebookSuite([path], joined.link, "work")
        suite._environment["work"] = work
        return suite.run(name)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("squares", "passed"),
        ("wrong", "failed"),
        ("shadows", "passed"),
        ("magic", "passed"),
        ("binds", "passed"),
        ("lends", "passed"),
        ("keeps", "failed"),
        ("deletes", "passed"),
        ("raises", "failed"),
        ("private", "passed"),
        ("nothing", "uncollected"),
    ],
)
def test_a_cell_runs_after_the_code_of_both_sides(tmp_path: Path, name: str, outcome: str) -> None:
    """Its names are its own, then the student's; what it binds of theirs they see."""
    assert run(tmp_path, CELLS, name)["outcome"] == outcome


@pytest.mark.parametrize(
    ("last", "share"),
    [("1.5", 0.75), ("float('nan')", 0.0), ("float('inf')", 1.0), ("-1", 0.0), ("True", 1.0), ("'text'", 1.0)],
)
def test_a_cell_that_ends_in_a_number_earns_that_part(tmp_path: Path, last: str, share: float) -> None:
    """Of its points; what is no number earns nothing."""
    assert run(tmp_path, f"# %% partial points=2\n{last}\n", "partial")["share"] == share


def test_a_failed_cell_is_explained_by_its_values(tmp_path: Path) -> None:
    """As pytest explains a failed assert, with the calls that were made."""
    report = run(tmp_path, CELLS, "wrong")
    assert (report["assertion"], report["text"].split("\n")[0]) == (True, "AssertionError: assert 9 == 8")
    assert report["calls"].endswith("square(3)  # gives 9")


OK = {
    "passes": ([">>> square(3)\n9"], 1.0),
    "fails": ([">>> square(3)\n8"], 0.0),
    "half": ([">>> square(3)\n8", ">>> square(2)\n4"], 0.5),
    "names": ([">>> x = square(2)\n>>> x + total\n10"], 1.0),
    "no-leak": ([">>> x = 3\n>>> x\n3", ">>> x\n3"], 0.5),
    "raises": ([">>> square('a')\n9"], 0.0),
    "numpy": ([">>> bool(np.isclose(square(0.5), 0.25))\nTrue"], 1.0),
}


@pytest.mark.parametrize(("cases", "share"), OK.values(), ids=OK.keys())
def test_each_case_of_an_ok_file_earns_its_part(tmp_path: Path, cases: list[str], share: float) -> None:
    """Cases are doctests, each in a namespace of its own."""
    content = {"name": "q1", "points": 2, "suites": [{"cases": [{"code": case} for case in cases]}]}
    report = run(tmp_path, f"OK_FORMAT = True\ntest = {content!r}\n", "q1", "q1.py")
    assert report["share"] == pytest.approx(share)
    assert report["outcome"] == ("passed" if share == 1 else "failed")


@pytest.mark.parametrize(
    ("case", "text"),
    [
        pytest.param(">>> assert square(3) == 8", "AssertionError: square(3) == 8", id="condition"),
        pytest.param(
            ">>> for x in [2]:\n...     assert square(x) == x", "AssertionError: square(x) == x", id="in-a-loop"
        ),
        pytest.param(">>> assert square(3) == 8, 'Nine.'", "AssertionError: Nine.", id="sentence-of-the-test"),
        pytest.param(">>> assert (\n...     square(3) == 8)", "AssertionError", id="several-lines"),
        pytest.param(
            ">>> np.testing.assert_equal(square(3), 9)\n>>> raise AssertionError", "AssertionError", id="raised"
        ),
    ],
)
def test_an_assert_in_a_case_says_its_condition(tmp_path: Path, case: str, text: str) -> None:
    """As a case without assert shows its expression; it was `AssertionError` alone."""
    content = {"name": "q1", "points": 2, "suites": [{"cases": [{"code": case}]}]}
    report = run(tmp_path, f"OK_FORMAT = True\ntest = {content!r}\n", "q1", "q1.py")
    assert (report["assertion"], report["text"]) == (True, text)


def test_points_of_cases_weigh_and_all_or_nothing_gives_no_part(tmp_path: Path) -> None:
    """A case of 3 points beside one of 1; nothing for a part where the file says so."""
    cases = [{"code": ">>> square(2)\n4", "points": 3}, {"code": ">>> square(2)\n5", "points": 1}]
    content: dict[str, Any] = {"suites": [{"cases": cases}]}
    assert run(tmp_path, f"test = {content!r}", "q1", "q1.py")["share"] == pytest.approx(0.75)
    assert run(tmp_path, f"test = {content | {'all_or_nothing': True}!r}", "q1", "q1.py")["share"] == 0


FUNCTIONS = """
from otter.test_files import test_case
OK_FORMAT = False
name = "q2"
@test_case(points=1, hidden=False)
def one(square, np):
    assert np.isclose(square(2), 4)
@test_case(points=3, hidden=True, failure_message="Look at the total.")
def two(env):
    assert env["total"] == 7
"""


def test_otters_functions_get_names_of_the_notebook(tmp_path: Path) -> None:
    """Parameters are names of the environment, `env` is all of it; its message is the one that is shown."""
    report = run(tmp_path, FUNCTIONS, "q2", "q2.py")
    assert (report["outcome"], report["share"], report["text"]) == ("failed", 0.25, "Look at the total.")


AUTOTESTS = "# %% values\n### AUTOTEST square(3); total\n"


def test_autotest_lines_compare_with_the_reference(tmp_path: Path) -> None:
    """With the reference they record, with others they compare; a wrong value is said without the right one."""
    path = tmp_path / "work.cells.py"
    path.write_text(AUTOTESTS, encoding="utf-8")
    with conversation(STUDENT) as (_, joined):
        joined.link.autotests = AutotestValues({}, recording=True)
        assert NotebookSuite([path], joined.link, "work").run("values")["outcome"] == "passed"
        seen = joined.link.autotests.seen
    with conversation(STUDENT.replace("x * x", "x + x")) as (_, joined):
        joined.link.autotests = AutotestValues(seen, recording=False)
        report = NotebookSuite([path], joined.link, "work").run("values")
    assert report["outcome"] == "failed"
    assert "the value of square(3) is not correct" in report["text"]
    assert "9" not in report["text"]


SHADOWED = (
    "import math\nclass Yes:\n    isclose = staticmethod(lambda *a: True)\nmath = Yes()\ndef all(x): return True\n"
)


@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        pytest.param({"math": "math", "square": ""}, "failed", id="the-reference-has-the-librarys"),
        pytest.param({"math": "", "all": "", "square": ""}, "passed", id="the-reference-has-its-own"),
        pytest.param(None, "passed", id="no-reference"),
    ],
)
def test_names_of_libraries_are_not_the_students(tmp_path: Path, known: dict[str, str] | None, outcome: str) -> None:
    """A student's `math` and `all` that say yes win only where the reference has such names itself."""
    path = tmp_path / "work.cells.py"
    path.write_text("# %% close\nassert math.isclose(1, 2) and all([False])\n", encoding="utf-8")
    with conversation(SHADOWED) as (_, joined):
        joined.link.libraries = LibraryNames(known, recording=False)
        assert NotebookSuite([path], joined.link, "work").run("close")["outcome"] == outcome
