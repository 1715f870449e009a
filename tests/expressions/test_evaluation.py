"""From nodes to values and truths; whose fault it is when an expression cannot be computed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.expressions.nodes import students
from grader.worker.wire.columns import Column
from tests.samples.expression_samples import answered, parse, parser, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

NAN, INF = math.nan, math.inf
VECTORS = [np.array([1.0, 2.0, 3.0]), np.array([4.0]), np.zeros(0)]


def values(text: str, inputs: dict[Any, Any], reference: dict[str, Callable[..., Any]] | None = None) -> list[Any]:
    """Return the values of `text`, one a case, as lists and numbers."""
    return [np.asarray(value).tolist() for value in table(inputs, reference).value(parse(text))]


@pytest.mark.parametrize(
    ("text", "inputs", "due"),
    [
        ("2 * x - 1", {"x": VECTORS}, [[1.0, 3.0, 5.0], [7.0], []]),
        ("x / c", {"x": VECTORS, "c": [2, 4, 1]}, [[0.5, 1.0, 1.5], [1.0], []]),
        ("c - x", {"x": VECTORS, "c": [1, 2, 3]}, [[0.0, -1.0, -2.0], [-2.0], []]),
        ("x ** 2", {"x": [-3, 3.0]}, [9, 9]),
        ("7 / 2", {"x": [0]}, [3.5]),
        ("X + y", {"X": [np.ones((2, 2))], "y": [np.array([1.0, 2.0])]}, [[[2.0, 3.0], [2.0, 3.0]]]),
        ("X - y", {"X": [np.zeros((0, 2))], "y": [np.ones(2)]}, [[]]),
        ("-(x > 0) + 2 * (x > 1) - (x > 2)", {"x": [3.0, 1.0, -1.0]}, [0, -1, 0]),
        ("(x > 0) + (x > 0)", {"x": [1.0]}, [2]),
        ("True - True", {"x": [1.0]}, [0]),
        ("-x", {"x": [np.array([True, False])]}, [[-1, 0]]),
        ("x - 9", {"x": [np.array([3], dtype=np.uint8)]}, [[-6]]),
        ("x * x", {"x": [np.array([200], dtype=np.uint8)]}, [[40000]]),
        ("c ** 8", {"c": [1000, 2]}, [1e24, 256.0]),
        ("1000000000000000 * c", {"c": [10**15]}, [1e30]),
        ("c * c", {"c": [2**30, 3]}, [2**60, 9]),
        ("not x", {"x": [0, 1]}, [True, False]),
        ("x or y and c", {"x": [0, 0, 1], "y": [1, 1, 0], "c": [1, 0, 0]}, [True, False, True]),
        ("1 < x < 3 < 4", {"x": [2, 3]}, [True, False]),
        ("x == y", {"x": VECTORS, "y": [1.0, 4.0, 9.0]}, [False, True, True]),
        ("x != y", {"x": [np.array([1.0, 2.0])], "y": [np.array([2.0, 1.0])]}, [True]),
    ],
)
def test_values(text: str, inputs: dict[Any, Any], due: list[Any]) -> None:
    """Numbers go with all entries of an array, truths count as 0 and 1, whole numbers never wrap around."""
    assert values(text, inputs) == due


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize(
    ("left", "right"),
    [((0, 2), (1, 2)), ((1,), (3,)), ((0, 2), (2,)), ((2, 1), (2,)), ((0,), (0, 3))],
)
def test_arrays_of_different_shapes_hold_in_no_relation(op: str, left: tuple[Any, ...], right: tuple[Any, ...]) -> None:
    """An answer without rows has nothing that could differ, and is no right answer."""
    assert not table({"x": [np.ones(left)], "y": [np.ones(right)]}).truth(parse(f"x {op} y")).any()


@pytest.mark.parametrize(
    ("value", "due"),
    [(1.0, True), (0, False), ([1, 2], True), ([1, 0], False), ([], True), (NAN, False), ([1.0, NAN], False)],
)
def test_truth(value: Any, due: bool) -> None:
    """All entries hold; NaN is no truth."""
    assert table({"x": [np.asarray(value)]}).truth(parse("x")).tolist() == [due]


def test_a_value_is_computed_once() -> None:
    """Equal parts of two expressions ask the reference once a case."""
    asked = []
    ours = parser()
    known = table({"x": [1.0, 2.0]}, {"f": lambda x: asked.append(x) or x})  # type: ignore[func-returns-value, redundant-expr]
    for text in ("close(ref.f(x), x)", "ref.f(x) + 1 > ref.f(x)"):
        assert known.truth(ours.parse(text)).all()
    assert asked == [1.0, 2.0]


def test_the_reference_gets_copies_and_plain_numbers() -> None:
    """A function of the reference may change its arguments, and meets Python's numbers."""
    seen = []

    def near(x: Any, c: Any) -> Any:
        seen.append(type(c))
        x[:] = 7.0
        return True

    known = table({"x": [np.ones(2)], "c": [3]}, {"near": near})
    assert known.truth(parse("ref.near(x, c)")).all()
    assert known.inputs["x"].flat.tolist() == [1.0, 1.0]  # type: ignore[union-attr]
    assert seen == [int]


