"""The interface of a domain: every kind in the registry keeps it, and those within a domain are bound too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.domains import DOMAINS

if TYPE_CHECKING:
    from grader.domains.domain import Domain

MADE: Any = DOMAINS


@pytest.mark.parametrize("kind", DOMAINS.values(), ids=DOMAINS)
def test_a_kind_is_known_by_its_key(kind: type[Domain]) -> None:
    """The registry's name is the key of the task file, and a field of the model."""
    assert DOMAINS[kind.key] is kind
    assert any((field.alias or name) == kind.key for name, field in kind.model_fields.items())
    assert not getattr(kind, "__abstractmethods__", frozenset())
    assert kind.__doc__


def test_a_domain_without_sizes_depends_on_none() -> None:
    """And is shortened to itself."""
    domain = MADE["integer"](integer=(0, 5))
    assert (domain.size_names(), domain.sizes_of(3), domain.shorter(3, "n", [0])) == ((), {}, 3)
    assert list(domain.mistakes({})) == []
    assert domain.traits() == ()


def test_functions_are_bound_also_within() -> None:
    """A name that no support file has is told."""
    nested = MADE["tuple"].model_validate({"tuple": [{"function": ["relu", "tanh"]}, {"integer": [0, 5]}]})
    assert list(nested.bind({"relu": abs, "tanh": abs})) == []
    assert "tanh" in "".join(nested.bind({"relu": abs}))
