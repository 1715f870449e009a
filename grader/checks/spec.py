"""The parts of a task file that all kinds of check share: pydantic models, frozen, unknown keys refused."""

from __future__ import annotations

from typing import Annotated

from grader.domains import Positive
from grader.models import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Module = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$", max_length=100)]
SupportFile = Annotated[str, Field(pattern=r"^\w[\w.-]*(/\w[\w.-]*)*$", max_length=100)]
Sentence = Annotated[str, Field(min_length=1, max_length=1000)]
Expression = Annotated[str, Field(min_length=1, json_schema_extra={"format": "expression"})]


class SpecModel(BaseModel):
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


class LimitsSpec(SpecModel):
    """The limits of a check."""

    wall: Positive = 10.0
    """Seconds on the clock, for all calls of the check together."""
    cpu: Positive | None = None
    """Seconds of processor time; by default as many as on the clock."""
    memory: Annotated[int, Field(ge=16, le=1 << 20)] = 1024
    """MiB of address space beyond the imports; a process gets the most that any check of its tasks asks for."""


class FeatureSpec(SpecModel):
    """Something about a case that may decide whether an answer is right, in the words of the task."""

    when: Expression
    """Yes or no: an expression of inputs and the reference."""
    says: Sentence
    """The words for yes; they complete "`f` is wrong exactly where ..."."""
    otherwise: str = ""
    """The words for no; by default "this does not hold: ..."."""


class MisconceptionSpec(SpecModel):
    """A known wrong solution, and what to tell whoever has it."""

    wrong: Name
    """A function of `reference/wrong/TASK.py`, named like the student's function that it replaces, `_`, the slip."""
    fails: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Exactly the checks that do not pass with it; what needs them is skipped."""
    tells: Sentence
    """The sentence for a student whose answers are those of the wrong solution in every case."""
    shows: Name | None = None
    """A function of `reference/wrong/TASK.py` that tells the slip by a property of the answers, which may differ.

    It gets the arguments of a call and the answer, and returns whether this answer has the property."""
    rewrites: tuple[Name, ...] = ()
    """Further functions of `reference/wrong/TASK.py` with the same slip, written in another way.

    `grader verify` proves that each of them gets this sentence or none."""
    rivals: tuple[Name, ...] = ()
    """Wrong solutions in `reference/wrong/TASK.py` from which this one must be told, though they give nearly the same.

    Where a student's answers are those of both, the two are compared in the cases in which they differ most."""
