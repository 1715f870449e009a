"""Every kind of check: a new one is a module of its own and one line here.

The union that task files are read with, the discriminator, the error paths and docs/keys.md are made from `KINDS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Union

from grader.checks.kind import CheckSpec
from grader.checks.kinds.chain import ChainSpec
from grader.checks.kinds.distribution import DistributionSpec
from grader.checks.kinds.expect import ExpectSpec
from grader.checks.kinds.gradient import GradientSpec
from grader.checks.kinds.growth import GrowthSpec
from grader.checks.kinds.story import StorySpec
from grader.checks.kinds.test import TestSpec
from grader.checks.kinds.written import WrittenSpec
from grader.domains.discriminator import by_key
from grader.models import Tag

_KINDS: tuple[type[CheckSpec], ...] = (
    ExpectSpec, GradientSpec, GrowthSpec, ChainSpec, StorySpec, DistributionSpec, TestSpec, WrittenSpec,
)  # fmt: skip

KINDS: dict[str, type[CheckSpec]] = {kind.key: kind for kind in _KINDS}
"""The kinds of checks by their keys, in the order of docs/keys.md."""

if TYPE_CHECKING:
    AnyCheck = CheckSpec
else:
    AnyCheck = Annotated[
        Union[tuple(Annotated[kind, Tag(key)] for key, kind in KINDS.items())],  # noqa: UP007 - made at run time
        by_key(*KINDS, also={"examples": ExpectSpec.key}),
    ]


def kind_named(key: str) -> type[CheckSpec]:
    """Return a kind by its key; the interface itself for a result of a kind that this version does not have."""
    return KINDS.get(key, CheckSpec)
