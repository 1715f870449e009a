"""Compiled templates: Python keeps their code, and takes it only for what it was made of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import jinja2
import pytest

from grader.report.template_code import CompiledTemplates

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let code be written, whatever the tests are run with."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)


def page(folder: Path, **options: bool) -> jinja2.Environment:
    """Return an environment that begins with nothing."""
    return jinja2.Environment(loader=CompiledTemplates([folder]), autoescape=True, **options)  # type: ignore[arg-type]


def refuse(*_: object) -> None:
    """Compile nothing."""
    raise AssertionError("compiled again")


def template(folder: Path, text: str) -> Path:
    """Write a template that says `text`."""
    path = folder / "page.html.j2"
    path.write_text(text)
    return path


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next process takes the code, which escapes as ever."""
    template(tmp_path, "<p>{{ word }}</p>")
    assert page(tmp_path).get_template("page.html.j2").render(word="<") == "<p>&lt;</p>"
    assert [path.suffix for path in (tmp_path / "__pycache__").iterdir()] == [".pyc"]
    monkeypatch.setattr(jinja2.Environment, "compile", refuse)
    assert page(tmp_path).get_template("page.html.j2").render(word="<") == "<p>&lt;</p>"


def test_another_template_in_its_place_is_compiled(tmp_path: Path) -> None:
    """One of the same length too, as soon as its time is another; in the same process as well."""
    path = template(tmp_path, "one")
    environment = page(tmp_path)
    assert environment.get_template("page.html.j2").render() == "one"
    template(tmp_path, "two")
    os.utime(path, (1, 1))
    assert page(tmp_path).get_template("page.html.j2").render() == "two"
    assert environment.get_template("page.html.j2").render() == "two"


@pytest.mark.parametrize("change", ["options", "version", "damage"])
def test_code_that_was_made_otherwise_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """By another version of Jinja or with other options; nor what is no code."""
    template(tmp_path, "a\n{% if true %}\nb\n{% endif %}\n")
    assert page(tmp_path).get_template("page.html.j2").render() == "a\n\nb\n"
    if change == "version":
        monkeypatch.setattr(jinja2, "__version__", "0.1")
        monkeypatch.setattr(jinja2.Environment, "compile", refuse)
        with pytest.raises(AssertionError, match="again"):
            page(tmp_path).get_template("page.html.j2")
        return
    if change == "damage":
        next((tmp_path / "__pycache__").iterdir()).write_bytes(b"no code at all, and long enough to be some")
    trimmed = change == "options"
    expected = "a\nb\n" if trimmed else "a\n\nb\n"
    assert page(tmp_path, trim_blocks=trimmed).get_template("page.html.j2").render() == expected


def test_a_folder_that_cannot_be_written_is_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor a wish that nothing be written."""
    template(tmp_path, "one")
    (tmp_path / "__pycache__").write_text("a file, where no folder can be made")
    assert page(tmp_path).get_template("page.html.j2").render() == "one"
    (tmp_path / "__pycache__").unlink()
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert page(tmp_path).get_template("page.html.j2").render() == "one"
    assert not (tmp_path / "__pycache__").exists()


def test_nothing_is_left_where_the_grader_is_uninstalled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installer takes away what it has written; in a folder for code of its own, what is kept is in nobody's way."""
    (tmp_path / "site" / "gradewright-1.0.dist-info").mkdir(parents=True)
    templates = tmp_path / "site" / "grader" / "report" / "templates"
    templates.mkdir(parents=True)
    path = template(templates, "one")
    assert page(templates).get_template("page.html.j2").render() == "one"
    assert list(templates.iterdir()) == [path]
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path / "code"))
    assert page(templates).get_template("page.html.j2").render() == "one"
    assert list(templates.iterdir()) == [path]
    assert [path.suffix for path in (tmp_path / "code").rglob("*") if path.is_file()] == [".pyc"]


def test_a_name_that_no_folder_has_is_said(tmp_path: Path) -> None:
    """As Jinja says it."""
    with pytest.raises(jinja2.TemplateNotFound):
        page(tmp_path).get_template("page.html.j2")
