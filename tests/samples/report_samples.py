"""Results to render: one with every outcome and hostile texts, and builders for the rest."""

from __future__ import annotations

from pathlib import Path

from grader.presentation import text
from grader.presentation.view import view_of
from grader.report import html
from grader.results import (
    CheckResult,
    Counterexample,
    FileNote,
    Outcome,
    Picture,
    Series,
    SubmissionFacts,
    SubmissionResult,
    TaskResult,
    TracebackFrame,
    Visibility,
    Warned,
)

GOLDEN = Path(__file__).parent.parent / "report" / "golden"

SCRIPT = "<script>alert(1)</script>"
STYLE = "</style></title><img src=x onerror=alert(1)>"
BRACES = "{{ 7*7 }}{% raw %}${7*7}"
QUOTES = "\" onmouseover='alert(1)' x=\""
NUL = "before\x00after"
ANSI = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m"
BIDI = "abc\u202egpj.exe\u2066"
HOSTILE = (SCRIPT, STYLE, BRACES, QUOTES, NUL, ANSI, BIDI)

STATEMENTS = {
    "softmax": (
        "## Softmax\n\nImplement $\\operatorname{softmax}(x)_i = e^{x_i} / \\sum_j e^{x_j}$ for a vector of scores.\n\n"
        "$$I_i(x) = \\begin{cases} 1, & \\text{if } x_i > x_j \\forall j \\neq i; \\\\ "
        "0, & \\text{otherwise.} \\end{cases}$$"
        "\n\n- (a) it is *invariant* to adding the same number to all scores\n- (b) the `argmax` stays\n\n"
        "| call | value |\n|:---|---:|\n| `softmax([0, 0])` | `[0.5, 0.5]` |\n"
    ),
    "hostile": (
        f"# Statement {SCRIPT}\n\n{STYLE}\n\n{BRACES} {NUL} {ANSI} {BIDI} &#8238;\n\n"
        f"[a](javascript:alert(1)) ![b](http://example.org/x.png) <http://example.org> "
        f"$\\href{{javascript:alert(1)}}{{x}}$\n\n"
        f"$\\text{{{SCRIPT}}}$ and $\\frac{{1$ and $\\nothing{{x}}$ and $$\\left( x$$\n\n```{QUOTES}\n{SCRIPT}\n```\n"
    ),
}


def check(outcome: Outcome = Outcome.PASSED, **fields: object) -> CheckResult:
    """Return a check with the given fields and plain ones for the rest."""
    return CheckResult(
        **{
            "id": outcome.value,
            "title": f"a check that is {outcome.value}",
            "kind": "expect",
            "functions": ("softmax",),
            "points": 1.0 if outcome is Outcome.PASSED else 0.0,
            "max_points": 1.0,
            "outcome": outcome,
            **fields,
        }
    )


def submission(*tasks: TaskResult, **fields: object) -> SubmissionResult:
    """Return a submission of `tasks`, its points those of the tasks."""
    return SubmissionResult(
        **{
            "grader_version": "0.1.0",
            "isolation": "process",
            "submission": SubmissionFacts(id="ada", files=("softmax.py",)),
            "points": sum(task.points for task in tasks),
            "max_points": sum(task.max_points for task in tasks),
            "tasks": tasks,
            **fields,
        }
    )


def task(*checks: CheckResult, **fields: object) -> TaskResult:
    """Return a task of `checks`."""
    return TaskResult(
        **{
            "id": "softmax",
            "title": "Softmax",
            "points": sum(check.points for check in checks),
            "max_points": sum(check.max_points for check in checks),
            "checks": checks,
            **fields,
        }
    )


def drawn(name: str = "your code", **fields: str) -> Picture:
    """Return a small picture."""
    return Picture(
        **{
            "kind": "bars",
            "title": "The entries",
            "across": "position",
            "up": "softmax(x)",
            "at": (0.0, 1.0),
            "series": (Series(name=name, values=(0.25, float("nan"))), Series(name="expected", values=(0.5, 0.5))),
            **fields,
        }
    )


def rich() -> SubmissionResult:
    """Return a result with every outcome and a task whose every text is hostile."""
    return submission(
        _softmax(),
        _hostile(),
        submission=SubmissionFacts(
            id=f"ada {SCRIPT}",
            files=("softmax.py", "seminar 2 (решения).ipynb", f"{BIDI}\nScore: 100.py", "notes.txt"),
            reading=(
                FileNote(name="softmax.py", state="whole"),
                FileNote(
                    name="seminar 2 (решения).ipynb",
                    state="definitions",
                    message="Cell 4 stops with FileNotFoundError: 'data.csv'. Your functions are graded all the same.",
                ),
                FileNote(name=f"{BIDI}\nScore: 100.py", state="nothing", message=NUL),
            ),
        ),
        seed=1,
        pending_points=2.0,
        hidden_checks=3,
        notes=("Your file defines Softmax; the task asks for softmax.",),
        repeat="grader check softmax.py 'seminar 2 (решения).ipynb' --seed 1",
    )


