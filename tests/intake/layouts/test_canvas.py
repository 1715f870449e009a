"""Names of Canvas's downloads: what they say, and what speaks against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts.canvas import CANVAS, doubts
from tests.intake.layouts.trees import assert_strange, only_entry, reading_of, tree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("member", "facts"),
    [
        pytest.param("leeann_4711_900_a.py", ("4711", "a.py", "leeann", False, "900"), id="upload"),
        pytest.param("leeann_LATE_4711_900_a.py", ("4711", "a.py", "leeann", True, "900"), id="late"),
        pytest.param("lee_ann_4711_900_a.py", ("4711", "a.py", "lee_ann", False, "900"), id="underscore in the name"),
        pytest.param("smith2_4711_900_a.py", ("4711", "a.py", "smith2", False, "900"), id="digit in the name"),
        pytest.param("иванов_4711_900_a.py", ("4711", "a.py", "иванов", False, "900"), id="Cyrillic"),
        pytest.param("李小龍_4711_900_a-1.py", ("4711", "a-1.py", "李小龍", False, "900"), id="second upload"),
        pytest.param("ann_4711_900_hw_3_2.py", ("4711", "hw_3_2.py", "ann", False, "900"), id="numbers in the file"),
        pytest.param("late_4711_900_a.py", ("4711", "a.py", "late", False, "900"), id="somebody called late"),
        pytest.param("ann_4711_900_LATE_22_text.html", ("4711", "LATE_22_text.html", "ann", False, "900"), id="trap"),
        pytest.param("anon_AbC1_900_a.py", ("AbC1", "a.py", "", False, "900"), id="anonymous"),
        pytest.param("LATE_anon_AbC1_900_a.py", ("AbC1", "a.py", "", True, "900"), id="anonymous and late"),
    ],
)
def test_an_upload_is_read(tmp_path: Path, member: str, facts: tuple[str, str, str, bool, str]) -> None:
    """Name, user's number, upload's number, file."""
    entry = only_entry(CANVAS, tmp_path, member)
    assert (entry.id, entry.path, entry.name, entry.late, entry.unique) == facts
    assert not entry.text


@pytest.mark.parametrize(
    ("member", "facts"),
    [
        pytest.param("ann_4711_text.html", ("4711", "text.html", "ann", False), id="text"),
        pytest.param("ann_4711_link.html", ("4711", "link.html", "ann", False), id="link"),
        pytest.param("ann_LATE_4711_text.html", ("4711", "text.html", "ann", True), id="late"),
        pytest.param("anon_AbC1_text.html", ("AbC1", "text.html", "", False), id="anonymous"),
        pytest.param("LATE_anon_AbC1_link.html", ("AbC1", "link.html", "", True), id="anonymous and late"),
    ],
)
def test_what_was_typed_is_a_text(tmp_path: Path, member: str, facts: tuple[str, str, str, bool]) -> None:
    """It has no number of an upload."""
    entry = only_entry(CANVAS, tmp_path, member)
    assert (entry.id, entry.path, entry.name, entry.late) == facts
    assert (entry.text, entry.unique) == (True, "")


@pytest.mark.parametrize(
    "member",
    [
        pytest.param("ann_4711_a.py", id="one number"),
        pytest.param("4711_900_a.py", id="no name"),
        pytest.param("12_4711_900_a.py", id="a name without letters"),
        pytest.param("ann_4711_900_", id="no file"),
        pytest.param("ann_x1_900_a.py", id="a number with a letter"),
        pytest.param("x/ann_4711_900_a.py", id="below a folder"),
        pytest.param("ann_4711_900_d/a.py", id="a folder itself"),
        pytest.param("ann_4711_note.html", id="another page"),
        pytest.param("anon__900_a.py", id="anonymous without a key"),
    ],
)
def test_strange(tmp_path: Path, member: str) -> None:
    """A name that lacks a part is not guessed at."""
    assert_strange(CANVAS, tmp_path, member)


@pytest.mark.parametrize(
    ("member", "known", "facts"),
    [
        pytest.param("team_7_4711_900_a.py", [], ("team_7", "4711", "900", "a.py"), id="small, large, large"),
        pytest.param("team_7_4711_9_a.py", [], ("team", "7", "4711", "9_a.py"), id="a small upload: part of the file"),
        pytest.param("team_700_4711_900_a.py", [], ("team", "700", "4711", "900_a.py"), id="a large number first"),
        pytest.param("team_700_4711_900_a.py", ["4711"], ("team_700", "4711", "900", "a.py"), id="the list knows him"),
        pytest.param("team_7_4711_900_a.py", ["7"], ("team", "7", "4711", "900_a.py"), id="the list knows the first"),
        pytest.param("team_7_4711_900_a.py", ["7", "4711"], ("team", "7", "4711", "900_a.py"), id="it knows both"),
        pytest.param("team_7_4711_900_a.py", ["55"], ("team", "7", "4711", "900_a.py"), id="it knows neither"),
        pytest.param("team_99_100_100_a.py", [], ("team_99", "100", "100", "a.py"), id="at the bound"),
        pytest.param("team_100_100_100_a.py", [], ("team", "100", "100", "100_a.py"), id="on the bound"),
    ],
)
def test_a_team_may_end_in_a_number(
    tmp_path: Path, member: str, known: list[str], facts: tuple[str, str, str, str]
) -> None:
    """The class list decides; without one, how large the numbers are."""
    (entry,) = CANVAS.read(tree(tmp_path, [member], known)).entries
    assert (entry.name, entry.id, entry.unique, entry.path) == facts


@pytest.mark.parametrize(
    ("members", "refuted"),
    [
        pytest.param(["ann_4711_900_a.py", "bo_12_901_a.py"], "", id="a class"),
        pytest.param(["ann_4711_900_a.py", "ann_4711_901_b.py"], "", id="one student, two files"),
        pytest.param(["lee_4711_900_a.py", "lee_12_901_b.py", "ox_13_902_c.py"], "", id="namesakes in a class"),
        pytest.param(["anon_a_1_x.py", "anon_b_2_x.py"], "", id="anonymous students share no name"),
        pytest.param(["ann_4711_text.html", "ann_12_text.html"], "", id="texts have no uploads"),
        pytest.param(
            ["ann_1_2_a.py", "bo_3_2_b.py"],
            "several files share the number 2, which Canvas gives to one upload alone",
            id="a number twice",
        ),
        pytest.param(["hw_3_1_ann.py", "hw_4_2_bo.py"], "all files begin with `hw`, under 2 numbers", id="assignments"),
    ],
)
def test_numbers_and_names_must_go_together(tmp_path: Path, members: list[str], refuted: str) -> None:
    """Canvas counts uploads over all courses, and a class does not share a name."""
    assert reading_of(CANVAS, tmp_path, members).refuted == refuted


HW = "the names in it (hw) are rather those of assignments"
ANN = "all files begin with `ann_3`, which may be a student or an assignment"


@pytest.mark.parametrize(
    ("members", "known", "doubt"),
    [
        pytest.param(["hw_3_1_ann.py", "hw_3_2_bo.py"], [], HW, id="small numbers of one"),
        pytest.param(["hw_3_1_ann.py", "hw_3_200_bo.py"], [], HW, id="a large upload"),
        pytest.param(["hw_2026_1100_ann.py", "hw_2026_1101_bo.py"], [], HW, id="large numbers of one"),
        pytest.param(["hw_1_2_ann.py", "hw_1_3_bo.py", "lab2_2_4_ann.py"], [], HW.replace("hw", "hw, lab2"), id="two"),
        pytest.param(["ann_3_1_a.py", "ann_3_200_b.py"], [], ANN, id="a small user with a large upload"),
        pytest.param(["exner_4711_900_a.py", "labbe_4712_901_a.py"], [], "", id="names that begin alike"),
        pytest.param(["ann_300_1_a.py"], [], "", id="a large user"),
        pytest.param(["ann_3_1_a.py"], ["3"], "", id="on the class list"),
        pytest.param(["ann_3_1_a.py", "bo_4_2_b.py"], [], "", id="two students"),
        pytest.param(["ann_3_1_a.py", "ann_3_text.html"], [], "", id="a text beside it"),
        pytest.param(["anon_3_1_a.py"], [], "", id="anonymous"),
    ],
)
def test_small_numbers_are_a_guess(tmp_path: Path, members: list[str], known: list[str], doubt: str) -> None:
    """One student without a class list may be an assignment with two numbers in its name."""
    listing = tree(tmp_path, members, known)
    reading = CANVAS.read(listing)
    assert reading.contradictions == ((doubt,) if doubt else ())
    assert doubts(reading, listing) == doubt
