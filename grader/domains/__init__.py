"""Sets of inputs: each domain samples its members, knows its edges, and simplifies what fails."""

from grader.domains.choice import Choice
from grader.domains.domain import Domain
from grader.domains.index import Index
from grader.domains.integer import Integer
from grader.domains.matrix import Matrix
from grader.domains.number import Number, Positive
from grader.domains.real import Real
from grader.domains.registry import DOMAINS, DomainSpec
from grader.domains.signs import Signs
from grader.domains.streams import stream
from grader.domains.symmetric import Symmetric
from grader.domains.vector import Vector

__all__ = [
    "DOMAINS",
    "Choice",
    "Domain",
    "DomainSpec",
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
