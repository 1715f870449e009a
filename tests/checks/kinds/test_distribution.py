"""The kind `distribution`: honest generators of every make pass, others do not and learn why."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.kinds.distribution import DistributionSpec
from grader.checks.laws import law_of
from grader.checks.random_numbers import seeded
from grader.course import load_course
from grader.errors import SpecError, UsageError
from grader.judge import Grading, Preparation
from grader.release import release
from grader.verify.table import chance_lines
from tests.judge.small_gradings import graded, the
from tests.samples.course_files import course_of_files
from tests.samples.families import some_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

SPEC = """
id: small
title: Small
statement: Write it.
functions:
  he_init: {args: [n, m], returns: {array: [any, any]}}
  coins: {args: [n], returns: {array: [any]}}
  shuffled: {args: [n], returns: {list: integer}}
inputs: {n: {integer: [3, 8]}, m: {integer: [3, 8]}}
cases: 12
checks:
  - {id: init, title: he, points: 1, distribution: "he_init(n, m)", statistic: ref.standardised, law: "normal(0, 1)"}
  - {id: coins, title: fair, points: 1, distribution: coins(n), law: bernoulli(0.25)}
  - {id: first, title: shuffles, points: 1, distribution: shuffled(n), statistic: ref.first, law: ref.shuffled}
"""
REFERENCE = """
import random
import numpy as np

def he_init(n, m):
    return np.random.normal(0, np.sqrt(2 / n), (n, m))

def standardised(answer, n, m):
    return answer / np.sqrt(2 / n)

def coins(n):
    return (np.random.rand(n) < 0.25) * 1.0

def shuffled(n):
    items = list(range(n))
    random.shuffle(items)
    return items

def first(answer, n):
    return [answer[0]]
"""


def course_of(folder: Path, spec: str = SPEC) -> Course:
    """Return the course of a spec."""
    return course_of_files(folder, {"tasks/small.yaml": spec, "reference/small.py": REFERENCE})


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how the small course is graded."""
    return Grading(course_of(tmp_path_factory.mktemp("course")).tasks, Preparation(1))


NUMPY = "import numpy as np\nimport random, math\nrng = np.random.default_rng()\n"
ANSWERS: dict[str, tuple[str, str, str, str]] = {
    "the legacy generator": ("init", "np.random.randn(n, m) * (2 / n) ** 0.5", "passed", ""),
    "a generator": ("init", "rng.normal(0, math.sqrt(2 / n), size=(n, m))", "passed", ""),
    "single precision": (
        "init", "rng.standard_normal((n, m), dtype=np.float32) * np.float32(math.sqrt(2 / n))", "passed", "",
    ),
    "the random module": (
        "init", "np.array([[random.gauss(0, (2 / n) ** 0.5) for _ in range(m)] for _ in range(n)])", "passed", "",
    ),
    "lists": ("init", "(rng.normal(0, math.sqrt(2 / n), (n, m))).tolist()", "passed", ""),
    "Box and Muller": (
        "init", "np.sqrt(-4 / n * np.log(1 - rng.random((n, m)))) * np.cos(6.283185307 * rng.random((n, m)))",
        "passed", "",
    ),
    "Xavier": ("init", "rng.normal(0, math.sqrt(1 / n), (n, m))", "failed", "standard deviation is 0.(69|7)"),
    "the variance": ("init", "rng.normal(0, 2 / n, (n, m))", "failed", "standard deviation is"),
    "shifted": ("init", "np.abs(rng.normal(0, math.sqrt(2 / n), (n, m)))", "failed", "too large on average"),
    "uniform": (
        "init", "rng.uniform(-1, 1, (n, m)) * math.sqrt(6 / n)", "failed", "large ones come too seldom",
    ),
    "a seed": (
        "init", "np.random.default_rng(1).normal(0, math.sqrt(2 / n), (n, m))", "failed", "fixed seed",
    ),
    "a seed of the shape": (
        "init", "np.random.RandomState(n + m).randn(n, m) * math.sqrt(2 / n)", "failed", "fixed seed",
    ),
    "one frozen entry": (
        "init", "np.where(np.arange(n * m).reshape(n, m), rng.normal(0, math.sqrt(2 / n), (n, m)), 0.1)",
        "failed", "fixed seed",
    ),
    "one number for all": ("init", "np.full((n, m), rng.normal(0, math.sqrt(2 / n)))", "failed", "are different"),
    "zeros": ("init", "np.zeros((n, m))", "failed", "fixed seed"),
    "another shape": ("init", "rng.normal(size=n)", "failed", "shape"),
    "nan": ("init", "np.full((n, m), np.nan)", "failed", "nan|number"),
    "an exception": ("init", "1 / 0", "error", "ZeroDivisionError"),
    "nothing": ("init", "None", "failed", "None"),
    "fair coins": ("coins", "(rng.random(n) < 0.25).astype(float)", "passed", ""),
    "unfair ones": ("coins", "(rng.random(n) < 0.3).astype(float)", "failed", "mean is 0.(3|29)"),
    "inverted dropout": ("coins", "(rng.random(n) < 0.25) / 0.25", "failed", "numbers such as 4"),
    "seeded coins": ("coins", "(np.random.default_rng(2).random(n) < 0.25) * 1.0", "failed", "fixed seed|law"),
    "Fisher and Yates": ("first", "random.sample(range(n), n)", "passed", ""),
    "rotations": ("first", "[(i + k) % n for k in [random.randrange(n)] for i in range(n)]", "passed", ""),
    "never the first": ("first", "[*range(1, n), 0]", "failed", "fixed seed|law"),
    "biased": ("first", "sorted(range(n), key=lambda i: random.random() * (i + 1))", "failed", "too small on average"),
}  # fmt: skip


