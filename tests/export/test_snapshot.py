"""What every target is given."""

from __future__ import annotations

from typing import Any

import pytest

from grader.export.fitting import fitted, json_text
from grader.export.snapshot import check_entries, rounded_points, summary_text
from grader.results import FileNote, Outcome, SubmissionFacts
from tests.export.any_result import several
from tests.samples.report_samples import check, submission, task


def test_entries_have_places_and_names() -> None:
    """In the order of the result."""
    found = check_entries(several().result)
    assert [entry.number for entry in found] == ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3"]
    assert (found[0].name, found[0].task, found[0].text(100)) == ("Softmax: it holds", "softmax", "Passed in 5 cases.")


def test_a_text_is_cut_and_a_title_short() -> None:
    """And what is left out is counted."""
    (entry,) = check_entries(submission(task(check(Outcome.FAILED, title="t" * 999, message="m" * 999))))
    assert len(entry.title) == 200
    assert entry.text(10) == "m" * 10 + "\n(989 more characters)"


@pytest.mark.parametrize(
    ("outcome", "points", "decided"),
    [
        pytest.param(Outcome.PASSED, 1.0, True, id="passed"),
        pytest.param(Outcome.SKIPPED, 0.0, True, id="skipped"),
        pytest.param(Outcome.PENDING, 0.0, False, id="pending"),
        pytest.param(Outcome.JUDGE_ERROR, 0.0, False, id="our-fault"),
        pytest.param(Outcome.PASSED, float("nan"), False, id="no-number"),
    ],
)
def test_what_is_decided(outcome: Outcome, points: float, decided: bool) -> None:
    """What waits for a person, or for us, is no zero."""
    (entry,) = check_entries(submission(task(check(outcome, points=points))))
    assert entry.is_decided is decided


def test_the_head_says_what_concerns_the_whole() -> None:
    """Omission it is not finished first, then notes, then files."""
    facts = SubmissionFacts(
        id="ana", files=("a.py",), reading=(FileNote(name="a.py", state="nothing", message="It is no Python."),)
    )
    result = submission(task(notes=("Two definitions.",)), submission=facts, notes=("One file is left out.",))
    assert summary_text(result, "It was cut off.").split("\n") == [
        "It was cut off.",
        "One file is left out.",
        "a.py: nothing could be read. It is no Python.",
        "Softmax: Two definitions.",
    ]
    assert summary_text(submission()) == ""


@pytest.mark.parametrize(("points", "number"), [(1 / 3, 0.333333), (float("nan"), 0), (float("inf"), 0), (-1, -1)])
def test_numbers_are_finite(points: float, number: float) -> None:
    """In every file."""
    assert rounded_points(points) == number


def test_json_has_no_nan() -> None:
    """It is refused rather than written."""
    with pytest.raises(ValueError, match="JSON"):
        json_text({"a": float("nan")})


def test_texts_get_shorter_until_they_fit() -> None:
    """The last one stays if none fits."""
    asked = []

    def render(length: Any) -> Any:
        asked.append(length)
        return "ö" * (length or 5)

    assert fitted(render, 3_000) == "ö" * 1_000
    assert fitted(render, 1) == "ö" * 5
    assert asked == [20_000, 4_000, 1_000, 20_000, 4_000, 1_000, 200, None]
