"""The gate: one row of its policy each, and what stays true of any mixture of answers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import gate as gate_module
from grader.checks.functions import StudentFunction
from grader.checks.gate import ExpectedAnswers, differing_rows, gate
from grader.values.array_type import ANY, ArrayType
from grader.values.columns import column_of, plain_row
from grader.values.comparison import equal
from grader.values.kinds import kind_of
from grader.values.types import NumberType
from grader.worker.wire.answers import Answers
from grader.worker.wire.columns import Column
from grader.worker.wire.forms import Form
from grader.worker.wire.packing import AnswerPacker
from grader.worker.wire.plain import NamedValues
from tests.values.any_value import VALUES

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAIR = np.array([1.0, 2.0])
EXPECT_PAIR = "expected an array of shape (2,)."
RIGHT, DROP = "The values are right. ", "Drop the extra dimension."
LARGE = " Which step first gets too large, or divides by 0?"


def answers_of(*values: Any, room: int = 1 << 12, count: Any = None) -> Answers:
    """Return what the judge holds after a worker has returned `values` to `count` calls."""
    pack = AnswerPacker(room)
    for value in values:
        if isinstance(value, BaseException):
            pack.other(Form.RAISED, {"type": type(value).__name__, "text": str(value), "frames": []})
        else:
            pack.add(value)
    answers = Answers(count or len(values))
    header = {"first": 0, "count": len(pack), "data": pack.size, "facts": pack.facts}
    rows = {str(row): fact for row, fact in pack.fact_of.items()}
    answers.add({**header, "fact_of": rows}, memoryview(b"".join(pack.body())))
    return answers


def let_through(
    values: list[Any], expected: list[Any], *, integral: bool = False, free: bool = False, count: Any = None
) -> Any:
    """Return what the gate makes of `values` where the reference answers `expected`."""
    returns = NumberType("integer") if integral else ArrayType((ANY,)) if free else None
    required = ExpectedAnswers(StudentFunction("f", ("x",), returns), column_of(expected))
    return gate(answers_of(*values, count=count), required)


REFUSED = {
    "a column for a vector": (PAIR[:, None], PAIR, f"an array of shape (2, 1); {EXPECT_PAIR} {RIGHT}{DROP}"),
    "a row for a vector": (PAIR[None], PAIR, f"an array of shape (1, 2); {EXPECT_PAIR} {RIGHT}{DROP}"),
    "a column of other numbers": (PAIR[:, None] + 1, PAIR, f"an array of shape (2, 1); {EXPECT_PAIR} {DROP}"),
    "a vector for a matrix": (
        PAIR, PAIR[None],
        f"an array of shape (2,); expected an array of shape (1, 2). {RIGHT}A dimension of size 1 is missing.",
    ),
    "one entry too many": (np.ones(3), PAIR, f"an array of shape (3,); {EXPECT_PAIR}"),
    "a matrix transposed": (
        np.ones((3, 2)), np.ones((2, 3)), "an array of shape (3, 2); expected an array of shape (2, 3).",
    ),
    "a number for a vector": (1.0, PAIR, f"a number; {EXPECT_PAIR}"),
    "one entry for a number": (
        np.ones(1), 1.0, f"an array of shape (1,); expected a number. {RIGHT}Take the number out of the array.",
    ),
    "something where nothing is due": (
        np.ones(1), np.empty(0), "an array of shape (1,); expected an array of shape (0,).",
    ),
    "a list of lists": ([[1.0, 2.0]], PAIR, f"an array of shape (1, 2); {EXPECT_PAIR} {RIGHT}{DROP}"),
    "a ragged list": ([[1.0], [1.0, 2.0]], PAIR, f"a list of 2 items; {EXPECT_PAIR}"),
    "a list of text": (["a", "b"], PAIR, f"a list of 2 items; {EXPECT_PAIR}"),
    "complex entries": (PAIR + 0j, PAIR, f"complex numbers; expected real numbers. {RIGHT}Return its real part."),
    "a complex number": (1j, 1.0, "a complex number; expected a number."),
    "an array of bool": (
        np.array([True, False]), PAIR, "True and False; expected numbers. Turn it into numbers with .astype(float).",
    ),
    "a bool": (True, 1.0, f"True; expected a number. {RIGHT}Turn it into a number with int(...)."),
    "a bool of numpy": (np.True_, 2.0, "True; expected a number. Turn it into a number with int(...)."),
    "nan": (np.array([1.0, np.nan]), PAIR, f"nan (not a number) at position 1.{LARGE}"),
    "infinity": (np.array([-np.inf, 2.0]), PAIR, f"minus infinity at position 0.{LARGE}"),
    "nan in a matrix": (np.array([[1], [np.nan]]), np.ones((2, 1)), f"nan (not a number) at position (1, 0).{LARGE}"),
    "nan as a number": (float("nan"), 1.0, f"nan (not a number).{LARGE}"),
    "nan where infinity is due": (float("nan"), np.inf, f"nan (not a number).{LARGE}"),
    "the other infinity": (-np.inf, np.inf, f"minus infinity.{LARGE}"),
    "None": (None, PAIR, f"None; {EXPECT_PAIR} Does every way through it end with `return`?"),
    "text": ("1.0", 1.0, "a text; expected a number."),
    "a dict": ({"p": 1.0}, 1.0, "a dict of 1 key; expected a number."),
    "a fraction": (Fraction(1, 2), 0.5, "a Fraction; expected a number."),
    "an array of objects": (
        np.array([1, None]), PAIR, f"something of type ndarray that holds object; {EXPECT_PAIR}",
    ),
    "an array of text": (np.array(["1", "2"]), PAIR, "texts; expected numbers."),
    "a masked array": (np.ma.array(PAIR), PAIR, f"something of type MaskedArray; {EXPECT_PAIR}"),
    "too large": (
        np.ones(1000), PAIR,
        f"something of type array that is too large to look at, of shape (1000,); {EXPECT_PAIR}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("value", "expected", "sentence"), REFUSED.values(), ids=REFUSED)
def test_an_answer_of_another_kind_is_refused_with_its_own_sentence(
    value: Any, expected: NDArray[Any] | float, sentence: str
) -> None:
    """What is not as due does not pass, alone or among good answers, and the reference's answer stands in."""
    alone = let_through([value], [expected])
    assert alone.faults == {0: f"`f` returns {sentence}"}
    among = let_through([expected, value, expected], [expected] * 3)
    assert among.faults == {1: f"`f` returns {sentence}"}
    for passed in (alone, among):
        for value in passed.column:
            np.testing.assert_array_equal(value, expected)


