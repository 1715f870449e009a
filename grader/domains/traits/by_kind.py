"""The traits and measures of an input, from the kind of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.domains.traits import containers, numbers, texts
from grader.domains.traits.trait import Measure, Trait, braced

if TYPE_CHECKING:
    from collections.abc import Sequence

LISTED = 8
"""Up to this number of different values each is named: `k` is 3."""
NONE = Trait("{} is None", "{} is not None", lambda v: v is None, 1)


def traits_of(values: Sequence[Any]) -> tuple[list[Trait], list[Measure]]:
    """Return the traits and measures that make sense for all `values`; of an optional input, for those not None."""
    present = [value for value in values if value is not None]
    if not present:
        return [], []
    traits, measures = _of_kind(present)
    if len(present) == len(values):
        return traits, measures
    guarded = [Trait(t.text, t.opposite, _if_present(t.holds), t.cost) for t in traits]
    return [NONE, *guarded], []


def _if_present(holds: Any) -> Any:
    return lambda value: value is not None and holds(value)


def _of_kind(values: Sequence[Any]) -> tuple[list[Trait], list[Measure]]:
    if all(isinstance(value, bool | np.bool_) for value in values):
        return list(containers.TRUTH), []
    if all(map(is_real, values)):
        is_whole = all(isinstance(value, int | np.integer) for value in values)
        whole_traits = numbers.WHOLE_NUMBER if is_whole else ()
        return [*numbers.NUMBER, *whole_traits, *_listed(values)], list(numbers.NUMBER_MEASURES)
    if all(isinstance(value, str) for value in values):
        return [*texts.TEXT, *_listed(values), *texts.contents(values)], list(texts.TEXT_MEASURES)
    if all(isinstance(value, np.ndarray) and value.dtype.kind in "biuf" for value in values):
        return _of_arrays(values)
    if all(isinstance(value, list | tuple) for value in values):
        return _of_sequences(values)
    if all(isinstance(value, dict) for value in values):
        return [*containers.MAPPING, *_members("value", [list(value.values()) for value in values], dict.values)], list(
            containers.MAPPING_MEASURES
        )
    if all(isinstance(value, set | frozenset) for value in values):
        return list(containers.SET), list(containers.SET_MEASURES)
    return [], []


def is_real(value: Any) -> bool:
    """Whether a value is a single int or float; True and False are none."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _listed(values: Sequence[Any]) -> list[Trait]:
    """Return a trait for each of a few different values."""
    different = list(dict.fromkeys(values))
    if not 1 < len(different) <= LISTED:
        return []
    return [Trait(f"{{}} is {braced(v)}", f"{{}} is not {braced(v)}", _equals(v), 2) for v in different]


def _equals(value: Any) -> Any:
    return lambda other: bool(other == value)


def _of_arrays(values: Sequence[Any]) -> tuple[list[Trait], list[Measure]]:
    dimensions = {value.ndim for value in values}
    if dimensions == {1}:
        traits = [containers.EMPTY, *numbers.NUMBERS, *numbers.SEQUENCE_OF_NUMBERS]
        return traits, [*numbers.VECTOR_SIZE, *numbers.NUMBERS_MEASURES]
    if dimensions == {2}:
        return [*numbers.NUMBERS, *numbers.MATRIX], [*numbers.MATRIX_SIZES, *numbers.NUMBERS_MEASURES]
    sizes = numbers.axes(dimensions.pop()) if len(dimensions) == 1 else ()
    return list(numbers.NUMBERS), [*sizes, *numbers.NUMBERS_MEASURES]


def _of_sequences(values: Sequence[Any]) -> tuple[list[Trait], list[Measure]]:
    members = [member for value in values for member in value]
    if members and all(map(is_real, members)) and not any(isinstance(member, bool) for member in members):
        traits = [*containers.SEQUENCE[:2], *numbers.NUMBERS, *numbers.SEQUENCE_OF_NUMBERS, containers.SEQUENCE[-1]]
        return traits, [*containers.SEQUENCE_MEASURES, *numbers.NUMBERS_MEASURES]
    traits = [*containers.SEQUENCE, *_members("item", values, lambda value: value)]
    return traits, list(containers.SEQUENCE_MEASURES)


def _members(noun: str, values: Sequence[Any], members_of: Any) -> list[Trait]:
    """Return the traits of some member: "some item of `x` is empty"."""
    members = [member for value in values for member in value]
    if not members:
        return []
    traits = []
    for trait in _of_kind(members)[0]:
        text = trait.text.format(f"some {noun} of {{}}")
        traits.append(
            Trait(
                text,
                f"there is no {noun} of {{}} of which this holds: {trait.text.format('it')}",
                _some(trait.holds, members_of),
                trait.cost + 1,
            )
        )
    return traits


def _some(holds: Any, members_of: Any) -> Any:
    return lambda value: any(holds(member) for member in members_of(value))
