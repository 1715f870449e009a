"""What the program works with: a task and its checks, parsed, with their functions and the reference's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from grader.checks.cases import one
from grader.checks.kinds import chain, expect, gradient, growth, written
from grader.checks.spec import ChainSpec, CheckSpec, ExpectSpec, GradientSpec, GrowthSpec, WrittenSpec
from grader.expressions.nodes import students

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.cases import Plan
    from grader.checks.picture import Illustration
    from grader.checks.question import Examination
    from grader.checks.spec import MisconceptionSpec, TaskSpec
    from grader.checks.statement import Function
    from grader.expressions.nodes import Node
    from grader.results.model import Visibility


class Prepared(Protocol):
    """A check whose cases are drawn: it examines any number of submissions."""

    def examine(self) -> Examination:
        """Ask one submission and decide."""


@dataclass(frozen=True, eq=False)
class Check:
    """One check, parsed; `nodes` holds its expressions by their keys."""

    spec: CheckSpec
    kind: str
    plan: Plan
    nodes: Mapping[str, Node]
    functions: Mapping[str, Function]
    illustration: Illustration | None = None
    """How the shown case is drawn."""

    @property
    def id(self) -> str:
        """The check's identity within its task."""
        return self.spec.id

    @property
    def points(self) -> float:
        """What it is worth."""
        return self.spec.points

    @property
    def visibility(self) -> Visibility:
        """Who may see it."""
        return self.spec.visibility

    @cached_property
    def called(self) -> tuple[str, ...]:
        """The student's functions that the check itself calls."""
        return tuple(dict.fromkeys(call.function for call in students(*self.nodes.values())))

    def prepare(self, seed: int) -> Prepared:
        """Draw the cases for one seed.  Raises EvaluationError where the course is at fault."""
        if self.illustration is not None:
            self.illustration.rehearse(one(self.plan, seed))
        match self.spec:
            case ExpectSpec():
                return expect.prepare(self.spec, self.nodes, self.plan, self.functions, seed)
            case GradientSpec():
                return gradient.prepare(self.spec, self.nodes, self.plan, self.functions, seed)
            case GrowthSpec():
                return growth.prepare(self.spec, self.nodes, self.plan, self.functions, seed)
            case ChainSpec():
                return chain.prepare(self.spec, self.nodes, self.plan, seed)
            case WrittenSpec():
                return written.Written()


@dataclass(frozen=True, eq=False)
class Task:
    """One task: its spec, its functions, its checks in the order in which they are asked."""

    spec: TaskSpec
    file: str
    functions: Mapping[str, Function]
    reference: Mapping[str, Callable[..., Any]]
    checks: tuple[Check, ...]
    later: int = 0
    """Checks that a students' kit does not have: they are asked when the work is graded."""

    @property
    def id(self) -> str:
        """The task's identity."""
        return self.spec.id

    @property
    def points(self) -> float:
        """What all checks are worth."""
        return sum(check.points for check in self.checks)

    @property
    def memory(self) -> int:
        """The most memory that any of its checks asks for, in bytes beyond the imports."""
        return max(check.plan.memory for check in self.checks)

    @property
    def preload(self) -> tuple[str, ...]:
        """Modules that students will import and that take long."""
        return self.spec.preload

    @property
    def misconceptions(self) -> tuple[MisconceptionSpec, ...]:
        """The known wrong solutions."""
        return self.spec.misconceptions
