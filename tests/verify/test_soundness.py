"""A spec that is weak in a known way is found out, and a sound one is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.judge import Preparation, Session, TaskGrading, required_functions
from grader.results import Outcome
from grader.verify.findings import CLEAR_SEEDS, Finding, SeedTally, TaskFindings
from grader.verify.solutions import EMPTY, STARTER, solutions
from grader.verify.soundness import EMPTY_SEEDS, PATIENCE, SeedBatch, decided_by_program, try_seeds
from grader.verify.trial import Trial
from tests.samples.families import some_of
from tests.verify.small_verify import REFERENCE, RIGHT, SPEC, WRONG, edited, task_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.sandbox.factory import WorkerFactory

COURSE = Path(__file__).parents[2]


@pytest.fixture
def tried(tmp_path: Path, cell: WorkerFactory) -> Callable[..., Any]:
    """Return a function that tries all solutions of a small task and returns the findings by name."""

    def tried(seeds: int = 2, *, names: Any = None, every: bool = False, **texts: Any) -> Any:
        task = task_of(tmp_path, **texts)
        portion = SeedBatch(tmp_path, "twice", tuple(range(seeds)), names and frozenset(names), every=every)
        return {found.name: found for found in try_seeds(portion, task, cell).findings}

    return tried


def surprises(found: dict[str, Finding]) -> dict[Any, Any]:
    """Return what is not as it must be, by solution; the seed is cut off."""
    return {
        name: {text.rpartition(" (seed ")[0] for text in finding.surprises}
        for name, finding in found.items()
        if finding.wrong_seeds
    }


def test_a_sound_spec_has_no_surprises(tried: Callable[..., Any]) -> None:
    """Right ones get all points, wrong ones lose what they must, empty ones earn next to nothing."""
    found = tried(3)
    assert {name: finding.wrong_seeds for name, finding in found.items()} == dict.fromkeys(found, 0)
    assert {finding.seeds for finding in found.values()} == {3}
    assert (found["reference"].least, found["reference"].most) == (1.0, 1.0)
    assert (found["twice_squared"].least, found["total_of_sizes"].most) == (0.0, 0.75)
    assert found["zeros"].most == 0.0
    assert found["reference"].checks["values"].cases > 50
    assert set(found["total_of_sizes"].checks) == {"sums"}, "the other check calls what is the reference's"


ONE = '"close(twice(x), ref.twice(x))"'
JUDGED = '"ref.judged(x, twice(x))"'
WEAK = {
    "accepts whatever has the shape": (
        {"spec": edited(SPEC, (ONE, JUDGED)),
         "reference": f"{REFERENCE}\ndef judged(x, y):\n    return len(x) == len(y)\n"},
        {"twice_squared": "values is passed", "zeros": "earns 75% of the points, in values", "random": "earns 75%"},
    ),
    "has too large a tolerance": (
        {"spec": edited(SPEC, (ONE, '"close(twice(x), ref.twice(x), rtol=1)"'))},
        {"zeros": "earns 75% of the points"},
    ),
    "has its points on a relation": (
        {"spec": edited(SPEC, ("points: 3", "points: 0"), ("points: 1, needs: [values]", "points: 4"),
                        ("close(total(x), ref.total(x), scale=sum(abs(x)))",
                         "at_most(total(x), 2 * ref.total(abs(x)))"))},
        {"zeros": "earns 100% of the points, in sums", "twice_squared": "costs no points",
         "total_of_sizes": "sums is passed"},
    ),
    "refuses a right one": (
        {"right": edited(RIGHT, ("return x + x", "return x + x + 1"))},
        {"twice_by_adding, total_in_a_loop": "values is failed"},
    ),
    "blames another check": (
        {"spec": edited(SPEC, ("fails: [sums]", "fails: [values]"))},
        {"total_of_sizes": "sums is failed"},
    ),
    "has forgotten a wrong one": (
        {"wrong": f"{WRONG}\ndef total_of_two_kinds(x):\n    return float(np.sum(x + x))\n"},
        {"total_of_two_kinds": "is caught by no check"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "due"), some_of(WEAK, 2))
def test_a_weak_spec_is_found_out(tried: Callable[..., Any], texts: dict[str, str], due: dict[str, str]) -> None:
    """The solution that shows it is named, with the check."""
    found = surprises(tried(**texts))
    for name, says in due.items():
        assert any(says in text for text in found[name]), found
    assert "reference" not in found


@pytest.mark.parametrize("body", ["raise RuntimeError('ours')", "return False"], ids=["raises", "refuses itself"])
def test_a_fault_of_the_course_is_never_as_it_must_be(tried: Callable[..., Any], body: str) -> None:
    """Not even where a wrong solution, or one that knows nothing, gets no points through it."""
    reference = f"{REFERENCE}\ndef judged(x, y):\n    {body}\n"
    tried_once = tried(1, spec=edited(SPEC, (ONE, JUDGED)), reference=reference)
    found = surprises(tried_once)
    assert {"reference", "twice_squared", "zeros"} <= set(found)
    assert all(any("values is judge_error" in text for text in found[name]) for name in ("reference", "zeros"))
    assert tried_once["reference"].judge_errors


def test_written_checks_are_left_out(tried: Callable[..., Any]) -> None:
    """They are nobody's points here, so that a share is one of what a program decides."""
    assert tried(1)["reference"].most == 1.0


