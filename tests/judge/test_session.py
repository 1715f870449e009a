"""A submission in a worker: loaded as far as it can be, asked on in a fresh worker when one ends."""

from __future__ import annotations

import sys
import time
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Self

import pytest

from grader.checks.question import CallGroup, Question, Response
from grader.errors import JudgeError
from grader.judge import session as module
from grader.judge.budget import Clock
from grader.judge.required import RequiredFunction
from grader.judge.session import Session, _changed, _yields
from grader.sandbox.exits import EndReason, WorkerExit
from grader.sandbox.isolation import Isolation, SandboxConfig
from grader.sandbox.link import fresh_starter, is_portable
from grader.sandbox.process import Worker
from grader.submission import SourceFile, Submission
from grader.worker.wire.columns import Column
from grader.worker.wire.forms import Form
from tests.present import present

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SLOW = pytest.mark.slow
HUNG = 1.2
"""Seconds after which something counts as hung: a busy machine may take one of them before it has begun."""
GOOD = "def f(x):\n    return x\n"
FORGE = """
import json, os, struct, sys, time
ONE, NONE = {"group": 0, "first": 0, "count": 1, "data": 0}, bytes([5, 0, 0])
def forge(kind, header, body=b""):
    frame, found = sys._getframe(), {}
    while frame is not None:
        loc = frame.f_locals
        if hasattr(loc.get("frame"), "request"):
            found["request"] = loc["frame"].request
        if hasattr(loc.get("self"), "endpoint"):
            found["channel"] = loc["self"].endpoint.numbers[1]
        frame = frame.f_back
    text = json.dumps(header).encode()
    head = struct.pack("<4sBQIQ", b"GrF1", kind, found["request"], len(text), len(body))
    os.write(found["channel"], head + text + body)
"""


class Opened:
    """A session on a few files, and how many workers it has started."""

    def __init__(self, files: Any, start: Callable[..., Any] | type[Worker] = Worker) -> None:
        files = {"softmax.py": files} if isinstance(files, str) else files
        sources = tuple(SourceFile(name, dedent(code).encode()) for name, code in files.items())
        self.started = 0
        self._start = start
        self.session = Session(Submission("anna", sources), {"f": RequiredFunction(1, "softmax")}, self._count)

    def _count(self) -> Worker:
        self.started += 1
        return self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def ask(self, *values: Any, seconds: float = 30.0) -> Response:
        """Ask f of each value, in one stage."""
        values = list(map(float, values or (0, 1, 2)))  # type: ignore[assignment]
        question = Question.of([CallGroup("f", (Column.of(values),), len(values), 1 << 16)])
        self.clock = Clock(seconds, seconds + 9)
        return self.session.ask(question, self.clock)

    def works(self) -> bool:
        """Whether the next check is answered in full."""
        response = self.ask(5, 6)
        return response.end is None and present(response.groups[0].uniform()).flat.tolist() == [5, 6]


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOAD_SECONDS", HUNG)


@pytest.mark.parametrize(("patience", "state"), [(1.0, "definitions"), (100.0, "whole")])
def test_a_session_with_patience_lets_files_load_longer(patience: float, state: str) -> None:
    """A reference that imports much is loaded whole on a busy machine too."""
    wait = f"import time\ntime.sleep({1.5 * HUNG})\n"
    with Opened({"softmax.py": f"import numpy as np\n{GOOD}{wait}"}) as opened:
        opened.session.patience = patience
        assert [fact.state for fact in present(opened.session.load()).files] == [state]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param("while True: pass", "hang", id="hangs"),
        pytest.param("import time; time.sleep(60)", "hang", id="sleeps", marks=SLOW),
        pytest.param("import os; os._exit(0)", "died", id="exits"),
        pytest.param("import os; os.kill(os.getpid(), 9)", "died", id="is-killed", marks=SLOW),
        pytest.param("import os; os.closerange(0, 99)", "died", id="closes-everything"),
        pytest.param("while True: print('x' * 10**6)", "died", id="floods", marks=SLOW),
    ],
)
def test_a_file_that_ends_the_worker_is_loaded_bare(line: str, kind: str) -> None:
    """The functions of a file whose top level hangs or dies are asked all the same, and the file is named with why."""
    files = {"first.py": "y = 2\n", "softmax.py": f"import numpy as np\n{GOOD}{line}\n"}
    with Opened(files) as opened:
        report = opened.session.load()
        assert [fact.state for fact in present(report).files] == ["whole", "definitions"]
        assert present(present(report).files[1].problem).kind == kind
        assert opened.works()
        assert (opened.started, opened.session.end) == (2, None)


