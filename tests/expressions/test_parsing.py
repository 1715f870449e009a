"""Which texts are expressions, and what is said about the others."""

from __future__ import annotations

import contextlib
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.expressions.nodes import Compare, Constant, Input, Logic, Node, StudentCall, WordCall, walk
from grader.expressions.parsing import ExpressionError, nearest
from grader.expressions.signatures import Arity, counted
from grader.expressions.vocabulary import WORDS, Term
from tests.samples.expression_samples import NAMES, parse, parser

ELSEWHERE = "write a function of reference/ and call ref.f(...)"


@pytest.mark.parametrize(
    "text",
    [
        "close(f(x), ref.f(x))",
        "close(f(x + c), ref.f(x), scale=sum(abs(x)), rtol=1e-5, each=True)",
        "argmax(f(x)) == argmax(g(x, y)) == argmax(x)",
        "x**8 - 2*x**0 + 1/3",
        "not (f(x) > 0 and f(x) < 1 or -x >= +0.0)".replace("+", ""),
        "ref.h() + ref.h(x) + ref.h(x, y, c)",
        "same(f(x), True)",
        "  x\t",
        "f(x,)",
        "999999999999999.0",
        "'text' == x",
        "f(x) == [1, 'a', (2,), {'k': None, 3: {1, 2}}]",
        "f(x)[0] + f(x)[-1]",
        "f(x)['key'][c]",
        "f(x).loss < ref.f(x).loss",
        "x in f(x) and y not in f(x)",
        "g(x, y=c) == g(y=c, x=x)",
        "len(f(x)) == len(x) and sorted(f(x)) == sorted(x)",
        "set(f(x)) == set(x) and round(mean(f(x)), 2) == 1.5",
    ],
)
def test_the_language(text: str) -> None:
    """What the design lists is accepted, and made of nodes only."""
    assert all(isinstance(node, Node) for node in walk(parse(text)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        # operators and literals
        ("9**9**9", "an exponent is a whole number from 0 to 8, written out"),
        ("2**9", "an exponent is a whole number from 0 to 8"),
        ("x**-1", "an exponent is a whole number from 0 to 8"),
        ("x**2.0", "an exponent is a whole number from 0 to 8"),
        ("x**True", "an exponent is a whole number from 0 to 8"),
        ("x**c", "an exponent is a whole number from 0 to 8"),
        ("x @ y", "the operators are + - * / and **"),
        ("x // 2", "the operators are + - * / and **"),
        ("x % 2", "the operators are + - * / and **"),
        ("1 << 99", "the operators are + - * / and **"),
        ("1e16", "a number is at most 1e+15"),
        ("-1e16", "a number is at most 1e+15"),
        ("1e999", "a number is at most 1e+15"),
        ("9" * 499, "a number is at most 1e+15"),
        ("0x" + "f" * 400, "a number is at most 1e+15"),
        ("1j", "is neither a number nor a text"),
        ("b'bytes'", "is neither a number nor a text"),
        ("...", "is neither a number nor a text"),
        # kinds of node
        ("ref.f", "no attribute here"),
        ("ref.f.g(x)", "no attribute here"),
        ("X.ref.f(x)", "no attribute here"),
        ("().__class__", "no attribute here"),
        ("lambda: 1", "no lambda here"),
        ("(lambda: 1)()", "no lambda here"),
        ("[i for i in x]", "no comprehension here"),
        ("{i for i in x}", "no comprehension here"),
        ("{i: i for i in x}", "no comprehension here"),
        ("sum(i for i in x)", "no comprehension here"),
        ("x if c else y", "no condition here"),
        ("f'{x}'", "no text with parts to fill in here"),
        ("x[1:2]", f"`x[1:2]`: no slice here; {ELSEWHERE}"),
        ("x[:, 0]", "`x[:, 0]`"),
        ("{**x}", "no stars in a dict"),
        ("[*x]", ELSEWHERE),
        ("x._fields", f"`x._fields`: no attribute here; {ELSEWHERE}"),
        ("(z := x)", ELSEWHERE),
        ("+x", ELSEWHERE),
        ("~x", ELSEWHERE),
        ("await f(x)", ELSEWHERE),
        ("f(x)(x)", ELSEWHERE),
        ("x is y", "the comparisons are == != < <= > >="),
        ("x < (y < c) < 1", "no comparison inside a chain of comparisons"),
        # calls
        ("f(*x)", "no stars in a call"),
        ("close(*x, *y)", "no stars in a call"),
        ("f(**x)", "no stars in a call"),
        ("f(y=x)", "`f` has no parameter `y`"),
        ("g(x, x=x)", "`g` is given `x` twice"),
        ("g(x=x)", "`g` takes 2 arguments, and is given 1"),
        ("opt()", "`opt` takes 1 to 3 arguments, and is given 0"),
        ("opt(x, c=c)", "`opt` is not given `y`; arguments are left out from the end only"),
        ("opt(x, x=y)", "`opt` is given `x` twice"),
        ("ref.f(x, y=1)", "`ref.f` is called by position; the keyword `y` has no place here"),
        ("f()", "`f` takes 1 argument, and is given 0"),
        ("g(x)", "`g` takes 2 arguments, and is given 1"),
        ("ref.near(x, y, c)", "`ref.near` takes 1 to 2 arguments, and is given 3"),
        ("close(x)", "`close` takes 2 arguments, and is given 1"),
        ("close(x, y, 1e-3)", "`close` takes 2 arguments, and is given 3"),
        ("sum(x, axis=0)", "`sum` has no keyword `axis`"),
        ("at_most(x, y, each=True)", "`at_most` has no keyword `each` (known: rtol, scale)"),
        ("close(x, y, scal=1)", "`close` has no keyword `scal`; did you mean `scale`?"),
        ("close(x, y, scale=1, scale=2)", "`close` is given `scale` twice"),
        ("close(x, y, rtol=c)", "`rtol` of close is a number above 0 and at most 1, written out"),
        ("close(x, y, rtol=True)", "`rtol` of close is a number above 0 and at most 1"),
        ("close(x, y, rtol=1.5)", "`rtol` of close is a number above 0 and at most 1"),
        ("close(x, y, rtol=-1)", "`rtol` of close is a number above 0 and at most 1"),
        ("close(x, y, rtol=0)", "a tolerance of 0 fails right answers by rounding"),
        ("close(x, y, rtol=1e-999)", "a tolerance of 0 fails right answers by rounding"),
        ("close(x, y, each=1)", "`each` of close is True or False, written out"),
        ("close(x, y, each=x)", "`each` of close is True or False, written out"),
        # names
        ("z", "there is no input `z` (known: X, c, x, y)"),
        ("f", "`f` is a function: write f(...)"),
        ("close", "`close` is a function: write close(...)"),
        ("nan", "there is no input `nan`"),
        ("clsoe(x, y)", "there is no function `clsoe`; did you mean `close`?"),
        ("__import__('os')", "there is no function `__import__`"),
        ("ref(x)", "there is no function `ref`"),
        ("ref.nears(x)", "the reference has no function `nears`; did you mean `near`?"),
        ("ref.__class__(x)", "the reference has no function `__class__`"),
        # texts
        ("", "`` is no expression (invalid syntax)"),
        ("x = 1", "is no expression"),
        ("x; y", "is no expression"),
        ("x\n+ y", "is no expression"),
        ("yield x", "is no expression"),
        ("\0", "is no expression"),
        ("(" * 240 + "x" + ")" * 240, "is no expression"),
        ("x" + "+x" * 249, "the expression is too long"),
        ("-" * 499 + "x", "the expression is too long"),
        ("x" * 100_000, "an expression has at most 500 characters"),
        ("(" * 100_000, "an expression has at most 500 characters"),
    ],
    ids=lambda value: value[:30] if value.isprintable() else ascii(value)[:30],
)
def test_what_is_refused_and_what_is_said(text: str, says: str) -> None:
    """Every other form is refused, with the part that is wrong and what may stand there."""
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert says in str(refused.value)


