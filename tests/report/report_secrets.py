"""Any model of a result filled to its last field, so that a field that is added later is filled too."""

from __future__ import annotations

import types
from enum import StrEnum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel


def filled(model: type[BaseModel], text: str, number: float, **known: Any) -> Any:
    """Return an instance of `model` with `text` in every text and `number` in every number, besides what is known."""
    hints = get_type_hints(model)
    return model(**{name: known.get(name, _value(hints[name], text, number)) for name in model.model_fields})


def _value(hint: Any, text: str, number: float) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(next(argument for argument in arguments if argument is not type(None)), text, number)
    if origin is tuple:
        return (_value(arguments[0], text, number),)
    if origin is dict:
        return {text: _value(arguments[1], text, number)}
    if origin is Literal:
        return arguments[0]
    if hint is Any:
        return {text: [text, number]}
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return filled(hint, text, number)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    if hint is str:
        return text
    if hint is bool:
        return True
    if hint in (int, float):
        return hint(number)
    raise AssertionError(f"{hint} is no type that a result has; say here how it is filled")
