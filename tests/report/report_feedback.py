"""The examples of docs/feedback.md: submissions of a few lines, graded as they would be, and what a student reads."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

from grader.course import load_course
from grader.judge import Grading, Preparation, grade, result_builder
from grader.judge.examination import Examined
from grader.presentation.text import check_text
from grader.sandbox.process import Worker
from grader.submission.files import SourceFile, Submission
from grader.submission.notebooks import WrittenText
from tests.samples.small_tasks import response_to

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "feedback.md"
BEGIN, END = "<!-- made by python -m tests.report.refresh: begin -->", "<!-- end -->"

RIGHT = """
    def softmax(x):
        e = np.exp(x - np.max(x))
        return e / np.sum(e)
"""
BROKEN = """
    id: shop
    title: Shop
    statement: Write it.
    sizes: {n: [1, 3]}
    inputs: {x: {vector: n}}
    functions: {total: {args: [x]}}
    checks: [{id: total, title: total is right, points: 1, expect: "close(total(x), ref.total(x) / 0)"}]
"""


@dataclass(frozen=True)
class Example:
    """One thing that can happen to a check: its name, a sentence about it, the code, and the check that shows it."""

    title: str
    says: str
    check: str
    code: str
    answers: str = ""
    wall: float | None = None


EXAMPLES = (
    Example("Passed", "All points. The number of inputs shows how well it was tested.", "softmax.definition", RIGHT),
    Example(
        "Failed",
        "Your code returns a wrong answer. The case is the smallest one that was found; the sentence names the first "
        "position that differs. The lines of Python repeat the call without the grader.",
        "softmax.definition",
        """
    def softmax(x):
        return np.exp(x) / np.exp(x).max()
""",
    ),
    Example(
        "Failed, with part of the points",
        "Some checks give a part of their points for an answer that is nearly right.",
        "softmax.definition",
        """
    def softmax(x):
        e = np.exp(x - np.max(x))
        return np.round(e / np.sum(e), 3)
""",
    ),
    Example(
        "Failed for large numbers only",
        "Warnings of Python and numpy are shown with the check in which they were raised. They cost nothing, and often "
        "name the line that matters.",
        "softmax.shift",
        """
    def softmax(x):
        return np.exp(x) / np.sum(np.exp(x))
""",
    ),
    Example(
        "Error",
        "Your code raises an exception. You see the lines of your own files that it passed through, and small values "
        "at the last one. What your code prints while the check runs is shown as well.",
        "scan.scan_short",
        """
    def scan(x):
        print("x is", x)
        y = np.empty_like(x)
        y[0] = x[0]
        for i in range(1, len(x)):
            y[i] = y[i - 1] + x[i]
        return y
""",
    ),
    Example(
        "Timeout",
        "Every check has a limit of seconds. The sentence names the line that was running; the checks after it go on.",
        "softmax.definition",
        """
    def softmax(x):
        while len(x) > 3:
            time.sleep(0.1)
        e = np.exp(x - np.max(x))
        return e / np.sum(e)
""",
        wall=1.0,
    ),
    Example(
        "Skipped",
        "A check that needs another one waits for it. It costs its points for now, and names the check to fix first.",
        "softmax.argmax",
        "\n    def softmax(x):\n        return x\n    def log_softmax(x):\n        return x\n",
    ),
    Example(
        "Pending",
        "A proof in words is read by a person. Until then it costs nothing, and the score says `so far`.",
        "softmax.proof",
        RIGHT,
        "# Assignment 2\n\nThe factor exp(c) stands above and below, and cancels.",
    ),
    Example(
        "A derivation, passed",
        "Its lines are evaluated on numbers. That finds wrong steps but cannot prove right ones, so it claims no more.",
        "softmax.proof_lines",
        RIGHT
        + """
    def shift_invariance(x, c):
        yield "=", np.exp(x + c) / np.sum(np.exp(x + c))
        yield "=", np.exp(x) * np.exp(c) / (np.exp(c) * np.sum(np.exp(x)))
        yield "=", np.exp(x) / np.sum(np.exp(x))
""",
    ),
    Example(
        "A derivation with a wrong line",
        "The first line that does not follow is named, with an input for which it is wrong.",
        "softmax.proof_lines",
        RIGHT
        + """
    def shift_invariance(x, c):
        yield "=", np.exp(x + c) / np.sum(np.exp(x + c))
        yield "=", (np.exp(x) + np.exp(c)) / np.sum(np.exp(x) + np.exp(c))
        yield "=", np.exp(x) / np.sum(np.exp(x))
