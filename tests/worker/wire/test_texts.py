"""Texts that are safe to send, whatever object of a student's they are made from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.wire.texts import class_name, clean


class Hostile(str):
    """A text that fights: everything of it lies or raises."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        raise RuntimeError("no")

    def encode(self, *args: Any) -> bytes:
        """Raise."""
        raise RuntimeError("no")

    def __len__(self) -> int:
        raise RuntimeError("no")


class Raises:
    """An object that cannot be shown."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __str__(self) -> str:
        raise self.error


class Wrong:
    """An object whose text is none."""

    def __str__(self) -> Any:
        return 3  # noqa: PLE0307 - a student's mistake


class Gives:
    """An object whose text is hostile."""

    def __str__(self) -> str:
        return Hostile("text")


class LyingName(type):
    """A class that has another name, or none."""

    __name__ = property(lambda _: 1 / 0)


class Nameless(metaclass=LyingName):
    """Its real name is read from the type's slot."""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("plain", "plain", id="text"),
        pytest.param(3.5, "3.5", id="number"),
        pytest.param(None, "None", id="none"),
        pytest.param("\ud800x", "?x", id="lone-surrogate"),
        pytest.param(Hostile("text"), "text", id="hostile-text"),
        pytest.param(Gives(), "text", id="gives-a-hostile-text"),
        pytest.param(Raises(RuntimeError()), "", id="raises"),
        pytest.param(Raises(SystemExit()), "", id="exits"),
        pytest.param(Raises(KeyboardInterrupt()), "", id="interrupts"),
        pytest.param(Wrong(), "", id="gives-no-text"),
    ],
)
def test_any_object_becomes_a_text(value: object, text: str) -> None:
    """Never an exception: the report must be written."""
    assert clean(value) == text
    assert type(clean(value)) is str


@given(st.text(max_size=300), st.integers(0, 250))
def test_a_text_is_cut_and_every_encoder_takes_it(value: str, cap: int) -> None:
    """At a character."""
    text = clean(value, cap)
    assert len(text) <= cap
    assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize(
    ("value", "name"),
    [(3, "int"), (Nameless(), "Nameless"), (Nameless, "LyingName"), (None, "NoneType")],
    ids=["int", "object", "class", "none"],
)
def test_a_class_is_named_by_its_own_slot(value: object, name: str) -> None:
    """Whatever the class says about itself."""
    assert class_name(value) == name


def test_the_name_of_a_class_is_bounded() -> None:
    """A student may make one of any length."""
    assert len(class_name(type("N" * 9999, (), {})())) == 200
