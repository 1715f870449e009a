"""The stories of a check, made ready once for all submissions: one message, and what the reference's class answers."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from grader.checks import messages
from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits
from grader.checks.question import Question, Response
from grader.checks.reference_programs import ReferenceObjects
from grader.checks.stories import ClassPlan, Story, StoryProgram, is_filled, outcomes_of, story_key, with_emptied
from grader.checks.story_search import StorySource, shrink
from grader.checks.story_verdict import Divergence, first_divergence, step_facts
from grader.checks.verdict import Explanation, Verdict
from grader.domains import stream
from grader.expressions.evaluation import EvaluationError, RecordError
from grader.records import dataclass, field
from grader.results.evidence import Counterexample
from grader.results.outcomes import Outcome
from grader.sandbox.exits import EndReason
from grader.values.comparison import equal
from grader.worker.wire.operations import Scope, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from grader.checks.class_slips import SlippedClass
    from grader.checks.misconception import Misconception
    from grader.checks.plan import CheckPlan
    from grader.checks.search_budget import SearchBudget
    from grader.checks.stories import StepOutcome
    from grader.checks.verdict import Examination

ROOM = 64 * 1024
"""Bytes that all answers of a story may have."""
FEW = 10
EXPLAINING_STEPS = 1_000_000
"""The steps that a wrong class may take to be compared with a student's."""
TRIAL_SECONDS = 0.5
"""How long the calls of one message may take that looks for a shorter story."""
ENDED = {EndReason.TIME: Outcome.TIMEOUT, EndReason.CPU: Outcome.TIMEOUT}


def lives(name: str, check: str) -> str:
    """Return the name, among the reference's functions, of the one that lets a class live through a story."""
    return f"{name}[stories of {check}]"


