"""YAML to the spec's models; what pydantic finds wrong becomes mistakes with file, line, key and the nearest name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_origin

from grader.checks.task import TaskSpec
from grader.course.document import ParsedSpec
from grader.expressions.parsing import nearest
from grader.models import BaseModel, Discriminator, ValidationError
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from grader.course.document import Document
    from grader.errors import Mistake


def task_spec(document: Document) -> ParsedSpec:
    """Return the task that a document describes; with mistakes, the rest of it, which is looked at all the same."""
    if document.parsed is not None:
        return document.parsed
    try:
        spec = TaskSpec.model_validate(document.data)
        document.parsed = ParsedSpec(spec, (), tuple(range(len(spec.checks))))
        return document.parsed  # noqa: TRY300 - what follows is for a document with mistakes
    except ValidationError as error:
        details = _causes(error.errors(include_url=False, include_context=True))
        mistakes = tuple(dict.fromkeys(_mistake(document, detail) for detail in details))
        return _rest(document, [_path(document.data, detail["loc"]) for detail in details], mistakes)


def _causes(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Return what is wrong without what only follows from it: a list is too short because its one item is wrong."""
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(
            len(other["loc"]) > len(detail["loc"]) and other["loc"][: len(detail["loc"])] == detail["loc"]
            for other in details
        )
    ]


def _rest(document: Document, wrong: Sequence[tuple[str | int, ...]], mistakes: tuple[Mistake, ...]) -> ParsedSpec:
    """Leave out the checks and misconceptions in which something is wrong, and what refers to them."""
    unknown = {path[0] for path in wrong if len(path) == 1} - TaskSpec.model_fields.keys()
    if any(path[:1] not in {("checks",), ("misconceptions",)} and path[0] not in unknown for path in wrong if path):
        return ParsedSpec(None, mistakes)
    bad = {path[1] for path in wrong if path[:1] == ("checks",) and len(path) > 1}
    checks = document.data.get("checks", [])
    if not isinstance(checks, list):
        return ParsedSpec(None, mistakes)
    indices = tuple(number for number in range(len(checks)) if number not in bad)
    dropped = {str(check.get("id")) for number, check in enumerate(checks) if number in bad and isinstance(check, dict)}
    data = {key: value for key, value in document.data.items() if key not in unknown and key != "misconceptions"}
    data["checks"] = [checks[number] for number in indices]
    try:
        return ParsedSpec(TaskSpec.model_validate(data), mistakes, indices, frozenset(dropped))
    except ValidationError:
        return ParsedSpec(None, mistakes)


def _mistake(document: Document, details: Mapping[str, Any]) -> Mistake:
    path = _path(document.data, details["loc"])
    kind, text = details["type"], str(details["msg"])
    if kind in {"extra_forbidden", "invalid_key"}:
        path = (*path[:-1], str(path[-1]))
        known_keys = _known_keys(document.data, path[:-1])
        return document.mistake(path, f"unknown key{nearest(str(path[-1]), known_keys)}")
    if kind == "missing" and isinstance(details["loc"][-1], int):
        least = details["loc"][-1] + 1
        text = f"needs {least} item{'' if least == 1 else 's'} or more, not {len(details['input'])}"
        return document.mistake(path[:-1], text)
    if kind == "missing":
        return document.mistake(path[:-1], f"the key `{path[-1]}` is missing")
    if kind == "kind_missing":
        return document.mistake(path, f"needs {text}{_misspelt(document.data, path)}")
    if kind == "value_error":
        text = text.removeprefix("Value error, ")
    elif kind == "string_pattern_mismatch":
        text = f"{details['input']!r} is not a name (letters, digits and _; an id in small letters and also -)"
        if ")" in str(details["input"]):
            text += "; inside {...} a comma ends a value, so quote the expression: {k: 'ref.f(x, t)'}"
    elif kind in {"too_long", "too_short"}:
        most, least = details["ctx"].get("max_length"), details["ctx"].get("min_length")
        bound = f"at most {most}" if kind == "too_long" else f"at least {least}"
        text = f"needs {bound} item{'' if bound.endswith(' 1') else 's'}, not {details['ctx']['actual_length']}"
    elif kind in _FORMS:
        text = f"{_FORMS[kind]}, not {_in_yaml(details['input'])}"
    elif not isinstance(details.get("input"), dict | list):
        text = f"{text[0].lower()}{text[1:]}, not {_in_yaml(details['input'])}".replace("input should be", "must be", 1)
    return document.mistake(path, text)


