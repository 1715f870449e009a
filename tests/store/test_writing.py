"""The one writer: a transaction a result, nothing lost."""

from __future__ import annotations

import itertools
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import UsageError
from grader.store import Folder, Store, Writer
from tests.present import present
from tests.store.small_store import kept, points

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder without results."""
    return Folder(tmp_path / "out")


@pytest.fixture
def store(folder: Folder) -> Iterator[Writer]:
    """Return an empty store, open for writing."""
    with Writer(folder) as found:
        yield found


def test_the_newest_result_is_json_text_in_the_table_that_is_promised(store: Writer, folder: Folder) -> None:
    """Whoever has SQLite reads it, also while a batch is writing."""
    store.save(kept("ana", 2))
    other = sqlite3.connect(folder.database)
    assert other.execute("SELECT result ->> '$.points' FROM results WHERE submission = 'ana'").fetchall() == [(2,)]
    other.close()


def test_what_is_replaced_stays_with_when_and_why(store: Writer) -> None:
    """Each part that differs is named."""
    store.save(kept("ana", 1))
    store.save(kept("ana", 2, files="g"))
    store.save(kept("ana", 3, files="g", course="d", grader="9"))
    assert points([store.newest("ana")]) == [3]
    earlier = store.superseded("ana")
    assert points(earlier) == [2, 1]
    assert [old.why for old in earlier] == ["the course has changed, another version of the grader", "other files"]
    assert store.keys("ana") == {present(old).key for old in [*earlier, store.newest("ana")]}


def test_a_result_without_a_key_is_no_answer(store: Writer) -> None:
    """It is shown until there is another, never found by its key, and leaves no trace."""
    store.save(kept("ana", 0, key=""))
    assert points([store.newest("ana")]) == [0]
    assert store.keys("ana") == frozenset()
    store.save(kept("ana", 2))
    assert (points([store.newest("ana")]), store.superseded("ana")) == ([2], [])


def test_an_answer_that_a_failure_of_ours_replaces_stays_on_record(store: Writer) -> None:
    """So that it can be restored."""
    store.save(kept("ana", 2))
    store.save(kept("ana", 0, key="", course="broken"))
    assert points(store.superseded("ana")) == [2]
    assert points([store.restore("ana", kept("ana").key)]) == points([store.newest("ana")]) == [2]


def test_the_same_result_again_is_no_other(store: Writer) -> None:
    """What is set by hand may have changed and concern somebody else."""
    store.save(kept("ana", 2))
    store.save(kept("ana", 2).with_marks(kept("ana", 2).text, "digest"))
    assert (present(store.newest("ana")).by_hand, store.superseded("ana")) == ("digest", [])


def test_by_hand_changes_what_is_shown_and_not_what_was_judged(store: Writer) -> None:
    """The grader's own result is there for the next change."""
    judged = kept("ana", 1)
    store.save(judged)
    store.save(judged.with_marks(kept("ana", 3).text, "digest"))
    newest = store.newest("ana")
    assert (points([newest]), present(newest).judged, present(newest).key) == ([3], judged.text, judged.key)
    assert [(old.why, old.judged) for old in store.superseded("ana")] == [("set by hand", judged.text)]


def test_a_withdrawn_submission_has_no_result_and_a_record(store: Writer) -> None:
    """And nothing happens to one that has none."""
    store.save(kept("ana", 2))
    for name in ("ana", "ben"):
        store.withdraw(name, "could not be graded")
    assert (store.ids(), [old.why for old in store.superseded("ana")]) == ([], ["could not be graded"])


def test_a_proposal_is_no_result_until_somebody_accepts_it(store: Writer) -> None:
    """It is found by name and can be dropped."""
    store.save(kept("ana", 2))
    store.propose(kept("ana", 3, course="d"))
    assert (points([store.newest("ana")]), points([store.proposed("ana")])) == ([2], [3])
    store.forget_proposal("ana")
    assert store.proposed("ana") is None


def test_two_graders_do_not_write_into_one_folder(store: Writer, folder: Folder) -> None:
    """The second is told; the first goes on, and lets go when it closes."""
    with pytest.raises(UsageError, match="another grader is writing here"):
        Writer(folder)  # the lock belongs to what was opened, and not to the process
    store.save(kept("ana", 2))
    store.close()
    with Writer(folder) as again:
        assert again.ids() == ["ana"]


def fill(store: Writer) -> None:
    """Keep results without end."""
    for number in itertools.count():
        store.save(kept(f"s{number}", 1))


def test_a_full_disk_is_a_sentence_and_loses_nothing(store: Writer, folder: Folder) -> None:
    """What was kept is there, what was being written is not, and with room again the store goes on."""
    store.save(kept("ana", 2))
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(UsageError, match=r"results\.sqlite: cannot be used \(database or disk is full\)"):
        fill(store)
    written = store.ids()
    assert written[0] == "ana"
    store._connection.execute("PRAGMA max_page_count = 100000")
    store.save(kept("late", 1))
    with Store(folder) as found:
        assert found.ids() == [*written, "late"]


def test_a_transaction_that_is_stopped_leaves_nothing(store: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between retiring the old result and writing the new one loses neither."""
    store.save(kept("ana", 2))

    def retire(*_: Any) -> None:
        store._connection.execute("DELETE FROM results")
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_retire", retire)
    with pytest.raises(KeyboardInterrupt):
        store.save(kept("ana", 3, files="g"))
    assert points(store.all()) == [2]


@pytest.mark.parametrize("content", [b"no database at all, and long enough for a header " * 40, b"SQLite format 3\0"])
def test_a_file_that_is_no_store_is_named_and_left_alone(folder: Folder, content: bytes) -> None:
    """Nobody's file is overwritten."""
    folder.path.mkdir()
    folder.database.write_bytes(content)
    with pytest.raises(UsageError, match=r"results\.sqlite: is damaged or not a store"):
        Writer(folder)
    assert folder.database.read_bytes() == content


def test_a_path_with_bytes_that_are_no_text_is_kept(store: Writer) -> None:
    """Linux takes any bytes as a name; what lies there is found again, and not noted twice."""
    path = Path(os.fsdecode(b"/class/zo\xeb.py"))
    for _ in range(2):
        store.set_hand_ins({"zo": path, "ana": None})
        store.set_fact("source", str(path))
    assert (store.hand_in("zo"), store.hand_in("ana"), store.fact("source")) == (path, None, str(path))
