"""The rules that the code is held to (tests/house.py measures them), and the measuring itself."""

from __future__ import annotations

import re
import textwrap
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests import house

if TYPE_CHECKING:
    from pathlib import Path

CODE = house.modules()


def test_every_class_name_is_defined_once() -> None:
    """A reader who meets a class name knows which class it is."""
    assert house.repeated_classes(CODE) == {}


def test_no_docstring_is_a_riddle() -> None:
    """Docstrings are statements: "Return ...", "Captures ...", never "What ..." or "Who ..."."""
    assert house.riddles(CODE) == []


def test_no_function_is_too_long() -> None:
    """Forty lines at the most, docstring included."""
    assert house.long_functions(CODE) == []


def test_no_module_is_too_long() -> None:
    """350 lines at the most."""
    assert house.long_modules(CODE) == []


def test_every_new_module_has_a_test_module() -> None:
    """`grader/a/b.py` is tested in `tests/a/test_b.py`; the list of older exceptions only gets shorter."""
    missing = set(house.unmirrored(CODE))
    listed = house.tolerated()
    assert sorted(missing.difference(listed)) == [], "write tests/<package>/test_<module>.py"
    assert sorted(set(listed) - missing) == [], f"have one now, or are gone: take them out of {house.UNMIRRORED}"
    assert listed == sorted(set(listed))


def test_imports_have_no_circles() -> None:
    """Neither at run time, nor in functions, nor for types only."""
    assert house.circles(CODE) == []


@pytest.mark.parametrize("package", ["worker", "sandbox", "judge"])
def test_comments_explain_what_is_delicate(package: str) -> None:
    """Where code of others is run and judged, three lines in a hundred say why."""
    assert house.comments_per_100_lines(CODE, f"grader.{package}.") >= 3


def test_names_say_what_they_name() -> None:
    """Of all identifiers hardly any is a word that would fit any value."""
    words, total = house.vague(CODE)
    assert words.total() / total < house.MOST_VAGUE, words.most_common()


