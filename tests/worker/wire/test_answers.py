"""Answers: whatever a function returns crosses as what it is, and whatever is forged states an answer or is refused."""

from __future__ import annotations

import time
import tracemalloc
import warnings
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.worker.wire.answers import Answers
from grader.worker.wire.forms import BYTE_CODE, CODE_OF, CODES, Form
from grader.worker.wire.frames import HEADER_CAP, FrameError
from grader.worker.wire.packing import FACTS_A_PART, AnswerPacker
from grader.worker.wire.value_writing import write_value
from tests.present import present
from tests.worker.wire.samples import crossed, header_of, part


class Real(float):
    """A float of one's own."""


class Pair(NamedTuple):
    """A tuple with names."""

    first: int
    second: int


class Liar(type):
    """A class whose name cannot be read."""

    @property
    def __name__(cls) -> None:  # type: ignore[override]
        raise RuntimeError("no name")


class Nameless(metaclass=Liar):
    """An instance of it is an answer like any other."""

    @property  # type: ignore[misc]
    def __class__(self) -> type[np.float64]:  # type: ignore[override]
        return np.float64


def matrix() -> Any:
    """Return a matrix; numpy advises against it, students do it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.matrix([[1.0]])


def circle() -> Any:
    """Return a list that holds itself."""
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "form", "dtype", "expected"),
    [
        pytest.param(1.5, Form.NUMBER, "float64", 1.5, id="float"),
        pytest.param(True, Form.NUMBER, "bool", True, id="bool"),
        pytest.param(-(2**63), Form.NUMBER, "int64", -(2**63), id="smallest-int"),
        pytest.param(2**63 - 1, Form.NUMBER, "int64", 2**63 - 1, id="largest-int"),
        pytest.param(1 - 2j, Form.NUMBER, "complex128", 1 - 2j, id="complex"),
        pytest.param(np.float64("nan"), Form.NUMBER, "float64", np.nan, id="numpy-nan"),
        pytest.param(np.True_, Form.NUMBER, "bool", True, id="numpy-bool"),
        pytest.param(np.float16(0.5), Form.NUMBER, "float16", 0.5, id="float16"),
        pytest.param(np.longdouble(1.5), Form.NUMBER, "float64", 1.5, id="longdouble"),
        pytest.param(np.longdouble("1e4000"), Form.NUMBER, "float64", np.inf, id="longdouble-too-large"),
        pytest.param(np.clongdouble(1j), Form.NUMBER, "complex128", 1j, id="complex-longdouble"),
        pytest.param(np.array(3), Form.ARRAY, "int64", 3, id="0-d"),
        pytest.param(np.ones(2, np.longlong), Form.ARRAY, "int64", [1, 1], id="long-long"),
        pytest.param(np.array([1.0, 2.0], ">f8"), Form.ARRAY, "float64", [1, 2], id="byte-swapped"),
        pytest.param(np.array([258], ">i2"), Form.ARRAY, "int16", [258], id="byte-swapped-int"),
        pytest.param(np.array([1 + 2j], ">c16"), Form.ARRAY, "complex128", [1 + 2j], id="byte-swapped-complex"),
        pytest.param(np.ones((2, 3), np.longdouble), Form.ARRAY, "float64", np.ones((2, 3)), id="longdoubles"),
        pytest.param(np.arange(6.0).reshape(2, 3).T, Form.ARRAY, "float64", [[0, 3], [1, 4], [2, 5]], id="transposed"),
        pytest.param(np.arange(6.0)[::-2], Form.ARRAY, "float64", [5, 3, 1], id="strided"),
        pytest.param(np.zeros((0, 2**40)), Form.ARRAY, "float64", np.zeros((0, 2**40)), id="empty-and-huge"),
        pytest.param(np.ones([1] * 8), Form.ARRAY, "float64", np.ones([1] * 8), id="8-d"),
    ],
)
def test_numbers_cross_as_what_they_are(value: Any, form: Form, dtype: str, expected: Any) -> None:
    """Form, type, shape and entries of a plain answer come back."""
    answers = crossed([value])
    (got,) = answers.values()
    assert Form(int(answers.forms[0])) is form
    assert (present(got).dtype, present(got).shape) == (np.dtype(dtype), np.shape(expected))
    assert np.array_equal(present(got), expected, equal_nan=dtype.startswith("float"))
    assert np.array_equal(present(answers.uniform()).row(0), present(got), equal_nan=dtype.startswith("float"))


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        pytest.param(10**5000, {"type": "int", "reason": "has too many digits"}, id="very-big-int"),
        pytest.param(Decimal("sNaN"), {"type": "Decimal", "reason": "is a signalling NaN"}, id="signalling-nan"),
        pytest.param((n for n in range(3)), {"type": "generator"}, id="generator"),
        pytest.param(np.ma.array([1.0], mask=[True]), {"type": "MaskedArray"}, id="masked"),
        pytest.param(matrix(), {"type": "matrix"}, id="matrix"),
        pytest.param(np.array([1.0, None]), {"type": "ndarray", "dtype": "object", "ndim": 1}, id="objects"),
        pytest.param(np.zeros(1, "M8[s]"), {"type": "ndarray", "dtype": "datetime64[s]", "ndim": 1}, id="dates"),
        pytest.param(np.ones([1] * 9), {"type": "ndarray", "dtype": "float64", "ndim": 9}, id="9-d"),
        pytest.param(Nameless, {"type": "Liar"}, id="a-class"),
        pytest.param(Nameless(), {"type": "ndarray", "dtype": "object", "ndim": 0}, id="lies-about-its-class"),
    ],
)
def test_what_is_no_number_is_told_in_a_few_words(value: Any, facts: dict[Any, Any]) -> None:
    """Anything else crosses as its type's name, with the reason where the type is none."""
    answers = crossed([value])
    assert Form(int(answers.forms[0])) is Form.OTHER
    assert answers.facts == {0: facts}
    assert (answers.values(), answers.shapes(), answers.uniform()) == ([None], [()], None)


