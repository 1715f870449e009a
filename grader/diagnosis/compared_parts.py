"""The comparisons of a statement, each seen as a call: what is compared with what, and from which inputs it comes.

So an answer's part (`f(x).grads["W"]`), what an object holds (`layer.dW`) and an argument after a call are explained
by slips and mutants like the answer of a function.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.slips import SIMPLE, Call, Sample, answer_slip_of, input_slip_of, slip_of
from grader.diagnosis.slips.numbers import as_numbers
from grader.expressions.nodes import (
    Compare,
    Constant,
    Input,
    Item,
    Logic,
    Node,
    Part,
    ReferenceCall,
    StudentCall,
    WordCall,
    called,
    students,
    text_of,
    walk,
)
from grader.expressions.plain_operations import part as part_of
from grader.records import dataclass
from grader.values.columns import plain_row
from grader.values.refusal import Location
from grader.worker.wire.plain import Opaque
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.functions import StudentFunction
    from grader.diagnosis.diagnose import ObservedCases

MOST_KEYS = 8
"""Keys of a dict up to which each value is looked at by itself."""
MOST = 2
"""Parts that are wrong of which an explanation is sought."""


@dataclass(frozen=True)
class ComparedPart:
    """A part that comes of a student's code, and the expression it is compared with."""

    got: Node
    expected: Node

    @property
    def subject(self) -> str:
        """The student's part, as it stands between backticks."""
        call, text = called(self.got), text_of(self.got)
        if isinstance(call, StudentCall) and self.argument:
            return f"{self.argument}{text.removeprefix(text_of(call))}` after `{call.function}"
        return text

    @property
    def argument(self) -> str:
        """The argument that is looked at after a call, as the check writes it; empty where none is."""
        call = called(self.got)
        if isinstance(call, StudentCall) and call.effect == "after":
            return text_of(call.args[int(call.detail)])
        return ""

    @property
    def is_answer(self) -> bool:
        """Whether it is what a call returns, and no part of it."""
        return isinstance(self.got, StudentCall) and not self.got.effect and self.got.form in {"function", "method"}


@dataclass(frozen=True)
class PartSource:
    """The function of the reference that expected values come from, and how."""

    name: str
    function: Callable[..., Any]
    count: int
    """The number of its arguments; others of a call stand behind them."""
    project: Callable[[Any], Any]
    """Takes the part out of what the function returns."""
    changed: int | None = None
    """The argument that is looked at after the call, and not what it returns."""

    def expected(self, *arguments: Any) -> Any:
        """Return what is expected for other arguments."""
        return self.project(self.function(*arguments[: self.count]))


@dataclass(frozen=True)
class PartCall:
    """A compared part as a call, and the function of the reference that its expected values come from."""

    part: ComparedPart
    call: Call
    source: PartSource | None = None
    """None where no single function of the reference gives them."""
    in_place: PartSource | None = None
    """The function of the reference that changes the argument which is looked at."""

    @property
    def sources(self) -> list[PartSource]:
        """Return the functions of the reference of which the part may come."""
        return [source for source in (self.in_place, self.source) if source is not None]

    def is_answer_of(self, calls: Sequence[StudentCall]) -> bool:
        """Whether it is the answer to the only one of `calls`, and all slips of it were tried as slips of that call.

        Of numbers that are made from other values, as from a dict, more are tried as a part.
        """
        got, expected, first = self.part.got, self.part.expected, self.call.cases[0]
        of_numbers = all(isinstance(argument, int | float | np.ndarray) for argument in first.arguments)
        return (
            (of_numbers or as_numbers(first) is None)
            and len(calls) == 1
            and got == calls[0]
            and isinstance(expected, ReferenceCall)
            and (expected.function, expected.args) == (calls[0].function, calls[0].args)
            and len(self.call.names) == len(expected.args)
        )

    def worded(self, text: str) -> str:
        """Return a sentence about a call as one about what is compared."""
        subject = self.part.subject
        if self.part.is_answer or not text:
            return text
        if text == f"`{subject}` returns `{self.part.argument}` itself, in every case.":
            return f"`{subject}` is what it was before, in every case. Change the argument itself, not a copy of it."
        text = text.replace(f"`{subject}` returns numbers that are ", f"`{subject}` is ", 1)
        text = text.replace(" everywhere. What is added to them?", " in every case. What is added to it?")
        held = r"(?=(?:the|all|some of the) right (?:items|members|keys))"
        text = re.sub(rf"`{re.escape(subject)}` returns {held}", lambda _: f"`{subject}` holds ", text, count=1)
        return text.replace(f"`{subject}` returns ", f"`{subject}` is ", 1)


