"""The student's function that a task means, among several files, and the facts that the report states about it."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker.loader import FunctionRequest, load
from grader.worker.resolution import fits, is_class, is_function, signature_text
from grader.worker.sources import Source
from tests.worker.loading import loaded, untouched

if TYPE_CHECKING:
    from collections.abc import Callable


class Liar:
    """An object that lies about its class, and fails at every question."""

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        """Fail."""
        raise RuntimeError("never")

    def __call__(self) -> None:
        """Be callable all the same."""


class Strange:
    """A callable whose signature is no signature."""

    __signature__ = "strange"

    def __call__(self) -> None:
        """Take nothing."""


@pytest.mark.parametrize(
    ("value", "function", "a_class"),
    [
        pytest.param(lambda: 0, True, False, id="lambda"),
        pytest.param(len, True, False, id="builtin"),
        pytest.param(functools.partial(max, 1), True, False, id="partial"),
        pytest.param(int, False, True, id="class"),
        pytest.param(3, False, False, id="number"),
        pytest.param(None, False, False, id="none"),
        pytest.param(Liar(), False, False, id="liar"),
    ],
)
def test_a_value_is_a_function_or_a_class(value: object, function: bool, a_class: bool) -> None:
    """An object that fails at the question is neither."""
    assert (is_function(value), is_class(value)) == (function, a_class)


@pytest.mark.parametrize(
    ("function", "arities"),
    [
        pytest.param(lambda: 0, [0], id="none"),
        pytest.param(lambda x, y=1: 0, [1, 2], id="default"),
        pytest.param(lambda *xs: 0, [0, 1, 2, 3], id="any"),
        pytest.param(lambda x, *, k: 0, [], id="a-keyword-that-must-be-given"),
        pytest.param(lambda x, *, k=1: 0, [1], id="keyword"),
        pytest.param(functools.partial(lambda x, y: 0, 1), [1], id="partial"),
        pytest.param(Strange(), [0, 1, 2, 3], id="nobody-can-tell"),
        pytest.param(min, [0, 1, 2, 3], id="builtin"),
    ],
)
def test_a_function_takes_a_number_of_arguments(function: Any, arities: list[int]) -> None:
    """Where nobody can tell, the call is tried."""
    assert [arity for arity in range(4) if fits(function, arity)] == arities


@pytest.mark.parametrize(
    ("function", "text"),
    [
        pytest.param(lambda x, axis=-1: 0, "(x, axis=-1)", id="plain"),
        pytest.param(lambda x=None, y=True, z=0.5: 0, "(x=None, y=True, z=0.5)", id="defaults"),
        pytest.param(lambda x=object(), y=[1]: 0, "(x=..., y=...)", id="objects-as-defaults"),  # noqa: B008
        pytest.param(Strange(), "", id="strange"),
    ],
)
def test_parameters_as_text_hold_no_address(function: Any, text: str) -> None:
    """Two runs of the same code state the same."""
    assert signature_text(function) == text


SIGNATURES = """
() | (x) | (x, y) | (x, /) | (x, /, y) | (x=1, /, y=2.5) | (*args) | (x, *args, y) | (*, y) | (*, y=None, z) | (**kw)
(x, y=True, *args, z=-0.0, w, **kw) | (x=(1,), y=[], z='a') | (x: int = 3, *, y: str = 'a') -> int
(größe, _ß=10**30) | (x=float('nan'), y=1e400) | (x, y=10**5000)
"""


@pytest.mark.parametrize("text", [text.strip() for text in SIGNATURES.replace("\n", "|").split("|") if text.strip()])
def test_parameters_are_written_as_the_library_writes_them(text: str) -> None:
    """Functions of any parameters, and what the library makes of the same function behind a wrapper."""
    space: dict[str, Any] = {}
    before, arrow, after = text.partition(" -> ")
    exec(f"def f{before}{arrow}{after}: pass", space)
    function = space["f"]
    plain = signature_text(function)
    function.something = "so that it is asked for its signature"
    assert plain == signature_text(function)


def test_annotations_are_left_out() -> None:
    """A library's types would fill the line."""

    def typed(x: dict[str, list[int]], y: int = 1) -> list[int]:
        return [y, len(x)]

    assert signature_text(typed) == "(x, y=1)"


ONE, TWO = "def softmax(x):\n    return 1\n", "\n\ndef softmax(x):\n    return 2\n"


