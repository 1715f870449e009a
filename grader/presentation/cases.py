"""A counterexample written out: its inputs, and what each call returned beside what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.presentation.values import write, write_pair
from grader.presentation.visible import one_line
from grader.records import dataclass

if TYPE_CHECKING:
    from grader.results import Counterexample

_NO_ANSWER = "no answer (see above)"


@dataclass(frozen=True, slots=True)
class InputView:
    """One input of a case, by name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CallView:
    """One call of the student's code, what it returned and what the reference returns (empty where it says nothing)."""

    call: str
    got: str
    expected: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A counterexample, written out."""

    inputs: tuple[InputView, ...]
    calls: tuple[CallView, ...]
    has_expected: bool
    has_alternatives: bool

    @property
    def expected_name(self) -> str:
        """The name of the values of the reference: the only right ones, or such as are right."""
        return "a right answer" if self.has_alternatives else "expected"


def case_of(case: Counterexample, message: str = "") -> CaseView:
    """Return a counterexample as text; what the check's `message` says is not said again in a table."""
    got = case.got if isinstance(case.got, dict) else {"": case.got}
    got = {call: _NO_ANSWER if message and value == message else value for call, value in got.items()}
    expected = case.expected if isinstance(case.expected, dict) else {"": case.expected}
    # A check without a reference value, a predicate say, has nothing to put into the last column.
    has_expected = any(value is not None for value in expected.values())
    return CaseView(
        inputs=tuple(InputView(one_line(name), write(value)) for name, value in case.inputs.items()),
        calls=tuple(_call(call, got, expected) for call in dict.fromkeys((*got, *(expected if has_expected else ())))),
        has_expected=has_expected,
        has_alternatives=case.has_alternatives,
    )


def _call(call: str, got: dict[str, object], expected: dict[str, object]) -> CallView:
    name = one_line(call)
    if call not in expected or expected[call] is None:
        return CallView(name, write_pair(got[call], got[call]).got, "")
    if call not in got:
        return CallView(name, "", write_pair(expected[call], expected[call]).got)
    pair = write_pair(got[call], expected[call])
    return CallView(name, pair.got, pair.expected)
