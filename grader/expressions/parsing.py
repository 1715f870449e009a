"""From the text of an expression to nodes, name by name and node by node; what is not listed here is refused.

The subset of Python: numbers, texts, lists, tuples, sets and dicts written out, names of inputs, calls of the task's
functions, of `ref.` and `support.` functions and of the words of the vocabulary, items `[i]` and named parts `.name`,
+ - * / and ** with a small literal exponent, comparisons, `in`, `and`, `or`, `not`.
"""

from __future__ import annotations

import ast
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.expressions.keywords import keyword_mistake
from grader.expressions.mistakes import ExpressionError, object_mistakes, refuse
from grader.expressions.nodes import (
    Arithmetic,
    Compare,
    Constant,
    Display,
    Input,
    Item,
    Logic,
    Negative,
    Node,
    Part,
    ReferenceCall,
    StudentCall,
    WordCall,
)
from grader.expressions.object_calls import EFFECTS, ObjectCalls
from grader.expressions.signatures import SUPPORT, Arity, is_public, support_name
from grader.expressions.vocabulary import WORDS
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ExpressionError", "Parser", "nearest"]

LONGEST = 500
MOST_NODES = 150
LARGEST_POWER = 8
LARGEST_NUMBER = 1e15

ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def nearest(name: str, names: Iterable[str]) -> str:
    """Return a clause that names the known name nearest to `name`, or all of them if they are few, or nothing."""
    import difflib  # names are right in most courses

    names = sorted(names)
    match = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if match:
        return f"; did you mean `{match[0]}`?"
    return f" (known: {', '.join(names)})" if 0 < len(names) <= 30 else ""


