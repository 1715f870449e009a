"""The models that data from outside is validated with: pydantic's, or the plain ones of a check that needs none.

Models of tasks, domains and results are defined with what stands here, so that the process decides which it is
(`grader.plain_models`, docs/speed.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import plain_models

if TYPE_CHECKING or not plain_models.in_use:
    from pydantic import (
        AfterValidator,
        BaseModel,
        BeforeValidator,
        ConfigDict,
        Discriminator,
        Field,
        PrivateAttr,
        Tag,
        ValidationError,
        WithJsonSchema,
        field_validator,
        model_validator,
    )
else:
    from grader.plain_models import (
        AfterValidator,
        BaseModel,
        BeforeValidator,
        ConfigDict,
        Discriminator,
        Field,
        PrivateAttr,
        Tag,
        ValidationError,
        WithJsonSchema,
        field_validator,
        model_validator,
    )

__all__ = [
    "AfterValidator",
    "BaseModel",
    "BeforeValidator",
    "ConfigDict",
    "Discriminator",
    "Field",
    "PrivateAttr",
    "Tag",
    "ValidationError",
    "WithJsonSchema",
    "field_validator",
    "model_validator",
]
