"""Sets of inputs: each domain samples its members, knows its edges, and simplifies what fails."""

from grader.domains.array import Array
from grader.domains.boolean import Boolean
from grader.domains.choice import Choice
from grader.domains.dict import Dict
from grader.domains.domain import Domain
from grader.domains.index import Index
from grader.domains.integer import Integer
from grader.domains.list import List
from grader.domains.matrix import Matrix
from grader.domains.number import Number, Positive
from grader.domains.optional import Optional
from grader.domains.real import Real
from grader.domains.registry import DOMAINS, DomainSpec
from grader.domains.set import Set
from grader.domains.signs import Signs
from grader.domains.streams import stream
from grader.domains.symmetric import Symmetric
from grader.domains.text import Text
from grader.domains.tuple import Tuple
from grader.domains.vector import Vector
from grader.domains.words import Words

__all__ = [
    "DOMAINS",
    "Array",
    "Boolean",
    "Choice",
    "Dict",
    "Domain",
    "DomainSpec",
    "Index",
    "Integer",
    "List",
    "Matrix",
    "Number",
    "Optional",
    "Positive",
    "Real",
    "Set",
    "Signs",
    "Symmetric",
    "Text",
    "Tuple",
    "Vector",
    "Words",
    "stream",
]
