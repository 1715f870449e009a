"""The kind `growth`: how the time of one call grows with a size.

Processor time of the worker, read from outside.  Small sizes come first, and the next one is as large as a quadratic
solution could answer within two seconds, so nobody waits for a slow one.  An answer below 50 ms at the largest size
passes at once; a failure is only said after the sizes in question were asked a second time, with other inputs.

Three ways to look fast without being so earn nothing: an answer of which only the entries that are looked at are right
(means cover the others, and more entries are asked for at places that are drawn and told after the call), one that is
remembered from the last time (each repeat has fresh inputs), and time wasted at small sizes so that the largest one
looks gentle (an absolute line, generous to plain Python).
"""

from __future__ import annotations

import math
import time
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from grader.checks import messages
from grader.checks.cases import draw_sized
from grader.checks.drawn_entries import SAMPLE, DrawnEntries, sample_name, sample_of
from grader.checks.gate import ExpectedAnswers, gate
from grader.checks.kind import CheckSpec
from grader.checks.question import CallGroup, Question, Response, room_for
from grader.checks.spec import Expression, Name
from grader.checks.verdict import Explanation, Verdict
from grader.expressions.evaluation import CaseTable, RecordError
from grader.expressions.nodes import StudentCall
from grader.expressions.parsing import nearest
from grader.expressions.vocabulary import WORDS
from grader.models import Field
from grader.records import dataclass, field
from grader.results.evidence import Counterexample, Picture, Series
from grader.results.outcomes import Outcome
from grader.sandbox.exits import EndReason

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from grader.checks.compiler import CheckCompiler
    from grader.checks.plan import CheckPlan
    from grader.checks.verdict import Examination
    from grader.sandbox.exits import WorkerExit

FACTOR = 4
SIZES = 6
PATIENCE = 2.0
"""Seconds that a quadratic solution may take for the next size."""
FAST = 0.05
"""Seconds at the largest size that need no further look."""
NOTICEABLE = 0.002
"""Seconds below which a time says nothing about growth."""
SLOWEST_ITEM = 2e-5
"""Seconds an item above which time that grows in proportion is no excuse: a quadratic solution can wait at small sizes
until its times look gentle.  A plain Python loop with several calls of numpy takes a few microseconds."""
MOST_TIMES_SLOWER = 1000.0
"""The factor by which a solution may be slower than the reference in any case."""
SLOW_ITEM = 1e-6
"""Seconds an item below which nothing is done again for every item: a plain Python loop takes about 1e-7."""
REPEATS = 3
"""How often sizes are asked again before a failure is said."""
EXPONENT = 1.4
"""Time is taken to grow like size to this power or less: above n log n, below n ** 1.5."""
RTOL = 1e-5


