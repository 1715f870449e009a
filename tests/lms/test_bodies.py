"""Bodies of answers: bounded in size and time, whatever a server sends."""

import gzip
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx2
import pytest

from grader.lms import bodies
from grader.lms.bodies import BEGINNING_BYTES, read_answer, read_beginning, store
from grader.lms.outcomes import LmsRefusalError

READERS: dict[str, Callable[[httpx2.Response], bytes]] = {
    "answer": read_answer,
    "beginning": read_beginning,
    "file": lambda response: store(response, Path("file"), 100_000),
}


class Trickle(httpx2.SyncByteStream):
    """A body whose pieces arrive one by one."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces


def response(pieces: Iterable[bytes], **headers: str) -> httpx2.Response:
    """Return an answer that is not read yet."""
    return httpx2.Response(200, headers=headers, stream=Trickle(pieces))


def endless(taken: list[int]) -> Iterator[bytes]:
    """Yield pieces for ever; `taken` gets one entry for each."""
    while True:
        taken.append(1)
        yield b"x" * 1000


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def _slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second pass whenever somebody looks."""
    clock = iter(range(10**6))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))


@pytest.mark.parametrize("reader", ["answer", "file"])
def test_a_body_without_end_is_refused(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory and disk are bounded."""
    monkeypatch.setattr(bodies, "MAX_ANSWER_BYTES", 100_000)
    taken: list[int] = []
    with pytest.raises(LmsRefusalError, match="MiB"):
        READERS[reader](response(endless(taken)))
    assert len(taken) <= 110


def test_only_the_beginning_of_a_refusal_is_read() -> None:
    """Who says no may say it without end."""
    taken: list[int] = []
    assert read_beginning(response(endless(taken))) == b"x" * BEGINNING_BYTES
    assert len(taken) <= BEGINNING_BYTES // 1000 + 2


@pytest.mark.usefixtures("_slow_clock")
@pytest.mark.parametrize("reader", READERS)
def test_a_body_that_trickles_in_ends(reader: str) -> None:
    """No pause between two pieces is long, and all of them together are."""
    with pytest.raises(httpx2.ReadTimeout, match="trickles"):
        READERS[reader](response(b"x" for _ in range(10**4)))


@pytest.mark.usefixtures("_slow_clock")
def test_a_large_file_over_a_slow_line_arrives() -> None:
    """Its size gives it time."""
    store(response(b"x" * 20_000 for _ in range(1000)), Path("file"), 1 << 30)
    assert Path("file").stat().st_size == 20_000_000


@pytest.mark.parametrize("encoding", ["", "identity", "gzip", "GZIP"])
def test_an_answer_that_a_proxy_compresses_is_read(encoding: str) -> None:
    """Although nobody has asked for it."""
    body = gzip.compress(b"[1]") if encoding.lower() == "gzip" else b"[1]"
    headers = {"Content-Encoding": encoding} if encoding else {}
    assert read_answer(response([body], **headers)) == b"[1]"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip,gzip,deflate", "x-unheard"])
@pytest.mark.parametrize("reader", READERS)
def test_other_compressions_are_trouble(reader: str, encoding: str) -> None:
    """A few kilobytes of them become gigabytes."""
    with pytest.raises(httpx2.DecodingError, match="not asked for"):
        READERS[reader](response([b"x"], **{"Content-Encoding": encoding}))
