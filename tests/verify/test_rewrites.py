"""Rewrites: each way changes what it names, nothing else, and what it gives stays the same."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest

from grader.verify.rewrites import rewrites_of
from grader.verify.rewriting import EXACT, NUMERIC, OTHER_CONSTANTS, PRECISIONS

X = np.array([1.5, -2.0, 0.25])
LOOP = """\
def f_wrong(x):
    s = 0
    for n, v in enumerate(x):
        if v < 0:
            continue
        if n > 5:
            break
        s += v
    return s
"""
M = np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]])


def rewrites(body: str, name: str = "f_wrong", head: str = "import numpy as np\n") -> dict[str, str]:
    """Return the sources of the rewrites of a function, by their words."""
    return {rewrite.words: rewrite.source for rewrite in rewrites_of(head + body, name)}


def call(source: str, *arguments: Any) -> Any:
    """Return what the function `f_wrong` of a source gives."""
    names: dict[str, Any] = {}
    exec(source, names)
    return names["f_wrong"](*arguments)


WAYS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "with its result in a variable": ("def f_wrong(x):\n    return x.sum() / 2", (X,)),
    "with its conditions turned round": (
        "def f_wrong(x):\n    if x[0] > 1:\n        y = 2\n    else:\n        y = 3\n    return y if y > 2 else -y",
        (X,),
    ),
    "with while loops": (
        LOOP,
        (X,),
    ),
    "with generators for lists": ("def f_wrong(x):\n    return [v + 1 for v in x if v > 0]", (X,)),
    "with its assignments written out": ("def f_wrong(x):\n    s = 0\n    s += x[0]\n    return s", (X,)),
    "with terms and factors in another order": ("def f_wrong(x):\n    return 3 * x + 1", (X,)),
    "with sums for differences": ("def f_wrong(x):\n    return x - 2 * x[0]", (X,)),
    "with products for quotients": ("def f_wrong(x):\n    return x / 3", (X,)),
    "with other powers": ("def f_wrong(x):\n    return x ** 2 + np.sqrt(x[0])", (X,)),
    "with logarithms and powers to other bases": (
        "def f_wrong(x):\n    return np.log(np.exp(x).sum()) + np.exp(x)",
        (X,),
    ),
    "with sums in loops": ("def f_wrong(M):\n    return np.sum(M) + M.sum(axis=0) + np.mean(M[0])", (M,)),
    "with einsum": ("def f_wrong(M, x):\n    return (M @ x) @ M + np.dot(x, x) + x.dot(x)", (M, X)),
    "with products in loops": ("def f_wrong(M, x):\n    return M @ x + np.dot(x, x)", (M, X)),
    "in single precision": ("def f_wrong(x):\n    return x * 2, float(x[0])", (X,)),
    "in extended precision": ("def f_wrong(x):\n    return x / 3", (X,)),
}


@pytest.mark.parametrize("words", WAYS)
def test_a_rewrite_gives_the_same(words: str) -> None:
    """But for rounding, and from another source."""
    body, arguments = WAYS[words]
    source = rewrites(body)[words]
    assert source != ast.unparse(ast.parse(f"import numpy as np\n{body}"))
    given, expected = call(source, *arguments), call(f"import numpy as np\n{body}", *arguments)
    np.testing.assert_allclose(flat(given), flat(expected), rtol=1e-6)


def flat(value: Any) -> Any:
    """Return all numbers of an answer."""
    return np.concatenate([np.ravel(part) for part in (value if isinstance(value, tuple | list) else [value])])


def test_every_way_is_tried_here() -> None:
    """A new one needs a line in the table above; other constants give other values."""
    assert set(WAYS) == {words for words, _ in (*EXACT, *NUMERIC, *PRECISIONS)}


def test_other_constants_change_small_numbers_alone() -> None:
    """A number that keeps a logarithm finite is ten times as large or small; a factor is what it was."""
    made = rewrites("def f_wrong(x):\n    return np.log(x + 1e-12) * 0.5")
    smaller, larger = (made[words] for words, _ in OTHER_CONSTANTS)
    assert "1e-13" in smaller
    assert "1e-11" in larger
    assert "0.5" in smaller


@pytest.mark.parametrize(
    ("words", "compared"),
    [("with while loops", False), ("with terms and factors in another order", True), ("with smaller constants", False)],
)
def test_a_change_of_a_computation_is_compared(words: str, compared: bool) -> None:
    """One of the program's form alone is not, and neither is another constant: its values are others."""
    source = "def f_wrong(x):\n    s = 1e-9\n    for v in x:\n        s = v + s\n    return s"
    assert {rewrite.words: rewrite.compared for rewrite in rewrites_of(source, "f_wrong")}[words] is compared


def test_functions_that_it_calls_are_rewritten_and_no_others() -> None:
    """A slip may stand in a function that the wrong solution shares with others."""
    body = "def _halved(x):\n    return x / 2\n\ndef f_wrong(x):\n    return _halved(x)\n\ndef g(x):\n    return x / 4"
    source = rewrites(body)["with products for quotients"]
    assert "x * (1.0 / 2)" in source
    assert "x / 4" in source


def test_methods_of_a_class_are_rewritten() -> None:
    """A wrong class is a wrong solution, too; its objects are not wrapped for another precision."""
    made = rewrites("class S_wrong:\n    def half(self, x):\n        return x / 2", "S_wrong")
    assert set(made) == {"with its result in a variable", "with products for quotients"}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def g(x):\n    return x / 2", id="another"),
        pytest.param("def f_wrong(x):\n    yield x", id="generator-without-a-place"),
    ],
)
def test_what_has_no_place_for_a_way_has_no_rewrite(source: str) -> None:
    """Nothing is made twice, and nothing of a function that is not there."""
    assert rewrites(source) == {}


def test_lines_of_a_future_stay_first() -> None:
    """What rewrites call stands below, since `from __future__` must stand first."""
    body = "from __future__ import annotations\nimport numpy as np\n\ndef f_wrong(x):\n    return np.sum(x)"
    assert call(rewrites(body, head="")["with sums in loops"], X) == pytest.approx(-0.25)
