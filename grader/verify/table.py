"""What was found, as text: one line a solution, and every surprise below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.verify.killing import BAR

if TYPE_CHECKING:
    from grader.verify.killing import Fallen, Killing
    from grader.verify.soundness import Finding, TaskFindings

MOST_SURPRISES = 5
TITLES = {
    "right": "Right solutions, which must get all points",
    "wrong": "Known wrong solutions, which must lose exactly what they are known to lose",
    "empty": "Answers without knowledge, which must earn next to nothing",
}


def table(found: TaskFindings) -> str:
    """Return the table of one task."""
    lines = [f"{found.task}, {found.points:g} points"]
    for kind, title in TITLES.items():
        lines += ["", f"  {title}"]
        findings = [finding for finding in found.findings.values() if finding.kind == kind]
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
    rows += [f"      {text}" for text, _ in finding.surprises.most_common(MOST_SURPRISES)]
    return rows


def killing_table(task: str, found: Killing) -> str:
    """Return the table of the mutants of one task, its survivors as diffs, and what each check alone catches."""
    lines = [
        f"{task}: {found.mutants} mutants of the reference, of which {BAR:.0%} must be killed in each function",
        "",
    ]
    width = max(len(kills.function) for kills in found.functions)
    for kills in found.functions:
        word = "" if kills.good else "  TOO FEW"
        told = f"{kills.killed} killed, {kills.equal} equal, {len(kills.survivors)} survived"
        lines.append(f"    {kills.function:<{width}}  {kills.share:>4.0%}  ({told}){word}")
        lines += [line for survivor in kills.survivors for line in _survivor(survivor)]
    lines += ["", "  What each check alone catches, of mutants and known wrong solutions"]
    width = max(len(check) for check in found.alone)
    lines += [f"    {check:<{width}}  {count or 'nothing'}" for check, count in found.alone.items()]
    return "\n".join(lines) + "\n"


def _survivor(survivor: Fallen) -> list[str]:
    seed = f"; seed {survivor.seed} tells it apart" if survivor.seed is not None else ""
    return [f"      {survivor.mutant.name}{seed}", *(f"        {line}" for line in survivor.mutant.diff.splitlines())]
