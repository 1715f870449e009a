"""The kinds of pictures that a spec can ask for: what is drawn of the case that is shown.

A new one is a class here and one entry in `PICTURES`.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Union

import numpy as np

from grader.checks import rules
from grader.checks.picture import CURVE_POINTS, Along, Illustration
from grader.checks.spec import Expression, Name, SpecModel
from grader.domains.discriminator import by_key
from grader.domains.number import Number
from grader.expressions.nodes import students
from grader.models import Tag, model_validator

if TYPE_CHECKING:
    from grader.checks.compiler import CheckCompiler
    from grader.checks.plan import CheckPlan
    from grader.expressions.nodes import Node


class PictureSpec(SpecModel):
    """The keys that all pictures share; a picture shows the student's answers to the shown case and the reference's."""

    key: ClassVar[str]
    """The key that tells this kind from the others."""
    mark: ClassVar[Literal["bars", "line"]] = "line"
    """How the values are drawn."""

    title: str = ""
    """The title; by default the expression."""
    across: str = ""
    """The name of the horizontal axis; by default `position`, or the input that varies."""
    beside: str = "expected"
    """The name of the reference's series; where several answers are right, `one right answer`."""

    @property
    @abstractmethod
    def expression(self) -> str:
        """The drawn expression."""

    @property
    def along_input(self) -> Along | None:
        """The input that varies; None where the entries of an array are drawn."""
        return None

    def illustration(self, plan: CheckPlan, compiler: CheckCompiler) -> Illustration | None:
        """Return how the shown case of a statement is drawn; None where the picture has mistakes."""
        text, along = " ".join(self.expression.split()), self.along_input
        names = frozenset({*plan.inputs, *plan.given, *([along.name] if along else [])})
        node = compiler.parse(("picture",), text, names)
        if node is None:
            return None
        compiler.note(("picture",), rules.picture(node, students(plan.nodes["expect"])))
        return self._illustration(node, text.replace("ref.", ""), along, plan)

    def _illustration(self, node: Node, text: str, along: Along | None, plan: CheckPlan) -> Illustration:
        return Illustration(
            kind=self.mark,
            node=node,
            title=self.title or (f"`{text}` as {along.name} grows" if along else f"`{text}`, entry by entry"),
            across=self.across or (along.name if along else "position"),
            up=text,
            beside=self.beside,
            reference=plan.reference,
            functions=plan.functions,
            along=along,
        )


class BarsSpec(PictureSpec):
    """The entries of a vector or matrix, side by side."""

    key: ClassVar[str] = "bars"
    mark: ClassVar[Literal["bars", "line"]] = "bars"

    bars: Expression
    """The vector or matrix."""

    @property
    def expression(self) -> str:
        """The vector or matrix."""
        return self.bars


class LineSpec(PictureSpec):
    """The entries of a vector, in order, as points of a line."""

    key: ClassVar[str] = "line"

    line: Expression
    """The vector."""

    @property
    def expression(self) -> str:
        """The vector."""
        return self.line


class CurveSpec(PictureSpec):
    """A number, while one input goes from the first to the second value and all others stay as they are."""

    key: ClassVar[str] = "curve"

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

    @property
    def expression(self) -> str:
        """The number."""
        return self.curve

    @property
    def along_input(self) -> Along:
        """The input that varies, and its values."""
        return Along(self.along, np.linspace(*self.between, CURVE_POINTS))


_KINDS: tuple[type[PictureSpec], ...] = (BarsSpec, LineSpec, CurveSpec)

PICTURES: dict[str, type[PictureSpec]] = {kind.key: kind for kind in _KINDS}
"""The kinds of pictures by their keys, in the order of docs/keys.md."""

if TYPE_CHECKING:
    AnyPicture = PictureSpec
else:
    AnyPicture = Annotated[
        Union[tuple(Annotated[kind, Tag(key)] for key, kind in PICTURES.items())],  # noqa: UP007 - made at run time
        by_key(*PICTURES),
    ]
