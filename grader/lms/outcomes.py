"""Errors of requests, grouped by what the caller may do about them.

UsageError           nothing else can succeed either: a wrong token, another kind of assignment; the command ends
LmsRefusalError      this one request was refused; others may succeed
UncertainWriteError  a request that writes has failed on the way: it may have taken effect, so read before a repeat
"""

from __future__ import annotations

from grader.errors import GraderError


class LmsRefusalError(GraderError):
    """The LMS refuses one request and says why."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class UncertainWriteError(GraderError):
    """A write whose answer is lost: nobody knows yet whether it took effect."""
