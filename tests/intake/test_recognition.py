"""Which layout a download is read as, where its root is, and when the user is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import UsageError
from grader.intake.layouts import LAYOUTS, Listing
from grader.intake.recognition import recognise
from tests.intake.layouts.trees import tree

if TYPE_CHECKING:
    from pathlib import Path

CANVAS = ["leeann_4711_900_a.py", "oxbo_12_901_a.py"]
MOODLE = ["Ann Lee_101_assignsubmission_file/a.py", "Bo Ox_102_assignsubmission_file/a.py"]
BLACKBOARD = [f"S_{login}_attempt_2026-10-05-10-22-00_a.py" for login in ("ann", "bo")]
BRIGHTSPACE = [f"12-3{i} - {name} - Oct 5, 2026 1022 AM/a.py" for i, name in enumerate(("Ann", "Bo"))]
SAKAI = [f"S/{name}(x{name})/Submission attachment(s)/a.py" for name in ("Ann", "Bo")]
NBGRADER = ["submitted/ann/ps1/a.py", "submitted/bo/ps1/a.py"]
QUIZ = ["lee_ann4711_question_55_900_a.py", "ox_bo12_question_55_901_a.py"]
GRADESCOPE = {
    "submission_metadata.yml": "".join(f"submission_{i}:\n  :submitters:\n  - :sid: '{i}'\n" for i in (1, 2)),
    "submission_1/a.py": "",
    "submission_2/a.py": "",
}
FOLDERS = ["ann/a.py", "bo/a.py"]
ALL: dict[str, list[str] | dict[str, str]] = {
    "canvas": CANVAS, "canvas-quiz": QUIZ, "moodle": MOODLE, "blackboard": BLACKBOARD, "brightspace": BRIGHTSPACE,
    "sakai": SAKAI, "nbgrader": NBGRADER, "gradescope": GRADESCOPE, "folders": FOLDERS,
}  # fmt: skip
"""A class of two, as each platform packs it."""


ROOTS = [(key, root) for key in ALL for root in ("", "x/", "S/x/") if (key, root) != ("folders", "S/x/")]
"""Two folders around folders may be one student with a project, so that is left out."""


def below(root: str, members: Any) -> dict[str, str]:
    """Return the members inside a folder."""
    texts = members if isinstance(members, dict) else dict.fromkeys(members, "")
    return {f"{root}{name}": text for name, text in texts.items()}


def test_every_layout_has_an_example() -> None:
    """A layout that is added needs one here."""
    assert set(ALL) == set(LAYOUTS)


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
@pytest.mark.parametrize(("key", "root"), ROOTS)
def test_each_layout_is_found_below_any_root(tmp_path: Path, key: str, root: str, *, packed: bool) -> None:
    """Folders around everything are nobody's, and members keep their full names."""
    members = below(root, ALL[key])
    decision = recognise(tree(tmp_path, members), packed=packed)
    assert decision.layout.key == key
    assert decision.reading.ids == 2
    assert {entry.member for entry in decision.reading.entries} | set(decision.reading.own) == set(members)
    kind = "folders" if key == "folders" else f"{LAYOUTS[key].title} download"
    assert decision.sentence == f"Read as: {kind}, 2 students"
    assert decision.root == (root if key != "sakai" else decision.root)


@pytest.mark.parametrize("key", ALL)
def test_each_layout_may_be_requested(tmp_path: Path, key: str) -> None:
    """The request is said, but for folders, which are what remains."""
    decision = recognise(tree(tmp_path, ALL[key]), key)
    assert (decision.layout.key, decision.reading.ids) == (key, 2)
    assert decision.sentence.endswith("; as --layout says") == (key != "folders")


@pytest.mark.parametrize("key", [key for key in ALL if key != "folders"])
def test_a_request_that_nothing_fits_is_refused(tmp_path: Path, key: str) -> None:
    """The sentence says what was expected, and what to do."""
    with pytest.raises(UsageError) as caught:
        recognise(tree(tmp_path, ["ann.py", "bo.py"]), key)
    assert str(caught.value).startswith(f"--layout {key}: nothing in the download is named like that (expected `")
    assert str(caught.value).endswith("). Leave --layout out, or name another one.")


@pytest.mark.parametrize("key", [key for key in ALL if key != "folders"])
def test_folders_may_be_requested_of_any_platform(tmp_path: Path, key: str) -> None:
    """A platform's names are then names of students, and nothing is refused."""
    decision = recognise(tree(tmp_path, ALL[key]), "folders")
    assert decision.layout.key == "folders"
    assert decision.sentence.startswith("Read as: folders, ")


