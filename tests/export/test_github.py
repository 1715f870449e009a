"""What GitHub's runner reads: annotations on standard output, and a summary in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from grader.export import github
from grader.export.snapshot import GradingSnapshot, empty_result
from grader.results import Audience, Outcome, TracebackFrame
from tests.export.any_result import SECRETS, faulty, nasty, several, standings
from tests.samples.report_samples import check, submission, task

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = re.compile(r"^::(error|warning|notice) ((?:file=[^,:]*,(?:line=\d+,)?)?title=[^,:\r\n]*)::([^\r\n]*)$")


@pytest.fixture(autouse=True)
def summary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the file that the runner reads."""
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def commands(printed: str) -> list[str]:
    """Return the lines that the runner takes for commands, as it looks for them, each well formed."""
    lines = [line for line in re.split(r"\r\n|\r|\n", printed) if line.lstrip().startswith("::") or "##[" in line]
    assert all(map(COMMAND.match, lines)), lines
    return lines


def headings(text: str) -> list[str]:
    """Return the text of the headings, as a Markdown reader sees them."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [
        "".join(child.content for child in tokens[place + 1].children)  # type: ignore[union-attr]
        for place, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def prints_well(snapshot: GradingSnapshot) -> None:
    """Fail unless the runner finds ten errors at most, one notice at the end, and no other command."""
    lines = commands(github.announce(snapshot))
    kinds = [COMMAND.match(line)[1] for line in lines]  # type: ignore[index]
    assert kinds.count("error") <= github.MAX_ANNOTATIONS
    assert kinds[-1] == "notice"
    assert kinds.count("notice") == 1


@pytest.mark.parametrize("outcome", list(Outcome), ids=lambda outcome: outcome.value)
def test_nasty_texts_print_our_commands_only(outcome: Outcome) -> None:
    """Everything that could break it, in every text at once."""
    prints_well(nasty(outcome))


def is_a_summary(snapshot: GradingSnapshot) -> None:
    """Fail unless this is within the cap, UTF-8, and without a heading made of a student's text."""
    text = github.render(snapshot)
    assert len(text.encode("utf-8")) <= github.MAX_BYTES
    seen = snapshot.result_for(Audience.STUDENT)
    bad = (Outcome.FAILED, Outcome.ERROR, Outcome.TIMEOUT, Outcome.JUDGE_ERROR)
    assert len(headings(text)) == 1 + sum(outcome in bad for outcome in seen.outcomes)


@pytest.mark.parametrize("outcome", list(Outcome), ids=lambda outcome: outcome.value)
def test_nasty_texts_make_a_summary(outcome: Outcome) -> None:
    """Everything that could break it, in every text at once."""
    is_a_summary(nasty(outcome))


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(standings)
def test_any_result_is_printed_and_summed_up(snapshot: Any) -> None:
    """Whatever students' texts are."""
    prints_well(snapshot)
    is_a_summary(snapshot)


def test_annotations_are_worst_first_and_the_score_last() -> None:
    """What costs most is seen first; the place is that of the exception, in the repository."""
    lines = commands(github.announce(several(folder="work")))
    assert [line.split("::")[1].split("title=")[1] for line in lines] == [
        "Scan%3A stops (0 of 1 point)",
        "Softmax%3A slow (0 of 1 point)",
        "Softmax%3A nearly (0.5 of 1 point)",
        "Score",
    ]
    assert lines[0].startswith("::error file=work/scan.py,line=7,title=")
    assert lines[2].endswith("::Too large by 1.%0AHalve it.")
    assert lines[3].endswith("::2.5 of 10 points so far. 3 checks to look at.")


def test_ten_annotations_and_a_total() -> None:
    """The runner drops the rest without a word."""
    lines = commands(github.announce(GradingSnapshot(submission(task(*[check(Outcome.FAILED)] * 30)))))
    assert len(lines) == 11
    assert "30 checks to look at" in lines[-1]


def test_texts_are_escaped() -> None:
    """Percent signs and line ends in the message, colons and commas too in what stands before it."""
    one = check(Outcome.FAILED, title="a: b, 50%", message="100%\nsecond, third: x ##[error]y")
    line, _ = commands(github.announce(GradingSnapshot(submission(task(one)))))
    assert "title=Softmax%3A a%3A b%2C 50%25 (0 of 1 point)::" in line
    assert line.endswith("::100%25%0Asecond, third: x ## [error]y")


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        pytest.param(TracebackFrame(file="a.py", line=3), "file=a.py,line=3,", id="module"),
        pytest.param(TracebackFrame(file="sub/a.py", line=3), "file=sub/a.py,line=3,", id="folder"),
        pytest.param(TracebackFrame(file="a.ipynb", line=3, cell=2), "file=a.ipynb,", id="cell"),
        pytest.param(TracebackFrame(file="a,b:c.py", line=1), "file=a%2Cb%3Ac.py,line=1,", id="hostile"),
    ],
)
def test_where_an_annotation_stands(frame: TracebackFrame, place: str) -> None:
    """A line of a notebook's cell is no line of its file."""
    line, _ = commands(github.announce(GradingSnapshot(submission(task(check(Outcome.ERROR, trace=(frame,)))))))
    assert line.startswith(f"::error {place}title=")


def test_the_summary_says_first_what_needs_work() -> None:
    """Then what holds, a line each."""
    text = github.render(several())
    assert headings(text) == [
        "ada: 2.5 of 10 points so far",
        "! error: Scan: stops (0 of 1 point)",
        "◔ timeout: Softmax: slow (0 of 1 point)",
        "✗ failed: Softmax: nearly (0.5 of 1 point)",
    ]
    assert "- ✓ passed: Softmax\\: it holds (2 of 2 points)" in text


def test_the_summary_is_appended(summary: Path) -> None:
    """Other commands of the step have written there."""
    summary.write_text("before\n")
    github.announce(several())
    assert summary.read_text() == "before\n" + github.render(several())


def test_a_summary_with_no_room_is_cut_or_left_out(summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner would refuse all of it."""
    snapshot = GradingSnapshot(submission(task(*[check(Outcome.FAILED, message="wörd " * 999)] * 9)))
    monkeypatch.setattr(github, "MAX_BYTES", 10_000)
    github.announce(snapshot)
    assert 1_000 < summary.stat().st_size <= 10_000
    summary.write_text("x" * 9_990)
    assert commands(github.announce(snapshot))[-1].startswith("::warning title=The summary::There is no room")
    assert summary.stat().st_size == 9_990


def test_a_summary_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The annotations are there all the same."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "nosuch" / "summary.md"))
    *_, notice, warning = commands(github.announce(several()))
    assert notice.startswith("::notice title=Score::2.5 of 10 points")
    assert warning == "::warning title=The summary::It cannot be written (no such file or directory)."


def test_nothing_hidden_is_named(summary: Path) -> None:
    """Whoever can read the repository reads this."""
    printed = github.announce(several())
    assert not [secret for secret in SECRETS if secret in printed + summary.read_text()]
    assert "2 more checks count for the grade" in printed


def test_an_unfinished_grading_says_so(summary: Path) -> None:
    """In both."""
    printed = github.announce(GradingSnapshot(empty_result("ana"), "It was cut off."))
    assert "::error title=The grading::It was cut off." in commands(printed)
    assert "It was cut off." in summary.read_text()
    assert "ZeroDivisionError" not in github.announce(faulty())
