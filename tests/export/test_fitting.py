"""Files within a size: the longest rendering that fits, in JSON that every parser takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.export.fitting import fitted, harmless_json, json_text


@pytest.mark.parametrize(
    ("largest", "length"),
    [(30_000, 20_000), (20_000, 20_000), (19_999, 4_000), (1_000, 1_000), (999, 200), (199, None), (0, None)],
    ids=["much-room", "just-fits", "just-not", "less", "little", "titles-alone", "nothing-fits"],
)
def test_the_longest_rendering_that_fits_is_taken(largest: int, length: int | None) -> None:
    """The shortest one where none does: a platform that refuses it says so better than an empty file."""
    assert fitted(lambda limit: "x" * (limit or 10), largest) == "x" * (length or 10)


def test_a_size_is_one_of_bytes() -> None:
    """A text of umlauts is larger than it is long."""
    assert len(fitted(lambda limit: "ä" * (limit or 1), 20_000)) == 4_000


def test_no_longer_rendering_is_made_than_is_needed() -> None:
    """Each one renders a whole class's worth of texts."""
    lengths: list[int | None] = []

    def render(limit: int | None) -> str:
        lengths.append(limit)
        return "x" * (limit or 1)

    fitted(render, 5_000)
    assert lengths == [20_000, 4_000]


@pytest.mark.parametrize("value", [float("nan"), float("inf")], ids=["nan", "infinity"])
def test_a_number_that_json_has_not_is_refused(value: float) -> None:
    """Python would write NaN, which no other parser reads."""
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text({"score": value})


@pytest.mark.parametrize(
    "value", [{"a": "##[error]x"}, ["##[[#"], {"##[": 1}, "ü\u2028"], ids=["value", "twice", "key", "none"]
)
def test_no_line_is_a_command_of_a_runner(value: Any) -> None:
    """The data are the same ones."""
    text = json_text(value)
    assert "##[" not in text
    assert json.loads(text) == value
    assert text.endswith("\n")
    assert harmless_json(text) == text
