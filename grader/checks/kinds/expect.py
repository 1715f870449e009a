"""The kind `expect`: a statement in the language of expressions that must hold in every case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from grader.checks import rules
from grader.checks.kind import CheckSpec
from grader.checks.pictures import AnyPicture
from grader.checks.spec import Expression, Name, Sentence, SpecModel
from grader.checks.statement import Partial, Statement, StatementRule
from grader.domains import Positive
from grader.expressions.nodes import Logic, StudentCall, WordCall
from grader.models import BaseModel, Field, model_validator
from grader.values.printing import as_python

if TYPE_CHECKING:
    from grader.checks.compiler import CheckCompiler
    from grader.checks.picture import Illustration
    from grader.checks.plan import CheckPlan


class PartialSpec(SpecModel):
    """Points for an answer that is not right but nearly."""

    expect: Expression
    """The statement that must hold in every case."""
    points: Positive
    """Its points, fewer than the check's."""
    says: Sentence
    """The sentence for the student."""


class ExampleSpec(SpecModel):
    """A call with a fixed answer."""

    call: Expression
    """The call of the student's function, its arguments written out."""
    raises: Name | None = None
    """The exception that the call raises: a class of Python's, or one that the reference defines."""
    gives: Any = None
    """The answer, in YAML; real numbers need only be close."""
    equals: Expression | None = None
    """The answer as a judge-side expression, for what YAML cannot write: a tuple, a set, a call of the reference."""

    @model_validator(mode="after")
    def _one_answer(self) -> ExampleSpec:
        ways = ["gives" in self.model_fields_set, self.equals is not None, self.raises is not None]
        if sum(ways) != 1:
            raise ValueError("one of `gives`, `equals` and `raises` says what the answer is")
        return self


class ExpectSpec(CheckSpec):
    """A statement that must hold in every case."""

    key: ClassVar[str] = "expect"
    parts: ClassVar[tuple[tuple[str, type[BaseModel]], ...]] = (
        ("A fixed example", ExampleSpec),
        ("Points for nearly right", PartialSpec),
    )

    expect: Expression | None = None
    """The statement; a check that has `examples` may do without."""
    steps: dict[Name, Expression] = Field(default_factory=dict)
    """Calls in a fixed order on the same objects, before the statement; each has a name for those behind it."""
    examples: tuple[ExampleSpec, ...] = ()
    """Calls with fixed answers, beside the drawn cases or instead of them."""
    partial: PartialSpec | None = None
    """A weaker statement, and the points that it is worth."""
    picture: AnyPicture | None = None
    """A picture of the case that is shown, where the check fails."""

    @model_validator(mode="after")
    def _less(self) -> ExpectSpec:
        if self.partial is not None and self.partial.points >= self.points:
            raise ValueError(f"partial points must be fewer than the check's {self.points:g}")
        if self.expect is None and not self.examples:
            raise ValueError("`expect` says what must hold, or `examples` what is given; one of them is needed")
        return self

    def compile(self, compiler: CheckCompiler) -> None:
        """Compile the statement and the weaker one."""
        for name, text in self.steps.items():
            compiler.step(name, text)
        if self.expect is not None:
            compiler.statement(("expect",), self.expect)
        for index, example in enumerate(self.examples):
            self._example(compiler, index, example)
        if self.partial is not None:
            compiler.statement(("partial", "expect"), self.partial.expect)

    def _example(self, compiler: CheckCompiler, index: int, example: ExampleSpec) -> None:
        """Compile the comparison of a call with its answer."""
        path = ("examples", index)
        if example.raises is not None:
            node = compiler.parse((*path, "raises"), f"raises({example.call}, {example.raises})")
            if node is not None:
                compiler.nodes[f"examples.{index}"] = node
            return
        call = compiler.parse((*path, "call"), example.call)
        if call is not None and not isinstance(call, StudentCall):
            compiler.note((*path, "call"), [f"`{example.call}` must be one call of a function of the task"])
        text = example.equals if example.equals is not None else as_python(example.gives)
        answer = compiler.parse((*path, "equals" if example.equals is not None else "gives"), text)
        if answer is not None:
            compiler.note((*path, "equals"), rules.judge_side(answer, "`equals`"))
        if isinstance(call, StudentCall) and answer is not None:
            compiler.nodes[f"examples.{index}"] = WordCall("close", (call, answer), ())

    def illustration(self, plan: CheckPlan, compiler: CheckCompiler) -> Illustration | None:
        """Return how the shown case is drawn, where the spec says it."""
        if self.picture is None or "expect" not in plan.nodes:
            return None
        return self.picture.illustration(plan, compiler)

    def prepare(self, plan: CheckPlan, seed: int) -> Statement:
        """Prepare the statement for one seed."""
        statements = [node for key, node in plan.nodes.items() if key.startswith("examples.") or key == "expect"]
        goal = statements[0] if len(statements) == 1 else Logic("and", tuple(statements))
        steps = [node for key, node in plan.nodes.items() if key.startswith("steps.")]
        partial, needed = None, [*steps, goal]
        if self.partial is not None:
            weaker = plan.nodes["partial.expect"]
            partial = Partial(lambda table: table.truth(weaker), self.partial.points, self.partial.says)
            needed.append(weaker)
        decision = StatementRule(tuple(needed), lambda table: table.truth(goal), partial, goal)
        return Statement.prepare(decision, plan, seed=seed)