@pytest.mark.parametrize(
    ("members", "strangers"),
    [
        pytest.param([*CANVAS, "README.md"], (), id="a readme beside: nobody's"),
        pytest.param([*CANVAS, "grades.csv", "roster.xlsx"], (), id="tables beside"),
        pytest.param([*CANVAS, "odd.py"], ("odd.py",), id="one stranger"),
        pytest.param([*CANVAS, "cy_13_902_a.py", "odd.py", "b/odd.py"], ("odd.py", "b/"), id="two of five"),
        pytest.param([*(f"s{chr(97 + i)}_{500 + i}_{900 + i}_a.py" for i in range(16)), "o.py", "p.py", "q.py", "r.py"],
                     ("o.py", "p.py", "q.py", "r.py"), id="a fifth of a large class"),
    ],
)  # fmt: skip
def test_a_few_strangers_are_said(tmp_path: Path, members: list[str], strangers: tuple[str, ...]) -> None:
    """They do not change what the others are."""
    decision = recognise(tree(tmp_path, members))
    assert (decision.layout.key, decision.reading.strangers) == ("canvas", strangers)
    said = f"{len(strangers)} of the outermost names fit nobody ({strangers[0]}" if strangers else ""
    assert said in decision.sentence
    assert ("fit nobody" in decision.sentence) == bool(strangers)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        pytest.param(
            [*CANVAS, "a.py", "b.py"],
            ["Canvas's", "2 of 4 outermost names do not fit (a.py, b.py)", "--layout canvas for 2 students"],
            id="half of them",
        ),
        pytest.param(
            [*CANVAS, "a_4711_902_b.py"], ["the id 4711 carries several names (leeann, a)"], id="two names for an id"
        ),
        pytest.param(["hw_3_1_a.py", "hw_3_2_b.py"], ["those of assignments", "1 student, or"], id="small numbers"),
        pytest.param([MOODLE[0], "x.py"], ["Moodle's", "1 of 2 outermost names do not fit (x.py)"], id="one and one"),
        pytest.param(
            [*(f"s{chr(97 + i)}_{500 + i}_{900 + i}_a.py" for i in range(12)), "o.py", "p.py", "q.py", "r.py"],
            ["4 of 16 outermost names do not fit (o.py, p.py, q.py and 1 more)"],
            id="more than a fifth",
        ),
    ],
)
def test_what_contradicts_itself_is_asked(tmp_path: Path, members: list[str], words: list[str]) -> None:
    """The question says what was seen, why it is doubtful, and both answers."""
    with pytest.raises(UsageError) as caught:
        recognise(tree(tmp_path, members))
    assert all(word in str(caught.value) for word in (*words, "Say which it is: --layout ", "--layout folders for"))


@pytest.mark.parametrize("key", ["canvas", "folders"])
def test_both_answers_to_the_question_work(tmp_path: Path, key: str) -> None:
    """What is asked for is what is then taken."""
    assert recognise(tree(tmp_path, [*CANVAS, "a.py", "b.py"]), key).layout.key == key


@pytest.mark.parametrize(
    ("members", "against"),
    [
        pytest.param(["ann.py", "bo.py"], "", id="nothing speaks for a platform"),
        pytest.param(
            ["hw_3_1_ann.py", "hw_4_2_bo.py"], "not Canvas: all files begin with `hw`, under 2 numbers", id="refuted"
        ),
        pytest.param(["a.py", "b.py", CANVAS[0]], "1 of 3 names look like Canvas's", id="one name by chance"),
        pytest.param(
            {"submission_metadata.yml": "a: 1\n", "ann/a.py": "", "bo/a.py": ""}, "", id="a list that cannot be read"
        ),
    ],
)
def test_what_is_left_is_folders(tmp_path: Path, members: Any, against: str) -> None:
    """The sentence says what looked otherwise."""
    decision = recognise(tree(tmp_path, members))
    assert decision.layout.key == "folders"
    assert decision.sentence.partition("; ")[2] == against


@pytest.mark.parametrize(
    ("members", "packed", "known", "root", "ids"),
    [
        pytest.param(["class/ann/a.py", "class/bo/a.py"], False, [], "class/", ["ann", "bo"], id="two below one"),
        pytest.param(["class/ann/a.py"], False, [], "", ["class"], id="a folder in a folder: a project"),
        pytest.param(["class/ann/a.py"], True, [], "class/", ["ann"], id="the same in an archive"),
        pytest.param(["class/ann/a.py"], False, ["ann"], "class/", ["ann"], id="the list names the inner one"),
        pytest.param(["ann/x/a.py", "ann/y/a.py"], False, ["ann"], "", ["ann"], id="the list names the outer one"),
        pytest.param(
            ["Ann  LEE/x/a.py", "Ann  LEE/y/a.py"], False, ["ann lee"], "", ["Ann  LEE"], id="written otherwise"
        ),
        pytest.param(["ann/src/a.py", "ann/tests/b.py"], False, [], "", ["ann"], id="parts of a project"),
        pytest.param(["ann/hw1/a.py", "ann/hw2/a.py"], True, [], "", ["ann"], id="parts of a course"),
        pytest.param(["c/ann/a.py", "c/src/a.py"], False, ["ann"], "c/", ["ann", "src"], id="the list knows better"),
        pytest.param(["c/ann/a.py", "c/bo/a.py", "c/x.py"], True, [], "", ["c"], id="a loose file: a project"),
        pytest.param(["c/ann/a.py", "c/bo/a.py", "c/README.md"], False, [], "c/", ["ann", "bo"], id="a readme is none"),
        pytest.param(["README.md", "c/ann/a.py", "c/bo/a.py"], False, [], "c/", ["ann", "bo"], id="nor is one outside"),
        pytest.param(
            ["a/ann/x/a.py", "a/ann/y/a.py"], True, [], "a/", ["ann"], id="an archive of one student's project"
        ),
        pytest.param(["ann/a.py"], True, [], "", ["ann"], id="one student"),
        pytest.param(["ann.py"], False, [], "", ["ann"], id="one file"),
    ],
)
def test_the_folder_of_the_class(
    tmp_path: Path, members: list[str], known: list[str], root: str, ids: list[str], *, packed: bool
) -> None:
    """The innermost folder around all students, as far as that is clear."""
    decision = recognise(tree(tmp_path, members, known), packed=packed)
    assert (decision.layout.key, decision.root) == ("folders", root)
    assert list(dict.fromkeys(entry.id for entry in decision.reading.entries)) == ids


