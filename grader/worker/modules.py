"""A submission's files as modules: each is executed once, whole or else by its definitions, and can import the others.

Files are served from memory.  A name is looked for beside the file that is being loaded, then at the top of the
submission, then anywhere in it, which is what the student's own `sys.path` most likely said.  A sibling that fails
is salvaged where it fails; the file that imports it goes on with what could be loaded.
"""

from __future__ import annotations

import ast
import contextlib
import linecache
import sys
from dataclasses import dataclass, field, replace
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .cells import CodeCell, StubLoader, cells, run, run_module, surroundings
from .exports import is_exported
from .imports import LostFolders, lost_folders
from .inventory import Binding, bindings
from .magics import python
from .parsing import ParsedSource, parse
from .plain_modules import plainly
from .sources import LostStatement, Problem, Source, decode
from .support import SupportFiles
from .syntax import keep_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence


CELLS_FROM = 1 << 16
"""Progress is the index of a file plus so much for each number of its cell (grader/judge/session.py)."""


@dataclass(slots=True)
class LoadedFile:
    """One file of the submission and how far its loading has come.

    A module has one cell, with the number 0.  `failed` are the problems of a notebook's cells, in order.
    """

    index: int
    source: Source
    encoding: str
    cells: list[CodeCell]
    problem: Problem | None
    lost: list[LostStatement] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)
    module: ModuleType | None = None
    state: str = "nothing"
    language: str = ""
    was_notebook: bool = False
    """Whether a module was exported from a notebook, whose names it still uses."""
    _bindings: list[Binding] | None = None

    @property
    def namespace(self) -> dict[str, Any]:
        """The namespace of the file; empty as long as it is not loaded."""
        return self.module.__dict__ if self.module is not None else {}

    @property
    def unread(self) -> list[Binding]:
        """The definitions that Python cannot read; their reason stands in the place of a signature."""
        return [
            Binding(lost.name, "unread", lost.line, lost.line, lost.line, lost.why, cell=cell.number)
            for cell in self.cells
            for lost in cell.parsed.unread
        ]

    @property
    def bindings(self) -> list[Binding]:
        """Every name that the file binds at the top level, in order."""
        if self._bindings is None:
            self._bindings = [binding for cell in self.cells for binding in bindings(cell.parsed.tree, cell.number)]
        return self._bindings


def read(index: int, source: Source, stems: frozenset[str] = frozenset()) -> LoadedFile:
    """Return `source` decoded and parsed, not yet executed."""
    if source.notebook:
        contents, problem, language = cells(source)
        return LoadedFile(index, source, "utf-8", contents, problem, language=language)
    text = decode(source)
    parsed = ParsedSource(ast.Module([], []), None) if text.problem else parse(text)
    exported = is_exported(text.text)
    if exported and parsed.code is None and (typed := parse(replace(text, text=python(text.text)))).code is not None:
        parsed = typed
    plain = plainly(parsed, text, source.folder, stems)
    if plain is parsed and parsed.code is not None and not exported:
        keep_tree(text.text, parsed.tree)
    parsed = plain
    problem = text.problem or parsed.problem
    if problem and problem.kind == "empty" and source.stem == "__init__":
        # Such a file is empty on purpose: it makes a package of its folder.
        problem = None
    cell = CodeCell(0, text, parsed)
    return LoadedFile(index, source, text.encoding, [cell], problem, list(parsed.lost), was_notebook=exported)


