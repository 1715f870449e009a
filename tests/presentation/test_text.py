"""The report in a terminal."""

from __future__ import annotations

import subprocess  # noqa: TID251 (a clean interpreter, and no code of a student)
import sys
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from grader.presentation import text
from grader.presentation.messages import outcome_label
from grader.presentation.view import view_of
from grader.results import Outcome
from tests.samples.report_samples import GOLDEN, HOSTILE, check, rendered, rich, submission, task


def test_the_rich_result_reads_as_the_golden_report() -> None:
    """Refresh with `python -m tests.report.refresh` and read the difference."""
    for name, content in rendered().items():
        assert content == (GOLDEN / name).read_text(encoding="utf-8"), name


def test_every_check_has_its_word_and_the_score_comes_last() -> None:
    """One line a check, the points at the end where the eye is."""
    result = rich()
    lines = text.render(view_of(result), colour=False).splitlines()
    for one in result.tasks[0].checks:
        assert any(line.startswith(f"  {outcome_label(one.outcome)}: {one.title[:20]}") for line in lines)
    assert lines[-4] == "Score: 3.5 of 12 points so far"


def test_passed_checks_are_short() -> None:
    """What holds needs no message, no hint and no case."""
    shown = text.render(view_of(submission(task(check(message="Well done.", hint="Think.", cases=5)))), colour=False)
    assert "Well done" not in shown
    assert "Think" not in shown
    assert "Passed in 5 cases." in shown


def test_plain_text_has_no_codes() -> None:
    """Not one escape reaches a file or a terminal without colour."""
    assert "\x1b" not in text.render(view_of(rich()), colour=False)


def test_prose_is_wrapped_at_80_columns() -> None:
    """Words are not cut, lines are."""
    message = "A sentence of some length that goes on. " * 10
    for line in text.render(
        view_of(submission(task(check(Outcome.FAILED, message=message)))), colour=False
    ).splitlines():
        assert len(line) <= 80


def test_lines_of_python_are_kept_as_they_are() -> None:
    """What a student copies is not wrapped, long as it may be."""
    python = "print(softmax([" + ", ".join(["0.015625"] * 30) + "]))"
    command = "printf %s '3\n' | python receipt.py"
    shell = text.render(view_of(submission(task(check(Outcome.FAILED, repeat=command)))), colour=False)
    assert "Repeat this in a terminal:" in shell
    assert python in text.render(view_of(submission(task(check(Outcome.FAILED, repeat=python)))), colour=False)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.sampled_from(HOSTILE))
def test_a_title_cannot_write_lines(hostile: Any) -> None:
    """A hostile name changes the words of a report, never its number of score lines or its escapes."""
    result = submission(task(check(Outcome.FAILED, title=hostile, message=hostile), title=hostile))
    shown = text.render(view_of(result), colour=False)
    assert "\x1b" not in shown
    assert [line for line in shown.split("\n") if line.startswith("Score: ")] == ["Score: 0 of 1 point"]


def test_plain_text_needs_no_library_of_looks() -> None:
    """`grader check` starts without what only the page or a terminal with colour needs."""
    looks = "{'jinja2', 'markdown_it', 'latex2mathml', 'click', 'rich', 'pygments'}"
    code = f"import sys, grader.presentation.text; print({looks} & set(sys.modules) or '[]')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
