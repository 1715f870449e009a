"""The expressions of one check, from text to nodes; what is wrong with them is noted, all of it at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.checks import rules
from grader.checks.exactness import rounds_nothing
from grader.checks.plan import Feature
from grader.expressions.evaluation import EvaluationError, RecordError
from grader.expressions.nodes import Input, Node, StudentCall, called, students, walk
from grader.expressions.object_calls import ObjectCalls
from grader.expressions.parsing import ExpressionError, Parser
from grader.expressions.signatures import Arity, arity_of
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from grader.checks.functions import StudentFunction
    from grader.checks.spec import FeatureSpec
    from grader.checks.suite import TestSuite
    from grader.domains import Domain


def is_exception(value: object) -> bool:
    """Whether a name of the reference is a class of exceptions."""
    return isinstance(value, type) and issubclass(value, BaseException)


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
    suite: TestSuite | None = None
    """The tests of the task in Python."""
    given_nodes: dict[str, Node] = field(default_factory=dict)
    """The values of `given` that are compiled so far."""
    nodes: dict[str, Node] = field(default_factory=dict)
    mistakes: list[tuple[Path, str]] = field(default_factory=list)
    parser: Parser = field(init=False)

    def __post_init__(self) -> None:
        arities: dict[str, Arity] = {name: arity_of(function) for name, function in self.reference.items()}
        students = {name: function.args for name, function in self.functions.items() if "." not in name}
        programs = frozenset(name for name, function in self.functions.items() if function.program)
        names = frozenset({*self.inputs, *self.given})
        variables = frozenset(name for name, function in self.functions.items() if function.variable)
        self.parser = Parser(names, students, arities, self._objects(), programs=programs, variables=variables)

    def _objects(self) -> ObjectCalls:
        signatures = {name: function.signature for name, function in self.functions.items()}
        classes = {name: signature for name, signature in signatures.items() if signature is not None}
        raised = (name for name, value in self.reference.items() if is_exception(value))
        types = {name: function.returns for name, function in self.functions.items()}
        return ObjectCalls(classes, types, frozenset(raised))

    def note(self, path: Path, texts: Iterable[str]) -> None:
        """Record mistakes at a place of the check."""
        self.mistakes += [(path, text) for text in texts]

    def parse(self, path: Path, text: str, names: frozenset[str] | None = None) -> Node | None:
        """Return the node of an expression, which may use the inputs, or `names` alone; None where it has mistakes."""
        task_parser = self.parser
        parser = task_parser
        if names is not None:
            parser = Parser(
                names, task_parser.students, task_parser.references, task_parser.objects,
                programs=task_parser.programs, variables=task_parser.variables,
            )  # fmt: skip
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

    def step(self, name: str, text: str) -> None:
        """Compile one step: what it gives is known by its name in the steps behind it, and in the statement."""
        path = ("steps", name)
        node = self.parse(path, text)
        if name in self.parser.inputs or name in self.functions or name in self.parser.steps:
            self.note(path, [f"`{name}` is the name of an input, a function or another step; take another one"])
        if node is None:
            return
        if not students(node):
            self.note(path, ["a step calls something of the student's; what the judge computes stands in `given`"])
        if isinstance(node, StudentCall) and not node.order:
            node = replace(node, order=self.parser.objects.next_order())
        self.parser.steps[name] = self.nodes[f"steps.{name}"] = node

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

    def features(self, specs: Iterable[FeatureSpec], used: Collection[str]) -> tuple[Feature, ...]:
        """Compile what may decide where an answer is wrong: it is about inputs that the check uses."""
        features = []
        for index, spec in enumerate(specs):
            path = ("features", index, "when")
            node = self.parse(path, spec.when)
            if node is None:
                continue
            self.note(path, rules.judge_side(node, "a feature"))
            names = {part.name for part in walk(node) if isinstance(part, Input)}
            if not names or names - set(used):
                unused = ", ".join(f"`{name}`" for name in sorted(names - set(used))) or "no input"
                self.note(path, [f"uses {unused}; a feature is about inputs that the check uses"])
            features.append(Feature(spec.says, spec.otherwise or f"this does not hold: {spec.says}", node))
        return tuple(features)

    def _is_exact(self, node: Node) -> bool:
        """Whether what an expression gives for the reference's answers has no number that was rounded.

        It is tried on a few cases, and only where the task does not say what its functions return.
        """
        try:
            return rounds_nothing(node, self.inputs, self.sizes, self.given_nodes, self.reference, self.functions)
        except RecordError:  # a kit is made of a course that was looked at
            return True
        except EvaluationError:  # the check itself will say it
            return False
        except (TypeError, ValueError):  # an input that cannot be drawn is a mistake of its own
            return True