def test_a_commit_leaves_students_files_alone() -> None:
    """pre-commit names files to ruff, which then forgets what it is to leave out, unless it is told to remember."""
    text = (house.ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: (\S*ruff .*?),", text)
    assert entries
    assert all("--force-exclude" in entry for entry in entries)


def test_the_numbers_in_the_docs_are_the_measured_ones() -> None:
    """docs/architecture.md shows the layers of pyproject.toml."""
    page = (house.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    contract = tomllib.loads((house.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    shown = house.between(page, "layers").strip().removeprefix("```").removesuffix("```")
    assert [line.strip() for line in shown.strip().split("\n")] == contract["layers"]


def written(folder: Path, **sources: str) -> list[house.Module]:
    """Return the modules of a package with these sources."""
    package = folder / "pack"
    package.mkdir()
    for name, source in {"__init__": "", **sources}.items():
        (package / f"{name}.py").write_text(textwrap.dedent(source))
    return house.modules(package)


def test_a_class_that_is_defined_twice_is_found(tmp_path: Path) -> None:
    """Private or not, in functions or at the top."""
    code = written(tmp_path, a="class Case: pass\nclass Once: pass", b="def f():\n    class _Case: pass")
    assert house.repeated_classes(code) == {"Case": ["pack.a", "pack.b"]}


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param('"""What a check says."""', 1, id="module"),
        pytest.param('def f():\n    """Who asks."""', 1, id="function"),
        pytest.param('x = 1\n"""How far it is."""', 1, id="field"),
        pytest.param('def f():\n    """Return what a check says."""', 0, id="statement"),
        pytest.param('"""Whole numbers."""', 0, id="another-word"),
        pytest.param('x = "What a string"', 0, id="no-docstring"),
    ],
)
def test_a_riddle_is_found(tmp_path: Path, source: str, count: int) -> None:
    """In docstrings of modules, functions and fields, by the first word."""
    assert len(house.riddles(written(tmp_path, a=source))) == count


@pytest.mark.parametrize(("lines", "count"), [(39, 0), (40, 1)], ids=["forty", "one-more"])
def test_a_long_function_is_found(tmp_path: Path, lines: int, count: int) -> None:
    """The line of `def` counts."""
    assert len(house.long_functions(written(tmp_path, a="def f():\n" + "    x = 1\n" * lines))) == count


@pytest.mark.parametrize(("lines", "count"), [(350, 0), (351, 1)], ids=["at-the-limit", "one-more"])
def test_a_long_module_is_found(tmp_path: Path, lines: int, count: int) -> None:
    """Every line counts."""
    assert len(house.long_modules(written(tmp_path, a="x = 1\n" * lines))) == count


@pytest.mark.parametrize(
    ("name", "test", "missing"),
    [
        pytest.param("a", "test_a.py", [], id="own"),
        pytest.param("a", "test_b.py", ["pack.a"], id="another-name"),
        pytest.param("a", "a_test.py", ["pack.a"], id="no-test-module"),
        pytest.param("__main__", "test_main.py", [], id="dunder"),
        pytest.param("_a", "test_a.py", [], id="private"),
        pytest.param("__init__", "test_b.py", [], id="front-of-a-package"),
    ],
)
def test_a_module_without_tests_is_found(tmp_path: Path, name: str, test: str, missing: list[str]) -> None:
    """By the name of its test module, in the folder that mirrors its own."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / test).touch()
    assert house.unmirrored(written(tmp_path, **{name: ""}), tmp_path / "tests") == missing


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("from pack import a", {"pack.a"}, id="module"),
        pytest.param("from pack.a import x", {"pack.a"}, id="name"),
        pytest.param("import pack", set(), id="the-package"),
    ],
)
def test_a_module_imported_by_tests_is_found(tmp_path: Path, source: str, names: set[str]) -> None:
    """By an import in any test module."""
    code = written(tmp_path, a="x = 1")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_other.py").write_text(source)
    assert house.imported_by_tests(code, ["pack.a"], tmp_path / "tests") == names


@pytest.mark.parametrize(
    ("back", "count"),
    [
        pytest.param("import pack.a", 1, id="top"),
        pytest.param("from pack.a import x", 1, id="name"),
        pytest.param("from pack import a", 1, id="module"),
        pytest.param("from . import a", 1, id="relative-module"),
        pytest.param("from .a import x", 1, id="relative-name"),
        pytest.param("def f():\n    from pack import a", 1, id="in-a-function"),
        pytest.param("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pack.a import x", 1, id="types"),
        pytest.param("from pack import x", 0, id="the-package"),
        pytest.param("import os", 0, id="elsewhere"),
    ],
)
def test_a_circle_is_found(tmp_path: Path, back: str, count: int) -> None:
    """Whatever the form of the import that closes it."""
    assert len(house.circles(written(tmp_path, a="from pack import b\nx = 1", b=back))) == count


def test_two_circles_are_two(tmp_path: Path) -> None:
    """Each is reported."""
    code = written(tmp_path, a="import pack.b", b="import pack.a", c="import pack.d", d="import pack.c")
    assert len(house.circles(code)) == 2


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param("found = 1", 1, id="variable"),
        pytest.param("def f(one, *, known=1): pass", 2, id="parameters"),
        pytest.param("def _said(): pass", 1, id="private-function"),
        pytest.param("class Seen: pass", 1, id="class"),
        pytest.param("for place in []: pass", 1, id="loop"),
        pytest.param("[own for own in []]", 1, id="comprehension"),
        pytest.param("import os as told", 1, id="import"),
        pytest.param("self.kept = 1", 1, id="field"),
        pytest.param("found_cases = known_words", 0, id="two-words"),
        pytest.param("print(found)", 0, id="use"),
    ],
)
def test_a_vague_name_is_found(tmp_path: Path, source: str, count: int) -> None:
    """Where it is bound, and only if it is the whole name."""
    assert house.vague(written(tmp_path, a=source))[0].total() == count
