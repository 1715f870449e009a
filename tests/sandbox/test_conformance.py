"""What every link promises, in code that runs on every system: each test runs over the link of the system.

The portable link is tried by `python -m tests.portable`.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks.question import CallGroup, Question
from grader.sandbox import spawn
from grader.sandbox.exits import EndReason, Output
from grader.sandbox.link import VARIABLE
from grader.sandbox.process import Worker
from grader.sandbox.zygote import Zygote
from grader.worker.wire.columns import Column
from tests.samples.families import wide
from tests.samples.links import LINK_OF_RUN
from tests.sandbox.hostile import LIMIT, PATIENCE, WIRE, ask, header_of, load, question

WINDOWS = sys.platform == "win32"
GOOD = "def f(x):\n    return x\n"
AT_ONE = "import ctypes, os, sys, time\ndef f(x):\n    if x == 1:\n        {}\n    return x\n"


@pytest.fixture(autouse=True, params=LINK_OF_RUN)
def _linked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, zygote: Zygote) -> None:
    """Run every test over one kind of link; forks over the one of Linux, where `test_spawn.py` starts interpreters."""
    monkeypatch.setenv(VARIABLE, "portable" if request.param == "pipes" else "")
    if request.param == "socket":
        monkeypatch.setattr(spawn, "FreshStarter", lambda _interpreter: zygote)


def end_of(reply: Any) -> Any:
    """Return how a worker ended that did not live."""
    assert reply.end is not None
    return reply.end


ENDS = {
    "endless loop": ("while True: pass", EndReason.TIME, 0),
    "endless in C": ("pow(7, 10**9)", EndReason.TIME, 0),
    "sleeps": ("time.sleep(60)", EndReason.TIME, 0),
    "exits 0": ("os._exit(0)", EndReason.EXIT, 0),
    "exits 77": ("os._exit(77)", EndReason.EXIT, 77),
    "crashes": ("ctypes.string_at(0)", EndReason.SIGNAL, 11),
    "floods": ("[print('x' * 2**20, flush=True) for _ in range(99)]", EndReason.FLOOD, 0),
    "floods errors": ("[os.write(2, b'x' * 2**16) for _ in range(999)]", EndReason.FLOOD, 0),
    "closes everything": ("os.closerange(0, 99); os._exit(5)", EndReason.EXIT, 5),
    "closes everything and goes on": ("os.closerange(0, 99); time.sleep(0.03)", EndReason.EXIT, 70),
    "closes everything and sleeps": ("os.closerange(0, 99); time.sleep(60)", EndReason.WIRE, 0),
}
LINES = ("endless loop", "endless in C", "sleeps", "crashes")
"""Ends whose line is found."""


@pytest.mark.parametrize("name", [wide(name) if name == "endless in C" else name for name in ENDS])
def test_every_end_has_its_kind_its_call_and_its_line(name: Any, as_patient_as_the_judge: Any) -> None:
    """However it ends, the reply says how, with which code, in which call and, where that can be, in which line."""
    line, reason, code = ENDS[name]
    if reason is EndReason.WIRE:  # it has no exit code, so nothing is worth waiting for
        as_patient_as_the_judge()
    with Worker() as worker:
        assert load(worker, AT_ONE.format(line)).end is None
        end = end_of(ask(worker, seconds=LIMIT if reason is EndReason.TIME else PATIENCE))
        assert (end.reason, end.code, end.call) == (reason, code, 1)
        assert (end.file, end.line) == (("softmax.py", 4) if name in LINES else ("", 0))
        assert ask(worker).end is end


@pytest.mark.parametrize("name", [wide("endless loop"), "endless in C", "sleeps", "closes everything and sleeps"])
def test_it_is_killed_within_a_second_of_its_limit(name: str, as_patient_as_the_judge: Any) -> None:
    """Noise only ever adds, so the best of a few tries counts."""
    as_patient_as_the_judge()
    late = []
    for _ in range(5):
        with Worker() as worker:
            load(worker, AT_ONE.format(ENDS[name][0]))
            began = time.monotonic()
            assert ask(worker, seconds=LIMIT).end is not None
            late.append(time.monotonic() - began - LIMIT)
        if late[-1] < 1:
            break
    assert min(late) < 1


def test_input_finds_nothing_and_what_is_printed_is_no_frame() -> None:
    """A student's standard input is empty, and standard output is not the channel."""
    code = (
        "def f(x):\n    print('GrF1', end='')\n    try:\n        input('? ')\n    except EOFError:\n        return x\n"
    )
    with Worker() as worker:
        load(worker, code)
        reply = ask(worker)
        assert reply.end is None
        assert [frame.header["count"] for frame in reply.frames if "count" in frame.header] == [3]
        assert worker.exchange_output.beginning.startswith(b"GrF1? GrF1? GrF1")


@pytest.mark.parametrize("megabytes", [1, 24])
def test_large_questions_and_answers_arrive_whole(megabytes: int) -> None:
    """Many times what a pipe holds, in both directions at once."""
    size = megabytes << 17
    asked = Question.of([CallGroup("f", (Column.of([np.arange(size, dtype=float)]),), 1, 9 << 20)])
    with Worker() as worker:
        load(worker, f"import sys\ndef f(x):\n    print('p' * 100_000)\n    return x[: {1 << 20}] + 1\n")
        reply = worker.ask(asked.header, asked.body, seconds=PATIENCE, body_cap=9 << 20)
        assert reply.end is None
        body = b"".join(bytes(frame.body) for frame in reply.frames)
        assert np.arange(1.0, min(size, 1 << 20) + 1).tobytes() in body


