"""A folder as a download: which files are taken, which are not and why, whatever lies there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.archives.names import DEEPEST
from grader.errors import UsageError
from grader.intake import download
from grader.intake.download import Download, DownloadFile, of_folder

if TYPE_CHECKING:
    from pathlib import Path


def listed(folder: Path, *without: Path) -> dict[str, DownloadFile]:
    """Return the files of a folder by their names."""
    return {file.name: file for file in of_folder(folder, without).files}


def write(folder: Path, *names: str) -> None:
    """Write files of one byte; a name that ends in / is a folder."""
    for name in names:
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")


def test_files_are_listed_in_the_order_of_their_names(tmp_path: Path) -> None:
    """With their size and time."""
    write(tmp_path, "ben/hw.py", "ana/b.py", "ana/a/deep.py", "single.py")
    files = listed(tmp_path)
    assert list(files) == ["ana/a/deep.py", "ana/b.py", "ben/hw.py", "single.py"]
    assert all(file.path is not None and file.size == 1 and file.at > 0 for file in files.values())


def test_an_empty_folder_may_be_somebodys(tmp_path: Path) -> None:
    """Who handed in nothing is in the class all the same."""
    write(tmp_path, "ana/")
    assert listed(tmp_path)["ana/"].empty


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither to files nor to folders: they could lead to any file of this machine, or in a circle."""
    write(tmp_path, "ana/hw.py")
    (tmp_path / "ana/passwd").symlink_to("/etc/passwd")
    (tmp_path / "ben").symlink_to(tmp_path / "ana")
    (tmp_path / "ana/loop").symlink_to(tmp_path)
    refused = {name: file.refused for name, file in listed(tmp_path).items() if file.path is None}
    assert refused == dict.fromkeys(["ana/loop", "ana/passwd", "ben"], "is a link to another place")


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe would wait for ever."""
    write(tmp_path, "ana/hw.py")
    os.mkfifo(tmp_path / "ana/pipe")
    assert listed(tmp_path)["ana/pipe"].refused == "is no plain file"


@pytest.mark.parametrize("clutter", ["__pycache__/a.pyc", ".git/config", ".ipynb_checkpoints/hw.ipynb", ".DS_Store"])
def test_clutter_is_ignored_with_a_reason(tmp_path: Path, clutter: str) -> None:
    """A folder of it is not entered."""
    write(tmp_path, "ana/hw.py", f"ana/{clutter}")
    ignored = [file for file in listed(tmp_path).values() if file.ignored]
    assert [file.name for file in ignored] == [f"ana/{clutter.partition('/')[0]}" + "/" * ("/" in clutter)]


@pytest.mark.parametrize("mark", ["lib/python3.11/site-packages/p.py", "conda-meta/history", "Lib/site-packages/p.py"])
def test_the_library_of_an_environment_is_ignored(tmp_path: Path, mark: str) -> None:
    """Also where the folder that tells of it is not entered."""
    write(tmp_path, "ana/hw.py", f"ana/e/{mark}", "ana/e/lib/python3.11/os.py", "ana/e/bin/activate", "ana/e/own.py")
    files = listed(tmp_path)
    taken = {name for name, file in files.items() if not file.ignored}
    assert taken == {"ana/hw.py", "ana/e/own.py"}
    assert {name for name in files if name.startswith("ana/e/lib")} <= {"ana/e/lib/"}


def test_the_results_of_the_grader_are_no_hand_in(tmp_path: Path) -> None:
    """Wherever they lie in the download."""
    write(tmp_path, "ana/hw.py", "results/store.sqlite", "ana/out/page.html", "ana/out2/x")
    names = list(listed(tmp_path, tmp_path / "results", tmp_path / "ana" / "out"))
    assert names == ["ana/hw.py", "ana/out2/x"]


def test_depth_and_number_have_limits_for_each_student(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They cost that student's part alone."""
    monkeypatch.setattr(download, "MOST_OF_ONE", 5)
    write(tmp_path, "deep/" + "d/" * (DEEPEST + 2) + "x.py", *(f"many/{n}.py" for n in range(9)), "ana/hw.py")
    files = listed(tmp_path)
    assert any(file.refused == f"lies more than {DEEPEST} folders deep" for file in files.values())
    assert files["many/"].refused == "holds more than 5 files; the rest"
    assert files["ana/hw.py"].path is not None


def test_a_folder_of_everything_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody has named the folder above."""
    monkeypatch.setattr(download, "MOST_OF_ALL", 3)
    write(tmp_path, *(f"{n}/hw.py" for n in range(5)))
    with pytest.raises(UsageError, match=r"has more than 3 files\. Name the folder of one class"):
        of_folder(tmp_path, ())


@pytest.mark.parametrize("name", ["missing", "file.py"])
def test_what_is_no_folder_is_a_sentence(tmp_path: Path, name: str) -> None:
    """With the reason of the system."""
    write(tmp_path, "file.py")
    with pytest.raises(UsageError, match=r"cannot be opened .*Name another folder"):
        of_folder(tmp_path / name, ())


@pytest.mark.parametrize("folder", [None, "x"], ids=["archive", "folder"])
def test_a_name_in_an_archive_may_lead_outside(tmp_path: Path, folder: str | None) -> None:
    """Such a file is nobody's; in a folder there is no such name."""
    files = (DownloadFile("../x.py", tmp_path), DownloadFile("a.py", tmp_path), DownloadFile("b", ignored="clutter"))
    named = Download(files, None if folder is None else tmp_path).named()
    assert list(named) == (["a.py"] if folder is None else ["../x.py", "a.py"])
