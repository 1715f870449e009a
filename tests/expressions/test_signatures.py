"""Counts of arguments: of functions of any kind, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.expressions.signatures import Arity, arity_of, counted, is_public, parameters_of, plural, support_name

if TYPE_CHECKING:
    from collections.abc import Callable


def _free(a: Any, *more: Any) -> None:
    """Take one argument or more."""
    del a, more


FUNCTIONS: list[Any] = [
    pytest.param(lambda: 0, (0, 0), [], id="none"),
    pytest.param(lambda a, b: (a, b), (2, 2), ["a", "b"], id="two"),
    pytest.param(lambda a, b=1: (a, b), (1, 2), ["a"], id="default"),
    pytest.param(lambda a, /, b, *, c=1: (a, b, c), (2, 2), ["a", "b"], id="keyword-only"),
    pytest.param(lambda *a, **k: (a, k), (0, None), [], id="any"),
    pytest.param(_free, (1, None), ["a"], id="one-or-more"),
    pytest.param(np.dot, None, None, id="of-c"),
    pytest.param(dict, None, None, id="a-class-of-python"),
]


@pytest.mark.parametrize(("function", "arity", "names"), FUNCTIONS)
def test_a_function_takes_so_many(
    function: Callable[..., Any], arity: tuple[int, int | None] | None, names: list[str] | None
) -> None:
    """By position; one that does not say takes anything."""
    measured = arity_of(function)
    if arity is None:
        assert measured.takes(measured.least)
        assert isinstance(parameters_of(function), list)
    else:
        assert (measured.least, measured.most) == arity
        assert parameters_of(function) == names


@pytest.mark.parametrize(
    ("arity", "text", "fits"),
    [
        pytest.param(Arity(1, 1), "1 argument", [1], id="one"),
        pytest.param(Arity(2, 2), "2 arguments", [2], id="two"),
        pytest.param(Arity(1, 3), "1 to 3 arguments", [1, 2, 3], id="range"),
        pytest.param(Arity(2, None), "at least 2 arguments", [2, 3, 4], id="open"),
        pytest.param(Arity(0, 0), "0 arguments", [0], id="zero"),
    ],
)
def test_an_arity_reads_in_a_sentence(arity: Arity, text: str, fits: list[int]) -> None:
    """And says which calls fit."""
    assert str(arity) == text
    assert [count for count in range(5) if arity.takes(count)] == fits


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [(1, "case", "1 case"), (2000, "case", "2,000 cases"), (2, "story", "2 stories"), (2, "array", "2 arrays"),
     (0, "entry", "0 entries"), (2, "key", "2 keys")],
    ids=["one", "thousands", "story", "array", "entry", "key"],
)  # fmt: skip
def test_a_number_has_its_noun(number: int, noun: str, text: str) -> None:
    """In the plural of English."""
    assert counted(number, noun) == text
    assert number == 1 or text.endswith(plural(noun))


def test_functions_of_support_files_have_a_dot() -> None:
    """Names of the reference have none, so the two never meet."""
    assert is_public(support_name("f"))
    assert not is_public("support")
    assert support_name("f") == "support.f"
