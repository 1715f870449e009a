"""Unions of models that are told apart by which key is present."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from grader.models import Discriminator

if TYPE_CHECKING:
    from collections.abc import Mapping


def by_key(*keys: str, word: str | None = None, also: Mapping[str, str] = MappingProxyType({})) -> Discriminator:
    """Return a discriminator for models that are told apart by the first of `keys` that is present.

    With `word`, a text is the member of the union that has this tag; `also` has further keys that tell a member.
    """

    def present_key(value: Any) -> str | None:
        if isinstance(value, str):
            return word
        present = value if isinstance(value, dict) else getattr(value, "__dict__", {})
        return next((key for key in keys if key in present), next((also[key] for key in also if key in present), None))

    return Discriminator(
        present_key, custom_error_type="kind_missing", custom_error_message=f"one of these keys: {', '.join(keys)}"
    )
