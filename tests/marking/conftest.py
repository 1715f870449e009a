"""The site of a class of four."""

from __future__ import annotations

import pytest

from tests.marking.small_site import small_site


@pytest.fixture
def site(tmp_path):
    """Return a site; two of the answers are the same."""
    answers = {"annika": "By $e^x$ it holds.", "bjarne": "By $e^x$  it holds.", "celine": "No idea.", "dmitri": ""}
    made = small_site(tmp_path, answers, {"annika": {"name": "Annika Lund", "ids": ("al123",)}})
    yield made
    made.service.close()
