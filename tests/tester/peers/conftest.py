"""The modules of other graders are served for one test, and no later one meets them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from grader.tester.peers.served import SERVED, ServedModules

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _serve_no_longer() -> Iterator[None]:
    """Take finder and modules away again."""
    yield
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, ServedModules)]
    for name in SERVED:
        sys.modules.pop(name, None)