def test_a_solution_that_does_not_come_back_ends_alone(tried: Callable[..., Any]) -> None:
    """Its check is lost, and the other solutions are tried all the same."""
    assert surprises(tried(wrong=edited(WRONG, ("return x ** 2", "raise SystemExit")))) == {}


BEGUN = "def twice(x):\n    {twice}\n\ndef total(x):\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(BEGUN.format(twice="raise NotImplementedError"), "", id="nothing-written"),
        pytest.param(BEGUN.format(twice="return 2 * x"), "earns 75% of the points, in values", id="too-much-written"),
        pytest.param(
            BEGUN.replace("def total", "def totals").format(twice="..."), "has no function total", id="missing"
        ),
        pytest.param("def twice(:\n", "has no function twice", id="no-python"),
    ],
)
def test_a_starter_has_every_function_and_earns_nothing(
    tmp_path: Path, cell: WorkerFactory, text: str, says: str
) -> None:
    """The teacher's own; the one that is made from the spec is tried with every other task here."""
    task = task_of(tmp_path)
    (tmp_path / "reference" / "starter").mkdir()
    (tmp_path / "reference" / "starter" / "twice.py").write_text(text)
    (found,) = try_seeds(SeedBatch(tmp_path, "twice", (0,), frozenset([STARTER])), task, cell).findings
    assert [text.removesuffix(" (seed 0)") for text in found.surprises][:1] == ([says] if says else [])
    assert found.wrong_seeds == bool(says)


def test_answers_without_knowledge_are_tried_under_a_few_seeds(tried: Callable[..., Any]) -> None:
    """Unless all are to be."""
    names = [*EMPTY, "total_of_sizes"]
    seeds = {name: found.seeds for name, found in tried(EMPTY_SEEDS + 2, names=names).items()}
    assert seeds == dict.fromkeys(EMPTY, EMPTY_SEEDS) | {"total_of_sizes": EMPTY_SEEDS + 2}
    assert {found.seeds for found in tried(EMPTY_SEEDS + 1, names=["zeros"], every=True).values()} == {EMPTY_SEEDS + 1}


SLOWLY = "import time\n\ndef total_slowly(x):\n    until = time.process_time() + {seconds}\n"
SLOWLY += "    while time.process_time() < until:\n        pass\n    return 2.0 * float(x.sum())\n"


@pytest.mark.slow
def test_a_slow_solution_is_asked_until_it_has_had_its_time(tried: Callable[..., Any]) -> None:
    """Its other checks under every seed; all of them if that is wished."""
    right = SLOWLY.format(seconds=PATIENCE / 35)  # some twenty cases a seed
    found = tried(6, names=["total_slowly"], right=right)["total_slowly"]
    assert (found.seeds, found.checks["sums"].seeds, found.spared) == (6, 2, {"sums"})
    assert found.checks["sums"].mean > PATIENCE / 2
    assert found.clear == set(), "two seeds are too few to say so"
    assert (found.wrong_seeds, found.least) == (0, 1.0)
    found = tried(2, names=["total_slowly"], right=right, every=True)["total_slowly"]
    assert (found.checks["sums"].seeds, found.spared) == (2, set())


@pytest.mark.slow
def test_a_slow_wrong_solution_keeps_what_it_has_lost(tried: Callable[..., Any]) -> None:
    """Where it is not asked again, it is not given the points."""
    slip = "return len([0 for _ in range(1000000)]) - 0.5"
    wrong = edited(WRONG, ("return float(np.sum(2 * np.abs(x)))", slip))
    found = tried(3, names=["total_of_sizes"], wrong=wrong)["total_of_sizes"]
    assert (found.wrong_seeds, found.most, found.spared) == (0, 0.75, {"sums"})


