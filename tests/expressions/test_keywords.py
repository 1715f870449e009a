"""The keywords of words: which values are right, and the sentence for each that is not."""

from __future__ import annotations

from typing import Any

import pytest

from grader.expressions.keywords import keyword_mistake
from grader.expressions.nodes import Constant, Input


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rtol", 1e-6), ("rtol", 1), ("each", True), ("case", False), ("by", "lines"), ("by", "text"),
        ("other", "anything"),
    ],
    ids=["small", "one", "yes", "no", "lines", "text", "of-another-word"],
)  # fmt: skip
def test_a_value_that_is_written_out_is_right(key: str, value: Any) -> None:
    """Of its kind and within its bounds."""
    assert keyword_mistake("close", {key: Constant(value)}) == ""


@pytest.mark.parametrize(
    ("key", "node", "sentence"),
    [
        pytest.param("rtol", Constant(0), "`rtol` of close is a number above 0 and at most 1, written out; a tolerance "
                     "of 0 fails right answers by rounding, and whole numbers have `same` and ==", id="zero"),
        pytest.param("rtol", Constant(2), "a number above 0 and at most 1, written out", id="above-one"),
        pytest.param("rtol", Constant(-1e-6), "a number above 0", id="negative"),
        pytest.param("rtol", Constant(True), "a number above 0", id="a-truth-is-no-number"),
        pytest.param("rtol", Constant("1"), "a number above 0", id="text"),
        pytest.param("rtol", Constant(float("nan")), "a number above 0", id="nan"),
        pytest.param("rtol", Input("x"), "a number above 0", id="an-input"),
        pytest.param("each", Constant(1), "`each` of close is True or False, written out", id="one-for-yes"),
        pytest.param("case", Input("x"), "`case` of close is True or False", id="an-input-for-yes"),
        pytest.param("by", Constant("signs"), "`by` of close is one of 'lines', 'words', 'text'", id="another-way"),
        pytest.param("by", Input("x"), "`by` of close is one of", id="an-input-for-a-way"),
    ],
)  # fmt: skip
def test_any_other_value_is_a_sentence(key: str, node: Any, sentence: str) -> None:
    """What a case decides cannot decide how it is compared."""
    assert sentence in keyword_mistake("close", {"good": Constant(1), key: node})
