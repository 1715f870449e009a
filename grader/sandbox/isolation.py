"""Which walls a worker is asked to put up, and what its report is worth.

The report comes before the worker has seen a student's code, so it is believed; what it says is compared here with what
was asked for, and ends in one word (`Isolation`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from grader.records import dataclass

MEMORY = 1 << 30
"""Bytes of address space beyond the imports, unless a task says otherwise."""
LAYERS = ("rights", "landlock", "seccomp")


class Isolation(StrEnum):
    """The isolation of a student's code from the machine."""

    SANDBOX = "sandbox"
    """All walls: it cannot read what is hidden, write, use the network, start or signal processes."""
    PARTIAL = "partial"
    """SandboxConfig, but not all of them."""
    PROCESS = "process"
    """A process of its own with limits on time and output, and the rights of whoever started it."""


@dataclass(frozen=True)
class SandboxConfig:
    """The isolation that is requested."""

    up: bool = False
    readable: tuple[str, ...] = ()
    """Folders that may be read besides the interpreter's and the system's libraries."""
    memory: int | None = MEMORY
    preload: tuple[str, ...] = ()
    """Modules that are imported before the limits are set, which count from there."""

    def config(self, parent: int) -> dict[str, Any]:
        """Return the header of the frame that asks for them; `parent` is whom the worker must not outlive."""
        readable = list(self.readable)
        config = {"walls": self.up, "parent": parent, "readable": readable, "memory": self.memory, "cpu": None}
        return config | ({"preload": list(self.preload)} if self.preload else {})


@dataclass(frozen=True)
class IsolationLayer:
    """One layer as the worker reports it."""

    name: str
    held: bool
    says: str


@dataclass(frozen=True)
class IsolationReport:
    """A worker's report of the layers that are active."""

    layers: tuple[IsolationLayer, ...] = ()
    uid_changed: bool = False

    @staticmethod
    def from_wire(header: dict[str, Any]) -> IsolationReport:
        """Return the report in the header of the first frame."""
        layers_data = header.get("layers", {})
        # By the names that are known here: what else a report names counts for nothing.
        layers = tuple(
            IsolationLayer(
                name, bool(layers_data.get(name, {}).get("held")), str(layers_data.get(name, {}).get("says", ""))
            )
            for name in LAYERS
        )
        return IsolationReport(layers, bool(header.get("uid_changed")))

    def held(self, name: str) -> bool:
        """Whether a layer holds."""
        return any(layer.name == name and layer.held for layer in self.layers)

    @property
    def isolation(self) -> Isolation:
        """The layers in one word."""
        # Either of the two hides files; seccomp alone carries everything else.
        if self.held("seccomp") and (self.held("landlock") or self.uid_changed):
            return Isolation.SANDBOX
        return Isolation.PARTIAL if self.held("seccomp") or self.held("landlock") else Isolation.PROCESS
