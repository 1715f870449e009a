"""Templates of pages, compiled once: Python keeps their code as it keeps that of its modules, and under the same rules.

That is a file in `__pycache__` beside them, or below PYTHONPYCACHEPREFIX, for each version of Python; with
PYTHONDONTWRITEBYTECODE nothing is written.

Nor is it beside templates that an installer has put there: it takes away what it has put there and the code of its
modules, so the folders would stay, and be imported as a package with nothing in it.  Nor is it in the user's cache
folder: this is code, and a student's code without walls can write there, but perhaps not where the grader is installed.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from types import CodeType

    from _typeshed import ReadableBuffer


class CompiledTemplates(jinja2.FileSystemLoader):
    """Finds templates in folders, and compiles those that no earlier start has compiled."""

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the name that Jinja gives it
    ) -> Any:
        """Return the template `name`.  Raises TemplateNotFound."""
        _, path, is_current = self.get_source(environment, name)
        code = _TemplateFile(environment, name, path).get_code(name)
        assert code is not None  # noqa: S101 - a file has code, or is no template, which is an exception
        return environment.template_class.from_code(environment, code, globals or {}, is_current)


class _TemplateFile(SourceFileLoader):
    """One template, to Python a file of source like any other."""

    def __init__(self, environment: jinja2.Environment, name: str, path: str) -> None:
        super().__init__(name, path)
        self._environment = environment

    def source_to_code(self, data: Any, path: Any, *_: Any) -> CodeType:  # type: ignore[override]
        """Compile the template."""
        return self._environment.compile(bytes(data).decode("utf-8"), self.name, str(path))

    def set_data(self, path: str, data: ReadableBuffer, *, _mode: int = 0o666) -> None:
        """Write the code to a file, unless it would stay there when the templates are gone."""
        if not _is_installed(Path(path).parent):
            super().set_data(path, data, _mode=_mode)

    def path_stats(self, path: str) -> Mapping[str, Any]:
        """Return what has to be the same for code to be taken: the file, Jinja, and how it compiles."""
        page, facts = self._environment, Path(path).stat()
        options = page.trim_blocks, page.lstrip_blocks, page.keep_trailing_newline, page.autoescape, page.optimized
        state = f"{facts.st_mtime_ns} {jinja2.__version__} {options}"
        return {"mtime": zlib.crc32(state.encode()), "size": facts.st_size}


@cache
def _is_installed(folder: Path) -> bool:
    """Whether a folder lies among what an installer has put there, which has a record beside it."""
    return any(next(above.glob("*.dist-info"), None) is not None for above in folder.parents)
