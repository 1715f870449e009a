"""The findings as text: solutions, checks, mutants, and everything that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.presentation.messages import counted_text
from grader.verify import bounds
from grader.verify.findings import CLEAR_CHANCE
from grader.verify.mutation_score import BAR
from grader.verify.verdicts import LEAST_TIME, MOST_USED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.task import Task
    from grader.verify.findings import Finding, TaskFindings
    from grader.verify.mutation_score import MutantResult, TaskMutationScore
    from grader.verify.sentences import SentenceFinding
    from grader.verify.verdicts import CheckMargins, VerifiedItem

MOST_SURPRISES = 5
TITLES = {
    "right": "Right solutions, which must get all points",
    "wrong": "Known wrong solutions, which must lose exactly what they are known to lose",
    "empty": "Answers without knowledge, which must earn next to nothing",
}


def tables(
    task: Task,
    findings: TaskFindings,
    checks: Sequence[CheckMargins],
    killing: TaskMutationScore | None,
    sentences: Sequence[SentenceFinding],
    problems: Sequence[VerifiedItem],
) -> str:
    """Return all tables of one task, and at the end what is refused."""
    parts = [table(findings), bounds_lines(findings) + chance_lines(task), checks_table(checks)]
    parts += [sentences_table(sentences)] if sentences else []
    parts += [killing_table(task.id, killing)] if killing else []
    refused = [f"    {item.text}" for item in problems if not item.good]
    parts.append(
        "\n".join([f"  {task.id}: REFUSED, since", *refused]) + "\n"
        if refused
        else f"  {task.id}: all is as it must be\n"
    )
    return "\n".join(parts)


def table(result: TaskFindings) -> str:
    """Return the table of the solutions of one task."""
    lines = [f"{result.task}, {result.points:g} points"]
    for kind, title in TITLES.items():
        lines += ["", f"  {title}"]
        findings = result.of_kind(kind)
        width = max((len(finding.name) for finding in findings), default=0)
        for finding in findings:
            lines += _rows(finding, width)
        if not findings:
            lines.append("    none")
    return "\n".join(lines) + "\n"


def _rows(finding: Finding, width: int) -> list[str]:
    word = "as it must be" if not finding.wrong_seeds else f"NOT under {finding.wrong_seeds} of them"
    share = f"{finding.least:.0%}" if finding.least == finding.most else f"{finding.least:.0%} to {finding.most:.0%}"
    rows = [f"    {finding.name:<{width}}  {finding.seeds} seeds, {word}; {share} of the points"]
    rows += _fewer(finding) if finding.kind == "right" else []
    rows += [f"      {text}" for text, _ in finding.surprises.most_common(MOST_SURPRISES)]
    return rows


def _fewer(finding: Finding) -> list[str]:
    """Return which checks were asked under fewer seeds, and why."""
    fewer = {check: tally.seeds for check, tally in finding.checks.items() if tally.seeds < finding.seeds}
    slow = [f"{check} under {seeds}" for check, seeds in fewer.items() if check in finding.spared]
    clear = {seeds for check, seeds in fewer.items() if check in finding.clear}
    rows = [f"      where it passes clearly, under {max(clear)} of them"] if clear else []
    return [*rows, f"      slow, so that {', '.join(slow)} of them"] if slow else rows


def bounds_lines(findings: TaskFindings) -> str:
    """Return what the numbers of seeds and cases say about chance."""
    right, wrong = findings.of_kind("right"), [finding for finding in findings.of_kind("wrong") if finding.fails]
    lines = ["  By chance (Clopper and Pearson's bounds, 95% sure)"]
    if findings.right_fail is not None:
        lines.append(
            f"    right solutions lose points under {findings.right_lost} of {findings.right_seeds} seeds: "
            f"under at most {findings.right_fail:.2g} of all"
        )
        few = min(
            (tally.seeds for finding in right for check, tally in finding.checks.items() if check in finding.clear),
            default=0,
        )
        if 0 < few < findings.right_seeds:
            lines.append(
                f"    where they pass clearly, under none of {few}: "
                f"at most {bounds.upper_bound(0, few):.2g} by that alone"
            )
    if wrong:
        finding = max(wrong, key=lambda candidate: candidate.chance)
        lines.append(
            f"    of the known wrong solutions {finding.name} passes most easily: "
            f"under at most {finding.chance:.2g} of them"
        )
        clear = sum(other.chance < CLEAR_CHANCE for other in wrong)
        rarely = f"fewer than one in {1 / CLEAR_CHANCE:,.0f}"
        lines.append(f"    {clear} of {len(wrong)} pass under {rarely}, by the cases that show them")
    return "\n".join(lines) + "\n"


def chance_lines(task: Task) -> str:
    """Return a line for each check whose kind bounds the chance of a false alarm."""
    bounds_of = ((check.id, check.spec.chance_bound(check.plan)) for check in task.checks)
    return "".join(f"    {check}: {text}\n" for check, text in bounds_of if text)


def checks_table(checks: Sequence[CheckMargins]) -> str:
    """Return how near answers come to the tolerance of each check, and to its time."""
    width = max((len(margins.check) for margins in checks), default=5)
    near = max((len(_nearest(margins)) for margins in checks), default=0)
    head = f"{'check':<{width}}  {'cases':>5}  {'tolerance used':>14}  {'nearest wrong one, in tolerances':<{near}}"
    lines = [
        f"  Margins: a right solution may use {MOST_USED:.0%} of a tolerance and a {1 / LEAST_TIME:.0%} of the time",
        f"    {head}  time used",
    ]
    for margins in checks:
        used = "-" if margins.used is None else f"{margins.used:.1g}"
        column = max(near, len("nearest wrong one, in tolerances"))
        lines.append(
            f"    {margins.check:<{width}}  {margins.cases:>5}  {used:>14}  "
            f"{_nearest(margins):<{column}}  {_time(margins)}"
        )
    return "\n".join(lines) + "\n"


def _nearest(margins: CheckMargins) -> str:
    return "-" if margins.nearest is None else f"{margins.nearest[0]:.1e} ({margins.nearest[1]})"


def _time(margins: CheckMargins) -> str:
    if not margins.slowest[0]:
        return "-"
    late = f"; too slow: {margins.too_slow[1]}, {margins.too_slow[0]:.2g} s" if margins.too_slow else ""
    return f"{margins.slowest[0]:.2g} of {margins.limit:g} s{late}"


def sentences_table(findings: Sequence[SentenceFinding]) -> str:
    """Return of which checks each known mistake is told its sentence, and what its rewrites are told."""
    width = max(len(finding.name) for finding in findings)
    lines = ["  Sentences: a known mistake is told its own, and written in another way that one or none"]
    for finding in findings:
        word = "" if finding.good else "  NOT AS IT MUST BE"
        lines.append(f"    {finding.name:<{width}}  {_sentence_text(finding)}{word}")
    return "\n".join(lines) + "\n"


def _sentence_text(finding: SentenceFinding) -> str:
    rewrites = counted_text(finding.told + finding.untold, "rewrite")
    if not finding.tells:
        return f"no sentence; {rewrites}"
    own = f"told in {', '.join(finding.checks)}" if finding.checks else "told in no check under all seeds"
    return f"{own}; {rewrites}, of which {finding.told} are told it and {finding.untold} nothing"


def killing_table(task: str, score: TaskMutationScore) -> str:
    """Return the table of the mutants of one task, its survivors as diffs, and what each check alone catches."""
    lines = [
        f"  {score.mutants} mutants of the reference of {task}, of which {BAR:.0%} must be killed in each function",
    ]
    width = max((len(kills.function) for kills in score.functions), default=0)
    for kills in score.functions:
        word = "" if kills.good else "  TOO FEW"
        counts = f"{kills.killed} killed, {kills.equal} equal, {len(kills.survivors)} survived"
        lines.append(f"    {kills.function:<{width}}  {kills.share:>4.0%}  ({counts}){word}")
        lines += [line for survivor in kills.survivors for line in _survivor(survivor)]
    lines += ["", "  What each check alone catches, of mutants and known wrong solutions"]
    width = max((len(check) for check in score.alone), default=0)
    lines += [f"    {check:<{width}}  {count}" for check, count in score.alone.items() if count]
    never = [check for check, count in score.alone.items() if not count]
    if never:
        lines += [f"    {', '.join(never)}: never the only one that fails"]
    return "\n".join(lines) + "\n"


def _survivor(survivor: MutantResult) -> list[str]:
    seed = f"; seed {survivor.seed} tells it apart" if survivor.seed is not None else ""
    return [f"      {survivor.mutant.name}{seed}", *(f"        {line}" for line in survivor.mutant.diff.splitlines())]
