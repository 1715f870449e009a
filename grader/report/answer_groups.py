"""Submissions whose code behaves alike in a check, the largest group first, so that one comment serves all of them."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from grader.presentation.cases import CaseView, case_of
from grader.presentation.visible import one_line, visible
from grader.records import dataclass, field

if TYPE_CHECKING:
    from grader.results import CheckResult, SubmissionResult

LEAST = 2
"""Submissions that make a group."""
MOST_GROUPS = 30
MOST_NAMES = 60
DOTS = "..."
"""Stand for words that differ between members."""


@dataclass
class AnswerGroup:
    """One wrong behaviour in one check."""

    task: str
    check: str
    title: str
    fingerprint: str
    message: str
    """As far as it is the same for all members: the text of an exception is somebody's own words."""
    diagnosis: str
    """Of all members; empty where they differ."""
    case: CaseView | None
    """The case that all members are shown; None where they differ."""
    members: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def comment(self) -> str:
        """The entry for overrides.toml that comments on all of them."""
        lines = ("[[comments]]", f'fingerprint = "{self.fingerprint}"', f'check = "{self.task}.{self.check}"')
        return "\n".join((*lines, 'text = "..."', 'by = "..."'))

    def keep_common(self, message: str, diagnosis: str, case: CaseView | None) -> None:
        """Leave out what is not the same for another member."""
        if message != self.message:
            self.message = common_beginning(self.message, message)
        if diagnosis != self.diagnosis:
            self.diagnosis = ""
        if case != self.case:
            self.case = None

    @property
    def others(self) -> int:
        """The number of members that are not named."""
        return self.count - len(self.members)


def common_beginning(first: str, other: str) -> str:
    """Return the words with which both texts begin, and dots for the rest."""
    words = takewhile(lambda pair: pair[0] == pair[1], zip(first.split(" "), other.split(" "), strict=False))
    return " ".join([*(word for word, _ in words if word != DOTS), DOTS])


@dataclass
class AnswerGroups:
    """The groups of a class, from results that are added one by one."""

    _groups: dict[tuple[str, str, str], AnswerGroup] = field(default_factory=dict)

    def add(self, result: SubmissionResult) -> None:
        """Take in one result."""
        for task in result.tasks:
            for check in task.checks:
                if check.fingerprint:
                    self._add(task.id, check, result.submission.id)

    def _add(self, task: str, check: CheckResult, submission: str) -> None:
        key = (task, check.id, check.fingerprint)
        case = case_of(check.counterexample) if check.counterexample is not None else None
        message, diagnosis = visible(check.message), visible(check.diagnosis)
        group = self._groups.get(key)
        if group is None:
            group = AnswerGroup(task, check.id, one_line(check.title), check.fingerprint, message, diagnosis, case)
            self._groups[key] = group
        group.keep_common(message, diagnosis, case)
        group.count += 1
        if len(group.members) < MOST_NAMES:
            group.members.append(one_line(submission))

    def largest(self) -> list[AnswerGroup]:
        """Return the groups of two or more, the largest first."""
        shared = [group for group in self._groups.values() if group.count >= LEAST]
        return sorted(shared, key=lambda group: (-group.count, group.task, group.check))[:MOST_GROUPS]