def _softmax() -> TaskResult:
    x = [0, 1000.015625]
    return task(
        check(id="definition", title="agrees with the definition", points=2.0, max_points=2.0, cases=100),
        check(
            Outcome.FAILED,
            id="shift",
            title="(a) adding the same number to all scores changes nothing",
            points=0.5,
            max_points=2.0,
            message="Your code returns not-a-number where the answer is a probability.",
            hint="Only differences of scores matter. Which could you subtract first?",
            diagnosis="exp overflows above about 709. Subtract the largest score first; part (a) allows it.",
            counterexample=Counterexample(
                inputs={"x": x, "c": -0.5},
                got={"softmax(x + c)": [0.0, float("nan")], "log_softmax(x)": "raised OverflowError: math range error"},
                expected={"softmax(x + c)": [0.0, 1.0], "log_softmax(x)": [-1000.015625, 0.0]},
            ),
            picture=drawn(),
            failed_cases=37,
            cases=100,
            notes=("softmax changed its argument x. That costs nothing here, but it surprises whoever calls it.",),
            repeat="import numpy as np\nfrom softmax import softmax\n\nprint(softmax(np.array([-0.5, 999.515625])))",
        ),
        check(
            Outcome.SKIPPED,
            id="argmax",
            title="(b) the largest score keeps the largest probability",
            message="This needs the check 'shift' to hold first.",
        ),
        check(
            Outcome.TIMEOUT,
            id="speed",
            title="is fast enough",
            message="Your code did not answer within 2 seconds.",
            failed_cases=1,
            cases=4,
        ),
        check(
            Outcome.ERROR,
            id="empty",
            title="works for one score",
            message='Your code stops with IndexError:\n  File "softmax.py", line 7, in softmax\n    return x[1]',
            failed_cases=1,
            cases=100,
            counterexample=Counterexample(inputs={"W": [[0, -1.5], [-1.5, 0]]}, got="raised IndexError", expected=None),
            trace=(
                TracebackFrame(
                    file="softmax.py",
                    line=3,
                    name="softmax",
                    first=2,
                    source=("def softmax(x):", "    return first(x)"),
                ),
                TracebackFrame(
                    file="seminar 2 (решения).ipynb",
                    cell=4,
                    line=7,
                    name="first",
                    first=6,
                    source=("\tif x[0] < 'a<b':  # never", "    return x[1]"),
                    values={"x": "array([1.5])"},
                ),
            ),
            warnings=(Warned(text="overflow in exp", kind="RuntimeWarning", file="softmax.py", line=4, count=12),),
            output="here\nand there",
        ),
        check(Outcome.PENDING, id="proof", title="the proof of (c)", kind="written", max_points=2.0),
        check(
            Outcome.JUDGE_ERROR,
            id="fault",
            title="log_softmax keeps its tail",
            message="The grader itself failed here. Your code is not at fault; tell your teacher.",
        ),
        check(id="lines", title="your lines for (a)", kind="chain", cases=200, visibility=Visibility.HIDDEN),
        id="softmax",
        title="Softmax",
    )


def _hostile() -> TaskResult:
    everything = "\n".join(HOSTILE)
    return task(
        check(
            Outcome.FAILED,
            id=QUOTES,
            title=everything,
            message=everything,
            hint=everything,
            diagnosis=everything,
            counterexample=Counterexample(
                inputs={SCRIPT: everything, QUOTES: list(HOSTILE)},
                got={f"f({BRACES})": everything, BIDI: {STYLE: NUL}},
                expected={f"f({BRACES})": SCRIPT},
            ),
            notes=HOSTILE,
            repeat=everything,
            trace=(
                TracebackFrame(
                    file=everything,
                    line=2,
                    name=everything,
                    first=1,
                    source=("if True:  # " + SCRIPT, f'    """{STYLE}', everything),
                    values={SCRIPT: everything},
                ),
            ),
            warnings=(Warned(text=everything, kind=everything, file=everything, line=1),),
            output=everything,
            picture=drawn(everything, title=everything, across=everything, up=everything),
        ),
        id="hostile",
        title=STYLE,
        notes=HOSTILE,
    )


def rendered() -> dict[str, str]:
    """Return the reports of the rich result, by the name of their golden file."""
    return {
        "rich.html": html.render(rich(), STATEMENTS),
        "rich.txt": text.render(view_of(rich()), colour=False),
        "rich-colour.txt": text.render(view_of(rich()), colour=True, width=80),
    }
