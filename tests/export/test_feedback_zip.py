"""Reports back to students: which member of the zip reaches whom by the platforms' own rules."""

from __future__ import annotations

import io
import shutil
import subprocess  # noqa: TID251 - unzip is a reader that is not ours
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from grader.export.comment import comment_html
from grader.export.delimited import TableCell
from grader.export.feedback_zip import FeedbackFiles, FeedbackZip, pack_feedback
from grader.export.gradebook import GradebookRow
from grader.export.gradebooks import load_gradebook
from grader.results import CheckResult, Lateness, Outcome, SubmissionFacts, SubmissionResult, TaskResult, Visibility
from tests.export.graded_rows import got
from tests.present import present

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


REPORT = FeedbackFiles(b"<!DOCTYPE html><title>Report</title>", b"<p>3 of 4 points</p>\n")
SUBMITTED = {("4711", "900"): "ann", ("12", "902"): "bo", ("4711", "901"): "ann", ("AbC12", "987"): "anon"}


def place(own: str) -> GradebookRow:
    """Return the row of a participant."""
    return GradebookRow(2, own, own, frozenset(), TableCell(0, 0, "", quoted=False), None)


def pack(lms: str, graded: Any, load: Callable[..., Any]) -> FeedbackZip:
    """Return the feedback zip of an LMS."""
    return pack_feedback(graded, present(load_gradebook(lms).feedback_names), load)


def members(data: bytes) -> dict[Any, Any]:
    """Return the members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def canvas_takes(name: str) -> Any:
    """Return whose comment gets a file, as Canvas's importer reads its name; None for one that it ignores."""
    tokens = name.split("_")
    if name.startswith("._") or tokens[-1].startswith("link"):
        return None
    tokens = [token for token in tokens if token != "LATE"]
    if tokens[0] == "anon":
        return SUBMITTED.get((tokens[1], tokens[2]))
    numbers = [token for token in tokens if token.isdigit()]
    return SUBMITTED.get(tuple(numbers[:2]))  # type: ignore[arg-type]


def moodle_takes(name: str, participants: set[str]) -> Any:
    """Return (participant, file name) as Moodle's importer splits a path; None for one that it ignores."""
    if name.rpartition("/")[2].startswith((".", "~")):
        return None
    parts = name.split("/")
    for number, part in enumerate(parts):
        pieces = part.split("_", 4)
        if len(pieces) >= 4 and pieces[1].isdigit() and pieces[1] in participants and pieces[2:4] == PLUGIN:
            return pieces[1], "/".join([*pieces[4:], *parts[number + 1 :]]).lstrip("/")
    return None


PLUGIN = ["assignsubmission", "file"]


@pytest.mark.parametrize(
    ("original", "whose"),
    [
        pytest.param("obriensmithana_LATE_4711_900_double.py", "ann", id="late"),
        pytest.param("иванов_12_902_Notes (1).tar.gz", "bo", id="Cyrillic, blanks"),
        pytest.param("leeann_4711_901_link_to_work.ipynb", "ann", id="a file called like a link"),
        pytest.param("anon_AbC12_987_hw_3_4.py", "anon", id="anonymous"),
        pytest.param("LATE_anon_AbC12_987_hw.py", "anon", id="anonymous and late"),
        pytest.param("leeann_4711_900_noext", "ann", id="no suffix"),
    ],
)
def test_canvas_knows_each_report(original: str, whose: str) -> None:
    """The original's name stands before ours, so Canvas finds the student and the file that it belongs to."""
    made = pack("canvas", [(place("1"), got("x", 3, originals=(original, "other_1_2_x.py")))], lambda _: REPORT)
    ((name, data),) = members(made.data).items()
    assert (canvas_takes(name), data, made.report_count) == (whose, REPORT.report, 1)
    assert name.endswith("_report.html")
    assert not name.endswith(original)


def test_canvas_takes_nothing_for_typed_texts() -> None:
    """Who has typed a text, handed in nothing, or comes from elsewhere is listed."""
    made = pack("canvas", [(place("1"), got("a", 3)), (place("2"), got("b", 3, platform=""))], lambda _: REPORT)
    assert (members(made.data), made.report_count) == ({}, 0)
    assert made.missing == (
        "a: handed in no file that Canvas takes a report for (a text, or a link)",
        "b: does not come from a Canvas download, so its files have no names there",
    )


def test_a_group_of_canvas_has_one_report() -> None:
    """Its members have a row each, and the work is one."""
    grade = got("4711", 3, originals=("blue_4711_900_double.py",))
    made = pack("canvas", [(place("1"), grade), (place("2"), grade)], lambda _: REPORT)
    assert (len(members(made.data)), made.report_count) == (1, 1)


