"""Any result that a grading may have, with texts that break files, and a result in which all that matters happens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from grader.export.snapshot import GradingSnapshot
from grader.results import (
    Audience,
    CheckResult,
    Counterexample,
    FileNote,
    Outcome,
    SubmissionFacts,
    SubmissionResult,
    TaskResult,
    TracebackFrame,
    Visibility,
    Warned,
)
from tests.samples.report_samples import check, submission, task

NASTY = (
    "\x00\x07\x1b[31mred\x1b[0m\x9b31m",
    "\ud800 half",
    "\ufffe\uffff",
    "]]> <![CDATA[ </testsuites> &amp; <script>alert(1)</script>",
    "::error::boo\n ::add-mask::1\n\u00a0::stop-commands::x",
    "a ##[error]b",
    "\u202egpj.exe",
    "line\r\nfeed\u2028and\x85more\x0b",
    "```\n# not a heading\n````",
    "%0A%25,:",
    "  \t ",
    "",
)
AT = datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC)

texts = st.sampled_from(NASTY) | st.text(max_size=12)
numbers = st.sampled_from([0.0, 1.0, 0.5, 2.0, 1 / 3, -1.0, 1e300, float("nan"), float("inf"), -float("inf")])
values = st.recursive(texts | numbers | st.none(), lambda inner: st.lists(inner, max_size=3), max_leaves=4)
frames = st.builds(
    TracebackFrame,
    file=texts,
    line=st.integers(-1, 9),
    cell=st.integers(0, 2),
    name=texts,
    source=st.lists(texts, max_size=2).map(tuple),
    values=st.dictionaries(texts, texts, max_size=1),
)
checks = st.builds(
    CheckResult,
    id=texts,
    title=texts,
    kind=st.sampled_from(["expect", "growth", "chain", "written"]),
    functions=st.just(()),
    outcome=st.sampled_from(list(Outcome)),
    points=numbers,
    max_points=numbers,
    visibility=st.sampled_from(list(Visibility)),
    message=texts,
    hint=texts,
    diagnosis=texts,
    counterexample=st.none()
    | st.builds(
        Counterexample,
        inputs=st.dictionaries(texts, values, max_size=2),
        got=st.dictionaries(texts, values, max_size=2),
        expected=values,
    ),
    failed_cases=st.integers(0, 3),
    cases=st.integers(0, 3),
    notes=st.lists(texts, max_size=1).map(tuple),
    trace=st.lists(frames, max_size=2).map(tuple),
    warnings=st.lists(st.builds(Warned, text=texts, kind=texts, file=texts, line=st.just(1)), max_size=1).map(tuple),
    output=texts,
    repeat=texts,
    seconds=numbers,
    fault=texts,
)
tasks = st.builds(
    TaskResult,
    id=texts,
    title=texts,
    points=numbers,
    max_points=numbers,
    notes=st.lists(texts, max_size=1).map(tuple),
    checks=st.lists(checks, max_size=3).map(tuple),
)
results = st.builds(
    SubmissionResult,
    grader_version=texts,
    isolation=texts,
    submission=st.builds(
        SubmissionFacts,
        id=texts,
        files=st.lists(texts, max_size=2).map(tuple),
        reading=st.lists(st.builds(FileNote, name=texts, state=texts, message=texts), max_size=1).map(tuple),
    ),
    points=numbers,
    max_points=numbers,
    pending_points=numbers,
    tasks=st.lists(tasks, max_size=2).map(tuple),
    notes=st.lists(texts, max_size=1).map(tuple),
    output=texts,
)
standings = st.builds(
    GradingSnapshot,
    results,
    unfinished_reason=st.sampled_from(["", "It was cut off."]),
    grader_error=texts,
    audience=st.sampled_from([None, *Audience]),
    folder=st.sampled_from(["", "work"]),
    taken_at=st.just(AT),
)


def nasty(outcome: Outcome = Outcome.FAILED) -> GradingSnapshot:
    """Return a grading with all of that in every text and no number that is one."""
    text, no = "\n".join(NASTY), float("nan")
    one = CheckResult(
        id=text,
        title=text,
        kind="expect",
        functions=(),
        outcome=outcome,
        points=no,
        max_points=float("inf"),
        message=text,
        hint=text,
        diagnosis=text,
        counterexample=Counterexample(inputs={text: [text, no]}, got={text: text}, expected=no),
        failed_cases=1,
        cases=1,
        notes=(text,),
        trace=(TracebackFrame(file=text, line=1, name=text, first=1, source=(text,), values={text: text}),),
        warnings=(Warned(text=text, kind=text, file=text, line=1),),
        output=text,
        repeat=text,
        seconds=no,
        fault=text,
    )
    whole = SubmissionResult(
        grader_version=text,
        isolation=text,
        submission=SubmissionFacts(id=text, files=(text,), reading=(FileNote(name=text, state=text, message=text),)),
        points=no,
        max_points=no,
        pending_points=no,
        tasks=(TaskResult(id=text, title=text, points=no, max_points=no, notes=(text,), checks=(one,)),),
        notes=(text,),
        output=text,
    )
    return GradingSnapshot(whole, "It was cut off.", grader_error=text, taken_at=AT)


def several(**fields: Any) -> GradingSnapshot:
    """Return a grading with every outcome, partial points, and checks that students do not see."""
    result = submission(
        task(
            check(id="holds", title="it holds", points=2.0, max_points=2.0, cases=5),
            check(Outcome.FAILED, id="part", title="nearly", points=0.5, message="Too large by 1.", hint="Halve it."),
            check(Outcome.TIMEOUT, id="slow", title="slow"),
            check(Outcome.SKIPPED, id="waits", title="waits", message="This check runs once “nearly” passes."),
            check(Outcome.PENDING, id="proof", title="the proof", max_points=4.0),
        ),
        task(
            check(
                Outcome.ERROR,
                id="stops",
                title="stops",
                message="IndexError",
                trace=(TracebackFrame(file="scan.py", line=7, name="scan"),),
            ),
            check(id="secret", title="secret title", visibility=Visibility.HIDDEN, message="secret message"),
            check(Outcome.FAILED, id="later", title="later title", visibility=Visibility.AFTER_DUE, max_points=2.0),
            id="scan",
            title="Scan",
        ),
        seed=77,
        pending_points=4.0,
        notes=("One file is left out.",),
    )
    return GradingSnapshot(result, **{"taken_at": AT, **fields})


def faulty(**fields: Any) -> GradingSnapshot:
    """Return a grading in which the grader itself failed once."""
    ours = check(Outcome.JUDGE_ERROR, id="ours", title="ours", message="No fault of yours.", fault="ZeroDivisionError")
    return GradingSnapshot(submission(task(check(), ours)), **{"taken_at": AT, **fields})


SECRETS = ("secret", "later title", "77")
"""What a student reads nowhere."""