@pytest.mark.slow
def test_two_files_that_hang_cost_one_worker_each() -> None:
    """Every file that hangs is found, and only those."""
    with Opened({"a.py": "while True: pass\n", "b.py": "y = 1\n", "c.py": GOOD + "import os; os._exit(1)\n"}) as opened:
        report = opened.session.load()
        assert [fact.problem and fact.problem.kind for fact in present(report).files] == ["hang", None, "died"]
        assert opened.started == 3
        assert opened.works()


@pytest.mark.parametrize("line", ["import sys; sys.exit(0)", "exit()"])
def test_leaving_at_import_ends_nothing(line: str) -> None:
    """A file that asks to leave is stopped there; its functions stand, in the same worker."""
    with Opened(f"{GOOD}{line}\n") as opened:
        assert present(opened.session.load()).files[0].problem is not None
        assert opened.works()
        assert opened.started == 1


def test_a_file_that_hangs_even_bare_is_given_up() -> None:
    """When definitions alone end the worker there is no report, and the end says why."""
    code = "import os\ndef wrap(f): os._exit(4)\n@wrap\n" + GOOD
    with Opened(code) as opened:
        assert opened.session.load() is None
        assert (present(opened.session.end).reason, present(opened.session.end).code) == (EndReason.EXIT, 4)
        assert opened.started == 2


@pytest.mark.parametrize(
    ("header", "how"),
    [
        pytest.param("{'files': 3}", EndReason.WIRE, id="no-report"),
        pytest.param(
            "{'files': [], 'functions': {}, 'names': [{'name': 3}]}", EndReason.WIRE, id="bad-entry", marks=SLOW
        ),
        pytest.param("{}", EndReason.WIRE, id="empty", marks=SLOW),
    ],
)
def test_a_forged_report_that_is_none_is_the_end(header: str, how: EndReason) -> None:
    """A report that is malformed is not read, and the file gets no second chance to write one."""
    with Opened(f"{FORGE}\n{GOOD}forge(3, {header})\ntime.sleep(60)\n") as opened:
        assert opened.session.load() is None
        assert present(opened.session.end).reason is how


def test_a_forged_report_can_only_promise() -> None:
    """Functions that were invented are not there when they are asked."""
    found = {"file": "a.py", "line": 1, "signature": "", "fits": True, "also": []}
    forged = {"files": [], "functions": {"f": found}, "names": []}
    with Opened(f"{FORGE}\nforge(3, {forged})\ntime.sleep(60)\n") as opened:
        assert set(present(opened.session.load()).functions) == {"f"}
        assert opened.ask(seconds=0.1).end is not None


BAD = [
    pytest.param("time.sleep(60)", EndReason.TIME, id="hangs"),
    pytest.param("os._exit(0)", EndReason.EXIT, id="exits"),
    pytest.param("os.abort()", EndReason.SIGNAL, id="crashes", marks=SLOW),
    pytest.param("forge(6, [])", EndReason.WIRE, id="writes-garbage"),
    pytest.param("forge(6, {})", EndReason.WIRE, id="is-done-early"),
    pytest.param("forge(5, {**ONE, 'group': 1}, NONE)", EndReason.WIRE, id="no-group", marks=SLOW),
    pytest.param("forge(5, {**ONE, 'group': True}, NONE)", EndReason.WIRE, id="group-true", marks=SLOW),
    pytest.param("forge(5, ONE, NONE)", EndReason.WIRE, id="twice"),
]


