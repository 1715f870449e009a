"""The tests in Python of a kit: the public ones of a task, tried with the reference as the kit has them.

What a student gets is in `grader/release/pruning.py`; no hidden test is there, nor anything that only hidden ones use.
A test that the reference does not pass in this form stays out, since it needs something that is not in the kit.
"""

from __future__ import annotations

import ast
import re
import tempfile
from importlib.util import decode_source
from pathlib import Path
from typing import TYPE_CHECKING

from grader.checks.suite import list_notebook_tests, list_tests
from grader.course.kit_tests import FILES, LIST, KitTests, kit_tests_folder, suite_in
from grader.judge.reference_profiles import profiles_in, reference_submission
from grader.judge.session import Session
from grader.records import dataclass, field
from grader.release.pruning import PublicFile, has_hidden_cases, pruned, pruned_cells, unfit_cells
from grader.sandbox.factory import WorkerFactory

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.checks.suite import TestProfile, TestSuite
    from grader.checks.task import Task

LARGEST_DATA = 16 << 20
"""Bytes of one data file of a test."""
LONGEST_NAME = 300
_WORD = re.compile(r"[^\W\d]\w*")
_NEEDS_REFERENCE = "PLTestCase"


@dataclass
class KitSuite:
    """The tests of a task as a kit has them."""

    files: dict[Path, bytes] = field(default_factory=dict)
    """By their paths within the kit."""
    names: frozenset[str] = frozenset()
    """Every name that stands in them."""
    included: frozenset[str] = frozenset()
    """The tests, by pytest's names."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Why public tests are not in the kit, by pytest's names."""


def kit_suite_of(task: Task, public: Collection[str]) -> KitSuite:
    """Return what a kit has of a task's tests; `public` are those that a student may see, by pytest's names."""
    suite = task.suite
    if suite is None or not public:
        return KitSuite()
    reasons: dict[str, str] = {}
    files = _test_files(suite, public, reasons)
    if not files:
        return KitSuite(reasons=reasons)
    # A test whose check is left out is as good as hidden.
    hidden = bool(set(suite.tests) - set(public))
    shipped = files | _helpers(suite, files.values(), hidden=hidden)
    names = frozenset().union(*(file.names for file in shipped.values()))
    texts = frozenset().union(*(file.texts for file in shipped.values()))
    contents = {name: file.text.encode() for name, file in shipped.items()} | _data_files(suite, texts, hidden=hidden)
    listed = [name for name, test in suite.tests.items() if name in public and name not in reasons and test.is_check]
    facts = KitTests(form=_form(suite), files=tuple(files), operators=dict.fromkeys(listed, False))
    profiles, shown = _tried(task, contents, facts)
    reasons |= {name: profile.fault for name, profile in profiles.items() if profile.fault}
    passed = {name: profile.operators for name, profile in profiles.items() if not profile.fault}
    if not passed:
        return KitSuite(reasons=reasons)
    words = names.union(*(_WORD.findall(text) for text in texts))  # a case in OK format is a text
    known = {name: meaning for name, meaning in shown.get("names", {}).items() if name in words}
    facts = KitTests(
        form=facts.form, files=facts.files, operators=passed,
        answers={name: _public_answers(profiles[name].answers or {}, names) for name in passed},
        names=known if suite.reference else None, values=shown.get("values", {}),
    )  # fmt: skip
    where = kit_tests_folder(Path(), task.id)
    kit_files = {where / FILES / name: data for name, data in contents.items()}
    kit_files[where / LIST] = facts.model_dump_json(indent=2).encode() + b"\n"
    return KitSuite(kit_files, names, frozenset(passed), reasons)


