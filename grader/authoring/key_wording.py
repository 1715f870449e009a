"""Describes the values of a key in words, from its JSON Schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from grader.checks.spec import Id, Module, Name, SupportFile
from grader.domains.sizes import SizeName
from grader.domains.words import Word
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.authoring.schema import Schema

PATTERNS = {
    TypeAdapter(Name).json_schema()["pattern"]: "a name",
    TypeAdapter(Id).json_schema()["pattern"]: "an id",
    TypeAdapter(Module).json_schema()["pattern"]: "a module's name",
    TypeAdapter(SupportFile).json_schema()["pattern"]: "the name of a file",
    TypeAdapter(Word).json_schema()["pattern"]: "a text without blanks",
    TypeAdapter(SizeName).json_schema()["anyOf"][0]["pattern"]: "the name of a size",
}


def anchor(heading: str) -> str:
    """Return the part of an address that leads to a heading, as forges make it."""
    return "".join(sign for sign in heading.lower().replace(" ", "-") if sign.isalnum() or sign in "-_")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for the schemas of one page: its models have sections there, and its enumerations are written out."""

    definitions: Mapping[str, Schema]
    headings: Mapping[str, str]

    def form(self, value: Schema) -> str:
        """Return what may stand where `value` is the schema."""
        match value:
            case {"$ref": str(pointer)}:
                return self._named(pointer.rpartition("/")[2])
            case {"enum": list(values)}:
                return ", ".join(f"`{item}`" for item in values)
            case {"const": constant}:
                return f"`{constant}`"
            case {"anyOf": list(members)} | {"oneOf": list(members)}:
                return self._alternatives(members)
            case {"type": "array", "prefixItems": [first, *_]}:
                return f"a pair, each {self.form(first)}"
            case {"type": "array", "items": dict(item)}:
                return f"a list, each {self.form(item)}"
            case {"type": "object", "patternProperties": dict(named)}:
                return f"names, each with {self.form(next(iter(named.values())))}"
            case {"type": "object", "additionalProperties": dict(item)}:
                return f"names, each with {self.form(item)}"
            case _:
                return _literal(value)

    def _named(self, name: str) -> str:
        if "enum" in self.definitions[name]:
            return self.form(self.definitions[name])
        if name not in self.headings:
            return self.form(self.definitions[name])
        heading = self.headings[name]
        return f"[{heading.rpartition(': ')[2]}](#{anchor(heading)})"

    def _family(self, members: Sequence[Schema]) -> str:
        """Return what the members of a large union are together, with a link to the first; nothing for others."""
        names = [member["$ref"].rpartition("/")[2] for member in members if "$ref" in member]
        headings = [self.headings[name] for name in names if name in self.headings]
        for prefix, word in FAMILIES.items():
            if len(headings) >= LARGE and all(heading.startswith(prefix) for heading in headings):
                return f"[{word}](#{anchor(headings[0])})"
        return ""

    def _alternatives(self, members: Sequence[Schema]) -> str:
        """Return the alternatives; a number that may also be written as text is a number."""
        present = [member for member in members if member.get("type") != "null"]
        if [member.get("type") for member in present] == ["number", "string"] and "maxLength" in present[1]:
            present = present[:1]
        family = self._family(present)
        if family:
            return family
        if all("$ref" in member for member in present) and len(present) > 1:
            return "one of " + ", ".join(self.form(member) for member in present)
        return " or ".join(self.form(member) for member in present)


FAMILIES = {"Input: ": "a domain", "Returned: ": "a type"}
"""Names for the members of a large union, by the beginning of their headings."""
LARGE = 6


def _literal(value: Schema) -> str:
    match value:
        case {"type": "string", "format": "expression"}:
            return "an expression"
        case {"type": "string", "pattern": str(pattern)}:
            return PATTERNS[pattern]
        case {"type": "string"}:
            return "text"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "integer"}:
            return f"a whole number{_bounds(value)}"
        case {"type": "number"}:
            return f"a number{_bounds(value)}"
        case {"type": "object"}:
            return "names, each with any value"
        case _:
            return "any value"


def _bounds(value: Schema) -> str:
    match value:
        case {"minimum": low, "maximum": high}:
            return f" from {low} to {high}"
        case {"minimum": low}:
            return f" from {low} up"
        case {"exclusiveMinimum": low}:
            return f" above {low}"
        case _:
            return ""


def default(value: Schema) -> str:
    """Return what counts where a key is left out; nothing for what is empty."""
    given = value.get("default")
    match given:
        case None | "" | [] | {} | dict():
            return ""
        case str():
            return f"`{given}`"
        case _:
            return f"`{json.dumps(given)}`"
