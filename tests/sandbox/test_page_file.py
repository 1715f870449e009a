"""The page of the portable link: numbers that both sides see, and what a worker appends before its time is over."""

from __future__ import annotations

import mmap
import os
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.page_file import LONGEST_TRACE, PageFile
from grader.worker.hang_watch import HangWatch
from tests.sandbox.hostile import descriptors

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def page() -> Iterator[PageFile]:
    """Give a page, and take it back."""
    made = PageFile()
    yield made
    made.close()


def test_what_the_other_process_writes_is_the_call(page: PageFile) -> None:
    """A number of 64 bits, seen at once; the judge sets it back."""
    with Path(page.name).open("r+b") as file:
        theirs = mmap.mmap(file.fileno(), mmap.PAGESIZE)
    for number in (1, 7, 2**64 - 1):
        theirs[:8] = struct.pack("=Q", number)
        assert page.call == number
    page.reset(1.5)
    assert (page.call, struct.unpack("=QQ", theirs[:16])) == (0, (0, 1_500_000))
    theirs.close()


def test_only_what_was_appended_since_is_the_trace(page: PageFile) -> None:
    """An older one belongs to an older request."""
    assert page.appended() == ""
    for text in ("first", "second é"):
        page.reset()
        with Path(page.name).open("ab") as file:
            file.write(text.encode())
        assert page.appended() == text
    page.reset()
    assert page.appended() == ""


@pytest.mark.parametrize("size", [0, 100])
def test_a_file_that_a_student_makes_shorter_has_no_trace(page: PageFile, size: int) -> None:
    """Nobody looks at memory that is gone."""
    page.reset()
    os.truncate(page.name, size)
    assert page.appended() == ""
    os.truncate(page.name, mmap.PAGESIZE)


def test_a_long_trace_is_cut(page: PageFile) -> None:
    """As long as any that is worth reading."""
    page.reset()
    with Path(page.name).open("ab") as file:
        file.write(b"x" * (LONGEST_TRACE + 5))
    assert len(page.appended()) == LONGEST_TRACE


@pytest.mark.parametrize("removed", [False, True])
def test_a_page_leaves_nothing_behind(removed: bool) -> None:
    """Neither a descriptor nor a file, whether or not the worker has removed its name."""
    before = descriptors()
    for _ in range(20):
        page = PageFile()
        if removed:
            Path(page.name).unlink()
        page.close()
        assert not Path(page.name).exists()
    assert descriptors() == before


def test_a_watch_writes_down_where_its_process_is_before_the_time_is_over(page: PageFile) -> None:
    """Into the file and nowhere else; disarmed in time it writes nothing."""
    watch = HangWatch(page.name)
    page.reset(0.2)
    watch.arm()
    until = time.monotonic() + 30
    while "test_page_file" not in page.appended() and time.monotonic() < until:
        time.sleep(0.01)
    assert page.appended().startswith("Timeout (")
    page.reset(60.0)
    watch.arm()
    watch.disarm()
    page.reset(0.0)
    watch.arm()
    assert page.appended() == ""
    watch.slot[0] = 9
    assert page.call == 9
