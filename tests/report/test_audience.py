"""Nothing of a hidden check, and no secret of the grading, reaches a student: not in JSON, a page or a terminal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.presentation import text
from grader.presentation.view import view_of
from grader.report import html
from grader.results import Audience, CheckResult, Outcome, SubmissionResult, TaskResult, Visibility, for_audience
from tests.report.report_secrets import filled
from tests.samples.report_samples import submission, task

SECRET = "unspoken"
NUMBER = 48_271_503
SEED = 740_613_905_221
PUBLIC = "openly"

MEDIA = {
    "JSON": lambda result: result.model_dump_json(),
    "page": lambda result: html.render(result, {}),
    "terminal": lambda result: text.render(view_of(result), colour=False),
    "terminal with colour": lambda result: text.render(view_of(result), colour=True),
}


@st.composite
def checks(draw: Any) -> Any:
    """Draw a check filled to its last field: with secrets if students do not see it, else with harmless texts."""
    known = {"outcome": draw(st.sampled_from(Outcome)), "visibility": draw(st.sampled_from(Visibility))}
    if known["visibility"] is not Visibility.PUBLIC:
        return filled(CheckResult, SECRET, NUMBER, **known)
    return filled(CheckResult, PUBLIC, 1, fault=SECRET, fingerprint=SECRET, **known)


@st.composite
def results(draw: Any) -> Any:
    """Draw a result with secrets wherever a student has no business."""
    tasks = draw(st.lists(st.lists(checks(), max_size=3), min_size=1, max_size=2))
    whole = submission(*(task(*found, id=PUBLIC, title=PUBLIC) for found in tasks))
    secrets = {"seed": SEED, "output": SECRET, "key": SECRET, "repeat": f"grader check --seed {SEED}"}
    return whole.model_copy(update=secrets)


@pytest.mark.parametrize("medium", MEDIA)
@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(graded=results())
def test_no_medium_shows_a_student_what_is_hidden(medium: Any, graded: Any) -> None:
    """No title, input, answer, message, picture, trace, output or fingerprint of a hidden check; no fault, no seed."""
    shown = MEDIA[medium](for_audience(graded, Audience.STUDENT))  # type: ignore[no-untyped-call]
    digits = re.sub(r"[\s,]", "", shown)
    assert SECRET not in shown
    assert str(SEED) not in digits
    assert str(NUMBER) not in digits


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.AFTER_DUE])
def test_how_a_hidden_check_ended_changes_no_letter(medium: str, visibility: Visibility) -> None:
    """Whatever a hidden check says, the student reads the same."""
    ends = [
        submission(task(filled(CheckResult, letter, points, outcome=outcome, visibility=visibility)))
        for letter, points, outcome in (("a", 0, Outcome.FAILED), ("b", 2, Outcome.PASSED), ("c", 1, Outcome.PENDING))
    ]
    assert len({MEDIA[medium](for_audience(result, Audience.STUDENT)) for result in ends}) == 1  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("medium", MEDIA)
def test_a_teacher_sees_what_a_student_does_not(medium: str) -> None:
    """The secrets of these tests can be seen at all, so that not seeing them means something."""
    hidden = filled(CheckResult, SECRET, NUMBER, outcome=Outcome.FAILED, visibility=Visibility.HIDDEN)
    shown = MEDIA[medium](for_audience(submission(task(hidden)), Audience.TEACHER))  # type: ignore[no-untyped-call]
    assert SECRET in shown
    assert str(NUMBER) in re.sub(r"[\s,]", "", shown)


def test_every_model_of_a_result_is_filled() -> None:
    """The tests above leave out no field of any model: what they fill has no default left."""
    whole = filled(SubmissionResult, SECRET, NUMBER)
    one = whole.tasks[0].checks[0]
    assert isinstance(whole.tasks[0], TaskResult)
    for model in (whole, whole.submission, one, one.counterexample, one.picture, one.trace[0], one.warnings[0]):
        empty = [name for name in type(model).model_fields if getattr(model, name) in ("", (), None, {}, 0)]
        assert empty == []
