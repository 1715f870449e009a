"""Exceptions as facts: the student's frames, and the values of the one that raised."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import pytest

from grader.worker.trace import MOST_FRAMES, describe_exception
from grader.worker.wire.packing import FACT_BYTES_A_PART


def raised(source: str, call: str = "f(1)", file: str = "work.py", **options: Any) -> dict[Any, Any]:
    """Return the facts of the exception that `call` raises in a file with `source`."""
    scope: dict[Any, Any] = {}
    exec(compile(dedent(source), file, "exec"), scope)
    try:
        eval(call, scope)
    except BaseException as error:  # noqa: BLE001 - students raise anything
        return describe_exception(error, **options)
    raise AssertionError("nothing is raised")


NESTED = """
    def f(x):
        y = x + 1
        return g(y)

    def g(y):
        z = y * 2
        return z / 0
"""


def test_the_frames_stand_outermost_first_and_the_last_one_has_values() -> None:
    """File, line and function of each step; names and values of where it stopped, arguments first."""
    facts = raised(NESTED, values=True)
    assert (facts["type"], facts["text"]) == ("ZeroDivisionError", "division by zero")
    assert facts["frames"] == [
        {"file": "work.py", "line": 4, "name": "f"},
        {"file": "work.py", "line": 8, "name": "g", "values": {"y": "2", "z": "4"}},
    ]


def test_values_are_told_where_they_are_asked_for_only() -> None:
    """Equal exceptions of many cases are one fact as long as they hold no values."""
    assert raised(NESTED) == raised(NESTED, call="f(2)")
    assert raised(NESTED, values=True) != raised(NESTED, call="f(2)", values=True)


def test_the_values_are_those_of_the_students_innermost_frame() -> None:
    """Where a library raises, the student's own call of it is what they can mend."""
    facts = raised("import json\ndef f(x):\n    text = '{'\n    return json.loads(text)\n", values=True)
    assert [frame["line"] for frame in facts["frames"]] == [4]
    assert facts["frames"][0]["values"] == {"x": "1", "text": "'{'"}


@pytest.mark.parametrize(
    "call",
    ["np.random.randint(0, -1)", "np.random.choice(3, p=[1, 1, 1])", "np.random.default_rng().integers(0, -1)",
     "np.random.permutation(1.5)", "np.random.seed(-1)"],
)  # fmt: skip
def test_a_place_in_a_compiled_part_of_a_library_is_never_shown(call: str) -> None:
    """Its file has a relative name, as a student's has; the line shown is the student's own call."""
    facts = raised(f"import numpy as np\ndef f(x):\n    y = 2\n    return {call}\n", values=True)
    assert [(frame["file"], frame["line"]) for frame in facts["frames"]] == [("work.py", 4)]
    assert facts["frames"][0]["values"] == {"x": "1", "y": "2"}


def test_a_cell_is_a_place_of_its_own() -> None:
    """Code of a notebook's cell is called by file and number."""
    assert raised("def f(x):\n    1 / 0\n", file="my work.ipynb[12]")["frames"] == [
        {"file": "my work.ipynb", "cell": 12, "line": 2, "name": "f"}
    ]


def test_of_many_frames_the_innermost_are_told() -> None:
    """Endless recursion has a thousand."""
    facts = raised("def f(x):\n    return f(x + 1)\n", values=True)
    assert facts["type"] == "RecursionError"
    assert len(facts["frames"]) == MOST_FRAMES
    assert "values" in facts["frames"][-1]


MAPPING = """
    class Names(dict):
        def keys(self):
            raise SystemExit("looked at")
        __iter__ = __len__ = __repr__ = items = keys

    class Meta(type):
        def __prepare__(name, bases):
            return Names()

    def f(x):
        {}
"""


@pytest.mark.parametrize(
    "line",
    [
        "exec(compile('1 / 0', 'other.py', 'exec'), {}, Names())",
        "\n            ".join(["class A(metaclass=Meta):", "1 / 0"]),
    ],
    ids=["exec", "class-body"],
)
def test_names_in_a_mapping_of_the_students_are_not_looked_at(line: str) -> None:
    """Only a function's own names lie where no code of theirs runs."""
    facts = raised(MAPPING.format(line), values=True)
    assert (facts["type"], facts["frames"][-1]["values"]) == ("ZeroDivisionError", {})


def test_a_comprehension_has_no_hidden_names() -> None:
    """What Python itself puts there has a name that nobody wrote."""
    facts = raised("def f(x):\n    return [i / 0 for i in range(3)]\n", values=True)
    assert facts["frames"][-1]["values"].items() >= {"i": "0"}.items()
    assert ".0" not in facts["frames"][-1]["values"]


def test_the_facts_of_the_widest_frames_fit_into_a_part() -> None:
    """Long names, long values, signs that JSON writes at length."""
    names = "\n".join(f"    {'x' * 150}{number} = '𝕐' * 999" for number in range(20))
    facts = raised(f"def f(x):\n{names}\n    raise ValueError('𝕐' * 999)\n", file="𝕏" * 200 + ".py", values=True)
    assert len(json.dumps(facts)) <= FACT_BYTES_A_PART
