"""Every kind of domain: a new one is a module of its own and one line here.

The union that task files are read with, the discriminator, the error paths and docs/keys.md are made from `DOMAINS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Tag

from grader.domains.choice import Choice
from grader.domains.discriminator import by_key
from grader.domains.index import Index
from grader.domains.integer import Integer
from grader.domains.matrix import Matrix
from grader.domains.real import Real
from grader.domains.signs import Signs
from grader.domains.symmetric import Symmetric
from grader.domains.vector import Vector

if TYPE_CHECKING:
    from grader.domains.domain import Domain

_KINDS: tuple[type[Domain], ...] = (Vector, Matrix, Symmetric, Signs, Real, Integer, Index, Choice)

DOMAINS: dict[str, type[Domain]] = {kind.key: kind for kind in _KINDS}
"""The kinds of domains by their keys, in the order of docs/keys.md."""

if TYPE_CHECKING:
    DomainSpec = Domain
else:
    DomainSpec = Annotated[
        Union[tuple(Annotated[kind, Tag(key)] for key, kind in DOMAINS.items())],  # noqa: UP007 - made at run time
        by_key(*DOMAINS),
    ]
