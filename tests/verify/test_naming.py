"""What will be looked at of a task is known before anything is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import load_course
from grader.importing import FORMATS, write_course
from grader.verify import VerifyOptions, names_of, verify_course
from grader.verify.mutation_score import MutantResult, task_mutation_score
from grader.verify.mutation_score import mutants as mutants_of_task

COURSE = Path(__file__).parents[2]
EXAMPLE = COURSE / "examples" / "existing_tests"


def test_every_task_has_its_solutions_checks_and_functions() -> None:
    """Written checks are a person's, and mutants are only where they are asked for."""
    for task in load_course(COURSE).tasks:
        names = names_of(COURSE, task)
        assert names[0] == "right: reference"
        named = [f"wrong: {known.wrong}" for known in task.misconceptions]
        # Others lie in the folder without a sentence of their own: derivations without a step.
        assert [name for name in names if name.startswith("wrong")][: len(named)] == named
        decided = [f"check: {check.id}" for check in task.checks if not check.spec.marked_by_person]
        mutants = [f"mutants: {name}" for name in task.functions]
        sentences = [name.replace("wrong: ", "sentence: ") for name in names if name.startswith("wrong")]
        assert names[-len(decided) - len(mutants) - len(sentences) :] == decided + mutants + sentences
        assert names_of(COURSE, task, mutants=False) == [name for name in names if name not in mutants]
        assert len(set(names)) == len(names)


def test_a_class_that_only_tests_know_is_named(tmp_path: Path) -> None:
    """As its mutants have a line in the end, which `pytest tasks/` would leave out otherwise."""
    paths = [EXAMPLE / "test_stack.py", EXAMPLE / "stack.py"]
    write_course(tmp_path, FORMATS["pytest"].read(paths).tasks)
    (task,) = load_course(tmp_path).tasks
    score = task_mutation_score(task, [MutantResult(mutant, "killed") for mutant in mutants_of_task(tmp_path, task)])
    names = [f"mutants: {kills.function}" for kills in score.functions]
    assert names == ["mutants: Stack"]
    assert [name for name in names_of(tmp_path, task) if name.startswith("mutants")] == names


@pytest.mark.slow
@pytest.mark.parametrize("mutants", [True, False])
def test_the_names_are_those_of_the_items(mutants: bool) -> None:
    """Of what is said in the end, nothing is missing and nothing is more."""
    (found,) = verify_course(COURSE, ["scan"], VerifyOptions(1, mutants))
    (task,) = load_course(COURSE, only=["scan"]).tasks
    assert sorted(item.name for item in found.items) == sorted(names_of(COURSE, task, mutants=mutants))
