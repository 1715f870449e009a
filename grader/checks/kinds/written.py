"""The kind `written`: an answer in words that a person marks; until then it is pending and no failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from grader.checks.kind import CheckSpec
from grader.checks.spec import Sentence
from grader.checks.verdict import Explanation, Verdict
from grader.models import BaseModel, BeforeValidator
from grader.records import dataclass
from grader.results.outcomes import Outcome
from grader.results.rubric import Rubric, RubricItem, long_form

if TYPE_CHECKING:
    from grader.checks.compiler import CheckCompiler
    from grader.checks.plan import CheckPlan
    from grader.checks.verdict import Examination


RubricSpec = Annotated[Rubric, BeforeValidator(long_form, json_schema_input_type=str | tuple[RubricItem, ...] | Rubric)]


class WrittenSpec(CheckSpec):
    """An answer in words, marked by a person."""

    key: ClassVar[str] = "written"
    marked_by_person: ClassVar[bool] = True
    parts: ClassVar[tuple[tuple[str, type[BaseModel]], ...]] = (
        ("A rubric", Rubric),
        ("An item of a rubric", RubricItem),
    )

    written: Sentence
    """The heading under which the student's answer stands."""
    rubric: RubricSpec = Rubric.model_construct()
    """The criteria for those who mark it: a text, a list of items, or a mapping with both."""

    @property
    def answer_heading(self) -> str:
        """The heading under which the student's answer stands."""
        return self.written

    @property
    def marking_rubric(self) -> Rubric:
        """The rubric; empty where the spec has none."""
        return self.rubric

    def compile(self, compiler: CheckCompiler) -> None:
        """Compile nothing: there is no expression."""

    def prepare(self, plan: CheckPlan, seed: int) -> PendingMark:  # noqa: ARG002 - no cases are drawn
        """Prepare nothing."""
        return PendingMark()


@dataclass(frozen=True)
class PendingMark:
    """A check that a person marks: nothing is asked of the worker."""

    statement: None = None
    kept: None = None

    def examine(self) -> Examination:
        """Leave it to a person."""
        yield from ()
        return Verdict(Outcome.PENDING, Explanation("A person reads and marks this."))

    def tolerance_used(self, verdict: Verdict) -> None:
        """Return None: nothing is measured."""
