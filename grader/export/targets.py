"""The formats of `grader check --format` besides text: a module of this package each, with `render(snapshot) -> str`.

Modules are imported on use: the names alone are needed for every `--help`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from grader.records import dataclass

if TYPE_CHECKING:
    from grader.export.snapshot import GradingSnapshot


@dataclass(frozen=True, slots=True)
class Target:
    """The module of a platform, and what it expects besides the form of the file."""

    module: str
    is_whole: bool = True
    """Whether the result is a grade: every task counts, and an empty submission is a result like any other."""
    ends_well: bool = False
    """Whether the platform reads the file only if the command ends with 0."""
    announces: bool = False
    """Whether the module has `announce(snapshot) -> str`, which informs a CI runner and returns the text to print."""

    def render(self, snapshot: GradingSnapshot) -> str:
        """Return the content of the platform's file."""
        return str(self._imported.render(snapshot))

    def announce(self, snapshot: GradingSnapshot) -> str:
        """Return the text to print at the end, besides the file."""
        return str(self._imported.announce(snapshot))

    @property
    def _imported(self) -> Any:
        return import_module(f"grader.export.{self.module}")


TARGETS: Final = {
    "json": Target("json", is_whole=False),
    "junit": Target("junit"),
    "gradescope": Target("gradescope", ends_well=True),
    "prairielearn": Target("prairielearn", ends_well=True),
    "github": Target("github", announces=True),
}
