"""Names before a platform or a browser changed them, files that count last, and versions in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.naming import counts_last, is_version_of, order, original


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("helper-1.py", "helper.py"),
        ("helper (1).py", "helper.py"),
        ("helper(12).py", "helper.py"),
        ("helper - Copy.py", "helper.py"),
        ("helper - Kopie (2).py", "helper.py"),
        ("Copy of helper.py", "helper.py"),
        ("Kopie von helper.py", "helper.py"),
        ("helper-1 (2).py", "helper.py"),
        ("a/b-1/helper-2.py", "a/b-1/helper.py"),
        ("softmax.py.txt", "softmax.py"),
        ("softmax-1.py.txt", "softmax.py"),
        ("work.ipynb.json", "work.ipynb"),
        ("helper-0b1c2d3e-0000-1111-2222-333344445555.py", "helper.py"),
        ("softmax_v2.py", "softmax_v2.py"),
        ("hw1.py", "hw1.py"),
        ("data-2026.csv", "data-2026.csv"),
        ("notes.txt", "notes.txt"),
        ("-1.py", "-1.py"),
        (".gitignore", ".gitignore"),
        ("Makefile", "Makefile"),
    ],
)
def test_a_name_is_what_it_was(name: str, due: str) -> None:
    """What Canvas, browsers and desktops add goes; what a student wrote stays."""
    assert original(name) == due


@given(st.text(st.sampled_from("ab-1 ().py/"), max_size=20))
def test_a_name_that_was_changed_back_stays(name: str) -> None:
    """Once is enough, and the folder is never touched."""
    assert original(original(name)) == original(name)
    assert original(name).rpartition("/")[0] == name.rpartition("/")[0]


@pytest.mark.parametrize(
    "name",
    ["test_assignment.py", "softmax_test.py", "tests.py", "conftest.py", "softmax_old.py", "softmax-backup.py",
     "old/softmax.py", "a/backup/softmax.py", "softmax.bak.py", "softmax_draft2.py", "softmax_orig.py", "wip.py",
     "unit_tests.py", "my_tests_for_hw.py", "softmax_deprecated.py", "old_versions/softmax.py", "archive/softmax.py",
     "legacy.py", "tests-2.py"],
)  # fmt: skip
def test_tests_and_backups_count_last(name: str) -> None:
    """By the file's name, or that of a folder on the way."""
    assert counts_last(name)


@pytest.mark.parametrize(
    "name",
    ["assignment.py", "latest.py", "threshold.py", "contest.py", "golden/softmax.py", "testing_ground.py",
     "templates.py", "alternative.py", "archiver.py"],
)  # fmt: skip
def test_a_name_that_only_holds_such_a_word_does_not(name: str) -> None:
    """Whole words decide."""
    assert not counts_last(name)


@pytest.mark.parametrize(
    "stem",
    ["softmax", "Softmax", "softmax2", "softmax_v2", "softmax-v10", "softmax_final", "softmax (fixed)", "SOFTMAX_neu"],
)
def test_a_version_of_a_task_is_known(stem: str) -> None:
    """With a number or a word for the later one."""
    assert is_version_of(stem, "softmax")


@pytest.mark.parametrize("stem", ["soft", "softmax_helper", "my_softmax", "softmaxes", "log_softmax", ""])
def test_another_name_is_no_version(stem: str) -> None:
    """Even where it begins with the task's."""
    assert not is_version_of(stem, "softmax")


@pytest.mark.parametrize(
    "names",
    [
        ["softmax_v1.py", "softmax_v2.py", "softmax_v10.py"], ["hw1.py", "hw1_fixed.py"], ["a2.py", "a11.py"],
        ["final.py", "final2.py", "final10.py"], ["hw.zip", "hw (1).zip", "hw (10).zip"], ["ps.py", "ps-new.py"],
        ["ps.zip/a.py", "ps-2.zip/a.py"], ["v1.2/a.py", "v1.10/a.py"],
    ],
    ids=lambda names: names[0],
)  # fmt: skip
def test_the_later_version_comes_last(names: list[str]) -> None:
    """By its number, not by its digits."""
    assert sorted(sorted(names, reverse=True), key=order) == names
