"""The versions of all that the grader and a course need, as they are installed here: what was tried is what runs."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from grader.errors import UsageError
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

OLDEST = "3.11"
"""The oldest Python that the scripts take on the platform."""


@dataclass(frozen=True)
class Pins:
    """A line for pip for each package whose version is fixed, and the names of those whose is not."""

    lines: tuple[str, ...]
    free: tuple[str, ...]
    """Packages that are not installed here, or in a version that does not run on the oldest Python of the platform."""

    def text(self) -> str:
        """Return the file for `pip install --constraint`."""
        return "".join(f"{line}\n" for line in ("# The versions of the machine that made this bundle.", *self.lines))


def pins(project: metadata.Distribution, extra_requirements: Iterable[str] = ()) -> Pins:
    """Return the versions of all that a package and `extra_requirements` (of pip) need, directly or in turn."""
    lines, free = [], []
    for name, distribution in sorted(_closure([*(project.requires or ()), *extra_requirements]).items()):
        if distribution is not None and _runs_on_the_oldest(distribution):
            lines.append(f"{name}=={distribution.version}")
        else:
            free.append(name)
    return Pins(tuple(lines), tuple(free))


def _runs_on_the_oldest(distribution: metadata.Distribution) -> bool:
    specifier = distribution.metadata.json.get("requires_python", "")
    return SpecifierSet(str(specifier)).contains(f"{OLDEST}.99")


def requirements(text: str, where: str) -> list[str]:
    """Return the requirements of a requirements file.  Raises UsageError for a line that is none.

    Options and addresses are refused: what they lead to is not on the platform.
    """
    lines = [line.split(" #")[0].strip() for line in text.splitlines()]
    requirement_lines = [line for line in lines if line and not line.startswith("#")]
    for line in requirement_lines:
        try:
            Requirement(line)
        except InvalidRequirement as error:
            raise UsageError(
                f"{where}: `{line}` is no requirement (expected a name and perhaps versions, like `scipy>=1.15`). "
                "Write one package a line."
            ) from error
    return requirement_lines


def _closure(requirements: Iterable[str]) -> dict[str, metadata.Distribution | None]:
    """Return every package that `requirements` leads to here, by its name; None for one that is not installed."""
    result: dict[str, metadata.Distribution | None] = {}
    waiting = [(Requirement(text), "") for text in requirements]
    visited: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        result[name] = distribution = _distribution(name)
        for inner in {"", *requirement.extras} - {extra_name for project, extra_name in visited if project == name}:
            visited.add((name, inner))
            waiting += [(Requirement(text), inner) for text in (distribution.requires if distribution else None) or ()]
    return result


def _distribution(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
