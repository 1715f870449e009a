"""A result for a platform, whatever happens to the grading."""

from __future__ import annotations

import json
import os
import signal
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

from grader.cli.delivery import CUT_OFF, FAULT, Delivery
from grader.errors import JudgeError, UsageError
from grader.results import Outcome
from tests.samples.report_samples import check, submission, task

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DONE = submission(task(check(points=2.0, max_points=2.0), check(Outcome.FAILED)))
HALF = submission(task(check(points=2.0, max_points=2.0), check(Outcome.JUDGE_ERROR)))


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[..., Any]:
    """Return a function that runs a delivery and keeps what the file held at each step."""

    def run(form: Any, end: Any, *, code: int = 1) -> Any:
        path = tmp_path / "out"
        seen = []

        def grade(keep: Any) -> Any:
            seen.append(path.read_text())
            keep(HALF)
            while path.read_text() == seen[0]:
                sleep(0.001)
            seen.append(path.read_text())
            return end()

        ended = Delivery(form, path).run("ana", grade, lambda _: code)
        return ended, [*seen, path.read_text()]

    return run


def raising(error: Any) -> Callable[..., Any]:
    """Return a function that raises."""

    def end(*_: Any) -> None:
        raise error

    return end


def test_a_file_is_there_from_the_beginning(deliver: Callable[..., Any]) -> None:
    """Not finished, then what is graded so far, at last the whole."""
    code, texts = deliver("gradescope", lambda: DONE)
    first, second, last = map(json.loads, texts)
    assert code == 0
    assert first["output"] == second["output"] == CUT_OFF
    assert [data["extra_data"]["finished"] for data in (first, second, last)] == [False, False, True]
    assert [test.get("score") for test in first["tests"]] == [None]
    assert [test.get("score") for test in second["tests"]] == [2.0, None]
    assert [test.get("score") for test in last["tests"]] == [2.0, 0.0]


ENDS = {
    "interrupted": (KeyboardInterrupt(), CUT_OFF, 130),
    "a-bug": (ZeroDivisionError("ours"), FAULT, 3),
    "the-judge": (JudgeError("ours"), FAULT, 3),
    "wrong-use": (UsageError("ours"), FAULT, 2),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("form", ["gradescope", "prairielearn", "junit", "json"])
def test_what_was_graded_is_written_and_why_it_ended(
    deliver: Callable[..., Any], capsys: pytest.CaptureFixture[str], form: str, end: str
) -> None:
    """The platforms that ask for 0 get it; others hear what happened."""
    error, why, expected = ENDS[end]
    code, texts = deliver(form, raising(error))
    assert code == (0 if form in {"gradescope", "prairielearn"} else expected)
    assert why in texts[-1]
    assert "2" in texts[-1]
    assert capsys.readouterr().err.strip()


def test_a_fault_is_told_to_instructors_only(deliver: Callable[..., Any]) -> None:
    """The text of it is a hidden test, and in what other platforms show it does not stand."""
    _, texts = deliver("gradescope", raising(ZeroDivisionError("ours")))
    told = [test for test in json.loads(texts[-1])["tests"] if "ZeroDivisionError" in test["output"]]
    assert [test["visibility"] for test in told] == ["hidden"]
    for form in ("prairielearn", "junit"):
        assert "ZeroDivisionError" not in deliver(form, raising(ZeroDivisionError("ours")))[1][-1]


def test_an_unfinished_attempt_is_not_gradable(deliver: Callable[..., Any]) -> None:
    """In PrairieLearn it uses up no attempt."""
    _, texts = deliver("prairielearn", raising(KeyboardInterrupt()))
    assert [json.loads(text)["gradable"] for text in texts] == [False, False, False]


def test_sigterm_ends_like_ctrl_c(deliver: Callable[..., Any]) -> None:
    """Platforms and containers end by it what takes too long; afterwards it means what it meant."""
    before = signal.getsignal(signal.SIGTERM)

    def end() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        raise AssertionError("the signal comes first")

    code, texts = deliver("junit", end)
    assert code == 130
    assert CUT_OFF in texts[-1]
    assert signal.getsignal(signal.SIGTERM) is before


def test_without_a_file_the_whole_is_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    """What is half done would make two of it."""

    def grade(keep: Any) -> Any:
        keep(HALF)
        return DONE

    assert Delivery("json", None).run("ana", grade, lambda _: 1) == 1
    assert json.loads(capsys.readouterr().out)["points"] == 2.0


def test_wrong_use_prints_no_result(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever typed it reads what to do, and a pipe gets nothing that looks like a result."""
    assert Delivery("json", None).run("ana", raising(UsageError("Name a file.")), lambda _: 1) == 2
    out, err = capsys.readouterr()
    assert (out, "Name a file." in err) == ("", True)


def test_where_nothing_can_be_written_nothing_is_graded(tmp_path: Path) -> None:
    """Exit code 0 would promise a file."""
    with pytest.raises(UsageError, match="cannot be written"):
        Delivery("gradescope", tmp_path).run("ana", raising(AssertionError("never begun")), lambda _: 0)
