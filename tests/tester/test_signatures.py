"""Signatures from texts of the worker: read, and none of what stands in them is run."""

from __future__ import annotations

import inspect

import pytest

from grader.tester.signatures import signature_of


@pytest.mark.parametrize(
    "text",
    [
        "()", "(x)", "(x, y=1)", "(x, /, y)", "(*args)", "(x, *, y)", "(x, *, y='a')", "(**options)",
        "(a, /, b, c=(1, 2), *more, d, e=None, **rest)", "(x=-1)", "(x=[1, {'a': 2}])",
    ],
)  # fmt: skip
def test_a_signature_reads_as_it_is_written(text: str) -> None:
    """Kinds, order and defaults."""
    assert str(signature_of(text)) == text


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        ("(x: int)", int),
        ("(x: None)", None),
        ("(x: 'int')", "'int'"),
        ("(x: list[int])", "list[int]"),
        ("(x: A.b)", "A.b"),
    ],
    ids=["type", "none", "text", "parts", "name"],
)
def test_an_annotation_is_a_plain_type_or_its_text(text: str, annotation: object) -> None:
    """Names of the student's are not looked up."""
    assert signature_of(text).parameters["x"].annotation == annotation
    assert signature_of(f"() -> {text[4:-1]}").return_annotation == annotation


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("(x=open('/etc/passwd'))", "open('/etc/passwd')"), ("(x=np.inf)", "np.inf"), ("(x={[]: 1})", "{[]: 1}"),
        ("(x={[]})", "{[]}"),
    ],
    ids=["a-call", "a-name", "an-impossible-dict", "an-impossible-set"],
)  # fmt: skip
def test_a_default_that_is_computed_is_its_text(text: str, default: str) -> None:
    """It is not run here, whatever it is."""
    assert signature_of(text).parameters["x"].default == default


@pytest.mark.parametrize("text", ["", "(", "(x y)", "(x=<object>)", "(x, x)", "(\0)", "(x=1, y)"])
def test_a_text_that_is_none_is_refused(text: str) -> None:
    """By exceptions that the caller knows."""
    with pytest.raises((SyntaxError, ValueError)):
        signature_of(text)


def test_a_text_behind_the_signature_is_not_run() -> None:
    """It can only be another statement of the same file, which is thrown away."""
    made = signature_of("(): raise SystemExit\nimport os; os.abort\ndef g()")
    assert made == inspect.Signature()
