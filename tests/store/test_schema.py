"""The tables, from one version to the next."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.store import Folder, Store, Writer, schema
from tests.store.small_store import kept, points

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder with one result."""
    with Writer(Folder(tmp_path)) as store:
        store.save(kept("ana", 2))
    return Folder(tmp_path)


def test_a_newer_store_is_not_touched(folder: Folder) -> None:
    """Who reads it says so, instead of guessing."""
    connection = sqlite3.connect(folder.database)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    for way in (Store, Writer):
        with pytest.raises(UsageError, match="written by a newer grader"):
            way(folder)


def test_an_older_store_is_brought_up_to_date_by_the_next_batch(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results stay; a reader alone says what to do."""
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("ALTER TABLE results ADD COLUMN late TEXT",)))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr("grader.store.reading.VERSION", schema.VERSION)
    with pytest.raises(UsageError, match="written by an older grader"):
        Store(folder)
    with Writer(folder) as store:
        assert points(store.all()) == [2]
        assert store._connection.execute("SELECT late FROM results").fetchall() == [(None,)]
    with Store(folder) as store:
        assert points(store.all()) == [2]


def test_a_step_that_is_stopped_leaves_the_version_before(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a step is none: the next start takes it again."""
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("CREATE TABLE late (x)", "no statement")))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(UsageError, match="cannot be used"):
        Writer(folder)
    connection = sqlite3.connect(folder.database)
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION - 1,)
    assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'late'").fetchall() == []
    connection.close()
