"""Frames: what was packed is read, and everything else is refused before it costs anything."""

from __future__ import annotations

import contextlib
import json
import struct
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.worker.wire.frames import (
    DEPTH_CAP,
    HEAD,
    HEADER_CAP,
    MAGIC,
    NODE_CAP,
    FrameError,
    Kind,
    pack,
    read_head,
    read_header,
)

CAP = 1000
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.sampled_from(Kind), st.integers(0, 2**64 - 1), st.dictionaries(TEXT, JSON), st.lists(st.binary(max_size=20)))
def test_what_was_packed_is_read(kind: Any, request_: Any, header: Any, body: Any) -> None:
    """A frame comes out as it went in: kind, request, header, and the body's pieces one after the other."""
    data = b"".join(pack(kind, request_, header, *body))
    head = read_head(data[: HEAD.size], body_cap=CAP)
    assert (head.kind, head.request, head.body) == (kind, request_, sum(map(len, body)))
    assert read_header(data[HEAD.size : HEAD.size + head.header]) == header
    assert data[HEAD.size + head.header :] == b"".join(body)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param((b"GrF2", 1, 0, 2, 0), "begin", id="magic"),
        pytest.param((b"HTTP", 1, 0, 2, 0), "begin", id="another-protocol"),
        pytest.param((MAGIC, 0, 0, 2, 0), "0 is no kind", id="kind-zero"),
        pytest.param((MAGIC, 255, 0, 2, 0), "255 is no kind", id="kind-unknown"),
        pytest.param((MAGIC, 1, 0, HEADER_CAP + 1, 0), "header", id="header-one-too-many"),
        pytest.param((MAGIC, 1, 0, 2**32 - 1, 0), "header", id="header-of-4-GiB"),
        pytest.param((MAGIC, 1, 0, 2, CAP + 1), "body", id="body-one-too-many"),
        pytest.param((MAGIC, 1, 0, 2, 2**64 - 1), "body", id="body-of-16-EiB"),
    ],
)
def test_a_forged_head_is_refused(fields: tuple[bytes | int, ...], says: str) -> None:
    """A head that promises what must not come is refused with the reason."""
    with pytest.raises(FrameError, match=says):
        read_head(HEAD.pack(*fields), body_cap=CAP)


@settings(deadline=None)
@given(st.binary(min_size=HEAD.size, max_size=HEAD.size) | st.binary(min_size=21, max_size=21).map(MAGIC.__add__))
def test_any_bytes_are_a_small_head_or_refused(data: Any) -> None:
    """No head asks for more memory than its reader is ready for."""
    try:
        head = read_head(data, body_cap=CAP)
    except FrameError:
        return
    assert head.header <= HEADER_CAP
    assert head.body <= CAP


def nested(levels: Any) -> Any:
    """Return a header of so many levels; the object is the first."""
    return b'{"":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


def wide(nodes: Any) -> Any:
    """Return a header of so many nodes; the object and its list are two of them."""
    return json.dumps({"": [0] * (nodes - 2)}, separators=(",", ":")).encode()


@pytest.mark.parametrize("data", [nested(DEPTH_CAP), wide(NODE_CAP)], ids=["deepest", "widest"])
def test_the_bounds_themselves_are_allowed(data: bytes) -> None:
    """The caps say `at most`."""
    assert list(read_header(data)) == [""]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b"3", id="a-number"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"a":1}{"a":1}', id="two-objects"),
        pytest.param(b'{"a":1}\0', id="trailing-zero"),
        pytest.param(b'\xef\xbb\xbf{"a":1}', id="byte-order-mark"),
        pytest.param(b'{"a":"\xff"}', id="no-utf-8"),
        pytest.param('{"a":1}'.encode("utf-16"), id="utf-16"),
        pytest.param(b'{"a":NaN}', id="nan"),
        pytest.param(b'{"a":[Infinity]}', id="infinity"),
        pytest.param(b'{"a":-Infinity}', id="minus-infinity"),
        pytest.param(b'{"a":' + b"9" * 60_000 + b"}", id="huge-number"),
        pytest.param(nested(DEPTH_CAP + 1), id="one-too-deep"),
        pytest.param(nested(30_000), id="deep"),
        pytest.param(b'{"":' * 13_000, id="deep-and-cut"),
        pytest.param(wide(NODE_CAP + 1), id="one-too-wide"),
        pytest.param(wide(32_000), id="wide"),
    ],
)
def test_a_forged_header_is_refused(data: bytes) -> None:
    """Whatever is no small JSON object is a FrameError and nothing else."""
    assert len(data) <= HEADER_CAP
    with pytest.raises(FrameError):
        read_header(data)


HEADER = json.dumps({"first": 12, "facts": [{"type": "é", "frames": [None, True, 1.5e3]}], "fact_of": {"0": 0}})
SIGNS = st.binary(max_size=3) | st.sampled_from([bytes([sign]) for sign in b'{}[]",:'])
EDIT = st.tuples(st.integers(0, len(HEADER)), st.integers(0, 9), SIGNS)


@settings(deadline=None)
@given(st.lists(EDIT, min_size=1, max_size=4))
def test_a_mutated_header_is_refused_or_an_object(edits: Any) -> None:
    """Changing, cutting or inserting bytes gives an object or a FrameError, never another exception."""
    text = bytearray(HEADER.encode())
    for start, length, new in edits:
        text[start : start + length] = new
    with contextlib.suppress(FrameError):
        assert type(read_header(text)) is dict


def test_the_costliest_header_takes_little_memory() -> None:
    """A full header of the smallest objects stays below a few megabytes once parsed."""
    data = b'{"":[' + b",".join([b'{"":0}'] * 9000) + b"]}"
    assert len(data) <= HEADER_CAP
    tracemalloc.start()
    try:
        with pytest.raises(FrameError, match="nodes"):
            read_header(data)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_frame_for_nobody_cannot_be_packed() -> None:
    """A request that does not fit its field is our own mistake, and loud."""
    with pytest.raises(struct.error):
        pack(Kind.DONE, 2**64, {})
