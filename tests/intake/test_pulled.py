"""The manifest of a pulled folder: read strictly, and no path of it leads out of the folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import UsageError
from grader.intake import pulled
from grader.intake.pulled import MANIFEST, read_manifest

if TYPE_CHECKING:
    from pathlib import Path

SUBMISSION = {"id": "17", "files": [{"path": "hw.py", "stored": "17/1.py"}], "submitted": "2026-01-01T10:00:00+01:00"}
GOOD: dict[str, Any] = {
    "platform": "Canvas", "lms": "canvas", "address": "https://c", "pulled_at": "2026-01-02T00:00:00Z",
    "submissions": [SUBMISSION],
}  # fmt: skip


def written(folder: Path, data: Any) -> Path:
    """Write a manifest and return its folder."""
    (folder / MANIFEST).write_text(data if isinstance(data, str) else json.dumps(data))
    return folder


def test_a_manifest_is_read(tmp_path: Path) -> None:
    """Every submission with its files."""
    manifest = read_manifest(written(tmp_path, GOOD))
    assert manifest is not None
    assert [(one.id, one.files[0].stored) for one in manifest.submissions] == [("17", "17/1.py")]


@pytest.mark.parametrize("folder", ["missing", "."], ids=["no-folder", "no-manifest"])
def test_a_folder_that_was_not_pulled_has_none(tmp_path: Path, folder: str) -> None:
    """It is read as any other download."""
    assert read_manifest(tmp_path / folder) is None


BAD: dict[str, tuple[Any, str]] = {
    "no-json": ("{", ": Invalid JSON"),
    "nothing": ("", "Invalid JSON"),
    "another-version": (GOOD | {"version": 2}, "version: "),
    "an-unknown-key": (GOOD | {"more": 1}, "more: Extra inputs"),
    "an-unknown-platform": (GOOD | {"platform": "Blog"}, "platform: "),
    "no-id": (GOOD | {"submissions": [SUBMISSION | {"id": ""}]}, "submissions.0.id: "),
    "no-time": (GOOD | {"submissions": [SUBMISSION | {"submitted": "soon"}]}, "submissions.0.submitted: "),
    "outside": (GOOD | {"submissions": [SUBMISSION | {"files": [{"path": "a", "stored": "../a"}]}]},
                "submissions.0.files.0.stored: Value error, lies outside"),
    "absolute": (GOOD | {"submissions": [SUBMISSION | {"files": [{"path": "a", "stored": "/etc/passwd"}]}]}, "outside"),
    "a-zero-byte": (GOOD | {"submissions": [SUBMISSION | {"files": [{"path": "a", "stored": "a\0b"}]}]}, "outside"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "where"), BAD.values(), ids=BAD)
def test_a_damaged_manifest_is_a_sentence(tmp_path: Path, data: Any, where: str) -> None:
    """With the file, the key and the way out."""
    with pytest.raises(UsageError) as error:
        read_manifest(written(tmp_path, data))
    text = str(error.value)
    assert text.startswith(f"{tmp_path / MANIFEST}: is damaged (")
    assert where in text
    assert text.endswith("Run `grader pull` again.")


def test_a_file_that_leads_outside_is_not_there(tmp_path: Path) -> None:
    """A link in the folder could give one student another one's work."""
    folder, secret = tmp_path / "class", tmp_path / "secret.py"
    folder.mkdir()
    secret.write_text("secret")
    (folder / "link.py").symlink_to(secret)
    (folder / "hw.py").write_text("x")
    for stored, refused in (
        ("hw.py", ""),
        ("link.py", "is not in the pulled folder any more"),
        ("gone.py", "is not in"),
    ):
        piece = pulled._piece(pulled.PulledFile(path="hw.py", stored=stored), folder)
        assert (piece.source is None) == bool(refused)
        assert piece.refused.startswith(refused)