""",
    ),
    Example(
        "The function is missing",
        "A similar name is mentioned. There is no hint: there is nothing to think about yet.",
        "softmax.definition",
        "\n    def softmaks(x):\n        return x\n",
    ),
    Example("The function takes other arguments", "It cannot be called as the task says.", "softmax.definition",
            "\n    def softmax(x, axis):\n        return x\n"),
    Example(
        "A changed argument, and state between calls",
        "Notes cost nothing. These are worth knowing all the same.",
        "scan.scan_definition",
        """
    def scan(x, calls=[]):
        calls.append(1)
        for i in range(1, len(x)):
            x[i] += x[i - 1]
        return x
""",
    ),
)  # fmt: skip

FORMS = {
    "nothing": "pass",
    "a list of texts": "return [str(entry) for entry in x]",
    "another shape": "return x[:, None]",
    "one number": "return 1.0",
    "complex numbers": "return x + 0j",
    "truth values": "return x > 0",
    "text": "return 'probabilities'",
    "not a number": "return x * np.nan",
    "infinity": "return x / 0.0 if x[0] else x + np.inf",
}


@cache
def _course() -> Any:
    return load_course(ROOT)


def graded(name: str, code: str, *, answers: str = "", wall: float | None = None) -> Any:
    """Return the result of one check, by `task.check`, of a submission with this code."""
    id_, _, check_id = name.partition(".")
    (task,) = _course().select([id_])
    if wall is not None:
        task = replace(task, checks=tuple(replace(c, plan=replace(c.plan, wall=wall, cpu=None)) for c in task.checks))
    needed = {check_id} | {other for check in task.checks if check.id == check_id for other in check.spec.needs}
    task = replace(task, checks=tuple(check for check in task.checks if check.id in needed))
    source = "import time\nimport numpy as np\n" + dedent(code)
    texts = {"texts": (WrittenText("answers.md", 0, answers),)} if answers else {}
    submission = Submission("you", (SourceFile(f"{id_}.py", source.encode()),), **texts)  # type: ignore[arg-type]
    result = grade(submission, Grading([task], Preparation(1)), Worker)
    return next(check for check in result.tasks[0].checks if check.id == check_id)


def growth() -> Any:
    """Return the growth check of a function whose time is given: the square of the size."""
    (task,) = _course().select(["scan"])
    check = next(check for check in task.checks if check.id == "scan_growth")
    asking = check.prepare(1).examine()
    try:
        question = next(asking)
        while True:
            size = int(question.groups[0].arguments[0].counts[0])
            functions = {"scan": lambda x: x.cumsum()}
            question = asking.send(response_to(question, functions, cpu=4e-9 * size**2))
    except StopIteration as stop:
        return result_builder.check_result(check, Examined(stop.value), seconds=0.0)


def our_fault() -> Any:
    """Return the result of a check that the course itself makes impossible."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in (("tasks/shop.yaml", BROKEN), ("reference/shop.py", "def total(x):\n    return sum(x)\n")):
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(dedent(content), encoding="utf-8")
        submission = Submission("you", (SourceFile("shop.py", b"def total(x):\n    return sum(x)\n"),))
        result = grade(submission, Grading(load_course(folder).tasks, Preparation(1)), Worker)
    return result.tasks[0].checks[0]


def made() -> str:
    """Return the examples as Markdown."""
    parts = [_shown(one.title, one.says, one.code, _result(one)) for one in EXAMPLES]
    parts.append(
        _shown(
            "Too slow for large inputs",
            "The time of one call is measured for growing sizes; the page shows a plot of it.",
            "",
            growth(),
        )
    )
    parts.append(_shown("Grader error", "Never a final zero, and always listed for the teacher.", "", our_fault()))
    rows = [
        f"| {name} | {_cell(graded('softmax.definition', _returning(body)).message)} |" for name, body in FORMS.items()
    ]
    table = "\n".join(["| your `softmax` returns | and the report says |", "|---|---|", *rows])
    parts.append(
        "### The answer has another type or shape\n\nThe first sentence of the check says what is expected. "
        f"A list of numbers counts as an array; a note asks for an array.\n\n{table}"
    )
    return "\n\n".join(parts) + "\n"  # fmt: skip


def _result(one: Example) -> Any:
    return graded(one.check, one.code, answers=one.answers, wall=one.wall)


def _returning(body: str) -> str:
    return f"\n    def softmax(x):\n        {body}\n"


def _shown(title: str, says: str, code: str, result: Any) -> str:
    # As a formatter leaves it, which reads the code of pages as well.
    tidy = re.sub(r"\n+(?=def )", "\n\n\n", dedent(code).strip())
    source = f"```python\n{tidy}\n```\n\n" if code else ""
    return f"### {title}\n\n{says}\n\n{source}```text\n{check_text(result).rstrip()}\n```"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def with_examples(page: str) -> str:
    """Return the text of docs/feedback.md with the examples made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{made()}\n{END}{after}"


def outcomes() -> Any:
    """Return the outcomes that the examples show."""
    return {_result(one).outcome for one in EXAMPLES} | {growth().outcome, our_fault().outcome}
