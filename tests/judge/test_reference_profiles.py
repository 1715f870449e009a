"""What the reference shows of a test: whether it passes, whose operators decide, what names of it mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.checks import suite as suites
from grader.checks.question import Response
from grader.judge.reference_profiles import profiles_in, profiles_of
from grader.sandbox.exits import EndReason, WorkerExit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.judge.budget import Clock
    from grader.submission import Submission


class ScriptedSession:
    """A session whose tests give what was written down."""

    def __init__(self, responses: dict[str, Response]) -> None:
        self.responses = responses
        self.log: list[str] = []
        self.patience = 1.0

    @property
    def tests(self) -> ScriptedSession:
        """Return itself."""
        return self

    def stand_before(
        self, request: suites.TestRequest, clock: Clock, profiles: Mapping[str, suites.TestProfile]
    ) -> None:
        """Note a hidden test, with nothing known of any."""
        assert clock.wall > 0
        assert not profiles
        self.log += [f"before {request.name}"] * request.suite.is_hidden(request.name)

    def run(self, request: suites.TestRequest, clock: Clock, profile: suites.TestProfile) -> Response:
        """Return what is written for a test."""
        assert profile.operators
        assert profile.answers is None
        assert clock.wall > 0
        self.log.append(request.name)
        return self.responses[request.name]

    def load(self) -> None:
        """Note it; a reference has more time for it than a student's files."""
        assert self.patience > 1
        self.log.append("load")

    def sibling(self, submission: Submission) -> ScriptedSession:
        """Note the submission."""
        self.log.append(submission.files[0].name)
        return self

    def close(self) -> None:
        """Note it."""
        self.log.append("close")


def suite_of(folder: Path, *names: str, reference: bool = True) -> suites.TestSuite:
    """Return a suite with these tests; one whose name ends in `both` is no check."""
    path = folder / "work.py"
    path.write_text("x = 1\n")
    tests = {name: suites.ListedTest(name, name, is_check=not name.endswith("both")) for name in names}
    return suites.TestSuite("work", (folder / "test_work.py",), folder, path if reference else None, tests)


RESPONSES: dict[str, tuple[Any, bool, str]] = {
    "passes": (suites.TestReport("passed"), False, ""),
    "passes by its operators": (suites.TestReport("passed", opened=("eq",)), True, ""),
    "fails": (suites.TestReport("failed", "assert 1 == 2"), False, "does not pass the test test_a: assert 1 == 2"),
    "is skipped": (suites.TestReport("skipped", "Skipped: no"), False, "Skipped: no"),
    "ends its worker": (WorkerExit(EndReason.MEMORY), False, "it ends by memory"),
    "is gone": (suites.TestReport("gone"), False, "it does not come to its end"),
    "says nothing": (None, False, "it does not come to its end"),
}


@pytest.mark.parametrize("case", RESPONSES)
def test_the_profile_of_a_test(case: str, tmp_path: Path) -> None:
    """A reference that does not pass is the course's fault; the worker ends in any case."""
    given, operators, fault = RESPONSES[case]
    ended = isinstance(given, WorkerExit)
    response = Response((), given if ended else None, test=suites.TestReport("passed") if ended else given)
    session = ScriptedSession({"test_a": response})
    profile = profiles_in(session, suite_of(tmp_path, "test_a"))["test_a"]
    assert profile.operators is operators
    assert fault in profile.fault
    assert bool(fault) == bool(profile.fault)
    assert session.log == ["load", "test_a", "close"]


def test_what_the_reference_takes_is_known(tmp_path: Path) -> None:
    """A right solution may take longer."""
    report = suites.TestReport("passed", seconds=4.25)
    session = ScriptedSession({"test_a": Response((), None, test=report)})
    assert profiles_in(session, suite_of(tmp_path, "test_a"))["test_a"].seconds == 4.25


def test_the_reference_is_a_submission_of_its_own(tmp_path: Path) -> None:
    """In a session beside the student's; what is no check is not run."""
    session = ScriptedSession({"test_a": Response((), None, test=suites.TestReport("passed"))})
    profiles = profiles_of(suite_of(tmp_path, "test_a", "cell_both"), session)
    assert list(profiles) == ["test_a"]
    assert session.log == ["work.py", "load", "test_a", "close"]


def test_without_a_reference_nothing_is_known(tmp_path: Path) -> None:
    """Operators are closed, and no test is at fault."""
    session = ScriptedSession({})
    (profile,) = profiles_of(suite_of(tmp_path, "test_a", reference=False), session).values()
    assert not profile.operators
    assert not profile.fault
    assert session.log == []


def test_names_that_mean_two_things_mean_no_librarys(tmp_path: Path) -> None:
    """Of all tests together."""
    shown: list[dict[str, dict[str, str]]] = [
        {"names": {"np": "numpy", "f": "", "g": "math"}, "values": {"a": "1"}},
        {"names": {"np": "numpy", "f": "math", "h": "json"}, "values": {"a": "2", "b": "3"}},
    ]
    responses = {
        f"test_{number}": Response((), None, test=suites.TestReport("passed", shown=facts))
        for number, facts in enumerate(shown)
    }
    suite = suite_of(tmp_path, *responses)
    profiles_in(ScriptedSession(responses), suite)
    assert suite.shown == {
        "names": {"np": "numpy", "f": "", "g": "math", "h": "json"},
        "values": {"a": "1", "b": "3"},
    }


def test_hidden_tests_come_last(tmp_path: Path) -> None:
    """As in a grading: a public test that needs what a hidden one before it binds fails here, and not with students."""
    suite = suite_of(tmp_path, "first", "second", "third")
    suite.tests["first"] = suites.ListedTest("first", "first", visibility="hidden")
    session = ScriptedSession({name: Response((), None, test=suites.TestReport("passed")) for name in suite.tests})
    profiles = profiles_in(session, suite)
    assert session.log == ["load", "second", "third", "before first", "first", "close"]
    assert not any(profile.fault for profile in profiles.values())
