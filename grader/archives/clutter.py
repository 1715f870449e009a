"""Files and folders that systems, editors and tools leave beside somebody's work; left out before a count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HISTORY = "holds the history of a version control system"
_CACHE = "holds what Python or an editor made by itself"
_SYSTEM = "was left by the operating system"
_ENVIRONMENT = "belongs to a virtual environment"
_PACKAGES = "holds installed packages"
INSTALLED = (_ENVIRONMENT, _PACKAGES)
"""Reasons of what was installed, in whoever's folder."""
_KIT = "belongs to the students' kit"
KIT_FOLDER = "grader-kit"
_BESIDE_KIT = "statements"
"""The folder with the texts of the tasks, which lies beside a kit's own."""
FOLDERS: Mapping[str, str] = {
    **dict.fromkeys((".git", ".hg", ".svn", ".bzr", "_darcs", "CVS"), _HISTORY),
    **dict.fromkeys(
        ("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".tox", ".nox", ".eggs",
         ".ipynb_checkpoints", ".virtual_documents", ".idea", ".vscode", ".vs", ".settings", ".spyproject", "__MACOSX",
         ".Trash", "$RECYCLE.BIN", ".cache", ".config", ".local", ".jupyter"), _CACHE),
    **dict.fromkeys(("node_modules", "site-packages", "dist-packages", "conda-meta", "bower_components"), _PACKAGES),
    KIT_FOLDER: _KIT,
    **dict.fromkeys((".venv", "venv", "virtualenv"), _ENVIRONMENT),
}  # fmt: skip
"""Folders of these names are not entered."""
_FILES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\._.*|\.DS_Store|Thumbs\.db|desktop\.ini|\.directory|Icon\r?|~\$.*|\.~lock\..*"), _SYSTEM),
    (re.compile(r".*\.py[cod]|.*~|\.#.*|#.*#|.*\.sw[po]|.*\.orig\.swp"), _CACHE),
    (re.compile(r"pyvenv\.cfg"), _ENVIRONMENT),
)
_INSIDE = ("bin", "Scripts", "include", "Include", "lib", "lib64", "Lib", "share", "etc", "man", "conda-meta", "pkgs")
"""The parts of an environment: what else lies in its folder is somebody's work."""
_INSTALLED = re.compile(
    r"(?P<root>(?:.*/)?)(?:(?:lib|lib64|Lib)/(?:python[\d.]+/)?(?:site-packages|dist-packages)|conda-meta)/"
)


def environments(names: Iterable[str]) -> set[str]:
    """Return the folders (ending in `/`, or empty for the top) in which a virtual environment lies."""
    roots = set()
    for name in names:
        if ("-packages/" in name or "conda-meta/" in name) and (match := _INSTALLED.match(name)):
            roots.add(match["root"])
        elif name == "pyvenv.cfg" or name.endswith("/pyvenv.cfg"):
            roots.add(name.removesuffix("pyvenv.cfg"))
    return roots


def kits(names: Iterable[str]) -> set[str]:
    """Return the folders (ending in `/`, or empty for the top) in which a students' kit lies."""
    parts = (f"/{name}".partition(f"/{KIT_FOLDER}/") for name in names)
    return {f"{before}/".removeprefix("/") for before, kit, _ in parts if kit}


def reason_of_folder(path: str, roots: Iterable[str] = (), kit_places: Iterable[str] = ()) -> str:
    """Return why the folder `path` is not entered; nothing for one that is somebody's work.

    `roots` are the folders in which environments lie, `kit_places` those in which kits do.
    """
    above, _, folder_name = path.rpartition("/")
    if folder_name in FOLDERS:
        return FOLDERS[folder_name]
    if folder_name.endswith((".egg-info", ".dist-info")):
        return _PACKAGES
    place = f"{above}/" if above else ""
    if folder_name in _INSIDE and place in roots:
        return _ENVIRONMENT
    if folder_name == _BESIDE_KIT and place in kit_places:
        return _KIT
    return "is hidden" if folder_name.startswith(".") and folder_name not in {".", ".."} else ""


def reason_of_file(name: str) -> str:
    """Return why a file is no part of somebody's work; nothing for one that is."""
    file_name = name.rpartition("/")[2]
    for pattern, reason in _FILES:
        if pattern.fullmatch(file_name):
            return reason
    return "is hidden" if file_name.startswith(".") else ""


def sort_out(names: Iterable[str], not_entered: Iterable[str] = ()) -> tuple[list[str], dict[str, tuple[str, int]]]:
    """Return the names that are somebody's work, and the others: each file or folder, the reason, how many files.

    `not_entered` are folders of which it is known already, with `/` at the end: what lies beside one may belong to it.
    """
    listed = list(names)
    every = [*listed, *not_entered]
    places = environments(every), kits(every)
    remaining: list[str] = []
    left: dict[str, tuple[str, int]] = {}
    folders: dict[str, tuple[str, str]] = {}
    for name in listed:
        path, reason = _of_folders(name.rpartition("/")[0], places, folders)
        if not reason:
            path, reason = name, reason_of_file(name)
        if reason:
            left[path] = (reason, left.get(path, ("", 0))[1] + 1)
        else:
            remaining.append(name)
    return remaining, left


def _of_folders(folder: str, places: tuple[set[str], set[str]], cache: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """Return the outermost folder on the way to `folder` that is not entered, with `/` at its end, and why."""
    if not folder:
        return "", ""
    if folder not in cache:
        reason_found, path = ("", ""), ""
        for part in folder.split("/"):
            path = f"{path}/{part}" if path else part
            if reason := reason_of_folder(path, *places):
                reason_found = (f"{path}/", reason)
                break
        cache[folder] = reason_found
    return cache[folder]
