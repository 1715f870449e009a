"""The versions of all that the grader and a course need, as they are installed here: what was tried is what runs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from grader.errors import UsageError

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


def pins(known: metadata.Distribution, more: Iterable[str] = ()) -> Pins:
    """Return the versions of what a package needs, of `more` (requirements of pip), and of what these need in turn."""
    lines, free = [], []
    for name, found in sorted(_closure([*(known.requires or ()), *more]).items()):
        if found is not None and _runs_on_the_oldest(found):
            lines.append(f"{name}=={found.version}")
        else:
            free.append(name)
    return Pins(tuple(lines), tuple(free))


def _runs_on_the_oldest(found: metadata.Distribution) -> bool:
    asked = found.metadata.json.get("requires_python", "")
    return SpecifierSet(str(asked)).contains(f"{OLDEST}.99")


def requirements(text: str, where: str) -> list[str]:
    """Return the requirements of a requirements file.  Raises UsageError for a line that is none.

    Options and addresses are refused: what they lead to is not on the platform.
    """
    lines = [line.split(" #")[0].strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    for line in found:
        try:
            Requirement(line)
        except InvalidRequirement as error:
            raise UsageError(
                f"{where}: `{line}` is no requirement (expected a name and perhaps versions, like `scipy>=1.15`). "
                "Write one package a line."
            ) from error
    return found


def _closure(wanted: Iterable[str]) -> dict[str, metadata.Distribution | None]:
    """Return every package that `wanted` leads to here, by its name; None for one that is not installed."""
    found: dict[str, metadata.Distribution | None] = {}
    waiting = [(Requirement(text), "") for text in wanted]
    seen: set[tuple[str, str]] = set()
    while waiting:
        one, extra = waiting.pop()
        if one.marker and not one.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(one.name)
        found[name] = own = _distribution(name)
        for inner in {"", *one.extras} - {asked for known, asked in seen if known == name}:
            seen.add((name, inner))
            waiting += [(Requirement(text), inner) for text in (own.requires if own else None) or ()]
    return found


def _distribution(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
