"""Forged replies through all that reads them on the judge's side: taken for replies, refused, or a fault of ours.

    python benchmarks/fuzzing.py [--minutes 10] [--seed 1]

Each reply is one that a worker could send (answers of every form, a report of loaded files) with a few changes: in its
bytes, in the values of its headers, in the lengths that it states, in the order of its frames.  It goes through a real
channel, and what is accepted is read to the last entry.  Only a refusal may come of it: FrameError, WorkerError, or a
hangup where the bytes end early.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import socket
import time
import traceback
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.errors import WorkerError
from grader.sandbox.channel import ChannelClosed
from grader.sandbox.socket_channel import SocketChannel
from grader.submission import read_report
from grader.worker.wire.answers import Answers, layout_of
from grader.worker.wire.columns import Column
from grader.worker.wire.frames import HEAD, FrameError, Kind, pack
from grader.worker.wire.packing import AnswerPacker

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.worker.wire.frames import Frame

REQUEST = 7
CAP = 1 << 20
VECTORS = Column.of([np.arange(float(n)) for n in (3, 1, 4, 1, 5)])
VALUES: list[object] = [1.5, True, 3, 2j, None, [1, 2], (1.0, 2.0), np.eye(3), np.zeros((2, 0)), "text", np.float32(2)]
ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 2, 7, 2**31, 2**63, 2**64, -(2**63), 1.5, 1e308, "", "0", "x" * 300, "\ud800"),
    *([], {}, [[]], [0] * 50, {"0": 0}, {"group": 0}, ["a", {}], {"": ""}),
]
LOST = {"line": 2, "type": "NameError", "text": "no y", "cell": 1}
PROBLEM = {"kind": "raised", "line": 2, "source": "y", "type": "NameError", "text": "no y", "name": "", "cell": 1}
REPORT: dict[str, Any] = {
    "files": [
        {"name": "a.py", "state": "whole", "encoding": "utf-8", "problem": None, "lost": []},
        {"name": "b.ipynb", "state": "definitions", "encoding": "utf-8", "problem": PROBLEM, "lost": [LOST]},
    ],
    "functions": {
        "f": {"file": "a.py", "line": 3, "signature": "(x)", "fits": True, "also": [{"file": "a", "line": 1}]}
    },
    "names": [{"name": "g", "file": "a.py", "line": 1, "cell": 0, "form": "function", "signature": "(x, y)"}],
}


def replies() -> list[tuple[Kind, list[tuple[Kind, dict[str, Any], bytes]]]]:
    """Return honest replies: the kind that ends each, and its frames."""
    vectors, mixed = AnswerPacker(1 << 16), AnswerPacker(1 << 16)
    for vector in VECTORS:
        vectors.add(vector)
    for value in VALUES:
        mixed.add(value)
    last = {"changed": [[0, 1, 0]], "yields": [[{"line": 3, "text": "a + b", "bare": False}]]}
    answered = [part(0, vectors), part(1, mixed), (Kind.DONE, last, b"")]
    return [(Kind.DONE, answered), (Kind.LOADED, [(Kind.LOADED, REPORT, b"")])]


def part(group: int, packed: AnswerPacker) -> tuple[Kind, dict[str, Any], bytes]:
    """Return the frame with a group's answers."""
    header = {"group": group, "first": 0, "count": len(packed), "data": packed.size}
    return Kind.PART, header | {"facts": packed.facts, "fact_of": packed.fact_of}, b"".join(packed.body())


def forged(frames: list[tuple[Kind, dict[str, Any], bytes]], stream: random.Random) -> bytes:
    """Return the bytes of a reply with changes of some kinds."""
    ways = stream.sample(range(4), stream.randint(1, 2))
    if 0 in ways:
        frames = stream.choices(frames, k=stream.randint(1, 4)) if stream.random() < 0.3 else list(frames)
    made = []
    for kind, header, body in frames:
        text = json.loads(json.dumps(header))
        if 1 in ways and stream.random() < 0.7:
            change_header(text, stream)
        if 2 in ways and body:
            body = changed(body, stream, 3)
        made.append(b"".join(pack(kind, REQUEST, text, body)))
    data = b"".join(made)
    return changed(data, stream, 4) if 3 in ways else data