ACCEPTED = {
    "float64": (PAIR, PAIR, False),
    "integers": (np.array([1, 2]), PAIR, False),
    "bytes": (np.array([1, 2], dtype=np.uint8), PAIR, False),
    "large unsigned": (np.array([2**63], dtype=np.uint64), np.array([2.0**63]), False),
    "float32": (PAIR.astype(np.float32), PAIR, True),
    "float16": (PAIR.astype(np.float16), PAIR, True),
    "long double": (PAIR.astype(np.longdouble), PAIR, False),
    "big endian": (PAIR.astype(">f8"), PAIR, False),
    "not contiguous": (np.array([1.0, 0.0, 2.0])[::2], PAIR, False),
    "0-d": (np.array(3.0), 3.0, False),
    "0-d of float32": (np.array(3.0, dtype=np.float32), 3.0, True),
    "a scalar of numpy": (np.float64(3.0), 3.0, False),
    "a scalar of float32": (np.float32(3.0), 3.0, True),
    "an int": (3, 3.0, False),
    "a number for 0-d": (3.0, np.array(3.0), False),
    "nothing": (np.empty(0), np.empty(0), False),
    "no rows": (np.empty((0, 3)), np.empty((0, 3)), False),
    "a list": ([1.0, 2.0], PAIR, False),
    "a tuple": ((1.0, 2.0), PAIR, False),
    "an empty list": ([], np.empty(0), False),
    "infinity where it is due": (np.array([np.inf, 2.0]), np.array([np.inf, 2.0]), False),
}


@pytest.mark.parametrize(("value", "expected", "single"), ACCEPTED.values(), ids=ACCEPTED)
def test_another_type_of_the_same_value_passes_as_float64(
    value: NDArray[Any] | float | np.float32 | np.float64, expected: NDArray[Any] | float, single: bool
) -> None:
    """A number counts by its value, and the judge remembers single precision; beside a bad answer too."""
    alone = let_through([value], [expected])
    beside = let_through([value, None], [expected] * 2)
    for passed in (alone, beside):
        np.testing.assert_array_equal(passed.column.row(0), expected)
        assert passed.column.flat.dtype == np.float64
        assert passed.single == single
    assert not alone.faults
    assert list(beside.faults) == [1]


@pytest.mark.parametrize(
    ("value", "fault"),
    [(2, ""), (2.0, ""), (np.float32(2), ""), (2.5, "`f` returns 2.5; expected a whole number.")],
    ids=["int", "float", "float32", "fraction"],
)
def test_whole_numbers_may_be_of_any_type(value: float | np.float32, fault: str) -> None:
    """Where whole numbers are due, 2.0 is one and 2.5 is none."""
    assert let_through([value], [2], integral=True).faults == ({0: fault} if fault else {})


def test_a_free_dimension_may_be_anything_but_must_be_there() -> None:
    """`any` lets every length through and no other number of dimensions."""
    assert not let_through([np.ones(5), np.ones(0)], [PAIR, PAIR], free=True).faults
    refused = let_through([np.ones((2, 1))], [PAIR], free=True)
    assert list(refused.faults) == [0]