@pytest.mark.parametrize(
    ("files", "chosen", "others"),
    [
        pytest.param({"softmax.py": ONE}, ("softmax.py", 1), [], id="one"),
        pytest.param({"a.py": TWO, "b.py": ONE}, ("b.py", 1), [("a.py", 3)], id="the-last-one"),
        pytest.param({"softmax.py": ONE, "z.py": TWO}, ("softmax.py", 1), [("z.py", 3)], id="the-tasks-name"),
        pytest.param(
            {"softmax.py": ONE + "\n" + TWO}, ("softmax.py", 6), [("softmax.py", 1)], id="the-last-in-a-file"
        ),
        pytest.param(
            {"softmax.py": "from b import softmax", "b.py": ONE}, ("b.py", 1), [], id="an-import-leads-to-its-sibling"
        ),
        pytest.param(
            {"softmax.py": "def softmax(x):\n    pass\n", "b.py": ONE}, ("b.py", 1), [], id="an-empty-one-goes-last"
        ),
        pytest.param({"softmax.py": "def softmax(x):\n    ...\n"}, ("softmax.py", 1), [], id="only-an-empty-one"),
        pytest.param(
            {"a.py": "from math import exp as softmax", "b.py": ONE}, ("b.py", 1), [], id="a-librarys-goes-last"
        ),
        pytest.param({"a.py": "softmax = lambda x: x"}, ("a.py", 1), [], id="lambda"),
        pytest.param({"a.py": "if True:\n    def softmax(x):\n        return 3"}, ("a.py", 2), [], id="in-a-block"),
        pytest.param(
            {"a.py": "while True:\n    def softmax(x):\n        return 3\n    break"}, ("a.py", 2), [], id="in-a-loop"
        ),
        pytest.param({"a.py": "class softmax:\n    pass", "b.py": ONE}, ("b.py", 1), [], id="a-class-is-no-function"),
        pytest.param({"a.py": ONE + "softmax = softmax"}, ("a.py", 1), [], id="renamed-to-itself"),
        pytest.param({"a.py": ONE + "softmax = 3"}, None, [], id="no-function-in-the-end"),
    ],
)  # fmt: skip
def test_one_definition_counts(files: Any, chosen: tuple[str, int] | None, others: list[tuple[str, int]]) -> None:
    """By the file's name, then its rank, then its order; the others are listed."""
    report = loaded(files).report["functions"]
    if chosen is None:
        assert report == {}
        return
    entry = report["softmax"]
    assert (entry["file"], entry["line"]) == chosen
    assert [(other["file"], other["line"]) for other in entry["also"]] == others


def request(files: dict[str, str], **wanted: FunctionRequest) -> Any:
    """Return what the loader finds for each request."""
    with untouched():
        return load([Source(name, text.encode()) for name, text in files.items()], wanted, {}, lambda _: None)


def test_a_file_of_another_task_does_not_answer_for_this_one() -> None:
    """Two tasks may ask for a function of one name; a file named like neither serves both."""
    files = {"hopfield.py": "def energy(x):\n    return 1\n"}
    want = {
        "hopfield/energy": FunctionRequest(1, "hopfield", ("ising",)),
        "ising/energy": FunctionRequest(1, "ising", ("hopfield",)),
    }
    assert set(request(files, **want).functions) == {"hopfield/energy"}
    assert set(request({"hw.py": files["hopfield.py"]}, **want).functions) == {"hopfield/energy", "ising/energy"}


def test_a_variable_is_a_function_that_gives_its_value() -> None:
    """Whatever it is: also None, and also a class."""
    result = request({"hw.py": "accuracy = None\nclass K: pass"}, accuracy=FunctionRequest(0, "hw", variable=True))
    assert result.functions["accuracy"]() is None
    assert result.report["functions"]["accuracy"]["fits"] is True
    assert result.report["functions"]["accuracy"]["also"] == []


def test_a_class_is_found_where_one_is_asked_for() -> None:
    """A function of its name does not do."""
    files = {"a.py": "class Stack:\n    def __init__(self, items): pass", "b.py": "def Stack(items): pass"}
    result = request(files, Stack=FunctionRequest(1, "stack", is_class=True))
    assert result.report["functions"]["Stack"]["file"] == "a.py"
    assert result.report["functions"]["Stack"]["fits"] is True


def test_at_most_ten_others_are_listed() -> None:
    """A report is bounded, whatever is handed in."""
    (entry,) = loaded({f"f{number:02}.py": ONE for number in range(30)}).report["functions"].values()
    assert len(entry["also"]) == 10


def decorated(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that takes anything and says that it is `function`."""

    @functools.wraps(function)
    def wrapper(*args: Any) -> Any:
        return function(*args)

    return wrapper


def with_signature(function: Any, of: Callable[..., Any]) -> Any:
    """Return `function`, which says that it is called like another one."""
    function.__signature__ = inspect.signature(of)
    return function


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "none": lambda: 0,
    "two": lambda a, b: 0,
    "a default": lambda a, b=1: 0,
    "all defaults": lambda a=1, b=2: 0,
    "positional only": lambda a, /, b=1: 0,
    "any number": lambda *args: 0,
    "two and more": lambda a, b, *args: 0,
    "a keyword": lambda a, *, b: 0,
    "a keyword with a default": lambda a, *, b=1: 0,
    "one keyword of two with a default": lambda a, *, b=1, c: 0,
    "any keywords": lambda a, **options: 0,
    "decorated": decorated(lambda a, b: 0),
    "with another signature": with_signature(lambda *args: 0, lambda a: 0),
    "a part of one": functools.partial(lambda a, b: 0, 1),
    "a builtin": len,
}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
@pytest.mark.parametrize("arity", range(4))
def test_a_function_fits_where_its_signature_can_be_bound(function: Callable[..., Any], arity: int) -> None:
    """A plain function has none made for it."""
    try:
        inspect.signature(function).bind(*range(arity))
    except TypeError:
        expected = False
    else:
        expected = True
    assert fits(function, arity) is expected