_FORMS = {
    "tuple_type": "needs a list, as in [a, b]",
    "list_type": "needs a list, as in [a, b]",
    "dict_type": "needs keys with values, as in {key: value}",
    "model_type": "needs keys with values, as in {key: value}",
    "model_attributes_type": "needs keys with values, as in {key: value}",
    "string_too_short": "needs a text that is not empty",
    "string_type": "needs a text (a number or a date is one between quotes)",
    "bool_type": "needs true or false",
    "bool_parsing": "needs true or false",
    "int_type": "needs a whole number",
    "int_parsing": "needs a whole number",
    "int_from_float": "needs a whole number",
    "float_type": "needs a number",
    "float_parsing": "needs a number",
}
"""The words of a task file for what pydantic says of types."""


def _in_yaml(value: Any) -> str:
    """Return what stands in a task file instead of something else."""
    match value:
        case dict():
            return "keys with values"
        case list():
            return "a list"
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case _:
            return repr(value)


def _path(data: Any, loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Return pydantic's location without the names of models and union members that stand in it."""
    path: list[str | int] = []
    told_apart = False
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        if not told_apart and _is_union(data, path, loc):
            told_apart = True  # the key that tells the members apart stands here, and it is a key of the data as well
            continue
        told_apart = False
        value = _at(data, path)
        if isinstance(value, dict):
            if part in value or (last and not _is_tag(part)):
                path.append(part)
        elif isinstance(value, list) and isinstance(part, int):
            path.append(part)
    return tuple(path)


def _is_tag(part: str | int) -> bool:
    """Whether a part of a location names a member of a union rather than a key."""
    return str(part) == "[key]" or not str(part).isidentifier()


def _at(data: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at `path`; None where the data end before."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(part, data.get(str(part)))
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


@dataclass(frozen=True)
class _Expected:
    """The models that may stand at a place, and whether a key tells them apart."""

    annotation: Any
    told_apart: bool = False

    @property
    def models(self) -> list[type[BaseModel]]:
        return list(_models_in(self.annotation))

    def model_of(self, value: Any) -> type[BaseModel] | None:
        """Return the model of the data `value`: the only one, or the one whose key is present."""
        models = self.models
        if len(models) == 1:
            return models[0]
        keys = value if isinstance(value, dict) else {}
        return next((model for model in models if getattr(model, "key", None) in keys), None)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _has_discriminator(annotation: Any) -> bool:
    """Whether members of a union are told apart by a key, at this place and not further down."""
    if isinstance(annotation, Discriminator):
        return True
    return get_origin(annotation) not in {dict, tuple} and any(map(_has_discriminator, get_args(annotation)))


def _expected(data: Any, path: Sequence[str | int]) -> _Expected | None:
    """Return what may stand at `path` of a task file; None where the models do not say."""
    expected = _Expected(TaskSpec)
    for index, part in enumerate(path):
        container = _container(expected.annotation)
        if container is not None:
            annotation = get_args(container)[1 if get_origin(container) is dict else 0]
            expected = _Expected(annotation, _has_discriminator(annotation))
            continue
        model = expected.model_of(_at(data, path[:index]))
        if isinstance(part, int) and model is not None:
            # A list written where a mapping may stand is its one list of models: a rubric's items.
            lists = (_container(field.annotation) for field in model.model_fields.values())
            expected = _Expected(next((models for models in lists if models and list(_models_in(models))), None))
            continue
        field = _field(model, str(part)) if model is not None else None
        if field is None:
            return None
        told_apart = bool(field.discriminator) or any(map(_has_discriminator, (field.annotation, *field.metadata)))
        expected = _Expected(field.annotation, told_apart)
    return expected


def _field(model: type[BaseModel], key: str) -> FieldInfo | None:
    """Return the field of a model that stands at a key."""
    return next((field for name, field in model.model_fields.items() if (field.alias or name) == key), None)


def _container(annotation: Any) -> Any:
    """Return the dict or tuple that an annotation is, or may be; None for others."""
    if get_origin(annotation) in {dict, tuple}:
        return annotation
    return next((container for part in get_args(annotation) if (container := _container(part)) is not None), None)


def _is_union(data: Any, path: Sequence[str | int], loc: Sequence[str | int]) -> bool:
    """Whether the next part of pydantic's location, beyond `path`, names a member of a union."""
    expected = _expected(data, path) if len(path) < len(loc) else None
    return expected is not None and expected.told_apart


def _known_keys(data: Any, path: Sequence[str | int]) -> Iterator[str]:
    """Yield the keys that may stand in the mapping at `path`."""
    expected = _expected(data, path)
    yield from ((expected and expected.model_of(_at(data, path))) or TaskSpec).model_fields


def _misspelt(data: Any, path: Sequence[str | int]) -> str:
    """Return a clause about a key that looks like the one that is missing."""
    value, expected = _at(data, path), _expected(data, path)
    models = expected.models if expected is not None else []
    model_keys = [str(getattr(model, "key", "")) for model in models]
    others = set(models[0].model_fields) if models else set[str]()
    for key in value if isinstance(value, dict) else ():
        guess = nearest(str(key), model_keys)
        if "did you mean" in guess and key not in others:
            return f" (`{key}` is none of them{guess})"
    return ""