@dataclass
class Parser:
    """Parses the expressions of one check into one set of interned nodes."""

    inputs: frozenset[str]
    students: Mapping[str, tuple[str, ...]]
    """The functions of the task, with the names of their parameters."""
    references: Mapping[str, Arity]
    objects: ObjectCalls = field(default_factory=ObjectCalls)
    steps: dict[str, Node] = field(default_factory=dict)
    """The values computed step by step before the expression, by name."""
    programs: frozenset[str] = frozenset()
    """Those of `students` that are run instead of called."""
    variables: frozenset[str] = frozenset()
    """Those of `students` that are named instead of called."""
    _interned: dict[Node, Node] = field(default_factory=dict)

    def parse(self, text: str) -> Node:
        """Return the node of `text`.  Raises ExpressionError."""
        if len(text) > LONGEST:
            raise ExpressionError(
                f"an expression has at most {LONGEST} characters; put it into a function of reference/"
            )
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            reason = error.msg if isinstance(error, SyntaxError) else type(error).__name__
            raise ExpressionError(f"`{text}` is no expression ({reason})") from None
        if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
            raise ExpressionError("the expression is too long; put it into a function of reference/")
        return self._node(tree)

    def _intern(self, node: Node) -> Node:
        return self._interned.setdefault(node, node)

    def _nodes(self, trees: Iterable[ast.expr]) -> tuple[Node, ...]:
        """Return the nodes of several parts; the mistakes of all of them are told."""
        nodes: list[Node] = []
        texts: list[str] = []
        for tree in trees:
            try:
                nodes.append(self._node(tree))
            except ExpressionError as error:
                texts += error.texts
        if texts:
            raise ExpressionError(*dict.fromkeys(texts))
        return tuple(nodes)

    def _node(self, tree: ast.expr) -> Node:
        return self._intern(self._build(tree))

    def _build(self, tree: ast.expr) -> Node:
        match tree:
            case ast.Constant(value=value):
                return self._constant(value)
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negative(self._node(operand))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Logic("not", (self._node(operand),))
            case ast.BoolOp(op=op, values=values):
                return Logic("and" if isinstance(op, ast.And) else "or", self._nodes(values))
            case ast.BinOp(left=left, op=op, right=right):
                return self._arithmetic(left, op, right)
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self._comparison(left, ops, comparators)
            case ast.Call():
                return self._call(tree)
            case ast.Subscript(value=base, slice=index) if not any(
                isinstance(below, ast.Slice) for below in ast.walk(index)
            ):
                container, key = self._nodes([base, index])
                is_object = self.objects.is_object(container)
                return self.objects.item(container, key, ast.unparse(tree)) if is_object else Item(container, key)
            case ast.Attribute(value=base, attr=name) if not name.startswith("_") and (
                _has_parts(base) or name in self.variables
            ):
                return self._part(base, name, ast.unparse(tree))
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
                return self._display(tree)
            case _:
                return refuse(tree)

    def _part(self, base_tree: ast.expr, name: str, text: str) -> Node:
        """Return the node of a named part of a value, of an attribute of an object, or of the reference's variable."""
        if isinstance(base_tree, ast.Name) and base_tree.id == "ref" and name in self.variables:
            return ReferenceCall(name, ())
        base = self._node(base_tree)
        if not self.objects.is_object(base):
            return Part(base, name)
        with object_mistakes():
            return self.objects.attribute(base, name, text)

    def _display(self, tree: ast.List | ast.Tuple | ast.Set | ast.Dict) -> Display:
        """Return the node of a container that is written out."""
        if not isinstance(tree, ast.Dict):
            return Display(type(tree).__name__.lower(), self._nodes(tree.elts))
        keys = [key for key in tree.keys if key is not None]
        if len(keys) < len(tree.keys):
            raise ExpressionError("no stars in a dict")
        return Display("dict", self._nodes(part for pair in zip(keys, tree.values, strict=True) for part in pair))

    def _constant(self, value: object) -> Constant:
        if value is None or type(value) in {bool, str}:
            assert value is None or isinstance(value, bool | str)  # noqa: S101 - for the type checker
            return Constant(value)
        if type(value) not in {int, float}:
            raise ExpressionError(f"{value!r} is neither a number nor a text")
        assert isinstance(value, int | float)  # noqa: S101 - for the type checker
        if not abs(value) <= LARGEST_NUMBER:
            raise ExpressionError(f"a number is at most {LARGEST_NUMBER:g} here")
        return Constant(value)

    def _name(self, name: str) -> Node:
        if name in self.steps:
            return self.steps[name]
        if name in self.inputs:
            return Input(name)
        if name in self.variables:
            return StudentCall(name, (), name)
        if name in self.students or name in WORDS:
            raise ExpressionError(f"`{name}` is a function: write {name}(...)")
        raise ExpressionError(f"there is no input `{name}`{nearest(name, self.inputs)}")

    def _arithmetic(self, left: ast.expr, op: ast.operator, right: ast.expr) -> Node:
        sign = ARITHMETIC.get(type(op))
        if sign is None:
            raise ExpressionError(f"the operators are + - * / and **, not {type(op).__name__}")
        if sign == "**" and not (
            isinstance(right, ast.Constant) and type(right.value) is int and 0 <= right.value <= LARGEST_POWER
        ):
            raise ExpressionError(f"an exponent is a whole number from 0 to {LARGEST_POWER}, written out")
        return Arithmetic(sign, *self._nodes([left, right]))

    def _comparison(self, left: ast.expr, ops: list[ast.cmpop], rights: list[ast.expr]) -> Node:
        # What stands in the middle of a chain is part of two relations: chains of chains would double at each level.
        if any(isinstance(below, ast.Compare) for middle in rights[:-1] for below in ast.walk(middle)):
            raise ExpressionError("no comparison inside a chain of comparisons; join them with `and`")
        if any(type(op) not in COMPARE for op in ops):
            raise ExpressionError("the comparisons are == != < <= > >= in and not in")
        operands = self._nodes([left, *rights])
        pairs = zip(ops, itertools.pairwise(operands), strict=True)
        parts = [self._intern(Compare(COMPARE[type(op)], before, after)) for op, (before, after) in pairs]
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))

    def _call(self, tree: ast.Call) -> Node:
        if any(isinstance(arg, ast.Starred) for arg in tree.args) or any(word.arg is None for word in tree.keywords):
            raise ExpressionError("no stars in a call")
        match tree.func:
            case ast.Attribute(value=ast.Name(id="ref" | "support" as source), attr=name):
                _no_keywords(f"{source}.{name}", tree)
                key = name if source == "ref" else support_name(name)
                self._fits(f"{source}.{name}", self._judges_function(source, key), len(tree.args))
                return ReferenceCall(key, self._args(tree))
            case ast.Name(id="run") if tree.args and getattr(tree.args[0], "id", None) in self.programs:
                return self._run(tree)
            case ast.Name(id=name) if name in self.variables:
                raise ExpressionError(f"`{name}` is a variable: write its name alone")
            case ast.Name(id=name) if name in self.programs:
                raise ExpressionError(f"`{name}` is a program: write run({name}, stdin=...)")
            case ast.Name(id=name) if name in self.students:
                call = self._student(name, tree)
                return self.objects.new(call) if name in self.objects.classes else call
            case ast.Name(id=name) if name in EFFECTS:
                return self._effect(tree)
            case ast.Name(id=name) if name in WORDS:
                return self._word(name, tree)
            case ast.Name(id=name):
                raise ExpressionError(f"there is no function `{name}`{nearest(name, [*self.students, *WORDS])}")
            case ast.Attribute(value=ast.Name(id="ref"), attr=name) if name in self.variables:
                return ReferenceCall(name, ())
            case ast.Attribute(value=base, attr=name) if _has_parts(base):
                return self._method(self._node(base), name, tree)
            case _:
                return refuse(tree.func)

    def _effect(self, tree: ast.Call) -> Node:
        with object_mistakes():
            node = self.objects.effect(tree, self._node)
        return replace(node, left=self._intern(node.left)) if isinstance(node, Compare) else node

    def _method(self, base: Node, name: str, tree: ast.Call) -> Node:
        if not self.objects.is_object(base):
            return refuse(tree.func)
        with object_mistakes():
            arguments = self._nodes([*tree.args, *(keyword.value for keyword in tree.keywords)])
            return self.objects.method(base, name, arguments, tree)

    def _run(self, tree: ast.Call) -> StudentCall:
        """Return the run of a program, `run(meal, stdin=..., args=[...])`, as a call with an input and words."""
        name = str(getattr(tree.args[0], "id", ""))
        options = {str(keyword.arg): keyword.value for keyword in tree.keywords}
        unknown = next((key for key in options if key not in self.students[name]), None)
        if unknown is not None or len(tree.args) > 1:
            guess = nearest(unknown, self.students[name]) if unknown is not None else ""
            raise ExpressionError(f"`run` takes a program, and by name `stdin` and `args`{guess}")
        none_node = ast.Constant(None)
        given = [options.get("stdin", none_node), *([options["args"]] if "args" in options else [])]
        return StudentCall(name, self._nodes(given), ast.unparse(tree))

    def _student(self, name: str, tree: ast.Call) -> StudentCall:
        """Return the call of a student's function; arguments by keyword come behind those by position.

        Those that the reference has a default for may be left out, from the end.
        """
        parameters = self.students[name]
        named = {str(keyword.arg): keyword.value for keyword in tree.keywords}
        unknown = next((key for key in named if key not in parameters), None)
        if unknown is not None:
            raise ExpressionError(f"`{name}` has no parameter `{unknown}`{nearest(unknown, parameters)}")
        count = len(tree.args) + len(named)
        needed = min(self.references[name].least, len(parameters)) if name in self.references else len(parameters)
        twice = next((key for key in parameters[: len(tree.args)] if key in named), None)
        if twice is not None:
            raise ExpressionError(f"`{name}` is given `{twice}` twice")
        self._fits(name, Arity(needed, len(parameters)), count)
        keywords = parameters[len(tree.args) : count]
        skipped = next((key for key in keywords if key not in named), None)
        if skipped is not None:
            raise ExpressionError(f"`{name}` is not given `{skipped}`; arguments are left out from the end only")
        arguments = [*tree.args, *(named[key] for key in keywords)]
        return StudentCall(name, self._nodes(arguments), ast.unparse(tree), keywords)

    def _judges_function(self, source: str, name: str) -> Arity:
        """Return the arity of a function of the reference or of a support file.  Raises ExpressionError."""
        if name in self.references:
            return self.references[name]
        functions = [key.removeprefix(SUPPORT) for key in self.references if is_public(key) == (source == "support")]
        owner = "the reference has" if source == "ref" else "the task's `support` files have"
        name = name.removeprefix(SUPPORT)
        raise ExpressionError(f"{owner} no function `{name}`{nearest(name, functions)}")

    def _args(self, tree: ast.Call) -> tuple[Node, ...]:
        return self._nodes(tree.args)

    def _fits(self, name: str, arity: Arity, count: int) -> None:
        if not arity.takes(count):
            raise ExpressionError(f"`{name}` takes {arity}, and is given {count}")

    def _word(self, name: str, tree: ast.Call) -> Node:
        word = WORDS[name]
        self._fits(name, Arity(word.arity, word.arity), len(tree.args))
        if name == "len" and self.objects.is_object(base := self._node(tree.args[0])):
            return self.objects.length(base, ast.unparse(tree))
        options: dict[str, Node] = {}
        for keyword in tree.keywords:
            key = str(keyword.arg)
            if key not in word.keywords:
                raise ExpressionError(f"`{name}` has no keyword `{key}`{nearest(key, word.keywords)}")
            if key in options:
                raise ExpressionError(f"`{name}` is given `{key}` twice")
            options[key] = self._node(keyword.value)
        mistake = keyword_mistake(name, options)
        if mistake:
            raise ExpressionError(mistake)
        return WordCall(name, self._args(tree), tuple(sorted(options.items())))


def _no_keywords(name: str, tree: ast.Call) -> None:
    if tree.keywords:
        raise ExpressionError(f"`{name}` is called by position; the keyword `{tree.keywords[0].arg}` has no place here")


def _has_parts(base: ast.expr) -> bool:
    """Whether what stands before a dot may be a value with named parts; `ref` and `support` are none."""
    return not (isinstance(base, ast.Name) and base.id in {"ref", "support"})
