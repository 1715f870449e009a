"""Statements kept for the next start: the same markup, and nothing else that lies there is taken."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from grader.report import course_statements
from grader.report.course_statements import course_statement, prepare_statements
from grader.report.statements import statement_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXT = "Write $\\frac{1}{2}$ and `<b>`.\n\n```python\ndef f(x): ...\n```\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the folder of statements, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    yield tmp_path / "grader" / "statements"
    prepare_statements([], None)


COURSE = Path("course")


def prepared(source: str) -> Markup:
    """Return a statement as the process says it that prepares a class."""
    prepare_statements([source, ""], COURSE)
    return course_statement(source)


def refuse(source: str) -> None:
    """Set nothing."""
    raise AssertionError(f"set again: {source}")


def entry(folder: Path) -> Path:
    """Return the one entry."""
    (path,) = folder.iterdir()
    return path


def test_a_statement_is_set_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next process finds the same markup, in a file of this user's alone."""
    first = prepared(TEXT)
    assert first == statement_markup(TEXT)
    assert entry(folder).stat().st_mode & 0o077 == 0
    monkeypatch.setattr(course_statements, "statement_markup", refuse)
    again = prepared(TEXT)
    assert (again, type(again)) == (first, type(first))
    assert str(again + "<") == f"{first}&lt;"


def changed(path: Path, mode: int = 0o600, **facts: object) -> None:
    """Write other facts into an entry."""
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))
    path.chmod(mode)


def forged(path: Path, markup: object = "<script>", mode: int = 0o600) -> None:
    """Write another markup into an entry."""
    markups = json.loads(path.read_text())["markups"]
    changed(path, mode, markups=dict.fromkeys(markups, markup))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_bytes(b"\xff[]"),
        lambda path: path.write_text("[1]"),
        lambda path: path.write_text("[" * 100_000),
        lambda path: changed(path, makers="0" * 64),
        lambda path: changed(path, markups=["<script>"]),
        lambda path: forged(path, 7),
        lambda path: forged(path, mode=0o666),
    ],
    ids=["cut", "bytes", "list", "deep", "makers", "markups", "number", "open"],
)
def test_what_is_damaged_or_others_may_have_written_is_not_taken(folder: Path, spoil: Callable[[Path], None]) -> None:
    """The statement is set, and kept anew."""
    expected = prepared(TEXT)
    spoil(entry(folder))
    assert prepared(TEXT) == expected
    assert list(json.loads(entry(folder).read_text())["markups"].values()) == [expected]


def test_another_version_sets_it_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the grader, or of a library."""
    prepared(TEXT)
    monkeypatch.setattr(course_statements, "_makers", lambda: "another")
    monkeypatch.setattr(course_statements, "statement_markup", refuse)
    with pytest.raises(AssertionError, match="again"):
        prepared(TEXT)


def test_what_makes_markup_is_asked_about_without_being_imported() -> None:
    """Each library has a fact of its own."""
    facts = list(course_statements._maker_facts())
    for library in course_statements.LIBRARIES:
        assert any(f"{os.sep}{library}{os.sep}" in fact for fact in facts)
    assert any(fact.startswith("mathml.py:") for fact in facts)
    assert any(fact.startswith("visible.py:") for fact in facts)


def test_nothing_is_kept_where_nothing_may_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the wish of the user, or where a file lies in the place of the folder."""
    monkeypatch.setenv("GRADER_COURSE_CACHE", "off")
    assert prepared(TEXT) == statement_markup(TEXT)
    assert not folder.exists()
    monkeypatch.delenv("GRADER_COURSE_CACHE")
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("")
    assert prepared(TEXT) == statement_markup(TEXT)


def test_nothing_is_looked_up_but_for_a_class_with_walls(folder: Path) -> None:
    """Without walls, and on a platform, a student's code could have written what lies there; nor is anything kept."""
    expected = prepared(TEXT)
    forged(entry(folder))
    prepare_statements([TEXT], None)
    assert course_statement(TEXT) == expected
    prepare_statements(["Another."], None)
    assert prepared(TEXT) == "<script>"


def test_the_processes_of_a_class_without_walls_set_no_statement_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that they are forks of has set all."""
    prepare_statements([TEXT], None)
    monkeypatch.setattr(course_statements, "statement_markup", refuse)
    assert "<code>" in course_statement(TEXT)
    assert not folder.exists()


def test_no_statement_takes_the_place_of_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thirty, none is set in the second start; the same words twice are set once."""
    sources = [f"Task {number}: $x^{number}$." for number in range(30)]
    prepare_statements([*sources, *sources], COURSE)
    first = [course_statement(source) for source in sources]
    monkeypatch.setattr(course_statements, "statement_markup", refuse)
    prepare_statements(sources, COURSE)
    assert [course_statement(source) for source in sources] == first
    assert len(set(first)) == len(sources)


def test_a_statement_that_is_edited_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are not set again."""
    prepare_statements(["One.", "Two."], COURSE)
    monkeypatch.setattr(course_statements, "statement_markup", lambda source: Markup("set again: ") + source)
    prepare_statements(["One.", "Three."], COURSE)
    assert [course_statement(source) for source in ("One.", "Three.")] == ["<p>One.</p>\n", "set again: Three."]
    assert len(json.loads(entry(folder).read_text())["markups"]) == 2


def test_so_many_courses_have_a_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that was graded first makes room; one that is too large is set each time."""
    monkeypatch.setattr(course_statements, "COURSES", 2)
    for number, name in enumerate("abc"):
        prepare_statements([f"Of {name}."], Path(name))
        os.utime(course_statements._entry(Path(name)), (number, number))
    assert set(folder.iterdir()) == {course_statements._entry(Path(name)) for name in "bc"}
    monkeypatch.setattr(course_statements, "LARGEST", 9)
    prepare_statements(["Of d."], Path("d"))
    assert not course_statements._entry(Path("d")).exists()
    assert course_statement("Of d.") == statement_markup("Of d.")
