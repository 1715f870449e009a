"""The items of a verified task: one for each solution, function and check, good or refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.presentation.messages import counted_text
from grader.records import dataclass
from grader.verify.mutation_score import BAR
from grader.verify.sentences import AS_IT_IS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.checks.task import Check, Task
    from grader.verify.findings import Finding, TaskFindings
    from grader.verify.mutation_score import FunctionMutationScore, TaskMutationScore
    from grader.verify.sentences import OtherSentence, SentenceFinding

MOST_USED = 0.5
"""The share of a tolerance that a right answer may use."""
MOST_EMPTY = 0.5
"""The share of the cases in which a tolerance may be so large that 0 is within it."""
LEAST_CASES = 4
"""An answer that is right in every second case passes so many by chance once in sixteen times."""
LEAST_TIME = 5.0
"""The factor by which a check must outlast the slowest right solution."""


@dataclass(frozen=True, slots=True)
class VerifiedItem:
    """One thing that was looked at."""

    name: str
    good: bool
    text: str


@dataclass(frozen=True, slots=True)
class CheckMargins:
    """The margins of one check, from the solutions and mutants together."""

    check: str
    seeds: int
    """Under which right solutions were asked."""
    cases: int
    """Under one seed."""
    used: float | None
    """The largest share of its tolerance that a right answer uses; None where nothing is compared within one."""
    nearest: tuple[float, str] | None
    """The wrong one that is fewest tolerances away among those that closeness catches, and its name."""
    limit: float
    slowest: tuple[float, str]
    """Processor seconds of the slowest right solution, and its name."""
    too_slow: tuple[float, str] | None
    """Processor seconds of the fastest wrong solution that takes too long."""
    empty: float
    """The share of the cases in which 0 would be within the tolerance."""
    passes: tuple[float, str] | None
    """The largest chance with which a known wrong solution that it must catch passes, and its name."""

    @property
    def spare(self) -> float | None:
        """The factor by which the check outlasts the slowest right solution."""
        return self.limit / self.slowest[0] if self.slowest[0] else None

    def faults(self, check: Check) -> Iterator[str]:
        """Yield what is wrong with the check."""
        if self.used is not None and self.used > MOST_USED:
            yield (
                f"a right solution uses {self.used:.0%} of its tolerance (at most {MOST_USED:.0%}), and the next one "
                "may fail. Widen rtol, or name a scale"
            )
        if self.empty > MOST_EMPTY:
            yield (
                f"its tolerance accepts 0 in {self.empty:.0%} of the cases (at most {MOST_EMPTY:.0%}). "
                "Make rtol or scale smaller"
            )
        is_drawn = bool(check.plan.inputs) or not check.reads_variables
        if is_drawn and not (check.spec.timed or check.spec.whole_module) and 0 < self.cases < LEAST_CASES:
            yield (
                f"it asks {counted_text(self.cases, 'case')} (at least {LEAST_CASES}): what is right in every second "
                f"case passes with a chance of {0.5**self.cases:.0%}. Draw more"
            )
        if not check.spec.timed and self.spare is not None and self.spare < LEAST_TIME:
            yield (
                f"{self.slowest[1]} takes {self.slowest[0]:.2g} of its {self.limit:g} seconds, and it must wait "
                f"{LEAST_TIME:g} times as long as the slowest right solution. Raise `limits: {{wall: ...}}`"
            )


def measured(task: Task, findings: TaskFindings, nearest: Mapping[str, tuple[float, str]]) -> list[CheckMargins]:
    """Return what was measured of each check that a program decides."""
    return [
        _measured(check, findings, nearest.get(check.id)) for check in task.checks if not check.spec.marked_by_person
    ]


def _measured(check: Check, findings: TaskFindings, mutant: tuple[float, str] | None) -> CheckMargins:
    of = {kind: [(finding, finding.checks[check.id]) for finding in findings.of_kind(kind)
                 if check.id in finding.checks]
          for kind in ("right", "wrong")}  # fmt: skip
    away = [(tally.beyond, finding.name) for finding, tally in of["wrong"] if tally.beyond is not None]
    times = [(tally.slowest, finding.name) for finding, tally in of["right"]]
    late = [(tally.slowest, finding.name) for finding, tally in of["wrong"] if tally.timeouts]
    if check.spec.timed:
        late = [(tally.slowest, finding.name) for finding, tally in of["wrong"] if tally.lost]
    inside, other = findings.empty.get(check.id, (0, 0))
    return CheckMargins(
        check=check.id,
        seeds=max((tally.seeds for _, tally in of["right"]), default=0),
        cases=max((tally.each for _, tally in of["right"]), default=0),
        used=max((tally.used for _, tally in of["right"] if tally.used is not None), default=None),
        nearest=min([*away, *([mutant] if mutant else [])], default=None),
        limit=check.plan.cpu or check.plan.wall,
        slowest=max(times, default=(0.0, "")),
        too_slow=min(late, default=None),
        empty=inside / other if other else 0.0,
        passes=max(
            ((tally.chance, finding.name) for finding, tally in of["wrong"] if check.id in finding.fails), default=None
        ),
    )


def items(
    task: Task, findings: TaskFindings, checks: list[CheckMargins], killing: TaskMutationScore | None
) -> Iterator[VerifiedItem]:
    """Yield everything that was looked at, solutions first."""
    yield from map(_of_solution, findings.findings.values())
    by_id = {check.id: check for check in task.checks}
    for margins in checks:
        faults = list(margins.faults(by_id[margins.check]))
        text = f"check `{margins.check}`: " + (
            "; ".join(faults) if faults else "tolerance, cases and time are as they must be"
        )
        yield VerifiedItem(f"check: {margins.check}", not faults, text)
    for kills in killing.functions if killing is not None else ():
        asked = any(check.concerns({kills.function}) for check in task.checks)
        yield _of_function(kills) if asked else _unasked(kills.function)


def _of_solution(finding: Finding) -> VerifiedItem:
    title = {"right": "right solution", "wrong": "known wrong solution", "empty": "answer without knowledge"}[
        finding.kind
    ]
    text = f"{title} {finding.name}: "
    if not finding.wrong_seeds:
        return VerifiedItem(
            f"{finding.kind}: {finding.name}", True, f"{text}as it must be under {counted_text(finding.seeds, 'seed')}"
        )
    example = next(iter(finding.surprises), "")
    return VerifiedItem(
        f"{finding.kind}: {finding.name}",
        False,
        f"{text}not as it must be under {finding.wrong_seeds} of {counted_text(finding.seeds, 'seed')}: {example}",
    )


def sentence_item(finding: SentenceFinding) -> VerifiedItem:
    """Return the verdict on the sentence of a misconception, or on a wrong solution that has none."""
    kind = "misconception" if finding.tells else "wrong solution"
    text = f"{kind} {finding.name}: "
    name = f"sentence: {finding.name}"
    if finding.fault:
        return VerifiedItem(name, False, f"{text}its sentence cannot be tried: {finding.fault.strip()}"[:300])
    if finding.others:
        return VerifiedItem(name, False, text + _of_other(finding, finding.others[0]))
    if finding.silent:
        (seed, reason), *_ = finding.silent
        return VerifiedItem(
            name,
            False,
            f"{text}it is never told its own sentence (seed {seed}), since {reason}. Draw cases that tell it from the "
            "others, give both one sentence, or describe the slip by a property (`shows`)",
        )
    return VerifiedItem(name, True, f"{text}it is told its own sentence, and its rewrites that one or none")


def _of_other(finding: SentenceFinding, other: OtherSentence) -> str:
    names = " or ".join(f"`{name}`" for name in other.names)
    form = "" if other.form == AS_IT_IS else f"{other.form}, "
    start = f"{form}it is told the sentence of {names} (check `{other.check}`, seed {other.seed})"
    if not finding.tells:
        return (
            f"{start}. Name it in `rewrites` of {names} if it makes the same mistake, and in `rivals` of {names} if it "
            "makes another one"
        )
    return (
        f"{start}. Draw cases in `{other.check}` in which the two differ, name {names} in its `rivals`, or give both "
        "one sentence"
    )


def _unasked(function: str) -> VerifiedItem:
    """Return the verdict on a function of which no mutant differs, since nobody asks."""
    return VerifiedItem(
        f"mutants: {function}", False, f"function `{function}`: no check calls it, so whatever it returns is right"
    )


def _of_function(kills: FunctionMutationScore) -> VerifiedItem:
    name = f"mutants: {kills.function}"
    survive = 1.0 - kills.share
    if kills.good:
        return VerifiedItem(name, True, f"function `{kills.function}`: {kills.share:.0%} of its mutants are caught")
    first = kills.survivors[0].mutant
    return VerifiedItem(
        name,
        False,
        f"function `{kills.function}`: {survive:.0%} of its mutants survive ({len(kills.survivors)} of "
        f"{kills.killed + len(kills.survivors)}, at most {1 - BAR:.0%}), the first in {first.name}. "
        "Ask what tells them apart",
    )
