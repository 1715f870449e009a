"""The names of what lies in the folder of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.store.folder import Folder, file_name

if TYPE_CHECKING:
    from pathlib import Path

IDS = {
    "up": "..", "here": ".", "empty": "", "far-up": "../../etc/passwd", "slash": "a/b", "backslash": "a\\b",
    "nul": "a\0b", "colon": "CON:", "undecodable": "\udcff", "long": "𝒳" * 99,
}  # fmt: skip


@pytest.mark.parametrize("id_", IDS.values(), ids=IDS)
def test_an_id_never_leads_elsewhere(tmp_path: Path, id_: str) -> None:
    """The name of a page is one plain part of a path, and short."""
    path = Folder(tmp_path).report(id_)
    assert path.parent == tmp_path / "reports"
    assert path.name not in {".", ".."}
    assert not set(path.name) & set("/\\\0:")
    assert len(path.name.encode()) <= 255


def test_ids_that_look_alike_have_files_of_their_own() -> None:
    """What is replaced in a name does not make two ids one."""
    ids = ["a b", "a_b", "a/b", "a?b", "x" * 100, "x" * 101, ".a", "a"]
    assert len({file_name(id_) for id_ in ids}) == len(ids)
