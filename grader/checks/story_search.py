"""Draws stories, and looks for the shortest one that fails.

The shortest stories of all are asked first, in one message.  Where they all hold, the drawn one that fails is made
shorter: steps are left out, arguments made simpler, in rounds of one message each.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.stories import Story, StoryStep, is_filled, story_key
from grader.domains import stream
from grader.records import dataclass
from grader.values.size import size_of
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence

    from grader.checks.plan import CheckPlan
    from grader.checks.search_budget import SearchBudget
    from grader.domains import Domain

SHORT_STORIES = 500
"""The shortest stories of all that are asked after a failure."""
PART = 100
"""Short stories of one message."""
ROUND = 40
"""Stories of a round that makes one shorter."""
SIMPLE = 3
"""Simple values of an argument."""
TWO_OBJECTS = 0.5
"""The share of stories with a second object."""
BY_DEFAULT = 0.5
"""The share of these in which both objects are made without the arguments that may be left out."""
AGAIN = 0.3
"""The chance that an argument is one that the story has had before."""
EDGE = 0.2
ALL_ALIKE = 0.5
"""The share of stories in which every method is called about as often."""
UNEVEN = 3
"""How unequal the shares are in the others: a power of exponential random numbers."""


@dataclass(frozen=True)
class StorySource:
    """The check, inputs and limits that stories of a class are drawn from."""

    plan: CheckPlan
    init: tuple[str, ...]
    """The inputs that an object is made with."""
    least: int
    """The number of inputs that are always given."""
    methods: Mapping[str, tuple[str, ...]]
    """The inputs that each method is given."""
    steps: tuple[int, int]

    def draw(self, seed: int, number: int) -> Story:
        """Draw one story from its own random stream."""
        rng = stream(seed, self.plan.task, self.plan.check, number)
        sizes = {name: int(rng.integers(low, high, endpoint=True)) for name, (low, high) in self.plan.sizes.items()}
        earlier: dict[str, list[Any]] = {}
        count = int(rng.integers(self.steps[0], self.steps[1], endpoint=True))
        second = int(rng.integers(1, count + 1)) if count > 1 and rng.random() < TWO_OBJECTS else 0
        # Two objects that are made with their defaults show what these share.
        max_inputs = self.least if second and rng.random() < BY_DEFAULT else len(self.init)
        story = [self._new(0, max_inputs, sizes, rng, earlier)]
        names, shares = list(self.methods), self._shares(rng)
        for index in range(1, count + 1):
            objects = sum(step.kind == "new" for step in story)
            if index == second:
                story.append(self._new(1, max_inputs, sizes, rng, earlier))
                continue
            method = names[min(int(np.searchsorted(shares, rng.random())), len(names) - 1)]
            args = tuple(self._value(name, sizes, rng, earlier) for name in self.methods[method])
            story.append(StoryStep("call", int(rng.integers(objects)), method, args))
        return tuple(story)

    def _shares(self, rng: np.random.Generator) -> np.ndarray[Any, Any]:
        """Return how often each method is called: all alike, or in half of the stories some of them far more often.

        What undoes others must be rare at times, or no story ever fills anything.
        """
        weights = np.ones(len(self.methods))
        if rng.random() >= ALL_ALIKE:
            weights = rng.exponential(size=len(self.methods)) ** UNEVEN
        shares: np.ndarray[Any, Any] = np.cumsum(weights) / weights.sum()
        return shares

    def _new(
        self,
        target: int,
        max_inputs: int,
        sizes: Mapping[str, int],
        rng: np.random.Generator,
        earlier: dict[str, list[Any]],
    ) -> StoryStep:
        count = int(rng.integers(self.least, max_inputs, endpoint=True))
        return StoryStep(
            "new", target, args=tuple(self._value(name, sizes, rng, earlier) for name in self.init[:count])
        )

    def _value(
        self, name: str, sizes: Mapping[str, int], rng: np.random.Generator, earlier: dict[str, list[Any]]
    ) -> Any:
        before = earlier.setdefault(name, [])
        if before and rng.random() < AGAIN:
            return before[int(rng.integers(len(before)))]
        domain = self.plan.inputs[name]
        value = domain.edge(int(rng.integers(domain.edges)), sizes, rng) if rng.random() < EDGE else None
        if value is None:
            value = domain.draw(sizes, rng)
        before.append(value)
        return value

    def simple_values(self, name: str) -> list[Any]:
        """Return a few values of an input, the simplest first."""
        domain, rng = self.plan.inputs[name], stream(0, self.plan.task, self.plan.check, "simple", name)
        sizes = {size: low for size, (low, _) in self.plan.sizes.items()}
        values = [domain.edge(number, sizes, rng) for number in range(domain.edges)]
        values += [domain.draw(sizes, rng) for _ in range(8)]
        present = [value for value in values if value is not None]
        present += [other for value in present for other in itertools.islice(domain.simpler(value), 6)]
        present += [_ranks(value[:length]) for value in present if type(value) is list for length in (1, 2)]
        unique = {write_value(value): value for value in present if _belongs(domain, value, sizes)}
        return _varied(sorted(unique.values(), key=lambda value: size_of([value])))[:SIMPLE]

    def short_stories(self, emptied: Collection[str]) -> list[Story]:
        """Return the shortest stories, at most `SHORT_STORIES`; of the methods `emptied` the answer may be emptied."""
        stories = [
            story for story in (*self._single(), *self._pairs(), *self._triples())
            if story[-1].kind != "empty" or story[-1].source[1] >= 0 or story[-2].method in emptied
        ]  # fmt: skip
        unique = {story_key(story): story for story in stories}
        ordered = sorted(unique.values(), key=weight)
        return ordered[:SHORT_STORIES]

    def _makers(self) -> list[StoryStep]:
        values = {name: self.simple_values(name) for name in self.init}
        constructions = []
        for count in range(self.least, len(self.init) + 1):
            options = [values[name][: 2 if count > 1 else SIMPLE] for name in self.init[:count]]
            constructions += [StoryStep("new", args=args) for args in itertools.product(*options)]
        return sorted(constructions, key=lambda step: weight((step,)))[:6]

    def _calls(self, max_values: int) -> list[StoryStep]:
        calls = []
        for method, names in self.methods.items():
            options = [self.simple_values(name)[:max_values] for name in names]
            calls += [StoryStep("call", 0, method, args) for args in itertools.islice(itertools.product(*options), 4)]
        return calls

    def _single(self) -> Iterator[Story]:
        calls = self._calls(SIMPLE)
        for maker in self._makers():
            yield (maker,)
            for call in calls:
                yield (maker, call)
                yield from _emptying((maker, call))
        simplest = self._makers()[0]
        for maker, call in itertools.product(self._makers()[:3], calls):
            yield (maker, replace(simplest, target=1), call)
            yield (maker, call, replace(simplest, target=1))

    def _pairs(self) -> Iterator[Story]:
        calls = self._calls(2)[:12]
        for maker in self._makers()[:3]:
            for pair in itertools.product(calls, repeat=2):
                yield (maker, *pair)
                yield from _emptying((maker, *pair))

    def _triples(self) -> Iterator[Story]:
        calls = self._calls(2)[:6]
        maker = self._makers()[0]
        for triple in itertools.product(calls, repeat=3):
            yield (maker, *triple)


def _ranks(value: list[Any]) -> list[Any]:
    """Return whole numbers by their order, from 0 on; other lists as they are."""
    if not all(type(member) is int for member in value):
        return value
    order = sorted(set(value))
    return [order.index(member) for member in value]


def _varied(values: list[Any]) -> list[Any]:
    """Return of the lists one for each length, of different members where there is one; other values as they are."""
    chosen: dict[object, Any] = {}
    for number, value in enumerate(values):
        key: object = ("list", len(value)) if type(value) is list else number
        if key not in chosen or (type(value) is list and _repeats(chosen[key]) and not _repeats(value)):
            chosen[key] = value
    return list(chosen.values())


def _repeats(value: list[Any]) -> bool:
    return any(member in value[:index] for index, member in enumerate(value))


def _emptying(story: Story) -> Iterator[Story]:
    """Yield a story with a step that empties a container behind its last one."""
    last = len(story) - 1
    for index, step in enumerate(story):
        for position, value in enumerate(step.args):
            if is_filled(value):
                yield (*story, StoryStep("empty", source=(index, position)))
    if story[last].kind == "call":
        yield (*story, StoryStep("empty", source=(last, -1)))


def _belongs(domain: Domain, value: Any, sizes: Mapping[str, int]) -> bool:
    try:
        return domain.contains(value, {**sizes, **domain.sizes_of(value)})
    except (TypeError, ValueError):
        return False


def weight(story: Story) -> tuple[float, ...]:
    """Return how long a story is: steps, then what there is to read in the arguments."""
    return (len(story), *size_of([argument for step in story for argument in step.args]))


def shrink(
    source: StorySource,
    story: Story,
    fails: Callable[[Sequence[Story]], Generator[Any, Any, list[int]]],
    budget: SearchBudget,
    short_stories: Sequence[Story],
) -> Generator[Any, Any, Story]:
    """Return the shortest story that fails; `fails` asks stories and returns which of them do."""
    shortest = [other for other in short_stories if weight(other) < weight(story)]
    best = story
    # The lightest come first, so that the first part in which one fails has the shortest of all.
    for first in range(0, len(shortest), PART):
        if not budget.take():
            break
        part = shortest[first : first + PART]
        failing = yield from fails(part)
        best = min((part[index] for index in failing), key=weight, default=story)
        if failing:
            break
    while budget.take():
        smaller = list(itertools.islice(_candidates(source, best), ROUND))
        failing = yield from fails(smaller)
        if not failing:
            return best
        best = min((smaller[index] for index in failing), key=weight)
    return best


def _candidates(source: StorySource, story: Story) -> Iterator[Story]:
    """Yield stories that are lighter: without some steps, or with a simpler argument."""
    tried: set[str] = set()
    for other in itertools.chain(_shorter(story), _simpler(source, story)):
        key = story_key(other)
        if key not in tried and weight(other) < weight(story):
            tried.add(key)
            yield other


def _shorter(story: Story) -> Iterator[Story]:
    count = len(story)
    for length in (count // 2, count // 4, 2, 1):
        if length > 0:
            for start in range(1, count - length + 1):
                yield _without(story, range(start, start + length))
    for start, end in itertools.combinations(range(1, count), 2):
        yield _without(story, (start, end))


def _without(story: Story, left_out: Sequence[int]) -> Story:
    """Return a story without some steps, and without those that need them."""
    dropped = set(left_out)
    objects = [index for index, step in enumerate(story) if step.kind == "new"]
    dropped_objects = {number for number, index in enumerate(objects) if index in dropped}
    for index, step in enumerate(story):
        needs_object = step.kind == "call" and step.target in dropped_objects
        needs_source = step.kind == "empty" and step.source[0] in dropped
        if needs_object or needs_source:
            dropped.add(index)
    new_index = {old: new for new, old in enumerate(index for index in range(len(story)) if index not in dropped)}
    number = {old: new for new, old in enumerate(old for old in range(len(objects)) if old not in dropped_objects)}
    return tuple(
        replace(
            step,
            target=number.get(step.target, 0),
            source=(new_index[step.source[0]], step.source[1]) if step.kind == "empty" else step.source,
        )
        for index, step in enumerate(story)
        if index not in dropped
    )


def _simpler(source: StorySource, story: Story) -> Iterator[Story]:
    sizes = {size: high for size, (_, high) in source.plan.sizes.items()}
    for index, step in enumerate(story):
        names = source.init if step.kind == "new" else source.methods.get(step.method, ())
        if step.kind == "new":
            for count in range(source.least, len(step.args)):
                yield (*story[:index], replace(step, args=step.args[:count]), *story[index + 1 :])
        for position, value in enumerate(step.args):
            domain = source.plan.inputs[names[position]]
            options = [*source.simple_values(names[position]), *itertools.islice(domain.simpler(value), 12)]
            for other in options:
                if _belongs(domain, other, sizes):
                    args = (*step.args[:position], other, *step.args[position + 1 :])
                    yield (*story[:index], replace(step, args=args), *story[index + 1 :])
        if step.kind == "call" and step.target:
            yield (*story[:index], replace(step, target=0), *story[index + 1 :])
