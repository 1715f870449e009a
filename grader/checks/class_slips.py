"""Slips that are made in classes, found by making them in the reference's class.

A slip is told only where the class with the slip answers as the student's does in every step of every story, and the
reference does not; and where no slip of another kind does as well.
"""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from typing import TYPE_CHECKING

from grader.checks.explaining_limits import ExplainingSteps
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_FRESH = {"list", "dict", "set"}
MOST_VARIANTS = 40
STEPS = 1_000_000
"""The steps for each variant; nothing is told where one takes more: it might be the one."""


@dataclass(frozen=True)
class _Variant:
    """A class with one slip, and what is told of it."""

    slip: str
    tree: ast.ClassDef
    text: str


@dataclass(frozen=True)
class SlippedClass:
    """The reference's class with a slip, and what is told of it."""

    slip: str
    kind: type
    text: str


def slipped_classes(kind: object) -> list[SlippedClass]:
    """Return the reference's class `kind` with each slip; they serve all submissions."""
    if not isinstance(kind, type):  # a students' kit
        return []
    classes = ((variant, _compiled_class(kind, variant.tree)) for variant in _variants(kind))
    return [SlippedClass(variant.slip, other, variant.text) for variant, other in classes if other is not None]


def slip_of(classes: Sequence[SlippedClass], behaves_like: Callable[[type, ExplainingSteps], bool]) -> str:
    """Return the sentence about the one slip that explains all stories; nothing where none does, or several do.

    `behaves_like` says whether a class gives what the student's does.
    """
    texts: dict[str, str] = {}
    for slipped in classes:
        left = ExplainingSteps(STEPS)
        if behaves_like(slipped.kind, left):
            texts.setdefault(slipped.slip, slipped.text)
        elif left.is_over:
            return ""
    return next(iter(texts.values())) if len(texts) == 1 else ""


def _variants(kind: type) -> list[_Variant]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except (OSError, TypeError, SyntaxError):
        return []
    definition = tree.body[0]
    if not isinstance(definition, ast.ClassDef):
        return []
    return [
        *_shared(definition), *_default(definition), *_without_return(definition), *_not_reset(definition),
    ][:MOST_VARIANTS]  # fmt: skip


def _compiled_class(kind: type, definition: ast.ClassDef) -> type | None:
    """Return the class of a changed definition, with the names of the reference's module around it."""
    functions = [value for value in vars(kind).values() if inspect.isfunction(value)]
    names = dict(functions[0].__globals__) if functions else {}
    try:
        module = ast.fix_missing_locations(ast.Module([definition], []))
        exec(compile(module, "<slip>", "exec"), names)  # noqa: S102 - the reference's own text, a little changed
    except Exception:  # noqa: BLE001 - a change may make nonsense of it
        return None
    other = names.get(definition.name)
    return other if isinstance(other, type) else None


def _methods(definition: ast.ClassDef) -> Iterator[tuple[int, ast.FunctionDef]]:
    yield from ((index, node) for index, node in enumerate(definition.body) if isinstance(node, ast.FunctionDef))


def _fresh_attributes(method: ast.FunctionDef) -> Iterator[tuple[int, str, ast.expr]]:
    """Yield the statements of a method that give an attribute a fresh container: place, attribute, value."""
    for index, node in enumerate(method.body):
        match node:
            case (
                ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value)
                | ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name), value=ast.expr() as value)
            ) if _is_fresh(value):
                yield index, name, value


def _is_fresh(value: ast.expr) -> bool:
    match value:
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.DictComp() | ast.SetComp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _FRESH
        case _:
            return False


def _empty(value: ast.expr) -> tuple[ast.expr, str]:
    """Return an empty container of the kind of `value`, and the method that fills it."""
    match value:
        case ast.Dict() | ast.DictComp():
            return ast.Dict([], []), "update"
        case ast.Set() | ast.SetComp():
            return _call("set"), "update"
        case ast.Call(func=ast.Name(id=name)):
            return _call(name), "extend" if name == "list" else "update"
        case _:
            return ast.List([], ast.Load()), "extend"


def _call(name: str) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [], [])