def compared_parts(goal: Node | None) -> Iterator[ComparedPart]:
    """Yield the comparisons that must all hold and have what is expected on one side; none of fixed examples."""
    match goal:
        case Logic(op="and", parts=parts):
            for part in parts:
                yield from compared_parts(part)
        case WordCall(name="close" | "same", args=(left, right)) | Compare(op="==", left=left, right=right):
            if students(right) and not students(left):
                left, right = right, left
            is_drawn = any(isinstance(node, Input) for node in walk(left))
            if is_drawn and not students(right) and _is_part_of_answer(left):
                yield ComparedPart(left, right)
        case _:
            pass


def _is_part_of_answer(node: Node) -> bool:
    call = called(node)
    return isinstance(call, StudentCall) and call.effect in {"", "after"} and call.form != "new"


def wrong_parts(goal: Node | None, pool: Sequence[ObservedCases]) -> list[PartCall]:
    """Return the first parts that are not as expected in some case, where all cases have an answer."""
    wrong = []
    for part in compared_parts(goal):
        made = _part_call(part, pool)
        if made is not None and not is_right(made):
            wrong += _wrong_subparts(made, pool) or [made]
            if len(wrong) >= MOST:
                break
    return wrong[:MOST]


def is_right(part: PartCall) -> bool:
    """Whether a part is as expected in all cases."""
    return all(sample.is_right for sample in part.call.cases)


def subparts(part: PartCall, pool: Sequence[ObservedCases]) -> list[PartCall]:
    """Return the values of a dict that has the same few keys in all cases, each as a part; none of all else."""
    values = [value for sample in part.call.cases for value in (sample.got, sample.expected)]
    keys = list(values[0]) if values and isinstance(values[0], dict) else []
    if not 1 < len(keys) <= MOST_KEYS or not all(isinstance(key, str) for key in keys):
        return []
    if not all(isinstance(value, dict) and value.keys() == values[0].keys() for value in values):
        return []
    made = [_part_call(ComparedPart(*(Item(side, Constant(key)) for side in (part.part.got, part.part.expected))), pool)
            for key in keys]  # fmt: skip
    return [each for each in made if each is not None]


def _wrong_subparts(part: PartCall, pool: Sequence[ObservedCases]) -> list[PartCall]:
    """Return the values of a dict that are not as expected, where others are."""
    parts = subparts(part, pool)
    wrong = [each for each in parts if not is_right(each)]
    return wrong if len(wrong) < len(parts) else []


def wrong_keys(goal: Node | None, pool: Sequence[ObservedCases]) -> str:
    """Return at which keys of a dict the values are wrong; nothing where that is so at all of them."""
    for part in compared_parts(goal):
        made = _part_call(part, pool)
        keys = subparts(made, pool) if made is not None else []
        wrong = [_last_key(each) for each in keys if not is_right(each)]
        right = [_last_key(each) for each in keys if is_right(each)]
        if wrong and right:
            verb = "is" if len(wrong) == 1 else "are"
            return (
                f"Of `{part.subject}` only what stands at {_listed(wrong)} {verb} wrong; what stands at "
                f"{_listed(right)} is right in all cases that were tried."
            )
    return ""


def _last_key(part: PartCall) -> str:
    node = part.part.got
    return f"`{node.index.value!r}`" if isinstance(node, Item) and isinstance(node.index, Constant) else ""


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def slip_of_parts(parts: Sequence[PartCall]) -> str:
    """Return the sentence of a slip of the first part that has one."""
    return next(filter(None, (part.worded(_slip(part.call)) for part in parts)), "")


