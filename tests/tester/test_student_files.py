"""A test that looks for the student's files by path finds whether they were handed in, and proxies."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os.path
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester import student_files
from grader.tester.proxies import ProxyModule
from tests.samples.conversations import Joined, conversation

if TYPE_CHECKING:
    from collections.abc import Iterator


def imp() -> Any:
    """Return the module of older versions of Python, which warns where it is imported."""
    with warnings.catch_warnings(action="ignore"):
        return importlib.import_module("imp")


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> Iterator[Joined]:
    """Give the conversation about a submission that has `work.py`, where the student's files are looked for."""
    for owner, name in ((os.path, "isfile"), (os.path, "exists"), (Path, "is_file"), (Path, "exists")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(importlib.machinery, "SourceFileLoader", importlib.machinery.SourceFileLoader)
    if sys.version_info < (3, 12):
        monkeypatch.setattr(imp(), "load_source", imp().load_source)
    with conversation("def double(x): return 2 * x") as (work, talk):
        monkeypatch.setitem(sys.modules, "work", work)
        student_files.install(lambda path: Path(str(path)).stem in ("work", "more"))
        talk.link.sources = {"hw/work.py": ""}
        yield talk


@pytest.mark.usefixtures("joined")
@pytest.mark.parametrize(
    ("name", "there"), [("work.py", True), ("more.py", False), ("work", False), ("other.py", False)]
)
def test_whether_a_file_is_there(name: str, there: bool) -> None:
    """A file that was handed in is, in whichever folder it is looked for; no other one, and nobody else's."""
    asked = (os.path.isfile(f"./{name}"), os.path.exists(name), Path(name).is_file(), Path("hw", name).exists())  # noqa: PTH110, PTH113
    assert asked == (there,) * 4


def test_the_reference_has_all_files(joined: Joined) -> None:
    """It is called like the task."""
    joined.link.libraries.recording = True
    assert Path("more.py").is_file()


def test_files_of_the_tests_are_there_as_ever(joined: Joined, tmp_path: Path) -> None:
    """Nothing is noted of them."""
    (tmp_path / "data.txt").touch()
    assert (tmp_path / "data.txt").exists()
    assert not (tmp_path / "other.txt").exists()
    assert "source" not in joined.link.asked


@pytest.mark.usefixtures("joined")
def test_loading_by_path() -> None:
    """Gives the proxy, by every loader that tests name."""
    loader = importlib.machinery.SourceFileLoader("hw", "hw/work.py")
    spec = importlib.util.spec_from_loader("hw", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    loaded = [module, importlib.machinery.SourceFileLoader("hw", "work.py").load_module()]
    if sys.version_info < (3, 12):
        loaded.append(imp().load_source("hw", "work.py"))
    for one in loaded:
        assert isinstance(one, ProxyModule)
        assert one.double(2) == 4


@pytest.mark.usefixtures("joined")
def test_a_module_of_the_tests_is_loaded(tmp_path: Path) -> None:
    """As by Python's own loader."""
    (tmp_path / "helper.py").write_text("value = 3")
    loader = importlib.machinery.SourceFileLoader("helper", str(tmp_path / "helper.py"))
    spec = importlib.util.spec_from_loader("helper", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    assert module.value == 3