@given(st.text(max_size=60) | st.text(alphabet=string.printable, max_size=60))
def test_no_text_breaks_the_parser(text: Any) -> None:
    """A text is an expression or refused; nothing else comes out."""
    with contextlib.suppress(ExpressionError):
        parse(text)


@st.composite
def texts(draw: Any, depth: int = 3) -> Any:
    """Return a text of the language."""
    if not depth:
        return draw(st.sampled_from([*sorted(NAMES), "1", "2.5", "True"]))
    inner = texts(depth=depth - 1)
    form = draw(
        st.sampled_from(["({} + {})", "-({})", "f({})", "close({}, {}, rtol=1e-3)", "ref.h({}, {})", "(not {})"])
    )
    return form.format(*(draw(inner) for _ in range(form.count("{}"))))


@given(texts())
def test_equal_parts_are_one_object(text: Any) -> None:
    """Interning keeps one node for equal parts, so that an equal call is asked once."""
    ours = parser()
    nodes = [*walk(ours.parse(text)), *walk(ours.parse(text))]
    assert len({id(node) for node in nodes}) == len(set(nodes))


def test_one_and_true_and_a_real_one_are_three_constants() -> None:
    """A student's function may tell them apart, at any depth."""
    ours = parser()
    calls: list[Any] = [ours.parse(f"f(-{value})") for value in ("1", "1.0", "True")]
    assert len(set(calls)) == 3
    assert [type(call.args[0].operand.value) for call in calls] == [int, float, bool]


