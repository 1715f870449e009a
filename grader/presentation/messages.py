"""Outcomes, points, counts and times in words, the same in every report and export."""

from __future__ import annotations

from typing import Literal, assert_never

from grader.checks.kinds import kind_named
from grader.records import dataclass
from grader.results import CheckResult, Outcome, SubmissionResult

Tone = Literal["good", "bad", "quiet", "ours"]


READING_ORDER = (
    Outcome.FAILED,
    Outcome.ERROR,
    Outcome.TIMEOUT,
    Outcome.JUDGE_ERROR,
    Outcome.PASSED,
    Outcome.PENDING,
    Outcome.SKIPPED,
)
"""The order of outcomes in a report: first those that need work, last those that wait."""


@dataclass(frozen=True, slots=True)
class OutcomeLabel:
    """How an outcome is named: `sign` is one column wide in a terminal, `text` says the same without it."""

    sign: str
    text: str
    tone: Tone

    def __str__(self) -> str:
        return f"{self.sign} {self.text}"


def outcome_label(outcome: Outcome) -> OutcomeLabel:
    """Return the word and the sign of `outcome`."""
    match outcome:
        case Outcome.PASSED:
            return OutcomeLabel("✓", "passed", "good")
        case Outcome.FAILED:
            return OutcomeLabel("✗", "failed", "bad")
        case Outcome.ERROR:
            return OutcomeLabel("!", "error", "bad")
        case Outcome.TIMEOUT:
            return OutcomeLabel("◔", "timeout", "bad")
        case Outcome.SKIPPED:
            return OutcomeLabel("–", "skipped", "quiet")
        case Outcome.PENDING:
            return OutcomeLabel("○", "pending", "quiet")
        case Outcome.JUDGE_ERROR:
            return OutcomeLabel("?", "grader error", "ours")
    assert_never(outcome)


MARKED = OutcomeLabel("◐", "marked", "quiet")
"""How a check ended that a person marked with fewer points than all: nothing failed, and the points say the rest."""


LABELS_IN_ORDER = tuple(
    label
    for outcome in READING_ORDER
    for label in ((MARKED, outcome_label(outcome)) if outcome is Outcome.PASSED else (outcome_label(outcome),))
)
"""The labels in the order of a report."""


def is_marked_partly(check: CheckResult) -> bool:
    """Whether a person gave a check fewer points than all of them: some, or any number to an answer in words."""
    by_person = check.by_hand is not None or (check.mark is not None and check.mark.outcome_before is not None)
    return by_person and check.outcome is Outcome.FAILED and (check.points > 0 or check.kind == "written")


def check_label(check: CheckResult) -> OutcomeLabel:
    """Return the word and the sign for how one check ended."""
    return MARKED if is_marked_partly(check) else outcome_label(check.outcome)


def number_text(points: float) -> str:
    """Return points without trailing zeros, to three decimals: `2`, `0.5`, `0.333`."""
    return f"{points:.3f}".rstrip("0").rstrip(".")


def counted_text(count: int, noun: str) -> str:
    """Return `1 check`, `2 checks`."""
    if count == 1:
        return f"{count:,} {noun}"
    ends_in_ies = noun.endswith("y") and noun[-2:-1] not in "aeou"  # stories, but days
    return f"{count:,} {noun[:-1]}ies" if ends_in_ies else f"{count:,} {noun}s"


def location_text(file: str, line: int = 0, cell: int = 0, name: str = "") -> str:
    """Return where in a submission something stands: `work.ipynb, cell 3, line 2, in softmax`."""
    parts = [file, f"cell {cell}" if cell else "", f"line {line}" if line else "", f"in {name}" if name else ""]
    return ", ".join(part for part in parts if part)


def points_text(points: float, max_points: float) -> str:
    """Return `3 of 4 points`."""
    return f"{number_text(points)} of {number_text(max_points)} {'point' if max_points == 1 else 'points'}"


