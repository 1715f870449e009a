"""A pattern is compiled when it is used, and is right before."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

import grader
from grader.patterns import LazyPattern, pattern

HOME = Path(grader.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(HOME.parent).with_suffix("").parts)
    for path in HOME.rglob("*.py")
    if "from grader.patterns import pattern" in path.read_text()
)


def test_it_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """And its methods are looked up once."""
    compiled: list[str] = []
    original = re.compile

    def note(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return original(text, flags)

    monkeypatch.setattr(re, "compile", note)
    digits = pattern("[0-9]+")
    assert compiled == []
    assert [digits.fullmatch(text) is not None for text in ("12", "a", "3")] == [True, False, True]
    assert compiled == ["[0-9]+"]


def test_flags_count() -> None:
    """As for `re.compile`; also for bytes."""
    assert pattern("a", re.IGNORECASE).fullmatch("A") is not None
    assert pattern(b"^b", re.MULTILINE).findall(b"b\nb") == [b"b", b"b"]


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_the_grader_compiles(name: str) -> None:
    """A mistake in one is found here and not by whom it would be used for."""
    values = list(vars(import_module(name)).values())
    patterns = [value for value in values if isinstance(value, LazyPattern)]
    patterns += [part for value in values if isinstance(value, tuple | list) for part in _parts(value)]
    assert patterns
    assert [item.pattern for item in patterns if not isinstance(re.compile(item.pattern, item.flags), re.Pattern)] == []


def _parts(value: object) -> list[LazyPattern]:
    parts = value if isinstance(value, tuple | list) else ()
    return [item for part in parts for item in ([part] if isinstance(part, LazyPattern) else _parts(part))]
