"""Every mistake of an author: the file, the line, the key, what is wrong, and the nearest known name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.samples.small_course import TASK, edited, mistakes, write_course

if TYPE_CHECKING:
    from pathlib import Path

CLOSE = "close(mean(x), ref.mean(x), scale=max(abs(x)))"
LINES = dict(enumerate(TASK.splitlines(), 1))


def line_of(text: Any) -> Any:
    """Return the number of the first line of the task that holds `text`."""
    return next(number for number, line in LINES.items() if text in line)


def case(id_: Any, old: Any, new: Any, key: Any, says: Any, at: Any = None) -> Any:
    """Return a row: `old` becomes `new`, and a mistake about `key` stands in the line of `at` (default: of `old`)."""
    first = old.strip("\n").splitlines()[0]
    return pytest.param(old, new, key, says, line_of(at or first), id=id_)


KEYS = [
    case("task", "title: Mean", "titel: Mean", "titel", "unknown key; did you mean `title`?"),
    case("function", "args: [x], returns: real", "arg: [x]", "functions.mean.arg", "did you mean `args`?"),
    case("returns", "array: [n]", "arry: [n]", "functions.mean_gradient.returns", "one of these keys: array, list"),
    case("domain", "vector: n, normal", "vector: n, norml", "inputs.x.norml", "did you mean `normal`?"),
    case("domain-kind", "{vector: n,", "{vectr: n,", "inputs.x", "(`vectr` is none of them; did you mean `vector`?)"),
    case("preload", "limits: {wall: 2}", "preload: [os, 'import os']", "preload[1]", "is not a name"),
    case("limits", "limits: {wall: 2}", "limits: {wal: 2}", "limits.wal", "did you mean `wall`?"),
    case("check", "    points: 2", "    point: 2", "checks[0].point", "did you mean `points`?"),
    case("check-limits", "limits: {wall: 1}", "limits: {wal: 1}", "checks[0].limits.wal", "did you mean `wall`?"),
    case("partial", "says: Nearly.", "say: Nearly.", "checks[0].partial.say", "did you mean `says`?"),
    case("check-input", "-1, 1], grid", "-1, 1], gird", "checks[1].inputs.c.gird", "did you mean `grid`?"),
    case("expect", "    expect: close(mean(x + c)", "    expct: close(mean(x + c)", "checks[1]", "`expect`?",
         at="id: shift"),
    case("gradient", "    gradient:", "    gradent:", "checks[2]", "did you mean `gradient`?", at="id: slope"),
    case("growth", "    growth:", "    groth:", "checks[3]", "did you mean `growth`?", at="id: time"),
    case("wrt", "    wrt: x", "    wr: x", "checks[2].wr", "did you mean `wrt`?"),
    case("up_to", "up_to: 1000", "upto: 1000", "checks[3].upto", "did you mean `up_to`?"),
    case("misconception", "    fails: [d", "    fail: [d", "misconceptions[0].fail", "did you mean `fails`?"),
    case("missing", "title: Mean\n", "", "", "the key `title` is missing", at="id: mean"),
    case("foreign", "title: Mean", "title: Mean\n1: 3", "1", "unknown key (known: cases,", at="statement"),
]  # fmt: skip

VALUES = [
    case("text-for-number", "points: 2", "points: two", "checks[0].points", "such as 3, 0.5, 1e-6 or 1/64 is due"),
    case("not-a-number", "points: 2", "points: .nan", "checks[0].points", "a finite number is due"),
    case("negative-points", "points: 2", "points: -2", "checks[0].points", "greater than or equal to 0, not -2"),
    case("number-for-text", "of: ref.mean(x)", "of: 3", "checks[2].of",
         "needs a text (a number or a date is one between quotes), not 3"),
    case("empty-text", "title: Mean\n", "title: ''\n", "title", "needs a text that is not empty, not ''"),
    case("list-for-text", "title: Mean\n", "title: [Mean]\n", "title", "between quotes), not a list"),
    case("truth-for-text", "title: Mean\n", "title: yes\n", "title", "between quotes), not true"),
    case("text-for-list", "args: [x], returns: real", "args: x", "functions.mean.args",
         "needs a list, as in [a, b], not 'x'"),
    case("mapping-for-list", "checks:", "checks: {a: 1}\nx:", "checks",
         "needs a list, as in [a, b], not keys with values"),
    case("nothing-for-list", "checks:", "checks:\nx:", "checks", "needs a list, as in [a, b], not nothing"),
    case("fraction-for-count", "statement:", "cases: 1.5\nstatement:", "cases", "needs a whole number, not 1.5"),
    case("text-for-count", "statement:", "cases: many\nstatement:", "cases", "needs a whole number, not 'many'"),
    case("one-bound", "n: [1, 5]", "n: [1]", "sizes.n", "needs 2 items or more, not 1"),
    case("three-bounds", "n: [1, 5]", "n: [1, 5, 9]", "sizes.n", "needs at most 2 items, not 3"),
    case("returns", "returns: real", "returns: rael", "functions.mean.returns", "must be 'real', 'integer'"),
    case("no-cases", "statement:", "cases: 0\nstatement:", "cases", "greater than or equal to 1, not 0"),
    case("no-time", "limits: {wall: 2}", "limits: {wall: 0}", "limits.wall", "a number above 0 is due, not 0"),
    case("small-growth", "up_to: 1000", "up_to: 10", "checks[3].up_to", "greater than or equal to 1000, not 10"),
    case("partial-points", "points: 1\n      says", "points: 2\n      says", "checks[0]", "must be fewer",
         at="id: definition"),
    case("comma-in-braces", "'ref.mean(x)'}", "ref.mean(x, c)}", "checks[1].given.c)", "quote the expression",
         at="given"),
    case("sizes", "n: [1, 5]", "n: [5, 1]", "sizes.n", "the smaller size comes first, and 5 is above 1"),
    case("check-sizes", "n: [1, 3]", "n: [3, 1]", "checks[1].sizes.n", "the smaller size comes first"),
    case("negative-size", "n: [1, 5]", "n: [-5, 1]", "sizes.n[0]", "greater than or equal to 0, not -5"),
    case("bounds", "real: [-5, 5]", "real: [5, -5]", "inputs.c.real", "the lower bound comes first"),
    case("empty-grid", "[-1, 1], grid: 1/64", "[1, 2], grid: 10", "checks[1].inputs.c", "no multiple of 10 lies"),
    case("no-room", "normal: 1}", "uniform: [0, 1], gap: 1/2}", "inputs.x", "5 entries with gaps of 0.5 do not fit",
         at="vector: n"),
    case("number-for-mapping", "functions:", "functions: 3\nx:", "functions",
         "needs keys with values, as in {key: value}, not 3"),
    case("list-for-mapping", "functions:", "functions: [f]\nx:", "functions", "as in {key: value}, not a list"),
    case("no-checks", "checks:", "checks: []\nx:", "checks", "needs at least 1 item, not 0"),
]  # fmt: skip

NAMES = [
    case("function", "close(mean(x)", "close(meen(x)", "checks[0].expect", "no function `meen`; did you mean `mean`?",
         at="expect: " + CLOSE),
    case("word", CLOSE, "clos" + CLOSE[5:], "checks[0].expect", "no function `clos`; did you mean `close`?"),
    case("reference", "ref.mean(x), s", "ref.meen(x), s", "checks[0].expect", "has no function `meen`; did you mean"),
    case("input", "scale=max(abs(x))", "scale=max(abs(y))", "checks[0].expect", "no input `y` (known: c, seed, x)"),
    case("size", "vector: n", "vector: m", "inputs.x", "there is no size `m` (known: n)"),
    case("returned-size", "array: [n]", "array: [m]", "functions.mean_gradient.returns", "no size `m` (known: n)"),
    case("over", "over: n", "over: m", "checks[3].over", "there is no size `m` (known: n)"),
    case("needs", "needs: [definition]", "needs: [definitoin]", "checks[1].needs", "did you mean `definition`?"),
    case("fails", "fails: [definition]", "fails: [definitio]", "misconceptions[0].fails", "did you mean `definition`?"),
    case("wrong", "mean_without_division", "mean_without_divison", "misconceptions[0].wrong",
         "does not define `mean_without_divison`; did you mean `mean_without_division`?"),
    case("wrong-of-nothing", "wrong: mean_", "wrong: men_", "misconceptions[0].wrong",
         "the name says which function it replaces: mean_..., mean_gradient_..."),
    case("of", "of: ref.mean(x)", "of: ref.meen", "checks[2].of", "no function `meen`; did you mean `mean`?"),
    case("wrt", "wrt: x", "wrt: y", "checks[2].wrt", "`y` must be an input and stand once in the call of `of`"),
    case("wrt-elsewhere", "wrt: x", "wrt: c", "checks[2].wrt", "`c` must be an input and stand once"),
    case("function-not-defined", "  mean_gradient: {", "  mean_gradien: {", "functions.mean_gradien",
         "reference/mean.py does not define `mean_gradien`; did you mean `mean_gradient`?"),
    case("reserved-function", "  mean_gradient: {", "  norm: {", "functions.norm", "is a word of the expressions"),
    case("input-like-function", "  c: {real", "  mean: {real", "inputs.mean", "the name of a function or word"),
    case("file", "id: mean\n", "id: meen\n", "id", "the file of the task `meen` is called meen.yaml"),
]  # fmt: skip

EXPRESSIONS = [
    case(id_, CLOSE, new, "checks[0].expect", says)
    for id_, new, says in (
        ("arity", "close(mean(x, c), ref.mean(x))", "`mean` takes 1 argument, and is given 2"),
        ("reference-arity", "close(mean(x), ref.mean(x, c))", "`ref.mean` takes 1 argument, and is given 2"),
        ("keyword", "close(mean(x), ref.mean(x), atol=1)", "`close` has no keyword `atol`; did you mean `rtol`?"),
        ("keyword-of-student", "close(mean(y=x), ref.mean(x))", "`mean` has no parameter `y`"),
        ("comprehension", "close(mean(x), [i for i in x])", "no comprehension here; write a function of reference/"),
        ("attribute", "close(mean(x), x.mean())", "`x.mean`: no attribute here"),
        ("dunder", "close(mean(x), ref.mean.__globals__)", "no attribute here"),
        ("import", "close(mean(x), __import__(ref))", "there is no function `__import__`"),
        ("slice", "close(mean(x), x[1:])", "no slice here"),
        ("lambda", "'close(mean(x), (lambda: 1)())'", "no lambda here"),
        ("star", "close(mean(*x), ref.mean(x))", "no stars in a call"),
        ("power", "close(mean(x), 9**9**9)", "an exponent is a whole number from 0 to 8, written out"),
        ("zero-tolerance", "close(mean(x), ref.mean(x), rtol=0)", "a tolerance of 0 fails right answers by rounding"),
        ("exact", "mean(x) == ref.mean(x)", "`==` is exact, and rounding decides it"),
        ("exact-order", "mean(x) < ref.mean(x)", "`<` is exact, and rounding decides it"),
        ("exact-same", "same(mean(x), ref.mean(x))", "`same` is exact, and rounding decides it"),
        ("unanchored", "close(mean(x), mean(-x))", "a relation among the student's own values only"),
        ("number", "mean(x) - ref.mean(x)", "this gives a value and decides nothing"),
        ("no-student", "close(ref.mean(x), ref.mean(x))", "no function of the student is called"),
        ("student-scale", "close(mean(x), ref.mean(x), scale=mean(x))", "`scale` is computed by the judge alone"),
        ("no-expression", "close(mean(x), ref.mean(x)", "is no expression"),
    )
] + [
    case("given", "'ref.mean(x)'", "'mean(x)'", "checks[1].given.m", "asks the student; use ref.mean"),
    case("where", "where: m < 100", "where: mean(x) < 100", "checks[1].where", "asks the student; use ref.mean"),
    case("scale", "    scale: max(abs(x))", "    scale: mean(x)", "checks[2].scale", "use ref.mean"),
    case("growth-no-call", "growth: mean(x)", "growth: mean(x) + 1", "checks[3].growth", "must be one call"),
    case("gradient-no-call", "gradient: mean_gradient(x)", "gradient: x", "checks[2].gradient", "must be one call"),
    case("of-no-call", "of: ref.mean(x)", "of: x", "checks[2].of", "one function of the reference"),
    case("of-of-more", "of: ref.mean(x)", "of: ref.mean(x + c)", "checks[2].of", "one function of the reference"),
    case("of-student", "of: ref.mean(x)", "of: mean(x)", "checks[2].of", "one function of the reference"),
]  # fmt: skip

CHECKS = [
    case("twice", "id: shift", "id: definition", "checks[1].id", "`definition` is the id of an earlier check too"),
    case("itself", "needs: [definition]", "needs: [shift]", "checks[1].needs", "a circle: shift needs shift"),
    case("circle", "    points: 2", "    needs: [shift]\n    points: 2", "checks[0].needs",
         "a circle: definition needs shift needs definition"),
    case("nothing-grows", "{vector: n, normal: 1}", "{vector: 3, normal: 1}", "checks[3].over", "so nothing grows",
         at="over"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "says", "line"), [*KEYS, *VALUES, *NAMES, *EXPRESSIONS, *CHECKS])
def test_a_mistake_is_said_where_it_stands(tmp_path: Path, old: str, new: str, key: str, says: str, line: int) -> None:
    """One line of the list has the file, the line, the key and what is wrong."""
    found = mistakes(write_course(tmp_path, edited((old, new))))
    place = f"tasks/mean.yaml:{line}: {key}: " if key else f"tasks/mean.yaml:{line}: "
    assert [text for text in found if text.startswith(place) and says in text], found


@pytest.mark.parametrize(("old", "new", "key", "says", "line"), KEYS[:17])
def test_a_slip_of_one_key_is_no_flood(tmp_path: Path, old: str, new: str, key: str, says: str, line: int) -> None:
    """A slip gives the unknown key and at most the one that is missing, not a page."""
    assert 1 <= len(mistakes(write_course(tmp_path, edited((old, new))))) <= 2


def test_the_task_without_an_edit_has_no_mistake(tmp_path: Path) -> None:
    """The table is about the edits."""
    assert mistakes(write_course(tmp_path)) == []


@pytest.mark.parametrize(
    ("key", "wrong", "where"),
    [
        ("checks", "[{id: a, title: t, points: -1, expect: f(x) == 1}]", "checks[0].points"),
        ("misconceptions", "[{wrong: w, fails: [a], tels: t}]", "misconceptions[0].tels"),
        ("inputs", "{x: {tuple: [{integer: [2, 1]}]}}", "inputs.x.tuple[0].integer"),
        ("inputs", "{x: {choice: []}}", "inputs.x.choice"),
    ],
    ids=["the-only-check", "the-only-misconception", "the-only-part-of-a-tuple", "an-empty-list"],
)
def test_a_list_is_not_too_short_because_its_item_is_wrong(tmp_path: Path, key: str, wrong: str, where: str) -> None:
    """The item is what is said to be wrong; a list without items still is too short."""
    parts = {"id": "mean", "title": "Mean", "statement": "It.", "functions": "{mean: {args: [x]}}"}
    parts |= {"inputs": "{x: {real: [0, 1]}}"}
    parts |= {"checks": "[{id: a, title: t, points: 1, expect: 'close(mean(x), ref.mean(x))'}]"}
    text = "\n".join(f"{name}: {part}" for name, part in (parts | {key: wrong}).items()) + "\n"
    found = mistakes(write_course(tmp_path, text))
    assert any(f": {where}: " in mistake for mistake in found), found
    assert sum("at least" in mistake for mistake in found) == ("[]" in wrong)


def test_an_input_of_the_task_is_wrong_once(tmp_path: Path) -> None:
    """Not once for every check that uses it, but in the check whose size spoils it."""
    gap = ("normal: 1}", "uniform: [0, 1], gap: 1/4}")
    assert len(mistakes(write_course(tmp_path / "a", edited(gap, ("n: [1, 5]", "n: [1, 6]"))))) == 1
    (text,) = mistakes(write_course(tmp_path / "b", edited(gap, ("n: [1, 3]", "n: [1, 9]"))))
    assert text.startswith("tasks/mean.yaml:27: checks[1].inputs.x: 9 entries")


def test_all_mistakes_of_two_files_come_at_once(tmp_path: Path) -> None:
    """Nobody mends one mistake only to meet the next."""
    write_course(tmp_path, edited(("ref.mean(x), s", "ref.meen(x), s"), ("needs: [definition]", "needs: [nosuch]")))
    other = edited(("id: mean", "id: other"), ("title: Mean", "titel: Mean"))
    found = mistakes(write_course(tmp_path, other, name="other"))
    assert [text.split(": ")[0].partition(":")[0] for text in found].count("tasks/mean.yaml") == 2
    assert any("titel: unknown key" in text for text in found)


def test_two_tasks_may_ask_for_functions_of_one_name(tmp_path: Path) -> None:
    """Names of functions are those of a task."""
    write_course(tmp_path)
    assert mistakes(write_course(tmp_path, edited(("id: mean", "id: other")), name="other")) == []
