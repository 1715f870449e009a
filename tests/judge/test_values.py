"""Tasks about lists, texts, dicts, ...: what arrives, what passes, what is said, end to end."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from grader.course import load_course
from grader.expressions.evaluation import EvaluationError
from grader.judge import Grading, Preparation
from grader.results import Outcome
from tests.judge.small_gradings import course_of, graded, grading_of, outcomes, the
from tests.samples.families import some_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "two_functions"
RIGHT = {f"{path.stem}.py": path.read_text(encoding="utf-8") for path in (EXAMPLE / "reference").glob("*.py")}


def example(check: Any) -> Any:
    """Return the case that a failing check shows."""
    assert check.counterexample is not None
    return check.counterexample


EVERY_KIND = """
functions: {f: {args: [v]}}
checks:
  - id: same
    title: The same comes back
    points: 1
    cases: 12
    inputs: {v: DOMAIN}
    expect: f(v) == ref.f(v)
"""
DESCRIBE = """
def f(v):
    import numpy as np
    if isinstance(v, np.ndarray):
        return (type(v).__name__, str(v.dtype), v.shape, v.tolist())
    if isinstance(v, dict):
        return [(f(k), f(x)) for k, x in v.items()]
    if isinstance(v, (list, tuple)):
        return (type(v).__name__, [f(x) for x in v])
    if isinstance(v, set):
        return (type(v).__name__, sorted(map(f, v)))
    return (type(v).__name__, repr(v))
"""


@pytest.mark.parametrize(
    "domain",
    some_of([
        "{integer: [-3, 3]}", "{real: [0, 1]}", "boolean", "{choice: [1, 2.5, a, true, null, [1, 2]]}",
        "{vector: 3, integers: [0, 4]}", "{vector: 3, integers: [0, 4], as: real}",
        "{array: [2, 1, 2], booleans: true}",
        "{text: [0, 6], of: unicode}", "{list: {integer: [0, 9]}}", "{list: {list: {real: [0, 1]}, length: [0, 2]}}",
        "{tuple: [boolean, {text: 2}, {vector: 2}]}", "{dict: {a: {matrix: [2, 2]}, 3: {integer: [0, 9]}}}",
        "{dict: [{text: [1, 2]}, {integer: [0, 9]}]}", "{set: {integer: [0, 9]}}", "{optional: {list: boolean}}",
    ]),
)  # fmt: skip
def test_student_and_reference_get_the_same_kinds(tmp_path: Path, domain: str) -> None:
    """Described by type, type of entries and contents, in every part."""
    grading = grading_of(tmp_path, EVERY_KIND.replace("DOMAIN", domain), DESCRIBE)
    check = the(graded(grading, DESCRIBE), "same")
    assert check.outcome is Outcome.PASSED, check.message


def test_the_example_course_is_graded_and_a_wrong_part_is_named() -> None:
    """`softmax_loss` returns two things, `two_sum` takes and gives lists: the tasks of the tutorial."""
    grading = Grading(load_course(EXAMPLE).tasks, Preparation(1))
    assert set(outcomes(graded(grading, RIGHT)).values()) == {"passed"}
    half = {**RIGHT, "softmax_loss.py": RIGHT["softmax_loss.py"].replace("2 * reg * W", "reg * W")}
    check = the(graded(grading, half), "gradient")
    assert re.match(r"`softmax_loss\(W, X, y, reg\)\.dW at position \(0, \d\)` is \S+ and should be ", check.message)
    shown = example(check).inputs
    assert len(shown["W"]) == len(shown["X"]) == len(shown["y"]) == 1, "a small case"
    early = {**RIGHT, "two_sum.py": RIGHT["two_sum.py"].replace("range(i + 1,", "range(i,")}
    check = the(graded(grading, early), "definition")
    assert check.diagnosis == "You pair a number with itself; the two positions must be different."
    assert example(check).got == {"two_sum([1], 2)": "[0, 0]"}


def test_the_example_tasks_are_short() -> None:
    """A teacher writes each in at most 25 lines, with a statement, hints and a known wrong solution."""
    for path in (EXAMPLE / "tasks").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 25
        assert "misconceptions:" in text


LISTED = """
functions: {f: {args: [x]}, g: {args: [x], strict: true}}
checks:
  - {id: f, title: t, points: 1, expect: "close(f(x), ref.f(x))"}
  - {id: g, title: t, points: 1, expect: "close(g(x), ref.g(x))"}
