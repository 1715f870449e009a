"""The page that a worker writes the number of its call into."""

from __future__ import annotations

import mmap
import os
import struct
import sys
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.progress_page import ProgressPage
from tests.sandbox.hostile import descriptors

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def page() -> Iterator[ProgressPage]:
    """Give a page, and take it back."""
    made = ProgressPage()
    yield made
    made.close()


def test_what_the_other_process_writes_is_the_call(page: ProgressPage) -> None:
    """A number of 64 bits, seen at once, also after the descriptor was handed over."""
    theirs = mmap.mmap(page.descriptor, mmap.PAGESIZE)
    page.handed_over()
    assert page.call == 0
    for number in (1, 7, 2**64 - 1):
        theirs[:8] = struct.pack("=Q", number)
        assert page.call == number
    page.reset()
    assert (page.call, theirs[:8]) == (0, bytes(8))
    theirs.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can seal a page")
@pytest.mark.parametrize("size", [0, 1, 1 << 20])
def test_the_page_cannot_be_taken_away(page: ProgressPage, size: int) -> None:
    """A worker that made the page shorter would kill the judge that looks at it."""
    with pytest.raises(PermissionError):
        os.ftruncate(page.descriptor, size)
    page.handed_over()


def test_a_system_without_such_pages_uses_a_file_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS a temporary file does the same, but for the seal."""
    monkeypatch.delattr(os, "memfd_create", raising=False)
    page = ProgressPage()
    os.pwrite(page.descriptor, struct.pack("=Q", 5), 0)
    assert page.call == 5
    page.handed_over()
    page.close()


def test_a_page_leaves_nothing_behind() -> None:
    """Neither the descriptor nor the memory."""
    before = descriptors()
    for _ in range(20):
        page = ProgressPage()
        page.handed_over()
        page.close()
    assert descriptors() == before
