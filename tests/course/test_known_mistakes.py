"""The keys of misconceptions that name other wrong solutions: what is refused, and what is handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course.known_mistakes import replaced
from grader.errors import SpecError
from tests.verify.small_verify import SPEC, WRONG, edited, task_of

if TYPE_CHECKING:
    from pathlib import Path

LINE = "  - {wrong: twice_squared, fails: [values], tells: Do not square.}\n"
MORE = "\ndef twice_cubed(x):\n    return x ** 3\n"
MISTAKES = {
    "rivals: [twice_cubd]": "does not define `twice_cubd`.* `twice_cubed`",
    "rewrites: [twice_nothing]": "reference/wrong/twice.py does not define `twice_nothing`",
    "rivals: [twice_squared]": "is this misconception itself",
    "rewrites: [twice_squared]": "is this misconception itself",
    "rivals: [total_of_sizes]": "replaces another function",
}


@pytest.mark.parametrize("key", MISTAKES)
def test_a_name_that_makes_no_sense_is_refused(tmp_path: Path, key: str) -> None:
    """With the line of the misconception."""
    spec = edited(SPEC, (LINE, LINE.replace("fails:", f"{key}, fails:")))
    with pytest.raises(SpecError, match=rf"tasks/twice.yaml:\d+: .*{MISTAKES[key]}"):
        task_of(tmp_path, spec=spec, wrong=WRONG + MORE)


@pytest.mark.parametrize(
    ("key", "tells", "text"),
    [
        pytest.param("rivals", "Do not square.", "has the same sentence", id="a rival with the same sentence"),
        pytest.param("rewrites", "No cubes.", "a sentence of its own", id="a rewrite with a sentence"),
    ],
)
def test_another_misconception_is_no_rewrite_and_no_rival_with_the_same_sentence(
    tmp_path: Path, key: str, tells: str, text: str
) -> None:
    """What it is has to be clear."""
    other = f"  - {{wrong: twice_cubed, fails: [values], tells: {tells}}}\n"
    spec = edited(SPEC, (LINE, LINE.replace("fails:", f"{key}: [twice_cubed], fails:") + other))
    with pytest.raises(SpecError, match=text):
        task_of(tmp_path, spec=spec, wrong=WRONG + MORE)


def test_a_rival_without_a_sentence_is_known_to_the_check(tmp_path: Path) -> None:
    """It fails no check that is named, and tells nothing."""
    spec = edited(SPEC, (LINE, LINE.replace("fails:", "rivals: [twice_cubed], fails:")))
    check = task_of(tmp_path, spec=spec, wrong=WRONG + MORE).checks[0]
    squared, cubed = check.misconceptions
    assert (cubed.name, cubed.tells, cubed.fails) == ("twice_cubed", "", ())
    assert squared.with_rivals(check.misconceptions) == (squared, cubed)
    assert cubed.with_rivals(check.misconceptions) == (cubed,)


@pytest.mark.parametrize(
    ("wrong", "function"), [("run_twice_over", "run_twice"), ("run_once", "run"), ("walk", None)], ids=str
)
def test_the_longest_name_is_replaced(wrong: str, function: str | None) -> None:
    """`run_twice_over` is a wrong `run_twice`, and no wrong `run`."""
    assert replaced(wrong, ["run", "run_twice"]) == function
