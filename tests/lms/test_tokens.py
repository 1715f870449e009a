"""Tokens: from the environment, else the keyring, and a sentence that names the place of a bad one."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from grader.errors import UsageError
from grader.lms.tokens import find_token

BASE = "https://canvas.example.edu/lms"
VARIABLE = "GRADER_CANVAS_TOKEN"


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """Give a keyring that holds what is put into the dict."""
    held: dict[tuple[str, str], str] = {}
    module, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    parts: Any = (module, errors)
    parts[1].KeyringError = type("KeyringError", (Exception,), {})
    parts[0].errors = errors
    parts[0].get_password = lambda service, host: held.get((service, host))
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return held


def test_the_environment_goes_first(keyring: dict[tuple[str, str], str]) -> None:
    """Without the blanks of a copy."""
    keyring["grader", "canvas.example.edu"] = "stored"
    assert find_token("canvas", BASE, {VARIABLE: " 7~abc\n"}) == "7~abc"
    assert find_token("canvas", BASE, {VARIABLE: "  "}) == "stored"
    assert find_token("canvas", BASE, {}) == "stored"


def test_no_token_is_a_sentence_with_both_places(keyring: dict[tuple[str, str], str]) -> None:
    """For this host."""
    keyring["grader", "other.example.edu"] = "of another"
    with pytest.raises(UsageError) as error:
        find_token("canvas", BASE, {})
    assert "`keyring set grader canvas.example.edu`" in str(error.value)
    assert VARIABLE in str(error.value)


@pytest.mark.parametrize("token", ["a b", "tökén", "a\x00b", "a\nb"], ids=["blank", "letter", "control", "line"])
def test_a_token_that_cannot_be_one_is_not_sent(keyring: dict[tuple[str, str], str], token: str) -> None:
    """The sentence says where it comes from, and does not show it."""
    with pytest.raises(UsageError, match=f"^{VARIABLE}: holds blanks or signs") as error:
        find_token("canvas", BASE, {VARIABLE: token})
    assert token not in str(error.value)
    keyring["grader", "canvas.example.edu"] = token
    with pytest.raises(UsageError, match=r"^the token of canvas\.example\.edu in the keyring: holds blanks"):
        find_token("canvas", BASE, {})


def test_a_machine_without_a_keyring_has_no_token_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither without the library, nor where it finds no service."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(UsageError, match="there is no token"):
        find_token("moodle", "https://m.example.edu", {})


def test_a_locked_keyring_has_none_either(keyring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server without a desktop."""
    module: Any = sys.modules["keyring"]

    def locked(*_: str) -> str:
        raise module.errors.KeyringError

    monkeypatch.setattr(module, "get_password", locked)
    with pytest.raises(UsageError, match="there is no token"):
        find_token("canvas", BASE, {})