def test_a_word_without_a_bulk_form_goes_case_by_case() -> None:
    """Products of matrices, and an option that is an array."""
    square, y = np.arange(4.0).reshape(2, 2), np.array([1.0, 2.0])
    assert values("dot(X, y)", {"X": [square, square], "y": [y, -y]}) == [[2.0, 8.0], [-2.0, -8.0]]
    scaled = table({"x": [np.array([1.0, 5.0])], "y": [np.array([2.0, 5.0])], "c": [np.array([1e6, 0.0])]})
    assert scaled.truth(parse("close(x, y, scale=c)")).all()


def raising(*args: Any) -> None:
    """Fail as a predicate does on a value that it was not written for."""
    raise IndexError("row 3")


COURSE_FAULTS = [
    pytest.param("1 / x > 0", {"x": [1.0, 0.0]}, None, "case 1: 1 / x: a division by 0", id="division"),
    pytest.param("x / y", {"x": [np.ones((2, 2))], "y": [np.zeros(2)]}, None, "division by 0", id="division of arrays"),
    pytest.param("x ** 8", {"x": [1e300]}, None, "beyond the largest", id="power"),
    pytest.param("ref.f(x)", {"x": [1.0]}, raising, "case 0: f\\(x\\): IndexError: row 3", id="exception"),
    pytest.param("not ref.f(x)", {"x": [1.0, 2.0]}, lambda x: None, "None is neither yes nor no", id="None"),
    pytest.param("not ref.f(x)", {"x": [1.0, 2.0]}, lambda x: None if x > 1 else x, "case 1: .*None", id="None once"),
    pytest.param("not ref.f(x)", {"x": [1.0]}, lambda x: [x, "a"], "a list of 2 items is neither", id="no truth"),
    pytest.param("ref.f(x) + 1", {"x": [1.0]}, lambda x: [x], "no \\+ of a list of 1 item", id="no number"),
    pytest.param(
        "max(x)", {"x": [np.ones(2), np.zeros(0)]}, None, "case 1: max\\(x\\): ValueError", id="largest of nothing"
    ),
    pytest.param("dot(x, y)", {"x": [np.ones(2)], "y": [np.ones(3)]}, None, "not aligned", id="shapes"),
    pytest.param("x + y", {"x": [np.ones(2)], "y": [np.ones(3)]}, None, "broadcast", id="no broadcasting"),
]


@pytest.mark.parametrize(("text", "inputs", "function", "says"), COURSE_FAULTS)
def test_what_inputs_and_reference_cannot_compute_is_the_courses_fault(
    text: str, inputs: dict[Any, Any], function: Callable[..., Any] | None, says: str
) -> None:
    """With the case and the reason, whoever's answers the table holds."""
    for trusted in (True, False):
        known = table(inputs, {"f": function}, trusted=trusted)
        with pytest.raises(EvaluationError, match=says):
            known.value(parse(text))


@pytest.mark.parametrize(
    ("text", "good", "bad", "reference"),
    [
        pytest.param("1 / f(x) != 7", 2.0, 0.0, None, id="division"),
        pytest.param("not (1 / f(x) < 7)", 0.1, 0.0, None, id="division under not"),
        pytest.param("X / f(x) != 7", np.ones(2), np.zeros(2), None, id="division of arrays"),
        pytest.param("f(x) ** 8 > 1", 2.0, 1e300, None, id="power"),
        pytest.param("f(x) * 1e9 - f(x) * 1e9 != 1", 2.0, 1e300, None, id="infinity minus infinity"),
        pytest.param("sum(f(x)) != 0", np.ones(2), np.array([INF, -INF]), None, id="sum"),
        pytest.param("not (dot(f(x), y) > 2)", np.ones(2), np.array([INF, -INF]), None, id="product"),
        pytest.param("not max(f(x))", np.zeros(1), np.zeros(0), None, id="largest of nothing"),
        pytest.param("not ref.f(f(x))", 2.0, 3.0, lambda x: NAN if x == 3 else 0.0, id="reference gives NaN"),
        pytest.param("not ref.f(f(x))", 2.0, 3.0, lambda x: None if x == 3 else 0.0, id="reference gives None"),
        pytest.param("not ref.f(f(x))", 2.0, 3.0, lambda x: 0.0 if x != 3 else raising(), id="reference raises"),
    ],
)
def test_a_students_value_that_decides_nothing_fails_its_case_only(
    text: str, good: NDArray[Any] | float, bad: NDArray[Any] | float, reference: Callable[..., Any] | None
) -> None:
    """It is no fault of the course, no pass, and no harm to the other cases."""
    inputs = {"x": [1.0, 2.0, 3.0], "X": [np.ones((2, 2))] * 3, "y": [np.ones(2)] * 3}
    node, known = answered(text, inputs, {"f(x)": [good, bad, good]}, {"f": reference})
    assert known.truth(node).tolist() == [True, False, True]
    assert list(known.impossible) == [1]


