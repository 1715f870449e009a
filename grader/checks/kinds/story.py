"""The kind `story`: objects of a class live through random calls, beside those of the reference's class.

All stories go in one message; each is compared step by step.  What a failing story shows is the shortest one that was
found, printed as Python that repeats it.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from grader.checks.kind import CheckSpec
from grader.checks.prepared_stories import PreparedStories, lives
from grader.checks.spec import Expression, Name
from grader.checks.stories import ClassPlan, Observation, StoryStep, story_key
from grader.checks.story_search import StorySource
from grader.expressions.nodes import Constant, Display, Input, StudentCall
from grader.expressions.parsing import nearest
from grader.expressions.plain_operations import display
from grader.expressions.signatures import counted
from grader.models import Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.checks.compiler import CheckCompiler
    from grader.checks.plan import CheckPlan
    from grader.expressions.nodes import Node

IT = "it"


class StorySpec(CheckSpec):
    """Random sequences of method calls on objects of a class, compared with the reference's class after every step."""

    key: ClassVar[str] = "story"
    case_noun: ClassVar[str] = "story"

    story: Name
    """The class; the task's `classes` describe it."""
    steps: tuple[Annotated[int, Field(ge=1, le=100)], Annotated[int, Field(ge=1, le=100)]] = (1, 12)
    """The smallest and the largest number of calls."""
    methods: tuple[Name, ...] = ()
    """The methods that are called; by default all that `classes` names."""
    observe: tuple[Expression, ...] = ()
    """Observations made after each step, with `it` for the object: `len(it)`, `it.size`, `it.items()`."""
    aliasing: bool = True
    """Whether containers that go in and out are emptied, where the reference's objects do not notice."""

    @model_validator(mode="after")
    def _in_order(self) -> StorySpec:
        if self.steps[0] > self.steps[1]:
            raise ValueError(f"the smaller number of steps comes first, and {self.steps[0]} is above {self.steps[1]}")
        return self

    @property
    def classes_called(self) -> tuple[str, ...]:
        """The classes of the student's that it asks without an expression."""
        return (self.story,)

    @property
    def recorded_whole(self) -> bool:
        """Whether a students' kit needs nothing of the reference but what is derived of it."""
        return True

    def compile(self, compiler: CheckCompiler) -> None:
        """Compile what is observed, and note which inputs the arguments are."""
        function = compiler.functions.get(self.story)
        if function is None or function.signature is None:
            classes = [name for name, other in compiler.functions.items() if other.is_class]
            compiler.note(("story",), [f"`classes` names no `{self.story}`{nearest(self.story, classes)}"])
            return
        methods = function.signature.methods
        unknown = [name for name in self.methods if name not in methods]
        compiler.note(
            ("methods",), [f"`{self.story}` has no method `{name}`{nearest(name, methods)}" for name in unknown]
        )
        if not methods:
            compiler.note(("story",), [f"the class `{self.story}` names no methods that could be called"])
        names = [name for name in self.methods if name in methods] or list(methods)
        arguments = dict.fromkeys([*function.args, *(arg for name in names for arg in methods[name])])
        missing = [name for name in arguments if name not in compiler.inputs]
        compiler.note(("story",), [f"there is no input for the argument `{name}`" for name in missing])
        for name in arguments.keys() - set(missing):
            compiler.nodes[f"argument.{name}"] = Input(name)
        it = StudentCall(self.story, (), IT, form="new", order=compiler.parser.objects.next_order())
        compiler.nodes["it"] = compiler.parser.steps[IT] = it
        for index, text in enumerate(self.observe):
            self._observe(compiler, index, text, it)

    def _observe(self, compiler: CheckCompiler, index: int, text: str, it: StudentCall) -> None:
        path = ("observe", index)
        node = compiler.parse(path, text)
        if node is None:
            return
        if (
            not isinstance(node, StudentCall)
            or node.args[:1] != (it,)
            or node.effect
            or not _are_written(node.args[1:])
        ):
            compiler.note(path, ["is one call, attribute or item of `it`: len(it), it.size, it.items(), it[0]"])
            return
        compiler.nodes[f"observe.{index}"] = node

    def prepare(self, plan: CheckPlan, seed: int) -> PreparedStories:
        """Draw the stories for one seed, and let the reference's class live through them."""
        tellers = PreparedStories(self._class_plan(plan), self._source(plan), plan, seed)
        stories = [tellers.source.draw(seed, number) for number in range(plan.count)]
        stories = list({story_key(story): story for story in stories}.values())
        if self.aliasing:
            stories = tellers.with_emptied(stories)
        return tellers.of(stories)

    def _class_plan(self, plan: CheckPlan) -> ClassPlan:
        types = {
            name.partition(".")[2]: function.returns for name, function in plan.functions.items()
            if name.startswith(f"{self.story}.")
        }  # fmt: skip
        observed = [node for key, node in plan.nodes.items() if key.startswith("observe.")]
        return ClassPlan(
            self.story, types, tuple(_observation(node) for node in observed if isinstance(node, StudentCall))
        )

    def _source(self, plan: CheckPlan) -> StorySource:
        function = plan.functions[self.story]
        assert function.signature is not None  # noqa: S101 - the compiler has looked
        methods = {name: args for name, args in function.signature.methods.items() if name in (self.methods or (name,))}
        return StorySource(plan, function.args, _least(plan, self.story), methods, self.steps)

    def derived_functions(self, plan: CheckPlan) -> dict[str, Callable[..., Any]]:
        """Return the function that lets the reference's class live through a story."""
        tellers = PreparedStories(self._class_plan(plan), self._source(plan), plan, 0)

        def live(*steps: Any) -> Any:
            return tellers.live([tuple(map(StoryStep.of, steps))])[0]

        return {lives(self.story, self.id): live}

    @classmethod
    def pass_text(cls, cases: int) -> str:
        """Return what a pass in so many stories says."""
        return f"Passed in {counted(cases, 'story')}."


def _are_written(nodes: Sequence[Node]) -> bool:
    return all(isinstance(node, Constant) or (isinstance(node, Display) and _are_written(node.parts)) for node in nodes)


def _value(node: Node) -> Any:
    if isinstance(node, Display):
        return display(node.kind, tuple(_value(part) for part in node.parts))
    assert isinstance(node, Constant)  # noqa: S101 - `_are_written` has looked
    return node.value


def _observation(node: StudentCall) -> Observation:
    return Observation(node.form, node.function.rpartition(".")[2], tuple(map(_value, node.args[1:])), node.text)


def _least(plan: CheckPlan, name: str) -> int:
    """Return how many arguments the reference's class cannot do without."""
    try:
        parameters = inspect.signature(plan.reference[name]).parameters.values()
    except (TypeError, ValueError):
        return len(plan.functions[name].args)
    return sum(
        parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        for parameter in parameters
    )
