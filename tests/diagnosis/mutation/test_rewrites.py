"""Changes of an expression as a whole: brackets, terms in and out of a function, one step more, another value."""

from __future__ import annotations

import ast

import pytest

from grader.diagnosis.mutation import wording
from grader.diagnosis.mutation.rewrites import OTHERS, exchanged_values, note_variables, rewritten_changes


def sources(source: str, *, of_numbers: bool = False) -> set[str]:
    """Return what becomes of a source under every change of any of its nodes, those of numbers or all others."""
    made = set()
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for index, change in enumerate(rewritten_changes(node)):
            if (change.description == wording.OTHER_NUMBER) is not of_numbers:
                continue
            copy = ast.parse(source)
            target = next(other for at, other in enumerate(ast.walk(copy)) if at == number)
            list(rewritten_changes(target))[index].apply()
            made.add(ast.unparse(ast.fix_missing_locations(copy)))
    return made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("np.sqrt(v + 1e-5)", {"v + 1e-05", "np.sqrt(v) + 1e-05", "v + np.sqrt(1e-05)"}, id="root"),
        pytest.param("np.sqrt(np.sum(v))", {"np.sum(v)", "np.sum(np.sqrt(v))", "np.sqrt(np.sum(set(v)))",
            "np.sqrt(np.prod(v))"}, id="of each"),
        pytest.param("(a + b) / 2", {"a + b / 2", "a / 2 + b", "1.0 / 2"}, id="brackets missing"),
        pytest.param("a - b * 2", {
            "(a - b) * 2", "-(b * 2)", "abs(a - b * 2)", "a - (b + 1) * 2", "a - (b - 1) * 2"}, id="brackets added"),
        pytest.param("a / 2 + b", {"(a + b) / 2", "1.0 / 2 + b", "a / (2 + b)"}, id="of the sum"),
        pytest.param("sum(x) / len(x)", {
            "1.0 / len(x)", "max(x)", "min(x)", "round(sum(x) / len(x))", "sum(x) / (len(x) + 1)",
            "sum(x) / (len(x) - 1)", "list(x)[0] / len(x)", "list(x)[-1] / len(x)", "sum(set(x)) / len(x)",
            "sum(x) / len(set(x))"}, id="mean"),
        pytest.param("max(x, default=0)", {
            "(list(x) or [0])[0]", "(list(x) or [0])[-1]", "max(list(x)[::-1], default=0)"}, id="first of several"),
        pytest.param("x.max(axis=(1, 2))", {
            "x.mean(axis=(1, 2))", "x.take(0, 2).take(0, 1)"}, id="axes"),
        pytest.param("max(a, b)", {"a", "b"}, id="limit"),
        pytest.param("np.maximum(a, 0)", {"a", "0", "abs(a)"}, id="limit of a number"),
        pytest.param("np.maximum(a + b, 0)", {
            "a + b", "0", "abs(a + b)", "np.maximum(a, 0) + b", "a + np.maximum(b, 0)"}, id="limit of a term"),
        pytest.param("np.clip(x, 0, 1)", {"np.maximum(x, 0)", "np.minimum(x, 1)"}, id="one-sided"),
        pytest.param("a < n", {
            "round(a) < n", "int(a) < n", "a < round(n)", "a < int(n)", "a < n + 1", "a < n - 1"}, id="rounded"),
        pytest.param("range(n)", {"range(n + 1)", "range(n - 1)"}, id="range"),
        pytest.param("x[a:b]", {
            "x[a + 1:b]", "x[a - 1:b]", "x[a:b + 1]", "x[a:b - 1]", "x[a:]", "x[:b]"}, id="slice"),
        pytest.param("total += x", {"total = x"}, id="overwritten"),
        pytest.param("f'{x:.2f}'", {f"f'{{x{spec}}}'" for spec in (":.0f", ":.1f", ":.3f", ":")}, id="decimals"),
        pytest.param("text.split()", {"text.split(' ')"}, id="blanks"),
        pytest.param("a ** 2", {"abs(a)"}, id="power"),
        pytest.param("w @ x", {"w @ x + 1", "abs(w @ x)"}, id="product"),
        pytest.param("x + 1", set(), id="nothing"),
    ],
)  # fmt: skip
def test_an_expression_is_changed_in_these_ways(before: str, after: set[str]) -> None:
    """And in no others."""
    assert sources(before) == after


