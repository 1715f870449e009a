"""Every kind of domain: a new one is a module of its own and one line here.

The union that task files are read with, the discriminator, the error paths and docs/keys.md are made from `DOMAINS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Union

from grader.domains.array import Array
from grader.domains.boolean import Boolean
from grader.domains.choice import Choice
from grader.domains.dict import Dict
from grader.domains.discriminator import by_key
from grader.domains.function import Function
from grader.domains.index import Index
from grader.domains.integer import Integer
from grader.domains.list import List
from grader.domains.matrix import Matrix
from grader.domains.nested import set_union
from grader.domains.optional import Optional
from grader.domains.real import Real
from grader.domains.set import Set
from grader.domains.signs import Signs
from grader.domains.symmetric import Symmetric
from grader.domains.table import TableDomain
from grader.domains.text import Text
from grader.domains.tuple import Tuple
from grader.domains.vector import Vector
from grader.domains.words import Words
from grader.models import AfterValidator, Tag

if TYPE_CHECKING:
    from grader.domains.domain import Domain

_KINDS: tuple[type[Domain], ...] = (
    Vector, Matrix, Symmetric, Signs, Array, Real, Integer, Index, Boolean, Choice,
    Text, Words, List, Tuple, Dict, Set, Optional, Function, TableDomain,
)  # fmt: skip

DOMAINS: dict[str, type[Domain]] = {kind.key: kind for kind in _KINDS}
"""The kinds of domains by their keys, in the order of docs/keys.md."""

_WORD = Annotated[Literal["boolean"], AfterValidator(lambda _: Boolean())]
"""The one domain that needs no keys."""

if TYPE_CHECKING:
    DomainSpec = Domain
else:
    DomainSpec = Annotated[
        Union[(*(Annotated[kind, Tag(key)] for key, kind in DOMAINS.items()), Annotated[_WORD, Tag("word")])],
        by_key(*DOMAINS, word="word"),
    ]
    set_union(DomainSpec)