@dataclass(frozen=True, eq=False)
class PreparedStories:
    """Stories, and what the reference's class answers in them."""

    plan: ClassPlan
    source: StorySource
    check: CheckPlan
    seed: int
    stories: tuple[Story, ...] = ()
    expected: tuple[list[StepOutcome], ...] = ()
    statement: None = None
    kept: None = None
    _outcomes_by_story: dict[str, list[StepOutcome]] = field(default_factory=dict)
    _outcomes_by_class: dict[tuple[Any, int], list[list[StepOutcome]]] = field(default_factory=dict, init=False)
    """The outcomes of wrong classes in the stories from a number on, kept for all submissions."""

    def tolerance_used(self, verdict: Verdict) -> None:
        """Return None: how near an answer comes to its tolerance is not measured."""

    @cached_property
    def programs(self) -> list[StoryProgram]:
        """The programs of the stories."""
        return [StoryProgram(self.plan, story) for story in self.stories]

    @cached_property
    def emptied(self) -> frozenset[str]:
        """The methods that return containers, for all that the drawn stories tell."""
        return frozenset(
            point.method for program, outcomes in zip(self.programs, self.expected, strict=True)
            for point, outcome in zip(program.checkpoints, outcomes, strict=True)
            if outcome[0] == Status.DONE and is_filled(outcome[1])
        )  # fmt: skip

    @cached_property
    def short_stories(self) -> list[Story]:
        """The shortest stories of all, which are asked after a failure."""
        return self.source.short_stories(self.emptied)

    @cached_property
    def slipped_classes(self) -> list[SlippedClass]:
        """The reference's class with each slip."""
        from grader.checks.class_slips import slipped_classes

        return slipped_classes(self.check.reference.get(self.plan.name))

    @cached_property
    def question(self) -> tuple[Question, list[Scope]]:
        """The one message with all stories."""
        scopes = [Scope() for _ in self.stories]
        return _question(self.programs, scopes), scopes

    def live(self, stories: Sequence[Story], swap: dict[str, Any] | None = None) -> list[list[StepOutcome]]:
        """Return the outcomes of stories for the reference's class, or for one in its place."""
        programs = [StoryProgram(self.plan, story) for story in stories]
        objects = ReferenceObjects({**self.check.reference, **(swap or {})})
        answers = objects.run([program.operations for program in programs], [Scope() for _ in programs])
        return [outcomes_of(program, answers.answers(number)) for number, program in enumerate(programs)]

    def of(self, stories: Sequence[Story]) -> PreparedStories:
        """Return the check of these stories."""
        prepared = replace(self, stories=tuple(stories), expected=tuple(self.by_reference(stories)))
        recorder = self.check.reference.get(lives(self.plan.name, self.check.check))
        if hasattr(recorder, "__wrapped__"):  # a students' kit is made, which is to know the shortest ones as well
            prepared.answerable(prepared.short_stories)
        return prepared

    def by_reference(self, stories: Sequence[Story]) -> list[list[StepOutcome]]:
        """Return what is expected.  Raises RecordError where a students' kit does not know it."""
        recorded = self.check.reference.get(lives(self.plan.name, self.check.check))
        if recorded is None:
            return self.live(stories)
        return [recorded(*(step.as_list() for step in story)) for story in stories]

    def with_emptied(self, stories: Sequence[Story]) -> list[Story]:
        """Return stories in which containers are emptied, where the reference's objects do not notice."""
        answers = self.by_reference(stories)
        changed = []
        for number, (story, outcomes) in enumerate(zip(stories, answers, strict=True)):
            given = _answers_by_step(self.plan, story, outcomes)
            rng = stream(self.seed, self.check.task, self.check.check, number, "emptied")
            changed.append(tuple(with_emptied(story, given.get, rng)))
        after = self.by_reference(changed)
        return [
            other if self._unnoticed(other, after[number], story, answers[number]) else story
            for number, (story, other) in enumerate(zip(stories, changed, strict=True))
        ]

    def _unnoticed(
        self, story: Story, outcomes: Sequence[StepOutcome], unemptied: Story, without: Sequence[StepOutcome]
    ) -> bool:
        """Whether the reference's objects answer as they do where no container is emptied."""
        mine, other = _of_calls(self.plan, story, outcomes), _of_calls(self.plan, unemptied, without)
        return all(map(equal, mine, other)) and _looks_the_same(self.plan, story, outcomes)

    def examine(self) -> Examination:
        """Ask one submission and decide."""
        question, _ = self.question
        response: Response = yield question
        assert response.programs is not None  # noqa: S101 - the question has programs
        if response.end is not None:
            return self._ended(response)
        got = [outcomes_of(program, response.programs.answers(number)) for number, program in enumerate(self.programs)]
        divergences = [first_divergence(*trio) for trio in zip(self.programs, got, self.expected, strict=True)]
        failing = [divergence for divergence in divergences if divergence is not None]
        if not failing:
            return Verdict(Outcome.PASSED, cases=len(self.stories))
        first = min(failing, key=lambda divergence: divergence.weight)
        return Verdict(
            Outcome.ERROR if all(divergence.raised for divergence in failing) else Outcome.FAILED,
            self.explanation(first),
            failed_cases=len(failing),
            cases=len(self.stories),
            simplify=lambda budget: self._simplified(first, got, budget),
            matching=lambda misconceptions: self._matching(misconceptions, got),
            steps=lambda: [
                fact for trio in zip(self.programs, got, self.expected, strict=True) for fact in step_facts(*trio)
            ],
        )

    def _slip(self, got: Sequence[list[StepOutcome]]) -> str:
        from grader.checks.class_slips import slip_of

        return slip_of(
            self.slipped_classes, lambda other, left: self.behaves_like(other, got, left, to_the_letter=True)
        )

    def _matching(
        self, misconceptions: Sequence[Misconception], got: Sequence[list[StepOutcome]]
    ) -> tuple[Misconception, ...]:
        """Return the known wrong classes that answer as the student's does, in every story."""
        return tuple(
            misconception for misconception in misconceptions
            if self.check.check in misconception.fails
            and self.behaves_like(misconception.wrong, got, ExplainingSteps(EXPLAINING_STEPS))
        )  # fmt: skip

    def behaves_like(
        self, kind: Any, got: Sequence[list[StepOutcome]], left: ExplainingSteps, *, to_the_letter: bool = False
    ) -> bool:
        """Whether a class gives in every story what the student's gives; no, where it takes too many steps.

        `to_the_letter`: exceptions have the same class and text as well.
        """
        alike = _raise_alike if to_the_letter else None
        try:
            with explaining_limits(left):
                # A few first: most classes that are tried are told apart there.
                return all(
                    self._behaves_alike(kind, got, slice(start, end), alike)
                    for start, end in ((0, FEW), (FEW, len(self.stories)))
                )
        except (EvaluationError, OverLimitError):
            return False

    def _behaves_alike(
        self,
        kind: Any,
        got: Sequence[list[StepOutcome]],
        part: slice,
        alike: Callable[[StepOutcome, StepOutcome], bool] | None,
    ) -> bool:
        key = (kind, part.start)
        if key not in self._outcomes_by_class:
            self._outcomes_by_class[key] = self.live(self.stories[part], {self.plan.name: kind})
        other = self._outcomes_by_class[key]
        return all(
            first_divergence(program, mine, theirs) is None
            and first_divergence(program, theirs, mine) is None
            and (alike is None or all(map(alike, mine, theirs)))
            for program, mine, theirs in zip(self.programs[part], got[part], other, strict=True)
        )

    def explanation(self, divergence: Divergence, diagnosis: str = "") -> Explanation:
        """Return what a student is told of a story."""
        point, program = divergence.checkpoint, divergence.program
        lines = program.lines(point.step, point.text if point.observed else "")
        example = Counterexample(
            inputs={}, got={point.text: divergence.got}, expected={point.text: divergence.expected}
        )
        return Explanation(
            divergence.sentence,
            example,
            repeat="\n".join(lines),
            diagnosis=diagnosis,
            show_hint=not diagnosis,
        )

    def _simplified(
        self, first: Divergence, got: Sequence[list[StepOutcome]], budget: SearchBudget
    ) -> Generator[Question, Response, Explanation]:
        """Return the explanation by the shortest story that is found to fail."""
        divergences: dict[str, Divergence] = {}

        def fails(stories: Sequence[Story]) -> Generator[Question, Response, list[int]]:
            expected_outcomes = self.answerable(stories)
            if not expected_outcomes:
                return []
            programs = [StoryProgram(self.plan, stories[index]) for index in expected_outcomes]
            question = replace(_question(programs, [Scope() for _ in programs]), seconds=TRIAL_SECONDS)
            response: Response = yield question
            if response.programs is None or response.end is not None:
                return []
            failing = []
            for position, (index, expected) in enumerate(expected_outcomes.items()):
                divergence = first_divergence(
                    programs[position], outcomes_of(programs[position], response.programs.answers(position)), expected
                )
                if divergence is not None:
                    failing.append(index)
                    divergences[story_key(stories[index])] = divergence
            return failing

        start = _cut(first.program.story, first.checkpoint.step)
        divergences[story_key(start)] = first
        story = yield from shrink(self.source, start, fails, budget, self.short_stories)
        return self.explanation(divergences[story_key(story)], self._slip(got))

    def answerable(self, stories: Sequence[Story]) -> dict[int, list[StepOutcome]]:
        """Return what is expected of stories, by their place; where containers are emptied, if that goes unnoticed."""
        expected: dict[int, list[StepOutcome]] = {}
        for index, story in enumerate(stories):
            unemptied = _without_emptying(story)
            try:
                outcomes, without = self._remembered(story), self._remembered(unemptied)
            except RecordError:
                continue
            if unemptied == story or self._unnoticed(story, outcomes, unemptied, without):
                expected[index] = outcomes
        return expected

    def _remembered(self, story: Story) -> list[StepOutcome]:
        key = story_key(story)
        if key not in self._outcomes_by_story:
            self._outcomes_by_story[key] = self.by_reference([story])[0]
        return self._outcomes_by_story[key]

    def _ended(self, response: Response) -> Verdict:
        assert response.end is not None  # noqa: S101 - the caller has looked
        assert response.programs is not None  # noqa: S101 - the question has programs
        position = response.programs.position(response.end.call) or (0, 0)
        program = self.programs[position[0]]
        point = next(
            (point for point in program.checkpoints if point.operation >= position[1]), program.checkpoints[-1]
        )
        lines = program.lines(point.step, point.text if point.observed else "")
        text = messages.ended(point.text, response.end, self.check.wall)
        example = Counterexample(inputs={}, got={point.text: "no answer"}, expected={point.text: "an answer"})
        explanation = Explanation(text, example, repeat="\n".join(lines))
        outcome = ENDED.get(response.end.reason, Outcome.ERROR)
        return Verdict(outcome, explanation, failed_cases=1, cases=len(self.stories))


