"""The submissions that a spec is tried on: right ones, known wrong ones, and such that know nothing.

Each is a module of the task's name that takes its functions from the reference, from `reference/right/` or from
`reference/wrong/`; the worker loads them like any student's files.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from grader.authoring.starter_code import has_module, module, own_file, programs
from grader.checks.suite import names_defined
from grader.course.known_mistakes import replaced
from grader.course.reference import functions_of
from grader.course.support import FOLDER as SUPPORT
from grader.course.support import importable
from grader.records import dataclass
from grader.submission import SourceFile, Submission, gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.checks.task import Task
    from grader.course.reference import Functions

EMPTY = {
    "zeros": "np.zeros_like(answer)",
    "ones": "np.ones_like(answer)",
    "a constant": "np.full_like(answer, 0.5, dtype=float)",
    "the first argument": "args[0]",
    "random": "drawn(answer, args)",
    "not a number": "np.full_like(answer, np.nan, dtype=float)",
    "None": "None",
}
"""Answers of somebody who knows nothing but the shape, and whether signs or numbers are due."""
BLIND = {
    "zeros": "print(0)", "ones": "print(1)", "a constant": "print(0.5)", "the first argument": "print(input())",
    "random": "import random; print(random.random())", "not a number": "print('nan')", "None": "",
}  # fmt: skip
"""Programs of somebody who knows nothing."""
PROGRAM = """\
import inspect, sys
from {module} import {function} as solution
count = len(inspect.signature(solution).parameters)
text = solution(*[sys.stdin.read(), sys.argv[1:]][:count]) if count else solution()
sys.stdout.write("" if text is None else str(text))
"""
STARTER = "the starter"
KNOWS_NOTHING = """\
import copy
import zlib
import numpy as np

def drawn(answer, args):
    # The same for equal arguments, so that only what it is can give it away.
    stream = np.random.default_rng(zlib.crc32(b"".join(np.asarray(arg).tobytes() for arg in args)))
    values = stream.normal(size=np.shape(answer))
    signs = np.asarray(answer).dtype.kind in "if" and (np.abs(answer) == 1).all()
    return np.sign(values) if signs else values

def copied(args):
    # Whoever knows nothing does not sort a list in place either.
    try:
        return copy.deepcopy(args)
    except Exception:  # a generator has no copy
        return args

def knows_nothing(function):
    if isinstance(function, type):
        return class_that_knows_nothing(function)
    def answers(*args):
        answer = function(*copied(args))
        return {answer}
    return answers

def of_variable(function):
    try:
        return knows_nothing(function)()
    except Exception:
        return None

def class_that_knows_nothing(kind):
    # An object of the class answers as it should, but for what is returned.
    def __init__(self, *args):
        self._object = kind(*copied(args))

    def method(name):
        return lambda self, *args: knows_nothing(getattr(self._object, name))(*args)

    names = [name for name, value in vars(kind).items() if callable(value) and name != "__init__"]
    return type(kind.__name__, (), {"__init__": __init__, **{name: method(name) for name in names}})
"""


@dataclass(frozen=True)
class Solution:
    """A submission and what the task must say of it."""

    name: str
    submission: Submission
    kind: str
    """`right`, `wrong` or `empty`."""
    changed: frozenset[str] = frozenset()
    """The functions that are not the reference's."""
    fails: frozenset[str] = frozenset()
    """For a wrong one: exactly the checks that must not pass, skipped ones apart; none known if it is `stray`."""
    earns: float = 0.1
    """For one that knows nothing: the share of the points that it may earn."""
    stray: bool = False
    """Whether no misconception of the spec names it, so that any check may catch it."""


def solutions(folder: Path, task: Task) -> list[Solution]:
    """Return all solutions of a task of the course in `folder`."""
    return [*_right(folder, task), *_wrong(folder, task), *_empty(folder, task)]


def _right(folder: Path, task: Task) -> Iterator[Solution]:
    """Yield the reference, then the right solutions: the first of every function together, the second, and so on."""
    notebook = folder / "reference" / f"{task.id}.ipynb"
    if notebook.is_file() and not task.functions:
        # The solution of an imported notebook is handed in as students hand theirs in, cell by cell.
        yield Solution("reference", Submission(task.id, gather([notebook]).files), "right")
        return
    yield Solution("reference", _submission(folder, task, {}), "right")
    functions, replaceable = _functions(folder, task, "right"), replaceable_names(folder, task)
    by_function: dict[str, list[str]] = {}
    for name in functions:
        function = replaced(name, replaceable)
        if function is not None:
            by_function.setdefault(function, []).append(name)
    for names in zip_longest(*by_function.values()):
        chosen = [name for name in names if name is not None]
        swaps = {str(replaced(name, replaceable)): f"right_solutions.{name}" for name in chosen}
        yield Solution(", ".join(chosen), _submission(folder, task, swaps), "right", frozenset(swaps))


def replaceable_names(folder: Path, task: Task) -> tuple[str, ...]:
    """Return the functions and classes that right and wrong solutions and mutants change.

    Tests in Python may ask for whatever the reference defines, whether or not the task names it.
    """
    file = folder / "reference" / f"{task.id}.py"
    if not file.is_file() or not any(check.spec.whole_module for check in task.checks):
        return tuple(task.functions)
    return tuple(dict.fromkeys([*task.functions, *names_defined(file)]))