@pytest.mark.parametrize(("line", "how"), BAD)
def test_the_next_check_goes_on_in_a_fresh_worker(line: str, how: EndReason) -> None:
    """However a worker ends, the end belongs to this check; the next one is answered in full."""
    with Opened(f"{FORGE}\ndef f(x):\n    if x == 1:\n        {line}\n    return x\n") as opened:
        opened.session.load()
        began = time.monotonic()
        response = opened.ask(0, 1, 2, seconds=HUNG if how is EndReason.TIME else 30.0)
        assert time.monotonic() - began < 15
        assert present(response.end).reason is how
        assert response.changed == ()
        assert opened.works()
        assert opened.started == 2


def test_answers_that_came_before_a_hang_are_kept() -> None:
    """Good answers stay good, the call that hung is named, the rest is lost."""
    with Opened("import time\ndef f(x):\n    time.sleep(0.03 if x < 2 else 60)\n    return x\n") as opened:
        opened.session.load()
        response = opened.ask(0, 1, 2, 3, seconds=HUNG)
        assert response.groups[0].forms.tolist() == [Form.NUMBER, Form.NUMBER, Form.LOST, Form.LOST]
        assert (present(response.end).reason, present(response.end).call) == (EndReason.TIME, 2)


@pytest.mark.slow
def test_starting_again_costs_no_time_of_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes longer to load than the limit of the check that needs the fresh worker does not eat it."""
    monkeypatch.setattr(module, "LOAD_SECONDS", 30.0)
    code = "import os, time\ntime.sleep(1.3)\ndef f(x):\n    if x < 0: os._exit(0)\n    return x\n"
    with Opened(code) as opened:
        opened.session.load()
        assert present(opened.ask(-1).end).reason is EndReason.EXIT
        assert opened.ask(1, seconds=1.2).end is None


def test_what_all_workers_printed_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output of a worker that ended stands before that of the next one, cut at its end."""
    with Opened("import os\nprint('loaded')\ndef f(x):\n    print(x, flush=True)\n    os._exit(0)\n") as opened:
        opened.session.load()
        opened.ask(1)
        opened.ask(2)
        assert opened.session.printed == "loaded\n1.0\nloaded\n2.0\n"
        monkeypatch.setattr(module, "PRINTED_KEPT", 8)
        assert opened.session.printed == "loaded\n1"


def test_changed_arguments_are_told() -> None:
    """What a call did to its argument reaches the check."""
    with Opened("def f(x):\n    x[0] = 9.0\n    return 1.0\n") as opened:
        opened.session.load()
        column = Column.of([Column.of([1.0, 2.0]).flat, Column.of([9.0]).flat])
        question = Question.of([CallGroup("f", (column,), 2, 1 << 16)])
        assert opened.session.ask(question, Clock(5, 5)).changed == ((0, 0, 0),)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        pytest.param([[0, 1, 2]], ((0, 1, 2),), id="well-formed"),
        pytest.param(None, (), id="nothing"),
        pytest.param({"0": 1}, (), id="no-list"),
        pytest.param([[0, 1], [0, 1, 2, 3], "abc", 7, None], (), id="odd-entries"),
        pytest.param([[0, 1, -1], [True, 0, 0], [0, 0.0, 0], [0, "0", 0]], (), id="odd-numbers"),
        pytest.param([[0, 0, 0]] * 1000, ((0, 0, 0),) * 100, id="too-many"),
    ],
)
def test_forged_changes_are_passed_over(told: Any, kept: tuple[Any, ...]) -> None:
    """Of what a worker says about changed arguments only numbers that can be places are read."""
    assert _changed({"changed": told}) == kept


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no interpreter there")
def test_a_worker_that_cannot_start_is_the_graders_fault(tmp_path: Path) -> None:
    """No file is blamed when none was looked at."""
    interpreter = tmp_path / "python"
    interpreter.write_text("#!/bin/sh\nexit 1\n")
    interpreter.chmod(0o755)
    with Opened(GOOD, lambda: Worker(starter=fresh_starter(str(interpreter)))) as opened:
        with pytest.raises(JudgeError, match="does not start"):
            opened.session.load()
        assert opened.started == 1


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        pytest.param([[{"line": 3, "text": "a", "bare": False}]], [[(3, "a", False)]], id="well-formed"),
        pytest.param(None, [], id="nothing"),
        pytest.param({"0": 1}, [], id="no-list"),
        pytest.param([7, "ab", None], [[], [], []], id="odd-groups"),
        pytest.param(
            [[None, {"line": True, "text": 3, "bare": 0}]], [[(0, "", True), (0, "", True)]], id="odd-entries"
        ),
        pytest.param([[{"text": "x" * 999}] * 999], [[(0, "x" * 200, True)] * 100], id="too-much"),
    ],
)
def test_forged_sources_are_passed_over(told: Any, kept: list[Any]) -> None:
    """Of what a worker says about the source of a derivation only what can be one is read; unsaid, a line is bare."""
    assert [[(y.line, y.text, y.bare) for y in group] for group in _yields({"yields": told})] == kept


