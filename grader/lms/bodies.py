"""Bodies of answers, read piece by piece: bounded in size and in time, whatever a server sends.

A time-out of the connection bounds the wait for one piece only, so a server that sends a byte now and then would hold a
command for ever.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx2

from grader.lms.outcomes import LmsRefusalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_ANSWER_BYTES = 64 << 20
"""An answer with data; the largest known one, a class of 3,000 with histories, has 12 MB."""
BEGINNING_BYTES = 4096
"""Of an answer that only says why there is no file, this much is read."""
PATIENCE_SECONDS = 120.0
"""How long a body may take to arrive, besides the time for its size."""
SLOWEST_BYTES = 10_000
"""Bytes that arrive in a second over the slowest line that is waited for."""
ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
"""None is asked for.  A proxy may compress all the same, but others and several at once expand without bound."""


def read_answer(response: httpx2.Response) -> bytes:
    """Return the whole body.  Raises LmsRefusalError if it is too large, or an httpx2.HTTPError."""
    return b"".join(
        _pieces(response, MAX_ANSWER_BYTES, f"an answer of more than {MAX_ANSWER_BYTES >> 20} MiB is refused")
    )


def read_beginning(response: httpx2.Response) -> bytes:
    """Return the beginning of the body.  Raises httpx2.HTTPError."""
    beginning = b""
    for piece in _pieces(response, MAX_ANSWER_BYTES, "the answer is too large"):
        beginning += piece
        if len(beginning) >= BEGINNING_BYTES:
            break
    return beginning[:BEGINNING_BYTES]


def store(response: httpx2.Response, target: Path, max_bytes: int) -> bytes:
    """Write the body to a file; return its beginning.

    Raises LmsRefusalError if it is too large, or an httpx2.HTTPError.
    """
    beginning = b""
    with target.open("wb") as file:
        for piece in _pieces(response, max_bytes, f"the file has more than {max_bytes >> 20} MiB"):
            beginning = beginning or piece[:BEGINNING_BYTES]
            file.write(piece)
    return beginning


def _pieces(response: httpx2.Response, max_bytes: int, too_large: str) -> Iterator[bytes]:
    if response.headers.get("content-encoding", "").strip().lower() not in ENCODINGS:
        raise httpx2.DecodingError("a compression that was not asked for")
    size, began = 0, time.monotonic()
    for piece in response.iter_bytes():
        size += len(piece)
        if size > max_bytes:
            raise LmsRefusalError(too_large)
        if time.monotonic() - began > PATIENCE_SECONDS + size / SLOWEST_BYTES:
            raise httpx2.ReadTimeout("the answer trickles in without end")
        yield piece