def test_an_answer_that_breaks_every_case_is_still_the_students() -> None:
    """A predicate without a return on its wrong branch blames nobody but the answer."""
    node, known = answered("ref.f(f(x))", {"x": [1.0, 2.0]}, {"f(x)": [9.0, 9.0]}, {"f": lambda x: None})
    assert known.truth(node).tolist() == [False, False]
    assert sorted(known.impossible) == [0, 1]


def test_values_that_make_no_column_are_looked_at_one_by_one() -> None:
    """A number in one case and an array in another are compared all the same."""
    reference = {"f": lambda x: np.ones(2) if x > 5 else 1.0}
    node, known = answered("ref.f(f(x)) == 1", {"x": [1.0, 2.0]}, {"f(x)": [1.0, 9.0]}, reference)
    assert known.truth(node).tolist() == [True, True]


def test_a_predicate_may_say_what_is_wrong() -> None:
    """A sentence is a failure with a reason, and another case's truth is its own."""
    reference = {"near": lambda x, y: True if x == y else f"{y:g} is not {x:g}."}
    node, known = answered("ref.near(x, f(x))", {"x": [1.0, 2.0]}, {"f(x)": [1.0, 3.0]}, reference)
    assert known.truth(node).tolist() == [True, False]
    assert known.says == {1: "3 is not 2."}


def test_the_reference_answers_a_students_call_without_a_warning() -> None:
    """Whatever the student's values are; warnings are errors in these tests."""
    node = parse("f(g(x, 1))")
    inner, outer = students(node)
    known = table({"x": [1.0]}, {"f": lambda x: np.exp(np.float64(x)) / 0.0}, trusted=False)
    known.answers[inner] = Column.of([1e9])
    assert known.by_reference(outer).flat.tolist() == [INF]  # type: ignore[union-attr]
    known.answer(outer)
    assert known.value(outer).flat.tolist() == [INF]  # type: ignore[union-attr]


def test_a_reference_without_arguments_is_asked_in_every_case() -> None:
    """A function of nothing has a column all the same."""
    assert values("ref.h() + 1", {"x": [1.0, 2.0]}, {"h": lambda: 4}) == [5, 5]


def test_no_inputs_at_all() -> None:
    """A check of constants has cases too."""
    assert CaseTable(3, {}, {}).value(parse("2 * 3")).flat.tolist() == [6, 6, 6]  # type: ignore[union-attr]


def counting(judge: Callable[..., Any]) -> tuple[Callable[..., Any], list[Any]]:
    """Return a predicate that judges a call f(x) by `judge`, and the arguments that it was asked about."""
    asked = []

    def near(x: Any, y: Any) -> Any:
        asked.append((x, y))
        return judge(x, y)

    return near, asked


def beside(
    text: str,
    inputs: dict[str, list[float]],
    answers: dict[str, list[float]],
    base: dict[str, list[float]],
    near: Callable[..., Any],
) -> tuple[Any, ...]:
    """Return the node of `text`, the reference's table, in which it has been computed, and a student's beside it."""
    node, theirs = answered(text, inputs, base, {"near": near})
    theirs.trusted = True
    theirs.value(node)
    columns = {call: Column.of(answers[call.text]) for call in students(node)}
    return node, theirs, table(inputs, {"near": near}, answers=columns, trusted=False, base=theirs)


def test_a_predicate_is_asked_only_where_an_answer_is_not_the_references() -> None:
    """The others have its judgement of the reference's, which is the same."""
    near, asked = counting(lambda x, y: y >= 2 * x)
    x = [1.0, 2.0, 3.0, 4.0]
    node, _, mine = beside(
        "ref.near(x, f(x))", {"x": x}, {"f(x)": [2.0, 3.0, 7.0, 8.0]}, {"f(x)": [2.0, 4.0, 6.0, 8.0]}, near
    )
    del asked[:]
    assert mine.truth(node).tolist() == [True, False, True, True]
    assert asked == [(2.0, 3.0), (3.0, 7.0)]


