"""YAML as plain values with the line of every key; imported only for files that are not known from an earlier start."""

from __future__ import annotations

from typing import Any

import yaml

from grader.course.document import Document, ReadingError, dotted
from grader.errors import Mistake

DEEPEST = 20
"""The deepest nesting of a file: libyaml builds nodes by recursion and takes the process with it."""
MOST_PARTS = 20_000
"""The most keys and items of a file once its anchors are written out."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(data: bytes, name: str) -> Document:
    """Return the content of a file that is called `name`.  Raises ReadingError."""
    document = Document(name, {})
    try:
        content = _parsed(data, document)
    except yaml.MarkedYAMLError as error:
        raise ReadingError(_no_yaml(error, data, name)) from error
    except yaml.reader.ReaderError as error:
        line = data[: error.position].count(b"\n") + 1
        raise ReadingError(
            Mistake(name, line, "", f"is not text in UTF-8 ({error.reason}); save it as UTF-8")
        ) from error
    except ValueError as error:  # what looks like a date and is none
        raise ReadingError(Mistake(name, 0, "", f"is not valid YAML: {error}")) from error
    if not isinstance(content, dict):
        raise ReadingError(Mistake(name, 1, "", "must be a mapping of keys to values, beginning with `id:`"))
    document.data = content
    return document


def _parsed(data: bytes, document: Document) -> Any:
    depth = 0
    for event in yaml.parse(data, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            text = f"is nested more than {DEEPEST} deep; a task needs no more than six"
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise ReadingError(Mistake(document.file, line, "", text))
    loader = _Loader(data)
    try:
        return _content(loader, loader.get_single_node(), (), document)
    finally:
        loader.dispose()


def _no_yaml(error: yaml.MarkedYAMLError, data: bytes, name: str) -> Mistake:
    """Return the mistake for a syntax error, in words where the parser has none."""
    mark = error.problem_mark
    if mark is None:
        return Mistake(name, 0, "", f"is not valid YAML: {error.problem or error}")
    lines = data.decode("utf-8", "replace").splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Mistake(name, mark.line + 1, "", "is not valid YAML: this line has a tab; indent with spaces")
    return Mistake(name, mark.line + 1, "", f"is not valid YAML: {error.problem or error}")


def _content(loader: Any, node: Any, path: tuple[str | int, ...], document: Document) -> Any:
    """Return the value of a node, and note the lines of everything in it."""
    if len(path) > DEEPEST or len(document.lines) > MOST_PARTS:
        text = "refers to itself, or to so many anchors (&) that it grows beyond measure; write it out"
        raise ReadingError(Mistake(document.file, node.start_mark.line + 1, "", text))
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, document)
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            document.lines[(*path, index)] = item.start_mark.line + 1
            items.append(_content(loader, item, (*path, index), document))
        return items
    return None if node is None else loader.construct_object(node, deep=True)


def _key(loader: Any, node: Any) -> Any:
    """Return a key: a number, true, false and null as what they are, for dicts of values; anything else as text."""
    key = loader.construct_object(node, deep=True)
    return key if key is None or isinstance(key, bool | int | float) else str(node.value)


def _mapping(loader: Any, node: Any, path: tuple[str | int, ...], document: Document) -> dict[Any, Any]:
    content: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            text = "a key is a word, and here is a list or mapping; put the text into quotes"
            raise ReadingError(Mistake(document.file, key_node.start_mark.line + 1, dotted(path), text))
        key = _key(loader, key_node)
        key_path = (*path, str(key_node.value))
        if key in content:
            first = document.line(key_path)
            line = key_node.start_mark.line + 1
            text = f"appears a second time (first in line {first}); keep one"
            raise ReadingError(Mistake(document.file, line, dotted(key_path), text))
        document.lines[key_path] = key_node.start_mark.line + 1
        content[key] = _content(loader, value_node, key_path, document)
    return content
