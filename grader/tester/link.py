"""A test's conversation with the student's code, as proxies use it."""

from __future__ import annotations

import builtins
import contextlib
import inspect
import sys
import warnings
from typing import TYPE_CHECKING, Any, NoReturn

from grader.tester import arrivals
from grader.tester.answers import CHANGING, AnswerKinds, has_attribute, places_after
from grader.tester.callbacks import NotGivenError, answer
from grader.tester.library_names import LibraryNames, callable_here, described
from grader.tester.party import TesterParty, holds_handles, is_failed_check
from grader.tester.patches import Surroundings
from grader.tester.peers.autotests import AutotestValues
from grader.tester.proxies import NAMES, BoundMethod, StudentHandle, is_remote
from grader.tester.reads import ObjectReads
from grader.tester.signatures import signature_of
from grader.tester.transcript import Transcript
from grader.tester.written_files import WrittenFiles
from grader.worker.wire.dialogue import Dialogue
from grader.worker.wire.shared_values import ForgedValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MISSING: Any = object()
"""Stands for a name that a student's module does not have."""


class WorkerGone(BaseException):
    """The worker ended, or its time was over: the judge knows why."""


class Conversation:
    """One conversation with one worker."""

    def __init__(self, send: Callable[[bytes], None], receive: Callable[[], memoryview]) -> None:
        self.files = WrittenFiles()
        """The files that the student's code writes and the test reads, and the other way."""
        self.party = TesterParty(lambda path: self.files.check_use(path, self), self.files.take_room)
        NAMES.clear()
        self.dialogue = Dialogue(self.party, send, receive, self._serve)
        self.operators = False
        """Whether operators on handles are the student's own."""
        self.opened: set[str] = set()
        """The operators that objects of the student's own classes decided."""
        self.transcript = Transcript()
        self.surroundings = Surroundings(self.ask)
        self.raised: list[tuple[BaseException, Any]] = []
        """Exceptions that the student's code has raised, each with where that was."""
        self.failed_within: list[BaseException] = []
        """Checks of the test that have failed in what it gave to the student's code."""
        self.forged = False
        """Whether the worker has sent something that is not an answer."""
        self.libraries = LibraryNames(None, recording=False)
        """The names of the student's module that mean a library's."""
        self.answers = AnswerKinds()
        """The kinds of answers that the reference gives, and what may be asked of a student's."""
        self.reads = ObjectReads(self)
        """The reads of the student's objects."""
        self.held = arrivals.HeldContainers(self.party)
        """The containers that the student's code may fill."""
        self.autotests = AutotestValues({}, recording=False)
        """The values that nbgrader's AUTOTEST lines have with the reference."""
        self.bound_to_worker = False
        """Whether a container of objects was looked up, which mean nothing to another worker."""
        self.sources: dict[str, str] = {}
        """The submission's files as texts, for `inspect.getsource`."""
        self.asked: set[str] = set()
        """The kinds of question that were asked, those for an attribute with its name."""
        self.looked_up: dict[tuple[str, str], Any] = {}
        """The meaning of each name that was looked up, by module and name; MISSING for one that is not there."""
        self.listed: dict[str, tuple[str, ...]] = {}
        """The names that `import *` brought, by module."""

    def meet(self, send: Callable[[bytes], None], receive: Callable[[], memoryview]) -> None:
        """Speak with another worker from now on, of which nothing is known yet."""
        self.party = TesterParty(lambda path: self.files.check_use(path, self), self.files.take_room)
        self.files.meet_worker()
        self.dialogue = Dialogue(self.party, send, receive, self._serve)
        self.surroundings.meet_worker()
        self.reads = ObjectReads(self)
        self.held = arrivals.HeldContainers(self.party)

    def restart(self, send: Callable[[bytes], None], receive: Callable[[], memoryview]) -> None:
        """Go on with another worker, in which the names that were looked up mean the same."""
        self.meet(send, receive)
        for value, module, name in list(self.transcript.names.values()):
            with contextlib.suppress(AttributeError):
                self.party.adopt(value, self.ask("name", module, name))

    def begin_test(self) -> None:
        """Forget the calls and exceptions of the test before, and what it has left in files."""
        self.files.begin_test(self)
        self.transcript = Transcript(names=self.transcript.names)
        self.raised.clear()
        self.failed_within.clear()
        self.answers.begin_test()
        self.reads = ObjectReads(self)
        self.held = arrivals.HeldContainers(self.party)

    def check_caught(self) -> None:
        """Raise ContradictionError where a test has passed because something has caught an exception."""
        self.answers.check_contradictions()
        self.answers.check_callbacks(self.failed_within)

    def ask(self, *question: Any) -> Any:
        """Ask the worker; raise what the student's code raises."""
        if self.surroundings.changed:
            self.surroundings.send()
        self.reads.note(question)
        self.asked.add(question[0] if question[0] != "get" else f"get {question[2]}")
        try:
            raised, value, printed, stale, facts, *rest = self.dialogue.ask(question)
            if printed or rest[0] or rest[1] or rest[2] or len(rest) > 3:
                self._surround(printed, *rest)
        except ForgedValueError:
            self.refuse()
        self.files.beware_of_answers(self)
        for module, name in stale:
            NAMES.get(module, {}).pop(name, None)
        if raised:
            if not isinstance(value, BaseException):
                raise WorkerGone
            self.raised.append((value, facts))
            raise value
        return value

    def refuse(self) -> NoReturn:
        """Have nothing to do any more with a worker that has sent something that is no answer."""
        self.forged = True
        raise WorkerGone from None

    def _surround(self, printed: str, errors: str, warned: Sequence[Any], state: Any, files: object = ()) -> None:
        if files:
            self.files.take(files, self)
        sys.stdout.write(printed)
        if errors:
            sys.stderr.write(errors)
        for kind, text in warned:
            category = getattr(builtins, kind, UserWarning)
            is_warning = isinstance(category, type) and issubclass(category, Warning)
            warnings.warn(text, category if is_warning else UserWarning, stacklevel=4)
        if state:
            self.surroundings.take_random(state, self.answers)

    # As proxies use it.

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object of the student's."""
        entry = self.transcript.begin(target, "", args, kwargs)
        places = places_after("call", (target,))
        return self._traced(entry, places, "call", target, args + tuple(kwargs.values()), tuple(kwargs))

    def method(self, target: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a method of an object of the student's."""
        entry = self.transcript.begin(target, name, args, kwargs)
        return self._traced(
            entry, (f".{name}()",), "method", target, name, args + tuple(kwargs.values()), tuple(kwargs)
        )

    def _traced(self, entry: Any, places: tuple[str, ...], *question: Any) -> Any:
        try:
            value = self.ask_at(places, *question)
        except BaseException as error:
            self.transcript.end(entry, None, error)
            raise
        self.transcript.end(entry, value, None)
        return value

    def get(self, target: Any, name: str) -> Any:
        """Return an attribute."""
        return self.ask_at((f".{name}",), "get", target, name)

    def attribute(self, target: Any, name: str) -> Any:
        """Return an attribute as a test sees it.  Raises AttributeError where the reference gives a plain value."""
        if refusal := self.answers.refusal(target, name):
            base = self.base(target) if getattr(type(target), "_grader_holds", False) else None
            if not has_attribute(base, name):
                self.answers.refusals.append(refusal)
                raise AttributeError(refusal)
            if name not in CHANGING:
                return getattr(base, name)
        if issubclass(type(target), StudentHandle) and name in type(target)._grader_methods:
            return BoundMethod(target, name)
        value = self.get(target, name)
        self.reads.attribute(target, name, value)
        return value

    def ask_at(self, places: tuple[str, ...], *question: Any) -> Any:
        """Ask the worker, and note the kind of what it answers."""
        party = self.party
        party.arrived, party.has_classes = [], False
        with self.held.given(places, question):
            try:
                value = self.ask(*question)
            except BaseException as error:
                self._note_arrivals(arrivals.raised_values(places, error))
                if isinstance(error, StopIteration):
                    self.answers.end_of_items(error, places, question[:2])
                raise
            value = self.answers.without_names(places, value)
            self.answers.check_answer(places, value)
            self.held.come(places, value)
            self._note_arrivals([(place, value) for place in places])
            return value

    def _note_arrivals(self, values: Sequence[tuple[str, object]]) -> None:
        """Note the kinds of what has come from the student's code, and the places of its handles."""
        party = self.party
        if self.answers.recording or party.arrived or party.has_classes:
            self.answers.arrive(values, party.arrived, self.held.all())
            party.arrived = []

    def operate(self, operation: str, *operands: Any) -> Any:
        """Do something with an object of the student's."""
        if operation != "exit":
            return self.reads.operate(operation, operands)
        context, kind, error, _ = operands  # a test's frames stay here, and what an assert says of its values
        error = AssertionError() if is_failed_check(error) else error
        value = self.reads.operate(operation, (context, kind if error is None else type(error), error, None))
        return bool(value) and self.answers.may_end(places_after("exit", operands), kind)

    def base(self, target: Any) -> Any:
        """Return what an object of a class derived from a plain one holds."""
        value = self.ask("base", target)
        return self.refuse() if is_remote(value) else value

    def text(self, operation: str, target: Any) -> str:
        """Return an object as text; its class alone where the worker is gone."""
        try:
            return str(self.operate(operation, target))
        except WorkerGone:
            return f"<{type(target).__name__} object>"

    def name(self, module: str, name: str) -> Any:
        """Return what a name of the student's module means."""
        try:
            value = self.ask_at((name,), "name", module, name)
        except AttributeError:
            self.looked_up[module, name] = MISSING
            raise
        self.bound_to_worker |= holds_handles(value)
        if self.libraries.recording:
            self._note_meaning(name, value)
        self.looked_up[module, name] = meant = self.libraries.meant(name, value)
        if meant is value:
            self.transcript.name(value, module, name)
        return meant

    def _note_meaning(self, name: str, value: Any) -> None:
        """Note whether a name means a library's module, type or function with the reference."""
        description = described(value)
        if not description and isinstance(value, StudentHandle):
            function = str(self.ask("library", value))
            description = function if callable_here(function) else ""
        self.libraries.note(name, description)

    def names(self, module: str) -> tuple[str, ...]:
        """Return the public names of the student's module."""
        names = tuple(self.ask("names", module))
        self.listed[module] = self.libraries.exported(names)
        return names

    def bind(self, module: str, name: str, value: Any) -> None:
        """Let a name of the student's module mean something else."""
        self._give(name, "bind", module, name, value)

    def set(self, target: Any, name: str, value: Any) -> None:
        """Set an attribute of an object of the student's."""
        self._give(f".{name}", "set", target, name, value)

    def _give(self, origin: str, *question: Any) -> None:
        self.files.note(*question)
        with self.held.given((origin,), question):
            self.ask(*question)

    def advance(self, place: str, seed: int | None, variable: str) -> None:
        """Run the student's notebook up to a place, seeded before each cell or with a variable for the seed."""
        self.ask("advance", place, seed, variable)
        self._look_up_again()

    def run_file(self, given: dict[str, Any], leading: str, trailing: str, key: str) -> None:
        """Run the student's file anew, with names that it is given and between a teacher's lines."""
        self.ask("run_file", given, leading, trailing, key)
        self._look_up_again()

    def _look_up_again(self) -> None:
        for names in NAMES.values():
            names.clear()

    def unbind(self, module: str, name: str) -> None:
        """Take a name of the student's module away."""
        self.ask("unbind", module, name)

    def note_operator(self, handle: StudentHandle, operation: str) -> None:
        """Note that an operator was decided by an object of the student's, where its class defines it."""
        if f"__{operation.strip('_')}__" in type(handle)._grader_operators:
            self.opened.add(operation)

    def signature(self, target: Any) -> inspect.Signature:
        """Return the signature of a function of the student's."""
        text, _, _ = self.ask("describe", target)
        try:
            return signature_of(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # a text from the worker may be any
            return inspect.signature(lambda *args, **kwargs: None)  # noqa: ARG005 - says no more than this

    def source(self, target: Any) -> tuple[str, int]:
        """Return the text of the file in which something is defined, and its line.  Raises OSError."""
        _, file, line = self.ask("describe", target)
        if file not in self.sources:
            raise OSError("source code not available")
        return self.sources[file], line

    # What the student's code asks for.

    def given_away(self) -> Sequence[object]:
        """Return the values that the test has given away in calls, and the paths."""
        return [*self.transcript.given(), *self.party.given_paths.roots]

    def _serve(self, question: Any) -> tuple[bool, Any, None]:
        (operation, *arguments), printed, *rest = question
        self._surround(printed, *rest)
        if operation == "look":
            return False, self.files.look(arguments, self), None
        try:
            return False, self._answered(operation, arguments), None
        except WorkerGone:
            raise
        except NotGivenError:
            self.refuse()
        except BaseException as error:  # noqa: BLE001 - the student's code sees what the test raises
            # One of the student's own, which only passes through, is no check of the test.
            if is_failed_check(error) and all(raised is not error for raised, _ in self.raised):
                self.failed_within.append(error)
            return True, error, None

    def _answered(self, operation: str, arguments: list[Any]) -> Any:
        values = list(arrivals.given_values(operation, arguments))
        for origin, value in values:
            self.held.come((origin,), value)
        self._note_arrivals(values)
        returned = answer(self.party, operation, arguments)
        self.held.come((f"{arrivals.GIVEN}<{operation}>",), returned)
        return returned
