"""The versions that are fixed: everything that is needed, as it is installed."""

from __future__ import annotations

from email.message import Message
from importlib import metadata
from typing import Any

import pytest

from grader.bundle.pins import pins, requirements
from grader.errors import UsageError


class Package:
    """What pip knows of an installed package."""

    def __init__(self, version: Any, requires: Any = (), python: str = "") -> None:
        self.version, self.requires = version, list(requires)
        self.metadata = Message()
        self.metadata.json = {"requires_python": python} if python else {}  # type: ignore[attr-defined]


OWN = Package("1", ["alpha>=2", 'tool>=1; extra == "dev"', 'old; python_version < "3"'])
INSTALLED = {
    "alpha": Package("2.1", ["Beta_Two", 'only-there; sys_platform == "nowhere"']),
    "beta-two": Package("3.0+local", ["alpha"]),
    "fast": Package("1.0", ['speed-up; extra == "all"', 'alpha; extra == "none"'], ">=3.9"),
    "speed-up": Package("7"),
    "young": Package("9.9", (), ">=3.13"),
    "tool": Package("5"),
}


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have these packages installed, and no others."""

    def distribution(name: Any) -> Any:
        if name not in INSTALLED:
            raise metadata.PackageNotFoundError(name)
        return INSTALLED[name]

    monkeypatch.setattr(metadata, "distribution", distribution)


def test_what_is_needed_is_fixed_and_what_that_needs() -> None:
    """In turn, in circles too; by the name that pip compares; not what an extra or another system needs."""
    assert pins(OWN).lines == ("alpha==2.1", "beta-two==3.0+local")  # type: ignore[arg-type]
    assert pins(OWN).free == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "lines", "free"),
    [
        (["fast"], ("fast==1.0",), ()),
        (["fast[all]>=1"], ("fast==1.0", "speed-up==7"), ()),
        (["Speed.Up"], ("speed-up==7",), ()),
        (["young"], (), ("young",)),
        (["absent>=3"], (), ("absent",)),
        (["fast", "fast[all]"], ("fast==1.0", "speed-up==7"), ()),
    ],
    ids=["one more", "with an extra", "another spelling", "not for the platform's Python", "not installed", "twice"],
)
def test_a_course_may_need_more(more: list[str], lines: tuple[Any, ...], free: tuple[Any, ...]) -> None:
    """A version that the platform's Python cannot run is left to the platform, and named."""
    found = pins(OWN, more)  # type: ignore[arg-type]
    assert found.lines == tuple(sorted(("alpha==2.1", "beta-two==3.0+local", *lines)))
    assert found.free == free


def test_the_text_is_one_that_pip_reads() -> None:
    """A comment and a line each."""
    assert pins(OWN).text().splitlines()[1:] == ["alpha==2.1", "beta-two==3.0+local"]  # type: ignore[arg-type]
    assert pins(OWN).text().startswith("# ")  # type: ignore[arg-type]


def test_the_requirements_of_a_course_are_read_as_pip_does() -> None:
    """Without comments and empty lines."""
    text = "# plots\nmatplotlib >= 3.9  # for savefig\n\nscipy[all]>=1; python_version > '3'\r\n"
    assert requirements(text, "requirements.txt") == ["matplotlib >= 3.9", "scipy[all]>=1; python_version > '3'"]


@pytest.mark.parametrize("line", ["-r other.txt", "./folder", "numpy >=", "two words", "-e ."])
def test_a_line_that_is_no_requirement_is_named(line: str) -> None:
    """With the file, what is expected, and what to do."""
    with pytest.raises(UsageError, match=r"^requirements.txt: `.*` is no requirement .*one package a line"):
        requirements(f"scipy\n{line}\n", "requirements.txt")
