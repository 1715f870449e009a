"""Names that a file defines, read from its tree: where, in which form, and whether surely."""

from __future__ import annotations

import ast
import inspect
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.inventory import bindings, signature


def bound(source: str) -> list[tuple[str, str, int, bool]]:
    """Return names, forms, lines and whether they are sure."""
    return [(item.name, item.form, item.line, item.sure) for item in bindings(ast.parse(dedent(source)))]


BRANCHES = [("a", "value", 2, False), ("b", "value", 4, False)]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("def f(x): pass", [("f", "function", 1, True)], id="function"),
        pytest.param("async def f(x): pass", [("f", "function", 1, True)], id="coroutine"),
        pytest.param("f = lambda x: x", [("f", "lambda", 1, True)], id="lambda"),
        pytest.param("f = g = 3", [("f", "value", 1, True), ("g", "value", 1, True)], id="chain"),
        pytest.param("a, (b, c) = t", [(name, "value", 1, True) for name in "abc"], id="unpacked"),
        pytest.param("[a, *b] = t", [("a", "value", 1, True)], id="starred"),
        pytest.param("x: int = 3", [("x", "value", 1, True)], id="annotated"),
        pytest.param("x: int", [], id="declared-only"),
        pytest.param("a.b = 1; c[0] = 2", [], id="parts-of-objects"),
        pytest.param("import a.b, c as d", [("a", "import", 1, True), ("d", "import", 1, True)], id="import"),
        pytest.param("from m import f as g", [("g", "import", 1, True)], id="from"),
        pytest.param("f = jit(f)", [("f", "value", 1, False)], id="wraps-itself"),
        pytest.param("f = jit(g)", [("f", "value", 1, True)], id="wraps-another"),
        pytest.param("f = lambda: f", [("f", "lambda", 1, False)], id="recursive-lambda"),
        pytest.param(
            "class A:\n    x = 1\n    def f(s): pass\n    async def g(s): pass\n    class B:\n        def h(s): ...",
            [("A", "class", 1, True), ("A.f", "method", 3, True), ("A.g", "method", 4, True)],
            id="methods",
        ),
        pytest.param(
            "if a:\n    def f(): pass\nelif b:\n    f = 1\nelse:\n    import f",
            [("f", "function", 2, False), ("f", "value", 4, False), ("f", "import", 6, False)],
            id="branches",
        ),
        pytest.param(
            "try:\n    a = 1\nexcept E:\n    b = 1\nelse:\n    c = 1\nfinally:\n    d = 1",
            [(name, "value", line, False) for name, line in zip("abcd", (2, 4, 6, 8), strict=True)],
            id="try",
        ),
        *(
            pytest.param(f"{head}:\n    a = 1\n{more}:\n    b = 1", BRANCHES, id=head)
            for head, more in [("for i in r", "else"), ("while r", "else"), ("try", "except* E")]
        ),
        pytest.param("with o:\n    def f(): pass", [("f", "function", 2, False)], id="with"),
        pytest.param(
            "match v:\n    case 1:\n        a = 1\n    case _:\n        def f(): pass",
            [("a", "value", 3, False), ("f", "function", 5, False)],
            id="match",
        ),
        pytest.param("def f():\n    g = 1\n    def h(): pass", [("f", "function", 1, True)], id="local-names"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_a_name_is_bound(source: str, names: list[tuple[str, str, int, bool]]) -> None:
    """In the order of the lines; inside of a block that may not run, it is not sure."""
    assert bound(source) == names


@pytest.mark.parametrize(
    ("body", "empty"),
    [
        ("pass", True), ("...", True), ('"""Later."""', True), ("raise NotImplementedError", True),
        ("raise NotImplementedError('later')", True), ('"""Later."""\n    pass', True), ("return", False),
        ("return None", False), ("raise ValueError", False), ("raise", False), ("x = 1", False),
        ("pass\n    return 1", False), ("NotImplementedError", False),
    ],
)  # fmt: skip
def test_a_function_in_which_nothing_is_written(body: str, empty: bool) -> None:
    """A docstring and a placeholder are no code; a function that returns None may be meant so."""
    (item,) = bindings(ast.parse(f"def f():\n    {body}"))
    assert item.empty is empty


def test_a_decorated_function_begins_at_its_decorator() -> None:
    """It is never called empty: the decorator may fill it."""
    (item,) = bindings(ast.parse("@a\n@b(\n  1)\ndef f(x):\n    pass\n"))
    assert (item.first, item.line, item.last, item.empty) == (1, 4, 5, False)


def test_a_binding_knows_its_cell() -> None:
    """Of a notebook; a module has none."""
    assert [item.cell for item in bindings(ast.parse("a = 1\nif a:\n    b = 2"), 7)] == [7, 7]


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ("", "()"), ("x", "(x)"), ("x: int, y: str = 'a'", "(x, y='a')"),
        ("a, b=1, *c, d, e=2, **f", "(a, b=1, *c, d, e=2, **f)"),
        ("a, /, b", "(a, /, b)"), ("a=1, /, b=2", "(a=1, /, b=2)"), ("*, a", "(*, a)"), ("a, *, b", "(a, *, b)"),
        (f"a={'x' * 30}", "(a=...)"), ("a=[1, 2, 3, 4, 5, 6, 7, 8]", "(a=...)"), ("a, /", "(a, /)"), ("**k", "(**k)"),
    ],
)  # fmt: skip
def test_parameters_are_written_as_a_student_writes_them(parameters: str, text: str) -> None:
    """Without annotations, and without defaults that would fill the line."""
    (function,) = ast.parse(f"def f({parameters}): pass").body
    assert isinstance(function, ast.FunctionDef)
    assert signature(function.args) == text


@given(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.booleans(), st.booleans())
def test_a_signature_means_what_python_means(first: int, usual: int, named: int, rest: bool, options: bool) -> None:
    """Every mixture of positional, usual and named parameters, read back by Python itself."""
    parts = [f"p{n}" for n in range(first)] + ["/"] * bool(first) + [f"u{n}=1" for n in range(usual)]
    parts += ["*r"] if rest else ["*"] * bool(named)
    parts += [f"n{n}" for n in range(named)] + ["**o"] * options
    (node,) = ast.parse(f"def f({', '.join(parts)}): pass").body
    assert isinstance(node, ast.FunctionDef)
    text = signature(node.args)
    assert inspect.signature(eval(f"lambda {text[1:-1]}: 0")) == inspect.signature(
        eval(f"lambda {', '.join(parts)}: 0")
    )