def _functions(folder: Path, task: Task, kind: str) -> Functions:
    """Return the functions of a module below `reference/`, which may import the task's support files."""
    with importable(folder / SUPPORT, task.spec.support):
        return functions_of(folder / "reference" / kind / f"{task.id}.py", "")[0]


def _wrong(folder: Path, task: Task) -> Iterator[Solution]:
    """Yield the known wrong ones: those that a misconception names, and what else lies in the folder."""
    fails = {misconception.wrong: frozenset(misconception.fails) for misconception in task.misconceptions}
    fails |= {name: frozenset(known.fails) for known in task.misconceptions for name in known.rewrites}
    replaceable = replaceable_names(folder, task)
    for name in wrong_names(folder, task):
        function = replaced(name, replaceable)
        if function is not None:
            submission = _submission(folder, task, {function: f"wrong_solutions.{name}"})
            yield Solution(
                name, submission, "wrong", frozenset([function]), fails.get(name, frozenset()), stray=name not in fails
            )


def _empty(folder: Path, task: Task) -> Iterator[Solution]:
    """Yield what students begin with, which earns nothing, and answers without knowledge."""
    starter = own_file(folder, task)
    data = starter.read_bytes() if starter.is_file() else module(task).encode()
    files = [SourceFile(f"{name}.py", text.encode()) for name, text in programs(task).items()]
    files += [SourceFile(f"{task.id}.py", data)] if has_module(task) else []
    begun = Submission(task.id, tuple(files))
    yield Solution(STARTER, begun, "empty", frozenset(task.functions), earns=0.0)
    if all(check.spec.whole_module or check.spec.marked_by_person for check in task.checks):
        return  # a test may look at what a function does beside answering, which an answer of no use does not change
    for name, answer in EMPTY.items():
        swaps = {function: _knows_nothing(f"reference_solutions.{function}", task) for function in task.functions}
        submission = _submission(folder, task, swaps, KNOWS_NOTHING.replace("{answer}", answer), BLIND[name])
        yield Solution(name, submission, "empty", frozenset(swaps))


def _knows_nothing(home: str, task: Task) -> str:
    """Return what stands for a function of somebody who knows nothing; a variable has such a value."""
    if home.rpartition(".")[2] not in task.spec.variables:
        return f"knows_nothing({home})"
    return f"of_variable(lambda: {home})"


def wrong_names(folder: Path, task: Task) -> list[str]:
    """Return the wrong solutions of a task: those that a misconception names, and what else lies in the folder."""
    names = dict.fromkeys([*(known.wrong for known in task.misconceptions), *_functions(folder, task, "wrong")])
    replaceable = replaceable_names(folder, task)
    return [name for name in names if replaced(name, replaceable) is not None]


def wrong_with(folder: Path, task: Task, name: str, source: str) -> Submission:
    """Return a submission with a wrong solution, from another source of the module in which it stands."""
    function = str(replaced(name, replaceable_names(folder, task)))
    return _with_source(_submission(folder, task, {function: f"wrong_solutions.{name}"}), "wrong_solutions.py", source)


def reference_with(folder: Path, task: Task, source: str) -> Submission:
    """Return a submission that has the reference's functions, from another source of it."""
    return _with_source(_submission(folder, task, {}), "reference_solutions.py", source)


def _with_source(submission: Submission, name: str, source: str) -> Submission:
    """Return a submission in which the file `name` has another source."""
    files = (SourceFile(file.name, source.encode()) if file.name == name else file for file in submission.files)
    return Submission(submission.id, tuple(files))


def _submission(
    folder: Path, task: Task, swaps: Mapping[str, str], text: str = "", blind: str | None = None
) -> Submission:
    """Return a submission that has the reference's functions and programs, but for those in `swaps`.

    With `blind`, that is what its programs are.
    """
    lines = ["import reference_solutions, right_solutions, wrong_solutions", text]
    tested = any(check.spec.whole_module for check in task.checks)
    if tested:
        lines[:0] = ["from reference_solutions import *"]  # tests ask for more than the functions of the task
    homes = {name: swaps.get(name, f"reference_solutions.{name}") for name in dict.fromkeys([*task.functions, *swaps])}
    lines += [f"{name} = {home}" for name, home in homes.items() if name not in task.spec.programs]
    programs_of_task = [
        SourceFile(f"{name}.py", (_program(homes[name]) if blind is None else blind).encode())
        for name in task.spec.programs
    ]
    sources = {
        "reference_solutions.py": folder / "reference" / f"{task.id}.py",
        "right_solutions.py": folder / "reference" / "right" / f"{task.id}.py",
        "wrong_solutions.py": folder / "reference" / "wrong" / f"{task.id}.py",
    }
    files = [SourceFile(name, path.read_bytes() if path.is_file() else b"pass\n") for name, path in sources.items()]
    files += programs_of_task
    files += [SourceFile(f"{task.id}.py", "\n".join(lines).encode())] if tested or has_module(task) else []
    return Submission(task.id, tuple(files))


def _program(home: str) -> str:
    """Return a program that does what a function of a module does."""
    module, _, function = home.partition(".")
    return PROGRAM.format(module=module, function=function)
