"""The kind `expect`: a statement in the language of expressions that must hold in every case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel, model_validator

from grader.checks.kind import CheckSpec
from grader.checks.pictures import AnyPicture
from grader.checks.spec import Expression, Sentence, SpecModel
from grader.checks.statement import Partial, Statement, StatementRule
from grader.domains import Positive

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


class ExpectSpec(CheckSpec):
    """A statement that must hold in every case."""

    key: ClassVar[str] = "expect"
    parts: ClassVar[tuple[tuple[str, type[BaseModel]], ...]] = (("Points for nearly right", PartialSpec),)

    expect: Expression
    """The statement."""
    partial: PartialSpec | None = None
    """A weaker statement, and the points that it is worth."""
    picture: AnyPicture | None = None
    """A picture of the case that is shown, where the check fails."""

    @model_validator(mode="after")
    def _less(self) -> ExpectSpec:
        if self.partial is not None and self.partial.points >= self.points:
            raise ValueError(f"partial points must be fewer than the check's {self.points:g}")
        return self

    def compile(self, compiler: CheckCompiler) -> None:
        """Compile the statement and the weaker one."""
        compiler.statement(("expect",), self.expect)
        if self.partial is not None:
            compiler.statement(("partial", "expect"), self.partial.expect)

    def illustration(self, plan: CheckPlan, compiler: CheckCompiler) -> Illustration | None:
        """Return how the shown case is drawn, where the spec says it."""
        if self.picture is None or "expect" not in plan.nodes:
            return None
        return self.picture.illustration(plan, compiler)

    def prepare(self, plan: CheckPlan, seed: int) -> Statement:
        """Prepare the statement for one seed."""
        goal = plan.nodes["expect"]
        partial, needed = None, [goal]
        if self.partial is not None:
            weaker = plan.nodes["partial.expect"]
            partial = Partial(lambda table: table.truth(weaker), self.partial.points, self.partial.says)
            needed.append(weaker)
        decision = StatementRule(tuple(needed), lambda table: table.truth(goal), partial, goal)
        return Statement.prepare(decision, plan, seed=seed)
