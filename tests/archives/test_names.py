"""Paths that somebody chose: plain relative ones are taken, whatever acts on a disk, terminal or table is not."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.archives.names import DEEPEST, LONGEST, is_inside, natural, on_disk, refusal, relative, shown, shown_path

PATHS = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=6).map("/".join)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        pytest.param("a.py", "a.py", id="plain"),
        pytest.param("./a.py", "a.py", id="dot"),
        pytest.param("a//b/./c.py", "a/b/c.py", id="empty-and-dot-parts"),
        pytest.param("a\\b\\c.py", "a/b/c.py", id="windows"),
        pytest.param("a/", "a", id="folder"),
        pytest.param("../a.py", "../a.py", id="upward-is-left-for-refusal"),
        pytest.param("a/../../b", "a/../../b", id="upward-inside"),
        pytest.param("/etc/passwd", "/etc/passwd", id="absolute"),
        pytest.param("\\\\server\\share", "//server/share", id="network-share"),
        pytest.param("C:\\a.py", "C:/a.py", id="drive"),
        pytest.param("u\u0308bung.py", "\u00fcbung.py", id="composed"),
        pytest.param("", "", id="empty"),
        pytest.param(".", "", id="only-a-dot"),
        pytest.param(" a .py", " a .py", id="spaces-stay"),
    ],
)
def test_a_name_is_read_as_other_systems_mean_it(raw: str, name: str) -> None:
    """One spelling for each path, and never a shorter one for a path that leads out."""
    assert relative(raw) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("a/b.py", "", id="plain"),
        pytest.param("a..b/c...py", "", id="dots-inside-a-part"),
        pytest.param("\u00fcbung/\u03b1.py", "", id="letters-of-other-alphabets"),
        pytest.param("c/d:e.py", "", id="colon-behind-the-first-letter"),
        pytest.param("/a.py", "has an absolute path", id="absolute"),
        pytest.param("c:a.py", "has an absolute path", id="drive"),
        pytest.param("Z:/a.py", "has an absolute path", id="drive-and-slash"),
        pytest.param("../a.py", "leads out of its folder", id="up"),
        pytest.param("a/../b.py", "leads out of its folder", id="up-inside"),
        pytest.param("a/..", "leads out of its folder", id="up-at-the-end"),
        pytest.param("", "has no name", id="empty"),
        pytest.param("   ", "has no name", id="blank"),
        pytest.param(" / / ", "has no name", id="blank-parts"),
        pytest.param("a\0.py", "has a control character in its name", id="zero"),
        pytest.param("a\n.py", "has a control character in its name", id="line"),
        pytest.param("a\x1b[2J.py", "has a control character in its name", id="escape"),
        pytest.param("gnp\u202e.exe", "has a control character in its name", id="right-to-left"),
        pytest.param("a\u2028b", "has a control character in its name", id="line-separator"),
        pytest.param("\ufeffa.py", "has a control character in its name", id="byte-order-mark"),
        pytest.param("a\ud800.py", "has a control character in its name", id="lone-surrogate"),
        pytest.param("/".join("a" * DEEPEST), "", id="as-deep-as-allowed"),
        pytest.param("/".join("a" * (DEEPEST + 1)), f"lies more than {DEEPEST} folders deep", id="too-deep"),
        pytest.param("a" * LONGEST, "", id="as-long-as-allowed"),
        pytest.param("a" * (LONGEST + 1), "has too long a name", id="too-long"),
    ],
)
def test_a_name_is_refused_with_a_reason(name: str, reason: str) -> None:
    """Each rule has a neighbour that it leaves alone."""
    assert refusal(name) == reason


@pytest.mark.parametrize(
    ("name", "inside"),
    [("a/b", True), ("a\n", True), ("a" * 999, True), ("/a", False), ("c:x", False), ("../a", False), ("a/..", False),
     ("", False), (" / ", False), ("..a", True)],
    ids=repr,
)  # fmt: skip
def test_a_name_that_is_refused_may_still_say_whose_it_is(name: str, inside: bool) -> None:
    """Only a path that leads out of its folder, or names nothing, belongs to nobody."""
    assert is_inside(name) is inside


@given(PATHS)
def test_no_accepted_name_leads_out_of_a_folder_on_any_system(raw: str) -> None:
    """Neither as POSIX reads the path nor as Windows does."""
    name = relative(raw)
    if refusal(name):
        return
    assert is_inside(name)
    for path in (PurePosixPath(name), PureWindowsPath("/".join(on_disk(name)))):
        assert not path.is_absolute()
        assert ".." not in path.parts
    assert not PureWindowsPath("/".join(on_disk(name))).drive


@given(PATHS)
def test_reading_a_name_twice_changes_nothing(raw: str) -> None:
    """The form is final, so that two spellings of a path are one."""
    assert relative(relative(raw)) == relative(raw)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.py", "a.py", id="plain"),
        pytest.param("a\nb\x1b[0m", "a?b?[0m", id="what-a-terminal-acts-on"),
        pytest.param("x\u202egnp", "x?gnp", id="direction"),
        pytest.param("e\u0301", "\u00e9", id="composed"),
        pytest.param("b" * 300 + ".py", "..." + "b" * (LONGEST - 6) + ".py", id="the-end-stays"),
    ],
)
def test_a_shown_name_is_one_harmless_line(name: str, text: str) -> None:
    """Its suffix stays where it is too long."""
    assert shown(name) == text


@given(st.text(max_size=400), st.integers(8, 300))
def test_a_shown_name_is_bounded_and_printable(name: str, longest: int) -> None:
    """Whatever bytes it was made of."""
    text = shown(name, longest)
    assert len(text) <= longest
    assert all(unicodedata.category(sign) not in {"Cc", "Cs", "Zl", "Zp"} for sign in text)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        pytest.param("a/b.py", ("a", "b.py"), id="plain"),
        pytest.param("con", ("_con",), id="device"),
        pytest.param("x/NUL.txt", ("x", "_NUL.txt"), id="device-with-a-suffix"),
        pytest.param("com1.tar.gz", ("_com1.tar.gz",), id="port"),
        pytest.param("console.py", ("console.py",), id="longer-than-a-device"),
        pytest.param("com10", ("com10",), id="no-port"),
        pytest.param("a. /b .", ("a", "b"), id="ends-that-windows-drops"),
        pytest.param("...", ("_",), id="only-dots"),
        pytest.param("\u00e4" * 150, ("\u00e4" * 100,), id="cut-at-a-letter"),
        pytest.param("con .py", ("_con .py",), id="device-before-a-space"),
        pytest.param("LPT\u00b2", ("_LPT\u00b2",), id="port-in-superscript"),
    ],
)
def test_parts_are_written_as_every_file_system_takes_them(path: str, parts: tuple[str, ...]) -> None:
    """Devices of Windows, dots and spaces at the end, 255 bytes in a part."""
    assert on_disk(path) == parts


@given(st.text(max_size=300))
def test_a_part_on_disk_is_never_empty_or_too_long(path: str) -> None:
    """Nor a step upward."""
    for part in on_disk(path):
        assert 1 <= len(part.encode()) <= 255
        assert part not in {".", ".."}


@pytest.mark.parametrize(
    ("names", "in_order"),
    [
        (["v10", "v2", "v1"], ["v1", "v2", "v10"]),
        (["a", "10", "9"], ["9", "10", "a"]),
        (["B1", "a1", "b0"], ["a1", "b0", "B1"]),
        (["x\u00b2", "x1"], ["x1", "x\u00b2"]),
        (["1" * 5000, "2"], ["2", "1" * 5000]),
    ],
    ids=["numbers", "numbers-first", "case", "superscript-is-no-number", "endless-digits"],
)
def test_numbers_in_names_sort_by_their_value(names: list[str], in_order: list[str]) -> None:
    """A number of any length is compared, not refused."""
    assert sorted(names, key=natural) == in_order


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    """Keys of different shapes compare."""
    assert sorted(sorted(names, key=natural)) == sorted(names)


@pytest.mark.parametrize(
    "owner", ["mal", "submitted/ada/hw1", "x/Ann Lee_101_assignsubmission_file_"], ids=["folders", "nbgrader", "moodle"]
)
def test_a_long_path_still_says_whose_it_is(owner: str) -> None:
    """And what it is: the middle is left out."""
    text = shown_path(f"{owner}/{'d/' * 1200}softmax.py")
    assert text.startswith(f"{owner}/")
    assert text.endswith("/softmax.py")
    assert len(text) == LONGEST


@given(st.text(max_size=600))
def test_a_path_that_is_cut_is_as_harmless_as_a_name(name: str) -> None:
    """One line, bounded; a short one stays."""
    text = shown_path(name)
    assert len(text) <= LONGEST
    assert shown(text) == text
    assert text == shown(name) or len(unicodedata.normalize("NFC", name)) > LONGEST
