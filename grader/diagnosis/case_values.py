"""The values of a case by name, as a student sees them: inputs, arguments, the right answer, products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.expressions.nodes import Input, students, text_of, walk
from grader.values.columns import plain_row
from grader.worker.wire.plain import Opaque

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.checks.evidence import Evidence
    from grader.expressions.nodes import Node

LARGEST = 2_000
"""Entries of an input beyond which nothing is said about it: that would take long."""
ANSWER = "the right answer"
"""The name of what a single call should return."""

NamedValues = dict[str, Any]


def case_values(evidence: Evidence, row: int, expected: Node | None = None) -> NamedValues:
    """Return what a student sees of a case by name: its inputs, the arguments of calls, the right answer.

    The right answer is what is `expected` of the only comparison, where there is one.
    """
    values = {name: plain_row(evidence.cases.inputs[name], row) for name in _shown_inputs(evidence)}
    if expected is not None:
        value = plain_row(evidence.table.value(expected), row)
        values |= {} if isinstance(value, Opaque) else {ANSWER: value}
    if evidence.objects is not None:
        return values
    calls = [call for call in evidence.answers if any(isinstance(node, Input) for node in walk(call))]
    for call in calls:
        if not students(*call.args):
            for arg in call.args:
                if not isinstance(arg, Input):
                    values.setdefault(text_of(arg), plain_row(evidence.table.value(arg), row))
    if expected is None and len(calls) == 1 and calls[0] in evidence.expected and not students(*calls[0].args):
        values[ANSWER] = plain_row(evidence.expected[calls[0]], row)
    return values | dict(products_of(values))


def products_of(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the products of each matrix with each vector that fits, with signs for its rows, and at an index.

    They decide more often than the numbers themselves: on which side of a plane a row lies, whether a neuron changes.
    """
    arrays = {name: value for name, value in values.items() if _is_real_array(value)}
    vectors = {name: value for name, value in arrays.items() if value.ndim == 1}
    for matrix, rows in arrays.items():
        for vector, entries in vectors.items() if rows.ndim == 2 and rows.size else ():
            if len(entries) != rows.shape[1] or vector == ANSWER:
                continue
            product, name = rows @ entries, f"{matrix}·{vector}"
            yield name, product
            for other, numbers in vectors.items():
                if len(numbers) == len(product) and other not in {vector, ANSWER} and (np.abs(numbers) == 1).all():
                    yield f"{other}·({name})", numbers * product
            for index, position in values.items():
                if type(position) is int and 0 <= position < len(product):
                    yield f"({name})[{index}]", float(product[position])


def _is_real_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "if" and value.size <= LARGEST


def _shown_inputs(evidence: Evidence) -> list[str]:
    return [name for name in evidence.cases.inputs if name not in evidence.cases.derived]
