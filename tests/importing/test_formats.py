"""The registry of formats: each name reads its own files, and says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.cli.import_tests import import_tests
from grader.importing.formats import FORMATS, PeerFormat

if TYPE_CHECKING:
    from pathlib import Path


def test_every_format_is_one_of_the_command() -> None:
    """Under the same name."""
    choices = [tuple(param.type.choices) for param in import_tests.params if hasattr(param.type, "choices")]
    assert tuple(FORMATS) in choices
    assert all(name == peer.name and peer.reads for name, peer in FORMATS.items())


@pytest.mark.parametrize("peer", FORMATS.values(), ids=FORMATS)
def test_a_file_of_something_else_is_a_row_and_no_crash(peer: PeerFormat, tmp_path: Path) -> None:
    """Nothing of it is imported."""
    (tmp_path / "notes.txt").write_text("just text")
    (tmp_path / "empty").mkdir()
    imported = peer.read([tmp_path])
    assert imported.tasks == []
    assert all(row.reason and not row.imported for row in imported.rows)
