"""Frames, the unit of the channel between judge and worker: a head, a small JSON header and raw bytes.

    magic 4 | kind u8 | request u64 | header length u32 | body length u64 | header (JSON object) | body

Nothing is unpickled on either side.  The reader knows the largest body that it is ready for before it takes memory;
the header is at most 64 KiB, at most 32 levels deep and at most 10,000 nodes large.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NoReturn

MAGIC = b"GrF1"
HEAD = struct.Struct("<4sBQIQ")
HEADER_CAP = 64 * 1024
NODE_CAP = 10_000
DEPTH_CAP = 32
TALK_CAP = 1 << 28
"""Bytes of one answer to a test, over either link."""


class Kind(IntEnum):
    """The meaning of a frame."""

    READY = 1
    LOAD = 2
    LOADED = 3
    ASK = 4
    PART = 5
    DONE = 6
    WALLS = 7
    TALK = 8


class FrameError(ValueError):
    """Bytes that are no frame of this protocol."""


@dataclass(frozen=True, slots=True)
class Head:
    """The fixed beginning of a frame; lengths in bytes."""

    kind: Kind
    request: int
    header: int
    body: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, its header parsed."""

    kind: Kind
    request: int
    header: dict[str, Any]
    body: memoryview


def text_of(header: dict[str, Any]) -> bytes:
    """Return a header as it crosses, for a frame that is sent more than once."""
    return _ENCODER.encode(header).encode() if header else _EMPTY


def pack(kind: Kind, request: int, header: dict[str, Any] | bytes, *body: bytes) -> list[bytes]:
    """Return a frame whose body is the pieces of `body` one after the other, as pieces: a large one is not copied."""
    text = header if isinstance(header, bytes) else text_of(header)
    head = HEAD.pack(MAGIC, kind, request, len(text), sum(map(len, body)))
    return [head + text, *filter(None, body)]


def read_head(data: bytes | bytearray | memoryview, *, body_cap: int) -> Head:
    """Read the first `HEAD.size` bytes of a frame.  Raises FrameError before anything is allocated."""
    # All of the head is checked before a byte of memory is taken for what it announces.
    magic, kind, request, header, body = HEAD.unpack(data)
    if magic != MAGIC:
        raise FrameError("these bytes do not begin like a frame")
    # Looked up rather than tried: an enum's error would format whatever number was sent.
    known_kind = Kind._value2member_map_.get(kind)
    if known_kind is None:
        raise FrameError(f"{kind} is no kind of frame")
    if header > HEADER_CAP:
        raise FrameError(f"a header of {header} bytes (at most {HEADER_CAP})")
    if body > body_cap:
        raise FrameError(f"a body of {body} bytes (at most {body_cap})")
    return Head(known_kind, request, header, body)  # type: ignore[arg-type]


def read_header(data: bytes | bytearray | memoryview) -> dict[str, Any]:
    """Parse a header.  Raises FrameError for anything but a JSON object of bounded size, depth and numbers."""
    if data == _EMPTY:
        return {}
    try:
        text = bytes(data).decode()
        header = _DECODER.decode(text)
        # A short text with few brackets cannot be too deep, or have too many nodes.
        if len(text) > NODE_CAP or text.count("[") + text.count("{") >= DEPTH_CAP:
            _count_nodes(header)
    except FrameError:
        raise
    # ValueError covers UTF-8, JSON and Python's limit on the digits of a number.
    except (ValueError, RecursionError) as error:
        raise FrameError("the header is no JSON") from error
    if type(header) is not dict:
        raise FrameError("the header is no JSON object")
    return header


def _refuse_constant(name: str) -> NoReturn:
    raise FrameError(f"{name} is no JSON")


_EMPTY = b"{}"
_ENCODER = json.JSONEncoder(separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _count_nodes(header: object) -> None:
    """Refuse a header that is deep or has many nodes; breadth first, so that depth costs no stack."""
    level, count = [header], 0
    for _ in range(DEPTH_CAP):
        below: list[object] = []
        for node in level:
            if type(node) is dict:
                below.extend(node.values())
            elif type(node) is list:
                below.extend(node)
        count += len(level)
        if count > NODE_CAP:
            raise FrameError(f"the header has more than {NODE_CAP} nodes")
        if not below:
            return
        level = below
    raise FrameError(f"the header is more than {DEPTH_CAP} levels deep")
