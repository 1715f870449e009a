"""The order of files that define one name: tests and backups last, then age, then names with numbers in them."""

from __future__ import annotations

import itertools

import pytest

from grader.submission.files import SourceFile
from grader.submission.precedence import ranked


def in_order(*files: str | tuple[str, int]) -> list[str]:
    """Return the names from the lowest rank to the highest; a file is its name, or its name and its age."""
    named = [SourceFile(*((file, b"") if isinstance(file, str) else (file[0], b"", False, file[1]))) for file in files]
    return [file.name for file, _, _ in sorted(ranked(named, ()), key=lambda entry: entry[1])]


@pytest.mark.parametrize(
    "names",
    [
        ["a.py", "b.py"],
        ["f_v2.py", "f_v10.py"],
        ["hw1.py", "hw1_fixed.py"],
        ["test_f.py", "f.py"],
        ["f_old.py", "f.py"],
        ["f.old.py", "f.py"],
        ["backup/f.py", "f.py"],
        ["tests/a.py", "z_old.py", "a.py", "b.py"],
        ["A.py", "b.py"],
        ["1.py", "2.py", "11.py"],
        ["f.ipynb", "f.py"],
    ],
    ids="-".join,
)
def test_the_last_file_counts_in_whatever_order_they_come(names: list[str]) -> None:
    """Every order of the same files gives the same ranks."""
    for shuffled in itertools.permutations(names):
        assert in_order(*shuffled) == names


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([("a.py", 2), ("b.py", 1)], ["b.py", "a.py"]),
        ([("f_v2.py", 1), ("f_v1.py", 2)], ["f_v2.py", "f_v1.py"]),
        ([("test_f.py", 9), ("f.py", 0)], ["test_f.py", "f.py"]),
        ([("old/a.py", 1), ("old/b.py", 0)], ["old/b.py", "old/a.py"]),
    ],
    ids=["age", "age-before-version", "test-before-age", "only-backups"],
)
def test_a_later_file_counts_more(files: list[tuple[str, int]], expected: list[str]) -> None:
    """Age decides before names do, and what a file is called like a test decides before age."""
    assert in_order(*files) == expected


@pytest.mark.parametrize(
    ("names", "ranks"),
    [
        ([], {}),
        (["a.py"], {"a.py": 0}),
        (["a.py", "b.py"], {"a.py": 0, "b.py": 1}),
        (["test_a.py", "a.py"], {"test_a.py": -1, "a.py": 0}),
        (["test_a.py", "a_old.py", "b.py"], {"a_old.py": -2, "test_a.py": -1, "b.py": 0}),
        (["test_a.py", "test_b.py"], {"test_a.py": 0, "test_b.py": 1}),
    ],
    ids=["none", "one", "two", "a-test", "a-test-and-a-backup", "only-tests"],
)
def test_only_tests_and_backups_beside_other_files_have_negative_ranks(names: list[str], ranks: dict[str, int]) -> None:
    """Where there is nothing else they are what somebody hands in."""
    assert {file.name: rank for file, rank, _ in ranked([SourceFile(name, b"") for name in names], ())} == ranks


@pytest.mark.parametrize(
    ("name", "tasks"),
    [
        ("softmax.py", ["softmax"]),
        ("Softmax.py", ["softmax"]),
        ("softmax_v2.py", ["softmax"]),
        ("a/softmax-final.ipynb", ["softmax"]),
        ("softmax_stable.py", ["softmax_stable"]),
        ("softmaximum.py", []),
        ("my_softmax.py", []),
        ("softmax/work.py", []),
        ("work", []),
    ],
)
def test_a_file_is_told_of_which_task_it_is_a_version(name: str, tasks: list[str]) -> None:
    """By its stem alone; the folder that it lies in says nothing."""
    ((_, _, versions),) = ranked([SourceFile(name, b"")], {"softmax_stable", "softmax"})
    assert versions == tasks
