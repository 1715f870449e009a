"""The slips of an answer are tried in one order: of the whole of it, of its parts, of an argument, of a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.diagnosis.slips import Call, Sample
from grader.diagnosis.slips.answers import answer_slip_of

if TYPE_CHECKING:
    from collections.abc import Callable

LISTS = [[3, 1, 2], [4, -2], [9, 0, 8], [5, 5, 7], [0, -4, 7, 7], [1, 2, 3, 4]]


@pytest.mark.parametrize(
    ("right", "student", "says"),
    [
        (sorted, lambda x: sorted(x)[::-1], "the right items in the opposite order"),
        (lambda x: [[i, 2 * i] for i in x], lambda x: [[i, 4 * i] for i in x], ""),
        (lambda x: [[i, 2 * i] for i in x], lambda x: [[-i, -2 * i] for i in x], "all its numbers with the opposite"),
        (lambda x: [sum(x), *x], lambda x: x[1:], "the items of `x` without the first one"),
        (sum, min, "the smallest of all numbers in `x`"),
        (sum, sum, ""),
        (sum, lambda x: min(x) if len(x) > 2 else 77, ""),
    ],
    ids=["whole", "half of the parts", "all parts", "argument", "summary", "right", "not always"],
)
def test_the_first_slip_that_fits_every_case_is_told(
    right: Callable[[Any], Any], student: Callable[[Any], Any], says: str
) -> None:
    """None is told that one case contradicts."""
    call = Call("f", ("x",), [Sample((case,), right(case), student(case)) for case in LISTS], {})
    told = answer_slip_of(call)
    assert says in told
    assert bool(told) is bool(says)


def test_of_long_answers_the_parts_are_not_looked_at() -> None:
    """That would take longer than the whole grading."""
    cases = [Sample((at,), list(range(at, 3_000)), [-i for i in range(at, 3_000)]) for at in range(1, 5)]
    assert "opposite sign" in answer_slip_of(Call("f", ("x",), cases, {}))
    nested = [Sample((case.arguments), [case.expected], [case.got]) for case in cases]
    assert answer_slip_of(Call("f", ("x",), nested, {})) == ""