def _raise_alike(a: StepOutcome, b: StepOutcome) -> bool:
    """Whether two outcomes are no exceptions, or have one class and text."""
    return Status.RAISED not in (a[0], b[0]) or a[:3] == b[:3]


def _question(programs: Sequence[StoryProgram], scopes: Sequence[Scope]) -> Question:
    return Question.of_programs([program.operations for program in programs], scopes, room=ROOM, frames=False)


def _cut(story: Story, last: int) -> Story:
    return story[: last + 1]


def _answers_by_step(plan: ClassPlan, story: Story, outcomes: Sequence[StepOutcome]) -> dict[int, Any]:
    """Return what the calls of a story gave, by step."""
    points = StoryProgram(plan, story).checkpoints
    return {
        point.step: outcome[1] for point, outcome in zip(points, outcomes, strict=True)
        if not point.observed and outcome[0] == Status.DONE
    }  # fmt: skip


def _without_emptying(story: Story) -> Story:
    new_index = {old: new for new, old in enumerate(i for i, step in enumerate(story) if step.kind != "empty")}
    return tuple(story[old] for old in new_index)


def _looks_the_same(plan: ClassPlan, story: Story, outcomes: Sequence[StepOutcome]) -> bool:
    """Whether objects look after a container was emptied as they did before."""
    latest: dict[str, StepOutcome] = {}
    for point, outcome in zip(StoryProgram(plan, story).checkpoints, outcomes, strict=True):
        if point.observed:
            is_emptied = story[point.step].kind == "empty" and point.text in latest
            if is_emptied and not equal(latest[point.text], outcome):
                return False
            latest[point.text] = outcome
    return True


def _of_calls(plan: ClassPlan, story: Story, outcomes: Sequence[StepOutcome]) -> list[StepOutcome]:
    """Return the outcomes that belong to steps which do not empty a container."""
    points = StoryProgram(plan, story).checkpoints
    return [
        outcome for point, outcome in zip(points, outcomes, strict=True)
        if story[point.step].kind != "empty" and not point.final
    ]  # fmt: skip
