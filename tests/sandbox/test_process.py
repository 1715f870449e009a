"""One worker process from outside: however it ends, the end is a fact, in time, and nothing of it is left."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import JudgeError
from grader.sandbox import spawn
from grader.sandbox.exits import EndReason, Output
from grader.sandbox.link import VARIABLE
from grader.sandbox.process import Worker
from grader.sandbox.spawn import FreshStarter
from grader.worker.wire.frames import Kind
from tests.present import present
from tests.sandbox.hostile import LATE, LIMIT, PATIENCE, WIRE, ask, descriptors, gone, load

if TYPE_CHECKING:
    from pathlib import Path

SLOW = pytest.mark.slow
GOOD = "def f(x):\n    return x\n"
AT_ONE = "import ctypes, os, signal, sys, time\ndef f(x):\n    if x == 1:\n        {}\n    return x\n"


@pytest.fixture(autouse=True, params=["forked", pytest.param("pipes", marks=SLOW), pytest.param("fresh", marks=SLOW)])
def _linked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test over both kinds of link; whether a socket's worker is a fork is for test_spawn.py by default."""
    monkeypatch.setenv(VARIABLE, "portable" if request.param == "pipes" else "")
    if request.param == "forked":
        zygote = request.getfixturevalue("zygote")
        monkeypatch.setattr(spawn, "FreshStarter", lambda path=None: FreshStarter(path) if path else zygote)


@pytest.mark.parametrize(
    ("line", "how", "code"),
    [
        pytest.param("while True: pass", EndReason.TIME, 0, id="endless-loop", marks=SLOW),
        pytest.param("pow(7, 10**9)", EndReason.TIME, 0, id="endless-c"),
        pytest.param("time.sleep(60)", EndReason.TIME, 0, id="sleeps", marks=SLOW),
        pytest.param("os.kill(os.getpid(), signal.SIGSTOP)", EndReason.TIME, 0, id="stops-itself", marks=SLOW),
        pytest.param(
            "[signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 13, 15)]; time.sleep(60)",
            EndReason.TIME,
            0,
            id="ignores-signals",
        ),
        pytest.param("os._exit(0)", EndReason.EXIT, 0, id="exits-0", marks=SLOW),
        pytest.param("os._exit(77)", EndReason.EXIT, 77, id="exits-77", marks=SLOW),
        pytest.param("os.execv('/bin/true', ['true'])", EndReason.EXIT, 0, id="becomes-another", marks=SLOW),
        pytest.param("os.kill(os.getpid(), signal.SIGKILL)", EndReason.SIGNAL, signal.SIGKILL, id="kills-itself"),
        pytest.param("ctypes.string_at(0)", EndReason.SIGNAL, signal.SIGSEGV, id="crashes"),
        pytest.param("os.abort()", EndReason.SIGNAL, signal.SIGABRT, id="aborts", marks=SLOW),
        pytest.param("os.closerange(0, 99); os._exit(5)", EndReason.EXIT, 5, id="closes-and-exits", marks=SLOW),
        pytest.param("os.closerange(0, 99); time.sleep(0.03)", EndReason.EXIT, 70, id="closes-everything-and-goes-on"),
        pytest.param("os.closerange(0, 99); time.sleep(60)", EndReason.WIRE, 0, id="closes-everything-and-sleeps"),
        pytest.param(
            "import threading\n        for _ in range(400): threading.Thread(target=time.sleep, args=(60,)).start()\n"
            "        time.sleep(60)",
            EndReason.THREADS,
            0,
            id="starts-hundreds-of-threads",
        ),
        pytest.param("[print('x' * 2**20, flush=True) for _ in range(99)]", EndReason.FLOOD, 0, id="prints-megabytes"),
    ],
)
def test_every_end_has_its_kind(line: str, how: EndReason | None, code: Any, as_patient_as_the_judge: Any) -> None:
    """The end says how, with which code and in which call; the process is gone and says so again when asked."""
    if how is EndReason.WIRE or "SIGSTOP" in line:  # it has no exit code and no line, so nothing is worth waiting for
        as_patient_as_the_judge()
    with Worker() as worker:
        assert load(worker, AT_ONE.format(line)).end is None
        reply = ask(worker, seconds=LIMIT if how is EndReason.TIME else PATIENCE)
        assert (present(reply.end).reason, present(reply.end).code, present(reply.end).call) == (how, code, 1)
        with pytest.raises(ProcessLookupError):
            os.kill(worker.pid, 0)
        assert ask(worker) == load(worker, GOOD) == type(reply)((), reply.end)


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["while True: pass", "pow(7, 10**9)", "time.sleep(60)", "os.closerange(0, 99); time.sleep(60)"]
)
def test_the_end_comes_soon_after_the_limit(line: str, as_patient_as_the_judge: Any) -> None:
    """Within half a second of it; noise only ever adds, so the best of a few tries counts."""
    as_patient_as_the_judge()
    late = []
    for _ in range(5):
        with Worker() as worker:
            load(worker, AT_ONE.format(line))
            began = time.monotonic()
            ask(worker, seconds=LIMIT)
            late.append(time.monotonic() - began - LIMIT)
        if late[-1] < LATE:
            break
    assert min(late) < LATE


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("os.write(channel, b'hello' * 9)", "begin", id="text", marks=SLOW),
        pytest.param("os.write(channel, b'\\0' * 64)", "begin", id="zeros", marks=SLOW),
        pytest.param(
            "write(frame(PART, request - 1, ONE, BODY), channel)", "another", id="another-request", marks=SLOW
        ),
        pytest.param("write(frame(99, request, {}), channel)", "no kind", id="unknown-kind", marks=SLOW),
        pytest.param("write(frame(PART, request, b'[' * 9999), channel)", "JSON", id="deep-header", marks=SLOW),
        pytest.param("os.write(channel, struct.pack(HEAD, b'GrF1', 5, request, 9, 2**60))", "body", id="huge-body"),
        pytest.param("while True: write(frame(PART, request, b'{}' + b' ' * 60000), channel)", "headers", id="flood"),
        pytest.param(
            "while True: write(frame(PART, request, {}, bytes(10**6)), channel)",
            "body",
            id="large-flood",
            marks=SLOW,
        ),
    ],
)
def test_what_a_student_writes_to_the_channel_ends_the_worker(line: str, says: str) -> None:
    """Bytes that are no answer are an end of their own kind, at once."""
    with Worker() as worker:
        load(worker, WIRE + f"def f(x):\n    channel, request = wire()\n    {line}\n    return x\n")
        began = time.monotonic()
        end = ask(worker).end
        assert time.monotonic() - began < PATIENCE / 2
        assert present(end).reason is EndReason.WIRE
        assert says in present(end).text


