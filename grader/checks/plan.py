"""A compiled check: expressions as nodes, domains, limits."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from grader.expressions.nodes import StudentCall
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.functions import StudentFunction
    from grader.checks.kept_values import KeptValues
    from grader.checks.suite import TestSuite
    from grader.domains import Domain
    from grader.expressions.nodes import Node


@dataclass(frozen=True, slots=True)
class Feature:
    """Something about a case that may decide whether an answer is right, with the words for yes and no."""

    text: str
    opposite: str
    node: Node


@dataclass(frozen=True)
class CheckPlan:
    """A check as its kind works with it: what is asked, what the cases are drawn from, and the limits."""

    task: str
    check: str
    count: int
    sizes: Mapping[str, tuple[int, int]]
    inputs: Mapping[str, Domain]
    given: Mapping[str, Node]
    where: Node | None
    reference: Mapping[str, Callable[..., Any]]
    wall: float
    """Seconds that all calls of the check may take together."""
    cpu: float | None = None
    """Seconds of processor time that they may take; None for as many as on the clock."""
    memory: int = 1 << 30
    """Bytes of address space beyond the imports."""
    time_by_default: bool = False
    """Whether the course says nothing of how long the check may take."""
    nodes: Mapping[str, Node] = field(default_factory=dict)
    """The parsed expressions of the check, by their keys."""
    functions: Mapping[str, StudentFunction] = field(default_factory=dict)
    """The functions of the task."""
    suite: TestSuite | None = None
    """The tests of the task in Python."""
    features: tuple[Feature, ...] = ()
    """The features of cases that the check declares."""
    kept: KeptValues | None = None
    """Its cases and values for the seed that it is prepared for, where an earlier start has worked them out."""

    @cached_property
    def step_names(self) -> dict[StudentCall, str]:
        """The calls that are steps of the check, with their names."""
        steps = ((key.removeprefix("steps."), node) for key, node in self.nodes.items() if key.startswith("steps."))
        return {node: name for name, node in steps if isinstance(node, StudentCall)}

    @cached_property
    def tour(self) -> tuple[tuple[str, int], ...]:
        """The edges, by the name of a size or an input, that the first cases have; half of the cases at the most."""
        sizes = [(name, edge) for name in self.sizes for edge in range(2)]
        inputs = [(name, edge) for name, domain in self.inputs.items() for edge in range(domain.edges)]
        return (*sizes, *inputs)[: (self.count + 1) // 2]