def _shared(definition: ast.ClassDef) -> Iterator[_Variant]:
    """Yield the class with each of its containers as an attribute of the class."""
    for body_index, method in _methods(definition):
        if method.name != "__init__":
            continue
        for index, name, value in _fresh_attributes(method):
            other = copy.deepcopy(definition)
            init = other.body[body_index]
            assert isinstance(init, ast.FunctionDef)  # noqa: S101 - a copy of one
            empty, fill = _empty(value)
            attribute = ast.Attribute(ast.Name("self", ast.Load()), name, ast.Load())
            init.body[index] = ast.Expr(
                ast.Call(ast.Attribute(attribute, fill, ast.Load()), [copy.deepcopy(value)], [])
            )
            other.body.insert(0, ast.Assign([ast.Name(name, ast.Store())], empty))
            text = (
                "All objects of your class share one container: is it an attribute of the class? "
                "Give each object its own in `__init__`."
            )
            yield _Variant("shared", other, text)


def _default(definition: ast.ClassDef) -> Iterator[_Variant]:
    """Yield the class with each argument that is copied taken as it is, with one container as its default."""
    for body_index, method in _methods(definition):
        if method.name != "__init__":
            continue
        names = [argument.arg for argument in method.args.args[1:]]
        for index, _, value in _fresh_attributes(method):
            used = [node.id for node in ast.walk(value) if isinstance(node, ast.Name) and node.id in names]
            if len(set(used)) != 1:
                continue
            other = copy.deepcopy(definition)
            init = other.body[body_index]
            assert isinstance(init, ast.FunctionDef)  # noqa: S101 - a copy of one
            statement = init.body[index]
            assert isinstance(statement, ast.Assign | ast.AnnAssign)  # noqa: S101 - see `_fresh_attributes`
            statement.value = ast.Name(used[0], ast.Load())
            position = names.index(used[0]) + 1 - (len(init.args.args) - len(init.args.defaults))
            has_default = position >= 0
            if has_default:
                init.args.defaults[position] = _empty(value)[0]
            text = (
                "Your class keeps the container that it is given, and so the one that stands as the default argument: "
                "a default such as `[]` is made once, and all objects made without an argument share it. Make a new "
                "container inside."
            )
            aliasing = (
                "Your class keeps the container that it is given instead of a copy, so that both change together."
            )
            yield _Variant("default" if has_default else "kept", other, text if has_default else aliasing)
            if has_default:
                aliasing_class = copy.deepcopy(definition)
                kept_init = aliasing_class.body[body_index]
                assert isinstance(kept_init, ast.FunctionDef)  # noqa: S101 - a copy of one
                kept_statement = kept_init.body[index]
                assert isinstance(kept_statement, ast.Assign | ast.AnnAssign)  # noqa: S101 - as above
                fresh = ast.IfExp(ast.Name(used[0], ast.Load()), ast.Name(used[0], ast.Load()), copy.deepcopy(value))
                kept_statement.value = fresh
                yield _Variant("kept", aliasing_class, aliasing)


def _without_return(definition: ast.ClassDef) -> Iterator[_Variant]:
    """Yield the class with each method giving nothing back."""
    for body_index, method in _methods(definition):
        if method.name.startswith("__") and method.name != "__len__":
            continue
        if not any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(method)):
            continue
        other = copy.deepcopy(definition)
        changed = other.body[body_index]
        assert isinstance(changed, ast.FunctionDef)  # noqa: S101 - a copy of one
        _NoReturn().visit(changed)
        yield _Variant(
            "return", other, f"`{method.name}` computes its answer and does not return it: is `return` missing?"
        )


class _NoReturn(ast.NodeTransformer):
    """Makes `return x` compute x and return nothing."""

    def visit_Return(self, node: ast.Return) -> list[ast.stmt]:
        """Return the statements in its place."""
        return [*([ast.Expr(node.value)] if node.value is not None else []), ast.Return(None)]


def _not_reset(definition: ast.ClassDef) -> Iterator[_Variant]:
    """Yield the class with each assignment of a constant or fresh value outside of `__init__` left out."""
    for body_index, method in _methods(definition):
        if method.name == "__init__":
            continue
        for index, node in enumerate(method.body):
            match node:
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value) if (
                    isinstance(value, ast.Constant) or _is_fresh(value)
                ):
                    state = f"`{name}`" if not name.startswith("_") else "what the object has stored"
                case ast.Expr(ast.Call(func=ast.Attribute(attr="clear"))):
                    state = "what the object has stored"
                case _:
                    continue
            other = copy.deepcopy(definition)
            changed = other.body[body_index]
            assert isinstance(changed, ast.FunctionDef)  # noqa: S101 - a copy of one
            changed.body[index] = ast.Pass()
            yield _Variant("reset", other, f"`{method.name}` leaves {state} as it was: it has to be set back there.")
