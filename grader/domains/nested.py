"""Domains within domains: the union of all kinds, as a field of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from grader.domains.domain import Domain

    NestedDomain = Domain
else:

    class _AnyKind:
        """Stands for the union of all kinds, which is made from the registry when all of them are there."""

        union: ClassVar[Any]

        @classmethod
        def __get_pydantic_core_schema__(cls, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
            return handler.generate_schema(cls.union)

    NestedDomain = Annotated[Any, _AnyKind]


def set_union(union: Any) -> None:
    """Make `union` the type of domains within domains."""
    if not TYPE_CHECKING:
        _AnyKind.union = union