def test_what_lies_beside_the_root_is_nobodys(tmp_path: Path) -> None:
    """It is in a row all the same."""
    decision = recognise(tree(tmp_path, ["README.md", *(f"c/{name}" for name in CANVAS)]))
    assert (decision.layout.key, decision.root) == ("canvas", "c/")
    assert dict(decision.reading.own) == {"README.md": "lies beside the folder of the hand-ins"}


@pytest.mark.parametrize(
    ("name", "members", "key"),
    [
        pytest.param("submitted", ["ann/ps1/a.py", "bo/ps1/a.py"], "nbgrader", id="the inner folder"),
        pytest.param("other", ["ann/ps1/a.py", "bo/ps1/a.py"], "folders", id="another name"),
        pytest.param("submitted", ["ann/a.py", "bo/ps1/a.py"], "folders", id="a student without an assignment"),
        pytest.param("submitted", MOODLE, "moodle", id="another platform's"),
    ],
)
def test_the_inner_folder_of_nbgrader(tmp_path: Path, name: str, members: list[str], key: str) -> None:
    """Its own name says it, and members are named below it."""
    decision = recognise(tree(tmp_path, members), name=name)
    assert decision.layout.key == key
    assert [entry.member for entry in decision.reading.entries] == members


def test_texts_are_read_below_the_root(tmp_path: Path) -> None:
    """A layout asks for a text by its own name, the download by the full one."""
    start = "S_a_lee_attempt_2026-10-05-10-22-00"
    members = {f"x/y/{start}.txt": "Name: Ann Lee (a_lee)\n", f"x/y/{start}_a.py": ""}
    assert {entry.id for entry in recognise(tree(tmp_path, members)).reading.entries} == {"a_lee"}


@pytest.mark.parametrize(
    ("names", "owners"),
    [
        pytest.param(["leeann_4711_903_b.pyc"], {"leeann_4711_903_b.pyc": "4711"}, id="a student's"),
        pytest.param(["cy_13_904_b.pyc"], {"cy_13_904_b.pyc": "13"}, id="somebody new"),
        pytest.param(["Thumbs.db"], {}, id="nobody's"),
        pytest.param([CANVAS[0]], {CANVAS[0]: "4711"}, id="one that counts"),
        pytest.param([], {}, id="none"),
    ],
)
def test_owners_of_what_never_counted(tmp_path: Path, names: list[str], owners: dict[str, str]) -> None:
    """Files that are left out have owners, and are no evidence."""
    decision = recognise(tree(tmp_path, CANVAS))
    assert {member: entry.id for member, entry in decision.owners(names).items()} == owners
    assert decision.reading.ids == 2


@pytest.mark.parametrize(
    "names",
    [
        pytest.param((), id="empty"),
        pytest.param(("../x.py", "../../y.py"), id="out of the folder"),
        pytest.param(("/etc/passwd",), id="absolute"),
        pytest.param(("x/" * 500 + "a.py",), id="five hundred folders"),
        pytest.param(("a//b", "a/", "/"), id="empty parts"),
        pytest.param(("\x1b[2J.py", "\u202eb.py"), id="acting letters"),
        pytest.param(tuple(f"{'_' * 200}{i}" for i in range(50)), id="underscores"),
        pytest.param(("submitted/" * 9 + "a.py",), id="one word again and again"),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
def test_hostile_names_end_in_a_decision(names: tuple[str, ...], *, packed: bool) -> None:
    """Each name is an entry or nobody's; the sentence is one line that no terminal acts on."""
    decision = recognise(Listing(names), packed=packed, name="submitted")
    assert {entry.member for entry in decision.reading.entries} | set(decision.reading.own) == set(names)
    assert decision.sentence.isprintable()
