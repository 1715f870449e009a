"""The list of a package's modules, where a reader looks first: nothing in it is gone, and no package is missing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

GRADER = Path(__file__).parents[1] / "grader"
PACKAGES = sorted(path.parent.relative_to(GRADER).as_posix() for path in GRADER.rglob("__init__.py"))
ENTRY = re.compile(r"^ {0,4}([a-z_0-9]+) {2,}\S", re.MULTILINE)
"""A line of a list: a name, two blanks or more, and what it is."""


def listed(package: str) -> set[str]:
    """Return the names in the list of a package."""
    docstring = ast.get_docstring(ast.parse((GRADER / package / "__init__.py").read_text(encoding="utf-8")))
    return set(ENTRY.findall(docstring or ""))


def members(package: str) -> set[str]:
    """Return the modules and packages directly in a package."""
    folder = GRADER / package
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    return modules | {path.parent.name for path in folder.glob("*/__init__.py")}


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_is_listed_that_is_gone(package: str) -> None:
    """A module that was renamed has its new name there."""
    assert listed(package) <= members(package)


def test_every_package_is_in_the_list_of_the_whole() -> None:
    """docs/architecture.md sends readers to it."""
    docstring = (GRADER / "__init__.py").read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0]
    assert {name for name in members(".") if not re.search(rf"\b{name}\b", docstring)} == set()


def test_there_are_lists_to_look_at() -> None:
    """Of most packages with many modules."""
    assert sum(len(listed(package)) > 5 for package in PACKAGES) > 10
