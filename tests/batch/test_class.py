"""A class of 300 with 10 % broken or hostile, through the command line: a row for each, and nobody disturbs another."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.batch.class_of import RIGHT, TASK, WRONG, results, store, table, write_class
from tests.batch.family import finish, start

pytestmark = pytest.mark.slow

DEF = "def double(a):\n    return 2 * a\n"
BROKEN = {
    "syntax": "def double(a:\n",
    "raises": "def double(a):\n    raise RuntimeError('no')\n",
    "import": "import nothing_of_this_name\n" + DEF,
    "exits": "import os\n\n\ndef double(a):\n    os._exit(0)\n",
    "dies": "import ctypes\n\n\ndef double(a):\n    return ctypes.string_at(0)\n",
    "kills": "import os\n\ntry:\n    os.kill(os.getppid(), 9)\nexcept OSError:\n    pass\n" + DEF,
    "prints": "def double(a):\n    while True:\n        print('x' * 1000)\n",
    "eats": "def double(a):\n    return bytearray(1 << 40)\n",
    "recurses": "def double(a):\n    return double(a)\n",
    "nothing": None,
}
"""What each of them hands in, three times."""
FULL = {"import", "kills"}
"""Those whose function is right, and stays so although the rest of the file cannot be executed."""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Grade the class once."""
    students = {f"s{number:03}": (RIGHT, RIGHT, WRONG)[number % 3] for number in range(270)}
    students |= {f"{name}-{number}": code for name, code in BROKEN.items() for number in range(3)}  # type: ignore[misc]
    root = write_class(tmp_path_factory.mktemp("class"), **students)
    (root / "course/tasks/double.yaml").write_text(TASK.replace("cases: 10", "cases: 10\nlimits: {wall: 2}"))
    return root, finish(start(root, "--seed", "5"), 0)


def test_there_are_300_rows(graded: Any) -> None:
    """In the table, in the store, and as pages; the command ends with 0."""
    root, said = graded
    assert "300 graded" in said
    assert len(table(root)) == len(results(root)) == len(list((root / "out/reports").iterdir())) == 300
    with store(root) as found:
        assert all(one.key for one in found.all())


def test_the_others_have_what_they_would_have_alone(graded: Any) -> None:
    """Between attackers, each right and each wrong one ends like all of their kind."""
    rows = table(graded[0])
    assert {rows[f"s{number:03}"]["points"] for number in range(270) if number % 3 != 2} == {"3"}
    assert {rows[f"s{number:03}"]["points"] for number in range(270) if number % 3 == 2} == {"0"}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_has_its_result_and_no_more(graded: Any, name: Any) -> None:
    """Equal ones end alike, without points unless what they tried was refused."""
    rows = table(graded[0])
    expected = "3" if name in FULL else "0"
    assert [rows[f"{name}-{number}"]["points"] for number in range(3)] == [expected] * 3


def test_a_second_run_has_nothing_to_do(graded: Any) -> None:
    """Whatever they are, their results are kept."""
    before = os.stat(graded[0] / "out/results.sqlite").st_mtime_ns  # noqa: PTH116 - nanoseconds
    assert "0 graded, 300 had a result" in finish(start(graded[0]), 0)
    assert os.stat(graded[0] / "out/results.sqlite").st_mtime_ns == before  # noqa: PTH116
