"""The models of this process, and what else they may be."""

from __future__ import annotations

import pydantic

from grader import models, plain_models


def test_everybody_but_the_command_gets_those_of_pydantic() -> None:
    """Whoever imports the grader, as these tests do, validates."""
    assert not plain_models.in_use
    assert {name: getattr(models, name) for name in models.__all__} == {
        name: getattr(pydantic, name) for name in models.__all__
    }


def test_the_plain_ones_have_the_same_names() -> None:
    """A model can be defined with either."""
    assert [name for name in models.__all__ if not hasattr(plain_models, name)] == []
