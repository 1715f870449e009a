"""Folders, files and archives of students without a platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts import FOLDERS
from grader.intake.layouts.folders import is_about, stem_of
from tests.intake.layouts.trees import reading_of, tree

if TYPE_CHECKING:
    from pathlib import Path

BY_NAME = "lies beside the hand-ins and is none by its name"
BY_KIND = "lies beside the hand-ins and is none by its kind"


@pytest.mark.parametrize(
    ("members", "ids"),
    [
        pytest.param(["ann/a.py", "ann/d/b.py", "bo/a.py"], ["ann", "ann", "bo"], id="folders"),
        pytest.param(["ann.py", "bo.ipynb", "cy.pdf", "di.txt"], ["ann", "bo", "cy", "di"], id="files"),
        pytest.param(["ann.zip", "bo.tar.gz", "cy.7z"], ["ann", "bo", "cy"], id="archives"),
        pytest.param(["ann.py", "ann.md"], ["ann.py", "ann.md"], id="two files of one stem"),
        pytest.param(["ann/a.py", "ann.py"], ["ann", "ann.py"], id="file beside a folder of its name"),
        pytest.param(["ann.lee.py", "ann.ox.py"], ["ann.lee", "ann.ox"], id="dots in names"),
        pytest.param(["李 小龍/a.py", "O'Brien, Ana.py"], ["李 小龍", "O'Brien, Ana"], id="names of people"),
        pytest.param(["README/a.py"], ["README"], id="a folder is somebody, whatever its name"),
    ],
)
def test_whose_each_is(tmp_path: Path, members: list[str], ids: list[str]) -> None:
    """The outermost part says it, and two never share an id by accident."""
    reading = reading_of(FOLDERS, tmp_path, members)
    assert [entry.id for entry in reading.entries] == ids
    assert [entry.member for entry in reading.entries] == members
    assert (reading.strangers, dict(reading.own)) == ((), {})


@pytest.mark.parametrize(
    ("member", "known", "reason"),
    [
        pytest.param("README.md", [], BY_NAME, id="readme"),
        pytest.param("read me.txt", [], BY_NAME, id="readme in words"),
        pytest.param("LICENSE", [], BY_NAME, id="license"),
        pytest.param("requirements-dev.txt", [], BY_NAME, id="requirements"),
        pytest.param("roster.csv", [], BY_NAME, id="class list"),
        pytest.param("points.xlsx", [], BY_KIND, id="table"),
        pytest.param("run.sh", [], BY_KIND, id="script"),
        pytest.param("answers.md", [], "holds answers, and its name says of nobody whose", id="answers"),
        pytest.param("readme.py", [], "", id="code is a hand-in"),
        pytest.param("grades.zip", [], "", id="an archive is a hand-in"),
        pytest.param("index.rar", [], "", id="one that nothing unpacks as well"),
        pytest.param("readmeyer.txt", [], "", id="a name that begins so"),
        pytest.param("notice.txt", ["notice"], "", id="somebody on the class list"),
        pytest.param("Ann Lee.csv", ["ann lee"], "", id="a table of somebody on it"),
        pytest.param("Ann Lee.csv", ["bo"], BY_KIND, id="a table of nobody on it"),
    ],
)
def test_what_lies_beside(tmp_path: Path, member: str, known: list[str], reason: str) -> None:
    """A loose file is nobody's by its name or its kind, unless it is code, an archive or a student's."""
    reading = FOLDERS.read(tree(tmp_path, [member], known))
    assert dict(reading.own) == ({member: reason} if reason else {})
    assert len(reading.entries) == (not reason)


@pytest.mark.parametrize(
    ("name", "about"),
    [("Makefile", True), ("setup.py", True), ("x.JSON", True), ("ann.py", False), ("", False), ("my readme.md", False)],
)
def test_is_about(name: str, about: bool) -> None:
    """By name or by kind."""
    assert is_about(name) is about


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        pytest.param("ann.py", "ann", id="code"),
        pytest.param("ann.py.txt", "ann", id="renamed code"),
        pytest.param("ann.IPYNB.json", "ann", id="renamed notebook"),
        pytest.param("ann.py.gz", "ann", id="compressed code"),
        pytest.param("ann.tar.gz", "ann", id="archive"),
        pytest.param("ann.v2.zip", "ann.v2", id="dot in the name"),
        pytest.param(".py", ".py", id="an ending alone"),
        pytest.param(".py.txt", ".py", id="two endings alone"),
        pytest.param("ann", "ann", id="no ending"),
    ],
)
def test_a_stem_lacks_what_says_the_kind(name: str, stem: str) -> None:
    """It is never empty."""
    assert stem_of(name) == stem
