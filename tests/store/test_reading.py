"""Looking results up."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.store import Folder, Store, Writer
from tests.present import present
from tests.store.small_store import kept, points

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder with two results."""
    with Writer(Folder(tmp_path / "out")) as store:
        for name, number in (("ben", 1), ("ana", 2)):
            store.save(kept(name, number))
        store.set_fact("seed", "7")
    return Folder(tmp_path / "out")


def test_a_folder_without_results_is_said(tmp_path: Path) -> None:
    """With the command that makes them."""
    with pytest.raises(UsageError, match="does not exist"):
        Store(Folder(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_everything_is_found_by_name(folder: Folder) -> None:
    """Results in the order in which they came, and nothing for a name that nobody has."""
    with Store(folder) as store:
        assert (store.ids(), points(store.all())) == (["ben", "ana"], [1, 2])
        assert (store.newest("carl"), store.superseded("carl"), store.keys("carl")) == (None, [], frozenset())
        assert (store.fact("seed"), store.fact("nothing")) == ("7", None)
        assert present(store.newest("ana")).result.points == 2


def test_a_reader_cannot_write(folder: Folder) -> None:
    """Whatever it is made to do."""
    with Store(folder) as store, pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._connection.execute("DELETE FROM results")


def test_a_copy_of_the_one_file_is_everything(folder: Folder, tmp_path: Path) -> None:
    """While a writer has it open: nothing waits in a file beside it."""
    with Writer(folder):
        (tmp_path / "copy").mkdir()
        shutil.copy(folder.database, tmp_path / "copy")
    with Store(Folder(tmp_path / "copy")) as store:
        assert points(store.all()) == [1, 2]


@pytest.mark.parametrize("name", ["a?b=c", "a#b", "a%20b", "é名"])
def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    """The address that SQLite is given escapes it."""
    with Writer(Folder(tmp_path / name)) as store:
        store.save(kept("ana", 2))
    assert [path.name for path in (tmp_path / name).iterdir()] == ["results.sqlite"]
    with Store(Folder(tmp_path / name)) as store:
        assert points(store.all()) == [2]
