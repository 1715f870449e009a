"""The pages of a kit: what each check is worth and when it is asked, and a README that names what is there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from grader.release.pages import readme, statement


def check(name: str, title: str, *, visibility: str = "public", by_person: bool = False, points: float = 1) -> Any:
    """Return a check as a page sees it."""
    spec = SimpleNamespace(title=title, marked_by_person=by_person)
    return SimpleNamespace(id=name, spec=spec, points=points, visibility=SimpleNamespace(value=visibility))


def task(*checks: Any, support: tuple[str, ...] = (), source: str = "") -> Any:
    """Return a task as a page sees it."""
    spec = SimpleNamespace(title="Mean", source=source, statement="Write $a|b$.\n\n")
    return SimpleNamespace(id="mean", spec=spec, points=2.5, checks=checks, support=dict.fromkeys(support))


def test_a_statement_lists_public_checks_and_when_they_are_asked() -> None:
    """A bar in a title would begin another column."""
    page = statement(
        task(
            check("a", "a|b", points=0.5),
            check("b", "later"),
            check("c", "proof", by_person=True),
            check("d", "veiled", visibility="hidden"),
        ),
        {"b"},
        1,
    )
    rows = [line for line in page.split("\n") if line.startswith("| ")]
    assert rows == [
        "| check | points | |",
        "| a\\|b | 0.5 |  |",
        "| later | 1 | after you hand in |",
        "| proof | 1 | a person marks it |",
    ]
    assert "veiled" not in page
    assert page.startswith("# Mean\n\nmean, 2.5 points.\n\nWrite $a|b$.\n\n## The checks\n")
    assert page.endswith("\n1 more check runs after you hand in, on other inputs.\n")


@pytest.mark.parametrize(
    ("hidden", "sentence"),
    [(0, ""), (1, "1 more check runs after you hand in"), (3, "3 more checks run after you hand in")],
)
def test_hidden_checks_are_only_counted(hidden: int, sentence: str) -> None:
    """Nothing is said where there is none."""
    page = statement(task(check("a", "a")), (), hidden)
    assert sentence in page
    assert ("more check" in page) is bool(hidden)


def test_the_readme_names_modules_support_files_and_versions() -> None:
    """A kit without support files has no line about them."""
    page = readme([task(support=("data.csv", "plots.py")), task()], "assignments.ipynb", 2, "2.1")
    assert "| `mean.py`, `mean.py` |" in page
    assert "| `data.csv`, `plots.py` | files of the course" in page
    assert "2 more checks run after you hand in." in page
    assert "numpy 2.1" in page
    plain = readme([task()], "assignments.ipynb", 0, "2.1")
    assert "files of the course" not in plain
    assert "All checks are in this kit." in plain
    assert "{" not in plain
