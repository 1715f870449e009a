"""The journal of pushes: what it tells after any end of an earlier run."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.lms.journal import DRY_RUN, REFUSED, SENDING, WRITTEN, Journal, state_text
from grader.lms.records import LmsGrade


def reopened(path: Path, assignment: str = "a") -> Any:
    """Return the journal as the next run reads it."""
    with Journal(path, assignment) as journal:
        return journal


def test_what_was_written_is_ours(tmp_path: Path) -> None:
    """The last one written, and nothing before it."""
    with Journal(tmp_path / "j", "a") as journal:
        for grade in ("7", "8"):
            journal.record(SENDING, "ann", grade)
            journal.record(WRITTEN, "ann", grade, tag=f"tag {grade}")
    again = reopened(tmp_path / "j")
    assert [again.is_own("ann", grade) for grade in ("7", "8")] == [False, True]
    assert again.written_tag("ann") == "tag 8"
    assert not again.is_own("bo", "8")


def test_what_was_sent_without_an_answer_may_be_ours(tmp_path: Path) -> None:
    """Beside what was written before: the LMS has one of both."""
    with Journal(tmp_path / "j", "a") as journal:
        journal.record(WRITTEN, "ann", "7")
        journal.record(SENDING, "ann", "8")
    assert [reopened(tmp_path / "j").is_own("ann", grade) for grade in ("7", "8", "9")] == [True, True, False]


def test_a_refusal_changes_nothing(tmp_path: Path) -> None:
    """What was there stays ours."""
    with Journal(tmp_path / "j", "a") as journal:
        journal.record(WRITTEN, "ann", "7")
        journal.record(REFUSED, "ann", "8")
    assert reopened(tmp_path / "j").is_own("ann", "7")


def test_a_dry_run_counts_until_the_next_write(tmp_path: Path) -> None:
    """Its state is that of grade, grader, time and attempt."""
    state = state_text(LmsGrade(grader="7"), 1)
    with Journal(tmp_path / "j", "a") as journal:
        journal.record(DRY_RUN, "ann", "-", state=state)
        assert journal.dry_run_state("ann") == state
        journal.record(WRITTEN, "ann", "7")
        assert journal.dry_run_state("ann") is None
    assert state != state_text(LmsGrade(grader="8"), 1)
    assert state != state_text(LmsGrade(grader="7"), 2)


def test_assignments_do_not_mix(tmp_path: Path) -> None:
    """One folder may be pushed to two."""
    with Journal(tmp_path / "j", "a") as journal:
        journal.record(WRITTEN, "ann", "7")
    with Journal(tmp_path / "j", "b") as journal:
        assert not journal.is_own("ann", "7")
        journal.record(WRITTEN, "ann", "8")
    assert [reopened(tmp_path / "j", name).is_own("ann", "7") for name in ("a", "b")] == [True, False]


@pytest.mark.parametrize(
    "rest", [b"{", b'{"at": "2026', b"\xff\x00", b"[1]", b"null", b'{"assignment": "a"}', b"[" * 100_000]
)
def test_a_line_that_was_cut_harms_no_other(tmp_path: Path, rest: bytes) -> None:
    """Neither those before it nor the next one."""
    path = tmp_path / "j"
    with Journal(path, "a") as journal:
        journal.record(WRITTEN, "ann", "7")
    path.write_bytes(path.read_bytes() + rest)
    with Journal(path, "a") as journal:
        journal.record(WRITTEN, "bo", "8")
    again = reopened(path)
    assert (again.is_own("ann", "7"), again.is_own("bo", "8")) == (True, True)


def test_a_written_grade_belongs_to_its_attempt(tmp_path: Path) -> None:
    """A later attempt without a grade has lost none; nor has one that was sent without an answer."""
    with Journal(tmp_path / "j", "a") as journal:
        journal.record(WRITTEN, "ann", "7", attempt="2")
        journal.record(SENDING, "bo", "7", attempt="2")
    again = reopened(tmp_path / "j")
    assert [again.written_grade("ann", attempt) for attempt in (1, 2, 3, None)] == ["", "7", "", ""]
    assert again.written_grade("bo", 2) == ""


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a disk that takes a part of a line at a time gets all of it."""
    write = os.write

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Journal(tmp_path / "j", "a") as journal:
        monkeypatch.setattr(os, "write", lambda number, data: write(number, data[:7]))
        journal.record(WRITTEN, "ann", "7")
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(UsageError, match="cannot be written"):
            journal.record(SENDING, "ann", "8")
    monkeypatch.setattr(os, "write", write)
    assert reopened(tmp_path / "j").is_own("ann", "7")


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    """It holds ids and grades."""
    reopened(tmp_path / "j")
    assert (tmp_path / "j").stat().st_mode & 0o077 == 0


def test_a_folder_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    """With what to do."""
    (tmp_path / "j").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        Journal(tmp_path / "j", "a")