"""


def test_a_list_of_the_right_numbers_costs_a_note_or_the_points(tmp_path: Path) -> None:
    """As the function says: nothing by default, everything where it is `strict`."""
    reference = "def f(x):\n    return 2.0 * x\n\ndef g(x):\n    return 2.0 * x\n"
    code = "def f(x):\n    return [2.0 * n for n in x]\n\ndef g(x):\n    return tuple(2.0 * n for n in x)\n"
    result = graded(grading_of(tmp_path, LISTED, reference), code)
    assert outcomes(result) == {"f": "passed", "g": "failed"}
    assert the(result, "f").notes == ("`f`: a list or tuple of numbers counts as an array here; return an array.",)
    assert "The values are right. Put it into np.array(...)." in the(result, "g").message


EXAMPLES = """
functions: {f: {args: [t]}, h: {args: [t, n]}}
checks:
  - id: f
    title: t
    points: 1
    examples:
      - {call: "f('Abba')", gives: true}
      - {call: "f('')", gives: true}
  - id: h
    title: t
    points: 1
    inputs: {n: {integer: [0, 3]}}
    examples: [{call: "h('ab', n=2)", equals: "('ab', ['ab'] + ['ab'])"}]
    expect: h('x', n) == ref.h('x', n)
"""
EXAMPLES_REFERENCE = """
def f(t):
    return t.lower() == t.lower()[::-1]

def h(t, n):
    return t, [t] * n
"""


def test_examples_are_fixed_cases(tmp_path: Path) -> None:
    """Alone or beside drawn ones; the one that fails is shown, and nothing else."""
    grading = grading_of(tmp_path, EXAMPLES, EXAMPLES_REFERENCE)
    assert outcomes(graded(grading, EXAMPLES_REFERENCE)) == {"f": "passed", "h": "passed"}
    wrong = EXAMPLES_REFERENCE.replace("t.lower() == t.lower()[::-1]", "t == t[::-1]").replace("* n", "* max(1, n)")
    result = graded(grading, wrong)
    assert outcomes(result) == {"f": "failed", "h": "failed"}
    assert the(result, "f").message == "`f('Abba')` is False and should be True."
    assert list(example(the(result, "f")).got) == ["f('Abba')"]
    assert the(result, "h").message == "`h('x', n)[1]` has 1 item, 0 expected; 'x' at position 0 is too many."
    assert example(the(result, "h")).inputs == {"n": 0}


def test_an_example_that_the_reference_contradicts_is_the_courses_fault(tmp_path: Path) -> None:
    """The answer that is written down is wrong, or the reference is."""
    grading = grading_of(tmp_path, EXAMPLES.replace("gives: true", "gives: false", 1), EXAMPLES_REFERENCE)
    check = the(graded(grading, EXAMPLES_REFERENCE), "f")
    assert check.outcome is Outcome.JUDGE_ERROR


SEEDED = """
functions: {f: {args: [g]}}
checks:
  - id: f
    title: t
    points: 1
    given: {g: "ref.made(size, seed)"}
    inputs: {size: {integer: [1, 4]}}
    expect: f(g) == ref.f(g)
"""
SEEDED_REFERENCE = """
import random

def made(n, seed):
    rng = random.Random(seed)
    return {node: [other for other in range(n) if rng.random() < 0.5] for node in range(n)}

def f(g):
    return max(map(len, g.values()))
"""


def test_a_seed_makes_what_no_domain_describes(tmp_path: Path) -> None:
    """A graph here: of the reference's making, the same for every student."""
    grading = grading_of(tmp_path, SEEDED, SEEDED_REFERENCE)
    assert outcomes(graded(grading, SEEDED_REFERENCE)) == {"f": "passed"}
    result = graded(grading, "def f(g):\n    return len(g)\n")
    shown = example(the(result, "f")).inputs
    assert isinstance(shown["seed"], int)
    assert len(eval(shown["g"])) == shown["size"]


def test_a_changed_argument_is_noted_for_every_kind(tmp_path: Path) -> None:
    """Lists and dicts as well as arrays; texts cannot change."""
    spec = """
    functions: {f: {args: [a, b, c], pure: true}}
    inputs: {a: {list: {integer: [0, 9]}, length: 3}, b: {dict: {k: {integer: [0, 9]}}}, c: {text: 3}}
    checks: [{id: f, title: t, points: 1, expect: "f(a, b, c) == ref.f(a, b, c)"}]
    """.replace("inputs: {a", "X: {a")
    spec = spec.replace("    X: {a", "    inputs: {a")
    head = "id: small\ntitle: Small\nstatement: Write it.\n"
    for name, text in (("tasks/small.yaml", head + re.sub("^    ", "", spec, flags=re.MULTILINE)),
                       ("reference/small.py", "def f(a, b, c):\n    return sum(a) + b['k']\n")):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    grading = Grading(load_course(tmp_path).tasks, Preparation(1))
    fine = "def f(a, b, c):\n    return sum(a) + b['k']\n"
    assert outcomes(graded(grading, fine)) == {"f": "passed"}
    for line in ("a.append(1)", "b['k'] += 0; b['l'] = 1", "a.sort(); a.reverse(); a[0] = -1"):
        code = f"def f(a, b, c):\n    total = sum(a) + b['k']\n    {line}\n    return total\n"
        check = the(graded(grading, code), "f")
        assert check.outcome is Outcome.FAILED
        assert "changes its argument" in check.message


