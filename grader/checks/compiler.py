"""The expressions of one check, from text to nodes; what is wrong with them is noted, all of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.checks import rules
from grader.checks.exactness import rounds_nothing
from grader.expressions.evaluation import EvaluationError, RecordError
from grader.expressions.nodes import Node, StudentCall, called
from grader.expressions.parsing import ExpressionError, Parser
from grader.expressions.signatures import Arity, arity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from grader.checks.functions import StudentFunction
    from grader.domains import Domain

Path = tuple[str | int, ...]
"""Keys from the check down to an expression."""


@dataclass
class CheckCompiler:
    """Collects the nodes of a check by their keys, and its mistakes by their paths."""

    inputs: Mapping[str, Domain]
    """Everything that expressions can name, but for what is `given`."""
    given: frozenset[str]
    sizes: Mapping[str, tuple[int, int]]
    functions: Mapping[str, StudentFunction]
    reference: Mapping[str, Callable[..., Any]]
    needs: bool = False
    """Whether other checks must pass before this one."""
    selected: bool = False
    """Whether `where` selects the cases."""
    given_nodes: dict[str, Node] = field(default_factory=dict)
    """The values of `given` that are compiled so far."""
    nodes: dict[str, Node] = field(default_factory=dict)
    mistakes: list[tuple[Path, str]] = field(default_factory=list)
    parser: Parser = field(init=False)

    def __post_init__(self) -> None:
        arities: dict[str, Arity] = {name: arity_of(function) for name, function in self.reference.items()}
        students = {name: function.args for name, function in self.functions.items()}
        self.parser = Parser(frozenset({*self.inputs, *self.given}), students, arities)

    def note(self, path: Path, texts: Iterable[str]) -> None:
        """Record mistakes at a place of the check."""
        self.mistakes += [(path, text) for text in texts]

    def parse(self, path: Path, text: str, names: frozenset[str] | None = None) -> Node | None:
        """Return the node of an expression, which may use the inputs, or `names` alone; None where it has mistakes."""
        parser = self.parser if names is None else Parser(names, self.parser.students, self.parser.references)
        try:
            return parser.parse(text)
        except ExpressionError as error:
            self.note(path, error.texts)
            return None

    def judge_side(self, key: str, text: str | None) -> Node | None:
        """Compile an expression in which no function of the student may stand; None where the key is left out."""
        node = self.parse((key,), text) if text is not None else None
        if node is not None:
            self.note((key,), rules.judge_side(node, f"`{key}`"))
            self.nodes[key] = node
        return node

    def statement(self, path: tuple[str, ...], text: str) -> None:
        """Compile a statement that decides cases."""
        node = self.parse(path, text)
        if node is not None:
            mistakes = rules.statement(
                node, self.functions, self.inputs, needs=self.needs, where=self.selected, is_exact=self._is_exact
            )
            self.note(path, mistakes)
            self.nodes[".".join(path)] = node

    def call(self, key: str, text: str, *, part: bool = False) -> None:
        """Compile one call of a student's function with judge-side arguments; with `part`, or a part of its answer."""
        node = self.parse((key,), text)
        call = called(node) if part and node is not None else node
        if isinstance(call, StudentCall):
            self.note((key,), (text for arg in call.args for text in rules.judge_side(arg, "an argument here")))
            self.nodes[key] = node or call
        elif node is not None:
            or_part = ", or a part of one: f(x).dW" if part else ""
            self.note((key,), [f"`{text}` must be one call of a function of the task{or_part}"])

    def _is_exact(self, node: Node) -> bool:
        """Whether what an expression gives for the reference's answers has no number that was rounded.

        It is tried on a few cases, and only where the task does not say what its functions return.
        """
        try:
            return rounds_nothing(node, self.inputs, self.sizes, self.given_nodes, self.reference)
        except RecordError:  # a kit is made of a course that was looked at
            return True
        except EvaluationError:  # the check itself will say it
            return False
