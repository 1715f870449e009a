"""Parts that all kinds of check share: names, sizes and limits, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checks.spec import Id, LimitsSpec, Module, Name, Size, SupportFile


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        pytest.param(Name, ["x", "dW", "_a1"], ["", "1x", "a-b", "a b", "a\n", "x" * 61], id="name"),
        pytest.param(Id, ["a", "mean-2", "a_b"], ["", "A", "2a", "ä", "a.b", "x" * 61], id="id"),
        pytest.param(Module, ["numpy", "scipy.stats"], ["", ".a", "a.", "a-b", "1a"], id="module"),
        pytest.param(
            SupportFile,
            ["data.csv", "more/notes.txt"],
            ["", "../a", "/a", "a//b", ".hidden", "a/../b"],
            id="support-file",
        ),
    ],
)
def test_a_name_is_plain(kind: Any, good: list[str], bad: list[str]) -> None:
    """It becomes a file, a word of an expression, a key of a result."""
    adapter: TypeAdapter[str] = TypeAdapter(kind)
    assert [adapter.validate_python(name) for name in good] == good
    for name in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(name)


@pytest.mark.parametrize(
    ("written", "size"), [(3, (3, 3)), ([1, 6], (1, 6)), ([0, 0], (0, 0))], ids=["fixed", "range", "0"]
)
def test_a_size_is_a_range(written: Any, size: tuple[int, int]) -> None:
    """A single number is a fixed one."""
    adapter: TypeAdapter[tuple[int, int]] = TypeAdapter(Size)
    assert adapter.validate_python(written) == size


@pytest.mark.parametrize("written", [-1, [6, 1], [1], [1, 2, 3], "n", 1.5, None], ids=repr)
def test_a_size_that_is_none_is_refused(written: Any) -> None:
    """Negative, turned round, of another length."""
    adapter: TypeAdapter[tuple[int, int]] = TypeAdapter(Size)
    with pytest.raises(ValidationError):
        adapter.validate_python(written)


@pytest.mark.parametrize(
    "limits", [{"wall": 0}, {"wall": -1}, {"cpu": 0}, {"memory": 8}, {"memory": 1 << 30}, {"time": 1}], ids=str
)
def test_a_limit_that_no_code_could_keep_is_refused(limits: dict[str, Any]) -> None:
    """So is a key that does not exist."""
    with pytest.raises(ValidationError):
        LimitsSpec.model_validate(limits)
    assert LimitsSpec().model_dump() == {"wall": 10.0, "cpu": None, "memory": 1024}
