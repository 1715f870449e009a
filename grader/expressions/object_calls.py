"""Calls that need objects of the student's: classes, methods, attributes, and what a call does besides answering.

    Stack(items) · it.push(x) · it.size · it[i] · len(it)
    raises(f(x), ValueError) · after(f(a), a) · prints(f(x)) · repeat(f(x), 1000)

Each such call is made once where it stands, in the order in which it is written: two equal ones are two calls.
"""

from __future__ import annotations

import ast
import builtins
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.expressions.nodes import Compare, Constant, Item, Node, Part, StudentCall
from grader.records import dataclass, field
from grader.values.types import AnyType, RecordType, TupleType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.values.types import Type

EFFECTS = ("raises", "after", "prints", "repeat")
"""The words for what a call does besides answering."""
MOST_REPEATS = 10_000
NOTHING_RAISED = "raises nothing"
OPAQUE = AnyType("opaque")


def raised_text(exception: str) -> str:
    """Return the value of a call of which `raises` asks, where the exception is raised."""
    return f"raises {exception}"


def kept(returns: Type | None) -> Any:
    """Return what of an answer stays in the worker: True for all of it, a list or dict of parts, None for nothing."""
    if returns == OPAQUE:
        return True
    match returns:
        case TupleType(items=items):
            parts = [kept(item) for item in items]
            return parts if any(part is not None for part in parts) else None
        case RecordType(items=named):
            keys = {str(key): kept(item) for key, item in named.items()}
            return keys if any(part is not None for part in keys.values()) else None
        case _:
            return None


@dataclass(frozen=True, slots=True)
class ClassSignature:
    """A class of the task: the parameters of its methods that the spec names, and the names that the reference has."""

    methods: Mapping[str, tuple[str, ...]]
    names: frozenset[str] | None
    """None where they are not known."""


class ObjectExpressionError(ValueError):
    """An expression about objects that is not in the language."""


