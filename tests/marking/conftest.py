"""The site of a class of four."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.marking.small_site import small_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Any]:
    """Return a site; two of the answers are the same."""
    answers = {"annika": "By $e^x$ it holds.", "bjarne": "By $e^x$  it holds.", "celine": "No idea.", "dmitri": ""}
    made = small_site(tmp_path, answers, {"annika": {"name": "Annika Lund", "ids": ("al123",)}})
    yield made
    made.service.close()
