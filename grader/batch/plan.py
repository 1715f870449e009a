"""A batch before it begins: the class, its course, and what was set by hand, all read before anything is written."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from grader.batch.earlier import Earlier
from grader.batch.handins import handins
from grader.batch.job import Job
from grader.batch.machines import Machines, Processes
from grader.batch.process_state import end_shared_zygote, keep_loaded
from grader.course import Course, load_course, rubrics_of
from grader.course.late import late_fact
from grader.errors import UsageError
from grader.expressions.parsing import nearest
from grader.intake.manifest import rows_as_json
from grader.records import dataclass, field
from grader.results.overrides import Overrides, read_overrides
from grader.store import Folder, FolderLock, Store, Writer
from grader.store.result_key import course_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.course.late import LatePolicy
    from grader.intake import HandIn
    from grader.results import HandedInFile
    from grader.results.marking import Decisions
    from grader.results.rubric import Rubric


NOBODYS = "files of nobody"
"""The fact in the store that keeps them."""


@dataclass(frozen=True)
class CourseReading:
    """A course as it was read, and the digest of its files from before: of one that changes later, jobs say so."""

    digest: str
    course: Course

    @classmethod
    def of(cls, folder: Path, *, skip_broken: bool, remember: bool) -> CourseReading:
        """Read a course, as `load_course` does.  Raises SpecError with every mistake, or UsageError."""
        try:
            digest = course_digest(folder)
        except OSError:
            load_course(folder, skip_broken=skip_broken, remember=remember)  # says which file cannot be read
            raise
        return cls(digest, load_course(folder, skip_broken=skip_broken, remember=remember))


@dataclass(frozen=True)
class Batch:
    """A request to grade a class into a folder."""

    source: Path
    course: Path
    out: Path
    machines: Machines = field(default_factory=lambda: Processes(1))
    seed: int | None = None
    walls: bool = True
    """Whether students' code is closed in."""
    roster: Path | None = None
    """The list of the class, as CSV."""
    layout: str | None = None
    """The key of the download's layout, where the user says it."""
    assignment: str | None = None
    """The assignment that counts, where the download holds several."""
    prune: bool = False
    """Whether submissions of earlier runs that are not in the download are taken out."""
    skips_broken: bool = True
    """Whether a task with mistakes is left out, or stops everything before anything is graded."""
    reading: CourseReading | None = None
    """The course, where it has been read already."""

    @cached_property
    def folder(self) -> Folder:
        """The folder of the results."""
        return Folder(self.out.absolute())


