"""Marks beside whoever grades: versions, conflicts, drafts, rubrics, and results that follow."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess  # noqa: TID251 (our own code, to be killed)
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import UsageError
from grader.results import Outcome, Rubric, RubricItem
from grader.results.hand_marks import WHOLE, MarkState
from grader.results.overrides import Override, Overrides
from grader.store import Folder, Store, Writer
from grader.store.marking import SECOND, StaleMarkError, StaleRubricError
from tests.present import present
from tests.store.small_marks import HALF, ITEM, RUBRICS, filled, kept, mark, opened

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def folder(tmp_path: Path) -> Any:
    """Return a store with three answers."""
    return filled(tmp_path / "out", ana="because", ben="", cleo="since")


@pytest.fixture
def store(folder: Any) -> Iterator[Any]:
    """Open it."""
    with opened(folder) as marking:
        yield marking


def proof(store: Any, submission: str = "ana") -> Any:
    """Return the written check of a result."""
    return store.newest(submission).result.tasks[0].checks[1]


def test_a_mark_is_in_the_result_as_soon_as_it_is_saved(store: Any, folder: Any) -> None:
    """The sums follow, the rubric is there, and the page is known to be older."""
    store.save([mark("ana", HALF)], {})
    assert (proof(store).points, proof(store).outcome, proof(store).rubric) == (1, Outcome.FAILED, RUBRICS[ITEM])
    assert (store.newest("ana").result.points, store.newest("ana").result.pending_points) == (2, 0)
    assert store.unpublished() == ["ana"]
    assert json.loads(store.newest("ana").judged)["points"] == 1
    with Store(folder) as reader:
        assert present(reader.newest("ana")).result.points == 2


def test_marks_do_not_fill_the_record_of_results(store: Any) -> None:
    """They have a history of their own; a class would grow by a copy of a result a mark otherwise."""
    for version in range(1, 6):
        store.save([mark("ana", HALF, version=version)])
    assert store.superseded("ana") == []
    assert [stored.version for stored in store.history("ana", ITEM)] == [1, 2, 3, 4, 5]


def test_somebody_else_has_saved_meanwhile(store: Any) -> None:
    """Nothing is overwritten, and theirs is shown; of several at once, none is written."""
    store.save([mark("ana", HALF, by="Bob")])
    with pytest.raises(StaleMarkError) as raised:
        store.save([mark("cleo", HALF, answer="since"), mark("ana")])
    assert present(raised.value.newest).mark.by == "Bob"
    assert store.mark_of("cleo", ITEM) is None
    assert proof(store).points == 1


def test_a_version_that_was_never_there_is_refused(store: Any) -> None:
    """Nor may one be left out."""
    with pytest.raises(StaleMarkError):
        store.save([mark("ana", version=2)])


def test_ten_markers_lose_nothing(folder: Any) -> None:
    """Each tries until theirs is in: every version is there once, and each conflict was seen."""
    conflicts, lock = [], threading.Lock()

    def work(name: Any) -> None:
        with opened(folder) as mine:
            for number in range(10):
                while True:
                    newest = mine.mark_of("ana", ITEM)
                    try:
                        mine.save(
                            [mark("ana", by=name, version=(newest.version if newest else 0) + 1, comment=f"{number}")]
                        )
                        break
                    except StaleMarkError:
                        with lock:
                            conflicts.append(name)

    threads = [threading.Thread(target=work, args=(f"m{number}",)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opened(folder) as store:
        history = store.history("ana", ITEM)
    assert [stored.version for stored in history] == list(range(1, 101))
    assert {(stored.mark.by, stored.mark.comment) for stored in history} == {
        (f"m{name}", f"{number}") for name in range(10) for number in range(10)
    }


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        pytest.param(MarkState.MARKED, Outcome.FAILED, id="marked"),
        pytest.param(MarkState.CHECK, Outcome.PENDING, id="to-be-checked"),
        pytest.param(MarkState.CLEARED, Outcome.PENDING, id="taken-back"),
    ],
)
def test_only_what_is_marked_counts(store: Any, state: Any, outcome: Any) -> None:
    """From every state there is a way to every other."""
    store.save([mark("ana", HALF, state=state)])
    assert proof(store).outcome is outcome
    for version, other in enumerate(MarkState, 2):
        store.save([mark("ana", HALF, state=other, version=version)])
        assert store.mark_of("ana", ITEM).mark.state is other


def test_a_second_mark_never_counts(store: Any) -> None:
    """It is compared with the first one."""
    store.save([mark("ana", HALF, role=SECOND, by="Bob")])
    assert proof(store).outcome is Outcome.PENDING
    assert [stored.mark.by for stored in store.marks(ITEM, SECOND)] == ["Bob"]
    assert store.marks(ITEM) == []


def test_a_batch_that_was_on_its_way_takes_the_mark_in(store: Any, folder: Any) -> None:
    """Its result was made before somebody marked, and does not throw the mark away."""
    stale = kept("ana", files="other", points=0.0)
    store.save([mark("ana", HALF)])
    with Writer(folder) as writer:
        stored = writer.save(stale, decide=lambda id_: writer.decisions(id_, Overrides(), RUBRICS))
    assert stored.result.points == 1
    assert proof(store).points == 1
    assert "ana" in store.unpublished()


def test_a_new_answer_waits_with_the_old_mark_on_record(store: Any, folder: Any) -> None:
    """The points are open until somebody has looked again; the answer of then is there to compare."""
    store.save([mark("ana", HALF)], {mark("ana").mark.answer: "because"})
    with Writer(folder) as writer:
        writer.save(kept("ana", "because of this"), decide=lambda id_: writer.decisions(id_, Overrides(), RUBRICS))
    assert proof(store).outcome is Outcome.PENDING
    assert store.marked_answer(store.mark_of("ana", ITEM).mark.answer) == "because"
    store.save([mark("ana", HALF, version=2, answer="because of this")])
    assert proof(store).points == 1


def test_overrides_have_the_last_word(folder: Any) -> None:
    """The file is read at every save."""
    overrides = Overrides(points=(Override(submission="ana", check=ITEM, points=2, by="Eva"),))
    with opened(folder, overrides) as store:
        store.save([mark("ana", HALF)])
        assert (proof(store).points, proof(store).mark.points) == (2, 1)


def test_points_for_what_the_grader_decided_and_an_excuse(store: Any) -> None:
    """Both are marks like others."""
    value = mark("ana", item="mean.value", points=0.5, answer=None, reason="copied")
    store.save([value, mark("ana", item=WHOLE, answer=None, excused=True)])
    result = store.newest("ana").result
    assert result.excused.by == "Ada"
    assert [check.points for check in result.tasks[0].checks] == [0.5, 0]


def test_a_draft_is_kept_for_each_marker_until_it_is_saved(store: Any) -> None:
    """Saving takes one's own draft away, and nobody else's."""
    for name in ("Ada", "Bob"):
        store.keep_draft("ana", ITEM, name, f"{name}'s")
    store.save([mark("ana", HALF)])
    assert (store.draft("ana", ITEM, "Ada"), store.draft("ana", ITEM, "Bob")) == ("", "Bob's")
    assert store.drafts() == [("ana", ITEM, "Bob")]
    store.keep_draft("ana", ITEM, "Bob", "")
    assert store.drafts() == []


def test_numbers_are_given_once_and_for_good(store: Any, folder: Any) -> None:
    """Somebody new gets the next one; whoever is gone leaves a gap."""
    numbers = store.numbers(ITEM, sorted)
    assert numbers == {1: "ana", 2: "ben", 3: "cleo"}
    with Writer(folder) as writer:
        writer.withdraw("ben", "gone")
        writer.save(kept("abe"))
    assert store.numbers(ITEM, sorted) == {1: "ana", 3: "cleo", 4: "abe"}


def test_an_edited_item_changes_all_who_have_it(store: Any) -> None:
    """And nobody else; the edit before can be had back."""
    store.save([mark("ana", HALF), mark("ben", answer="")])
    edited = RUBRICS[ITEM].model_copy(update={"items": (HALF.model_copy(update={"points": 1.5}),)})
    assert store.edit_rubric(ITEM, 0, edited, "Ada") == ["ana", "ben"]
    assert (proof(store).points, proof(store, "ben").points) == (1.5, 0)
    store.edit_rubric(ITEM, 1, RUBRICS[ITEM], "Ada")
    assert proof(store).points == 1
    assert [version for version, *_ in store.rubric_history(ITEM)] == [1, 2]


def test_two_people_edit_a_rubric(store: Any) -> None:
    """The second one is told."""
    store.edit_rubric(ITEM, 0, Rubric(text="mine"), "Ada")
    with pytest.raises(StaleRubricError) as raised:
        store.edit_rubric(ITEM, 0, Rubric(text="yours"), "Bob")
    assert raised.value.version == 1
    assert store.rubrics()[ITEM].text == "mine"


def test_the_file_changes_after_an_edit(folder: Any) -> None:
    """What was edited on the pages stays; every other part follows the file."""
    item, other = RubricItem(id="one", points=1, says="one"), RubricItem(id="two", points=1, says="two")
    with opened(folder, rubrics={ITEM: Rubric(text="old", items=(item, other))}) as store:
        edited = Rubric(text="old", items=(item.model_copy(update={"points": 2.0}), other))
        store.edit_rubric(ITEM, 0, edited, "Ada")
    new = RubricItem(id="three", points=1, says="three")
    changed = Rubric(
        text="new", items=(item.model_copy(update={"says": "ONE"}), other.model_copy(update={"says": "TWO"}), new)
    )
    with opened(folder, rubrics={ITEM: changed}) as store:
        rubric = store.rubrics()[ITEM]
    assert rubric.text == "new"
    assert [(part.says, part.points) for part in rubric.items] == [("one", 2), ("TWO", 1), ("three", 1)]


def test_an_act_is_all_that_was_decided_at_once(store: Any) -> None:
    """The last one of a marker can be taken back, unless somebody has decided otherwise since."""
    store.save([mark("ana", HALF, act="a1"), mark("ben", HALF, answer="", act="a1")])
    assert [stored.submission for stored in store.last_act("Ada")] == ["ana", "ben"]
    assert store.last_act("Bob") == []
    store.save([mark("ben", version=2, answer="", act="b1", by="Bob")])
    assert store.last_act("Ada") == []


def test_what_tells_a_change_reads_no_result(store: Any) -> None:
    """The plan of the statement is its index alone."""
    assert set(store.states()) == {"ana", "ben", "cleo"}
    columns = "submission, coalesce(key, ''), graded_at, by_hand"
    plan = store._connection.execute(
        f"EXPLAIN QUERY PLAN SELECT {columns} FROM results INDEXED BY results_state"
    ).fetchall()
    assert "COVERING INDEX results_state" in str(plan)


def test_a_store_of_an_older_grader_is_brought_up_to_date(tmp_path: Path) -> None:
    """The marking site needs no batch before."""
    folder = filled(tmp_path / "old", ana="because")
    with sqlite3.connect(folder.database) as connection:
        for table in ("marks", "drafts", "answers", "numbers", "rubrics", "unpublished", "hand_ins", "marking_log"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX results_state")
        connection.execute("PRAGMA user_version = 1")
    with opened(folder) as store:
        store.save([mark("ana", HALF)])
        assert proof(store).points == 1


def test_no_results_yet(tmp_path: Path) -> None:
    """It says what to do."""
    with pytest.raises(UsageError, match="does not exist"):
        opened(Folder(tmp_path))


def test_a_kill_at_any_moment_leaves_whole_marks(folder: Any) -> None:
    """What was said to be saved is there, and the results agree with the marks."""
    program = (
        f"import sys; sys.path[:0] = [{str(Path(__file__).parents[2])!r}]\n"
        "from pathlib import Path\n"
        "from grader.store import Folder\n"
        "from tests.store.small_marks import HALF, mark, opened\n"
        f"store = opened(Folder(Path({str(folder.path)!r})))\n"
        "version = store.mark_of('ana', 'mean.proof').version if store.mark_of('ana', 'mean.proof') else 0\n"
        "while True:\n"
        "    version += 1\n"
        "    store.save([mark('ana', *[HALF] * (version % 2), version=version)])\n"
        "    print(version, flush=True)\n"
    )
    for lines in (1, 4, 9):
        process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        said = [int(present(process.stdout).readline()) for _ in range(lines)]
        os.kill(process.pid, signal.SIGKILL)
        said += [int(line) for line in present(process.stdout).read().splitlines()]
        process.wait()
        present(process.stdout).close()
        with opened(folder) as store:
            newest = store.mark_of("ana", ITEM)
            assert newest.version >= max(said)
            assert proof(store).points == len(newest.mark.items)