def test_a_late_frame_ends_the_next_exchange(tmp_path: Path) -> None:
    """What answers an earlier request is not taken for an answer to this one."""
    code = WIRE + (
        "def f(x):\n    threading.Thread(target=late, args=wire()).start()\n    return x\n"
        "def late(channel, request):\n    while not os.path.exists('now'): time.sleep(0.01)\n"
        "    write(frame(DONE, request, {}), channel)\n    open('written', 'w').close()\n"
    )
    with Worker(folder=tmp_path) as worker:
        load(worker, code)
        assert ask(worker, count=1).end is None
        (tmp_path / "now").touch()
        while not (tmp_path / "written").exists():
            time.sleep(0.01)
        end = ask(worker).end
        assert (present(end).reason, present(end).text) == (EndReason.WIRE, "a frame that answers another request")


def test_a_worker_answers_again_and_again() -> None:
    """A worker that is well loads once and answers any number of questions, with its processor time."""
    with Worker() as worker:
        reply = load(worker, "import time\ndef f(x):\n    while time.process_time() < x: pass\n    return x\n")
        assert reply.frames[-1].header["functions"]["f"]["line"] == 2
        for _ in range(3):
            reply = ask(worker, count=1)
            assert [frame.kind for frame in reply.frames] == [Kind.PART, Kind.DONE]
            assert [frame.header["count"] for frame in reply.frames if frame.kind is Kind.PART] == [1]
            assert 0 <= reply.cpu < 5  # type: ignore[operator]
        assert worker.end is None


@pytest.mark.parametrize("when", ["before", "between", "during"])
def test_a_worker_killed_by_hand_has_died_of_a_signal(when: str) -> None:
    """A process that somebody kills ends like one that dies by itself; before it has seen a file that is our fault."""
    with Worker() as worker:
        if when == "before":
            os.kill(worker.pid, signal.SIGKILL)
            try:
                said = f"signal {int(present(load(worker, GOOD).end).code)}"  # it was started before it was killed
            except JudgeError as error:
                said = str(error)
            assert "signal 9" in said
            return
        load(worker, "import time\ndef f(x):\n    time.sleep(9 * x)\n    return x\n")
        timer = threading.Timer(0.0 if when == "between" else 0.15, os.kill, (worker.pid, signal.SIGKILL))
        timer.start()
        if when == "between":
            timer.join()
        end = ask(worker).end
        assert (present(end).reason, present(end).code) == (EndReason.SIGNAL, signal.SIGKILL)


def test_good_answers_before_the_end_are_kept() -> None:
    """Parts that came before a hang are in the reply, and the call that hung is named."""
    with Worker() as worker:
        load(worker, "import time\ndef f(x):\n    time.sleep(0.03 if x < 3 else 60)\n    return x\n")
        reply = ask(worker, seconds=LIMIT, count=9)
        assert [frame.header["first"] for frame in reply.frames] == [0, 1, 2]
        assert (present(reply.end).reason, present(reply.end).call) == (EndReason.TIME, 3)


@pytest.mark.parametrize("megabytes", [0, 5])
def test_what_is_printed_is_kept_at_its_beginning_and_costs_nothing(megabytes: int) -> None:
    """Printing is drained while the worker works; all of a short text is there when the answer is."""
    with Worker() as worker:
        load(worker, f"import sys\ndef f(x):\n    print('é', x, 'x' * {megabytes << 20})\n    return x\n")
        assert ask(worker).end is None
        assert worker.printed.startswith("é 0.0 ".encode())
        assert len(worker.printed) == (64 * 1024 if megabytes else len("é 0.0 \n".encode()) * 3)
    assert worker.printed.startswith("é".encode())


