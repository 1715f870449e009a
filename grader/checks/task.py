"""A task: what an author writes, and what the program works with once it is compiled."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from grader.checks.cases import draw_example
from grader.checks.functions import ClassSpec, FunctionSpec
from grader.checks.kinds import AnyCheck
from grader.checks.returns import AnyReturn
from grader.checks.spec import Id, LimitsSpec, MisconceptionSpec, Module, Name, Sentence, Size, SpecModel, SupportFile
from grader.checks.student_programs import ProgramSpec
from grader.domains import Domain, DomainSpec
from grader.expressions.evaluation import CaseTable
from grader.expressions.nodes import students
from grader.models import Field, model_validator
from grader.records import dataclass, field
from grader.values.columns import column_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from grader.checks.functions import StudentFunction
    from grader.checks.kept_values import KeptValues
    from grader.checks.kind import CheckSpec
    from grader.checks.misconception import Misconception
    from grader.checks.picture import Illustration
    from grader.checks.plan import CheckPlan
    from grader.checks.statement import PreparedCheck
    from grader.checks.suite import TestSuite
    from grader.results.outcomes import Visibility


def _holds_table(domain: Any) -> bool:
    """Whether a domain, or one within it, is one of tables."""
    if isinstance(domain, dict | tuple):
        return any(map(_holds_table, domain.values() if isinstance(domain, dict) else domain))
    return isinstance(domain, Domain) and (domain.key == "table" or any(map(_holds_table, domain.__dict__.values())))


def _declares_table(returns: Any) -> bool:
    """Whether what an answer may be has a table or a series in it."""
    if isinstance(returns, dict | tuple):
        return any(map(_declares_table, returns.values() if isinstance(returns, dict) else returns))
    if isinstance(returns, SpecModel):
        return any(map(_declares_table, returns.__dict__.values()))
    return returns in ("table", "series")


class TaskSpec(SpecModel):
    """One task: one YAML file."""

    id: Id
    """The name of its file, of its reference and of a student's module."""
    title: Sentence
    """Its name in reports."""
    source: str = ""
    """Where the task comes from."""
    statement: Annotated[str, Field(min_length=1)]
    """Markdown with $math$, for students."""
    sizes: dict[Name, Size] = Field(default_factory=dict)
    """Named sizes that inputs share: the smallest and the largest, or one number for a fixed one."""
    functions: dict[Name, FunctionSpec] = Field(default_factory=dict)
    """The functions that a student must define, by name; the reference defines the same."""
    classes: dict[Name, ClassSpec] = Field(default_factory=dict)
    """The classes that a student must define, by name; the reference defines the same."""
    programs: dict[Name, ProgramSpec] = Field(default_factory=dict)
    """The programs that a student must hand in, by the names of their files; the reference has a function for each."""
    variables: dict[Name, AnyReturn] = Field(default_factory=dict)
    """Names that a notebook or module leaves behind, with their types; expressions use them like inputs."""
    inputs: dict[Name, DomainSpec] = Field(default_factory=dict)
    """The inputs that are drawn for each case, by name; inputs of one size share it within a case."""
    cases: Annotated[int, Field(ge=1, le=10_000)] = 100
    """The number of cases of each check, edges first, unless it says otherwise."""
    limits: LimitsSpec = LimitsSpec.model_construct()
    """The limits of each check, unless it says otherwise."""
    support: tuple[SupportFile, ...] = ()
    """Files of the course's `support/` folder that students get: importable and readable by their code, and public."""
    tensors: Module | None = None
    """A library such as `torch`: students' functions are given its tensors in place of arrays, and may return some."""
    preload: tuple[Module, ...] = ()
    """Modules that students will import and that take long: a class imports them once and not for each submission."""
    tests: Literal["all"] | None = None
    """`all`: every test in `reference/tests/TASK.py` is a check, besides those that `checks` names."""
    modules: tuple[Module, ...] = ()
    """Module names that mean the student's module in tests, besides the task's id, `student` and `solution`."""
    shared: bool = False
    """Whether state runs on from test to test; otherwise each test meets a freshly loaded submission."""
    random: bool = False
    """Whether tests share the state of the random generators with the code from the first call on."""
    checks: Annotated[tuple[AnyCheck, ...], Field(min_length=1)] = ()
    """The checks, in the order of the report; a task with `tests: all` may leave them out."""
    misconceptions: tuple[MisconceptionSpec, ...] = ()
    """Known wrong solutions, and what to tell whoever has one of them."""

    @cached_property
    def has_tables(self) -> bool:
        """Whether an input or an answer may be a table or a series."""
        inputs = (*self.inputs.values(), *(domain for check in self.checks for domain in check.inputs.values()))
        declared = (*self.functions.values(), *self.classes.values(), self.variables)
        return any(map(_holds_table, inputs)) or any(map(_declares_table, declared))

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.checks and self.tests is None:
            raise ValueError("there are no checks: name them below `checks`, or take all tests with `tests: all`")
        tested = self.tests is not None or any(check.whole_module for check in self.checks)
        by_hand = all(check.marked_by_person for check in self.checks)
        if not (self.functions or self.classes or self.programs or self.variables or tested or by_hand):
            raise ValueError("`functions`, `classes`, `programs` or `variables` say what a student must define")
        return self