class GrowthSpec(CheckSpec):
    """How the time of one call grows with a size."""

    key: ClassVar[str] = "growth"
    timed: ClassVar[bool] = True
    case_noun: ClassVar[str] = "size"

    growth: Expression
    """The call."""
    over: Name
    """The named size that grows."""
    up_to: Annotated[int, Field(ge=1000, le=10_000_000)]
    """The largest size."""
    order: Literal["linear"] = "linear"
    """How the time may grow: in proportion."""

    def compile(self, compiler: CheckCompiler) -> None:
        """Compile the call."""
        compiler.call("growth", self.growth)
        if self.over not in compiler.sizes:
            guess = nearest(self.over, compiler.sizes)
            compiler.note(("over",), [f"there is no size `{self.over}`{guess}"])
        elif not any(self.over in domain.size_names() for domain in compiler.inputs.values()):
            compiler.note(("over",), [f"no input has the size `{self.over}`, so nothing grows"])

    def prepare(self, plan: CheckPlan, seed: int) -> Growth:
        """Prepare the questions of all sizes for one seed."""
        call = plan.nodes["growth"]
        assert isinstance(call, StudentCall)  # noqa: S101 - the compiler has looked
        sizes = [max(1, self.up_to // FACTOR**power) for power in reversed(range(SIZES))]

        def make(size: int, repeat: int) -> Sized:
            return _sized(call, plan, {self.over: size}, seed, repeat)

        return Growth(call.text, call.function, self.over, tuple(make(size, 0) for size in sizes), plan.wall, make)

    def derived_functions(self, plan: CheckPlan) -> dict[str, Callable[..., Any]]:
        """Return the function with few entries of its long answers."""
        call = plan.nodes["growth"]
        assert isinstance(call, StudentCall)  # noqa: S101 - the compiler has looked
        return {sample_name(call.function): sample_of(plan.reference, call.function)}


@dataclass(frozen=True, eq=False)
class Sized:
    """The question of one size, and what the reference answers."""

    size: int
    question: Question
    expected: ExpectedAnswers
    reference_seconds: float
    """Processor time of the reference."""
    entries: DrawnEntries | None = None
    """More of its entries, where not all of them are compared."""

    @property
    def longest(self) -> float:
        """The seconds beyond which a solution is too slow, however its time grows."""
        return max(SLOWEST_ITEM * self.size, MOST_TIMES_SLOWER * self.reference_seconds)


@dataclass(frozen=True, eq=False)
class Growth:
    """A growth check with its prepared questions, smallest size first."""

    call: str
    function: str
    over: str
    sizes: tuple[Sized, ...]
    wall: float
    make: Callable[[int, int], Sized]
    """Returns the question of a size with other inputs for each repeat."""
    fresh: dict[tuple[int, int], Sized] = field(default_factory=dict)
    """Questions for repeats that were made before: they serve every submission."""
    statement: None = None
    kept: None = None

    def tolerance_used(self, verdict: Verdict) -> None:
        """Return None: answers are compared so that their time means something, with a tolerance of its own."""

    def examine(self) -> Examination:
        """Ask one submission and decide."""
        run = _Measurements(self)
        index = 0
        while True:
            stop = yield from run.measure(index)
            if stop is not None:
                return stop
            slow = yield from run.too_steep(index)
            if slow is None and index == len(self.sizes) - 1:
                slow = yield from run.too_slow(index)
                if slow is None:
                    return Verdict(Outcome.PASSED, cases=len(run.seconds))
            if slow is not None:
                return slow
            index = self.following(index, run.seconds[index])

    def question_for(self, index: int, repeat: int) -> Sized:
        """Return the question of a size; a repeat has fresh inputs, since an answer may be remembered.

        A students' kit has answers for the first inputs only, and asks these again.
        """
        first = self.sizes[index]
        if not repeat:
            return first
        if (index, repeat) not in self.fresh:
            try:
                self.fresh[index, repeat] = self.make(first.size, repeat)
            except RecordError:
                self.fresh[index, repeat] = first
        return self.fresh[index, repeat]

    def following(self, index: int, seconds: float) -> int:
        """Return the largest size that a quadratic solution could answer within two seconds, at least the next one."""
        size = self.sizes[index].size
        within = [i for i, sized in enumerate(self.sizes) if seconds * (sized.size / size) ** 2 <= PATIENCE]
        return max(index + 1, within[-1] if within else 0)


def _sized(call: StudentCall, plan: CheckPlan, sizes: Mapping[str, int], seed: int, repeat: int) -> Sized:
    cases = draw_sized(plan, seed, sizes, repeat)
    answers: list[Any] = []
    sample = sample_of(plan.reference, call.function, answers)
    table = CaseTable(1, cases.inputs, {**plan.reference, call.function: sample})
    arguments = tuple(table.value(arg) for arg in call.args)
    began = time.process_time()
    expected = table.by_reference(call)
    seconds = time.process_time() - began
    question = Question.of([CallGroup(call.function, arguments, 1, room_for(expected), SAMPLE, keywords=call.keywords)])
    (size,) = sizes.values()
    names = (seed, plan.task, plan.check, size, repeat)
    entries = DrawnEntries.of(call.function, answers[-1], names) if answers else None
    return Sized(size, question, ExpectedAnswers(plan.functions[call.function], expected), seconds, entries)


@dataclass
class _Measurements:
    """The measurements of one submission."""

    check: Growth
    seconds: dict[int, float] = field(default_factory=dict)
    asked: Counter[int] = field(default_factory=Counter)
    """How often each size was asked."""

    def measure(self, index: int) -> Generator[Question, Response, Verdict | None]:
        """Ask one size and keep its smallest time; return a verdict where the answer itself decides."""
        sized = self.check.question_for(index, self.asked[index])
        self.asked[index] += 1
        response = yield sized.question
        if response.end is not None:
            return self._ended(response.end, index)
        gated = gate(response.groups[0], sized.expected)
        if gated.faults:
            outcome = Outcome.ERROR if gated.raised else Outcome.FAILED
            retrace = sized.question.groups[0].retrace_question(0) if gated.raised else None
            return self._verdict(outcome, index, gated.faults[0], retrace)
        if not WORDS["close"].single(gated.column.row(0), sized.expected.column.row(0), rtol=RTOL):
            return self._verdict(Outcome.FAILED, index, messages.wrong_at_size(self.check.function))
        if sized.entries is not None:
            further = yield sized.entries.question
            if further.end is not None:
                return self._ended(further.end, index)
            if not sized.entries.hold(further, RTOL):
                return self._verdict(Outcome.FAILED, index, messages.wrong_at_size(self.check.function))
        seconds = response.cpu if response.cpu is not None else response.wall
        self.seconds[index] = min(seconds, self.seconds.get(index, math.inf))
        return None

    def _ended(self, end: WorkerExit, index: int) -> Verdict:
        outcome = Outcome.TIMEOUT if end.reason in (EndReason.TIME, EndReason.CPU) else Outcome.ERROR
        return self._verdict(outcome, index, messages.ended(self.check.function, end, self.check.wall))

    def too_steep(self, index: int) -> Generator[Question, Response, Verdict | None]:
        """Return a verdict if time grows too fast up to this size, and still does when asked again."""
        if self._skipped(index):
            stop = yield from self.measure(index - 1)
            if stop is not None:
                return stop
        before = self._before(index)
        if before is None:
            return None
        for number in (before, index) * REPEATS:
            if self._gentle(before, index):
                return None
            stop = yield from self.measure(number)
            if stop is not None:
                return stop
        if self._gentle(before, index):
            return None
        a, b = (self.check.sizes[number].size for number in (before, index))
        text = messages.too_steep(self.check.function, self.check.over, a, self.seconds[before], b, self.seconds[index])
        return self._verdict(Outcome.FAILED, index, text)

    def too_slow(self, index: int) -> Generator[Question, Response, Verdict | None]:
        """Return a verdict if the largest size takes too long for each item, and still does when asked again."""
        sized = self.check.sizes[index]
        for _ in range(REPEATS):
            if self.seconds[index] <= max(FAST, sized.longest):
                return None
            stop = yield from self.measure(index)
            if stop is not None:
                return stop
        if self.seconds[index] <= sized.longest:
            return None
        text = messages.too_slow(self.check.function, self.check.over, sized.size, self.seconds[index])
        return self._verdict(Outcome.FAILED, index, text)

    def _before(self, index: int) -> int | None:
        """Return the size to compare with: the last one before; None where nothing is slow enough to tell."""
        last = max((number for number in self.seconds if number < index), default=None)
        if last is None or self.seconds[index] < FAST or self.seconds[last] < NOTICEABLE:
            return None
        return last

    def _skipped(self, index: int) -> bool:
        """Whether this size is slow, the last one asked was too fast to tell, and there is one between them."""
        is_measured = index == 0 or index - 1 in self.seconds
        return not is_measured and self.seconds[index] >= FAST and self._before(index) is None

    def _gentle(self, before: int, index: int) -> bool:
        """Whether the time is small for so many items, or grows hardly faster than their number."""
        size = self.check.sizes[index].size
        times = self.seconds[index] / self.seconds[before]
        exponent = math.log(times) / math.log(size / self.check.sizes[before].size)
        return self.seconds[index] < SLOW_ITEM * size or exponent <= EXPONENT

    def _verdict(self, outcome: Outcome, index: int, message: str, retrace: Question | None = None) -> Verdict:
        sizes = {number: self.check.sizes[number].size for number in sorted(self.seconds)}
        calls = {number: f"seconds for {self.check.over} = {size}" for number, size in sizes.items()}
        first = next((number for number in sizes if self.seconds[number] >= NOTICEABLE), None)
        pace = self.seconds[first] / sizes[first] if first is not None else None
        example = Counterexample(
            inputs={self.check.over: self.check.sizes[index].size},
            got={calls[number]: round(self.seconds[number], 4) for number in sizes},
            expected={calls[number]: round(pace * size, 4) for number, size in sizes.items()}
            if pace
            else "time in proportion to the size",
        )
        count = len(self.seconds) + (index not in self.seconds)
        explanation = Explanation(message, example, picture=self._picture(), retrace_question=retrace)
        return Verdict(outcome, explanation, failed_cases=1, cases=count)

    def _picture(self) -> Picture | None:
        """Draw the measured times beside what they would be in proportion to the first one that can be told."""
        noticeable = [number for number in sorted(self.seconds) if self.seconds[number] >= NOTICEABLE]
        if len(noticeable) < 2:
            return None
        sizes = [self.check.sizes[number].size for number in noticeable]
        times = [self.seconds[number] for number in noticeable]
        over = self.check.over
        return Picture(
            kind="line",
            title=f"The time of one call over {over}",
            across=over,
            up="seconds",
            at=tuple(map(float, sizes)),
            series=(
                Series(name="your code", values=tuple(times)),
                Series(name=f"in proportion to {over}", values=tuple(times[0] * n / sizes[0] for n in sizes)),
            ),
        )
