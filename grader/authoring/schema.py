"""JSON Schema of what an author writes and of what a grading says: for editors, and for whoever reads results.

The meaning of a key is the text that stands below its field.  It is taken from the source when a schema is made, and
not when the models are: pydantic's own way (`use_attribute_docstrings`) costs every start of a command 15 ms.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from grader.checks.task import TaskSpec
from grader.results.model import SubmissionResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue
    from pydantic_core import core_schema

Schema = dict[str, Any]

DIALECT = GenerateJsonSchema.schema_dialect
FILE = ".schema.json"
"""The schema of task files in a course's `tasks/`, where editors look for it."""
MODELINE = f"# yaml-language-server: $schema={FILE}"
"""The line of a task file by which editors find the schema."""


def spec_schema() -> Schema:
    """Return the schema of a task file, as YAML is read: an expression is a string."""
    return {"$schema": DIALECT, "title": "A task of grader", **schema_of(TaskSpec, "validation")}


def result_schema() -> Schema:
    """Return the schema of a result; it allows keys that it does not name, since new ones may be added."""
    schema = {"$schema": DIALECT, "title": "A result of grader", **schema_of(SubmissionResult, "serialization")}
    for model in (schema, *schema["$defs"].values()):
        model.pop("additionalProperties", None)
    return schema


def schema_of(model: type[BaseModel], mode: JsonSchemaMode) -> Schema:
    """Return the schema of one model, with those that it refers to."""
    schema = model.model_json_schema(schema_generator=_Explained, mode=mode)
    # A model that refers to itself stands among those that are referred to.
    own_name = schema.get("$ref", "").rpartition("/")[2]
    return {**schema["$defs"][own_name], "$defs": schema["$defs"]} if own_name else schema


def as_text(schema: Schema) -> str:
    """Return a schema as the text of a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class _Explained(GenerateJsonSchema):
    """Adds what each key means, and refuses names of an author's that are none."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        named = _named(super().model_schema(schema))
        for name, text in meanings(schema["cls"]).items():
            named["properties"][name].setdefault("description", text)
        return named

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        return _named(super().enum_schema(schema))

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        dictionary = super().dict_schema(schema)
        return {**dictionary, "additionalProperties": False} if "patternProperties" in dictionary else dictionary

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False  # "Max Points" for `max_points` says nothing


def _named(schema: JsonSchemaValue) -> JsonSchemaValue:
    """Return a schema without the name of its class, its docstring in one line a paragraph."""
    paragraphs = schema.get("description", "").split("\n\n")
    schema["description"] = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    return {key: value for key, value in schema.items() if key != "title"}


def meanings(model: type[BaseModel]) -> dict[str, str]:
    """Return what each key of a model means, in one line, as it stands below its field."""
    result: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if issubclass(cls, BaseModel) and cls is not BaseModel:
            stated = _stated(cls.__module__).get(cls.__name__, {})
            fields = model.model_fields
            result |= {fields[name].alias or name: text for name, text in stated.items() if name in fields}
    return result


@cache
def _stated(module: str) -> dict[str, dict[str, str]]:
    """Return the texts below the fields of each class of a module; its source is parsed once."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: dict(_texts(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _texts(definition: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, below in pairwise(definition.body):
        match statement, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, " ".join(text.split())
