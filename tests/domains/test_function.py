"""Domain `function`: functions of the task's support files, by name."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from grader.worker.wire.plain import NamedFunction
from tests.domains.contract import SIZES, edges, keep, read, simplest


def double(x: float) -> float:
    """Return twice as much."""
    return 2 * x


def test_it_keeps_the_contract_of_domains() -> None:
    """Bound to functions or not."""
    domain = read({"function": ["double", "relu"]})
    keep(domain, NamedFunction)
    assert list(domain.bind({"double": double, "relu": abs})) == []
    keep(domain, NamedFunction)
    assert [edge.name for edge in edges(domain)] == ["double", "relu"]


def test_a_name_that_no_support_file_defines_is_told() -> None:
    """The others are bound, and can be called."""
    domain = read({"function": ["double", "softmx"]})
    assert list(domain.bind({"double": double})) == ["softmx"]
    assert domain.edge(0, SIZES, None)(4) == 8
    with pytest.raises(TypeError, match="known by its name only"):
        domain.edge(1, SIZES, None)(4)


@pytest.mark.parametrize(
    ("value", "inside"),
    [(NamedFunction("double"), True), (NamedFunction("other"), False), (double, False)],
    ids=["named", "not-named", "plain"],
)
def test_a_function_belongs_by_its_name(value: Any, inside: bool) -> None:
    """A plain function of Python's does not."""
    assert read({"function": ["double"]}).contains(value, SIZES) is inside


def test_the_first_function_is_the_simplest() -> None:
    """And nothing is simpler than a function that is not named."""
    domain = read({"function": ["identity", "relu", "tanh"]})
    assert [other.name for other in domain.simpler(NamedFunction("tanh"))] == ["identity", "relu"]
    assert list(domain.simpler(NamedFunction("other"))) == []
    assert simplest(domain, NamedFunction("identity")).name == "identity"


@pytest.mark.parametrize("spec", [{"function": []}, {"function": "relu"}, {"function": [1]}], ids=str)
def test_a_domain_without_names_is_refused(spec: Any) -> None:
    """When the task is read."""
    with pytest.raises(ValidationError):
        read(spec)
