"""The functions that tasks ask for, as the worker is told them."""

from __future__ import annotations

import json
from pathlib import Path

from grader.course import load_course
from grader.judge.required import RequiredFunction, required_functions
from grader.worker.loader import FunctionRequest


def test_the_facts_are_what_the_worker_makes_its_request_of() -> None:
    """By name, through JSON, with the same defaults."""
    for required in (RequiredFunction(2, "softmax"), RequiredFunction(1, "a", ("b", "c"), is_class=True, tensors="t")):
        request = FunctionRequest(**json.loads(json.dumps(required.facts)))
        for name, value in required.facts.items():
            given = getattr(request, name)
            assert (tuple(given) if name == "rivals" else given) == value


def test_the_facts_are_made_once() -> None:
    """Each submission is sent the same ones."""
    required = RequiredFunction(1, "scan")
    assert required.facts is required.facts


def test_every_function_of_a_course_is_asked_for_by_its_own_arguments() -> None:
    """The course's own tasks share no name."""
    tasks = load_course(Path(), ["softmax", "scan"]).tasks
    required = required_functions(tasks)
    expected = {name: (len(function.args), task.id) for task in tasks for name, function in task.functions.items()}
    assert {name: (each.arity, each.home) for name, each in required.items()} == expected
    assert not any(each.rivals for each in required.values())