@pytest.mark.parametrize(
    "value",
    [
        2**63, Real(1.5), "3", b"3", {1: 2}, range(3), Pair(1, 2), np.array(["a"]), [], [1, [2, 3]], [2**70], [None],
        (1, 2), {1, 2}, circle(),
    ],
    ids=repr,
)  # fmt: skip
def test_a_value_of_another_kind_crosses_as_its_bytes(value: Any) -> None:
    """Laid out like an array of them, in one part with numbers and arrays."""
    answers = crossed([1.5, value, np.ones(2)])
    assert [Form(int(form)) for form in answers.forms] == [Form.NUMBER, Form.VALUE, Form.ARRAY]
    assert present(answers.values()[1]).tobytes() == write_value(value)
    assert answers.uniform() is None


@pytest.mark.parametrize(
    ("code", "ndim"), [(CODE_OF[np.dtype(np.int8)], 1), (BYTE_CODE, 2)], ids=["type", "dimensions"]
)
def test_a_value_that_is_not_bytes_is_refused(code: int, ndim: int) -> None:
    """A forged part cannot make the judge read numbers as a value."""
    marks = bytes([Form.VALUE, code, ndim])
    shapes = np.array([2] * ndim, dtype=np.int64).tobytes()
    data = bytes(int(np.prod([2] * ndim)))
    with pytest.raises(FrameError, match="not made of bytes"):
        Answers(1).add({"first": 0, "count": 1, "data": len(data)}, memoryview(data + shapes + marks))


def test_none_is_its_own_form() -> None:
    """A function without `return` is told apart from one that returns something strange."""
    assert Form(int(crossed([None]).forms[0])) is Form.NONE


SMALL = st.sampled_from(CODES).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3))
)
ANYTHING = (
    SMALL
    | st.floats()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.complex_numbers()
    | st.none()
    | st.text(max_size=3)
    | st.lists(st.floats(width=16) | st.integers(-5, 5), max_size=4)
    | st.tuples(st.booleans(), st.booleans())
)


