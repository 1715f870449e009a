"""The page of a class: what it says of everybody, of the checks, of groups, and of those who need a look."""

from __future__ import annotations

from typing import Any

from grader.report.answer_groups import AnswerGroups
from grader.report.class_checks import ClassChecks
from grader.report.class_page import ClassPage, render_class, row_of
from grader.results import FileStatus, HandedInFile
from tests.report.class_samples import check, result


def page_of(*results: Any) -> str:
    """Return the page of some results."""
    checks, groups = ClassChecks(), AnswerGroups()
    for one in results:
        checks.add(one)
        groups.add(one)
    rows = [row_of(one, f"reports/{one.submission.id}.html") for one in results]
    return render_class(ClassPage(rows, ["task"], checks, groups))


EVIL = "<script>alert(1)</script>"
CLASS = [
    result("ann", check("x"), check("y"), name="Ann Lee"),
    result("bob", check("x", "failed", fingerprint="1" * 24, message=f"`f` {EVIL}"), check("y"), late=True),
    result("cy", check("x", "failed", fingerprint="1" * 24, message=f"`f` {EVIL}"), check("y", "timeout", seconds=9.0)),
    result("dan", check("x", "failed"), check("y", "failed"), files=()),
    result(EVIL, check("x"), check("y"), name=EVIL),
]


def test_the_page_says_who_needs_a_look_and_what_goes_wrong_alike() -> None:
    """Late, nothing handed in, stopped, groups with their comment, checks with their share."""
    page = page_of(*CLASS)
    for text in ("handed in late", "nothing handed in", "Wrong in the same way", "2 submissions", "[[comments]]",
                 "Ann Lee", "1 check over a limit", "9.0 s", "2 of 4", "50 %"):  # fmt: skip
        assert text in page


def test_nothing_of_a_student_is_markup() -> None:
    """Names, messages and ids are text."""
    page = page_of(*CLASS)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_class_has_a_page() -> None:
    """Without a single result."""
    assert "0 submissions" in page_of()


def test_of_two_files_with_one_name_a_note_tells() -> None:
    """The student's page says which one counts."""
    twin = HandedInFile(file="a.zip/f.py", status=FileStatus.IGNORED, reason="has the name of b.zip/f.py, which counts")
    facts = result("ann", check("x")).submission.model_copy(update={"handed_in": (twin,)})
    row = row_of(result("ann", check("x")).model_copy(update={"submission": facts}), "ann.html")
    assert "two files have one name" in row.remarks


def test_many_files_of_one_folder_are_named_by_it() -> None:
    """A star alone says nothing."""
    rows = [
        HandedInFile(file="ann/data/*", status=FileStatus.UNREADABLE, reason="is one of many (90 files)"),
        HandedInFile(file="ann/b.rar", status=FileStatus.UNREADABLE, reason="is an archive"),
    ]
    facts = result("ann", check("x")).submission.model_copy(update={"handed_in": tuple(rows)})
    row = row_of(result("ann", check("x")).model_copy(update={"submission": facts}), "ann.html")
    assert row.remarks[:2] == ("data/* is one of many (90 files)", "b.rar is an archive")
