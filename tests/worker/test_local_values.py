"""What goes into the local names of a function, as its source says."""

from __future__ import annotations

import ast

from grader.worker.local_values import changed_by_calls, given_names, parameters_of_lambdas, values_of_locals
from grader.worker.syntax import nodes

FUNCTION = nodes(
    ast.parse("""
def steps(x, *rest, c=1, **options):
    def inner(y):
        return y
    a = b = x + 1
    a += c
    first, (second, *others) = pair(x)
    d: float = 2.0
    undefined: float
    for v in x:
        out.append(v)
        parts.append(v)
    parts = []
    with opened(x) as file:
        pass
    table = {}
    table["k"] = x
    np.copyto(table, rest)
    print(options)
    e = np.exp(x, out=filled)
    filled = np.empty(3)
    return [w for w in (z := x) if (lambda u: u)(w)]
""")
)


def texts(values: dict[str, list[ast.expr]]) -> dict[str, list[str]]:
    """Return expressions as text, sorted."""
    return {name: sorted(map(ast.unparse, parts)) for name, parts in values.items()}


def test_what_is_given_comes_from_outside() -> None:
    """Parameters of every kind, and functions within with theirs; those of lambdas are told apart."""
    assert given_names(FUNCTION) == {"x", "rest", "c", "options", "inner", "y"}
    assert parameters_of_lambdas(FUNCTION) == {"u"}


def test_every_value_of_a_name_is_told() -> None:
    """However it is given, also to a part of it, and to several names at once."""
    pair = ["pair(x)"]
    assert texts(values_of_locals(FUNCTION)) == {
        "a": ["c", "x + 1"], "b": ["x + 1"], "first": pair, "second": pair, "others": pair, "d": ["2.0"], "v": ["x"],
        "parts": ["[]", "v"], "file": ["opened(x)"], "table": ["rest", "x", "{}"], "e": ["np.exp(x, out=filled)"],
        "filled": ["np.empty(3)", "x"], "w": ["(z := x)"], "z": ["x"],
    }  # fmt: skip


def test_calls_change_local_names_only() -> None:
    """A list that comes from elsewhere is no name of the function's, and modules are none; an argument may change."""
    assert texts(changed_by_calls(FUNCTION)) == {"parts": ["v"], "table": ["rest"], "filled": ["x"], "v": []}
