"""Errors of requests: what the caller may do about each."""

from __future__ import annotations

import pytest

from grader.errors import GraderError, UsageError
from grader.lms.outcomes import LmsRefusalError, UncertainWriteError


@pytest.mark.parametrize("kind", [LmsRefusalError, UncertainWriteError])
def test_one_student_does_not_end_the_command(kind: type[GraderError]) -> None:
    """Only a UsageError does: nothing else can succeed then either."""
    assert issubclass(kind, GraderError)
    assert not issubclass(kind, UsageError)


def test_a_refusal_has_the_status_of_its_answer() -> None:
    """0 where there was none."""
    assert (LmsRefusalError("no", 403).status, LmsRefusalError("no").status) == (403, 0)
    assert str(LmsRefusalError("no", 403)) == "no"
