"""Mutants of a reference that are called beside a student's code: of harmless modules alone, with one change each."""

from __future__ import annotations

import ast
import copy
import itertools
from typing import TYPE_CHECKING

import pytest

from grader.diagnosis.misconceptions import output_of
from grader.diagnosis.mutation import models
from grader.diagnosis.mutation.models import _variants, models_of
from grader.diagnosis.mutation.rewrites import note_variables
from tests.samples.course_files import course_of_files
from tests.samples.mutable import mixed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

TASK = """\
id: work
title: Work
statement: Write it.
functions: {total: {args: [x]}}
inputs: {x: {integer: [1, 9]}}
checks:
  - {id: value, title: the value, points: 1, expect: total(x) == ref.total(x)}
"""
REFERENCE = """\
LIMIT = 10

def total(x):
    return step(x) + LIMIT

def step(x):
    return 2 * x

def other(x):
    return x - 7
"""

CHANGED = """
def f(x, n=0):
    y = -abs(x[1:]) + np.exp(n) * 2
    if not n < 3 and x:
        y += np.sum(x, axis=1, keepdims=True)
    for i in range(n):
        y = np.where(y > i, y @ x, 0.5)
        y -= np.maximum(x, y)
    while n and y > x:
        n = sum(a for a in x for b in y if a)
    return y[::-1]
"""


def total_of(folder: Path, reference: str = REFERENCE, **support: bytes) -> Callable[..., Any]:
    """Return the function `total` of a reference; `support` are modules of the course by their names."""
    for name, content in support.items():
        (folder / "support").mkdir(parents=True, exist_ok=True)
        (folder / "support" / f"{name}.py").write_bytes(content)
    task = TASK + (f"support: [{', '.join(f'{name}.py' for name in support)}]\n" if support else "")
    course = course_of_files(folder, {"tasks/work.yaml": task, "reference/work.py": reference})
    return course.tasks[0].reference["total"]


def test_each_model_has_one_change_in_what_the_function_reaches(tmp_path: Path) -> None:
    """Its own lines and those of what it calls; a function beside them is left alone."""
    made = models_of(total_of(tmp_path))
    assert {model.before.name for model in made} == {"total", "step"}
    assert all(ast.dump(model.before) != ast.dump(model.after) for model in made)
    assert all("7" not in model.diff for model in made)


def test_models_answer_otherwise_and_use_what_the_module_has_computed(tmp_path: Path) -> None:
    """`LIMIT` is the module's own; `2 * x` becomes `2 / x`, `3 * x`, `-2 * x`, `2` and `x`."""
    by_step = [model for model in models_of(total_of(tmp_path)) if model.before.name == "step"]
    answers = {model.call(4) for model in by_step}
    assert {10.5, 22, 2, 12, 14} <= answers
    assert 18 not in answers


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("import os", id="a-module-that-can-do-harm"),
        pytest.param("from subprocess import run", id="a-name-of-one"),
        pytest.param("HANDLE = open", id="a-function-that-writes"),
        pytest.param("import numpy as np\nKEEP = np.save", id="a-method-that-writes"),
    ],
)
def test_no_mutant_is_made_where_a_change_could_do_harm(tmp_path: Path, line: str) -> None:
    """A file may be deleted by one wrong operator."""
    assert models_of(total_of(tmp_path, f"{line}\n{REFERENCE}")) == ()


KEEPING = """\
def keep(x):
    if x < 0:
        open("kept", "w").write(str(x))
    return x

{definition}

def total(x):
    return {call} + 10
"""


@pytest.mark.parametrize("harm", ["open", "np.save", "kept"], ids=["a-function", "a-method", "a-name-of-one"])
@pytest.mark.parametrize(
    ("definition", "call"),
    [
        pytest.param("TABLE = {'keep': keep}", "TABLE['keep'](x)", id="table"),
        pytest.param("class Keeper:\n    def add(self, x):\n        keep(x)\n        return x", "Keeper().add(x)",
                     id="class"),
        pytest.param("class Keeper:\n    add = keep", "Keeper.add(x)", id="attribute-of-a-class"),
        pytest.param("def step(x, then=keep):\n    then(x)\n    return x", "step(x)", id="default"),
        pytest.param(
            "STEPS = []\ndef step(f):\n    STEPS.append(f)\n    return f\n@step\ndef other(x):\n    return keep(x)",
            "STEPS[0](x)", id="decorator",
        ),
        pytest.param("STEPS = [f for f in (keep, abs)]", "STEPS[0](x)", id="comprehension"),
        pytest.param("def other(x):\n    return keep(x)\nSTEP = other", "STEP(x)", id="alias-of-what-calls-it"),
        pytest.param("STEP = keep\ndef keep(x):\n    return x", "STEP(x)", id="name-that-is-another-now"),
        pytest.param("if LIMIT:\n    def step(x):\n        return keep(x)", "step(x)", id="function-under-a-condition"),
        pytest.param("STEP = lambda x: keep(x)", "STEP(x)", id="lambda"),
        pytest.param("", "globals()['keep'](x)", id="names-of-the-module"),
        pytest.param("", "total.__globals__['keep'](x)", id="names-of-a-function"),
    ],
)  # fmt: skip
def test_no_mutant_is_made_of_what_reaches_a_harmful_function(
    tmp_path: Path, definition: str, call: str, harm: str
) -> None:
    """By whatever statement beside the functions: a mutant calls the original, with whatever it has computed."""
    reference = "import numpy as np\nfrom numpy import save as kept\nLIMIT = 10\n" if harm == "kept" else ""
    reference = reference or "import numpy as np\nLIMIT = 10\n"
    reference += KEEPING.format(definition=definition, call=call).replace("open(", f"{harm}(", 1)
    function = total_of(tmp_path, reference)
    assert [models_of(function, group) for group in range(len(models.OPERATORS))] == [()] * len(models.OPERATORS)


