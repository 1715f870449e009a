"""Files to functions: loads a submission and reports what was read, found, and left out.

The report is data that anybody may have forged: it can only state what was found.  It is always valid JSON, and small.
"""

from __future__ import annotations

import contextlib
import gc
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .modules import LoadedFile, Modules
from .program_runs import StudentProgram, program_file
from .resolution import FunctionRequest, resolve
from .sources import Source
from .support import SupportFiles
from .wire.function_keys import name_of
from .wire.texts import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from .inventory import Binding
    from .sources import Problem

__all__ = ["FunctionRequest", "LoadedSubmission", "Source", "load"]

REPORT_CAP = 48 * 1024
_MOST_NAMES = 200
_MOST_LOST = 10


@dataclass(frozen=True, slots=True)
class LoadedSubmission:
    """The student's functions by key (wire/function_keys.py), and the report that the judge reads."""

    functions: dict[str, Callable[..., object]]
    report: dict[str, Any]
    module: Callable[[str], object]
    """Returns the module of a file by its name; None where there is none."""
    files: Sequence[LoadedFile] = ()
    """The files, with their modules."""
    program: Callable[[str], StudentProgram | None] = lambda _: None
    """Returns a file as a program by the name of its module; None where there is none."""


def load(
    files: Sequence[Source],
    requests: Mapping[str, FunctionRequest],
    bare: Mapping[str, str],
    progress: Callable[[int], None],
    support: SupportFiles | None = None,
) -> LoadedSubmission:
    """Execute `files` in order and return the functions of the names in `requests`.

    `bare` names the files that ended an earlier worker, with the reason ("hang" or "died"): of these only the
    definitions are loaded.  `progress(k)` is called before file k is executed, and once more when an import of another
    file inside it is done, so that the last call always names the file that takes the time.  `support` are files of the
    course, which the others may import and read.
    """
    support = support or SupportFiles({})
    with _no_search_for_garbage():
        modules = Modules(files, bare, progress, support)
    called = {key: request for key, request in requests.items() if not request.program}
    programs = _programs(modules, requests, support)
    modules.load([file.index for file in programs.values()], definitions=bool(called))
    functions, located = resolve(modules.files, called)
    for key, file in programs.items():
        functions[key] = StudentProgram(modules, file, support)
        located[key] = _program(file)
    report: dict[str, Any] = {
        "files": [_file(file) for file in modules.files],
        "functions": {clean(name): _cut(entry) for name, entry in located.items()},
        "names": _names(modules.files, requests),
    }

    def module(name: str) -> object:
        file = modules.owner(name, "")
        return file.module if file is not None else None

    def program(name: str) -> StudentProgram | None:
        own = [file for file in modules.files if not support.is_copy(file.source.name, file.source.data)]
        file = modules.owner(name, "") or (own[0] if len(own) == 1 else None)
        return StudentProgram(modules, file, support) if file is not None else None

    return LoadedSubmission(functions, fit(report), module, modules.files, program)


@contextlib.contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Let nothing be looked through for garbage that is made here, now or later: trees stay as long as the process."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def _programs(
    modules: Modules, requests: Mapping[str, FunctionRequest], support: SupportFiles
) -> dict[str, LoadedFile]:
    """Return the files of the programs that tasks ask for, by the keys of `requests`."""
    files = [file for file in modules.files if not support.is_copy(file.source.name, file.source.data)]
    programs = {key: request for key, request in requests.items() if request.program}
    chosen = {key: program_file(files, name_of(key), request, requests) for key, request in programs.items()}
    return {key: file for key, file in chosen.items() if file is not None}


def _program(file: LoadedFile) -> dict[str, Any]:
    """Return what the report says about a program."""
    empty = not any(cell.parsed.tree.body or cell.parsed.problem for cell in file.cells)
    facts = {"cell": 0, "line": 0, "signature": "", "fits": True, "empty": empty, "also": []}
    return {"file": file.source.name, **facts}


def _file(file: LoadedFile) -> dict[str, Any]:
    return {
        "name": clean(file.source.name),
        "state": file.state,
        "encoding": clean(file.encoding),
        "problem": file.problem.wire() if file.problem else None,
        "lost": [
            {"cell": loss.cell, "line": loss.line, "type": clean(loss.type), "text": clean(loss.text)}
            for loss in file.lost[:_MOST_LOST]
        ],
        "failed": [{"cell": problem.cell, "line": problem.line, **_raised(problem)} for problem in file.failed][
            :_MOST_LOST
        ],
        "failures": len(file.failed),
    }


def _raised(problem: Problem) -> dict[str, str]:
    return {"type": clean(problem.type), "text": clean(problem.text)}


def _cut(entry: Mapping[str, Any]) -> dict[str, Any]:
    also = [{**other, "file": clean(other["file"])} for other in entry["also"]]
    return {**entry, "file": clean(entry["file"]), "also": also}


def _names(files: Sequence[LoadedFile], requests: Mapping[str, FunctionRequest]) -> list[dict[str, Any]]:
    """Return what the files define; functions and what is named like a wanted one come first, lest they be cut."""
    entries = [
        (binding, file.source.name)
        for file in files
        for binding in (*file.bindings, *file.unread)
        if binding.form != "import"
    ]
    requested = set(map(name_of, requests))
    entries.sort(key=lambda entry: _rank(entry[0], requested))
    return [
        {
            "name": clean(binding.name),
            "file": clean(name),
            "cell": binding.cell,
            "line": binding.line,
            "form": binding.form,
            "signature": clean(binding.signature),
        }
        for binding, name in entries[:_MOST_NAMES]
    ]


def _rank(binding: Binding, names: Collection[str]) -> int:
    if binding.name.rpartition(".")[2] in names:
        return 0
    return 2 if binding.form == "value" else 1


def fit(report: dict[str, Any], cap: int = REPORT_CAP) -> dict[str, Any]:
    """Return `report` in at most `cap` bytes of JSON: names go first, then losses, then long texts, then files."""
    if _size(report) <= cap:
        return report
    while _size(report) > cap and report["names"]:
        report["names"] = report["names"][: len(report["names"]) * 3 // 4]
    if _size(report) > cap:
        for file in report["files"]:
            file["lost"] = file["failed"] = []
            if file["problem"] is not None:
                file["problem"] = {**file["problem"], "source": "", "text": file["problem"]["text"][:60]}
    while _size(report) > cap and report["files"]:
        report["files"] = report["files"][: len(report["files"]) * 3 // 4]
    while _size(report) > cap and report["functions"]:
        report["functions"].popitem()
    return report


def _size(report: dict[str, Any]) -> int:
    return len(json.dumps(report))
