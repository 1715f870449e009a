"""A class as it was downloaded: one command, a row for everybody, and code that finds its data file."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import Batch, regrade, run
from grader.errors import UsageError
from grader.store import Folder, FolderLock, Store
from tests.batch.class_of import RIGHT, TASK, Threads
from tests.present import present

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DATA = "FACTOR = float(open('factor.txt').read())\n\n\ndef double(a):\n    return FACTOR * a\n"
MEMBERS = {
    "Ann Lee_101_assignsubmission_file/double.py": DATA,
    "Ann Lee_101_assignsubmission_file/factor.txt": "2",
    "Bo Ox_102_assignsubmission_file/double.py": RIGHT,
    "Bo Ox_102_assignsubmission_onlinetext/onlinetext.html": "<p>see file</p>",
}


def downloaded(root: Path) -> Batch:
    """Write a course, a download and a list of the class; return the batch over them."""
    for name, text in {"tasks/double.yaml": TASK, "reference/double.py": RIGHT}.items():
        (root / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "course" / name).write_text(text)
    with zipfile.ZipFile(root / "moodle.zip", "w") as archive:
        for name, text in MEMBERS.items():
            archive.writestr(name, text)
    (root / "list.csv").write_text("Identifier,Full name,Group\n101,Ann Lee,B\n102,Bo Ox,A\n103,Cy Q,A\n")
    return Batch(root / "moodle.zip", root / "course", root / "out", Threads(), 1, roster=root / "list.csv")


@pytest.mark.parametrize("grade", [run, regrade], ids=["batch", "regrade"])
def test_a_second_grader_does_not_unpack_into_a_folder_that_is_taken(tmp_path: Path, grade: Callable[..., Any]) -> None:
    """It is told before it has touched a file that the first one grades."""
    batch = downloaded(tmp_path)
    with FolderLock(tmp_path / "out"):
        with pytest.raises(UsageError, match="another grader is writing here"):
            grade(batch, lambda _: None)
        assert list((tmp_path / "out").iterdir()) == []


def test_a_class_with_a_mistake_leaves_no_folder(tmp_path: Path) -> None:
    """What is said comes before anything is written."""
    batch = downloaded(tmp_path)
    (tmp_path / "moodle.zip").write_bytes(b"no zip")
    with pytest.raises(UsageError, match=r"moodle\.zip"):
        run(batch, lambda _: None)
    assert not (tmp_path / "out").exists()


def test_a_download_is_graded_as_it_is(tmp_path: Path) -> None:
    """Files beside the code are there for it, and what the platform and the list know is in the result."""
    batch = downloaded(tmp_path)
    progress = run(batch, lambda _: None)
    assert (progress.total, progress.graded, progress.failures) == (3, 3, {})
    with Store(Folder(tmp_path / "out")) as store:
        results = {id_: present(store.newest(id_)).result for id_ in ("101", "102", "103")}
    assert {id_: result.points for id_, result in results.items()} == {"101": 3, "102": 3, "103": 0}
    assert (results["101"].submission.name, results["101"].submission.group) == ("Ann Lee", "B")
    assert any("onlinetext.html" in note for note in results["102"].notes)
    assert any("Nothing was handed in" in note for note in results["103"].notes)
    again = run(batch, lambda _: None)
    assert (again.graded, again.cached) == (0, 3)