def test_what_is_shown_of_a_refused_answer_is_what_came() -> None:
    """The values themselves where there are any, and words where there are none."""
    values = [[[1.0, 2.0]], PAIR * 1j, np.array([np.nan, 1.0]), None, "text", object()]
    shown = let_through(values, [PAIR] * 6).shown
    assert shown[0] == "[[1.0, 2.0]]"
    assert shown[1] == "np.array([1j, 2j])"
    assert str(shown[2]) == "[nan, 1.0]"
    assert (shown[3], shown[4], shown[5]) == (None, "'text'", "something of type object")


def test_an_exception_and_a_lost_answer_are_told_apart() -> None:
    """What raised has a sentence; what never came back is counted apart."""
    passed = let_through([1.0, ValueError("no\x1b[31m")], [1.0, 2.0, 3.0], count=3)
    assert passed.raised == {1}
    assert passed.faults == {1: "`f` raises ValueError: no\N{REPLACEMENT CHARACTER}[31m."}
    assert passed.unanswered.tolist() == [2]
    assert passed.column.flat.tolist() == [1.0, 2.0, 3.0]


ANSWERS = st.one_of(
    st.floats(),
    st.sampled_from([*(value for value, _, _ in REFUSED.values()), *(value for value, _, _ in ACCEPTED.values())]),
    st.lists(st.floats(width=32), max_size=3).map(lambda entries: np.array(entries, dtype=np.float32)),
    st.just(RuntimeError("x")),
)


@settings(deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=6), st.sampled_from([PAIR, np.float64(3.0), np.empty(0)]))
def test_answers_pass_together_as_they_pass_alone(values: Any, expected: Any) -> None:
    """Nobody's answer changes what the gate says of another one, and what passes is finite and of the due shape."""
    together = let_through(values, [expected] * len(values))
    for row, value in enumerate(values):
        alone = let_through([value], [expected])
        assert together.faults.get(row) == alone.faults.get(0)
        np.testing.assert_array_equal(together.column.row(row), alone.column.row(0))
    assert np.isfinite(together.column.flat).all()
    assert len(together.column) == len(values)
    assert all(np.shape(value) == expected.shape for value in together.column)


@settings(deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, st.booleans()), min_size=1, max_size=4))
def test_answers_with_the_bytes_of_the_references_pass_as_if_they_were_looked_into(cases: Any) -> None:
    """Which is quicker, and says nothing else."""
    expected = [due for due, _, _ in cases]
    values = [due if right else other for due, other, right in cases]
    quick = let_through(values, expected)
    with mock.patch.object(gate_module, "_rows_equal_to", return_value=frozenset()):
        slow = let_through(values, expected)
    assert quick.faults == slow.faults
    assert quick.notes == slow.notes
    for row in range(len(cases)):
        assert equal(plain_row(quick.column, row), plain_row(slow.column, row))
        assert kind_of(plain_row(quick.column, row)) == kind_of(plain_row(slow.column, row))


def test_answers_with_the_bytes_of_the_references_get_the_names_of_their_parts() -> None:
    """A student returns an ordinary tuple; the other parts of expressions ask for a name."""
    due = NamedValues("", ("loss", "dW"), (0.5, np.ones(2)))
    assert let_through([(0.5, np.ones(2)), (0.5, np.zeros(2))], [due, due]).column.row(0).loss == 0.5


def test_what_cannot_be_compared_is_never_equal_by_its_bytes() -> None:
    """Two functions cross as the same name."""
    column = let_through([[print], [1]], [[len], [1]]).column
    assert column.row(0)[0] is not len


def test_repeated_answers_differ_by_value_or_shape() -> None:
    """Two answers to one input are the same only if every entry is."""
    column = Column.of([PAIR, PAIR + 1, PAIR, PAIR * 2])
    assert differing_rows(column, np.array([0, 1]), np.array([2, 3])).tolist() == [False, True]
    ragged = Column.of([np.ones(2), np.ones(3)])
    assert differing_rows(ragged, np.array([0]), np.array([1])).all()
    assert not differing_rows(Column.scalars(np.array([1.0, 1.0])), np.array([0]), np.array([1])).any()


def test_rows_that_are_all_alike_differ_nowhere() -> None:
    """Compared at once; NaN is not itself, and arrays of equal entries in other shapes are not alike."""
    rows = np.array([0, 1])
    alike = Column.of([np.ones(2), np.zeros(3), np.ones(2), np.zeros(3)])
    assert differing_rows(alike, rows, rows + 2).tolist() == [False, False]
    unequal = Column.of([np.ones(2), np.array([np.nan]), np.ones(2), np.array([np.nan])])
    assert differing_rows(unequal, rows, rows + 2).tolist() == [False, True]
    shaped = Column.of([np.ones((1, 4)), np.ones((2, 2)), np.ones((2, 2)), np.ones((2, 2))])
    assert differing_rows(shaped, rows, rows + 2).tolist() == [True, False]
