"""The wheel is the grader that runs here, in the form that pip reads."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib
import sys
from email.parser import BytesParser
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import grader
from grader import DISTRIBUTION
from grader.bundle.wheel import Wheel, wheel
from grader.errors import UsageError
from tests.samples.archives_read import opened

PACKAGE = Path(grader.__file__).parent
INFO = f"{DISTRIBUTION}-{metadata.version(DISTRIBUTION)}.dist-info"


@pytest.fixture(scope="module")
def made() -> Wheel:
    """Return the wheel."""
    return wheel()


@pytest.fixture(scope="module")
def files(made: Wheel) -> dict[str, bytes]:
    """Return what is in it."""
    return opened(made.data)


def test_it_is_named_as_pip_expects(made: Wheel) -> None:
    """Plain Python, for any system."""
    assert made.name == f"{DISTRIBUTION}-{metadata.version(DISTRIBUTION)}-py3-none-any.whl"


def test_it_holds_the_package_as_it_is_here(files: dict[str, bytes]) -> None:
    """Every module and every other file that the package reads, and nothing that lies beside them."""
    inside = {name for name in files if name.startswith("grader/")}
    sources = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*.py")}
    assert sources <= inside
    assert {"grader/bundle/scripts/setup.sh", "grader/bundle/scripts/run_autograder"} <= inside
    assert [name for name in inside if "__pycache__" in name or "/." in name] == []
    assert all(files[name] == (PACKAGE.parent / name).read_bytes() for name in inside)
    assert [name for name in files if not name.startswith(("grader/", f"{INFO}/"))] == []


def test_its_list_names_every_file_with_its_digest(files: dict[str, bytes]) -> None:
    """So pip and whoever checks an installation finds them whole."""
    rows = list(csv.reader(files[f"{INFO}/RECORD"].decode().splitlines()))
    listed = {name: (digest, size) for name, digest, size in rows}
    assert len(listed) == len(rows)
    assert set(listed) == set(files)
    assert listed.pop(f"{INFO}/RECORD") == ("", "")
    for name, (digest, size) in listed.items():
        expected = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).decode().rstrip("=")
        assert (digest, size) == (f"sha256={expected}", str(len(files[name])))


def test_its_description_is_that_of_the_installation(files: dict[str, bytes]) -> None:
    """Name, version, needs and commands are kept, the licence too."""
    description = BytesParser().parsebytes(files[f"{INFO}/METADATA"])
    assert (description["Name"], description["Version"]) == (DISTRIBUTION, metadata.version(DISTRIBUTION))
    assert description.get_all("Requires-Dist") == metadata.requires(DISTRIBUTION)
    assert b"grader = grader.__main__:main" in files[f"{INFO}/entry_points.txt"]
    assert b"Root-Is-Purelib: true\nTag: py3-none-any\n" in files[f"{INFO}/WHEEL"]
    assert files[f"{INFO}/licenses/LICENSE"] == (PACKAGE.parent / "LICENSE").read_bytes()


def test_the_same_grader_gives_the_same_wheel(made: Wheel) -> None:
    """Byte for byte."""
    assert wheel() == made


def test_python_runs_it_as_it_is(made: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel is a zip that can be imported from."""
    (tmp_path / made.name).write_bytes(made.data)
    monkeypatch.syspath_prepend(str(tmp_path / made.name))
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        monkeypatch.delitem(sys.modules, name)
    assert str(importlib.import_module("grader.errors").__file__).startswith(str(tmp_path))


def test_a_copy_that_was_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it needs is known of an installed one only."""

    def missing(name: Any) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(UsageError, match=r"was not installed.*pip install"):
        wheel()
