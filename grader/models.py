"""The models that data from outside is validated with: pydantic's, or the plain ones of a check that needs none.

Models of tasks, domains and results are defined with what stands here, so that the process decides which it is
(`grader.plain_models`, docs/speed.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

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

_templates: dict[type[BaseModel], tuple[dict[str, Any], frozenset[str]] | None] = {}
"""By model: the defaults in the order of its fields, and the fields that have none; None where pydantic constructs."""


class ConstructedModel(BaseModel):
    """A model that is mostly made of right values: `model_construct` does not look at each of its fields.

    Pydantic's own asks every field for its aliases and copies every default.
    """

    if TYPE_CHECKING or not plain_models.in_use:

        @classmethod
        def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:  # type: ignore[override]
            """Return a model of these values."""
            if cls not in _templates:
                _templates[cls] = _template_of(cls)
            template = _templates[cls]
            if template is None or not template[1] <= values.keys():
                return super().model_construct(_fields_set, **values)
            fields = template[0] | values
            if len(fields) != len(template[0]):  # something that is no field
                return super().model_construct(_fields_set, **values)
            model = cls.__new__(cls)
            object.__setattr__(model, "__dict__", fields)
            object.__setattr__(model, "__pydantic_fields_set__", set(values) if _fields_set is None else _fields_set)
            object.__setattr__(model, "__pydantic_extra__", None)
            object.__setattr__(model, "__pydantic_private__", None)
            return model


def _template_of(model: type[BaseModel]) -> tuple[dict[str, Any], frozenset[str]] | None:
    """Return what objects of a model begin with; None where one may not share it with the next, or has more to it."""
    fields = model.model_fields
    is_plain = all(field.alias is None and field.default_factory is None for field in fields.values())
    shares = not any(isinstance(field.default, dict | list | set) for field in fields.values())
    if not is_plain or not shares or model.__private_attributes__:
        return None
    required = frozenset(name for name, field in fields.items() if field.is_required())
    return {name: None if name in required else field.default for name, field in fields.items()}, required


__all__ = [
    "AfterValidator",
    "BaseModel",
    "BeforeValidator",
    "ConfigDict",
    "ConstructedModel",
    "Discriminator",
    "Field",
    "PrivateAttr",
    "Tag",
    "ValidationError",
    "WithJsonSchema",
    "field_validator",
    "model_validator",
]
