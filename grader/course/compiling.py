"""A task's spec to what the program works with, noting every mistake on the way."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from grader.checks import rules
from grader.checks.compiler import CheckCompiler
from grader.checks.functions import StudentFunction
from grader.checks.plan import CheckPlan
from grader.checks.returns import sizes_of, type_of
from grader.checks.student_programs import program_function
from grader.checks.task import Check, Task
from grader.checks.variables import variable_function
from grader.course.cycles import needs_cycle
from grader.course.known_mistakes import misconceptions_of, mistakes_of, replaceable_by
from grader.course.support import Support
from grader.domains.seed import NAME as SEED
from grader.domains.seed import Seed
from grader.expressions.nodes import Input, Node, walk
from grader.expressions.object_calls import ClassSignature
from grader.expressions.parsing import nearest
from grader.expressions.signatures import arity_of, support_name
from grader.expressions.vocabulary import WORDS, YIELDING
from grader.records import dataclass, field
from grader.results import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from grader.checks.kind import CheckSpec
    from grader.checks.suite import TestSuite
    from grader.checks.task import TaskSpec
    from grader.course.document import Document
    from grader.domains import Domain
    from grader.errors import Mistake

RESERVED = {"ref", "support", "True", "False", "None", *(WORDS.keys() - YIELDING)}
"""Names that no function, input or given value can have; other words give way to them."""


@dataclass
class TaskCompiler:
    """Compiles one task; `mistakes` grows on the way."""

    document: Document
    spec: TaskSpec
    reference: Mapping[str, Callable[..., Any]]
    wrong: Mapping[str, Callable[..., Any]]
    positions: Sequence[int | None]
    """Where in the document each check of `spec` stands; None where a test stands for it."""
    support: Support = field(default_factory=Support)
    """The public files of the task and their functions."""
    dropped_ids: frozenset[str] = frozenset()
    """The ids of checks that have mistakes of their own and are not in `spec`."""
    suite: TestSuite | None = None
    """The tests of the task in Python."""
    mistakes: list[Mistake] = field(default_factory=list)

    def task(self) -> Task:
        """Return the task; it is of use only if `mistakes` is empty afterwards."""
        functions = self._functions()
        self._ids()
        members, checks = self._members(), []
        for index, check in enumerate(self.spec.checks):
            checks.append(self._check(check, ("checks", index), functions | members))
        for path, texts in mistakes_of(self.spec, self.wrong, replaceable_by(self.suite)):
            self.note(path, texts)
        self._support()
        order = tuple(self._in_order(checks))
        return Task(self.spec, self.document.file, functions, self.reference, order, self.support.files)

    def note(self, path: tuple[str | int, ...], texts: Iterable[str]) -> None:
        """Record mistakes at a place of the spec."""
        if path[:1] == ("checks",):
            position = self.positions[int(path[1])]
            path = ("checks", position, *path[2:]) if position is not None else ("tests",)
        self.mistakes += [self.document.mistake(path, text) for text in texts]

    def _note_taken(self, path: tuple[str | int, ...], name: str, others: Collection[str]) -> None:
        """Record a mistake where a name is one of `others`, or a word."""
        if name in RESERVED or name in others:
            self.note(path, [f"`{name}` is the name of a function or word; take another one"])

    def _functions(self) -> dict[str, StudentFunction]:
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
                arity = arity_of(self.reference[name])
                self.note((*path, "args"), [f"the reference's `{name}` takes {arity}, and {len(spec.args)} are named"])
            returns = None
            if spec.returns is not None:
                returns = type_of(spec.returns)
                self.note((*path, "returns"), self._unnames_sizes(sizes_of(spec.returns)))
            tensors = self.spec.tensors or ""
            functions[name] = StudentFunction(name, spec.args, returns, spec.pure, spec.strict, tensors=tensors)
        return functions | self._classes() | self._programs() | self._variables()

    def _variables(self) -> dict[str, StudentFunction]:
        variables = {}
        for name, returns in self.spec.variables.items():
            path = ("variables", name)
            self._note_taken(path, name, {**self.spec.functions, **self.spec.classes, **self.spec.programs})
            if name not in self.reference:
                self.note(path, [f"reference/{self.spec.id}.py leaves no `{name}` behind; give it a value there"])
            self.note(path, self._unnames_sizes(sizes_of(returns)))
            variables[name] = variable_function(name, type_of(returns))
        return variables

    def _classes(self) -> dict[str, StudentFunction]:
        classes = {}
        for name, spec in self.spec.classes.items():
            path = ("classes", name)
            self._note_taken(path, name, self.spec.functions)
            kind = self.reference.get(name)
            if kind is None or inspect.isfunction(kind):
                suggestion = nearest(
                    name, [other for other, value in self.reference.items() if isinstance(value, type)]
                )
                self.note(path, [f"reference/{self.spec.id}.py does not define the class `{name}`{suggestion}"])
            names = None  # a students' kit has no class to look into
            if isinstance(kind, type):
                names = frozenset(key for key in dir(kind) if not key.startswith("_"))
                missing = [method for method in spec.methods if not callable(getattr(kind, method, None))]
                text = f"the reference's `{name}` has no method"
                self.note((*path, "methods"), [f"{text} `{key}`{nearest(key, names)}" for key in missing])
            methods = {method: entry.args for method, entry in spec.methods.items()}
            classes[name] = StudentFunction(name, spec.args, signature=ClassSignature(methods, names))
        return classes

    def _members(self) -> dict[str, StudentFunction]:
        """Return the methods and attributes of the task's classes, by class, dot and name."""
        members = {}
        for owner, spec in self.spec.classes.items():
            for name, method in spec.methods.items():
                returns = type_of(method.returns) if method.returns is not None else None
                members[f"{owner}.{name}"] = StudentFunction(f"{owner}.{name}", method.args, returns)
            for name, attribute in spec.attributes.items():
                members[f"{owner}.{name}"] = StudentFunction(f"{owner}.{name}", (), type_of(attribute))
        return members

    def _programs(self) -> dict[str, StudentFunction]:
        functions = {}
        for name in self.spec.programs:
            path = ("programs", name)
            self._note_taken(path, name, {**self.spec.functions, **self.spec.classes})
            if name == self.spec.id and self.spec.functions:
                self.note(path, ["is named like the task, whose functions stand in a file of that name; rename it"])
            if name not in self.reference:
                where = f"reference/{self.spec.id}.py does not define `{name}`"
                self.note(
                    path, [f"{where}{nearest(name, self.reference)}: a function that prints or returns the output"]
                )
            functions[name] = program_function(name)
        return functions

    def _support(self) -> None:
        self.mistakes += self.support.mistakes
        for index, name in enumerate(self.spec.support):
            if name.rpartition("/")[2] == f"{self.spec.id}.py":
                self.note(("support", index), ["is named like the task, and so like the students' own file; rename it"])

    def _unnames_sizes(self, sizes: Iterable[str]) -> list[str]:
        names = {name for sizes in (self.spec.sizes, *(check.sizes for check in self.spec.checks)) for name in sizes}
        return [f"there is no size `{size}`{nearest(size, names)}" for size in sizes if size not in names]

    def _ids(self) -> None:
        if self.spec.id != self.document.file.rpartition("/")[2].rpartition(".")[0]:
            self.note(("id",), [f"the file of the task `{self.spec.id}` is called {self.spec.id}.yaml"])
        first_index: dict[str, int] = {}
        for index, check in enumerate(self.spec.checks):
            path = ("checks", index, "id")
            if check.id in first_index:
                self.note(path, [f"`{check.id}` is the id of an earlier check too; ids are unique in a task"])
            first_index.setdefault(check.id, index)
        for index, check in enumerate(self.spec.checks):
            self._needs(index, check, first_index)
        cycle = needs_cycle({check.id: check.needs for check in self.spec.checks})
        if cycle:
            self.note(("checks", first_index[cycle[0]], "needs"), [f"a circle: {' needs '.join(cycle)}"])

    def _needs(self, index: int, check: CheckSpec, first_index: Mapping[str, int]) -> None:
        path = ("checks", index, "needs")
        unknown = [other for other in check.needs if other not in first_index and other not in self.dropped_ids]
        self.note(path, [f"there is no check `{other}`{nearest(other, first_index)}" for other in unknown])
        if check.visibility is Visibility.PUBLIC:
            hidden = [
                other
                for other in check.needs
                if other in first_index and self.spec.checks[first_index[other]].visibility != "public"
            ]
            self.note(path, [f"`{other}` is not public, and how it ends would show here" for other in hidden])

    def _limits(self, spec: CheckSpec) -> dict[str, Any]:
        """Return the limits of a check, as its plan has them."""
        limits = spec.limits or self.spec.limits
        by_default = limits.model_fields_set.isdisjoint({"wall", "cpu"})
        return {
            "wall": limits.wall, "cpu": limits.cpu, "memory": limits.memory << 20, "time_by_default": by_default
        }  # fmt: skip

    def _check(self, spec: CheckSpec, path: tuple[str | int, ...], functions: Mapping[str, StudentFunction]) -> Check:
        """Compile one check; what it does not use is neither drawn nor shown, and does not make two cases different."""
        sizes = {**self.spec.sizes, **spec.sizes}
        inputs: dict[str, Domain] = {**self.spec.inputs, **spec.inputs}
        inputs.setdefault(SEED, Seed.model_construct())  # the last one: nothing that is drawn before it moves
        self._check_inputs(spec, path, inputs, sizes, functions)
        reference = self._typed_reference(functions)
        compiler = CheckCompiler(
            inputs, frozenset(spec.given), sizes, functions, reference,
            needs=bool(spec.needs), selected=spec.where is not None, suite=self.suite,
        )  # fmt: skip
        given = compiler.given_nodes = self._given(spec, compiler)
        where = compiler.parse(("where",), spec.where) if spec.where is not None else None
        if where is not None:
            compiler.note(("where",), rules.judge_side(where, "`where`"))
        spec.compile(compiler)
        used = _used([*compiler.nodes.values(), *([where] if where is not None else [])], given)
        plan = CheckPlan(
            task=self.spec.id,
            check=spec.id,
            count=spec.cases or self.spec.cases,
            sizes=sizes,
            inputs={name: domain for name, domain in inputs.items() if name in used},
            given={name: node for name, node in given.items() if name in used},
            where=where,
            reference=reference,
            **self._limits(spec),
            nodes=compiler.nodes,
            functions=functions,
            suite=self.suite,
            features=compiler.features(spec.features, used),
        )
        illustration = spec.illustration(plan, compiler)
        for key, text in compiler.mistakes:
            self.note((*path, *key), [text])
        known = misconceptions_of(self.spec, self.wrong, compiler.nodes.values(), functions)
        return Check(spec, plan, illustration, known)

    def _typed_reference(self, functions: Mapping[str, StudentFunction]) -> dict[str, Callable[..., Any]]:
        """Return the reference, held to the types that the task declares, and the functions of support files."""
        reference = {
            name: functions[name].typed(function) if name in functions else function
            for name, function in self.reference.items()
        }
        return reference | {support_name(name): function for name, function in self.support.functions.items()}

    def _given(self, spec: CheckSpec, compiler: CheckCompiler) -> dict[str, Node]:
        """Compile what `given` computes; each may use those before it."""
        given: dict[str, Node] = {}
        for name, text in spec.given.items():
            node = compiler.parse(("given", name), text, frozenset({*compiler.inputs, *given}))
            if name in RESERVED or name in compiler.functions:
                compiler.note(("given", name), [f"`{name}` is the name of a function or word; take another one"])
            if node is not None:
                compiler.note(("given", name), rules.judge_side(node, "`given`"))
                given[name] = node
        return given

    def _check_inputs(
        self,
        spec: CheckSpec,
        path: tuple[str | int, ...],
        inputs: Mapping[str, Domain],
        sizes: Mapping[str, tuple[int, int]],
        functions: Mapping[str, StudentFunction],
    ) -> None:
        for name, domain in inputs.items():
            # The task's own input is wrong once, in its own line, unless it is a size of this check that spoils it.
            belongs_here = name in spec.inputs or any(size in spec.sizes for size in domain.size_names())
            location = (*(path if belongs_here else ()), "inputs", name)
            self._note_taken(location, name, functions)
            unknown = [size for size in domain.size_names() if isinstance(size, str) and size not in sizes]
            self.note(location, [f"there is no size `{size}`{nearest(size, sizes)}" for size in unknown])
            if not unknown:
                self.note(location, domain.mistakes(sizes))
            nowhere = [name for name in domain.bind(self.support.functions) if name not in self.support.functions]
            self.note(
                location,
                [f"no support file defines `{name}`{nearest(name, self.support.functions)}" for name in nowhere],
            )

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


def _used(nodes: Iterable[Node], given: Mapping[str, Node]) -> set[str]:
    """Return the names that `nodes` need, with those that the given ones among them are computed from."""
    names = {part.name for node in nodes for part in walk(node) if isinstance(part, Input)}
    names_in_given = {
        part.name for name in names & given.keys() for part in walk(given[name]) if isinstance(part, Input)
    }
    return names if names_in_given <= names else _used([Input(name) for name in names | names_in_given], given)
