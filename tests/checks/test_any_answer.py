"""Any answer where any other is expected: a verdict and an explanation, and never an exception of the judge's."""

from __future__ import annotations

import warnings
from collections import Counter, namedtuple
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.samples.small_tasks import prepared, verdict_on

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
import numpy as np
from collections import Counter, namedtuple
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

Pair = namedtuple("Pair", "a b")
"""
SPEC = """
inputs: {{x: {{integer: [0, 3]}}}}
functions: {{f: {{args: [x]{returns}}}}}
checks: [{{id: only, title: t, points: 2, cases: 3, where: x >= 0, expect: "{expect}"}}]
"""
TEXTS = """
None
True
3
10**30
10**400
2.5
float("nan")
1 + 2j
"abc"
b"ab"
np.zeros(3)
np.array([1.0, float("nan"), 2.0])
np.array([True, False, True])
np.array([1 + 2j, 0, 0])
np.array(["a", "b", "c"])
np.array(5.0)
np.float32(1.5)
np.zeros((2, 0, 3))
[]
[1, 2, 3]
[[1], [1, 2]]
[np.zeros(2), np.zeros(3)]
[10**400, "a", None]
(1.0, np.zeros(2))
(np.zeros(2), np.zeros((2, 2)), np.zeros((2, 2, 2)))
Pair(np.zeros(2), [1])
{"a": {"b": [1, {"c": np.zeros(2)}]}}
{1: "x", (1, 2): None}
Counter("aab")
{1, 2}
range(3)
Fraction(1, 3)
Decimal("1.5")
date(2020, 1, 1)
timedelta(1)
print
""".strip().splitlines()
Pair = namedtuple("Pair", "a b")  # noqa: PYI024 - as a student writes it
NAMES = {
    "np": np, "Counter": Counter, "Pair": Pair, "date": date, "timedelta": timedelta, "Decimal": Decimal,
    "Fraction": Fraction,
}  # fmt: skip
ANSWERS: dict[str, Any] = {text: eval(text, dict(NAMES)) for text in TEXTS}
EXPECTED = [text for text in TEXTS if text not in ("print", 'float("nan")', 'np.array([1.0, float("nan"), 2.0])')]


PAIRS = [
    *(pytest.param(text, "", number % 3, id=f"{text}-like the reference's") for number, text in enumerate(EXPECTED)),
    *(
        pytest.param(text, returns, None, id=f"{text}-{title}", marks=pytest.mark.slow)
        for text in EXPECTED
        for title, returns in (("all", ""), ("anything", ", returns: any"))
    ),
    *(
        pytest.param(text, ", returns: any", number % 3, id=f"{text}-some of anything")
        for number, text in enumerate(EXPECTED)
        if number % 4 == 0
    ),
]
"""Each expected value with each declaration, and every third answer; all of them, and the others, are slow."""


@pytest.mark.parametrize(("expected", "returns", "third"), PAIRS)
def test_every_answer_gets_a_verdict_and_an_explanation(
    tmp_path: Path, expected: str, returns: str, third: int | None
) -> None:
    """The right one passes; of the others each fails, or is equal."""
    chosen = {
        text: answer
        for number, (text, answer) in enumerate(ANSWERS.items())
        if third is None or number % 3 == third or text == expected
    }
    spec = SPEC.format(returns=returns, expect="close(f(x), ref.f(x))")
    check = prepared(tmp_path, spec, f"{HEAD}\n\ndef f(x):\n    return {expected}\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text, answer in chosen.items():
            verdict = verdict_on(check, f=lambda x, answer=answer: answer)
            assert verdict.outcome.value in {"passed", "failed"}
            assert (verdict.outcome.value == "passed") == (not verdict.message), text
            assert text != expected or not verdict.message