def _slip(call: Call) -> str:
    samples = [numbers for sample in call.cases if (numbers := as_numbers(sample)) is not None]
    if len(samples) < len(call.cases):
        return answer_slip_of(call) or input_slip_of(call)
    of_numbers = slip_of(Call(call.function, call.names, samples, call.reference))
    return of_numbers or answer_slip_of(call) or input_slip_of(call, SIMPLE)


def _part_call(part: ComparedPart, pool: Sequence[ObservedCases]) -> PartCall | None:
    """Return a part as a call, from all cases, equal ones once; None where a case has no answer."""
    nodes, source = _source(part, pool[0].evidence)
    samples: list[Sample] = []
    earlier: set[bytes] = set()
    for cases in pool:
        evidence = cases.evidence
        for row in range(evidence.cases.distinct):
            if any(row in evidence.answers[call].faults for call in students(part.got)):
                return None
            arguments = tuple(plain_row(evidence.table.value(node), row) for node in nodes)
            key = b"|".join(map(write_value, arguments))
            got, expected = (plain_row(evidence.table.value(side), row) for side in (part.got, part.expected))
            if isinstance(got, Opaque) or isinstance(expected, Opaque):
                return None
            if key not in earlier:
                earlier.add(key)
                samples.append(Sample(arguments, expected, got))
    known = {part.subject: source.expected} if source is not None else {}
    call = Call(part.subject, tuple(map(text_of, nodes)), samples, known)
    return PartCall(part, call, source, _changing_function(part, nodes, pool[0].evidence))


def _changing_function(part: ComparedPart, nodes: Sequence[Node], evidence: Evidence) -> PartSource | None:
    """Return the reference's own function, where a part is an argument after the call and `nodes` begin with all."""
    inner = called(part.got)
    if not isinstance(inner, StudentCall) or inner.effect != "after" or inner.form != "function" or inner.keywords:
        return None
    source = _source_of(inner.function, inner.args, _projection(part.got, None), evidence)
    if source is None or list(inner.args) != list(nodes[: source.count]):
        return None
    return replace(source, changed=int(inner.detail))


def _source(part: ComparedPart, evidence: Evidence) -> tuple[list[Node], PartSource | None]:
    """Return the arguments of a part as a call, and the function that makes what is expected of the first of them.

    Inputs that it does not depend on stand behind those: an answer may be one of them.
    """
    base, inner = called(part.expected), called(part.got)
    nodes: list[Node] = []
    source = None
    if isinstance(base, ReferenceCall):
        source = _source_of(base.function, base.args, _projection(part.expected, None), evidence)
        nodes = list(base.args) if source is not None else []
    elif isinstance(inner, StudentCall) and inner.form == "function" and not inner.effect and not inner.keywords:
        # A measured slope, or a value written out: the reference's function of the same name gives it as well.
        projected = _projection(part.got, evidence.functions[inner.function])
        source = _source_of(inner.function, inner.args, projected, evidence)
        nodes = list(inner.args) if source is not None else []
    inputs = [node for side in (part.got, part.expected) for node in walk(side) if isinstance(node, Input)]
    named = set(evidence.cases.inputs) - set(evidence.cases.derived)
    return [*nodes, *(node for node in dict.fromkeys(inputs) if node not in nodes and node.name in named)], source


def _source_of(
    name: str, arguments: Sequence[Node], project: Callable[[Any], Any] | None, evidence: Evidence
) -> PartSource | None:
    function = evidence.table.reference.get(name)
    if function is None or project is None or students(*arguments):
        return None
    return PartSource(name, function, len(arguments), project)


def _projection(node: Node, function: StudentFunction | None) -> Callable[[Any], Any] | None:
    """Return what takes a part out of the answer of a call; None where its place depends on the case."""
    steps: list[Item | Part] = []
    while isinstance(node, Item | Part):
        steps.append(node)
        node = node.base
    if any(isinstance(step, Item) and not isinstance(step.index, Constant) for step in steps):
        return None
    returns = function.returns if function is not None and steps else None

    def project(value: Any) -> Any:
        if returns is not None:
            value = returns.conform(value, Location(value))
        for step in reversed(steps):
            if isinstance(step, Part):
                value = part_of(value, step.name)
            elif isinstance(step.index, Constant):
                value = value[_key(step.index.value)]
        return value

    return project


def _key(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
