"""An interpreter and a copy of the project that every user of the machine can read."""

from __future__ import annotations

import os
import shutil
import subprocess  # noqa: TID251 - an interpreter for another user
import sys
import sysconfig
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.hostile.attacks import ROOT


def project(folder: Any) -> Any:
    """Return a copy of the project in a folder."""
    shutil.copytree(ROOT / "grader", folder / "project" / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "project"


def interpreter(folder: Any) -> Any:
    """Return an interpreter with the project's dependencies that anybody can execute; skip where there is none."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = [os.path.realpath(sys.executable), *(f"{place}/{version}" for place in ("/usr/bin", "/usr/local/bin"))]
    base = next((place for place in places if os.access(place, os.X_OK) and reachable(place)), None)
    if base is None:
        pytest.skip(f"there is no {version} that another user can execute")
    made = subprocess.run([base, "-m", "venv", "--without-pip", str(folder / "venv")], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"{base} makes no environment: {made.stderr.decode()}")
    packages = folder / "venv" / "lib" / version / "site-packages"
    for name in needed():
        copy_package(name, packages)
    return folder / "venv" / "bin" / "python"


def reachable(place: Any) -> Any:
    """Whether every folder on the way is open to everybody."""
    return all(path.stat().st_mode & 0o001 for path in (Path(place), *Path(place).parents))


def needed() -> Any:
    """Return the names of the installed packages that the project needs, and those that these need."""
    waiting = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    found = set()
    while waiting:
        wanted = Requirement(waiting.pop())
        if wanted.name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        found.add(wanted.name)
        waiting += metadata.requires(wanted.name) or []
    return sorted(found)


def copy_package(name: Any, packages: Any) -> None:
    """Copy the files of an installed package."""
    site = Path(sysconfig.get_paths()["purelib"])
    for file in metadata.files(name) or ():
        if ".." not in file.parts and file.suffix != ".pyc" and (site / file).is_file():
            (packages / file.parent).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(site / file, packages / file)
