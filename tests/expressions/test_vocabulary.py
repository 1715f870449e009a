"""The meaning of the words, and that the form for columns has the same meaning as the form for one case."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.expressions.vocabulary import RTOL, WORDS, Term, allowances
from grader.worker.wire.columns import Column
from tests.present import present
from tests.samples.expression_samples import column_of, pairs, ragged, shapes

ONE = [name for name, word in WORDS.items() if word.arity == 1]
TWO = [name for name, word in WORDS.items() if word.arity == 2]
NAN, INF = math.nan, math.inf
STEP = 2.0**-10
"""A tolerance that is exact in binary."""


def agree(word: Term, columns: Any, **options: Any) -> bool:
    """Hold the two forms of a word against each other; the form for columns may decline."""
    fixed = {key: value for key, value in options.items() if not isinstance(value, Column)}
    varying = {key: value for key, value in options.items() if isinstance(value, Column)}
    with np.errstate(all="ignore"):
        bulk = word.columns(*columns, **options)
        if bulk is None:
            return False
        assert len(bulk) == len(columns[0])
        for row, got in enumerate(bulk):
            own = {key: column.row(row) for key, column in varying.items()}
            due = word.single(*(column.row(row) for column in columns), **fixed, **own)
            size = sum(np.abs(np.where(np.isfinite(c.row(row)), c.row(row), 0)).sum() for c in columns)
            assert np.shape(got) == np.shape(due)
            np.testing.assert_allclose(
                np.asarray(got, dtype=float), np.asarray(due, dtype=float), rtol=1e-12, atol=1e-12 * min(size, 1e7)
            )
    return True


@given(st.data(), st.sampled_from(ONE))
def test_words_of_one_argument_mean_the_same_in_bulk(data: Any, name: Any) -> None:
    """Ragged columns, empty values, scalars, NaN, infinities, whole numbers, truths."""
    agree(WORDS[name], [data.draw(ragged())])


NO_BULK = {"dot", "len", "sorted", "set", "round", "same_text", "numbers"}
"""Words that decline some columns of one layout, or all."""


@given(st.data(), st.sampled_from(TWO))
def test_words_of_two_arguments_mean_the_same_in_bulk(data: Any, name: Any) -> None:
    """Columns of one layout, a scalar beside arrays, and shapes that do not match."""
    agree(WORDS[name], data.draw(pairs()))


@given(st.data(), st.sampled_from(["close", "at_most", "at_least"]), st.sampled_from([STEP, 1.0]))
def test_scaled_closeness_means_the_same_in_bulk(data: Any, name: Any, rtol: Any) -> None:
    """A scale a case, entry by entry or not."""
    a, b = data.draw(pairs())
    scale = data.draw(column_of([()] * len(a)))
    each = {"each": data.draw(st.booleans())} if name == "close" else {}
    agree(WORDS[name], [a, b], scale=scale, rtol=rtol, **each)


@given(st.data(), st.sampled_from([name for name in WORDS if name not in NO_BULK]))
def test_the_bulk_form_declines_odd_shapes_only(data: Any, name: Any) -> None:
    """Values that are not empty, of one layout, have a bulk form."""
    layout = data.draw(shapes(3, data.draw(st.sampled_from([0, 1, 2]))))
    assume(all(math.prod(shape) for shape in layout))
    columns = [data.draw(column_of(layout)) for _ in range(WORDS[name].arity)]
    assert agree(WORDS[name], columns)


@pytest.mark.parametrize("count", [9, 200, 5000])
def test_long_sums_agree_to_rounding(count: int) -> None:
    """The two forms may add in another order, and differ by rounding only."""
    rng = np.random.default_rng(count)
    column = Column.of([rng.normal(size=count), rng.normal(size=3), np.zeros(0)])
    for name in ("sum", "norm"):
        assert agree(WORDS[name], [column])
    assert agree(WORDS["dot"], [column, column])


@pytest.mark.parametrize(
    ("name", "args", "due"),
    [
        ("sum", [[True, True, True]], 3),
        ("dot", [[True, True], [True, True]], 2),
        ("norm", [[True] * 4], 2.0),
        ("norm", [np.full(300, 3037000500)], 3037000500 * math.sqrt(300)),
        ("min", [np.array([3, 200], dtype=np.uint8)], 3),
        ("min", [[True, False]], False),
        ("max", [[-2.0, -1.0]], -1.0),
        ("sum", [[]], 0.0),
        ("norm", [[]], 0.0),
        ("all", [[]], True),
        ("any", [[]], False),
        ("argmax", [[1.0, 3.0, 3.0]], 1),
        ("argmax", [[1.0, NAN, 3.0]], 1),
        ("argmax", [[[1.0, 2.0], [5.0, 0.0]]], 2),
        ("abs", [-2.5], 2.5),
        ("dot", [[1.0, 2.0], [3.0, 4.0]], 11.0),
        ("same", [[1.0, 2.0], [1, 2]], True),
        ("same", [[1.0], 1.0], False),
        ("same", [[NAN], [NAN]], False),
        ("same", [[], []], True),
    ],
)
def test_what_words_mean(name: str, args: list[Any], due: bool | float) -> None:
    """Both forms say it, and the column also beside an empty value."""
    word = WORDS[name]
    assert word.single(*map(np.asarray, args)) == pytest.approx(due, rel=1e-15)
    bulk = word.columns(*(Column.of([arg]) for arg in args))
    if bulk is not None:
        assert bulk.row(0) == pytest.approx(due, rel=1e-15)
    if bulk is not None and np.ndim(args[0]) == 1 and name not in {"min", "max", "argmax"}:
        beside = word.columns(*(Column.of([np.asarray(arg), np.asarray(arg)[:0]]) for arg in args))
        assert beside is None or beside.row(0) == pytest.approx(due, rel=1e-15)


@pytest.mark.parametrize("name", ["min", "max", "argmax"])
def test_an_empty_value_has_no_largest_entry(name: str) -> None:
    """The bulk form declines, and the form for one case raises."""
    assert WORDS[name].columns(Column.of([np.zeros(2), np.zeros(0)])) is None
    with pytest.raises(ValueError, match=r"empty|zero-size"):
        WORDS[name].single(np.zeros(0))


# |a - b| <= rtol · max(scale, max|b|), with rtol = 2**-10 unless named.
@pytest.mark.parametrize(
    ("a", "b", "options", "due"),
    [
        pytest.param([2.0, 1024.0], [1.0, 1024.0], {}, True, id="as far as the largest entry allows"),
        pytest.param([2.0 + 1e-15, 1024.0], [1.0, 1024.0], {}, False, id="one rounding further"),
        pytest.param([2.0, 1024.0], [1.0, 1024.0], {"each": True}, False, id="entry by entry"),
        pytest.param([1.0 + STEP, 1025.0], [1.0, 1024.0], {"each": True}, True, id="entry by entry, at the edge"),
        pytest.param([1024.0, 0.0], [1.0, 0.0], {}, False, id="the size of a counts for nothing"),
        pytest.param([1e-300], [0.0], {}, False, id="0 has no tolerance of its own"),
        pytest.param([STEP], [0.0], {"scale": 1.0}, True, id="0 with a scale"),
        pytest.param([STEP, 0.0], [0.0, 0.0], {"scale": -1.0, "each": True}, True, id="the size of the scale counts"),
        pytest.param([0.0, 0.0], [0.0, 0.0], {}, True, id="0 is 0"),
        pytest.param([0.0], [-0.0], {}, True, id="of either sign"),
        pytest.param([3.0], [1024.0], {"scale": 1.0}, False, id="a scale below the largest entry changes nothing"),
        pytest.param([1023.0], [1024.0], {"scale": 1.0}, True, id="nor takes anything away"),
        pytest.param([], [], {}, True, id="empty"),
        pytest.param([1.0, 1.0], 1.0, {}, True, id="a number for all entries"),
        pytest.param(1.0, [1.0, 1024.0], {}, False, id="a number beside an array"),
        pytest.param([1.0], [1.0, 1.0], {}, False, id="no broadcasting"),
        pytest.param([[1.0, 1.0]], [1.0, 1.0], {}, False, id="another dimension"),
        pytest.param([NAN], [NAN], {}, False, id="NaN equals nothing"),
        pytest.param([NAN, 1.0], [1.0, 1.0], {}, False, id="NaN in the answer"),
        pytest.param([1.0], [1.0], {"scale": NAN}, False, id="NaN as scale"),
        pytest.param([1.0], [INF], {}, False, id="no number is near infinity"),
        pytest.param([INF], [1.0], {"rtol": 1.0}, False, id="nor infinity near a number"),
        pytest.param([INF], [-INF], {}, False, id="nor near its opposite"),
        pytest.param([1e308], [-1e308], {"rtol": 1.0}, False, id="a difference beyond the largest number"),
        pytest.param([5], [5], {}, True, id="whole numbers"),
    ],
)
def test_closeness_is_as_the_design_says(a: Any, b: Any, options: dict[Any, Any], due: bool) -> None:
    """In both forms."""
    options = {"rtol": STEP, **options}
    with np.errstate(all="ignore"):
        assert WORDS["close"].single(np.asarray(a), np.asarray(b), **options) is due
        varying = {**options, "scale": Column.of([options.get("scale", 0.0)])}
        bulk = WORDS["close"].columns(Column.of([np.asarray(a)]), Column.of([np.asarray(b)]), **varying)
    assert bulk is None or bool(bulk.row(0)) is due


@pytest.mark.parametrize(
    ("a", "b", "scale", "due"),
    [
        (1.0, 2.0, 0.0, True),
        (2.0, 1.0, 0.0, False),
        (1024.0 + 1.0, 1024.0, 0.0, True),
        (1024.0 + 1.1, 1024.0, 0.0, False),
        (STEP, 0.0, 1.0, True),
        (INF, 1.0, 0.0, False),
        (5.0, -INF, 0.0, False),
        (5.0, INF, 0.0, True),
        (NAN, 1.0, 0.0, False),
        (1.0, NAN, 0.0, False),
    ],
)
def test_at_most_and_at_least_mirror_each_other(a: float, b: float, scale: float, due: bool) -> None:
    """One tolerance, two directions, two forms."""
    columns = [Column.of([value]) for value in (a, b, scale)]
    mirrored = [Column.of([-value]) for value in (a, b, scale)]
    with np.errstate(all="ignore"):
        for name, args, cols in (
            ("at_most", (a, b, scale), columns),
            ("at_least", (-a, -b, scale), mirrored),
        ):
            assert WORDS[name].single(*args, rtol=STEP) is due
            assert bool(present(WORDS[name].columns(*cols, rtol=STEP)).row(0)) is due


@given(st.data(), st.sampled_from(["close", "at_most", "at_least"]))
def test_tolerances_that_were_computed_before_change_nothing(data: Any, name: Any) -> None:
    """With the tolerances of the second side at hand a comparison says the same."""
    a, b = data.draw(pairs())
    scale = data.draw(column_of([()] * len(a)))
    each = {"each": data.draw(st.booleans())} if name == "close" else {}
    with np.errstate(all="ignore"):
        due = WORDS[name].columns(a, b, scale=scale, **each)
        got = WORDS[name].columns(a, b, scale=scale, allowed=allowances(b, scale, **each), **each)
    assert (got is None) is (due is None)
    assert due is None or present(got).flat.tolist() == due.flat.tolist()


def test_tolerances_of_numbers_are_spread_over_the_entries_of_their_cases() -> None:
    """Also where there are as many entries as cases, for one case has none and another one two."""
    a, b, scale = Column.of([np.zeros(0), np.array([1.0, 0.0])]), Column.of([0.0, 0.0]), Column.of([1e9, 0.0])
    due = WORDS["close"].columns(a, b, scale=scale)
    got = WORDS["close"].columns(a, b, scale=scale, allowed=allowances(b, scale))
    assert present(got).flat.tolist() == present(due).flat.tolist() == [True, False]


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_closeness_is_one_side_and_the_other(a: Any, b: Any, scale: Any) -> None:
    """`close` is `at_most` and `at_least` together."""
    close, most, least = (WORDS[name].single(a, b, scale) for name in ("close", "at_most", "at_least"))
    assert close == (most and least)
    assert close == (abs(a - b) <= RTOL * max(scale, abs(b)))
