"""One change of all parts of an answer is named, whatever keys and lengths the answers have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.diagnosis.slips import Call, Sample
from grader.diagnosis.slips.answers import answer_slip_of
from grader.diagnosis.slips.structures import structure_slip_of
from grader.diagnosis.slips.values import argument_slip_of
from grader.worker.wire.plain import NamedValues

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DICTS = [{"a": 1.5, "b": -2.0}, {"c": 3.25}, {"a": -7.75, "d": 4.5, "e": 0.5}, {"b": 2.5, "c": -0.25}]
GROUPS = [{1: ["a", "b"], 2: ["cc", "de"]}, {3: ["abc", "x"]}, {1: ["z", "q", "w"]}, {4: ["k", "l"], 1: ["m", "n"]}]
GRIDS = [[[1, 2], [3, 4]], [[5, 6, 7], [8, 9, 0]], [[1, 5], [2, 2], [7, 3]], [[4, 1], [6, 9]]]
TRIPLES = [(n, [n, 2], "t" * n) for n in range(4)]
STEPS = [NamedValues("Step", ("dx", "dw", "db"), (n + 1.0, 2.0 * n, 7.0)) for n in range(4)]
MOMENTS = [{"mean": n / 2, "var": n * n + 1.0} for n in range(4)]
PRINTED = [NamedValues("Run", ("out", "code"), (f"tea: {n}.50\nTotal: {n}.50\n", 0)) for n in range(4)]


def call_of(change: Callable[[Any], Any], answers: Sequence[Any]) -> Call:
    """Return cases in which `change` was done to the right answers."""
    return Call("f", ("x",), [Sample((at,), answer, change(answer)) for at, answer in enumerate(answers)], {})


NAMED: dict[str, tuple[Callable[[Any], Any], Sequence[Any], str]] = {
    "values negated": (lambda d: {k: -v for k, v in d.items()}, DICTS, "all its numbers with the opposite sign"),
    "values rounded down": (lambda d: {k: float(v // 1) for k, v in d.items()}, DICTS, "all its numbers rounded down"),
    "values times 3": (lambda d: {k: 3 * v for k, v in d.items()}, DICTS, "all its numbers multiplied by 3"),
    "values plus 0.5": (lambda d: {k: v + 0.5 for k, v in d.items()}, DICTS, "all its numbers larger by 0.5"),
    "texts in capitals": (
        lambda d: {k: [t.upper() for t in v] for k, v in d.items()}, GROUPS, "all its texts in upper case",
    ),
    "last of each list missing": (
        lambda d: {k: v[:-1] for k, v in d.items()}, GROUPS, "each with the right items without the last one",
    ),
    "last of each row missing": (
        lambda g: [row[:-1] for row in g], GRIDS, "each of which is the right items without the last one",
    ),
    "turned by half": (lambda g: [row[::-1] for row in g[::-1]], GRIDS, "its rows and its columns in the opposite"),
    "first and third": (lambda t: (t[2], t[1], t[0]), TRIPLES, "part 1 and part 3 exchanged"),
    "named parts": (
        lambda s: NamedValues("Step", ("dx", "dw", "db"), (s[0], s[2], s[1])), STEPS, "dw and db exchanged",
    ),
    "two keys": (lambda d: {"mean": d["var"], "var": d["mean"]}, MOMENTS, "'mean' and 'var' exchanged"),
    "decimal comma in what is printed": (
        lambda p: NamedValues("Run", ("out", "code"), (p.out.replace(".", ","), 0)), PRINTED,
        "with ',' in the place of every '.'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_change_of_all_parts_is_named(name: str) -> None:
    """The parts may stand under other keys, and be of another number, in every case."""
    change, answers, says = NAMED[name]
    assert says in structure_slip_of(call_of(change, answers))


SILENT: dict[str, tuple[Callable[[Any], Any], Sequence[Any]]] = {
    "right": (dict, DICTS),
    "one value alone": (lambda d: d | {min(d): -9.0}, DICTS),
    "another key": (lambda d: {f"{k}!": -v for k, v in d.items()}, DICTS),
    "one row alone": (lambda g: [g[0][:-1], *g[1:]], GRIDS),
    "one point alone": (
        lambda p: NamedValues("Run", ("out", "code"), (p.out.replace(".", ",", 1), 0)), PRINTED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_a_change_of_some_parts_is_not_named(name: str) -> None:
    """A sentence about all of them would not be true."""
    assert structure_slip_of(call_of(*SILENT[name])) == ""


WORDS = [["Tea", "a", "milk"], ["bread", "Jam"], ["x", "yy", "Z"], ["one", "Two", "three"]]


@pytest.mark.parametrize(
    ("student", "says"),
    [
        (lambda x: x[::-1], "the items of `x` in the opposite order"),
        (lambda x: sorted(x, key=len), "the items of `x`, sorted by their length"),
        (lambda x: [word.lower() for word in x], "the items of `x` in lower case"),
        (lambda x: [*x, "more"], ""),
        (lambda x: x[::-1] if "Tea" in x else x[:1], ""),
    ],
    ids=["reversed", "by length", "lower", "one more", "not always"],
)
def test_an_argument_that_was_changed_and_returned_is_named(student: Callable[[Any], Any], says: str) -> None:
    """The right answer, here the letters in a row, is far from it."""
    call = Call("f", ("x",), [Sample((x,), list("".join(x)), student(x)) for x in WORDS], {})
    told = argument_slip_of(call)
    assert says in told
    assert bool(told) is bool(says)
    assert answer_slip_of(call) == told


def test_a_list_is_expected_in_some_cases_and_nothing_in_others() -> None:
    """As where an answer may be missing."""
    right = [[[number, 1], [2, 3]] if number % 2 else None for number in range(12)]
    cases = [Sample((at,), due, [[7, at]] if due is None else due[::-1]) for at, due in enumerate(right)]
    ordered = sorted(cases, key=lambda sample: sample.expected is None)
    assert structure_slip_of(Call("f", ("n",), ordered, {})) == ""


@pytest.mark.parametrize("got", [[10**400, 1], [1, 10**400], [10**400, 10**400]], ids=["first", "last", "both"])
@pytest.mark.parametrize("due", [2, 10**390, 0.5])
def test_whole_numbers_beyond_all_floats_are_no_factors(due: float, got: list[int]) -> None:
    """Nothing fails where there are such."""
    cases = [Sample((at,), [due, at], [*got, at]) for at in range(8)]
    assert structure_slip_of(Call("f", ("n",), cases, {})) == ""
