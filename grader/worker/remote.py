"""The student's code in conversation with a test: names, calls, attributes and operators, asked one at a time.

The other end is `grader/tester`.  Nothing here knows what the test expects; it does what it is asked for and says what
came of it.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from . import figures
from .echoes import SPECIAL, echo_class, echo_of, function_echo
from .plain_content import plain_content
from .stage import Stage
from .staging import Staging
from .trace import describe_exception
from .wire.dialogue import Dialogue
from .wire.locations import is_student_file
from .wire.shared_objects import ObjectParty, nearest_builtin
from .wire.texts import clean
from .wire.type_names import FORWARDED, OPERATIONS, OPERATORS, name_of_function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .memory_files import MemoryFolder
    from .modules import LoadedFile
    from .program_runs import StudentProgram
    from .wire.shared_values import MessageReading

_NO_VALUE = object()
_SPECIAL_OPERATORS = {f"__{name.strip('_')}__" for name in OPERATORS}


class StudentParty(ObjectParty):
    """The tables of the process that holds the student's code."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        super().__init__(1)
        self._ask = ask
        self._echoes: dict[int, tuple[object, int]] = {}
        self._by_number: dict[int, object] = {}
        self._classes: dict[type, tuple[type, type]] = {}

    def foreign_number(self, value: object) -> int:
        """Return the number of an object of the test."""
        entry = self._echoes.get(id(value))
        return entry[1] if entry is not None else 0

    def facts_of(self, value: object) -> tuple[object, ...]:
        """Return the name of a function, whether it can be called, and of a part of a figure matplotlib's class."""
        kind = type(value)
        if kind is FunctionType:
            return (clean(value.__name__), callable(value))  # type: ignore[attr-defined]
        part = figures.class_of_part(kind)
        return ("", kind is MethodType or _has(kind, "__call__"), *(part or ()))

    def description_of(self, kind: type) -> tuple[object, ...]:
        """Return module, special methods, and the operators that the student's own classes define."""
        special = tuple(name for name in FORWARDED if _has(kind, name))
        student_classes = [base for base in kind.__mro__ if self.is_own_class(base)]
        operators = tuple(
            name for name in sorted(_SPECIAL_OPERATORS) if any(name in vars(base) for base in student_classes)
        )
        methods = {
            name: None
            for base in student_classes
            for name, member in vars(base).items()
            if type(member) is FunctionType
        }
        return clean(kind.__module__), special, operators, tuple(methods), clean(kind.__doc__ or "", 2000)

    def is_own_class(self, kind: type) -> bool:
        """Whether a class is the student's: of no module of a library."""
        module = sys.modules.get(kind.__module__)
        file = getattr(module, "__file__", None)
        return kind.__module__ != "builtins" and isinstance(file, str) and is_student_file(file)

    def read(self, data: bytes | memoryview) -> Any:
        """Return the value of a message; where pandas is not installed, a question or an answer that says so."""
        try:
            return super().read(data)
        except ImportError as error:
            return "refuse", error, None

    def read_other(self, tag: int, reading: MessageReading) -> Any:
        """Read an object; also a library's function by name, which the test may pass along."""
        if tag == ord("f"):
            module, _, name = reading.text().partition(":")
            return getattr(importlib.import_module(module), name)
        if tag == ord("m"):
            return importlib.import_module(reading.text())
        return super().read_other(tag, reading)

    def handle(self, number: int, kind: type, facts: list[Any]) -> Any:
        """Return the echo of an object of the test; the same one each time."""
        if number not in self._by_number:
            is_function, is_callable, name = facts
            if is_function:
                echo: object = function_echo(name, self._ask)
            else:
                without_call, with_call = self._echo_classes(kind)
                echo = echo_of(with_call if is_callable else without_call)
            self._by_number[number] = echo
            self._echoes[id(echo)] = echo, number
        return self._by_number[number]

    def _echo_classes(self, kind: type) -> tuple[type, type]:
        """Return the classes of echoes for objects of a class, which may be one of a library."""
        if kind not in self._classes:
            special = tuple(name for name in SPECIAL if getattr(kind, name, None) is not getattr(object, name, None))
            self._classes[kind] = echo_class(kind.__name__, special, self._ask)
        return self._classes[kind]

    def make_class(self, number: int, name: str, description: list[Any], bases: list[type]) -> type:
        """Return a class for objects of the test, or one that calls the test's class."""
        exceptions = [base for base in bases if issubclass(base, BaseException)]
        if exceptions:
            kind: type = type(name, (exceptions[0],), {})
        else:
            kinds = echo_class(name, tuple(description[0]), self._ask)
            kind = kinds[0]
            self._classes[kind] = kinds
        self._echoes[id(kind)] = kind, number
        return kind

    def make_exception(self, kind: type, arguments: tuple[Any, ...], text: str) -> BaseException:
        """Return an exception of the test, as the student's code may catch it."""
        del text
        base = kind if issubclass(kind, BaseException) else Exception
        try:
            return base(*arguments)
        except Exception:  # noqa: BLE001 - a class with a constructor of its own
            return nearest_builtin(base)(*map(str, arguments))


