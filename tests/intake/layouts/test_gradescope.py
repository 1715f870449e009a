"""Gradescope's folders and the file that says whose they are, well-formed and hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts.gradescope import GRADESCOPE, METADATA
from tests.intake.layouts.trees import reading_of

if TYPE_CHECKING:
    from pathlib import Path

ANN = "  - :name: Ann Lee\n    :sid: '007'\n    :email: ann@x.org\n"
BO = "  - :name: Bo Ox\n    :email: bo@x.org\n"


def record(key: str, submitters: str, rest: str = "") -> str:
    """Return a record as Gradescope writes it."""
    return f"{key}:\n  :submitters:\n{submitters}{rest}"


def ids_of(folder: Path, metadata: str, *members: str) -> dict[str, str]:
    """Return the id of each member beside a metadata file."""
    reading = reading_of(GRADESCOPE, folder, {METADATA: metadata, **dict.fromkeys(members, "")})
    assert (reading.refuted, reading.strangers) == ("", ())
    assert reading.own == {METADATA: "is the platform's own list"}
    return {entry.member: entry.id for entry in reading.entries}


@pytest.mark.parametrize(
    ("metadata", "ids"),
    [
        pytest.param(
            record("submission_1", ANN),
            {"submission_1/a.py": "007", "submission_2/a.py": "submission_2"},
            id="a number, and a folder without a record",
        ),
        pytest.param(record("submission_1", BO), {"submission_1/a.py": "bo@x.org"}, id="an address"),
        pytest.param(record("submission_1", "  - :name: Cy\n"), {"submission_1/a.py": "submission_1"}, id="a name"),
        pytest.param(record("submission_1", ANN + BO), {"submission_1/a.py": "submission_1"}, id="two students"),
        pytest.param(record("submission_1.pdf", ANN), {"submission_1.pdf": "007"}, id="one file"),
        pytest.param(
            record("submission_1", ANN) + record("submission_2", ANN),
            {"submission_1/a.py": "submission_1", "submission_2/a.py": "submission_2"},
            id="one number twice: neither has it",
        ),
        pytest.param("submission_1:\n  :submitters: []\n", {"submission_1/a.py": "submission_1"}, id="nobody"),
        pytest.param("{}\n", {"submission_1/a.py": "submission_1"}, id="no records"),
    ],
)
def test_whose_each_is(tmp_path: Path, metadata: str, ids: dict[str, str]) -> None:
    """A student's own key where it is one student's alone, else the folder's name."""
    assert ids_of(tmp_path, metadata, *ids) == ids


def test_a_group_is_its_members(tmp_path: Path) -> None:
    """Names are joined, ids stay with each of them, and the time is kept."""
    text = record("submission_1", ANN + BO, "  :created_at: 2026-10-05 10:22:00 UTC\n")
    reading = reading_of(GRADESCOPE, tmp_path, {METADATA: text, "submission_1/d/a.py": ""})
    (entry,), person = reading.entries, reading.people["submission_1"]
    assert (entry.name, entry.path) == ("Ann Lee & Bo Ox", "d/a.py")
    assert person.members == (("Ann Lee", ("007", "ann@x.org")), ("Bo Ox", ("bo@x.org",)))
    assert (person.ids, person.submitted) == ((), "2026-10-05T10:22:00+00:00")


@pytest.mark.parametrize("at", ["", "soon", "[1, 2]", "{a: b}", "2026-02-31 10:00:00 UTC"])
def test_a_time_that_is_none_is_left_out(tmp_path: Path, at: str) -> None:
    """The record counts all the same."""
    text = record("submission_1", ANN, f"  :created_at: {at}\n")
    reading = reading_of(GRADESCOPE, tmp_path, {METADATA: text, "submission_1/a.py": ""})
    assert (reading.people["007"].submitted, reading.people["007"].ids) == ("", ("007", "ann@x.org"))


def test_whoever_has_no_files_is_counted(tmp_path: Path) -> None:
    """A record without a folder is a student."""
    reading = reading_of(GRADESCOPE, tmp_path, {METADATA: record("submission_1", ANN)})
    assert (reading.fits, reading.ids, list(reading.people)) == (0, 1, ["007"])


def test_results_of_tests_are_skipped(tmp_path: Path) -> None:
    """However long and deep they are, what comes after them is read."""
    deep = f"{'[' * 50}1{']' * 50}"
    results = f"  :results:\n    tests:\n    - {{name: x, output: {deep}}}\n  :score: 3\n"
    text = f"submission_1:\n{results}  :submitters:\n{ANN}"
    assert ids_of(tmp_path, text, "submission_1/a.py") == {"submission_1/a.py": "007"}


def test_submitters_are_read_a_few_levels_deep(tmp_path: Path) -> None:
    """A key that holds lists in lists is cut short, and the keys after it count."""
    text = record("submission_1", f"  - :sid: {'[' * 200}1{']' * 200}\n    :email: ann@x.org\n")
    (person,) = reading_of(GRADESCOPE, tmp_path, {METADATA: text, "submission_1/a.py": ""}).people.values()
    assert person.ids[-1] == "ann@x.org"
    assert all(len(key) < 20 for key in person.ids)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("submission_1: 3\n", id="a record is a number"),
        pytest.param("submission_1: [a]\n", id="a record is a list"),
        pytest.param("? [a]\n: {b: c}\n", id="a key is a list"),
        pytest.param("submission_1:\n  ? {a: b}\n  : c\n", id="a field is a mapping"),
        pytest.param("submission_1: {a: [\n", id="torn"),
        pytest.param("a: b: c\n", id="no YAML"),
        pytest.param("\tx: 1\n", id="a tabulator"),
        pytest.param("submission_1: *gone\n", id="an alias of nothing"),
        pytest.param("submission_1: &a {:submitters: [*b]}\n? *a\n: {}\n", id="an alias as a key"),
    ],
)
def test_a_file_that_is_none_refutes_the_layout(tmp_path: Path, text: str) -> None:
    """It is said why, and nobody is read."""
    reading = reading_of(GRADESCOPE, tmp_path, {METADATA: text, "submission_1/a.py": ""})
    assert (reading.entries, dict(reading.people)) == ((), {})
    assert reading.refuted.startswith(f"{METADATA} cannot be read (")


def test_no_object_is_built(tmp_path: Path) -> None:
    """A tag that would run code in a careless reader stays a text."""
    mark = tmp_path / "mark"
    text = record(
        "submission_1", f"  - :name: !!python/object/apply:os.mkdir ['{mark}']\n    :sid: !!python/name:os x\n"
    )
    members = ids_of(tmp_path / "d", text, "submission_1/a.py")
    assert (members, mark.exists()) == ({"submission_1/a.py": "x"}, False)


def test_aliases_do_not_grow(tmp_path: Path) -> None:
    """A text of a hundred bytes that means a billion is not written out."""
    bomb = "".join(f"  - &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    text = f"submission_1:\n  :submitters:\n  - &a [x]\n{bomb}{ANN}"
    assert ids_of(tmp_path, text, "submission_1/a.py") == {"submission_1/a.py": "007"}


@pytest.mark.parametrize("member", ["submission_1/a.py", f"x/{METADATA}", "submission_metadata.yaml"])
def test_without_the_file_nothing_fits(tmp_path: Path, member: str) -> None:
    """A folder is Gradescope's by the list beside it alone."""
    reading = reading_of(GRADESCOPE, tmp_path, [member])
    assert (reading.entries, len(reading.strangers)) == ((), 1)
