"""An expression as data.

Nodes are frozen and interned by the parser: equal parts of the expressions of one check are one object, so an equal
call is asked once and an equal value computed once.
"""

from __future__ import annotations

from typing import TypeAlias

from grader.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, True, False or None."""

    value: float | bool | str | None
    kind: type = field(init=False, repr=False)
    """1 == True == 1.0, and they are three constants."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", type(self.value))


@dataclass(frozen=True, slots=True)
class Input:
    """An input of the case, or a value that `given` computes from them."""

    name: str


@dataclass(frozen=True, slots=True)
class Display:
    """A list, tuple, set or dict written out; of a dict, keys and values alternate."""

    kind: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """`base[index]`: an item of a sequence, a value of a dict, an entry of an array."""

    base: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Part:
    """`base.name`: a part of a tuple whose parts have names."""

    base: Node
    name: str


@dataclass(frozen=True, slots=True)
class StudentCall:
    """A call of a student's function; the last arguments go by `keywords`, in the order of its parameters.

    What is asked of an object of the student's is one too: its first argument is the object.
    """

    function: str
    """A function or class of the task; of what is asked of an object, its class, a dot and the name."""
    args: tuple[Node, ...]
    text: str
    keywords: tuple[str, ...] = ()
    form: str = "function"
    """`function`, `new`, `method`, `attribute`, `length` or `item`."""
    effect: str = ""
    """The property of the call that is compared instead of its answer: `raises`, `after`, `prints` or `repeat`."""
    detail: str | int = ""
    """The exception, the index of the argument, or the number of calls."""
    order: int = 0
    """Its place among the calls that are made where they stand, each once; 0 where equal calls are one."""

    def __hash__(self) -> int:
        # Answers are looked up by calls; the text tells them apart, and a hash of all arguments looks at every node.
        return hash((self.text, self.effect, self.order))


@dataclass(frozen=True, slots=True)
class ReferenceCall:
    """A call of a function of the reference."""

    function: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class WordCall:
    """A call of a word of the vocabulary, its keywords in the order of their names."""

    name: str
    args: tuple[Node, ...]
    options: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left op right` with op one of + - * / **."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative:
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`, exact, with op one of == != < <= > >= `in` `not in`; holds if it holds for all entries.

    A number is compared with every entry of an array; two arrays of different shapes hold in no relation.  Values of
    other kinds are compared as wholes.
    """

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """`and`, `or`, `not` over one or more parts."""

    op: str
    parts: tuple[Node, ...]


Node: TypeAlias = (
    Constant
    | Input
    | StudentCall
    | ReferenceCall
    | WordCall
    | Arithmetic
    | Negative
    | Compare
    | Logic
    | Display
    | Item
    | Part
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes that `node` is made of."""
    match node:
        case Constant() | Input():
            return ()
        case StudentCall() | ReferenceCall():
            return node.args
        case WordCall():
            return (*node.args, *(value for _, value in node.options))
        case Arithmetic() | Compare():
            return (node.left, node.right)
        case Negative():
            return (node.operand,)
        case Logic() | Display():
            return node.parts
        case Item():
            return (node.base, node.index)
        case Part():
            return (node.base,)


def walk(node: Node) -> list[Node]:
    """Return `node` and everything below it, what is below first."""
    return [*(below for child in children(node) for below in walk(child)), node]


def students(*nodes: Node) -> tuple[StudentCall, ...]:
    """Return the student calls in `nodes`, each once, inner ones first."""
    calls = (below for node in nodes for below in walk(node) if isinstance(below, StudentCall))
    return tuple(dict.fromkeys(calls))


def called(node: Node) -> Node:
    """Return the node that `node` is an item or a part of: `f(x)` of `f(x).grads["W"]`."""
    while isinstance(node, Item | Part):
        node = node.base
    return node


def stages(*nodes: Node) -> tuple[tuple[StudentCall, ...], ...]:
    """Return the student calls by stage: those of a stage need answers of earlier stages only."""
    level: dict[StudentCall, int] = {}
    for call in students(*nodes):
        level[call] = 1 + max((level[inner] for inner in students(*call.args)), default=-1)
    return tuple(
        tuple(call for call in level if level[call] == stage) for stage in range(max(level.values(), default=-1) + 1)
    )


def text_of(node: Node) -> str:
    """Return an expression as an author writes it, on one line; every inner operation has parentheses."""
    match node:
        case Constant(value):
            return f"{value:g}" if type(value) is float else repr(value)
        case Input(name):
            return name
        case StudentCall(text=text):
            return text
        case ReferenceCall(name, args):
            return f"{name}({', '.join(map(text_of, args))})"
        case WordCall(name, args, options):
            keywords = (f"{key}={text_of(value)}" for key, value in options)
            return f"{name}({', '.join([*map(text_of, args), *keywords])})"
        case Arithmetic(op, left, right) | Compare(op, left, right):
            return f"{_inner(left)} {op} {_inner(right)}"
        case Item() | Part() | Display():
            return _structure(node)
        case Negative(operand):
            return f"-{_inner(operand)}"
        case Logic("not", (part,)):
            return f"not {_inner(part)}"
        case Logic(op, parts):
            return f" {op} ".join(map(_inner, parts))


def _structure(node: Item | Part | Display) -> str:
    match node:
        case Item(base, index):
            return f"{_inner(base)}[{text_of(index)}]"
        case Part(base, name):
            return f"{_inner(base)}.{name}"
        case Display(kind, parts):
            return _display(kind, [text_of(part) for part in parts])


def _display(kind: str, texts: list[str]) -> str:
    match kind:
        case "list":
            return f"[{', '.join(texts)}]"
        case "dict":
            return "{" + ", ".join(f"{key}: {value}" for key, value in zip(texts[::2], texts[1::2], strict=True)) + "}"
        case "set":
            return "{" + ", ".join(texts) + "}"
        case _:
            return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


def _inner(node: Node) -> str:
    text = text_of(node)
    return f"({text})" if isinstance(node, Arithmetic | Compare | Logic) else text
