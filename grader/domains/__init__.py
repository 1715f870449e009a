"""Sets of inputs: each domain knows what belongs to it, how to draw from it, and where its edges are."""

from grader.domains.arrays import Matrix, Signs, Symmetric, Vector
from grader.domains.number import Number, Positive
from grader.domains.scalars import Choice, Index, Integer, Real
from grader.domains.streams import stream

Domain = Vector | Matrix | Symmetric | Signs | Real | Integer | Index | Choice

__all__ = [
    "Choice",
    "Domain",
    "Index",
    "Integer",
    "Matrix",
    "Number",
    "Positive",
    "Real",
    "Signs",
    "Symmetric",
    "Vector",
    "stream",
]