def test_what_is_printed_is_told_for_each_exchange() -> None:
    """What loading prints is no part of what a question prints, nor is another question's; the rest is counted."""
    code = "print('loading')\ndef f(x):\n    print(x, end=' ' if x < 9 else 'y' * 9998)\n    return x\n"
    with Worker() as worker:
        assert worker.exchange_output == Output()
        load(worker, code)
        assert worker.exchange_output == Output(b"loading\n", 8)
        for _ in range(2):
            ask(worker)
            assert worker.exchange_output == Output(b"0.0 1.0 2.0 ", 12)
        ask(worker, count=11)
        assert (len(worker.exchange_output.beginning), worker.exchange_output.size) == (8192, 9 * 4 + 3 + 4 + 2 * 9998)
        ask(worker)
    assert worker.exchange_output == Output(b"0.0 1.0 2.0 ", 12)


def test_what_a_dying_worker_printed_is_kept() -> None:
    """The last words of a process are read after its end."""
    with Worker() as worker:
        load(worker, "import os\ndef f(x):\n    os.write(2, b'last words')\n    os._exit(1)\n")
        ask(worker)
        assert worker.printed == b"last words"


def test_the_environment_is_clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The worker sees neither our environment nor our input, and its current folder is the submission's."""
    monkeypatch.setenv("GRADER_SECRET", "1")
    code = "import os, sys\nprint(sorted(os.environ), os.getcwd(), sys.stdin.read() == '', 'grader' in sys.modules)\n"
    with Worker(folder=tmp_path) as worker:
        load(worker, code + "print([p for p in sys.path if 'worker' in p or 'grader' in p.split('/')[-1:]])\n" + GOOD)
        first, second = worker.printed.decode().splitlines()
    assert "SECRET" not in first
    assert first.endswith(f"{tmp_path} True False")
    assert second == "[]"


def test_a_forged_progress_is_a_number() -> None:
    """The page holds whatever a student writes there; it is read as a number and no more."""
    code = (
        "import gc, os\ndef f(x):\n    for thing in gc.get_objects():\n"
        "        if type(thing).__name__ == 'Service':\n            thing.slot[0] = 2**64 - 1\n    os._exit(0)\n"
    )
    with Worker() as worker:
        load(worker, code)
        assert present(ask(worker).end).call in {0, 2**64 - 1}


def test_processes_that_a_student_starts_end_with_the_worker() -> None:
    """A child that holds the channel open, or runs on, is gone when the worker is closed."""
    code = "import os, time\nif not (pid := os.fork()):\n    time.sleep(60)\nprint(pid, flush=True)\n" + GOOD
    with Worker() as worker:
        assert load(worker, code).end is None
        child = int(worker.printed)
        assert not gone(child, 0.05)
    assert gone(child)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        pytest.param("exit 3", r"exit 3: it says nothing\)", id="silent", marks=SLOW),
        pytest.param("echo one; echo No module named numpy >&2; exit 1", "No module named numpy", id="speaks"),
        pytest.param(f"{sys.executable} -c 'import os; os.write('$7', bytes(99))'; sleep 9", "wire 0", id="zeros"),
    ],
)
def test_an_interpreter_that_cannot_be_a_worker_is_the_graders_fault(script: str, says: str, tmp_path: Path) -> None:
    """Nothing of a student's has run, so nothing of it is a result; the sentence says what to look at."""
    interpreter = tmp_path / "python"
    interpreter.write_text(f"#!/bin/sh\n{script}\n")
    interpreter.chmod(0o755)
    with Worker(starter=FreshStarter(str(interpreter))) as worker, pytest.raises(JudgeError, match=says) as error:
        load(worker, GOOD)
    assert f"Check that `{sys.executable} -P -c 'import numpy'` works." in str(error.value)
    assert worker.end is not None


def test_a_worker_that_is_never_asked_closes_quietly() -> None:
    """Closing twice is closing once, also before the process was ready."""
    worker = Worker()
    worker.close()
    worker.close()
    assert present(worker.end).reason is EndReason.EXIT
    assert gone(worker.pid)


def _ended(number: Any) -> Any:
    line = ["return x", "os._exit(0)", "os.closerange(0, 99)", "print('x' * 10**6)", "while True: pass"][number % 5]
    with Worker() as worker:
        load(worker, f"import os\ndef f(x):\n    {line}\n")
        ask(worker, seconds=0.05)
    return worker.pid


@pytest.mark.parametrize("count", [3, pytest.param(50, marks=SLOW)])
def test_nothing_leaks(count: int) -> None:
    """However workers end, no descriptor and no process of theirs is left here."""
    before = descriptors()
    pids = [_ended(number) for number in range(count)]
    assert descriptors() == before
    for pid in pids:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def test_the_worker_needs_no_grader() -> None:
    """The interpreter of the worker is told nothing but its own folder."""
    with Worker() as worker:
        load(worker, "import sys\nprint(any(name.startswith('grader') for name in sys.modules))\n" + GOOD)
        assert worker.printed == b"False\n"
