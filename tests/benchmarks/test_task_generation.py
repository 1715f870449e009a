"""Tasks from functions with examples: the domains, the checks, and a data set of three functions end to end."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import any_values, fuzzing_values, generality, humaneval
from benchmarks.task_generation import KnownFunction, checks_of, doctest_examples, domain_of
from grader.worker.wire.plain import PlainValueError
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from pathlib import Path

DOMAINS = [
    pytest.param([True, False], "boolean", id="booleans"),
    pytest.param([3, -1, 2], {"integer": [-1, 3]}, id="whole-numbers"),
    pytest.param([0.5, 2.0], {"real": [0.5, 2.0], "grid": "1/4"}, id="real-numbers"),
    pytest.param([1, 2.5, 1], {"choice": [1, 2.5]}, id="a-mixture"),
    pytest.param(["ab", "", "b"], {"text": [0, 2], "of": "ab"}, id="texts"),
    pytest.param(["", ""], {"choice": [""]}, id="the-empty-text"),
    pytest.param([[1], [], [2, 3]], {"list": {"integer": [1, 3]}, "length": [0, 2]}, id="lists"),
    pytest.param([[[1]], [[2], []]], {"list": {"list": {"integer": [1, 2]}, "length": [0, 1]}, "length": [1, 2]},
                 id="lists-of-lists"),
    pytest.param([(1, "a"), (2, "a")], {"tuple": [{"integer": [1, 2]}, {"text": [1, 1], "of": "a"}]}, id="tuples"),
    pytest.param([{"a": 1}, {"b": 2, "a": 1}],
                 {"dict": [{"text": [1, 1], "of": "ab"}, {"integer": [1, 2]}], "length": [1, 2]}, id="dicts"),
    pytest.param([None, 3, 4], {"optional": {"integer": [3, 4]}}, id="none-beside-numbers"),
    pytest.param([None], {"choice": [None]}, id="none"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "domain"), DOMAINS)
def test_a_domain_has_the_kinds_that_were_seen(values: list[Any], domain: Any) -> None:
    """Between the smallest and the largest; what is of no one kind is chosen from."""
    assert domain_of(values) == domain


def test_the_examples_of_a_docstring_are_calls_with_literals() -> None:
    """What is computed, printed or about another function is none."""
    docstring = """Double.

    >>> double([1, 2])
    [2, 4]
    >>> double(x)
    [2]
    >>> double([1])
    array([2])
    >>> other([1])
    [2]
    """
    function = KnownFunction("double", "", docstring, ("x",), (([1],),), real=False)
    assert doctest_examples(function) == [{"call": "double([1, 2])", "equals": "[2, 4]"}]
    assert [check["id"] for check in checks_of(function, ["examples", "drawn"])] == ["examples", "drawn"]


ABOVE = '''
def above(items: list, n: int) -> list:
    """Which are larger.

    >>> above([1, 5], 3)
    [5]
    """
'''
SHOUT = '''
def shout(text):
    """Loud.

    >>> shout("no")
    'yes'
    """
'''
PROBLEMS = [
    ("above", ABOVE, "[item for item in items if item > n]",
     ["f([1, 2, 3], 2) == [3]", "f([], n=0) == []", "f([9, 4], 4) == [9]"]),
    ("mean", "def mean(items):\n", "sum(items) / len(items)", ["f([1.0, 2.0]) == 1.5", "f([0.25]) == 0.25"]),
    ("shout", SHOUT, "text.upper() + '!' * 2", ["f('abc') == 'ABC!!'", "f('') == '!!'"]),
]  # fmt: skip


def problem(name: str, prompt: str, answer: str, asserted: list[str]) -> dict[str, str]:
    """Return a problem as the data set has it."""
    test = "def check(f):\n" + "".join(f"    assert {one}\n" for one in asserted)
    solution = f"    return {answer}\n"
    return {
        "task_id": f"Own/{name}",
        "entry_point": name,
        "prompt": prompt,
        "canonical_solution": solution,
        "test": test,
    }


def test_a_data_set_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Right solutions pass, mutants do not, and a docstring that is wrong about its function is left out and said."""
    path = tmp_path / "own.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(problem(*one)) + "\n" for one in PROBLEMS)
    monkeypatch.setattr("sys.argv", ["humaneval", str(path), "--seeds", "2"])
    humaneval.main()
    said = capsys.readouterr().out
    assert "shout: examples: the reference itself does not satisfy it" in said
    assert "3 of 3 expressible" in said
    assert "passes in 3 under 2 seeds each" in said
    assert "100.0% (goal 90%)" in said


LISTED = [
    ("real", ["tuple(real,vec)"], [], set()),
    ("mat", ["tuple(mat,opaque)"], ["cache"], set()),
    ("opaque", ["mat"], ["cache"], set()),
    ("list(object)", ["none"], ["state", "inplace"], set()),
    ("list(object)", ["none"], ["state"], {"an effect that cannot be asked of"}),
    ("callable", ["real"], [], set()),
    ("callable", ["callable"], [], {"a function as an answer"}),
    ("frame", ["vec"], ["plot"], {"plots"}),
    ("str", ["stdout"], ["stdin", "stdout"], {"a function that asks for input"}),
    ("stdin", ["stdout"], ["stdin", "stdout", "program"], set()),
    ("hologram", ["real"], ["magic"], {"unknown kind hologram", "unknown trait magic"}),
]


@pytest.mark.parametrize(("arg", "returns", "traits", "obstacles"), LISTED)
def test_what_keeps_a_function_from_being_asked_for(
    tmp_path: Path, arg: str, returns: list[str], traits: list[str], obstacles: set[str]
) -> None:
    """By the words of the list; one that nobody knows is an obstacle too."""
    path = tmp_path / "list.json"
    one = {"source": "One", "name": "f", "args": [arg], "returns": returns, "traits": traits}
    path.write_text(json.dumps([one]), encoding="utf-8")
    assert generality.listed(path)[0].obstacles == obstacles


@pytest.mark.slow
def test_right_answers_of_all_kinds_pass_and_a_wrong_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The long trial for a moment: it would notice an answer that is refused."""
    monkeypatch.setattr(any_values, "CASES", 40)
    monkeypatch.setattr(any_values, "TASK", any_values.TASK.replace("cases: 500", "cases: 40"))
    count, said = any_values.refused(tmp_path, 80, 1)
    assert (count, said) == (80, [])
    monkeypatch.setattr(any_values, "STUDENT", any_values.STUDENT.replace("v, [v]", "v, (v,)"))
    assert len(any_values.refused(tmp_path, 80, 1)[1]) == 2


@pytest.mark.slow
def test_ten_thousand_right_answers_pass(tmp_path: Path) -> None:
    """Of all kinds, nested, with other seeds than the trial's."""
    assert any_values.refused(tmp_path, 10_000, 10_000)[1] == []


def test_forged_values_are_used_like_answers() -> None:
    """An honest value passes for its own type, another one does not; what is used is what was read."""
    draw = fuzzing_values.drawing()
    for seed in range(60):
        value = read_value(write_value(draw(seed)))
        assert fuzzing_values.use(value, draw(seed))
    assert not fuzzing_values.use("a", 1)
    with pytest.raises(PlainValueError):
        read_value(write_value([1, "a"])[:-1])
