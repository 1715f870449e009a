"""Pictures of answers: decoded once however often they are asked for, kept within a bound, refused in words."""

from __future__ import annotations

import asyncio
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from grader.marking import media
from grader.marking.media import Media
from grader.sandbox.decoding import DecodedPicture, DecodingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

JPEG = b"\xff\xd8\xff"


class Decoder:
    """Counts what it decodes, and how much of it at once."""

    def __init__(self, result: DecodedPicture | Exception) -> None:
        self.result = result
        self.count = self.now = self.most = 0
        self._lock = threading.Lock()

    def __call__(self) -> DecodedPicture:
        """Decode, which takes a moment."""
        with self._lock:
            self.count += 1
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self._lock:
            self.now -= 1
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def picture(size: int = 100) -> DecodedPicture:
    """Return a picture of so many bytes."""
    return DecodedPicture(JPEG + bytes(size - len(JPEG)), 1, 10, 10)


def remembered(requests: Sequence[tuple[str, Callable[[], DecodedPicture]]]) -> tuple[list[Any], Media]:
    """Return the answers to requests that come all at once."""

    async def ask() -> tuple[list[Any], Media]:
        made = Media(cast("Any", SimpleNamespace(walls=True)))
        return await asyncio.gather(*(made._remembered(key, decode) for key, decode in requests)), made

    return asyncio.run(ask())


def test_a_picture_that_is_asked_for_twice_at_once_is_decoded_once() -> None:
    """A page asks for the picture and for its number of pages in the same moment."""
    decoder = Decoder(picture())
    answers, made = remembered([("a", decoder)] * 4)
    assert decoder.count == 1
    assert answers == [picture()] * 4
    assert made._size == 100


def test_two_pictures_are_decoded_at_a_time() -> None:
    """More would take the memory of the machine on which the store is open."""
    decoder = Decoder(picture())
    remembered([(str(number), decoder) for number in range(6)])
    assert (decoder.count, decoder.most) == (6, media.AT_ONCE)


def test_those_that_were_seen_longest_ago_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes of all that are kept stay within the bound."""
    monkeypatch.setattr(media, "MOST_KEPT", 250)
    decoder = Decoder(picture())
    _, made = remembered([(str(number), decoder) for number in range(5)])
    assert (len(made._cache), made._size) == (2, 200)


@pytest.mark.parametrize(
    ("error", "text", "asked"),
    [
        pytest.param(DecodingError("it has no pixels"), "it has no pixels", 1, id="cannot-be-decoded"),
        pytest.param(OSError("gone"), "the file cannot be read", 2, id="cannot-be-read-now"),
    ],
)
def test_why_there_is_no_picture_is_said(error: Exception, text: str, asked: int) -> None:
    """What is wrong with the content stays so; a file that could not be read is tried again."""
    decoder = Decoder(error)
    answers, _ = remembered([("a", decoder), ("a", decoder)])
    assert answers == [text, text]
    assert decoder.count == asked