def test_moodle_knows_each_report() -> None:
    """Report and comment of each participant, and no file of a student's; the members of a team have their own."""
    rows = [(place("101"), got("101", 3)), (place("102"), got("7", 3)), (place("103"), got("7", 3))]
    made = pack("moodle", rows, lambda _: REPORT)
    taken = {moodle_takes(name, {"101", "102", "103"}): data for name, data in members(made.data).items()}
    assert taken == {
        (id_, name): data
        for id_ in ("101", "102", "103")
        for name, data in (("feedback.html", REPORT.report), ("comment.html", REPORT.comment))
    }
    assert made.report_count == 3


def test_a_report_that_is_gone_is_said() -> None:
    """A page that somebody has moved away is listed, and the zip has the others."""
    made = pack("moodle", [(place("101"), got("101", 3)), (place("102"), got("102", 3))], {"102": REPORT}.get)
    assert made.report_count == 1
    assert made.missing == ("101: has no report in the folder of the results",)


@pytest.mark.skipif(shutil.which("unzip") is None, reason="there is no unzip here")
def test_unzip_reads_it(tmp_path: Path) -> None:
    """Another reader finds the zip whole, with the names as they are meant."""
    made = pack("canvas", [(place("1"), got("x", 3, originals=("иванов_12_902_a.py",)))], lambda _: REPORT)
    (tmp_path / "r.zip").write_bytes(made.data)
    assert subprocess.run(["unzip", "-tq", tmp_path / "r.zip"], capture_output=True, check=False).returncode == 0
    names = subprocess.run(
        ["unzip", "-Z1", tmp_path / "r.zip"], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    assert names.stdout.decode() == "иванов_12_902_a_report.html\n"


def test_the_same_reports_are_the_same_zip() -> None:
    """Nothing in it depends on the moment."""
    rows = [(place("101"), got("101", 3))]
    assert pack("moodle", rows, lambda _: REPORT) == pack("moodle", rows, lambda _: REPORT)


def result(title: str = "Softmax", **more: Any) -> SubmissionResult:
    """Return a result with two public checks, one of which fails, and a hidden one."""
    checks = tuple(
        CheckResult(
            id=name, title=f"{name} {title}", kind="expect", functions=(), outcome=outcome, points=points, max_points=2,
            visibility=visibility,
        )
        for name, outcome, points, visibility in (
            ("well", Outcome.PASSED, 2, Visibility.PUBLIC),
            ("seen", Outcome.FAILED, 0, Visibility.PUBLIC), ("secret", Outcome.FAILED, 0, Visibility.HIDDEN)
        )
    )  # fmt: skip
    facts = SubmissionFacts(id="a", files=("t.py",), **more)
    task = TaskResult(id="t", title=title, points=2, max_points=4, checks=checks)
    return SubmissionResult(
        grader_version="1", isolation="process", submission=facts, points=2, max_points=4, tasks=(task,)
    )


class Reader(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[Any] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        """Keep the tag."""
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


PORTABLE = {
    "p", "br", "hr", "h3", "h4", "h5", "strong", "b", "em", "i", "code", "pre", "blockquote", "ul", "ol", "li", "table",
    "thead", "tbody", "tr", "th", "td", "a", "span", "div",
}  # fmt: skip


@pytest.mark.parametrize("title", ["Softmax", "<script>alert(1)</script>", "=1+1 & \u202eevil", "a\x00b"])
def test_a_comment_is_portable_html(title: str) -> None:
    """Only tags that Moodle and Canvas both keep, no attributes, everything escaped, no hidden check."""
    late = Lateness(due="2026-10-05T12:00:00+00:00", seconds=97200, percent=20)
    comment = comment_html(result(title, lateness=late))
    reader = Reader()
    reader.feed(comment)
    assert reader.tags <= PORTABLE
    assert reader.attributes == []
    assert comment.startswith("<p>")
    assert not {"\u202e", "\x00"} & set(comment)
    assert "seen" in reader.text
    assert "secret" not in reader.text
    assert "2 of 4 points; 1 check passed" in reader.text
    assert "well" not in reader.text
    assert "20 % off when grades are exported" in reader.text


def test_a_long_result_has_a_short_comment() -> None:
    """Forty checks are listed at most, and only such as do not hold."""
    one = result()
    checks = one.tasks[0].checks[1:2] * 100
    long = one.model_copy(update={"tasks": (one.tasks[0].model_copy(update={"checks": checks}),)})
    assert comment_html(long).count("<li>") == 40
