"""From the picture of a check's spec to how it is drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from grader.checks.kinds import gradient
from grader.checks.picture import CURVE_POINTS, Along, Illustration
from grader.checks.spec import BarsSpec, CurveSpec, LineSpec
from grader.expressions.nodes import Input, Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.checks.cases import Plan
    from grader.checks.picture import Case
    from grader.checks.spec import PictureSpec
    from grader.checks.statement import Function
    from grader.expressions.nodes import Node
    from grader.worker.wire.columns import Array


def expression(spec: PictureSpec) -> str:
    """Return what is drawn, on one line."""
    match spec:
        case BarsSpec(bars=text) | LineSpec(line=text) | CurveSpec(curve=text):
            return " ".join(text.split())


def illustration(spec: PictureSpec, node: Node, plan: Plan, functions: Mapping[str, Function]) -> Illustration:
    """Return how the picture of `spec` is drawn; `node` is its expression."""
    text = expression(spec).replace("ref.", "")
    kind: Literal["bars", "line"] = "bars" if isinstance(spec, BarsSpec) else "line"
    along, title, across = None, f"`{text}`, entry by entry", "position"
    if isinstance(spec, CurveSpec):
        along = Along(spec.along, np.linspace(*spec.between, CURVE_POINTS))
        title, across = f"`{text}` as {spec.along} grows", spec.along
    return Illustration(
        kind=kind,
        node=node,
        title=spec.title or title,
        across=spec.across or across,
        up=text,
        beside=spec.beside,
        reference=plan.reference,
        functions=functions,
        along=along,
    )


def of_gradient(
    wrt: str, nodes: Mapping[str, Node], plan: Plan, functions: Mapping[str, Function]
) -> Illustration | None:
    """Return the picture of a gradient: the student's entries beside measured slopes."""
    of = nodes["of"]
    if not isinstance(of, Reference):
        return None
    names = [arg.name for arg in of.args if isinstance(arg, Input)]
    if wrt not in names:
        return None
    return Illustration(
        kind="bars",
        node=nodes["gradient"],
        title="Your gradient and the measured slope, entry by entry",
        across=f"position in {wrt}",
        up="slope",
        beside="measured slope",
        reference=plan.reference,
        functions=functions,
        measured=partial(_slopes, gradient.slope_of(plan.reference, of.function, names.index(wrt)), names),
    )


def _slopes(slope: Callable[..., Array], names: Sequence[str], case: Case) -> Array:
    return slope(*(case[name] for name in names))
