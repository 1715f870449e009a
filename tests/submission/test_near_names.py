"""The name that a student most likely means: sure likenesses before unsure ones, nothing where nothing is like it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.loaded import LoadReport
from grader.submission.near_names import bare, nearest, takes
from tests.submission.reports import found, name, wire


def report(*names: Any, functions: Any = None) -> LoadReport:
    """Return a report of these names; a text is a function with one argument."""
    entries = [name(entry) if isinstance(entry, str) else entry for entry in names]
    return LoadReport.model_validate(wire(*entries, functions=functions))


@pytest.mark.parametrize(
    ("names", "near"),
    [
        pytest.param(["softmax"], "softmax", id="the-name-itself"),
        pytest.param(["Softmax"], "Softmax", id="case"),
        pytest.param(["soft_max"], "soft_max", id="underscore"),
        pytest.param(["SoftMax_"], "SoftMax_", id="case-and-underscore"),
        pytest.param(["my_softmax"], "my_softmax", id="before"),
        pytest.param(["mysoftmax"], "mysoftmax", id="my"),
        pytest.param(["softmax2"], "softmax2", id="number"),
        pytest.param(["softmax_v2"], "softmax_v2", id="version"),
        pytest.param(["softmaxv10"], "softmaxv10", id="version-without-underscore"),
        pytest.param(["__softmax__"], "__softmax__", id="dunder"),
        pytest.param(["sofmax"], "sofmax", id="slip"),
        pytest.param(["softmaxx"], "softmaxx", id="slip-at-the-end"),
        pytest.param(["energy", "main"], None, id="nothing-alike"),
        pytest.param(["max"], None, id="a-part-of-the-name"),
        pytest.param(["softmaximum_of_all_things"], None, id="a-longer-word"),
        pytest.param([], None, id="no-names"),
    ],
)
def test_a_likeness_is_found(names: list[str], near: str | None) -> None:
    """By letters, by what stands around the name, by spelling."""
    hit = nearest("softmax", report(*names))
    assert (hit.name if hit else None) == near


@pytest.mark.parametrize(
    ("names", "near"),
    [
        pytest.param([name("A.softmax", "method"), "my_softmax"], "A.softmax", id="method-before-extension"),
        pytest.param([name("A.softmax", "method"), "Softmax"], "A.softmax", id="method-before-case"),
        pytest.param(["my_softmax", "SOFTMAX"], "SOFTMAX", id="case-before-extension"),
        pytest.param(["sofmax", "softmax_2"], "softmax_2", id="extension-before-spelling"),
        pytest.param(["_softmax", "softmax_"], "softmax_", id="public-before-private"),
        pytest.param(["softmax_version_2", "softmax_2"], "softmax_2", id="shortest"),
        pytest.param([name("softmax_1", line=3), name("softmax_2", line=9)], "softmax_2", id="the-later-one"),
        pytest.param([name("Softmax", "value"), "softmax_2"], "softmax_2", id="a-value-is-no-function"),
        pytest.param([name("Softmax", "unread"), "sofmax"], "sofmax", id="what-cannot-be-read-is-told-elsewhere"),
        pytest.param([name("A.my_softmax", "method")], None, id="a-method-needs-the-very-name"),
        pytest.param([name("Softmax", "class")], "Softmax", id="a-class"),
    ],
)
def test_the_surest_likeness_wins(names: list[Any], near: str | None) -> None:
    """Of two that are equally sure, the public one, then the shortest, then the later one."""
    hit = nearest("softmax", report(*names))
    assert (hit.name if hit else None) == near


def test_of_several_the_one_with_the_right_number_of_arguments_is_meant() -> None:
    """It counts for more than a shorter name; a method has `self` besides."""
    short, right = name("softmax_2", signature="(a, b, c)"), name("softmax_final", signature="(x, y=1)")
    assert getattr(nearest("softmax", report(short, right), 1), "name", "") == "softmax_final"
    methods = [name(f"{kind}.softmax", "method", signature=text) for kind, text in (("A", "(x)"), ("B", "(self, x)"))]
    assert getattr(nearest("softmax", report(*methods), 1), "name", "") == "B.softmax"


def test_the_name_of_another_function_is_never_offered() -> None:
    """`log_softmax` is missing; `softmax` is there and asked for itself."""
    functions = {"softmax": found()}
    assert nearest("log_softmax", report("softmax", functions=functions)) is None
    assert nearest("soft_max", report("softmax", functions=functions)) is None
    assert nearest("soft_max", report("softmax")) is not None


@pytest.mark.parametrize(("text", "own"), [("f", "f"), ("A.f", "f"), ("A.B.f", "f"), ("", "")])
def test_a_method_is_named_without_its_class(text: str, own: str) -> None:
    """However deep it stands."""
    assert bare(text) == own


@pytest.mark.parametrize(
    ("signature", "counts"),
    [
        pytest.param("()", [0], id="none"),
        pytest.param("(x)", [1], id="one"),
        pytest.param("(x, y)", [2], id="two"),
        pytest.param("(x, y=1)", [1, 2], id="default"),
        pytest.param("(x=(1, 2), y=[3, 4])", [0, 1, 2], id="commas-inside-of-defaults"),
        pytest.param("(x, /, y)", [2], id="positional-only"),
        pytest.param("(x, *, axis=0)", [1], id="keyword-only"),
        pytest.param("(x, *rest)", [1, 2, 3, 4], id="rest"),
        pytest.param("(*args)", [0, 1, 2, 3, 4], id="any"),
        pytest.param("(x, **options)", [1], id="options"),
        pytest.param("(x, *rest, axis)", [1, 2, 3, 4], id="keyword-after-rest"),
        pytest.param("", [0, 1, 2, 3, 4], id="not-known"),
        pytest.param("(self, f=g(1, 2))", [1, 2], id="call-as-a-default"),
    ],
)
def test_parameters_take_a_number_of_arguments(signature: str, counts: list[int]) -> None:
    """Those that Python would take."""
    assert [number for number in range(5) if takes(signature, number)] == counts


@given(st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_a_signature_is_counted_as_python_counts_it(needed: int, optional: int, rest: bool) -> None:
    """For every mixture of parameters with and without a default."""
    parts = [f"a{n}" for n in range(needed)] + [f"b{n}=(1, 2)" for n in range(optional)] + ["*r"] * rest
    text = f"({', '.join(parts)})"
    function = eval(f"lambda {', '.join(parts)}: 0")
    for arity in range(9):
        try:
            function(*range(arity))
        except TypeError:
            assert not takes(text, arity)
        else:
            assert takes(text, arity)


@given(st.lists(st.text(min_size=1, max_size=12), max_size=6), st.text(max_size=12))
def test_any_names_can_be_compared(names: list[str], function: str) -> None:
    """What is offered is one of them, whatever letters both have."""
    hit = nearest(function, report(*names), 1)
    assert hit is None or hit.name in names
