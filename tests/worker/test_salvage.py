"""Definitions alone: which statements of a file that cannot be executed whole are kept."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from grader.worker.salvage import calls_nothing, is_main_guard
from tests.worker.loading import first, loaded

STOP = "raise SystemExit\n"


@pytest.mark.parametrize(
    ("code", "value"),
    [
        pytest.param("import math\ndef softmax(x): return math.floor(x)\n", 2, id="import"),
        pytest.param("A = 3\ndef softmax(x): return A\n", 3, id="literal"),
        pytest.param("A: float = 3\ndef softmax(x): return A\n", 3, id="annotated"),
        pytest.param("A = B = 3\ndef softmax(x): return B\n", 3, id="chained"),
        pytest.param("A, B = 1, 3\ndef softmax(x): return B\n", 3, id="tuple"),
        pytest.param("A = -2 ** 3 + 1\ndef softmax(x): return A\n", -7, id="arithmetic"),
        pytest.param("import math\nA = 2 * math.pi > 6\ndef softmax(x): return A\n", True, id="attribute"),
        pytest.param("A = {'a': [1, 2]}['a'][1:]\ndef softmax(x): return A\n", [2], id="containers"),
        pytest.param("softmax = lambda x, n=3: n\n", 3, id="lambda"),
        pytest.param("class A:\n    n = 4\ndef softmax(x): return A.n\n", 4, id="class"),
        pytest.param("if 1 < 2:\n    def softmax(x): return 1\nelse:\n    def softmax(x): return 2\n", 1, id="if"),
        pytest.param("if 1 > 2:\n    def softmax(x): return 1\nelse:\n    def softmax(x): return 2\n", 2, id="else"),
        pytest.param("if open('x'):\n    def softmax(x): return 1\nelse:\n    A = 2\n", 1, id="if-with-a-call"),
        pytest.param("if __name__ == '__main__':\n    def softmax(x): return 1\n", 1, id="below-the-main-guard"),
        pytest.param(
            "try:\n    import cupy as m\nexcept ImportError:\n    import math as m\nsoftmax = m.floor\n", 2, id="try"
        ),
        pytest.param(
            "try:\n    A = 1\nexcept ImportError:\n    A = 2\nelse:\n    B = 5\nsoftmax = lambda x: A + B\n",
            6,
            id="else-of-try",
        ),
        pytest.param("try:\n    pass\nfinally:\n    softmax = lambda x: 1\n", 1, id="finally"),
        pytest.param("with open('x') as f:\n    def softmax(x): return 1\n", 1, id="with"),
        pytest.param("import nosuch\ndef softmax(x: nosuch.Tensor) -> nosuch.Tensor: return 1\n", 1, id="annotations"),
        pytest.param("from __future__ import annotations\ndef softmax(x: y): return 1\n", 1, id="future"),
        pytest.param("async def other(): pass\ndef softmax(x): return 1\n", 1, id="async"),
    ],
)
def test_definitions_and_constants_are_kept(code: str, value: Any) -> None:
    """What functions need is there, although the file ends the program."""
    result = loaded(STOP + code)
    assert first(result)["state"] == "definitions"
    assert result.functions["softmax"](2.5) == value


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("print('training')", id="call"),
        pytest.param("A = open('nosuch')", id="assigned-call"),
        pytest.param("A = [open('nosuch') for i in range(3)]", id="comprehension"),
        pytest.param("A = (lambda n=open('nosuch'): n)", id="default-of-a-lambda"),
        pytest.param("while True: pass", id="endless-loop"),
        pytest.param("for i in range(3): print(i)", id="loop"),
        pytest.param("A = f\"{open('nosuch')}\"", id="formatted-call"),
        pytest.param("open('nosuch').x = 3", id="attribute-of-a-call"),
        pytest.param("del softmax", id="delete"),
        pytest.param("assert False", id="assert"),
    ],
)
def test_everything_else_is_left_alone(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No call, no loop: neither their effects nor their errors show."""
    result = loaded(f"def softmax(x): return x\n{code}\n", bare={"softmax.py": "hang"})
    assert result.functions["softmax"](1) == 1
    assert first(result)["lost"] == []
    assert capsys.readouterr().out == ""


def test_each_statement_fails_for_itself() -> None:
    """Losses are told with line and reason, the rest is loaded."""
    code = "import nosuch\nB = nosuch.x\n@nosuch.jit\ndef run(x): pass\nclass N(nosuch.M): pass\n"
    fact = first(loaded(code))
    assert [(loss["line"], loss["type"]) for loss in fact["lost"]] == [
        (1, "ModuleNotFoundError"),
        (2, "NameError"),
        (4, "NameError"),
        (5, "NameError"),
    ]


def test_what_stood_before_the_line_that_stops_is_kept() -> None:
    """And what stands after it is executed in the same module, as a notebook goes on."""
    code = "seen = [1]\ndef softmax(x): return seen\n1 / 0\nseen.append(2)\n"
    assert loaded(code).functions["softmax"](0) == [1, 2]


def test_a_file_whose_definitions_all_fail_gives_nothing() -> None:
    """The state says that there is nothing to grade."""
    assert first(loaded("import nosuch\nA = nosuch.x\n"))["state"] == "nothing"


@pytest.mark.parametrize(
    ("test", "is_guard"),
    [
        ("__name__ == '__main__'", True),
        ("'__main__' == __name__", True),
        ("__name__ != '__main__'", False),
        ("__name__", False),
        ("name == '__main__'", False),
    ],
)
def test_the_main_guard_is_known_by_sight(test: str, is_guard: bool) -> None:
    """Either way round, and nothing else."""
    assert is_main_guard(ast.parse(test, mode="eval").body) is is_guard


@pytest.mark.parametrize(
    ("code", "expected"),
    [("1 + a.b[2]", True), ("f()", False), ("[i for i in a]", False), ("(a := 1)", False), ("lambda: f()", True)],
)
def test_plain_expressions_call_nothing(code: str, expected: bool) -> None:
    """The body of a lambda is not evaluated, so it may call."""
    assert calls_nothing(ast.parse(code, mode="eval").body) is expected
    assert calls_nothing(None)