def test_the_clock_goes_down_by_what_a_question_took() -> None:
    """The next stage of a check has what is left, on the clock and of processor time."""
    with Opened("import time\ndef f(x):\n    time.sleep(0.1)\n    return x\n") as opened:
        opened.session.load()
        response = opened.ask(1, seconds=60.0)
        assert 40.0 < opened.clock.wall < 59.9
        assert opened.clock.cpu == pytest.approx(69.0 - response.cpu)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("wall", "cpu", "how"),
    [
        (60.0, 0.2, EndReason.CPU),
        (HUNG, 60.0, EndReason.TIME),
        (-1.0, 60.0, EndReason.TIME),
        (60.0, -1.0, EndReason.CPU),
    ],
    ids=["processor", "clock", "no time left", "no processor time left"],
)
def test_a_question_ends_by_the_limit_that_is_reached_first(wall: float, cpu: float, how: EndReason) -> None:
    """Both limits hold at once, and the end says which it was and where."""
    with Opened("def f(x):\n    while True:\n        pass\n") as opened:
        opened.session.load()
        question = Question.of([CallGroup("f", (Column.of([1.0]),), 1, 1 << 16)])
        end = opened.session.ask(question, Clock(wall, cpu)).end
        assert present(end).reason is how
        if min(wall, cpu) > 0:
            assert (present(end).file, present(end).line in (2, 3)) == ("softmax.py", True)


@pytest.mark.parametrize(
    ("walls", "isolation"),
    [
        (SandboxConfig(), {Isolation.PROCESS}),
        pytest.param(
            SandboxConfig(True),
            set(Isolation) - {Isolation.PROCESS},
            marks=pytest.mark.skipif(is_portable(), reason="the portable link has no walls"),
        ),
    ],
)
def test_a_session_says_what_its_worker_has_put_up(walls: SandboxConfig, isolation: set[Isolation]) -> None:
    """Before anything is loaded, and after the worker has ended."""
    with Opened("import os\ndef f(x):\n    os._exit(1)\n", lambda: Worker(walls=walls)) as opened:
        before = opened.session.isolation
        opened.session.load()
        opened.ask(1)
        assert opened.session.isolation is before
        assert before in isolation


@pytest.mark.parametrize(
    ("printed", "believed"),
    [
        pytest.param("softmax.py", "softmax.py", id="its-file"),
        pytest.param("work.ipynb[3]", "work.ipynb[3]", id="its-cell"),
        pytest.param("\\xfcbung.py", "\u00fcbung.py", id="letters-as-escapes"),
        pytest.param("the input was 0.25", "", id="anything-else"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_place_of_an_end_is_a_file_of_the_submission(printed: str, believed: str) -> None:
    """What a process prints about its end may be made up, and students read it."""
    with Opened({"softmax.py": GOOD, "work.ipynb": "", "\u00fcbung.py": GOOD}) as opened:
        end = opened.session._believed(WorkerExit(EndReason.TIME, file=printed, line=7))
    assert (end.file, end.line) == (believed, 7 if believed else 0)