def _public_answers(answers: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return the kinds of answers at places that are written with names of the kit's tests alone."""
    words = {place: _WORD.findall(re.sub(r"<\w+>", "", place)) for place in answers}
    return {place: kinds for place, kinds in answers.items() if all(word in names for word in words[place])}


def _form(suite: TestSuite) -> str:
    return "notebook" if suite.form == "notebook" else "pytest"


def _test_files(suite: TestSuite, public: Collection[str], reasons: dict[str, str]) -> dict[str, PublicFile]:
    """Return the test files with a public test, without their hidden ones."""
    files = {}
    for path in suite.files:
        source = decode_source(path.read_bytes())
        of_notebook = list_notebook_tests(source, path)
        tests = [test.name for test in of_notebook or list_tests(ast.parse(source)) if test.is_check]
        shown = [name for name in tests if name in public]
        hidden = {name for name in tests if name not in public}
        is_cells = path.name.endswith(".cells.py")
        if is_cells:
            unfit = unfit_cells(source)
            reasons |= {name: unfit[name] for name in shown if name in unfit}
            shown = [name for name in shown if name not in unfit]
        if _NEEDS_REFERENCE in source and not of_notebook:
            reasons |= dict.fromkeys(shown, "the test case compares with the reference")
        elif of_notebook and not is_cells and has_hidden_cases(source):
            reasons |= dict.fromkeys(shown, "some of its cases are hidden; put them into a file of their own")
        elif shown and is_cells:
            files[path.name] = pruned_cells(source, hidden)
        elif shown:
            files[path.name] = pruned(source, hidden)
    return files


def _helpers(suite: TestSuite, files: Collection[PublicFile], *, hidden: bool) -> dict[str, PublicFile]:
    """Return the modules beside the tests that these import, what those import in turn, and `conftest.py`."""
    helpers: dict[str, PublicFile] = {}
    shipped = list(files)
    while True:
        used = frozenset().union(*(file.names for file in shipped))
        imports = frozenset().union(*(file.imports for file in shipped))
        new = {
            name: pruned(decode_source(path.read_bytes()), (), used if hidden else None)
            for path in _beside(suite, "*.py")
            if (name := path.relative_to(suite.folder).as_posix()) not in helpers
            and (path.stem in imports or path.name == "conftest.py" or path.parent.name in imports)
            and path.stem not in suite.student_modules
        }
        if not new:
            return helpers
        helpers |= new
        shipped += new.values()


def _beside(suite: TestSuite, pattern: str) -> list[Path]:
    """Return the files beside the tests of a task that are no tests, of this task or of another one."""
    is_own = suite.folder.name == suite.task
    paths = sorted(suite.folder.rglob(pattern) if is_own else suite.folder.glob(pattern))
    return [path for path in paths if path.is_file() and path not in suite.files and not _holds_tests(path)]


def _holds_tests(path: Path) -> bool:
    if path.suffix != ".py":
        return False
    try:
        source = decode_source(path.read_bytes())
        return bool(list_notebook_tests(source, path) or list_tests(ast.parse(source)))
    except (SyntaxError, ValueError):
        return True


def _data_files(suite: TestSuite, texts: Collection[str], *, hidden: bool) -> dict[str, bytes]:
    """Return the files beside the tests that a text names; its folders too, where a hidden test may have others."""
    named = {part for text in texts if len(text) < LONGEST_NAME for part in text.replace("\\", "/").split("/")}
    files = {}
    for path in _beside(suite, "*"):
        inner = path.relative_to(suite.folder)
        is_named = named.issuperset(inner.parts if hidden else {path.name})
        if path.suffix != ".py" and is_named and path.stat().st_size <= LARGEST_DATA:
            files[inner.as_posix()] = path.read_bytes()
    return files


def _tried(
    task: Task, contents: Mapping[str, bytes], facts: KitTests
) -> tuple[Mapping[str, TestProfile], dict[str, dict[str, str]]]:
    """Return what the reference shows of each test in a folder of their own, and of all of them."""
    assert task.suite is not None  # noqa: S101 - the caller has looked
    with tempfile.TemporaryDirectory(prefix="grader-tests-") as folder:
        where = Path(folder) / FILES
        for name, data in contents.items():
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            (where / name).write_bytes(data)
        support = Path(folder) / "support"
        for name, data in task.support.items():
            (support / name).parent.mkdir(parents=True, exist_ok=True)
            (support / name).write_bytes(data)
        suite = suite_in(where, facts, task.spec, support if task.support else None)
        if task.suite.reference is None:
            return suite.profiles, {}
        suite.profiles.clear()
        start = WorkerFactory(walls=False).worker
        reference = reference_submission(task.id, task.suite.reference)
        session = Session(reference, {}, lambda: start(preload=task.preload), support=task.support, tests=True)
        return profiles_in(session, suite), suite.shown or {}
