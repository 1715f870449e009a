"""Commands whose modules are imported when somebody asks for them: a command pays for its own options alone."""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import click


class LazyCommands(MutableMapping[str, "click.Command"]):
    """The commands of a group by name, for `click.Group`; each is a function of the module of its own name.

        LazyCommands("grader.cli", {"check": "check", "import": "import_tests"})["check"]  # grader.cli.check.check

    Help and completion go through all of them, and so import all.
    """

    def __init__(self, package: str, modules: Mapping[str, str]) -> None:
        self._package = package
        self._modules = dict(modules)
        self._imported: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._imported:
            module = self._modules[name]
            self._imported[name] = getattr(import_module(f"{self._package}.{module}"), module)
        return self._imported[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules[name], self._imported[name] = name, command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]
        self._imported.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)