def plain(value: Any) -> tuple[Any, ...] | None:
    """Return what must come back of a value: its bytes and shape, or None."""
    if value is None:
        return None
    big = type(value) is int and not -(2**63) <= value < 2**63
    other = isinstance(value, str | list | tuple) or big
    array = np.frombuffer(write_value(value), dtype=np.uint8) if other else np.asarray(value)
    return array.shape, array.dtype, array.tobytes()


@settings(deadline=None)
@given(st.lists(ANYTHING, min_size=1, max_size=8), st.lists(st.integers(0, 8), max_size=3))
def test_any_answers_survive_in_any_parts(values: Any, cuts: Any) -> None:
    """Every bit of every answer comes back, in order, however the parts were cut."""
    answers = crossed(values, cuts=cuts)
    got = [None if value is None else (value.shape, value.dtype, value.tobytes()) for value in answers.values()]
    assert got == [plain(value) for value in values]
    assert answers.shapes() == [entry[0] if entry else () for entry in got]
    column = answers.uniform()
    if column is not None:
        assert [np.asarray(row).tobytes() for row in column] == [entry[2] for entry in got]  # type: ignore[index]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(np.broadcast_to(1.0, 10**9), id="view"),
        pytest.param(np.broadcast_to(np.longdouble(1), 10**9), id="view-of-longdouble"),
        pytest.param(np.broadcast_to(np.array(1.0, ">f8"), (10**5, 10**5)), id="view-byte-swapped"),
        pytest.param([0] * 10**6, id="list"),
        pytest.param(((0.0,) * 20_000), id="tuple"),
    ],
)
def test_what_is_far_too_large_sends_its_shape_only(value: Any) -> None:
    """A billion entries that share one number are never written out, neither here nor there."""
    tracemalloc.start()
    began = time.process_time()
    try:
        answers = crossed([value])
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < 5  # writing them out takes minutes
    assert Form(int(answers.forms[0])) is Form.LARGE
    assert answers.shapes() == [np.shape(value) if isinstance(value, np.ndarray) else (len(value),)]
    assert answers.values() == [None]


def test_room_is_what_still_crosses() -> None:
    """An answer of exactly the room comes back whole, one entry more does not."""
    answers = crossed([np.ones(4), np.ones(5)], room=32)
    assert answers.forms.tolist() == [Form.ARRAY, Form.LARGE]
    assert answers.shapes() == [(4,), (5,)]


def test_an_array_is_copied_when_it_is_returned() -> None:
    """A buffer that is filled anew in each call keeps no earlier answer hostage."""
    packed, buffer = AnswerPacker(100), np.zeros(2)
    for number in range(3):
        buffer[:] = number
        packed.add(buffer)
    answers = Answers(3)
    answers.add(header_of(packed), memoryview(b"".join(packed.body())))
    assert [present(value).tolist() for value in answers.values()] == [[0, 0], [1, 1], [2, 2]]


@pytest.mark.parametrize("sign", ["x", "\n", "ж", "\N{GRINNING FACE}"], ids=["ascii", "newline", "cyrillic", "emoji"])
def test_many_long_messages_fit_a_header(sign: str) -> None:
    """However long and exotic the texts, a full part's header is one that the judge reads."""
    packed = AnswerPacker(100)
    for number in range(4096):
        packed.other(Form.RAISED, {"type": "E", "text": f"{number % 9}" + sign * 499, "frames": []})
    header = header_of(packed)
    answers = Answers(4096)
    answers.add(header, memoryview(b"".join(packed.body())))
    assert 4 <= len(packed.facts) <= FACTS_A_PART
    assert answers.facts[0]["text"][:3] == "0" + 2 * sign
    assert len(str(header)) <= HEADER_CAP


def test_what_did_not_come_back_is_lost() -> None:
    """Answers that never arrive have a form of their own and no value."""
    answers = Answers(3)
    answers.add(*(part([1.0])[0], memoryview(part([1.0])[1])))
    assert answers.forms.tolist() == [Form.NUMBER, Form.LOST, Form.LOST]
    assert (answers.received, len(answers.values()), answers.uniform()) == (1, 1, None)