class Modules(MetaPathFinder, Loader):
    """The files of a submission, executed in order and importable by one another."""

    def __init__(
        self,
        sources: Sequence[Source],
        bare: Mapping[str, str],
        progress: Callable[[int], None],
        support: SupportFiles | None = None,
    ) -> None:
        self._support = support or SupportFiles({})
        stems = frozenset(source.stem for source in sources) | self._support.modules.keys()
        self.files = [read(index, source, stems) for index, source in enumerate(sources)]
        trees = ((file.source.stem, cell.parsed.tree) for file in self.files for cell in file.cells)
        self._lost_folders = LostFolders(lost_folders(trees, stems))
        self._by_name = {file.source.name: file for file in self.files}
        self._folders = {
            "/".join(parts[:depth])
            for parts in (file.source.name.split("/") for file in self.files)
            for depth in range(1, len(parts))
        }
        self._bare = bare
        self._progress = progress
        self._cell: dict[int, int] = {}
        self._active: list[LoadedFile] = []
        self._placed: dict[str, LoadedFile] = {}
        self._runs_program = False

    def load(self, programs: Collection[int] = (), *, definitions: bool = True) -> None:
        """Execute every file that no import has executed yet, in order.

        The files whose indices are `programs` are run later: of these only definitions are executed, or nothing.
        """
        for file in self.files:
            # Student code may have taken the finder away.
            if self not in sys.meta_path:
                sys.meta_path.insert(0, self)
            if self._lost_folders not in sys.meta_path:
                sys.meta_path.append(self._lost_folders)
            if self._support.is_copy(file.source.name, file.source.data):
                file.state = "whole"  # the course's own: nothing in it is the student's
            elif file.index in programs:
                self._definitions(file, None) if definitions else None
                file.state, file.lost = "nothing" if file.problem else "whole", []
            elif file.module is None:
                self._forget_other_folders(file)
                self._execute(file)

    @contextlib.contextmanager
    def anew(self) -> Iterator[None]:
        """Let imports execute the files once more; what was loaded before is back afterwards."""
        modules, loaded = [file.module for file in self.files], dict(self._placed)
        for file in self.files:
            file.module = None
        in_place = {name: sys.modules.pop(name) for name in loaded if name in sys.modules}
        self._placed.clear()
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)
        self._runs_program = True
        try:
            yield
        finally:
            self._runs_program = False
            for name in self._placed:
                sys.modules.pop(name, None)
            for file, module in zip(self.files, modules, strict=True):
                file.module = module
            sys.modules.update(in_place)
            self._placed = loaded

    def owner(self, module: str, folder: str) -> LoadedFile | None:
        """Return the file that `import module` means in a file of `folder`, if it is one of the submission."""
        paths = [f"{folder}/{module}" if folder else module, module]
        for path in paths:
            if (file := self._at(path)) is not None or path in self._folders:
                return file
        endings = (f"/{module}.py", f"/{module}.ipynb")
        return next((file for file in self.files if file.source.name.endswith(endings)), None)

    def _at(self, path: str) -> LoadedFile | None:
        # `%run other.ipynb` becomes an import.
        names = (f"{path}.py", f"{path}/__init__.py", f"{path}.ipynb")
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    # The import system's side.

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, _target: Any = None) -> ModuleSpec | None:
        """Return how to load `fullname` when a file or a folder of the submission has this name."""
        if (spec := self._support.find_spec(fullname, path)) is not None:
            return spec
        folder = self._active[-1].source.folder if self._active else ""
        if path is None:
            paths = [f"{folder}/{fullname}", fullname]
            file = self.owner(fullname, folder)
        else:
            paths = [f"{inside}/{fullname.rpartition('.')[2]}" for inside in path if inside in self._folders]
            file = next(filter(None, map(self._at, paths)), None)
        package = next((candidate for candidate in paths if candidate in self._folders), None)
        if file is None and package is None:
            return ModuleSpec(fullname, StubLoader(), is_package=True) if StubLoader.replaces(fullname) else None
        is_package = file is None or file.source.stem == "__init__"
        origin = file.source.name if file else None
        spec = ModuleSpec(fullname, self, origin=origin, loader_state=file, is_package=is_package)
        if is_package:
            spec.submodule_search_locations = [file.source.folder if file else str(package)]
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the module of a file that is loaded already under another name; a new one otherwise."""
        file: LoadedFile | None = spec.loader_state
        return file.module if file is not None else None

    def exec_module(self, module: ModuleType) -> None:
        """Load the file behind an import, unless it is loaded or being loaded."""
        spec = module.__spec__
        file: LoadedFile | None = spec.loader_state if spec else None
        if spec is None or file is None:
            return
        self._placed[spec.name] = file
        if file.module is None:
            self._execute(file, module)
        if file.module is None:
            reason = file.problem.text if file.problem else ""
            raise ImportError(f"{file.source.name} cannot be read ({reason})", name=spec.name)
        # The file may have got a fresh module, and the import must see that one.
        sys.modules[spec.name] = file.module

    # Execution.

    def _execute(self, file: LoadedFile, module: ModuleType | None = None) -> None:
        """Execute `file`, and tell the judge which file is responsible for the time that passes."""
        self._active.append(file)
        self._report(file)
        try:
            if not (self._notebook if file.source.notebook else self._whole)(file, module):
                self._definitions(file, module)
        finally:
            self._active.pop()
            if self._active:
                self._set_argv(self._active[-1].source.name)
                self._report(self._active[-1])

    def _report(self, file: LoadedFile) -> None:
        """Tell the judge which file is being loaded, and which cell of it."""
        self._progress(file.index + CELLS_FROM * self._cell.get(file.index, 0))

    def _whole(self, file: LoadedFile, module: ModuleType | None) -> bool:
        """Execute `file` as far as it goes; False, with the reason on record, where only definitions may be."""
        name, (cell,) = file.source.name, file.cells
        if name in self._bare:
            file.problem = Problem(self._bare[name])
            return False
        if not cell.parsed.tree.body and cell.parsed.code is None:
            return True
        namespace = self._place(file, module or self._fresh(file)).__dict__
        namespace.update(surroundings() if file.was_notebook else {})
        before = set(namespace)
        problem, losses = run_module(cell, namespace)
        file.problem = problem or file.problem
        file.lost += losses
        if problem is None:
            file.state = "nothing" if file.problem else "whole"
        elif set(namespace) - before - {"__builtins__", "__annotations__"}:
            file.state = "definitions"
        return True

    def _notebook(self, file: LoadedFile, module: ModuleType | None) -> bool:
        """Execute the cells one by one, and record which fail; False when none may be executed whole."""
        if file.source.name in self._bare:
            file.problem = Problem(self._bare[file.source.name])
            return False
        namespace = self._place(file, module or self._fresh(file)).__dict__
        namespace.update(surroundings())
        before = set(namespace)
        for cell in file.cells:
            self._cell[file.index] = cell.number
            self._report(file)
            if reason := self._bare.get(f"{file.source.name}[{cell.number}]"):
                problem: Problem | None = cell.located(Problem(reason))
                losses = cell.salvage(namespace)
            else:
                problem, losses = run(cell, namespace)
            file.failed += [problem] if problem else []
            file.lost += losses
        if not file.failed:
            file.state = "nothing" if file.problem else "whole"
            return True
        file.problem = replace(file.failed[0], kind="language", name=file.language) if file.language else file.failed[0]
        if set(namespace) - before - {"__builtins__", "__annotations__"}:
            file.state = "definitions"
        return True

    def _definitions(self, file: LoadedFile, module: ModuleType | None) -> None:
        """Execute the definitions of `file` in a namespace that the first attempt has not touched."""
        if not any(cell.parsed.tree.body for cell in file.cells):
            return
        fresh = self._fresh(file)
        if module is not None:
            for key in ("__name__", "__package__", "__path__", "__spec__", "__loader__"):
                if hasattr(module, key):
                    setattr(fresh, key, getattr(module, key))
        if file.source.notebook:
            fresh.__dict__.update(surroundings())
        before = set(fresh.__dict__)
        self._place(file, fresh)
        for cell in file.cells:
            file.lost += cell.salvage(fresh.__dict__)
        if set(fresh.__dict__) - before - {"__builtins__", "__annotations__"}:
            file.state = "definitions"

    def _fresh(self, file: LoadedFile) -> ModuleType:
        stem = file.source.stem
        # A file of this name would otherwise run what stands under its main guard.
        module = ModuleType("main" if stem == "__main__" else stem)
        module.__file__ = file.source.name
        folder = file.source.folder.replace("/", ".")
        module.__package__ = folder if all(part.isidentifier() for part in folder.split(".")) else ""
        return module

    def _place(self, file: LoadedFile, module: ModuleType) -> ModuleType:
        """Make `module` the one of `file`: in `sys.modules` unless that name is taken, its lines for tracebacks."""
        file.module = module
        name, stem = file.source.name, file.source.stem
        module.__file__ = name
        self._set_argv(name)
        is_free = stem not in sys.modules and stem not in self._support.modules
        if stem != "__init__" and (is_free or self._placed.get(stem) is file):
            sys.modules[stem] = module
            self._placed[stem] = file
        for cell in file.cells:
            text = cell.text
            lines = [line + "\n" for line in text.text.split("\n")]
            linecache.cache[text.name] = (len(text.text), None, lines, text.name)
        return module

    def _set_argv(self, name: str) -> None:
        """Say which file is being executed, unless a program runs, which has its own words."""
        if not self._runs_program:
            sys.argv = [name]

    def _forget_other_folders(self, file: LoadedFile) -> None:
        """Take back the names that mean another file in the folder of `file` (`helper` in part1 and in part2)."""
        for name in list(self._placed):
            meant = self.owner(name, file.source.folder)
            if meant is not None and meant is not self._placed[name]:
                sys.modules.pop(name, None)
                del self._placed[name]
