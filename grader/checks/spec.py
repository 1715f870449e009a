"""What an author may write in a task file: pydantic models, frozen, unknown keys refused.

What the program works with is made from these by `grader.course`; nothing here knows a student or a worker.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from grader.domains import DomainSpec, Positive
from grader.domains.discriminator import by_key
from grader.domains.number import NotNegative, Number
from grader.results.model import Visibility
from grader.results.rubric import Rubric, RubricItem, long_form

Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Module = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$", max_length=100)]
Sentence = Annotated[str, Field(min_length=1, max_length=1000)]
Expression = Annotated[str, Field(min_length=1, json_schema_extra={"format": "expression"})]


class Model(BaseModel):
    """Frozen; a key that is not listed is a mistake; what a key means stands below it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _bounds(value: object) -> object:
    return (value, value) if isinstance(value, int) else value


def _ordered(size: tuple[int, int]) -> tuple[int, int]:
    if size[0] > size[1]:
        raise ValueError(f"the smaller size comes first, and {size[0]} is above {size[1]}")
    return size


_Count = Annotated[int, Field(ge=0)]
Size = Annotated[
    tuple[_Count, _Count],
    BeforeValidator(_bounds, json_schema_input_type=_Count | tuple[_Count, _Count]),
    AfterValidator(_ordered),
]
"""The smallest and the largest number that a named size may be; a single number for a fixed one."""


class ArrayReturn(Model):
    """An array; each dimension a named size, a number, or `any`."""

    array: tuple[Name | int, ...]
    """Its dimensions."""
    of: Literal["real", "integer"] = "real"
    """What its entries are."""


def _form(value: object) -> str:
    return "array" if isinstance(value, dict | ArrayReturn) else "number"


Returns = Annotated[
    Annotated[ArrayReturn, Tag("array")] | Annotated[Literal["real", "integer"], Tag("number")], Discriminator(_form)
]


class FunctionSpec(Model):
    """A function that a student must define."""

    args: tuple[Name, ...]
    """The names of its arguments, in order; calls are positional."""
    returns: Returns | None = None
    """What it returns: `real`, `integer` or `{array: [n]}`; by default, whatever the reference returns."""
    says: str = ""
    """What it returns, in words."""
    pure: bool = False
    """Whether changing an argument is a failure; otherwise it is a note beside the answer."""


class LimitsSpec(Model):
    """The limits of a check."""

    wall: Positive = 10.0
    """Seconds on the clock, for all calls of the check together."""
    cpu: Positive | None = None
    """Seconds of processor time; by default as many as on the clock."""
    memory: Annotated[int, Field(ge=16, le=1 << 20)] = 1024
    """MiB of address space beyond the imports; a process gets the most that any check of its tasks asks for."""


class PartialSpec(Model):
    """Points for an answer that is not right but nearly."""

    expect: Expression
    """What must hold in every case."""
    points: Positive
    """What it is worth, less than the check."""
    says: Sentence
    """What the student is told."""


class PictureModel(Model):
    """The keys that all pictures share; a picture shows the student's answers to the shown case and the reference's."""

    title: str = ""
    """What the picture shows; by default the expression."""
    across: str = ""
    """What goes along; by default `position`, or the name of the input that varies."""
    beside: str = "expected"
    """What the reference's series is called; where several answers are right, `one right answer`."""


class BarsSpec(PictureModel):
    """The entries of a vector or matrix, side by side."""

    bars: Expression
    """The vector or matrix."""


class LineSpec(PictureModel):
    """The entries of a vector, in order, as points of a line."""

    line: Expression
    """The vector."""


class CurveSpec(PictureModel):
    """A number, while one input goes from the first to the second value and all others stay as they are."""

    curve: Expression
    """The number."""
    along: Name
    """The input that varies; a name of its own where the check has none of that name."""
    between: tuple[Number, Number]
    """The first and the last value of that input."""

    @model_validator(mode="after")
    def _ordered(self) -> CurveSpec:
        if not self.between[0] < self.between[1]:
            raise ValueError("`between` has the smaller value first")
        return self


PictureSpec = Annotated[
    Annotated[BarsSpec, Tag("bars")] | Annotated[LineSpec, Tag("line")] | Annotated[CurveSpec, Tag("curve")],
    by_key("bars", "line", "curve"),
]


class CheckModel(Model):
    """The keys that all kinds of check share."""

    id: Id
    """The check's identity: random streams, regrades and overrides go by it."""
    title: Sentence
    """What holds, as a student reads it."""
    points: NotNegative
    """What it is worth when it passes."""
    hint: str = ""
    """What to think about, shown when the check does not pass."""
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
    """How many cases are drawn; by default as many as the task says."""
    visibility: Visibility = Visibility.PUBLIC
    """Who may see it: everybody, nobody but teachers, or everybody once the work is due."""
    limits: LimitsSpec | None = None
    """Instead of the task's."""


