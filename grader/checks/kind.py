"""The interface of a kind of check: its keys in a task file, how it is compiled and prepared, and facts about it.

A new kind is a subclass in a module of `grader/checks/kinds/` and one line in its `KINDS`.  Nothing else asks which
kind a check is of; it asks for one of the facts below.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from grader.checks.spec import Expression, FeatureSpec, Id, LimitsSpec, Name, Sentence, Size, SpecModel
from grader.domains import DomainSpec
from grader.domains.number import NotNegative
from grader.expressions.signatures import counted
from grader.models import BaseModel, Field
from grader.results.outcomes import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.checks.compiler import CheckCompiler
    from grader.checks.picture import Illustration
    from grader.checks.plan import CheckPlan
    from grader.checks.statement import PreparedCheck
    from grader.results.rubric import Rubric


class CheckSpec(SpecModel):
    """The keys that all kinds of check share."""

    key: ClassVar[str]
    """The key that tells this kind from the others in a task file; results call the kind so."""
    marked_by_person: ClassVar[bool] = False
    """Whether a person decides, and not a program."""
    timed: ClassVar[bool] = False
    """Whether the time of the calls decides."""
    derivation: ClassVar[bool] = False
    """Whether the student's function yields the lines of a derivation instead of returning a value."""
    random_answers: ClassVar[bool] = False
    """Whether the functions that it calls answer at random: no answer of the reference is the right one."""
    whole_module: ClassVar[bool] = False
    """Whether it asks for the student's module as a whole, and not for functions that the task names."""
    case_noun: ClassVar[str] = "case"
    """The noun for one of its inputs."""
    parts: ClassVar[tuple[tuple[str, type[BaseModel]], ...]] = ()
    """The models of this kind's own keys, each with its heading in docs/keys.md."""

    id: Id
    """The check's identity: random streams, regrades and overrides go by it."""
    title: Sentence
    """The statement that holds, as a student reads it."""
    points: NotNegative
    """Its points when it passes."""
    hint: str = ""
    """Advice for every mistake; it is shown when the check does not pass and nothing more exact is said."""
    needs: tuple[Id, ...] = ()
    """Checks that must pass first; otherwise this one is skipped."""
    sizes: dict[Name, Size] = Field(default_factory=dict)
    """Named sizes of this check alone, beside or instead of the task's."""
    inputs: dict[Name, DomainSpec] = Field(default_factory=dict)
    """Inputs of this check alone, beside or instead of the task's."""
    given: dict[Name, Expression] = Field(default_factory=dict)
    """Values computed by the judge from the inputs, in order."""
    where: Expression | None = None
    """Which cases count: an expression of inputs and the reference; the others are drawn again."""
    cases: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """The number of cases; by default the task's."""
    features: tuple[FeatureSpec, ...] = ()
    """The properties that may decide where an answer is wrong; a student is told exactly where they do."""
    visibility: Visibility = Visibility.PUBLIC
    """Its audience: everybody, nobody but teachers, or everybody once the work is due."""
    limits: LimitsSpec | None = None
    """Instead of the task's."""

    @property
    def answer_heading(self) -> str:
        """The heading under which a student's answer in words stands; empty where none is asked for."""
        return ""

    @property
    def python_test(self) -> str:
        """The name of the test in Python that decides it; empty where none does."""
        return ""

    @property
    def recorded_whole(self) -> bool:
        """Whether a students' kit needs nothing of the reference but the functions that are derived of it."""
        return False

    @property
    def classes_called(self) -> tuple[str, ...]:
        """The classes of the student's that it asks without an expression."""
        return ()

    @property
    def marking_rubric(self) -> Rubric | None:
        """The rubric by which a person marks the answer; None where no person does."""
        return None

    @abstractmethod
    def compile(self, compiler: CheckCompiler) -> None:
        """Compile the expressions of the kind's own keys, and note what is wrong with them."""

    @abstractmethod
    def prepare(self, plan: CheckPlan, seed: int) -> PreparedCheck:
        """Draw the cases for one seed.  Raises EvaluationError where the course is at fault."""

    def illustration(self, plan: CheckPlan, compiler: CheckCompiler) -> Illustration | None:  # noqa: ARG002
        """Return how the shown case is drawn; None where the check has no picture."""
        return None

    def derived_functions(self, plan: CheckPlan) -> dict[str, Callable[..., Any]]:  # noqa: ARG002 - most kinds derive none
        """Return the functions that the kind makes of the reference's: a students' kit records the answers of these."""
        return {}

    def chance_bound(self, plan: CheckPlan) -> str:  # noqa: ARG002 - most kinds decide nothing by chance
        """Return the sentence about the chance that a right solution fails; empty where chance has no part."""
        return ""

    @classmethod
    def pass_text(cls, cases: int) -> str:
        """Return what a pass in so many cases says."""
        return f"Passed {'in' if cls.case_noun == 'case' else 'for'} {counted(cases, cls.case_noun)}."