@pytest.mark.parametrize(
    ("returns", "reference", "message"),
    [
        ("{tuple: {a: real, b: real}}", "return 1.0", "returns a number; expected a tuple of 2 items (a, b)"),
        ("{list: integer}", "return [1, 'a']", "returns a text as its part `[1]`; expected a whole number"),
        ("text", "return lambda: 1", "returns something of type function; expected a text"),
        (None, "return {'a': print}", "cannot cross"),
    ],
)
def test_a_reference_that_is_not_what_the_task_says_is_told_with_expression_and_kind(
    tmp_path: Path, returns: str | None, reference: str, message: str
) -> None:
    """As the course's fault, in the teacher's copy."""
    spec = f"""
    functions: {{f: {{args: [x]{f", returns: {returns}" if returns else ""}}}}}
    checks: [{{id: f, title: t, points: 1, expect: "f(x) == ref.f(x)", where: "len(x) > 0"}}]
    """
    task = course_of(tmp_path, spec, f"def f(x):\n    {reference}\n").tasks[0]
    with pytest.raises(EvaluationError, match=re.escape(message)) as error:
        task.checks[0].prepare(1)
    assert "f(x)" in str(error.value)


def test_results_of_other_values_are_json(tmp_path: Path) -> None:
    """Python's own spelling, where JSON has none."""
    grading = grading_of(tmp_path, EXAMPLES, EXAMPLES_REFERENCE)
    result = graded(grading, "def f(t):\n    return {1, 2}\n\ndef h(t, n):\n    return t, n\n")
    found = json.loads(result.model_dump_json())
    checks = {check["id"]: check for task in found["tasks"] for check in task["checks"]}
    assert checks["f"]["counterexample"]["got"] == {"f('Abba')": "{1, 2}"}
    assert checks["f"]["message"] == "`f` returns a set of 2 items; expected True or False."


SMALL_NUMBER = """
functions: {f: {args: [k]}}
checks:
  - {id: f, title: t, points: 1, inputs: {k: {integer: [1, 9]}}, expect: "close(f(k), ref.f(k))"}
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Decimal(k)", "Decimal('sNaN')"),
        ("k + 0", "Decimal('-sNaN12')"),
        ("float(k)", "Decimal('sNaN')"),
        ("{'a': Decimal(k)}", "{'a': Decimal('sNaN')}"),
        ("[Decimal(k), 1]", "[Decimal('sNaN'), 1]"),
    ],
)
def test_a_number_that_raises_when_it_is_compared_is_a_wrong_answer(tmp_path: Path, right: str, wrong: str) -> None:
    """A signalling NaN is the student's fault wherever it stands, and is named."""
    code = f"from decimal import Decimal\n\ndef f(k):\n    return {right}\n"
    grading = grading_of(tmp_path, SMALL_NUMBER, code)
    assert outcomes(graded(grading, code)) == {"f": "passed"}
    check = the(graded(grading, code.replace(right, wrong)), "f")
    assert check.outcome is Outcome.FAILED, check.message
    assert "signalling NaN" in check.message


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("k + 0", "10 ** 5000", "something of type int that has too many digits"),
        ("[k + 0]", "[10 ** 5000]", "something of type int that has too many digits"),
        ("Decimal(k)", "Decimal('1e99999')", "something of type Decimal that has too many digits"),
    ],
)
def test_a_value_that_cannot_cross_says_why(tmp_path: Path, right: str, wrong: str, reason: str) -> None:
    """Alone as within another one: its type alone would read like what is expected."""
    code = f"from decimal import Decimal\n\ndef f(k):\n    return {right}\n"
    check = the(graded(grading_of(tmp_path, SMALL_NUMBER, code), code.replace(right, wrong)), "f")
    assert check.outcome is Outcome.FAILED, check.message
    assert reason in check.message