def test_a_predicate_is_not_asked_at_all_of_the_references_answers() -> None:
    """Bit for bit: 0 and -0 are two."""
    near, asked = counting(lambda _, y: not np.signbit(y))
    node, theirs, mine = beside(
        "ref.near(x, f(x))", {"x": [1.0, 2.0]}, {"f(x)": [0.0, 5.0]}, {"f(x)": [0.0, 5.0]}, near
    )
    del asked[:]
    assert mine.truth(node).all()
    assert not asked
    node, theirs, mine = beside(
        "ref.near(x, f(x))", {"x": [1.0, 2.0]}, {"f(x)": [-0.0, 5.0]}, {"f(x)": [0.0, 5.0]}, near
    )
    assert mine.truth(node).tolist() == [False, True]
    assert theirs.truth(node).all(), "the reference's table is as it was"


def test_what_a_predicate_says_of_the_references_answer_it_says_of_the_same_answer() -> None:
    """Where another part of the statement makes up for it."""
    near, asked = counting(lambda _, y: y > 0 or "Not above 0.")
    inputs, answers = {"x": [1.0, 2.0, 3.0]}, {"f(x)": [-1.0, -5.0, 6.0]}
    node, _, mine = beside("ref.near(x, f(x)) or x < 3", inputs, answers, {"f(x)": [-1.0, 4.0, 6.0]}, near)
    del asked[:]
    assert mine.truth(node).all()
    assert mine.says == {0: "Not above 0.", 1: "Not above 0."}
    assert asked == [(2.0, -5.0)]


def test_answers_on_which_other_answers_depend_count_as_well() -> None:
    """The same answer of g to another one of f is judged anew."""
    near, asked = counting(lambda x, y: y != x)
    text, inputs = "ref.near(f(x), g(f(x), x))", {"x": [1.0, 2.0]}
    due = {"f(x)": [3.0, 4.0], "g(f(x), x)": [5.0, 5.0]}
    node, _, mine = beside(text, inputs, {"f(x)": [3.0, 5.0], "g(f(x), x)": [5.0, 5.0]}, due, near)
    del asked[:]
    assert mine.truth(node).tolist() == [True, False]
    assert asked == [(5.0, 5.0)]


def test_where_the_reference_was_not_asked_every_case_is_computed() -> None:
    """A part of the statement that nobody has looked at yet."""
    near, asked = counting(lambda x, y: y == x)
    node, theirs, mine = beside(
        "ref.near(x, f(x))", {"x": [1.0, 2.0]}, {"f(x)": [1.0, 2.0]}, {"f(x)": [1.0, 2.0]}, near
    )
    theirs.values.clear()
    del asked[:]
    assert mine.truth(node).all()
    assert len(asked) == 2


def with_the_references(text: str, inputs: dict[str, list[float]], answers: dict[str, list[float]]) -> tuple[Any, ...]:
    """Return the node of `text`, the reference's table, and one whose answers are the very columns of it."""
    node, theirs, mine = beside(text, inputs, answers, answers, lambda *_: True)
    mine.answers = dict(theirs.answers)
    return node, theirs, mine


def test_what_is_made_of_the_references_own_answers_is_not_computed_again() -> None:
    """Its columns stand for it."""
    node, theirs, mine = with_the_references("2 * f(x) > x", {"x": [1.0, 2.0]}, {"f(x)": [3.0, 4.0]})
    assert mine.value(node) is theirs.value(node)
    assert mine.truth(node).all()


def test_one_answer_of_another_column_is_enough_to_compute_everything() -> None:
    """Also where its numbers are the same: the columns are not looked into."""
    text, inputs = "f(x) + g(x, x) > 0", {"x": [1.0, 2.0]}
    node, theirs, mine = with_the_references(text, inputs, {"f(x)": [3.0, 4.0], "g(x, x)": [1.0, 1.0]})
    other = next(call for call in mine.answers if call.function == "g")
    mine.answers[other] = Column.of([-9.0, 1.0])
    assert mine.value(node) is not theirs.value(node)
    assert mine.truth(node).tolist() == [False, True]


def test_an_answer_that_is_missing_is_not_taken_from_the_reference() -> None:
    """What depends on it has no value."""
    node, _, mine = with_the_references("f(x) + g(x, x) > 0", {"x": [1.0]}, {"f(x)": [3.0], "g(x, x)": [1.0]})
    del mine.answers[next(iter(mine.answers))]
    with pytest.raises(KeyError):
        mine.value(node)


def test_nan_of_the_references_own_answers_fails_a_student_all_the_same() -> None:
    """An expression that is impossible is so for everybody but the reference."""
    node, theirs, mine = with_the_references("not f(x) - f(x) > 5", {"x": [1.0, 2.0]}, {"f(x)": [NAN, 1.0]})
    assert theirs.truth(node).all()
    assert mine.truth(node).tolist() == [False, True]
    assert mine.impossible == {0: "not a number"}
