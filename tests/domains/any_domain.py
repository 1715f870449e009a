"""A hypothesis strategy for domains of every kind."""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.domains import Choice, Index, Integer, Matrix, Real, Signs, Symmetric, Vector

POWERS = st.integers(-6, 3).map(lambda power: 2.0**power)
BOUNDS = st.tuples(st.floats(-50, 50), st.floats(-50, 50)).map(sorted)
WHOLE = st.tuples(st.integers(-50, 50), st.integers(-50, 50)).map(sorted)
SPREADS = st.one_of(  # type: ignore[var-annotated]
    st.just({}),
    st.fixed_dictionaries({"normal": st.floats(1e-3, 1e3)}, optional={"grid": POWERS}),
    st.fixed_dictionaries({"uniform": BOUNDS}, optional={"grid": POWERS}),
    st.fixed_dictionaries({"integers": WHOLE}),
)
SIZES = st.integers(0, 9)


@st.composite
def domains(draw: Any) -> Any:
    """Return a domain that accepts its own keys."""
    spread = draw(SPREADS)
    make = draw(
        st.sampled_from(
            [
                lambda: Vector(vector="n", **spread),
                lambda: Vector(vector="n", gap=draw(st.floats(1e-3, 10)), **spread),
                lambda: Matrix(matrix=("m", "n"), **spread),
                lambda: Symmetric(symmetric="n", diagonal=draw(st.booleans()), **spread),
                lambda: Signs(signs="n"),
                lambda: Real(real=draw(BOUNDS), grid=draw(st.none() | POWERS)),
                lambda: Real(real=sorted(draw(st.tuples(*[st.floats(1e-9, 1e9)] * 2))), log=True),
                lambda: Integer(integer=draw(WHOLE)),
                lambda: Index(index="n"),
                lambda: Choice(choice=draw(st.lists(st.floats(-9, 9), min_size=1, max_size=4))),
            ]
        )
    )
    try:
        return make()
    except ValidationError as error:
        assume("no multiple of" not in str(error))
        raise
