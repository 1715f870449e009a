"""The paths that a test has given away, among all that it has given."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.tester.given_places import GivenPlaces


def path_of(text: object) -> Path | None:
    """Return the path of a text below a folder; none of another folder's."""
    path = Path("/here", str(text))
    return path if Path("/here") in path.parents else None


@pytest.mark.parametrize(
    ("values", "named"),
    [
        pytest.param(["a.txt"], True, id="text"),
        pytest.param([Path("/here/a.txt")], True, id="path"),
        pytest.param(["-o out --file=a.txt"], True, id="word"),
        pytest.param([[{"name": ("b.txt", "./a.txt")}]], True, id="within"),
        pytest.param(["A.txt", 3, None, "/there/a.txt", "a.txt.bak"], False, id="others"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_which_paths_are_named(values: list[object], *, named: bool) -> None:
    """A text, a word of it, a path, or one in a container."""
    assert GivenPlaces(values, path_of).names(Path("/here/a.txt")) is named


def test_what_lies_in_a_folder_and_beside_a_file() -> None:
    """A folder is given with all that is in it; a neighbour is not."""
    given = GivenPlaces(["in", "files/a.txt"], path_of)
    assert given.names(Path("/here/in/deep/b.txt"))
    assert not given.names(Path("/here/files/b.txt"))
    assert given.is_beside(Path("/here/files/b.txt"))
    assert not given.is_beside(Path("/here/files/deep/b.txt"))