@dataclass(frozen=True)
class BatchPlan:
    """A class with its course and what was set by hand, free of mistakes."""

    batch: Batch
    course: Course
    handins: list[HandIn]
    overrides: Overrides
    digest: str
    notes: tuple[str, ...] = ()
    """How the download was read, files that belong to nobody, and students who are on one list only."""
    earlier: Earlier = field(default_factory=lambda: Earlier(()))
    nobodys: tuple[HandedInFile, ...] = ()
    """Files of the download that are nobody's."""

    @classmethod
    def of(cls, batch: Batch) -> BatchPlan:
        """Read everything before anything is written.  Raises UsageError or SpecError with every mistake."""
        intake = handins(batch.source, batch.folder, batch.roster, layout=batch.layout, assignment=batch.assignment)
        reading = batch.reading or CourseReading.of(batch.course, skip_broken=batch.skips_broken, remember=batch.walls)
        course = reading.course
        earlier, with_files = _earlier(batch.folder, batch.source)
        # Who is on the class list and in an earlier download has handed in, only not in this one.
        submitted = [
            hand_in for hand_in in intake.hand_ins if hand_in.path or batch.prune or hand_in.id not in with_files
        ]
        timed = [_timed(handin, course.late) for handin in submitted]
        overrides = _overrides(batch.folder.overrides, course, {handin.id for handin in timed} | set(earlier.ids))
        if (batch.out / "results").is_dir() and not batch.folder.database.exists():
            raise UsageError(
                f"{batch.out}/results: holds results of an older grader, which this one cannot use. Move the folder "
                "away, or name another with --out; --seed with the number in the file `seed` asks the same inputs."
            )
        notes = (intake.sentence, *intake.notes, *(_left_out(task.id) for task in course.broken))
        return cls(batch, course, timed, overrides, reading.digest, notes, earlier, intake.rows)

    @cached_property
    def by_id(self) -> dict[str, HandIn]:
        """The hand-ins by the id of the submission."""
        return {handin.id: handin for handin in self.handins}

    @cached_property
    def rubrics(self) -> dict[str, Rubric]:
        """The rubrics of the task files, by `task.check`."""
        return rubrics_of(self.course)

    def decisions(self, store: Store, submission: str) -> Decisions:
        """Return everything that people decided about a submission."""
        return store.decisions(submission, self.overrides, self.rubrics)

    def seed(self, store: Writer) -> int:
        """Return the seed: the one asked for, the one of an earlier run, or a new secret one."""
        stored_seed = store.fact("seed")
        if self.batch.seed is not None:
            return self.batch.seed
        return int(stored_seed) if stored_seed is not None else secrets.randbits(53)

    def note(self, store: Writer, seed: int) -> None:
        """Note in the store what `regrade` needs to do the same again."""
        facts = {"seed": str(seed), "source": str(self.batch.source.absolute())}
        facts |= {"roster": str(self.batch.roster.absolute()) if self.batch.roster is not None else ""}
        facts |= {"course": str(self.batch.course.absolute()), "walls": str(int(self.batch.walls))}
        facts |= {"late": late_fact(self.course.late), NOBODYS: rows_as_json(self.nobodys)}
        facts |= {"layout": self.batch.layout or "", "assignment": self.batch.assignment or ""}
        for name, value in facts.items():
            store.set_fact(name, value)
        before = {id_: store.hand_in(id_) for id_ in self.earlier.ids}
        store.set_hand_ins(before | {new.id: new.path.absolute() if new.path else None for new in self.handins})

    def jobs(self, store: Writer, seed: int) -> Iterator[Job]:
        """Yield a job for each submission; what is on record is looked up when its turn comes."""
        batch = self.batch
        paths = batch.course.absolute(), self.digest, batch.folder.path
        keep_loaded(*paths[:2], self.course)
        for handin in self.handins:
            by_hand = self.decisions(store, handin.id)
            if handin.path is not None:  # a machine of a cluster has another current folder
                handin = replace(handin, path=handin.path.absolute())
            stored_keys = store.keys(handin.id)
            yield Job(handin, handin.id, *paths, seed, batch.walls, stored_keys, by_hand, written=self.has_written)

    @cached_property
    def has_written(self) -> bool:
        """Whether a check of the course is marked by a person."""
        return any(check.kind == "written" for task in self.course.tasks for check in task.checks)


def _timed(handin: HandIn, late: LatePolicy | None) -> HandIn:
    """Return a hand-in with what the late policy makes of its time; who handed in nothing is not late with it."""
    if late is None or handin.path is None:
        return handin
    # Canvas marks what is late, so what has no mark came in time.
    in_time = handin.platform == "Canvas" and not handin.late
    lateness = late.lateness(handin.submitted, handin.extension, marked_late=handin.late, in_time=in_time)
    return replace(handin, lateness=lateness)


@contextmanager
def planned(batch: Batch) -> Iterator[tuple[BatchPlan, Writer]]:
    """Yield what is to do, and the store; the folder is held before anything is unpacked into it.

    Raises UsageError or SpecError with every mistake.
    """
    try:
        with FolderLock(batch.folder.path) as hold:
            plan = BatchPlan.of(batch)
            with Writer(batch.folder, hold) as store:
                yield plan, store
    finally:
        end_shared_zygote()


def _earlier(folder: Folder, source: Path) -> tuple[Earlier, set[str]]:
    """Return the ids of earlier runs, and those of them that have handed in files."""
    if not folder.database.exists():
        return Earlier(()), set()
    with Store(folder) as store:
        earlier = Earlier.of(store, source)
        stored = {id_: store.newest(id_) for id_ in earlier.ids}
        return earlier, {id_ for id_, result in stored.items() if result is not None and result.result.submission.files}


def _left_out(task: str) -> str:
    return f"{task}: not graded, as the task has mistakes. Mend them and run the same command again before you export."


def _overrides(path: Path, course: Course, ids: set[str]) -> Overrides:
    """Return what people have set by hand.  Raises UsageError with every mistake in it."""
    checks = {f"{task.id}.{check.id}": check.points for task in course.tasks for check in task.checks}
    overrides = read_overrides(path, checks, broken=[task.id for task in course.broken])
    for id_ in overrides.submissions:
        if id_ not in ids:
            raise UsageError(f"{path}: there is no submission `{id_}`{nearest(id_, ids)}.")
    return overrides
