"""A message and the tables of a side, as the codecs of values, containers and pandas' tables see them."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable


class Mirror:
    """A container and its contents as the other side has them."""

    __slots__ = ("content", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.content: bytes | None = None
        """None where they have to be written anew to know."""


@runtime_checkable
class ContainerTable(Protocol):
    """The containers of one side (`shared_values.Party`)."""

    mirrors: dict[int, Mirror]
    mirror_numbers: dict[int, int]

    def new_container_number(self) -> int:
        """Return the next number for a container that this side gives away."""

    def writing(self) -> ContentWriting:
        """Return pieces of which nothing is sent."""


@runtime_checkable
class ContentWriting(Protocol):
    """The pieces of a message (`shared_values.MessageWriting`)."""

    pieces: list[bytes]
    flat: bool

    @property
    def party(self) -> ContainerTable:
        """The tables of the side that writes."""

    def put(self, piece: bytes) -> None:
        """Add bytes."""

    def text(self, text: str) -> None:
        """Add a text with its length."""

    def value(self, value: object) -> None:
        """Add a value of any kind."""

    def other(self, value: object) -> None:
        """Add a value that has no writer of its own."""

    def members(self, tag: bytes, values: Any) -> None:
        """Add a number of values."""


@runtime_checkable
class ContentReading(Protocol):
    """A position in a message (`shared_values.MessageReading`)."""

    data: memoryview
    position: int
    depth: int

    @property
    def party(self) -> ContainerTable:
        """The tables of the side that reads."""

    def take(self, count: int) -> memoryview:
        """Return the next bytes."""

    def count(self) -> int:
        """Return a number of things."""

    def number(self) -> int:
        """Return a number of eight bytes."""

    def text(self, limit: int = ...) -> str:
        """Return a text."""

    def value(self) -> Any:
        """Return the next value."""

    def members(self) -> list[Any]:
        """Return a number of values."""