def forged(
    shapes: list[Any],
    *,
    forms: Any = (Form.ARRAY,),
    codes: Any = (12,),
    ndims: Any = None,
    data: bytes = b"",
    **header: Any,
) -> tuple[dict[str, int], memoryview]:
    """Return a part that says what it likes."""
    ndims = [len(shapes)] if ndims is None else ndims
    body = data + np.array(shapes, dtype=np.int64).tobytes() + bytes(forms) + bytes(codes) + bytes(ndims)
    return {"first": 0, "count": len(forms), "data": len(data), **header}, memoryview(body)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        pytest.param(*forged([2**32, 2**32]), id="product-0-modulo-2-to-64"),
        pytest.param(*forged([2**62, 4]), id="product-0-again"),
        pytest.param(*forged([2**61 + 1], data=bytes(8)), id="bytes-overflow-to-8"),
        pytest.param(*forged([-1, -1], data=bytes(8)), id="negative-times-negative"),
        pytest.param(*forged([-(2**63)]), id="most-negative"),
        pytest.param(*forged([2**63 - 1] * 8), id="largest-everywhere"),
        pytest.param(*forged([0, 2**62], codes=[4]), id="empty-and-impossible"),
        pytest.param(*forged([3], data=bytes(16)), id="two-of-three-entries"),
        pytest.param(*forged([1], data=bytes(16)), id="two-of-one-entry"),
        pytest.param(*forged([1] * 9, data=bytes(8)), id="nine-dimensions"),
        pytest.param(*forged([1], ndims=[2], data=bytes(8)), id="a-dimension-missing"),
        pytest.param(*forged([1, 1], ndims=[1], data=bytes(8)), id="a-dimension-too-many"),
        pytest.param(*forged([], forms=[Form.LOST], codes=[0]), id="lost"),
        pytest.param(*forged([], forms=[9], codes=[0]), id="unknown-form"),
        pytest.param(*forged([], forms=[255], codes=[0]), id="last-form"),
        pytest.param(*forged([], codes=[0]), id="array-of-no-type"),
        pytest.param(*forged([], codes=[15], data=bytes(8)), id="unknown-type"),
        pytest.param(*forged([], codes=[255], data=bytes(8)), id="last-type"),
        pytest.param(*forged([], forms=[Form.NONE], data=bytes(8)), id="none-with-a-type"),
        pytest.param(*forged([], data=bytes(8), count=0), id="no-answers"),
        pytest.param(*forged([], data=bytes(8), count=-1), id="fewer-than-none"),
        pytest.param(*forged([], data=bytes(8), count=2), id="count-too-large"),
        pytest.param(*forged([], data=bytes(8), count=10**4000), id="count-huge"),
        pytest.param(*forged([], data=bytes(8), count=True), id="count-true"),
        pytest.param(*forged([], data=bytes(8), count=1.0), id="count-float"),
        pytest.param(*forged([], data=bytes(8), count=None), id="count-missing"),
        pytest.param(*forged([], data=bytes(8), first=1), id="first-ahead"),
        pytest.param(*forged([], data=bytes(8), first=None), id="first-missing"),
        pytest.param(*forged([], data=bytes(8), first=[0]), id="first-list"),
        pytest.param({"first": 0, "count": 1, "data": -8}, memoryview(bytes(11)), id="data-negative"),
        pytest.param({"first": 0, "count": 1, "data": 10**4000}, memoryview(bytes(11)), id="data-huge"),
        pytest.param({"first": 0, "count": 1, "data": "8"}, memoryview(bytes(11)), id="data-text"),
        pytest.param({"first": 0, "count": 1, "data": 0}, memoryview(b""), id="no-body"),
        pytest.param({}, memoryview(b""), id="nothing"),
    ],
)
def test_a_part_that_contradicts_itself_is_refused(header: dict[Any, Any], body: memoryview) -> None:
    """Sizes are held against one another before anything is taken for an answer, and nothing of the part is kept."""
    answers = Answers(1)
    with pytest.raises(FrameError):
        answers.add(header, body)
    assert (answers.received, answers.forms.tolist()) == (0, [Form.LOST])


