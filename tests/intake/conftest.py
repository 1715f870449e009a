"""One process reads the archives of all tests of this folder: starting them would take most of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.archives import reader
from grader.sandbox.helper import Helper

if TYPE_CHECKING:
    from collections.abc import Iterator


class SharedHelper(Helper):
    """A helper whose process lives on when a reader is closed; one that has ended is started again."""

    def close(self) -> None:
        """Leave the process to the next reader."""


@pytest.fixture(scope="package", autouse=True)
def _one_reading_process() -> Iterator[None]:
    shared = SharedHelper("grader.archives.extraction", "serve")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "Helper", lambda *_: shared)
        yield
    Helper.close(shared)
