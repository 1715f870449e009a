"""Who may see what: nothing of a hidden check, and no secret, reaches a student's copy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.results import (
    Audience,
    Counterexample,
    Outcome,
    SubmissionResult,
    TracebackFrame,
    Visibility,
    Warned,
    for_audience,
)
from tests.results.small_results import check, result, task

SECRET = "unspoken"
SEED = 740_613_905_221
TEXTS = ("id", "title", "message", "hint", "diagnosis", "diagnosis_detail", "repeat", "fault", "kind", "output")
POINTS = st.sampled_from([0.0, 0.5, 1.0, 2.0])


@st.composite
def checks(draw: Any) -> Any:
    """Draw a check of which everything is secret if it is hidden, and the fault if it is not."""
    visibility = draw(st.sampled_from(Visibility))
    fields = {"outcome": draw(st.sampled_from(Outcome)), "points": draw(POINTS), "visibility": visibility}
    if visibility is Visibility.PUBLIC:
        return check(
            **fields,
            fault=SECRET,
            diagnosis_detail=SECRET,
            message="said",
            counterexample=Counterexample(inputs={}, got=1, expected=2),
        )
    example = Counterexample(inputs={SECRET: [SECRET]}, got={SECRET: SECRET}, expected={"f(x)": SECRET})
    texts = dict.fromkeys(TEXTS, SECRET)
    seen = {
        "trace": (TracebackFrame(file="f.py", line=1, name=SECRET, source=(SECRET,), values={SECRET: SECRET}),),
        "warnings": (Warned(text=SECRET, kind=SECRET, file=SECRET, line=1),),
    }
    return check(**fields, **texts, **seen, functions=(SECRET,), notes=(SECRET,), counterexample=example)


RESULTS = st.lists(st.lists(checks(), max_size=4), max_size=3).map(
    lambda tasks: result(
        *(task(*found, name=f"task{place}") for place, found in enumerate(tasks)),
        seed=SEED,
        output=SECRET,
        key=SECRET,
        repeat=f"grader check f.py --seed {SEED}",
    )
)


@settings(deadline=None)
@given(RESULTS)
def test_nothing_hidden_reaches_a_students_copy(graded: Any) -> None:
    """No title, message, input or answer of a hidden check, no fault of ours, no output, no seed in any field."""
    text = for_audience(graded, Audience.STUDENT).model_dump_json()
    assert SECRET not in text
    assert str(SEED) not in text


@settings(deadline=None)
@given(RESULTS)
def test_a_students_copy_has_all_that_is_public_and_its_sums(graded: Any) -> None:
    """Every public check whole, apart from faults; points of these alone; the others counted."""
    copy = for_audience(graded, Audience.STUDENT)
    public = [c for t in graded.tasks for c in t.checks if c.visibility is Visibility.PUBLIC]
    shown = [c for t in copy.tasks for c in t.checks]
    assert shown == [c.model_copy(update={"fault": "", "diagnosis_detail": ""}) for c in public]
    assert copy.hidden_checks == len(graded.outcomes) - len(public)
    assert copy.points == sum(t.points for t in copy.tasks) == sum(c.points for c in public)
    assert copy.max_points == sum(t.max_points for t in copy.tasks) == sum(c.max_points for c in public)
    assert copy.pending_points == sum(c.max_points for c in public if c.outcome is Outcome.PENDING)
    assert [t.id for t in copy.tasks] == [t.id for t in graded.tasks]
    assert SubmissionResult.model_validate(copy.model_dump()) == copy


@settings(deadline=None)
@given(RESULTS, st.data())
def test_the_end_of_a_hidden_check_changes_nothing_that_a_student_sees(graded: Any, data: Any) -> None:
    """Whatever a hidden check says, the student's copy is the same to the last character."""

    def other(one: Any) -> Any:
        if one.visibility is Visibility.PUBLIC:
            return one
        return one.model_copy(update={"outcome": data.draw(st.sampled_from(Outcome)), "points": data.draw(POINTS)})

    tasks = [task(*map(other, t.checks), name=t.id) for t in graded.tasks]
    changed = graded.model_copy(update={"tasks": tuple(tasks), "points": sum(t.points for t in tasks)})
    one, two = (for_audience(r, Audience.STUDENT) for r in (graded, changed))
    assert one.model_dump_json() == two.model_dump_json()


@settings(deadline=None)
@given(RESULTS)
def test_a_teachers_copy_is_the_result_itself(graded: Any) -> None:
    """Nothing is taken out."""
    assert for_audience(graded, Audience.TEACHER) == graded


@settings(deadline=None)
@given(RESULTS)
def test_a_copy_of_a_copy_is_the_copy(graded: Any) -> None:
    """Apart from the number of checks that it does not show."""
    copy = for_audience(graded, Audience.STUDENT)
    again = for_audience(copy, Audience.STUDENT)
    assert again.model_copy(update={"hidden_checks": copy.hidden_checks}) == copy


@pytest.mark.parametrize("public", [True, False], ids=["public seed", "secret seed"])
def test_the_seed_and_its_command_are_shown_where_the_seed_is_no_secret(public: bool) -> None:
    """A student's own run can be repeated from their copy, a grading cannot."""
    graded = result(seed=SEED, repeat=f"grader check f.py --seed {SEED}")
    copy = for_audience(graded, Audience.STUDENT, public_seed=public)
    assert (copy.seed, copy.repeat) == ((SEED, graded.repeat) if public else (None, ""))