def test_a_forged_truth_is_one() -> None:
    """A byte 2 that says it is a bool is True like any other, not a third value."""
    answers = Answers(1)
    answers.add(*forged([3], codes=[1], data=b"\x00\x02\xff"))
    assert present(answers.uniform()).flat.tolist() == present(answers.values()[0]).tolist() == [False, True, True]


def test_parts_do_not_overlap() -> None:
    """The same part twice, or more answers than calls, is refused."""
    answers = Answers(2)
    header, body = part([1.0])
    answers.add(header, memoryview(body))
    with pytest.raises(FrameError, match="order"):
        answers.add(header, memoryview(body))
    header, body = part([1.0, 2.0], first=1)
    with pytest.raises(FrameError, match="more answers"):
        answers.add(header, memoryview(body))


@pytest.mark.parametrize(
    "facts",
    [
        {"facts": 3, "fact_of": {}},
        {"facts": [], "fact_of": {"0": 0}},
        {"facts": [{}], "fact_of": [0]},
        {"facts": [3], "fact_of": {"0": 0}},
        {"facts": [{}], "fact_of": {"0": -1, "1": 0, "-1": 0, "²": 0, "": 0, "9" * 5000: 0, "0 ": 0}},
        {"facts": [{}], "fact_of": {"0": True}},
        {"facts": [{}], "fact_of": {"0": 0.0}},
    ],
    ids=["no-list", "past-the-end", "no-object", "no-fact", "odd-rows", "true", "float"],
)
def test_malformed_facts_are_passed_over(facts: dict[Any, Any]) -> None:
    """What is said about an answer is only words: the answer itself counts without them."""
    answers = Answers(1)
    header, body = part([1.0])
    answers.add({**header, **facts}, memoryview(body))
    assert (answers.facts, answers.received) == ({}, 1)


def look(answers: Answers) -> None:
    """Read everything that can be read."""
    values, shapes, column = answers.values(), answers.shapes(), answers.uniform()
    assert len(values) == len(shapes) == answers.received
    assert all(value is None or value.shape == shape for value, shape in zip(values, shapes, strict=True))
    if column is not None:
        assert [np.shape(row) for row in column] == shapes


@settings(deadline=None)
@given(st.lists(ANYTHING, min_size=1, max_size=5), st.data())
def test_a_mutated_part_is_refused_or_states_answers(values: Any, data: Any) -> None:
    """Changed bytes and changed numbers in the header give a FrameError or answers that can be read."""
    header, body = part(values)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        body[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    if data.draw(st.booleans()):
        key = data.draw(st.sampled_from(["first", "count", "data", "facts", "fact_of"]))
        header[key] = data.draw(st.integers(-2, 40) | st.none() | st.booleans() | st.floats())
    answers = Answers(data.draw(st.integers(len(values), 8)))
    try:
        answers.add(header, memoryview(body))
    except FrameError:
        assert answers.received == 0
        return
    look(answers)


DIMENSION = st.sampled_from([0, 1, 2, 3, 2**31, 2**32, 2**53, 2**62, 2**63 - 1, -1, -(2**63)])
ENTRY = st.tuples(st.integers(0, 10), st.integers(0, 16), st.lists(DIMENSION, max_size=9))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10), st.integers(0, 16), st.lists(DIMENSION, max_size=9)), min_size=1, max_size=4
    ),
    st.binary(max_size=64),
)
def test_forged_shapes_are_refused_or_state_answers(entries: Any, data: Any) -> None:
    """No shape, however large or negative, gets past the sizes or breaks a reader later."""
    header, body = forged(
        [n for _, _, shape in entries for n in shape],
        forms=[form for form, _, _ in entries],
        codes=[code for _, code, _ in entries],
        ndims=[len(shape) for _, _, shape in entries],
        data=data,
    )
    answers = Answers(len(entries))
    try:
        answers.add(header, body)
    except FrameError:
        return
    look(answers)
