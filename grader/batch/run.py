"""The whole class: what is left to do, and what is kept of what comes back."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from grader.batch.dispatch import dispatch
from grader.batch.earlier import settle
from grader.batch.gradebook import FAILURES, write_gradebook
from grader.batch.job import JobResult, named, page_of, statements_of
from grader.batch.plan import Batch, BatchPlan, planned
from grader.batch.progress import Progress
from grader.errors import UsageError
from grader.results import SubmissionResult
from grader.results.files import write
from grader.store import StoredResult, Writer
from grader.store.marks import files_of
from grader.store.reading import now

if TYPE_CHECKING:
    from collections.abc import Callable

BY_HAND = "set by hand"
OTHER_LIST = "the list of the class or the late policy has changed"


def run(batch: Batch, on_progress: Callable[[Progress], None]) -> Progress:
    """Grade what has no result yet; `on_progress` hears after each submission.

    On KeyboardInterrupt what is running is given up, and what is finished stays.  Raises UsageError.
    """
    with planned(batch) as (plan, store):
        seed = plan.seed(store)
        plan.note(store, seed)
        progress = Progress(len(plan.handins), notes=plan.notes)
        on_progress(progress)
        order = [handin.id for handin in plan.handins]
        try:
            for done in dispatch(plan.jobs(store, seed), batch.machines):
                _take(plan, store, done)
                progress.take(done)
                on_progress(progress)
            settled, notes = settle(
                plan.earlier, store, order, prune=batch.prune, on_renamed=lambda id_: _with_marks(plan, store, id_)
            )
            progress.notes += tuple(notes)
            order += settled
            store.set_fact(FAILURES, json.dumps(progress.failures))
        except BaseException:
            # A full disk is what was said first, and not that there is no room for the table either.
            with suppress(UsageError):
                write_gradebook(store, [*order, *plan.earlier.absent(order)], progress)
            raise
        write_gradebook(store, order, progress)
    return progress


def kept_of(done: JobResult, by_hand: str) -> StoredResult:
    """Return what is kept of a job that has graded."""
    return StoredResult(done.id, done.result, done.judged, by_hand, done.key, done.decided_by, now())


def _take(plan: BatchPlan, store: Writer, done: JobResult) -> None:
    """Keep what came back: the page first, since a result that is there is complete."""
    if done.failure:
        # What could not be graded now has no grade: an older result of other files is none.
        store.withdraw(done.id, "could not be graded")
    elif done.known:
        _refresh(plan, store, done)
    else:
        _keep_new(plan, store, done)


def _keep_new(plan: BatchPlan, store: Writer, done: JobResult) -> None:
    """Keep a result that has just been graded; its page again where somebody has marked it meanwhile."""
    write(plan.batch.folder.report(done.id), done.page, grades=True)
    saved = store.save(kept_of(done, done.by_hand), decide=lambda id_: plan.decisions(store, id_))
    if saved.text != done.result:
        write(plan.batch.folder.report(done.id), page_of(saved.result, statements_of(plan.course)), grades=True)
        store.publish(done.id)


def _with_marks(plan: BatchPlan, store: Writer, id_: str) -> None:
    """Bring a result up to date with marks that have come to it, and its page."""
    stored = store.newest(id_)
    if stored is not None:
        saved = store.save(stored, BY_HAND, lambda id_: plan.decisions(store, id_))
        write(plan.batch.folder.report(id_), page_of(saved.result, statements_of(plan.course)), grades=True)
        store.publish(id_)


def _refresh(plan: BatchPlan, store: Writer, done: JobResult) -> None:
    """Bring a result that is on record up to date with the list of the class and what was set by hand, and its page."""
    before = store.newest(done.id)
    restored = store.restore(done.id, done.key)
    assert restored is not None  # noqa: S101 - the key was looked up a moment ago, by this process, the only writer
    by_hand = plan.decisions(store, done.id)
    given = SubmissionResult.model_validate_json(restored.judged)
    judged = named(given, plan.by_id[done.id], done.handed_in)
    text = judged.model_dump_json() if judged != given else restored.judged
    same = text == restored.judged and by_hand.digest == restored.by_hand and by_hand.has_rubrics(judged)
    result = restored.text if same else by_hand.apply(judged, files_of(restored.decided_by)).model_dump_json()
    changed = (text, result, by_hand.digest) != (restored.judged, restored.text, restored.by_hand)
    if changed:
        reason = BY_HAND if text == restored.judged else OTHER_LIST
        restored = store.save(
            restored.with_marks(result, by_hand.digest, text), reason, lambda id_: plan.decisions(store, id_)
        )
    page = plan.batch.folder.report(done.id)
    stale = before is None or before.key != done.key or done.id in store.unpublished()
    if changed or stale or not page.exists():
        write(page, page_of(restored.result, statements_of(plan.course)), grades=True)
        store.publish(done.id)