def test_answers_come_in_parts_and_the_good_ones_are_kept() -> None:
    """What was answered before a hang is there, and the call that hung is named."""
    with Worker() as worker:
        load(worker, "import time\ndef f(x):\n    time.sleep(0.03 if x < 3 else 60)\n    return x\n")
        reply = ask(worker, seconds=LIMIT, count=9)
        assert [frame.header["first"] for frame in reply.frames] == [0, 1, 2]
        assert (end_of(reply).reason, end_of(reply).call) == (EndReason.TIME, 3)


def test_a_worker_answers_again_and_again() -> None:
    """And tells what was printed in each exchange, all of it and no more."""
    with Worker() as worker:
        load(worker, "print('loading')\ndef f(x):\n    print(int(x), end=' ')\n    return x\n")
        assert worker.exchange_output.beginning.split() == [b"loading"]
        for count in (1, 3, 500, 2):
            assert ask(worker, count=count).end is None
            text = "".join(f"{number} " for number in range(count)).encode()
            assert worker.exchange_output == Output(text, len(text))


@pytest.mark.parametrize(
    ("data", "says"),
    [("b'hello' * 9", "begin"), ("frame(DONE, request - 1, {})", "another"), ("frame(99, request, {})", "no kind")],
)
def test_what_a_student_writes_to_the_channel_ends_the_worker(data: str, says: str) -> None:
    """The link says which descriptor that is; bytes that are no answer are an end of their own kind."""
    with Worker() as worker:
        load(worker, WIRE + f"def f(x):\n    channel, request = wire()\n    write({data}, channel)\n    return x\n")
        end = end_of(ask(worker))
        assert (end.reason, says in end.text) == (EndReason.WIRE, True)


@pytest.mark.parametrize("name", ["plain", "mit Blank und Größe", "作业", "a'b & c"])
def test_a_folder_may_have_any_name(name: str, tmp_path: Path) -> None:
    """The worker runs in it and finds the data files beside the code."""
    folder = tmp_path / name
    folder.mkdir()
    (folder / "daten ü.txt").write_text("é", encoding="utf-8")
    code = "def f(x):\n    return x\nprint(open('daten ü.txt').read())\n"
    with Worker(folder=folder) as worker:
        assert load(worker, code).end is None
        assert worker.printed.decode().strip() == "é"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old-mac"])
def test_line_ends_of_any_system_give_the_same_lines(newline: str) -> None:
    """A file that was written on Windows has its lines where an editor shows them."""
    source = AT_ONE.format("raise ValueError('é')").replace("\n", newline).encode()
    with Worker() as worker:
        assert worker.load(header_of(source), source, seconds=PATIENCE).end is None
        facts = ask(worker).frames[0].header["facts"]
        assert [fact["frames"][-1]["line"] for fact in facts if "frames" in fact] == [4]


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_the_judges_encoding_is_not_the_workers(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A student prints any sign, whatever the console of the judge shows."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("LC_ALL", "C")
    with Worker() as worker:
        assert load(worker, "print('é ✓ 中', flush=True)\n" + GOOD).end is None
        assert worker.printed.decode().strip() == "é ✓ 中"


def test_sets_have_the_same_order_in_every_run() -> None:
    """What depends on the order of a set is the same answer tomorrow."""
    seen = set()
    for _ in range(2):
        with Worker() as worker:
            load(worker, "print(list({'one', 'two', 'three', 'four', 'five', 'six'}))\n" + GOOD)
            seen.add(worker.printed)
    assert len(seen) == 1


def test_nothing_of_the_judges_is_in_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nor is the project on the path, or what the user has installed for himself."""
    monkeypatch.setenv("GRADER_SECRET", "1")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    code = "import os, sys\nprint('GRADER_SECRET' in os.environ, 'grader' in sys.modules, sys.flags.no_user_site)\n"
    with Worker() as worker:
        load(worker, code + f"print({str(tmp_path)!r} in sys.path)\n" + GOOD)
        assert worker.printed.split() == [b"False", b"False", b"1", b"False"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no groups of processes")
def test_what_a_student_starts_ends_with_the_worker() -> None:
    """A process that runs on, and holds every pipe open, is gone when the worker is closed; closing does not wait."""
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
    )
    with Worker() as worker:
        assert load(worker, code + GOOD).end is None
        child = int(worker.printed)
        os.kill(child, 0)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not _runs(child):
            return
        time.sleep(0.01)
    raise AssertionError("the child runs on")


def _runs(pid: int) -> Any:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    facts = Path(f"/proc/{pid}/stat")  # in a container nobody may reap it
    return not facts.exists() or facts.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("size", [256, wide(1400)])
def test_memory_is_bounded_by_watching_where_nothing_else_does(size: int) -> None:
    """Code that takes more than its task allows, and keeps it for a while, is ended."""
    code = (
        "import time\nkept = []\n"
        f"def f(x):\n    kept.append(bytearray(b'x') * ({size} << 20))\n    time.sleep(1.5)\n    return x\n"
    )
    with Worker() as worker:
        worker.ready()
        if worker._handle.memory_bytes() is None:
            pytest.skip("this system does not tell")
        load(worker, code)
        reply = ask(worker, count=1)
        assert (reply.end is not None and reply.end.reason) is (EndReason.MEMORY if size > 1024 else False)


def test_a_question_that_is_never_read_holds_nobody() -> None:
    """A worker that sleeps while much is sent to it is ended by its limit."""
    with Worker() as worker:
        load(worker, WIRE + "def f(x):\n    time.sleep(60)\n")
        assert end_of(ask(worker, seconds=LIMIT, count=3)).reason is EndReason.TIME
        assert question(3).body