@dataclass(frozen=True, eq=False)
class Check:
    """One check, compiled."""

    spec: CheckSpec
    plan: CheckPlan
    illustration: Illustration | None = None
    """How the shown case is drawn."""
    misconceptions: tuple[Misconception, ...] = ()
    """Known wrong solutions of the functions that it calls."""

    @property
    def id(self) -> str:
        """The check's identity within its task."""
        return self.spec.id

    @property
    def kind(self) -> str:
        """The kind's key, as results call it."""
        return self.spec.key

    @property
    def points(self) -> float:
        """Its points."""
        return self.spec.points

    @property
    def visibility(self) -> Visibility:
        """Its audience."""
        return self.spec.visibility

    @cached_property
    def called(self) -> tuple[str, ...]:
        """The student's functions that the check itself calls."""
        # Of what is asked of an object, its class stands before the dot.
        names = [call.function.partition(".")[0] for call in students(*self.plan.nodes.values())]
        return tuple(dict.fromkeys(name for name in [*names, *self.spec.classes_called] if name in self.plan.functions))

    def concerns(self, functions: Collection[str]) -> bool:
        """Whether another answer of one of these functions may show in it."""
        return self.spec.whole_module or not set(functions).isdisjoint(self.called)

    @property
    def reads_variables(self) -> bool:
        """Whether it looks at names that the student's files leave behind."""
        return any(name in self.plan.functions and self.plan.functions[name].variable for name in self.called)

    def prepare(self, seed: int, kept: KeptValues | None = None) -> PreparedCheck:
        """Draw the cases for one seed.  Raises EvaluationError where the course is at fault.

        With `kept`, what an earlier start found for this seed, only the question is made.
        """
        if kept is not None:
            return self.spec.prepare(replace(self.plan, kept=kept), seed)
        if self.illustration is not None:
            self.illustration.rehearse(draw_example(self.plan, seed))
        if self.plan.features:
            example = draw_example(self.plan, seed)
            inputs = {name: column_of([value]) for name, value in example.items()}
            table = CaseTable(1, inputs, self.plan.reference)
            for feature in self.plan.features:  # one that cannot be computed is a mistake of the course
                table.truth(feature.node)
        return self.spec.prepare(self.plan, seed)


@dataclass(frozen=True, eq=False)
class Task:
    """One task: its spec, its functions, its checks in the order in which they are asked."""

    spec: TaskSpec
    file: str
    functions: Mapping[str, StudentFunction]
    reference: Mapping[str, Callable[..., Any]]
    checks: tuple[Check, ...]
    support: Mapping[str, bytes] = field(default_factory=dict)
    """The public files that students' code may import and read."""
    later: int = 0
    """Checks that a students' kit does not have: they are asked when the work is graded."""

    @property
    def id(self) -> str:
        """The task's identity."""
        return self.spec.id

    @property
    def points(self) -> float:
        """The points of all checks."""
        return sum(check.points for check in self.checks)

    @property
    def suite(self) -> TestSuite | None:
        """Its tests in Python."""
        return next((check.plan.suite for check in self.checks if check.plan.suite is not None), None)

    @property
    def memory(self) -> int:
        """The most memory that any of its checks asks for, in bytes beyond the imports."""
        return max((check.plan.memory for check in self.checks), default=0)

    @property
    def preload(self) -> tuple[str, ...]:
        """Modules that students will import and that take long."""
        tables = ["pandas"] if self.spec.has_tables else []
        return (*self.spec.preload, *tables, *([self.spec.tensors] if self.spec.tensors else []))

    @property
    def misconceptions(self) -> tuple[MisconceptionSpec, ...]:
        """The known wrong solutions."""
        return self.spec.misconceptions