@dataclass
class ObjectCalls:
    """Builds the nodes of such calls; `types` are the declared types of answers, by the call's function."""

    classes: Mapping[str, ClassSignature] = field(default_factory=dict)
    types: Mapping[str, Type | None] = field(default_factory=dict)
    exceptions: frozenset[str] = frozenset()
    """The classes of exceptions that the reference defines."""
    _orders: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def next_order(self) -> int:
        """Return the place of the next call that is made where it stands."""
        return next(self._orders)

    def new(self, call: StudentCall) -> StudentCall:
        """Return a call that makes an object."""
        return replace(call, form="new", order=self.next_order())

    def type_at(self, node: Node) -> Type | None:
        """Return the declared type of what a node gives; None where nothing is declared."""
        match node:
            case StudentCall(effect="", form="new"):
                return OPAQUE
            case StudentCall(effect="", function=function):
                return self.types.get(function)
            case Item(base, Constant(value=key)):
                return _part(self.type_at(base), key)
            case Part(base, name):
                return _part(self.type_at(base), name)
            case _:
                return None

    def is_object(self, node: Node) -> bool:
        """Whether what a node gives stays with the student."""
        return self.type_at(node) == OPAQUE

    def method(self, base: Node, name: str, arguments: tuple[Node, ...], tree: ast.Call) -> StudentCall:
        """Return the call of a method.  Raises ObjectExpressionError."""
        keywords = tuple(str(keyword.arg) for keyword in tree.keywords)
        owner, signature = self._owner(base)
        if signature is not None:
            self._require(signature, owner, name)
            parameters = signature.methods.get(name)
            if parameters is not None and len(arguments) > len(parameters):
                raise ObjectExpressionError(f"`{owner}.{name}` takes {len(parameters)} arguments, not {len(arguments)}")
        text = ast.unparse(tree)
        return StudentCall(
            f"{owner}.{name}", (base, *arguments), text, keywords, form="method", order=self.next_order()
        )

    def attribute(self, base: Node, name: str, text: str) -> StudentCall:
        """Return the reading of an attribute.  Raises ObjectExpressionError."""
        owner, signature = self._owner(base)
        if signature is not None and name in signature.methods:
            raise ObjectExpressionError(f"`{name}` is a method: write {text}(...)")
        return StudentCall(f"{owner}.{name}", (base,), text, form="attribute", order=self.next_order())

    def length(self, base: Node, text: str) -> StudentCall:
        """Return the length of an object."""
        owner, _ = self._owner(base)
        return StudentCall(f"{owner}.__len__", (base,), text, form="length", order=self.next_order())

    def item(self, base: Node, key: Node, text: str) -> StudentCall:
        """Return an item of an object."""
        owner, _ = self._owner(base)
        return StudentCall(f"{owner}.__getitem__", (base, key), text, form="item", order=self.next_order())

    def effect(self, tree: ast.Call, node_of: Callable[[ast.expr], Node]) -> Node:
        """Return the node of a word for an effect.  Raises ObjectExpressionError."""
        name = getattr(tree.func, "id", "")
        count = 1 if name == "prints" else 2
        if len(tree.args) != count or tree.keywords:
            raise ObjectExpressionError(f"`{name}` is written {_FORMS[name]}")
        call = node_of(tree.args[0])
        if not isinstance(call, StudentCall) or call.effect or call.form in {"attribute", "length", "item"}:
            raise ObjectExpressionError(f"the first part of `{name}` is one call of the student: {_FORMS[name]}")
        effect_call = replace(call, effect=name, text=ast.unparse(tree), order=self.next_order())
        match name:
            case "raises":
                exception = self._exception(tree.args[1])
                raising = replace(effect_call, text=call.text, detail=exception)
                return Compare("==", raising, Constant(raised_text(exception)))
            case "after":
                return replace(effect_call, detail=_argument_index(call, node_of(tree.args[1])))
            case "repeat":
                return replace(effect_call, detail=_count(tree.args[1]))
            case _:
                return effect_call

    def _exception(self, tree: ast.expr) -> str:
        name = tree.attr if isinstance(tree, ast.Attribute) else tree.id if isinstance(tree, ast.Name) else ""
        builtin: Any = getattr(builtins, name, None)
        if not (isinstance(builtin, type) and issubclass(builtin, BaseException)) and name not in self.exceptions:
            also = f"; the reference defines {', '.join(sorted(self.exceptions))}" if self.exceptions else ""
            raise ObjectExpressionError(f"`{ast.unparse(tree)}` is no class of exceptions (ValueError is one{also})")
        return name

    def _owner(self, base: Node) -> tuple[str, ClassSignature | None]:
        """Return the class of an object, where it is known, and its signature."""
        if isinstance(base, StudentCall) and base.form == "new":
            return base.function, self.classes[base.function]
        return "object", None

    def _require(self, signature: ClassSignature, owner: str, name: str) -> None:
        if name not in signature.methods and signature.names is not None and name not in signature.names:
            names = ", ".join(sorted(signature.methods)) or "none"
            raise ObjectExpressionError(f"`{owner}` has no method `{name}` (known: {names})")


_FORMS = {
    "raises": "raises(f(x), ValueError)",
    "after": "after(f(a), a)",
    "prints": "prints(f(x))",
    "repeat": "repeat(f(x), 1000)",
}


def _part(container: Type | None, key: object) -> Type | None:
    match container:
        case TupleType(items=items, names=names) if key in names:
            return items[names.index(str(key))]
        case TupleType(items=items) if type(key) is int and -len(items) <= key < len(items):
            return items[key]
        case RecordType(items=named) if key in named:
            return named[key]
        case _:
            return None


def _argument_index(call: StudentCall, argument: Node) -> int:
    if argument not in call.args:
        raise ObjectExpressionError("the second part of `after` is an argument of the call: after(f(a), a)")
    return call.args.index(argument)


def _count(tree: ast.expr) -> int:
    value = tree.value if isinstance(tree, ast.Constant) else None
    if type(value) is not int or not 1 <= value <= MOST_REPEATS:
        raise ObjectExpressionError(f"the second part of `repeat` is a number from 1 to {MOST_REPEATS:,}, written out")
    return value