class ExpectSpec(CheckModel):
    """A statement that must hold in every case."""

    expect: Expression
    """The statement."""
    partial: PartialSpec | None = None
    """A weaker statement, and the points that it is worth."""
    picture: PictureSpec | None = None
    """What is drawn of the case that is shown, where the check fails."""

    @model_validator(mode="after")
    def _less(self) -> ExpectSpec:
        if self.partial is not None and self.partial.points >= self.points:
            raise ValueError(f"partial points must be fewer than the check's {self.points:g}")
        return self


class GradientSpec(CheckModel):
    """A student's gradient against numerical differentiation of a function of the reference."""

    gradient: Expression
    """The call of the student's function that gives the gradient."""
    of: Expression
    """The scalar function: `ref.f(...)`, or `ref.f` for a function whose parameters are inputs of the same names."""
    wrt: Name
    """The input that the gradient is with respect to: a number, vector or matrix."""
    rtol: Positive = 1e-5
    """The tolerance, relative to the largest entry of the gradient."""
    scale: Expression | None = None
    """A judge-side expression: a size below which the gradient need not be resolved."""


class GrowthSpec(CheckModel):
    """How the time of one call grows with a size."""

    growth: Expression
    """The call."""
    over: Name
    """The named size that grows."""
    up_to: Annotated[int, Field(ge=1000, le=10_000_000)]
    """The largest size."""
    order: Literal["linear"] = "linear"
    """How the time may grow: in proportion."""


class ChainSpec(CheckModel):
    """A derivation that the student's function yields, line by line."""

    chain: Expression
    """The call."""
    begins: Expression
    """A judge-side expression: what the first line must be."""
    relation: Literal["=", "<=", "<", ">=", ">"]
    """What the derivation shows about its first and its last line."""
    ends: Expression
    """A judge-side expression: what the last line must be."""
    scale: Expression | None = None
    """A judge-side expression: a size below which lines need not agree."""
    rtol: Positive = 1e-6
    """The tolerance between lines, as that of `close`."""

    @model_validator(mode="after")
    def _worth(self) -> ChainSpec:
        if self.points > 1:
            raise ValueError(
                f"a chain finds wrong steps and proves no right ones; it is worth 1 point, not {self.points:g}"
            )
        return self


RubricSpec = Annotated[Rubric, BeforeValidator(long_form, json_schema_input_type=str | tuple[RubricItem, ...] | Rubric)]


class WrittenSpec(CheckModel):
    """An answer in words, marked by a person."""

    written: Sentence
    """The heading under which the student's answer stands."""
    rubric: RubricSpec = Rubric()
    """What the person who marks it looks for: a text, a list of items, or a mapping with both."""


CheckSpec = Annotated[
    Annotated[ExpectSpec, Tag("expect")]
    | Annotated[GradientSpec, Tag("gradient")]
    | Annotated[GrowthSpec, Tag("growth")]
    | Annotated[ChainSpec, Tag("chain")]
    | Annotated[WrittenSpec, Tag("written")],
    by_key("expect", "gradient", "growth", "chain", "written"),
]


class MisconceptionSpec(Model):
    """A known wrong solution, and what to tell whoever has it."""

    wrong: Name
    """A function of `reference/wrong/TASK.py`, named like the student's function that it replaces, `_`, the slip."""
    fails: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Exactly the checks that do not pass with it; what needs them is skipped."""
    tells: Sentence
    """What a student is told whose answers are those of the wrong solution in every case."""


class TaskSpec(Model):
    """One task: one YAML file."""

    id: Id
    """The name of its file, of its reference and of a student's module."""
    title: Sentence
    """What reports call it."""
    source: str = ""
    """Where the task comes from."""
    statement: Annotated[str, Field(min_length=1)]
    """Markdown with $math$, for students."""
    sizes: dict[Name, Size] = Field(default_factory=dict)
    """Named sizes that inputs share: the smallest and the largest, or one number for a fixed one."""
    functions: Annotated[dict[Name, FunctionSpec], Field(min_length=1)]
    """What a student must define, by name; the reference defines the same."""
    inputs: dict[Name, DomainSpec] = Field(default_factory=dict)
    """What is drawn for each case, by name; inputs of one size in one case have that size together."""
    cases: Annotated[int, Field(ge=1, le=10_000)] = 100
    """How many cases a check draws, edges first, unless it says otherwise."""
    limits: LimitsSpec = LimitsSpec()
    """What each check may take, unless it says otherwise."""
    preload: tuple[Module, ...] = ()
    """Modules that students will import and that take long: a class imports them once and not for each submission."""
    checks: Annotated[tuple[CheckSpec, ...], Field(min_length=1)]
    """What is graded, in the order of the report."""
    misconceptions: tuple[MisconceptionSpec, ...] = ()
    """Known wrong solutions, and what to tell whoever has one of them."""