@pytest.mark.parametrize(
    ("before", "numbers"),
    [("x * 12", "24 6 120 1"), ("x * 0.5", "5.0 0.05 50.0 0.005 1.0 0.25 0.95"), ("x * 1", "")],
)
def test_a_number_that_is_written_out_gets_other_values(before: str, numbers: str) -> None:
    """As a rate or a threshold has by mistake; 0 and 1 are changed by other operators."""
    assert sources(before, of_numbers=True) == {f"x * {number}" for number in numbers.split()}


def test_a_variable_is_taken_for_the_others_of_its_function_and_for_short_expressions() -> None:
    """A function that is called is no value, and one variable is not taken for itself."""
    definition = ast.parse("def f(a, b):\n    c = g(a)\n    return c").body[0]
    assert isinstance(definition, ast.FunctionDef)
    note_variables(definition)
    known = {node.id: getattr(node, OTHERS, ()) for node in ast.walk(definition) if isinstance(node, ast.Name)}
    assert known["c"] == ("a", "b", "g(a)")
    assert known["g"] == ()
    made = set()
    for node in [other for other in ast.walk(definition) if isinstance(other, ast.Return)]:
        assert node.value is not None
        for number in range(len(list(exchanged_values(node.value)))):
            name = ast.Name("c", ast.Load())
            setattr(name, OTHERS, known["c"])
            node.value = name
            list(exchanged_values(name))[number].apply()
            made.add(ast.unparse(node))
    assert made == {"return a", "return b", "return g(a)"}


def test_a_number_in_a_comparison_is_taken_for_the_variables() -> None:
    """And a number elsewhere is not."""
    definition = ast.parse("def f(a, b):\n    return a + 2 if a > 0 else b").body[0]
    assert isinstance(definition, ast.FunctionDef)
    note_variables(definition)
    taken_for = {
        node.value: getattr(node, OTHERS, ()) for node in ast.walk(definition) if isinstance(node, ast.Constant)
    }
    assert taken_for == {2: (), 0: ("a", "b")}
    number = next(node for node in ast.walk(definition) if isinstance(node, ast.Constant) and node.value == 0)
    list(exchanged_values(number))[1].apply()
    assert "if a > b else" in ast.unparse(definition)


def test_of_a_function_with_many_variables_none_is_taken_for_another() -> None:
    """There are too many ways."""
    names = [f"a{number}" for number in range(30)]
    definition = ast.parse(f"def f({', '.join(names)}):\n    return {' + '.join(names)}").body[0]
    assert isinstance(definition, ast.FunctionDef)
    note_variables(definition)
    assert not [node for node in ast.walk(definition) if hasattr(node, OTHERS)]


def test_every_change_has_words_without_the_code() -> None:
    """A student reads them, and no word of the reference."""
    source = """
def quux(zork, plugh):
    zork += np.sqrt(zork + 1e-5) / (plugh - zork) + np.exp(np.sum(plugh)) ** 2
    for plugh in range(zork):
        zork = sum(plugh) / len(plugh) if max(plugh, zork) < zork[plugh] else f"{plugh:.2f}".split()
    return zork.max(axis=1) @ max(sorted(plugh, key=len), default=0) * np.clip(zork, 0, plugh)[zork:plugh]
"""
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    note_variables(definition)
    says = [c.description for node in ast.walk(definition) for c in (*rewritten_changes(node), *exchanged_values(node))]
    assert len(set(says)) > 20
    assert not [text for text in says if not text or any(word in text for word in ("quux", "zork", "plugh"))]
