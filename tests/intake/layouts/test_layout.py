"""What all layouts share: the tops of a download, readings by pattern, and sentences about names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts import LAYOUTS, PLATFORMS, DownloadEntry, LayoutReading, Listing
from grader.intake.layouts.layout import Person, by_pattern, listed, several_names, top_of
from tests.intake.layouts.trees import tree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "top"),
    [
        pytest.param("a.py", "a.py", id="file"),
        pytest.param("ann/a.py", "ann/", id="folder"),
        pytest.param("ann/b/c/a.py", "ann/", id="deep"),
        pytest.param("李 小龍/a.py", "李 小龍/", id="no Latin letters"),
        pytest.param("", "", id="nothing"),
        pytest.param("/a.py", "/", id="absolute"),
    ],
)
def test_a_top_is_the_first_part(name: str, top: str) -> None:
    """A folder's ends in a slash."""
    assert top_of(name) == top


def test_tops_are_named_once_and_in_order(tmp_path: Path) -> None:
    """A file and a folder are two tops."""
    assert tree(tmp_path, ["b/1.py", "a.py", "b/2.py", "c/1.py"]).tops == ["b/", "a.py", "c/"]


@pytest.mark.parametrize(
    ("items", "limit", "text"),
    [
        pytest.param([], 3, "", id="none"),
        pytest.param(["a"], 3, "a", id="one"),
        pytest.param(["a", "b", "c"], 3, "a, b, c", id="as many as fit"),
        pytest.param(["a", "b", "c", "d"], 3, "a, b, c and 1 more", id="one more"),
        pytest.param(["a", "b", "c"], 1, "a and 2 more", id="another limit"),
    ],
)
def test_a_list_names_a_few(items: list[str], limit: int, text: str) -> None:
    """The others are counted."""
    assert listed(items, limit) == text


@pytest.mark.parametrize(
    ("pairs", "sentences"),
    [
        pytest.param([], [], id="no entries"),
        pytest.param([("1", "Ann"), ("1", "Ann")], [], id="one name twice"),
        pytest.param([("1", "Ann"), ("2", "Ann")], [], id="namesakes"),
        pytest.param([("1", "Ann"), ("1", "")], [], id="a name that is left out is none"),
        pytest.param([("1", "Ann"), ("1", "Bo")], ["the id 1 carries several names (Ann, Bo)"], id="two names"),
        pytest.param(
            [("1", name) for name in "abcde"], ["the id 1 carries several names (a, b, c and 2 more)"], id="five names"
        ),
        pytest.param(
            [("1", "a"), ("1", "b"), ("2", "c"), ("2", "d")],
            ["the id 1 carries several names (a, b)", "the id 2 carries several names (c, d)"],
            id="two ids",
        ),
    ],
)
def test_an_id_with_several_names_is_said(pairs: list[tuple[str, str]], sentences: list[str]) -> None:
    """One sentence for each id."""
    assert list(several_names(DownloadEntry("m", id_, "p", name) for id_, name in pairs)) == sentences


def by_letter(member: str) -> DownloadEntry | None:
    """Read names with an `x` in them."""
    return DownloadEntry(member, member[0], member) if "x" in member else None


def own_list(member: str) -> str:
    """Return the reason for one file of the platform."""
    return "is a list" if member == "list.txt" or member == "list.html" else ""


@pytest.mark.parametrize(
    ("names", "members", "own", "strangers"),
    [
        pytest.param([], [], [], (), id="empty"),
        pytest.param(["ax.py"], ["ax.py"], [], (), id="fits"),
        pytest.param(["b.py"], [], [], ("b.py",), id="strange"),
        pytest.param(["list.html"], [], ["list.html"], (), id="the platform's own"),
        pytest.param(["list.txt"], ["list.txt"], [], (), id="what fits is nobody's list"),
        pytest.param(["a/x.py", "a/b.py"], ["a/x.py"], [], (), id="strange inside a part that fits"),
        pytest.param(["a/b.py", "a/x.py"], ["a/x.py"], [], (), id="the same in another order"),
        pytest.param(["a/b.py", "a/c.py", "d.py"], [], [], ("a/", "d.py"), id="each top once"),
    ],
)
def test_a_reading_by_pattern(
    tmp_path: Path, names: list[str], members: list[str], own: list[str], strangers: tuple[str, ...]
) -> None:
    """Each name is an entry, the platform's or strange."""
    reading = by_pattern(tree(tmp_path, names), by_letter, own_list)
    assert [entry.member for entry in reading.entries] == members
    assert (list(reading.own), reading.strangers) == (own, strangers)


def test_a_reading_counts_tops_and_students() -> None:
    """Two files in one folder fit once; a student whom a platform's file names counts without files."""
    entries = tuple(DownloadEntry(member, id_, "p") for member, id_ in (("a/1", "1"), ("a/2", "1"), ("b", "2")))
    assert (LayoutReading(entries).fits, LayoutReading(entries).ids) == (2, 2)
    assert LayoutReading(entries, people={"2": Person(), "3": Person()}).ids == 3
    assert (LayoutReading(()).fits, LayoutReading(()).ids) == (0, 0)


def test_every_layout_goes_by_its_own_word() -> None:
    """Folders are no platform, and the loosest pattern is tried last."""
    assert len(LAYOUTS) == len(PLATFORMS) + 1
    assert {key: layout.key for key, layout in LAYOUTS.items()} == {key: key for key in LAYOUTS}
    assert len({layout.title for layout in LAYOUTS.values()}) == len(LAYOUTS)
    assert (PLATFORMS[-1].key, LAYOUTS["folders"] in PLATFORMS) == ("canvas", False)


@pytest.mark.parametrize("key", LAYOUTS)
def test_an_empty_download_is_nobodys(key: str) -> None:
    """No layout finds a student, or a reason to refuse, in nothing."""
    reading = LAYOUTS[key].read(Listing(()))
    assert (reading.entries, reading.strangers, reading.refuted, reading.contradictions) == ((), (), "", ())


HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "C:\\x.py",
    "a\x00b_1_2_c.py",
    "\n",
    "a\nb_4711_900_c.py",
    "_" * 300,
    "(" * 300,
    "1_" * 300,
    " - " * 200,
    "\u202e_4711_900_x.py",
    "((((a)/b",
    "_assignsubmission_",
    "_attempt_",
    "x/" * 60,
    "١_٢_٣_a.py",
    "a_٤٧١١_٩٠٠_x.py",
    "a_1" + "0" * 400 + "_2_x.py",
]


@pytest.mark.parametrize("key", LAYOUTS)
@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_name_breaks_a_layout(key: str, name: str) -> None:
    """A name is an entry, the platform's own, or strange; it is never lost, and nothing is raised."""
    reading = LAYOUTS[key].read(Listing((name,)))
    counted = [entry.member for entry in reading.entries] + list(reading.own)
    assert (counted == [name]) != (reading.strangers == (top_of(name),))
