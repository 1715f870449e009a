"""All traits and measures: each statement names its input, has an opposite, and costs something."""

from __future__ import annotations

from typing import Any

import pytest

from grader.domains.traits import by_kind, containers, numbers, pairs, texts
from grader.domains.traits.trait import Measure, Trait

MODULES = (by_kind, containers, numbers, texts)


def every(kind: type) -> list[Any]:
    """Return all of a kind that the modules define."""
    values = [value for module in MODULES for value in vars(module).values()]
    flat = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
    parts: list[Any] = [part for part in flat if type(part) is kind]
    return [pytest.param(part, id=part.text if kind is Trait else part.at_least) for part in parts]


@pytest.mark.parametrize("trait", every(Trait))
def test_a_trait_has_two_texts(trait: Trait) -> None:
    """About one input each, and not the same one."""
    assert trait.text != trait.opposite
    for text in (trait.text, trait.opposite):
        assert text.count("{}") == 1
        assert "`x`" in text.format("`x`")
    assert trait.cost > 0


@pytest.mark.parametrize("measure", every(Measure))
def test_a_measure_has_a_bound_in_every_text(measure: Measure) -> None:
    """And exactly one input."""
    for text in filter(None, (measure.at_least, measure.below, measure.exactly)):
        assert (text.count("{}"), text.count("{bound}")) == (1, 1)
    assert bool(measure.exactly) or not measure.whole, "neighbours of whole numbers are named"


@pytest.mark.parametrize("pair", [pytest.param(pair, id=f"{pair.text}-{n}") for n, pair in enumerate(pairs.PAIRS)])
def test_a_trait_of_two_names_both(pair: pairs.PairTrait) -> None:
    """By themselves, or as an entry or a product."""
    for text in (pair.text, pair.opposite):
        names = {"a": "A", "b": "B", "entry": "B[A]", "corner": "B[A, A]", "product": "A·B"}
        made = text.format(**names)
        assert "A" in made
        assert "B" in made
    assert pair.text != pair.opposite
