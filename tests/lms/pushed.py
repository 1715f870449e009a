"""A push through the Python interface, without pauses: what the command does between parsing and printing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.cli.grades import read_grades
from grader.lms.clients import load_lms
from grader.lms.http import Backoff
from grader.lms.journal import Journal
from grader.lms.planning import Decision, PlanOptions, PushPlan
from grader.lms.pushing import Push, PushReport
from grader.store import Folder, Store
from tests.lms.lms_server import TOKEN

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Outcome:
    """A plan and its report."""

    plan: PushPlan
    report: PushReport
    pauses: tuple[float, ...] = ()

    def decisions(self) -> Any:
        """Return {platform id: decision}."""
        return {row.student.platform_id: row.decision.value for row in self.plan.rows}

    def reasons(self, decision: Any = Decision.HOLD) -> Any:
        """Return {platform id: reason} of the rows with a decision."""
        return {row.student.platform_id: row.reason for row in self.plan.with_decision(decision)}

    def failed(self) -> Any:
        """Return {platform id: reason} of the rows that were not written."""
        return {row.student.platform_id: reason for row, reason in self.report.failed}


def push(
    double: Any,
    folder: Path,
    *,
    lms: str = "canvas",
    apply: bool = True,
    so_far: bool = False,
    before_apply: Any = lambda: None,
    **options: Any,
) -> Any:
    """Push the class in `folder` to a double."""
    pauses: list[float] = []
    backoff = Backoff(sleep=pauses.append)
    module = load_lms(lms)
    client = module.connect(double.address, TOKEN, backoff)
    key = module.read_address(double.address).key
    files = Folder(folder)
    try:
        with Store(files) as store, Journal(files.push_journal, key) as journal:
            pushing = Push(client, journal, store, key, PlanOptions(**options), backoff)
            plan, planner = pushing.plan(client.load(), read_grades(folder, so_far=so_far), module.platform)
            if not apply:
                pushing.remember(plan)
                return Outcome(plan, PushReport(plan))
            before_apply()
            return Outcome(plan, pushing.apply(plan, planner, lambda done, total: None), tuple(pauses))
    finally:
        client.close()
