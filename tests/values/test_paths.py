"""Ways into a value, as Python writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.values.paths import ROOT

if TYPE_CHECKING:
    from grader.values.paths import Path


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param(ROOT, "f(x)", id="the-value-itself"),
        pytest.param(ROOT.name("dW").entry([2, 0]), "f(x).dW at position (2, 0)", id="an-entry-of-a-part"),
        pytest.param(ROOT.index(3).key("b"), 'f(x)[3]["b"]', id="item-and-key"),
        pytest.param(ROOT.key(7), "f(x)[7]", id="a-number-as-key"),
        pytest.param(ROOT.key('a"b'), "f(x)['a\"b']", id="a-quote-in-a-key"),
        pytest.param(ROOT.key("a\nb"), "f(x)['a\\nb']", id="a-line-end-in-a-key"),
        pytest.param(ROOT.key((1, "a")), "f(x)[(1, 'a')]", id="a-tuple-as-key"),
        pytest.param(ROOT.key("ä"), 'f(x)["ä"]', id="letters-of-any-language"),
    ],
)
def test_a_part_is_named_as_code_reaches_it(path: Path, words: str) -> None:
    """No key of a student's breaks the line."""
    assert path.of("f(x)") == words


def test_a_long_key_is_cut() -> None:
    """It may be a text of megabytes of a student's."""
    assert len(ROOT.key(tuple("abc" * 1000)).of("")) < 300


def test_a_position_is_plain_numbers() -> None:
    """A result is written as JSON."""
    assert [type(number) for number in ROOT.entry(list(np.array([1, 2]))).position] == [int, int]
