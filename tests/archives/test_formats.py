"""Names of archives: readable, unreadable, or something else; and the name without its ending."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.archives.formats import (
    SINGLE,
    SUFFIXES,
    UNREADABLE,
    cannot_be_unpacked,
    is_archive,
    is_packed_class,
    stem,
    suffix,
)


@pytest.mark.parametrize(
    ("name", "ending", "rest"),
    [
        pytest.param("a.zip", ".zip", "a", id="zip"),
        pytest.param("A.ZIP", ".zip", "A", id="capitals"),
        pytest.param("x/y.tar.gz", ".tar.gz", "x/y", id="longest-ending"),
        pytest.param("x.tgz", ".tgz", "x", id="short-tar"),
        pytest.param("data.csv.gz", ".gz", "data.csv", id="one-file"),
        pytest.param("a.zip.tar", ".tar", "a.zip", id="last-one-counts"),
        pytest.param("a.b.zst", ".zst", "a.b", id="zstandard"),
        pytest.param("zip", "", "zip", id="no-dot"),
        pytest.param(".zip", "", ".zip", id="only-an-ending"),
        pytest.param(".tar.gz", ".gz", ".tar", id="an-ending-of-an-ending"),
        pytest.param("a.zip.txt", "", "a.zip", id="inside-the-name"),
        pytest.param("gzip.py", "", "gzip", id="module"),
        pytest.param("ada.tar.lz4", "", "ada", id="an-archive-that-is-not-unpacked"),
        pytest.param(".bashrc", "", ".bashrc", id="hidden-file"),
        pytest.param("", "", "", id="empty"),
    ],
)
def test_an_ending_makes_an_archive(name: str, ending: str, rest: str) -> None:
    """The longest one, whatever its case; a file that is nothing but an ending is none."""
    assert (suffix(name), stem(name), is_archive(name)) == (ending, rest, bool(ending))


@pytest.mark.parametrize("ending", SUFFIXES)
def test_an_archive_of_many_files_may_be_a_class(ending: str) -> None:
    """Whatever packs it."""
    assert is_packed_class(f"class{ending}")
    assert is_packed_class(f"CLASS{ending.upper()}")


@pytest.mark.parametrize("ending", SINGLE)
def test_one_compressed_file_is_no_class(ending: str) -> None:
    """It can be read, and holds one file."""
    assert not is_packed_class(f"grades.csv{ending}")
    assert is_archive(f"grades.csv{ending}")


@pytest.mark.parametrize("ending", UNREADABLE)
def test_an_archive_that_nothing_unpacks_is_named(ending: str) -> None:
    """By its ending, as the sentence about it says."""
    assert cannot_be_unpacked(f"Work{ending.upper()}") == next(
        other[1:] for other in UNREADABLE if ending.endswith(other)
    )
    assert not is_archive(f"work{ending}")


@pytest.mark.parametrize("name", ["a.py", "a.zip", "a.tar.gz", "rar", "a.rar.py", "a.xz", "a.ipynb", "a.gz"])
def test_a_file_that_is_read_is_not_called_unreadable(name: str) -> None:
    """Code, archives that are read, and names that only contain an ending."""
    assert cannot_be_unpacked(name) == ""


@given(st.text(max_size=20), st.sampled_from([*SUFFIXES, *SINGLE]))
def test_a_name_is_its_stem_and_its_ending(name: str, ending: str) -> None:
    """Nothing of an archive's name is lost."""
    whole = f"n{name}{ending}"
    assert (stem(whole) + suffix(whole)).casefold() == whole.casefold()