@pytest.mark.parametrize(("check", "body", "outcome", "says"), some_of(ANSWERS))
def test_the_law_decides(grading: Grading, check: str, body: str, outcome: str, says: str) -> None:
    """The law decides."""
    name = {"init": "he_init(n, m)", "coins": "coins(n)", "first": "shuffled(n)"}[check]
    result = the(graded(grading, f"{NUMPY}def {name}:\n    return {body}\n"), check)
    assert result.outcome.value == outcome, result
    assert re.search(says, result.message), result.message
    assert not result.notes or body.startswith(("(rng.normal", "rng.standard")), (
        "nothing is said about unsteady answers"
    )


def test_a_failure_shows_the_facts_and_a_picture(grading: Grading) -> None:
    """A failure shows the facts and a picture."""
    source = f"{NUMPY}def he_init(n, m):\n    return rng.normal(0.5, math.sqrt(2 / n), (n, m))\n"
    result = the(graded(grading, source), "init")
    assert result.counterexample is not None
    assert result.picture is not None
    assert result.counterexample.expected == {
        "mean": 0.0, "standard deviation": 1.0, "smallest": "any", "largest": "any",
    }  # fmt: skip
    assert [series.name for series in result.picture.series] == ["your numbers", "normal(0, 1)"]


def test_a_seed_at_the_top_of_a_file_does_no_harm(grading: Grading) -> None:
    """A seed at the top of a file does no harm."""
    source = (
        "import numpy as np\nnp.random.seed(0)\ndef he_init(n, m):\n    return np.random.randn(n, m) * (2 / n) ** 0.5\n"
    )
    assert the(graded(grading, source), "init").outcome.value == "passed"


def test_verify_states_the_bound(grading: Grading) -> None:
    """Verify states the bound."""
    lines = chance_lines(grading.tasks[0]).splitlines()
    assert len(lines) == 3
    assert re.search(r"init: [\d,]+ numbers against normal\(0, 1\): .* at most 1e-09", lines[0])


LAWS: dict[str, tuple[str, str]] = {
    "no call": ("normal", "is no law; expected normal"),
    "no spread": ("normal(0, 0)", "is no law"),
    "wrong order": ("uniform(1, 0)", "is no law"),
    "certain": ("bernoulli(1)", "is no law"),
    "another law": ("poisson(3)", "is no law"),
    "an expression": ("normal(0, n)", "is no law"),
    "no Python": ("normal(0,", "is no law"),
    "a sampler that is not there": ("ref.shuffle", "did you mean"),
    "a sampler with arguments": ("ref.shuffled(n)", "write its name alone"),
}


@pytest.mark.parametrize(("law", "says"), LAWS.values(), ids=LAWS)
def test_a_law_that_is_none_is_a_mistake(tmp_path: Path, law: str, says: str) -> None:
    """A law that is none is a mistake."""
    with pytest.raises(SpecError, match=says):
        course_of(tmp_path, SPEC.replace("law: ref.shuffled", f'law: "{law}"'))


@pytest.mark.parametrize("text", ["normal(0, 1)", "normal(-1, 1e-3)", "uniform(-1, 1)", "bernoulli(0.5)"])
def test_laws_are_read(text: str) -> None:
    """Laws are read."""
    assert law_of(text).facts.spread > 0


def test_too_few_numbers_are_a_fault_of_the_course(tmp_path: Path) -> None:
    """Too few numbers are a fault of the course."""
    spec = SPEC.replace("law: bernoulli(0.25)", "law: bernoulli(0.25), cases: 1, repeats: 20")
    grading = Grading(course_of(tmp_path, spec).tasks, Preparation(1))
    assert (
        the(graded(grading, f"{NUMPY}def coins(n):\n    return np.zeros(n)\n"), "coins").outcome.value == "judge_error"
    )


def test_global_generators_are_given_back() -> None:
    """Global generators are given back."""
    random.seed(5)
    before = random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index] # noqa: NPY002
    with seeded(1, "task", "check"):
        first: list[Any] = [random.random(), np.random.rand()]  # noqa: NPY002
    with seeded(1, "task", "check"):
        assert [random.random(), np.random.rand()] == first  # noqa: NPY002
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before  # type: ignore[index] # noqa: NPY002


def test_a_kit_has_what_the_reference_need_not_draw(tmp_path: Path) -> None:
    """A kit has what the reference need not draw."""
    course = course_of(tmp_path / "made")
    (task_kit,) = release(course, course.tasks, tmp_path / "kit")
    assert task_kit.public == ["init", "first"]
    kit = load_course(tmp_path / "kit", kits=True)
    grading = Grading(kit.tasks, Preparation(kit.seed or 0))
    for body, outcome in (("(np.random.rand(n) < 0.25) * 1.0", "passed"), ("np.zeros(n)", "failed")):
        result = graded(grading, f"{NUMPY}def coins(n):\n    return {body}\n")
        assert the(result, "coins").outcome.value == outcome


def test_a_task_without_anything_else_has_no_kit(tmp_path: Path) -> None:
    """A task without anything else has no kit."""
    spec = "\n".join(line for line in SPEC.splitlines() if "id: coins" not in line and "id: first" not in line)
    course = course_of(tmp_path / "made", spec)
    with pytest.raises(UsageError):
        release(course, course.tasks, tmp_path / "kit")


def test_the_kind_has_its_keys() -> None:
    """The kind has its keys."""
    assert DistributionSpec.key == "distribution"
