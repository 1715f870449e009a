"""The formats of `grader check --format` besides text: a module of this package each, with `render(standing) -> str`.

Nothing is imported before it is used: the names alone are on the way to every `--help`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.export.standing import Standing


@dataclass(frozen=True, slots=True)
class Target:
    """What a platform asks for besides the file's form."""

    module: str
    is_whole: bool = True
    """Whether the result is a grade: every task counts, and nothing handed in is a result like any other."""
    ends_well: bool = False
    """Whether the platform reads the file only if the command ends with 0."""
    announces: bool = False
    """Whether the module has `announce(standing) -> str`, which tells a runner and returns what is printed."""

    def render(self, standing: Standing) -> str:
        """Return the content of the platform's file."""
        return str(self._loaded.render(standing))

    def announce(self, standing: Standing) -> str:
        """Return what is printed at the end, beside the file."""
        return str(self._loaded.announce(standing))

    @property
    def _loaded(self) -> Any:
        return import_module(f"grader.export.{self.module}")


TARGETS: Final = {
    "json": Target("json", is_whole=False),
    "junit": Target("junit"),
    "gradescope": Target("gradescope", ends_well=True),
    "prairielearn": Target("prairielearn", ends_well=True),
    "github": Target("github", announces=True),
}
