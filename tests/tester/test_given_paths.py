"""Paths that a test gives to a student's code: what lies there can be used, and nothing else."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester.given_paths import GivenPaths

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder in which a test has its own folder, beside what is none of a student's business."""
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "data.txt").write_text("data")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "given" / "link").symlink_to(tmp_path / "secret.txt")
    return tmp_path


def given(path: Path) -> GivenPaths:
    """Return the table after a test has given a path away."""
    paths = GivenPaths()
    paths.give(path)
    return paths


def used(paths: GivenPaths, path: Any, name: str, *args: Any) -> Any:
    """Return what a method gives, as the student's code uses it."""
    return paths.attribute(path, name)(*args)


def test_what_lies_in_a_given_folder_can_be_read_and_written(place: Path) -> None:
    """As most tests with `tmp_path` want it."""
    folder = place / "given"
    paths = given(folder)
    new = used(paths, folder, "joinpath", "new", "out.txt")
    used(paths, used(paths, folder, "joinpath", "new"), "mkdir")
    assert used(paths, new, "write_text", "out") == 3
    with used(paths, new, "open", "a") as file:
        file.write("!")
    assert used(paths, new, "read_text") == "out!"
    names = {paths.attribute(path, "name") for path in used(paths, folder, "iterdir")}
    assert names == {"new", "data.txt", "link"}
    assert [str(path) for path in used(paths, folder, "glob", "*.txt")] == [str(folder / "data.txt")]
    assert used(paths, new, "rename", folder / "moved.txt").exists()


@pytest.mark.parametrize("mode", ["w", "wb", "a", "r+", "r+b", "unbuffered", "write_text", "write_bytes"])
def test_bytes_that_are_written_take_room(place: Path, mode: str) -> None:
    """However they are: what has no room is not written."""
    taken: list[int] = []

    def take_room(size: int) -> None:
        if sum(taken) + size > 100:
            raise OSError(errno.ENOSPC, "full")
        taken.append(size)

    paths = GivenPaths(take_room=take_room)
    folder = place / "given"
    paths.give(folder)
    path = used(paths, folder, "joinpath", "data.txt")

    def write(size: int) -> None:
        if mode.startswith("write_"):
            used(paths, path, mode, "a" * size if mode == "write_text" else bytes(size))
            return
        options = ("wb", 0) if mode == "unbuffered" else (mode,)
        with used(paths, path, "open", *options) as file:
            file.write(bytes(size) if "b" in options[0] else "a" * size)

    write(40)
    write(60)
    with pytest.raises(OSError, match="full"):
        write(1)
    assert sum(taken) == 100
    assert path.stat().st_size <= 104


@pytest.mark.parametrize("way", ["/../secret.txt", "/link", "/../given/../secret.txt"])
@pytest.mark.parametrize("name", ["read_text", "read_bytes", "open", "stat", "unlink", "iterdir"])
def test_no_other_place_is_reached(place: Path, way: str, name: str) -> None:
    """Neither by going up nor by a link."""
    paths = given(place / "given")
    path = used(paths, place / "given", "joinpath", str(place / "given") + way)
    paths.give(path)  # it is passed on and comes back
    with pytest.raises(PermissionError, match="not in a folder"):
        used(paths, path, name)
    assert (place / "secret.txt").exists()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("rename", ("moved",)), ("replace", ("moved",)), ("glob", ("../*",)), ("rglob", ("../*",)),
        ("open", ("r", -1, None, None, None, print)),
    ],
)  # fmt: skip
def test_no_argument_leads_out(place: Path, name: str, args: tuple[Any, ...]) -> None:
    """Of a path that may be used."""
    paths = given(place / "given")
    more = tuple(str(place / each) if each == "moved" else each for each in args)
    with pytest.raises((PermissionError, TypeError)):
        used(paths, place / "given", name, *more)


@pytest.mark.parametrize("name", ["symlink_to", "hardlink_to", "chmod", "cwd", "home", "expanduser", "_flavour"])
def test_links_rights_and_other_folders_are_not_for_it(place: Path, name: str) -> None:
    """Nobody needs them for a test's files."""
    with pytest.raises(PermissionError, match="cannot be used"):
        given(place / "given").attribute(place / "given", name)


def test_the_folder_of_a_given_file_may_be_made_and_not_read(place: Path) -> None:
    """`path.parent.mkdir(exist_ok=True)` stands in many solutions."""
    path = place / "given" / "data.txt"
    paths = given(path)
    folder = paths.attribute(path, "parent")
    assert used(paths, folder, "exists")
    paths.attribute(folder, "mkdir")(exist_ok=True)
    with pytest.raises(PermissionError):
        used(paths, folder, "iterdir")
    assert used(paths, path, "read_text") == "data"