def change_header(node: Any, stream: random.Random) -> None:
    """Put something odd in a place of a header, at any depth."""
    while isinstance(node, dict | list) and node:
        key = stream.choice(list(node)) if isinstance(node, dict) else stream.randrange(len(node))
        if isinstance(node[key], dict | list) and node[key] and stream.random() < 0.6:
            node = node[key]
            continue
        if stream.random() < 0.15:
            del node[key]
        else:
            node[key] = stream.choice(ODD)
        return


def changed(data: bytes, stream: random.Random, most: int) -> bytes:
    """Return bytes with up to `most` edits: single bytes, lengths, pieces moved, removed or put in."""
    made = bytearray(data)
    for _ in range(stream.randint(1, most)):
        at = stream.randrange(len(made) + 1)
        edits: list[Callable[[], bytes]] = [
            lambda: bytes([stream.randrange(256)]),
            lambda: stream.choice([0, 1, 2**15, 2**31, 2**32 - 1, 2**62, 2**64 - 1]).to_bytes(8, "little"),
            lambda: stream.randbytes(stream.randint(0, 40)),
            lambda: bytes(made[stream.randrange(len(made) + 1) :][: stream.randint(0, HEAD.size)]),
            lambda: b"",
        ]
        new = stream.choice(edits)()
        made[at : at + stream.choice([0, len(new), stream.randint(0, 30)])] = new
    return bytes(made)


def read(data: bytes, last: Kind) -> int:
    """Send a reply through a channel and read all of it; return how many frames it had."""
    ours, theirs = socket.socketpair()
    output, nothing = os.pipe()
    try:
        channel = SocketChannel(ours, output)
        with theirs:
            theirs.sendall(data)
        groups = (Answers(len(VECTORS), layout_of(VECTORS)), Answers(len(VALUES)))
        deadline = time.monotonic() + 60
        frames = list(channel.exchange((), request=REQUEST, deadline=deadline, body_cap=CAP, last=last))
        take(frames, groups)
    finally:
        ours.close()
        os.close(output)
        os.close(nothing)
    return len(frames)


def take(frames: list[Frame], groups: tuple[Answers, ...]) -> None:
    """Read what frames say, to the last entry."""
    for frame in frames:
        if frame.kind is Kind.LOADED:
            read_report(frame.header)
        elif frame.kind is Kind.PART:
            number = frame.header.get("group")
            if type(number) is not int or not 0 <= number < len(groups):
                raise FrameError("answers to a group that was not asked")
            groups[number].add(frame.header, frame.body)
    for group in groups:
        with np.errstate(all="ignore"):
            for value in group.values():
                None if value is None else value.sum()
        column = group.uniform()
        None if column is None else [entry.sum() for entry in column]


def main() -> None:
    """Forge for a while and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    stream, honest, count = random.Random(asked.seed), replies(), Counter[str]()
    for last, frames in honest:
        read(b"".join(b"".join(pack(kind, REQUEST, header, body)) for kind, header, body in frames), last)
    worst, until = 0.0, time.monotonic() + 60 * asked.minutes
    while time.monotonic() < until:
        last, frames = stream.choice(honest)
        data = forged(frames, stream)
        began = time.process_time()
        try:
            count["frames"] += read(data, last)
            count["accepted"] += 1
        except (FrameError, WorkerError, ChannelClosed) as error:
            count["refused"] += 1
            count[type(error).__name__] += 1
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            count["other"] += 1
            with contextlib.suppress(OSError):
                print(data[:2000], traceback.format_exc(limit=-3), sep="\n")
        worst = max(worst, time.process_time() - began)
    total = count["accepted"] + count["refused"] + count["other"]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"seed {asked.seed}, {asked.minutes:g} minutes: {total} replies, {count['accepted']} accepted with "
        f"{count['frames']} frames, {count['refused']} refused (bytes end early in {count['Hangup']}), "
        f"{count['other']} other exceptions; worst {worst * 1e3:.0f} ms, {memory} MiB at most"
    )


if __name__ == "__main__":
    main()