def test_mutants_are_made_beside_a_harmful_function_that_nothing_reaches(tmp_path: Path) -> None:
    """Tables and classes of the others do no harm."""
    definition = "def double(x):\n    return 2 * x\nTABLE = {'double': double}\nclass Kept:\n    pass"
    assert models_of(total_of(tmp_path, KEEPING.format(definition=definition, call="TABLE['double'](x)")))


KEPT = """\
KEPT = {start}

def put(answers, x, answer):
    answers[x] = answer

def total(x):
    if x not in KEPT{part}:
        {store}
    return KEPT{part}[x]
"""


@pytest.mark.parametrize(
    ("start", "part", "store"),
    [
        ("{}", "", "KEPT[x] = 2 * x"),
        ("{}", "", "KEPT.update({x: 2 * x})"),
        ("{}", "", "KEPT.setdefault(x, 2 * x)"),
        ("{}", "", "put(KEPT, x, 2 * x)"),
        ("{}", "", "answers = KEPT\n        answers[x] = 2 * x"),
        ("[{}]", "[0]", "KEPT[0][x] = 2 * x"),
        ("[{}]", "[0]", "KEPT[0].update({x: 2 * x})"),
    ],
)
def test_what_a_mutant_keeps_reaches_no_answer_of_the_reference(
    tmp_path: Path, start: str, part: str, store: str
) -> None:
    """It would be taken for the right one, and a right submission for a wrong one."""
    function = total_of(tmp_path, KEPT.format(start=start, part=part, store=store))
    numbers = range(1000, 1000 + len(models_of(function)))
    answers = [
        output_of(model.call, [number]).value for number, model in zip(numbers, models_of(function), strict=True)
    ]
    assert any(answer == 2 / number for number, answer in zip(numbers, answers, strict=True))
    assert [function(number) for number in numbers] == [2 * number for number in numbers]


def test_no_mutant_is_made_of_what_changes_a_large_container(tmp_path: Path) -> None:
    """Each mutant would have to get a copy; one that is read alone serves all."""
    start = "dict.fromkeys(range(10_000), 0)"
    changing = KEPT.format(start=start, part="", store="KEPT[x] = 2 * x")
    assert models_of(total_of(tmp_path / "a", changing)) == ()
    assert models_of(total_of(tmp_path / "b", f"KEPT = {start}\n\ndef total(x):\n    return 2 * KEPT[x]\n"))


@pytest.mark.parametrize(
    ("content", "is_made"),
    [
        pytest.param(b"import math\nSCALE = 1\n", True, id="harmless"),
        pytest.param(b"\xef\xbb\xbfimport math\nSCALE = 1\n", True, id="with-a-byte-order-mark"),
        pytest.param(b"import shutil\nSCALE = 1\n", False, id="harmful"),
    ],
)
def test_modules_of_the_course_that_it_imports_are_looked_at_too(tmp_path: Path, content: bytes, is_made: bool) -> None:
    """A support file is as harmless as what it imports."""
    function = total_of(tmp_path, f"import scales\n{REFERENCE}", scales=content)
    assert bool(models_of(function)) is is_made


def test_nothing_is_made_of_a_function_whose_code_is_not_at_hand() -> None:
    """As in a kit, where the answers are recorded."""
    assert models_of(len) == ()


def test_a_long_function_has_a_bounded_number_of_mutants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge makes them while somebody waits."""
    monkeypatch.setattr(models, "MOST", 7)
    assert len(models_of(total_of(tmp_path))) == 7


@pytest.mark.parametrize("operators", models.OPERATORS)
def test_each_variant_is_one_change_of_the_function_as_it_was(operators: models.Operators) -> None:
    """One copy serves all of them, so what is changed must be undone, a list of statements or all loops."""
    (definition,) = ast.parse(CHANGED).body
    assert isinstance(definition, ast.FunctionDef)
    note_variables(definition)
    before, count = ast.dump(definition), 0
    for _, (number, index), mutated in _variants(definition, operators):
        other = copy.deepcopy(definition)
        target = next(itertools.islice(ast.walk(other), number, None))
        list(operators(target))[index].apply()
        assert ast.dump(mutated) == ast.dump(other) != before
        count += 1
    assert count > 30
    assert ast.dump(definition) == before


def test_the_lines_that_a_teacher_sees_are_those_of_the_mutant() -> None:
    """They are made when they are asked for, from the number of the change."""
    models = models_of(mixed)
    assert len(models) > 5
    for model in models:
        before, after = model.diff.split("\n")
        assert before == "-    return 2.0 * x + 1.0"
        assert eval(after.removeprefix("+    return "), {"x": 5.0}) == model.call(5.0)
