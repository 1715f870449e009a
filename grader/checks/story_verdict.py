"""The first step of a story at which a student's class is not like the reference's, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.display import display_value
from grader.checks.stories import is_object
from grader.records import dataclass
from grader.values.comparison import difference
from grader.values.derivation import type_like
from grader.values.printing import brief
from grader.values.refusal import Location, Refusal
from grader.worker.wire.operations import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.checks.stories import Checkpoint, StepOutcome, StoryProgram
    from grader.values.types import Type

RTOL = 1e-6
MOST_SHOWN = 80


@dataclass(frozen=True)
class Divergence:
    """Where a story goes another way than the reference's."""

    program: StoryProgram
    checkpoint: Checkpoint
    text: str
    """Completes a sentence whose subject is the step: `returns 2 and should return 3`."""
    got: Any
    expected: Any
    raised: bool

    @property
    def sentence(self) -> str:
        """The sentence for the student."""
        number = self.checkpoint.step + 1
        if self.checkpoint.observed:
            return f"After step {number}, `{self.checkpoint.text}` {self.text}."
        return f"Step {number}: `{self.checkpoint.text}` {self.text}."

    @property
    def weight(self) -> tuple[int, ...]:
        """The steps and characters that a reader has to go through; the smallest is shown."""
        lines = self.program.lines(self.checkpoint.step)
        return (self.checkpoint.step + 1, sum(map(len, lines)))


@dataclass(frozen=True, slots=True)
class StepFact:
    """One step of a story that was looked at: up to the first one at which two classes differ."""

    method: str
    """Empty where an object is made."""
    arguments: tuple[Any, ...]
    raises: str
    """The exception that it should raise; empty for none."""
    is_wrong: bool
    answers: tuple[tuple[str, Any, Any], ...]
    """The got and expected value of each observation and call, by its text, where both are values."""


def step_facts(
    program: StoryProgram, got: Sequence[StepOutcome], expected: Sequence[StepOutcome]
) -> Iterator[StepFact]:
    """Yield the steps of a story up to the first one at which two classes differ; none that empties a container."""
    divergence = first_divergence(program, got, expected)
    last = divergence.checkpoint.step if divergence is not None else len(program.story) - 1
    pairs = list(zip(program.checkpoints, got, expected, strict=True))
    for index, step in enumerate(program.story[: last + 1]):
        points = [(point, mine, other) for point, mine, other in pairs if point.step == index and not point.final]
        if step.kind == "empty" or not points:
            continue
        yield StepFact(
            step.method if step.kind == "call" else "",
            step.args,
            next((other[2] for point, _, other in points if other[0] == Status.RAISED and not point.observed), ""),
            divergence is not None and index == last,
            tuple((point.method, mine[1], other[1]) for point, mine, other in points
                  if mine[0] == other[0] == Status.DONE and point.observed),
        )  # fmt: skip


def first_divergence(
    program: StoryProgram, got: Sequence[StepOutcome], expected: Sequence[StepOutcome]
) -> Divergence | None:
    """Return the first step at which two classes differ; None where they do not."""
    for point, mine, other in zip(program.checkpoints, got, expected, strict=True):
        if _are_equal(mine, other):
            continue
        text = _difference(point, mine, other, program.plan.types.get(point.method))
        if text:
            raised = mine[0] == Status.RAISED and other[0] == Status.DONE
            return Divergence(program, point, text, _shown(mine), _shown(other), raised)
    return None


_SIMPLE = frozenset({int, float, str, bool, type(None)})


def _are_equal(got: StepOutcome, expected: StepOutcome) -> bool:
    """Whether two outcomes are one simple value of the same kind, as nearly always."""
    kind = type(got[1])
    return (
        got[0] == expected[0] == Status.DONE and kind in _SIMPLE and kind is type(expected[1]) and got[1] == expected[1]
    )


def _difference(point: Checkpoint, got: StepOutcome, expected: StepOutcome, declared: Type | None) -> str:
    """Return how an outcome is not the expected one; empty where it is."""
    if expected[0] == Status.RAISED:
        if got[0] == Status.RAISED:
            if expected[2] in got[3] or not expected[2]:
                return ""
            return f"raises {_exception(got)} and should raise {expected[2]}"
        return f"{_gives(point, got)} and should raise {expected[2]}"
    if got[0] == Status.RAISED:
        return f"raises {_exception(got)} and should {_give(point)} {_brief(expected[1])}"
    if got[0] != Status.DONE:
        return "gives a value that is too large" if got[0] == Status.TOO_LARGE else "cannot be asked"
    return _unlike(point, got[1], expected[1], declared)


def _unlike(point: Checkpoint, value: Any, expected: Any, declared: Type | None) -> str:
    if expected is None and declared is None and not point.observed:
        return ""  # where the task says nothing of it and the reference returns nothing, anything may come
    if is_object(expected) or is_object(value):
        if is_object(expected) and is_object(value):
            same = value == expected
            return "" if same else "returns another object than it should"
        return f"{_gives(point, [Status.DONE, value])} and should {_give(point)} {_brief(expected)}"
    try:
        value = (declared or type_like(expected)).conform(value, Location(expected))
    except Refusal as refusal:
        return f"{_gives(point, [Status.DONE, value])}; expected {refusal.expected or _brief(expected)}"
    unlike = difference(value, expected, _allowance)
    if unlike is None:
        return ""
    return f"{_gives(point, [Status.DONE, value])} and should {_give(point)} {_brief(expected)}"


def _allowance(part: Any) -> Any:
    return RTOL * np.abs(np.asarray(part))


def _gives(point: Checkpoint, outcome: StepOutcome) -> str:
    return f"{'is' if point.observed else 'returns'} {_brief(outcome[1])}"


def _give(point: Checkpoint) -> str:
    return "be" if point.observed else "return"


def _brief(value: Any) -> str:
    return "an object" if is_object(value) else brief(value, MOST_SHOWN)


def _exception(outcome: StepOutcome) -> str:
    return f"{outcome[2]}: {outcome[1]}" if outcome[1] else str(outcome[2])


def _shown(outcome: StepOutcome) -> Any:
    if outcome[0] == Status.RAISED:
        return f"raises {_exception(outcome)}"
    if outcome[0] != Status.DONE:
        return "no answer"
    return "an object" if is_object(outcome[1]) else display_value(outcome[1])