def test_a_chain_of_comparisons_shares_its_middle() -> None:
    """`a < b < c` asks b once."""
    node = parse("0 < f(x) <= 1")
    assert isinstance(node, Logic)
    first, second = node.parts
    assert isinstance(first, Compare)
    assert isinstance(second, Compare)
    assert first.right is second.left


def test_a_call_keeps_its_text_in_one_spelling() -> None:
    """Blanks make no other call, and the text is what a student reads."""
    assert parse("f( x+c )") == parse("f(x + c)") == StudentCall("f", (parse("x + c"),), "f(x + c)")


def test_keywords_are_in_the_order_of_their_names() -> None:
    """Their order in the text makes no other node."""
    node = parse("close(x, y, scale=c, rtol=0.5)")
    assert node == parse("close(x, y, rtol=0.5, scale=c)")
    assert node == WordCall("close", (Input("x"), Input("y")), (("rtol", Constant(0.5)), ("scale", Input("c"))))


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_every_word_says_what_it_means_and_takes_its_arguments(word: Term) -> None:
    """The vocabulary is what the language knows."""
    assert word.says
    node = parse(f"{word.name}({', '.join(['x'] * word.arity)})")
    assert isinstance(node, WordCall)


@pytest.mark.parametrize(
    ("arity", "text"),
    [(Arity(1, 1), "1 argument"), (Arity(0, 2), "0 to 2 arguments"), (Arity(2, None), "at least 2 arguments")],
    ids=str,
)
def test_an_arity_reads_as_a_clause(arity: Arity, text: str) -> None:
    """One, several, or no upper bound."""
    assert str(arity) == text


def test_the_nearest_name_or_a_few_or_none() -> None:
    """A long list of names helps nobody."""
    assert nearest("sofmax", ["softmax", "scan"]) == "; did you mean `softmax`?"
    assert nearest("q", ["b", "a"]) == " (known: a, b)"
    assert nearest("q", []) == nearest("q", map(str, range(100, 150))) == ""
    assert (counted(1, "case"), counted(2, "case")) == ("1 case", "2 cases")