def check_points_text(check: CheckResult) -> str:
    """Return the points of one check; one that a person marks has none yet."""
    if check.outcome is Outcome.PENDING:
        return f"up to {number_text(check.max_points)} {'point' if check.max_points == 1 else 'points'}, not marked yet"
    return points_text(check.points, check.max_points)


def cases_text(check: CheckResult) -> str:
    """Return on how many inputs a check held or failed; empty where no case was asked."""
    if not check.cases:
        return ""
    if check.outcome is not Outcome.PASSED:
        verb = "fails" if check.failed_cases == 1 else "fail"
        noun = kind_named(check.kind).case_noun
        counterexample = check.counterexample
        if (
            noun == "case"
            and counterexample is not None
            and not counterexample.inputs
            and check.failed_cases == check.cases > 1
        ):
            return "A fixed example fails."  # so every drawn case fails with it, which says nothing about them
        return f"{check.failed_cases:,} of {counted_text(check.cases, noun)} {verb}." if check.failed_cases else ""
    return kind_named(check.kind).pass_text(check.cases)


def score_text(result: SubmissionResult) -> str:
    """Return the points of a submission; they are final only where nothing is hidden or unmarked."""
    so_far = " so far" if result.hidden_checks or result.pending_points else ""
    return points_text(result.points, result.max_points) + so_far


def late_text(result: SubmissionResult) -> str:
    """Return how late a hand-in is and what that costs; empty for one in time."""
    late = result.submission.lateness
    if late is None or not late.seconds:
        return ""
    begin = f"Handed in {span_text(late.seconds)} late"
    if not late.percent:
        return f"{begin}; nothing is taken off for that."
    noun = "point" if result.points == 1 else "points"
    return (
        f"{begin}: {number_text(late.percent)} % off when grades are exported; {number_text(result.points)} {noun} "
        "before that."
    )


def span_text(seconds: int) -> str:
    """Return a span of time in its two largest units: `1 day 3 hours`, `4 days 1 minute`, `40 seconds`."""
    parts, rest = list[str](), seconds
    for noun, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, rest = divmod(rest, size)
        parts += [counted_text(count, noun)] if count else []
    return " ".join(parts[:2])


def excused_text(result: SubmissionResult) -> str:
    """Return that the work does not count for this student, and who says so."""
    excused = result.excused
    if excused is None:
        return ""
    reason = f": {excused.reason}" if excused.reason else ""
    return f"This work does not count for the grade; excused by {excused.by}{reason}."


def score_notes(result: SubmissionResult) -> tuple[str, ...]:
    """Return what the score leaves out, a sentence each."""
    notes = [text for text in (excused_text(result), late_text(result)) if text]
    if result.pending_points:
        amount = number_text(result.pending_points)
        notes.append(f"A person marks {amount} of these {number_text(result.max_points)} points later.")
    if result.hidden_checks:
        is_single = result.hidden_checks == 1
        notes.append(_not_shown(result))
        them = "it" if is_single else "them"
        notes.append(f"This report does not show {them}, and the score above leaves {them} out.")
    return tuple(notes)


def _not_shown(result: SubmissionResult) -> str:
    """Return how many checks are not shown, or are still to come."""
    count, is_single = result.hidden_checks, result.hidden_checks == 1
    if not result.later_checks:
        return f"{counted_text(count, 'more check')} {'counts' if is_single else 'count'} for the grade."
    runs = "runs after you hand in" if is_single else "run after you hand in"
    passed = all(outcome in {Outcome.PASSED, Outcome.PENDING} for outcome in result.outcomes)
    return (
        f"All public checks passed; {count} more {runs}." if passed else f"{counted_text(count, 'more check')} {runs}."
    )


def reading_text(state: str) -> str:
    """Return how a file was read, by the state of its `FileNote`."""
    words = {"whole": "read whole", "definitions": "read in part", "nothing": "nothing could be read"}
    return words.get(state, state)