def _has(kind: type, name: str) -> bool:
    return any(vars(base).get(name) is not None for base in kind.__mro__)


class Remote:
    """Answers a test: one conversation."""

    def __init__(
        self,
        files: Sequence[LoadedFile],
        send: Callable[[bytes], None],
        receive: Callable[[], memoryview],
        program: Callable[[str], StudentProgram | None] = lambda _: None,
        folder: MemoryFolder | None = None,
    ) -> None:
        """`program` returns a file as a program, by the name of its module; `folder` has what the code writes."""
        self._files = files
        self._program = program
        self._staging = Staging(files)
        self.party = StudentParty(self.ask_back)
        self.dialogue = Dialogue(self.party, send, receive, self._answer)
        self._stage = Stage(self.ask_back, folder)
        self._looked_up: dict[tuple[str, str], tuple[dict[str, Any], object]] = {}

    def ask_back(self, *question: object) -> Any:
        """Ask the test something; raise what it raises."""
        stage = self._stage
        runs_code, stage.runs_code = stage.runs_code, False
        try:
            raised, value, _ = self.dialogue.ask((question, *stage.drain()))
        finally:
            stage.runs_code = runs_code
        if raised:
            raise value
        return value

    def _answer(self, question: tuple[Any, ...]) -> tuple[object, ...]:
        operation, *arguments = question
        value: object = None
        error: BaseException | None = None
        facts: tuple[object, ...] = ()
        self._stage.enter()
        self._stage.runs_code = True
        try:
            value = getattr(self, f"_do_{operation}")(*arguments)
        except BaseException as caught:  # noqa: BLE001 - a student's code may raise anything
            error = caught
            facts = _facts(caught)
        self._stage.runs_code = False
        # What the frames below still hold would keep containers alive that nobody uses any more.
        arguments.clear()
        del question
        printed, *rest = self._stage.drain()
        if error is not None:
            error.__traceback__ = None
            return True, error, printed, self._stale(), facts, *rest
        return False, value, printed, self._stale(), (), *rest

    def _stale(self) -> tuple[object, ...]:
        """Return the names of modules that were looked up and mean something else by now."""
        stale = [key for key, (names, value) in self._looked_up.items() if names.get(key[1], _NO_VALUE) is not value]
        for key in stale:
            del self._looked_up[key]
        return tuple(stale)

    # Modules and their names.

    def _namespaces(self, module: str) -> list[dict[str, Any]]:
        """Return the namespaces in which the names of a module are looked for: the file of that name first."""
        loaded = [file for file in self._files if file.module is not None]
        path = module.replace(".", "/")
        first = [file for file in loaded if file.source.name in (f"{path}.py", f"{path}.ipynb")]
        first = first or [file for file in loaded if file.source.stem == module.rpartition(".")[2]]
        return [file.namespace for file in (*first, *(file for file in loaded if file not in first))]

    def _do_name(self, module: str, name: str) -> Any:
        for names in self._namespaces(module):
            if name in names:
                self._looked_up[module, name] = names, names[name]
                return names[name]
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    def _do_names(self, module: str) -> tuple[str, ...]:
        spaces = self._namespaces(module)
        listed = spaces[0].get("__all__") if spaces else None
        if isinstance(listed, list | tuple):
            return tuple(name for name in listed if isinstance(name, str))
        return tuple(dict.fromkeys(name for names in spaces for name in list(names) if not name.startswith("_")))

    def _do_bind(self, module: str, name: str, value: object) -> None:
        spaces = self._namespaces(module)
        names = next((names for names in spaces if name in names), spaces[0] if spaces else {})
        names[name] = value

    def _do_unbind(self, module: str, name: str) -> None:
        names = next((names for names in self._namespaces(module) if name in names), None)
        if names is None:
            raise AttributeError(name)
        del names[name]

    def _do_reload(self, module: str) -> None:
        for file in self._files:
            if file.source.stem == module.rpartition(".")[2] and file.module is not None:
                for cell in file.cells:
                    if cell.parsed.code is not None:
                        exec(cell.parsed.code, file.namespace)  # noqa: S102 - what the worker is for
                return
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    def _do_advance(self, place: str, seed: int | None, variable: str) -> None:
        self._staging.advance(place, seed, variable)

    def _do_run_file(self, given: Mapping[str, Any], leading: str, trailing: str, key: str) -> None:
        self._staging.run_between(given, leading, trailing, key)

    def _do_program(self, module: str, stdin: str, words: tuple[str, ...]) -> tuple[str, str, int]:
        """Run a file as a program; return what it prints and its exit code."""
        program = self._program(module)
        if program is None:
            return "", f"python: can't open file '{module}.py': No such file\n", 2
        with self._stage.left():
            run = program.as_process(stdin, list(words))
        return run.out, run.err, run.code

    def _do_refuse(self, error: ImportError, _: None) -> None:
        raise error

    # Objects.

    def _do_get(self, target: object, name: str) -> Any:
        return getattr(target, name)

    def _do_set(self, target: object, name: str, value: object) -> None:
        setattr(target, name, value)

    def _do_del(self, target: object, name: str) -> None:
        delattr(target, name)

    def _do_call(self, target: Any, args: tuple[Any, ...], names: tuple[str, ...]) -> Any:
        if not names:
            return target(*args)
        first = len(args) - len(names)
        return target(*args[:first], **dict(zip(names, args[first:], strict=True)))

    def _do_method(self, target: Any, name: str, args: tuple[Any, ...], names: tuple[str, ...]) -> Any:
        return self._do_call(getattr(target, name), args, names)

    def _do_op(self, operation: str, operands: tuple[Any, ...]) -> Any:
        return OPERATIONS[operation](*operands)

    def _do_base(self, target: Any) -> Any:
        """Return what an object of a class derived from a plain one, or from that of arrays, holds."""
        return plain_content(target)

    def _do_vars(self, target: Any) -> tuple[str, ...]:
        return tuple(name for name in vars(target) if isinstance(name, str))

    def _do_describe(self, target: Any) -> tuple[object, ...]:
        """Return where something is defined, and its signature as text."""
        try:
            signature = str(inspect.signature(target))
        except (TypeError, ValueError):
            signature = ""
        code = getattr(inspect.unwrap(target), "__code__", None)
        file = getattr(code, "co_filename", "") if code is not None else _file_of_class(target)
        return signature, clean(file), int(getattr(code, "co_firstlineno", 0))

    def _do_library(self, target: object) -> str:
        """Return `module:name` of a library's function, "" for all else."""
        return name_of_function(target)

    def _do_fact(self, part: Any, name: str, args: tuple[Any, ...], names: tuple[str, ...]) -> tuple[Any, ...]:
        return figures.fact(part, name, args, names)

    def _do_pyplot(self, name: str, args: tuple[Any, ...], names: tuple[str, ...]) -> Any:
        return figures.pyplot(name, args, names)

    # What surrounds the code.

    def _do_patch(self, module: str, name: str, value: object) -> None:
        self._stage.patch(module, name, value)

    def _do_unpatch(self, module: str, name: str) -> None:
        self._stage.unpatch(module, name)

    def _do_stage(self, settings: Mapping[str, Any]) -> None:
        self.party.takes_tables = bool(settings.get("tables", self.party.takes_tables))
        self._stage.set_up(settings)


def _file_of_class(target: object) -> str:
    module = sys.modules.get(getattr(target, "__module__", ""))
    return getattr(module, "__file__", "") or "" if module is not None else ""


def _facts(error: BaseException) -> tuple[object, ...]:
    """Return where in the student's files an exception was raised, as plain values."""
    facts = describe_exception(error, values=True)
    frames = tuple(
        (frame["file"], frame.get("cell", 0), frame["line"], frame["name"], tuple(frame.get("values", {}).items()))
        for frame in facts["frames"]
    )
    return facts["type"], facts["text"], frames, facts.get("closed", "")