@pytest.mark.parametrize(
    ("body", "clear", "free"),
    [
        pytest.param("2 * x", True, False, id="the-reference's"),
        pytest.param("2 * x * (1 + 5e-8)", True, False, id="well-within"),
        pytest.param("2 * x * (1 + 3e-7)", False, False, id="a-third-of-it"),
        pytest.param("2 * x * (1 + 1e-3)", False, True, id="another-answer"),
    ],
)
def test_what_is_clear_of_a_right_solution_is_known(
    tried: Callable[..., Any], body: str, clear: bool, free: bool
) -> None:
    """The reference's answers, or near them for the tolerance; where others are accepted, the function is free."""
    loose = "at_most(max(abs(twice(x) - ref.twice(x))), 0.1 * ref.total(abs(x)), rtol=0.1)"
    spec = edited(SPEC, (ONE, f'"{loose}"')) if free else SPEC
    right = f"def twice_so(x):\n    return {body}\n"
    found = tried(CLEAR_SEEDS, names=["twice_so"], right=right, spec=spec)["twice_so"]
    assert found.wrong_seeds == 0
    assert found.clear == ({"values"} if clear or free else set())
    assert found.free == ({"twice"} if free else set())


def test_what_is_spared_is_not_asked_and_counts_as_before(tmp_path: Path, cell: WorkerFactory) -> None:
    """A check that was clear under other seeds."""
    task = task_of(tmp_path)
    names = frozenset(["twice_by_adding, total_in_a_loop"])
    portion = SeedBatch(tmp_path, "twice", (1, 2), names, dict.fromkeys(names, frozenset(["values"])))
    (found,) = try_seeds(portion, task, cell).findings
    assert set(found.checks) == {"sums"}
    assert (found.wrong_seeds, found.least, found.seeds) == (0, 1.0, 2)


def test_findings_of_other_seeds_are_added() -> None:
    """Counts add up, shares span both, and one bad seed is enough."""
    one = Finding("a", "wrong", seeds=2, least=0.5, most=0.5)
    two = Finding("a", "wrong", seeds=3, wrong_seeds=1, least=0.25, most=0.75)
    two.surprises["x (seed 4)"] += 1
    found = TaskFindings("t", 4.0)
    found.merge([one], {"c": (1, 2)})
    assert not any(one.wrong_seeds for one in found.findings.values())
    found.merge([two, Finding("b", "empty")], {"c": (0, 3), "d": (1, 1)})
    merged = found.findings["a"]
    assert (merged.seeds, merged.wrong_seeds, merged.least, merged.most) == (5, 1, 0.25, 0.75)
    assert any(one.wrong_seeds for one in found.findings.values())
    assert set(found.findings) == {"a", "b"}
    assert found.empty == {"c": (1, 5), "d": (1, 1)}


def test_the_bounds_are_data_too() -> None:
    """With their method, for right solutions together and for each wrong one."""
    wrong = Finding("w", "wrong", frozenset(["c"]), seeds=20, checks={"c": SeedTally(20, 20, 2000, 2000)})
    found = TaskFindings("t", 4.0, {"r": Finding("r", "right", seeds=1000), "w": wrong})
    bounds = found.data()["bounds"]
    assert bounds["method"] == "Clopper and Pearson, one-sided, 95%"
    assert bounds["right_solutions_fail"] == pytest.approx(0.003, rel=0.01)
    assert 0 < bounds["wrong_solutions_pass"]["w"] < 1e-100
    assert TaskFindings("t", 4.0).data()["bounds"]["right_solutions_fail"] is None


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((COURSE / "tasks").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_course_is_sound_under_a_seed(path: Any, cell: WorkerFactory) -> None:
    """The tasks of the seminar; `grader verify` tries many more seeds."""
    task = load_course(COURSE, only=[path.stem]).tasks[0]
    found = try_seeds(SeedBatch(COURSE, task.id, (7,)), task, cell).findings
    assert {one.name: list(one.surprises) for one in found if one.wrong_seeds} == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((COURSE / "tasks").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_check_says_here_what_it_says_of_a_student(path: Any, cell: WorkerFactory) -> None:
    """The judge's own grading, which goes on to words and smaller cases, decides the same: outcome and points."""
    task = decided_by_program(load_course(COURSE, only=[path.stem]).tasks[0])
    preparation = Preparation(3)
    for solution in (one for one in solutions(COURSE, task) if one.kind != "right"):
        session, trial = Session(solution.submission, required_functions([task]), cell.worker), None
        try:
            grading = TaskGrading(task, solution.submission, session, session.load(), preparation)
            for hidden in (False, True):
                grading.ask(hidden=hidden)
            trial = Trial(task, solution.submission, cell)
            for result in grading.result().checks:
                check = next(check for check in task.checks if check.id == result.id)
                if result.outcome is not Outcome.SKIPPED and check.kind != "growth":
                    asked = trial.ask(check, preparation)
                    assert (asked.passed, asked.points) == (result.outcome is Outcome.PASSED, result.points), check.id
        finally:
            session.close()
            if trial is not None:
                trial.close()
