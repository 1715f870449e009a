"""A task's spec to what the program works with, noting every mistake on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.checks.cases import Plan
from grader.checks.spec import (
    ArrayReturn,
    ChainSpec,
    CheckSpec,
    CurveSpec,
    ExpectSpec,
    GradientSpec,
    GrowthSpec,
    TaskSpec,
    WrittenSpec,
)
from grader.checks.statement import Function
from grader.checks.task import Check, Task
from grader.course import picturing, rules
from grader.course.reference import arity_of, parameters_of
from grader.diagnosis.misconceptions import Known
from grader.expressions.nodes import Input, Node, Reference, Student, students, walk
from grader.expressions.parsing import Arity, ExpressionError, Parser, nearest
from grader.expressions.vocabulary import WORDS
from grader.results import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from grader.checks.picture import Illustration
    from grader.course.reading import Document
    from grader.domains import Domain
    from grader.errors import Mistake

RESERVED = {"ref", "True", "False", "None", *WORDS}


@dataclass
class Compiler:
    """Compiles one task; `mistakes` grows on the way."""

    document: Document
    spec: TaskSpec
    reference: Mapping[str, Callable[..., Any]]
    wrong: Mapping[str, Callable[..., Any]]
    places: Sequence[int]
    """Where in the document each check of `spec` stands."""
    left_out: frozenset[str] = frozenset()
    """The ids of checks that have mistakes of their own and are not in `spec`."""
    mistakes: list[Mistake] = field(default_factory=list)

    def task(self) -> Task:
        """Return the task; it is of use only if `mistakes` is empty afterwards."""
        functions = self._functions()
        self._ids()
        checks = []
        for index, check in enumerate(self.spec.checks):
            compiled = _CheckCompiler(self, check, ("checks", index), functions).check()
            checks.append(compiled)
        self._misconceptions()
        return Task(self.spec, self.document.file, functions, self.reference, tuple(self._in_order(checks)))

    def note(self, path: tuple[str | int, ...], texts: Iterable[str]) -> None:
        """Record mistakes at a place of the spec."""
        if path[:1] == ("checks",):
            path = ("checks", self.places[int(path[1])], *path[2:])
        self.mistakes += [self.document.mistake(path, text) for text in texts]

    def _functions(self) -> dict[str, Function]:
        functions = {}
        for name, spec in self.spec.functions.items():
            path = ("functions", name)
            if name in RESERVED:
                self.note(path, [f"`{name}` is a word of the expressions; take another name"])
            if name not in self.reference:
                self.note(
                    path, [f"reference/{self.spec.id}.py does not define `{name}`{nearest(name, self.reference)}"]
                )
            elif not arity_of(self.reference[name]).takes(len(spec.args)):
                due = arity_of(self.reference[name])
                self.note((*path, "args"), [f"the reference's `{name}` takes {due}, and {len(spec.args)} are named"])
            whole = spec.returns == "integer" or (
                isinstance(spec.returns, ArrayReturn) and spec.returns.of == "integer"
            )
            free: tuple[bool, ...] = ()
            if isinstance(spec.returns, ArrayReturn):
                free = tuple(size == "any" for size in spec.returns.array)
                self.note((*path, "returns"), self._unknown_sizes(spec.returns.array))
            functions[name] = Function(name, spec.args, whole, free, spec.pure)
        return functions

    def _unknown_sizes(self, sizes: Iterable[str | int]) -> list[str]:
        known = {name for sizes in (self.spec.sizes, *(check.sizes for check in self.spec.checks)) for name in sizes}
        return [
            f"there is no size `{size}`{nearest(size, known)}"
            for size in sizes
            if isinstance(size, str) and size not in known and size != "any"
        ]

    def _ids(self) -> None:
        if self.spec.id != self.document.file.rpartition("/")[2].rpartition(".")[0]:
            self.note(("id",), [f"the file of the task `{self.spec.id}` is called {self.spec.id}.yaml"])
        seen: dict[str, int] = {}
        for index, check in enumerate(self.spec.checks):
            path = ("checks", index, "id")
            if check.id in seen:
                self.note(path, [f"`{check.id}` is the id of an earlier check too; ids are unique in a task"])
            seen.setdefault(check.id, index)
        for index, check in enumerate(self.spec.checks):
            self._needs(index, check, seen)
        found = rules.circle({check.id: check.needs for check in self.spec.checks})
        if found:
            self.note(("checks", seen[found[0]], "needs"), [f"a circle: {' needs '.join(found)}"])

    def _needs(self, index: int, check: CheckSpec, seen: Mapping[str, int]) -> None:
        path = ("checks", index, "needs")
        unknown = [other for other in check.needs if other not in seen and other not in self.left_out]
        self.note(path, [f"there is no check `{other}`{nearest(other, seen)}" for other in unknown])
        if check.visibility is Visibility.PUBLIC:
            hidden = [
                other for other in check.needs if other in seen and self.spec.checks[seen[other]].visibility != "public"
            ]
            self.note(path, [f"`{other}` is not public, and how it ends would show here" for other in hidden])

    def _misconceptions(self) -> None:
        ids = {check.id for check in self.spec.checks}
        for index, known in enumerate(self.spec.misconceptions):
            path = ("misconceptions", index)
            if known.wrong not in self.wrong:
                there = nearest(known.wrong, self.wrong)
                text = f"reference/wrong/{self.spec.id}.py does not define `{known.wrong}`{there}"
                self.note((*path, "wrong"), [text])
            if replaced(known.wrong, self.spec.functions) is None:
                names = ", ".join(f"{name}_..." for name in self.spec.functions)
                self.note((*path, "wrong"), [f"the name says which function it replaces: {names}"])
            unknown = [f"there is no check `{id_}`{nearest(id_, ids)}" for id_ in known.fails if id_ not in ids]
            self.note((*path, "fails"), unknown)

    def _in_order(self, checks: list[Check]) -> list[Check]:
        """Return the checks so that each stands after those that it needs, and else as written."""
        done: list[Check] = []
        waiting = list(checks)
        while waiting:
            ids = {check.id for check in waiting}
            ready = next((check for check in waiting if not ids & (set(check.spec.needs) - {check.id})), waiting[0])
            waiting.remove(ready)
            done.append(ready)
        return done


def replaced(wrong: str, functions: Iterable[str]) -> str | None:
    """Return the function that a wrong or another right solution replaces: the longest one that begins its name."""
    return max((name for name in functions if wrong.startswith(f"{name}_")), key=len, default=None)


def _used(nodes: Iterable[Node], given: Mapping[str, Node]) -> set[str]:
    """Return the names that `nodes` need, with those that the given ones among them are computed from.

    What a check does not use is neither drawn nor shown, and does not make two cases different.
    """
    names = {part.name for node in nodes for part in walk(node) if isinstance(part, Input)}
    more = {part.name for name in names & given.keys() for part in walk(given[name]) if isinstance(part, Input)}
    return names if more <= names else _used([Input(name) for name in names | more], given)


@dataclass
class _CheckCompiler:
    """Compiles one check."""

    task: Compiler
    spec: CheckSpec
    path: tuple[str | int, ...]
    functions: Mapping[str, Function]
    nodes: dict[str, Node] = field(default_factory=dict)

    def check(self) -> Check:
        task = self.task.spec
        sizes = {**task.sizes, **self.spec.sizes}
        inputs: dict[str, Domain] = {**task.inputs, **self.spec.inputs}
        self._inputs(inputs, sizes)
        parser = self._parser(frozenset(inputs))
        given: dict[str, Node] = {}
        for name, text in self.spec.given.items():
            parser.inputs = frozenset({*inputs, *given})
            node = self._parse(parser, ("given", name), text)
            if name in RESERVED or name in self.functions:
                self._note(("given", name), [f"`{name}` is the name of a function or word; take another one"])
            if node is not None:
                self._note(("given", name), rules.judge_side(node, "`given`"))
                given[name] = node
        parser.inputs = frozenset({*inputs, *self.spec.given})
        where = self._judge_side(parser, "where", self.spec.where)
        self._kind(parser, inputs, sizes)
        limits = self.spec.limits or task.limits
        used = _used([*self.nodes.values(), *([where] if where is not None else [])], given)
        inputs = {name: domain for name, domain in inputs.items() if name in used}
        given = {name: node for name, node in given.items() if name in used}
        plan = Plan(
            task.id, self.spec.id, self.spec.cases or task.cases, sizes, inputs, given, where, self.task.reference,
            limits.wall, limits.cpu, limits.memory << 20, self._known(),
        )  # fmt: skip
        kind = type(self.spec).__name__.removesuffix("Spec").lower()
        return Check(self.spec, kind, plan, self.nodes, self.functions, self._illustration(plan))

    def _known(self) -> tuple[Known, ...]:
        """Return the wrong solutions of the functions that this check calls."""
        called = {call.function for call in students(*self.nodes.values())}
        found = ((known, replaced(known.wrong, self.functions)) for known in self.task.spec.misconceptions)
        return tuple(
            Known(known.wrong, function, self.task.wrong[known.wrong], known.fails, known.tells)
            for known, function in found
            if function in called and known.wrong in self.task.wrong
        )

    def _illustration(self, plan: Plan) -> Illustration | None:
        """Return how the shown case is drawn; a gradient is drawn in any case."""
        match self.spec:
            case GradientSpec(wrt=wrt) if "of" in self.nodes and "gradient" in self.nodes:
                return picturing.of_gradient(wrt, self.nodes, plan, self.functions)
            case ExpectSpec(picture=picture) if picture is not None and "expect" in self.nodes:
                along = {picture.along} if isinstance(picture, CurveSpec) else set()
                parser = self._parser(frozenset({*plan.inputs, *plan.given, *along}))
                text = picturing.expression(picture)
                node = self._parse(parser, ("picture",), text)
                if node is None:
                    return None
                self._note(("picture",), rules.picture(node, students(self.nodes["expect"])))
                return picturing.illustration(picture, node, plan, self.functions)
            case _:
                return None

    def _note(self, path: tuple[str | int, ...], texts: Iterable[str]) -> None:
        self.task.note((*self.path, *path), texts)

    def _parser(self, inputs: frozenset[str]) -> Parser:
        arities: dict[str, Arity] = {name: arity_of(function) for name, function in self.task.reference.items()}
        return Parser(inputs, {name: len(spec.args) for name, spec in self.functions.items()}, arities)

    def _inputs(self, inputs: Mapping[str, Domain], sizes: Mapping[str, tuple[int, int]]) -> None:
        for name, domain in inputs.items():
            # The task's own input is wrong once, in its own line, unless it is a size of this check that spoils it.
            ours = name in self.spec.inputs or any(size in self.spec.sizes for size in domain.size_names())
            path = (*(self.path if ours else ()), "inputs", name)
            if name in RESERVED or name in self.functions:
                self.task.note(path, [f"`{name}` is the name of a function or word; take another one"])
            unknown = [size for size in domain.size_names() if isinstance(size, str) and size not in sizes]
            self.task.note(path, [f"there is no size `{size}`{nearest(size, sizes)}" for size in unknown])
            if not unknown:
                self.task.note(path, domain.mistakes(sizes))

    def _parse(self, parser: Parser, path: tuple[str | int, ...], text: str) -> Node | None:
        try:
            return parser.parse(text)
        except ExpressionError as error:
            self._note(path, error.texts)
            return None

    def _judge_side(self, parser: Parser, key: str, text: str | None) -> Node | None:
        node = self._parse(parser, (key,), text) if text is not None else None
        if node is not None:
            self._note((key,), rules.judge_side(node, f"`{key}`"))
        return node

    def _kind(self, parser: Parser, inputs: Mapping[str, Domain], sizes: Mapping[str, tuple[int, int]]) -> None:
        match self.spec:
            case ExpectSpec():
                self._statement(parser, inputs, ("expect",), self.spec.expect)
                if self.spec.partial is not None:
                    self._statement(parser, inputs, ("partial", "expect"), self.spec.partial.expect)
            case GradientSpec():
                self._gradient(self.spec, parser, inputs)
            case ChainSpec():
                self._chain(self.spec, parser)
            case WrittenSpec():
                pass
            case GrowthSpec():
                self._call(parser, "growth", self.spec.growth)
                if self.spec.over not in sizes:
                    self._note(("over",), [f"there is no size `{self.spec.over}`{nearest(self.spec.over, sizes)}"])
                elif not any(self.spec.over in domain.size_names() for domain in inputs.values()):
                    self._note(("over",), [f"no input has the size `{self.spec.over}`, so nothing grows"])

    def _chain(self, spec: ChainSpec, parser: Parser) -> None:
        self._call(parser, "chain", spec.chain)
        for key, text in (("begins", spec.begins), ("ends", spec.ends), ("scale", spec.scale)):
            node = self._judge_side(parser, key, text)
            if node is not None:
                self.nodes[key] = node
        if not spec.needs:
            text = "a chain needs the task's main check: a derivation about a wrong function shows nothing"
            self._note(("needs",), [text])

    def _statement(self, parser: Parser, inputs: Mapping[str, Domain], path: tuple[str, ...], text: str) -> None:
        node = self._parse(parser, path, text)
        if node is not None:
            needs, where = bool(self.spec.needs), self.spec.where is not None
            self._note(path, rules.statement(node, self.functions, inputs, needs=needs, where=where))
            self.nodes[".".join(path)] = node

    def _call(self, parser: Parser, key: str, text: str) -> None:
        node = self._parse(parser, (key,), text)
        if isinstance(node, Student):
            self._note((key,), (text for arg in node.args for text in rules.judge_side(arg, "an argument here")))
            self.nodes[key] = node
        elif node is not None:
            self._note((key,), [f"`{text}` must be one call of a function of the task"])

    def _gradient(self, spec: GradientSpec, parser: Parser, inputs: Mapping[str, Domain]) -> None:
        self._call(parser, "gradient", spec.gradient)
        node = self._parse(parser, ("of",), self._of(spec.of))
        if node is not None and not (
            isinstance(node, Reference) and all(isinstance(argument, Input) for argument in node.args)
        ):
            self._note(("of",), ["must be one function of the reference with inputs as its arguments: ref.f(x, t)"])
        elif isinstance(node, Reference):
            self.nodes["of"] = node
            names = [argument.name for argument in node.args if isinstance(argument, Input)]
            if names.count(spec.wrt) != 1 or spec.wrt not in inputs:
                guess = nearest(spec.wrt, names)
                self._note(("wrt",), [f"`{spec.wrt}` must be an input and stand once in the call of `of`{guess}"])
        scale = self._judge_side(parser, "scale", spec.scale)
        if scale is not None:
            self.nodes["scale"] = scale

    def _of(self, text: str) -> str:
        """Return `ref.f(x, t)` for `ref.f`, by the names of its parameters."""
        start, _, name = text.strip().partition(".")
        if start != "ref" or not name.isidentifier():
            return text
        function = self.task.reference.get(name)  # the parser knows what to say about one that is not there
        return f"ref.{name}({', '.join(parameters_of(function)) if function else ''})"
