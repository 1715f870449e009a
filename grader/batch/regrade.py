"""The same class again under today's course and grader: who changes, by how much, through which check.

A dry run keeps what it finds as proposals beside the results, so that nothing is graded twice and a kill costs little.
Applying moves them; what they replace stays on record.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.archives.names import shown
from grader.batch.dispatch import dispatch
from grader.batch.earlier import as_handed_in
from grader.batch.gradebook import rewrite_gradebook
from grader.batch.job import JobResult, page_of, statements_of
from grader.batch.plan import Batch, BatchPlan, planned
from grader.batch.progress import Progress
from grader.errors import UsageError
from grader.records import dataclass, field
from grader.results.changes import Change, change
from grader.results.files import write
from grader.store import Folder, Store, StoredResult, Writer
from grader.store.reading import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.batch.machines import Machines


@dataclass
class Regrade:
    """Findings of a regrade."""

    progress: Progress
    changes: list[Change] = field(default_factory=list)
    """Submissions whose points or outcomes change."""
    same: int = 0
    """Submissions that something else decides now, and which end the same."""
    applied: bool = False


def recorded(out: Path, machines: Machines, course: Path | None = None) -> Batch:
    """Return the batch that filled `out`, for other machines and perhaps another course.  Raises UsageError."""
    with Store(Folder(out.absolute())) as store:
        facts = {name: store.fact(name) for name in ("source", "course", "seed", "walls", "roster")}
        layout, assignment = store.fact("layout") or None, store.fact("assignment") or None
    if None in facts.values():
        raise UsageError(f"{out}: no batch has been finished here. Run `grader batch` first.")
    source = Path(str(facts["source"]))
    if not source.exists():
        raise UsageError(f"{source}: the submissions are not there any more. Put them back to grade them again.")
    walls, roster = facts["walls"] == "1", Path(str(facts["roster"])) if facts["roster"] else None
    return Batch(
        source,
        course or Path(str(facts["course"])),
        out,
        machines,
        int(str(facts["seed"])),
        walls,
        roster,
        layout,
        assignment,
        skips_broken=False,  # a task that is left out would look like points that everybody loses
    )


def regrade(batch: Batch, on_progress: Callable[[Progress], None], *, apply: bool = False) -> Regrade:
    """Grade again what something else decides now; without `apply`, no result changes.

    Submissions that have no result yet are left to `batch`.  A result in which the grader fails is listed, and is
    neither proposed nor applied.
    """
    with planned(batch) as (plan, store):
        plan, lost = _with_earlier(plan, store)
        outcome = Regrade(Progress(len(plan.handins), notes=tuple(lost)))
        on_progress(outcome.progress)
        jobs = (replace(job, known=_stored_keys(store, job.id)) for job in plan.jobs(store, plan.seed(store)))
        for done in dispatch(jobs, batch.machines):
            _propose(store, done)
            outcome.progress.take(done)
            on_progress(outcome.progress)
        _compare(plan, store, outcome)
        if apply:
            _apply(plan, store)
            outcome.applied = True
            rewrite_gradebook(store)
    return outcome


def _with_earlier(plan: BatchPlan, store: Store) -> tuple[BatchPlan, list[str]]:
    """Return the plan with the submissions of earlier downloads, and a sentence about those whose files are gone."""
    graded = [handin for handin in plan.handins if store.newest(handin.id) is not None]
    hand_ins = {id_: as_handed_in(store, id_) for id_ in plan.earlier.absent(handin.id for handin in graded)}
    there = [handin for handin in hand_ins.values() if handin is not None]
    missing = [shown(id_, 40) for id_, handin in hand_ins.items() if handin is None and store.hand_in(id_) is not None]
    notes = [f"Not graded again, as the files are not there any more: {', '.join(missing)}."] if missing else []
    return replace(plan, handins=[*graded, *there]), notes


def _stored_keys(store: Store, submission: str) -> frozenset[str]:
    stored = (store.newest(submission), store.proposed(submission))
    return frozenset(result.key for result in stored if result is not None and result.key)


def _propose(store: Writer, done: JobResult) -> None:
    newest = store.newest(done.id)
    if done.failure or done.judge_errors or (newest is not None and newest.key == done.key):
        store.forget_proposal(done.id)
    elif not done.known:
        store.propose(StoredResult(done.id, done.judged, done.judged, "", done.key, done.decided_by, now()))


def _compare(plan: BatchPlan, store: Store, outcome: Regrade) -> None:
    for handin in plan.handins:
        old, new = store.newest(handin.id), store.proposed(handin.id)
        if old is None or new is None:
            continue
        differs = change(old.result, _decided(plan, store, new).result)
        if differs is None:
            outcome.same += 1
        else:
            outcome.changes.append(differs)


def _apply(plan: BatchPlan, store: Writer) -> None:
    """Make every proposal the newest result: its page first, as in a batch."""
    statements = statements_of(plan.course)
    for handin in plan.handins:
        new = store.proposed(handin.id)
        if new is None:
            continue
        decided = _decided(plan, store, new)
        write(plan.batch.folder.report(handin.id), page_of(decided.result, statements), grades=True)
        saved = store.save(decided, decide=lambda id_: plan.decisions(store, id_))
        if saved != decided:
            write(plan.batch.folder.report(handin.id), page_of(saved.result, statements), grades=True)
            store.publish(handin.id)
        store.forget_proposal(handin.id)


def _decided(plan: BatchPlan, store: Store, new: StoredResult) -> StoredResult:
    """Return a proposal with everything that people decided about the submission."""
    return new.with_decisions(plan.decisions(store, new.submission))
