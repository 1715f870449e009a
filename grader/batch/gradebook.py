"""The tables and the page of a class: `grades.csv`, `manifest.csv` and `index.html`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.batch.plan import NOBODYS
from grader.batch.progress import Progress
from grader.export.grade import apply_late_policy, format_points, to_decimal
from grader.export.spreadsheet import guarded
from grader.intake.manifest import rows_from_json, table
from grader.records import dataclass
from grader.report.answer_groups import AnswerGroups
from grader.report.class_checks import ClassChecks
from grader.report.class_page import ClassPage, ClassRow, render_class, row_of
from grader.results.files import write
from grader.store.folder import file_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.results import HandedInFile, SubmissionResult
    from grader.store import Store

FAILED = "no result: "
FAILURES = "failures"
"""The fact that holds why submissions have no result, as JSON."""
LATE = ("handed_in", "late_percent", "final_points")


def write_gradebook(store: Store, order: Sequence[str], progress: Progress) -> None:
    """Write both for the submissions of `order`; where none has a result yet, nothing.

    One result is in memory at a time; of each, a row stays.
    """
    checks, groups, files = ClassChecks(), AnswerGroups(), _Files([])
    rows = list(_rows(store, order, progress, (checks, groups, files)))
    if not any(row.points is not None for row in rows) and not progress.finished:
        return
    tasks = list(dict.fromkeys(task for row in rows for task in row.tasks))
    write(store.folder.grades, grades_csv(rows, tasks), grades=True)
    nobodys = rows_from_json(store.fact(NOBODYS))
    write(store.folder.manifest, table(files.by_submission, nobodys, guarded), grades=True)
    write(store.folder.index, render_class(ClassPage(rows, tasks, checks, groups)), grades=True)


@dataclass
class _Files:
    """The rows of the manifest, gathered while each result is in memory."""

    by_submission: list[tuple[str, Sequence[HandedInFile]]]

    def add(self, result: SubmissionResult) -> None:
        """Keep what became of the files of one submission."""
        self.by_submission.append((result.submission.id, result.submission.handed_in))


def rewrite_gradebook(store: Store) -> None:
    """Write both anew from the store alone, for the class of the last batch; failures of that batch stay listed."""
    results = store.ids()
    order = list(dict.fromkeys((*store.hand_in_ids(), *results)))
    failures: dict[str, str] = json.loads(store.fact(FAILURES) or "{}")
    progress = Progress(
        len(order), cached=len(results), failures={i: f for i, f in failures.items() if i not in results}
    )
    write_gradebook(store, order, progress)


def _rows(
    store: Store, order: Sequence[str], progress: Progress, collectors: Sequence[ClassChecks | AnswerGroups | _Files]
) -> Iterator[ClassRow]:
    """Yield a row for each submission, and add its result to what is said of the class as a whole."""
    for id_ in order:
        stored = store.newest(id_)
        page = f"reports/{quote(file_name(id_))}.html"
        if stored is not None:
            for part in collectors:
                part.add(stored.result)
            yield row_of(stored.result, page)
        elif id_ in progress.failures:
            yield ClassRow(id_, "", None, 0.0, 0.0, {}, (FAILED + progress.failures[id_].strip().splitlines()[-1],))


def grades_csv(rows: Sequence[ClassRow], tasks: Sequence[str]) -> str:
    """Return the table: id, points, then the points of each task, what the late policy leaves, who, what is to look at.

    A cell is empty where there is no grade, and where a result of an earlier course does not have the task.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [
            "submission",
            "points",
            "max_points",
            *map(guarded, tasks),
            "pending_points",
            *LATE,
            "name",
            "members",
            "notes",
        ]
    )
    for row in rows:
        points = "" if row.points is None else f"{row.points:g}"
        by_task = ["" if row.points is None or task not in row.tasks else f"{row.tasks[task]:g}" for task in tasks]
        fields = [guarded(row.name), guarded(_members(row)), guarded("; ".join(row.remarks))]
        late = _late(row)
        writer.writerow(
            [
                guarded(row.submission),
                points,
                f"{row.max_points:g}",
                *by_task,
                f"{row.pending_points:g}",
                *late,
                *fields,
            ]
        )
    return text.getvalue()


def _late(row: ClassRow) -> list[str]:
    """Return when it was handed in, what that takes off in percent, and the points that are left."""
    lateness = row.facts.lateness if row.facts is not None else None
    no_grade = row.points is None or row.excused
    final = "" if no_grade or row.points is None else format_points(apply_late_policy(to_decimal(row.points), lateness))
    submitted = row.facts.submitted if row.facts is not None else ""
    return [guarded(submitted), f"{lateness.percent:g}" if lateness is not None else "", final]


def _members(row: ClassRow) -> str:
    """Return the first id of each who handed in together."""
    members = row.facts.members if row.facts is not None else ()
    return "; ".join(member.ids[0] for member in members if member.ids)
