"""An answer keeps its kind on its way to the next call and to the reference's predicates; whole numbers do not wrap."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.samples.small_tasks import prepared, verdict_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPEC = """
inputs: {{x: {{integer: [1, 4]}}}}
functions: {{f: {{args: [x]{returns}}}, g: {{args: [x]}}}}
checks: [{{id: only, title: t, points: 2, cases: 9, where: x >= 0, expect: "{expect}"}}]
"""
REFERENCE = """
import numpy as np
from collections import Counter

def f(x):
    return {f}

def g(x):
    return {g}

def one(x):
    return 1

def is_fine(v):
    return {fine}
"""


def outcome(
    folder: Path, expect: str, right: str, *, g: str = "0", fine: str = "True", returns: str = "", **functions: Any
) -> str:
    """Return what comes of a submission; without functions it is the reference."""
    spec = SPEC.format(returns=f", returns: {returns}" if returns else "", expect=expect)
    check = prepared(folder, spec, REFERENCE.format(f=right, g=g, fine=fine))
    space: dict[str, Callable[..., Any]] = {}
    exec(REFERENCE.format(f=right, g=g, fine=fine), space)
    verdict = verdict_on(check, **{"f": space["f"], "g": space["g"], **functions})
    return f"{verdict.outcome.value} {verdict.message}".strip()


@pytest.mark.parametrize("returns", ["", "integer", "number", "any"])
@pytest.mark.parametrize(
    ("f", "student"), [("x + 1", None), ("x + 1", lambda x: np.int32(x + 1)), ("10 ** (4 * x)", None)]
)
def test_a_whole_number_is_one_in_the_next_call(tmp_path: Path, returns: str, f: str, student: Any) -> None:
    """Whatever its size; `range` and an index take no float."""
    functions = {"f": student} if student else {}
    assert (
        outcome(tmp_path, "g(f(x)) == ref.g(ref.f(x))", f, g="len(range(x))", returns=returns, **functions) == "passed"
    )
    fine = "True if type(v) is int else type(v).__name__"
    assert outcome(tmp_path, "ref.is_fine(f(x))", f, fine=fine, returns=returns, **functions) == "passed"


@pytest.mark.parametrize("dtype", ["int64", "int32", "uint8"])
@pytest.mark.parametrize("returns", ["", "{array: [any], of: integer}", "{array: any, of: number}", "any"])
def test_an_array_of_whole_numbers_is_one_in_the_next_call(tmp_path: Path, returns: str, dtype: str) -> None:
    """It can be used as an index."""
    f = f"np.arange(x).astype('{dtype}')"
    assert outcome(tmp_path, "g(f(x)) == ref.g(ref.f(x))", f, g="np.arange(9)[x]", returns=returns) == "passed"


@pytest.mark.parametrize(
    ("f", "method"),
    [("Counter('aab' * x)", "v.most_common(1)[0][0] == 'a'"), ("Counter({'a': x})", "v['b'] == 0"), ("{}", "v == {}")],
)
def test_a_counter_is_one_in_a_predicate(tmp_path: Path, f: str, method: str) -> None:
    """As the reference's answer is; a plain dict of the same counts passes as well."""
    assert outcome(tmp_path, "ref.is_fine(f(x))", f, fine=method) == "passed"
    found = outcome(
        tmp_path, "ref.is_fine(f(x))", f, fine=method, f=lambda x: dict(eval(f, {"x": x, "Counter": Counter}))
    )
    assert found == "passed"


@pytest.mark.parametrize(
    ("expect", "answer"),
    [
        ("dot(f(x), f(x)) == ref.one(x)", [2**32, 1]),
        ("dot(f(x), f(x)) == ref.one(x)", [3 * 2**32, 2**40, 1]),
        ("sum(f(x)) == ref.one(x)", [2**62, 2**62, 2**62, 2**62, 1]),
        ("sum(f(x) * 4) == 4 * ref.one(x)", [2**62, 1]),
        ("at_most(sum(abs(f(x))), ref.one(x))", [-(2**63), 1]),
        ("sum(f(x)) <= ref.one(x)", [2**62, 2**62, 1]),
    ],
)
@pytest.mark.parametrize("mixed", [False, True], ids=["one dimension", "several"])
def test_whole_numbers_that_would_wrap_around_decide_nothing(
    tmp_path: Path, expect: str, answer: list[int], mixed: bool
) -> None:
    """In 64 bits each of these sums and products is 1, or less."""
    returns = "{array: any, of: number}"
    assert outcome(tmp_path, expect, "np.array([1])", returns=returns) == "passed"
    found = outcome(
        tmp_path,
        expect,
        "np.array([1])",
        returns=returns,
        f=lambda x: np.ones((1, 1), dtype=np.int64) if mixed and x == 2 else np.array(answer),
    )
    assert found.startswith("failed")


@pytest.mark.parametrize(
    ("right", "wrong"), [("2**60 + x", "2**60 + x + 1"), ("[2**60 + x]", "[2**60]"), ("2**80 + x", "2**80")]
)
def test_large_whole_numbers_are_compared_to_the_last_digit(tmp_path: Path, right: str, wrong: str) -> None:
    """A float would round it away."""
    space: dict[str, Any] = {}
    exec(f"def f(x):\n    return {wrong}\n", space)
    assert outcome(tmp_path, "f(x) == ref.f(x)", right) == "passed"
    assert outcome(tmp_path, "f(x) == ref.f(x)", right, f=space["f"]).startswith("failed")
