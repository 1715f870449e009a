"""The process that is forked from: what it keeps, what it lets go of, when it is not made, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess  # noqa: TID251 - of a program that a test starts
import sys
import time
from typing import Any

import pytest

from grader.judge.forker import Forker, thread_count
from grader.sandbox.link import is_portable
from tests.judge.forks import is_alive, said_by, started

pytestmark = pytest.mark.skipif(sys.platform != "linux" or is_portable(), reason="there are forks on Linux alone")

KEPT = """
folder = tempfile.mkdtemp()
lock = os.open(folder, os.O_RDONLY)
fcntl.flock(lock, fcntl.LOCK_EX)
atexit.register(print, "twice")
signal.signal(signal.SIGTERM, lambda *_: print("heard"))
sys.stdout.write("once ")
drawn = []
def facts():
    numbers = {int(name): os.path.realpath(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")}
    return {
        "drawn": drawn, "drawn by": drawn[0] if drawn else 0, "pid": os.getpid(), "parent": os.getppid(),
        "has the folder": folder in numbers.values(), "input": numbers[0],
        "ctrl-c": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
    }
executor = processes.pool(2, lambda: drawn.append(os.getpid()))
first = executor.submit(facts).result()
executor.shutdown()
os.close(lock)
print()
print(json.dumps({
    "kind": type(executor).__name__, "fork": first, "main": os.getpid(), "drawn here": drawn,
    "ended": executor._forker._control.fileno() < 0,
}))
atexit.unregister(print)
"""


@pytest.fixture(scope="module")
def kept() -> Any:
    """Return what a program found out about a fork."""
    return said_by(KEPT)


def test_a_fork_has_what_was_prepared_and_is_forked_from_there(kept: Any) -> None:
    """Once, in the process between, and not in the main one."""
    assert kept["kind"] == "ForkedPool"
    assert len(kept["fork"]["drawn"]) == 1
    assert kept["fork"]["drawn by"] == kept["fork"]["parent"]
    assert len({kept["main"], kept["fork"]["parent"], kept["fork"]["pid"]}) == 3
    assert kept["drawn here"] == []


def test_a_fork_holds_nothing_that_the_main_process_has_open(kept: Any) -> None:
    """Neither the lock of a folder nor the terminal's input; and Ctrl-C is the main one's."""
    assert kept["fork"] | {"has the folder": False, "input": "/dev/null", "ctrl-c": True} == kept["fork"]


def test_a_fork_keeps_what_it_is_told_to_keep() -> None:
    """And nothing else."""
    program = """
keep, leave = os.pipe()
other, another = os.pipe()
def same(number): return os.path.samestat(os.fstat(number), facts[number])
facts = {number: os.fstat(number) for number in (keep, other)}
with processes.pool(1, list, [keep]) as executor:
    print(json.dumps([executor.submit(same, number).result() for number in (keep, other)]))
"""
    assert said_by(program) == [True, False]


def test_the_process_between_ends_with_its_pool(kept: Any) -> None:
    """And nothing is printed twice, as stderr and the last line show."""
    assert kept["ended"]


def test_where_forks_are_not_safe_there_are_none() -> None:
    """A lock that another thread holds would stay locked in every fork.

    A thread that `prepare` starts is in the process between, which ends with it, as does one where `prepare` fails.
    """
    assert said_by("""
def started(): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
made = {}
def try_here(name, prepare=list):
    forker = Forker.made_here(prepare)
    made[name] = type(forker).__name__
    if forker: forker.end()
try_here("dead", lambda: os._exit(3))
try_here("a thread of prepare", started)
os.environ["GRADER_LINK"] = "portable"
try_here("asked for")
del os.environ["GRADER_LINK"]
try_here("nothing of this")
started()
try_here("a thread here")
print(json.dumps(made))
""") == dict.fromkeys(["dead", "a thread of prepare", "asked for", "a thread here"], "NoneType") | {
        "nothing of this": "Forker"
    }


@pytest.mark.skipif(
    os.cpu_count() == 1 or os.environ.get("OPENBLAS_NUM_THREADS") == "1", reason="OpenBLAS has no threads here"
)
def test_threads_that_end_before_a_fork_are_no_reason_against_it() -> None:
    """Those of OpenBLAS: a reference that multiplies matrices starts them, while questions are prepared or before."""
    assert (
        said_by("""
import numpy
def multiply(): numpy.ones((300, 300)) @ numpy.ones((300, 300))
def tried(prepare):
    with processes.pool(1, prepare) as executor:
        return [type(executor).__name__, executor.submit(len, "ab").result()]
first = tried(multiply)
multiply()
print(json.dumps([first, tried(list)]))
""")
        == [["ForkedPool", 2]] * 2
    )


def test_threads_that_are_about_to_end_are_waited_for() -> None:
    """One that was joined, in the process between or here, is counted until the system has taken it away."""
    assert (
        said_by("""
from grader.judge import forker
counted = forker.thread_count
def count_late():
    counts = iter([2, 2, 2, 2, 2])
    forker.thread_count = lambda: next(counts, 1)
def tried(prepare):
    made = Forker.made_here(prepare)
    made.end()
    return type(made).__name__
first = tried(count_late)
assert forker.thread_count is counted
count_late()
print(json.dumps([first, tried(list)]))
""")
        == ["Forker"] * 2
    )


def test_threads_of_libraries_count() -> None:
    """Python does not know of those."""
    assert thread_count() >= 1


def test_what_fails_while_preparing_is_left_to_the_jobs() -> None:
    """They say why."""
    assert said_by("""
def fail(): raise RuntimeError("no")
with processes.pool(1, fail) as executor:
    print(json.dumps([type(executor).__name__, executor.submit(abs, -1).result()]))
""") == ["ForkedPool", 1]


def test_a_fork_that_cannot_be_made_is_an_error() -> None:
    """The process between is gone."""
    assert said_by("""
forker = Forker.made_here(list)
os.kill(forker.pid, signal.SIGKILL)
try:
    forker.fork()
except OSError as error:
    print(json.dumps(str(error) != ""))
forker.end()
""")


BUSY = """
def wait(): time.sleep(120)
executor = processes.pool(2)
futures = [executor.submit(os.getpid) for _ in range(2)]
pids = [executor._forker.pid, *executor._pids, *[future.result() for future in futures]]
for _ in range(2): executor.submit(wait)
try:
    print(json.dumps(pids), flush=True)
    time.sleep(120)
except KeyboardInterrupt:
    processes.give_up(executor)
"""


def all_end(pids: list[int]) -> bool:
    """Whether none of these processes is there soon."""
    until = time.monotonic() + 30
    while any(map(is_alive, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(is_alive, pids))


@pytest.mark.parametrize(
    "sign",
    [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.wide), signal.SIGINT],
    ids=lambda sign: sign.name,
)
def test_nothing_is_left_when_the_main_process_ends(sign: signal.Signals) -> None:
    """However it does, with jobs under way."""
    process = started(BUSY)
    assert process.stdout is not None
    pids = json.loads(process.stdout.readline())
    assert all(map(is_alive, pids))
    process.send_signal(sign)
    _, err = process.communicate(timeout=60)
    assert err == ""
    assert all_end(pids)


@pytest.mark.parametrize("doing", [pytest.param("time.sleep(100)", marks=pytest.mark.wide), "sum(itertools.repeat(1))"])
def test_nothing_is_left_when_the_main_process_dies_while_the_other_prepares(doing: str) -> None:
    """A command that waits for the end of its output does not wait for that of a process nobody needs."""
    process = started(f"import itertools; processes.pool(2, lambda: (print(os.getpid(), flush=True), {doing}))")
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    assert is_alive(pid)
    process.kill()
    try:
        _, err = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        os.kill(pid, signal.SIGKILL)
        raise
    assert err == ""
    assert all_end([pid])


def test_ctrl_c_amid_the_fork_ends_what_was_forked() -> None:
    """It waits until the process is known."""
    assert said_by("""
pids, fork = [], os.fork
def pressed():
    if pid := fork():
        pids.append(pid)
        signal.raise_signal(signal.SIGINT)
    return pid
os.fork = pressed
try:
    Forker.made_here(lambda: time.sleep(30))
except KeyboardInterrupt:
    print(json.dumps([len(pids) > 0, [pid for pid in pids if os.path.exists(f"/proc/{pid}")]]))
""") == [True, []]


def test_what_is_done_at_the_end_of_a_fork_is_not_broken_off() -> None:
    """Nor told on the terminal, when the main process dies."""
    process = started("""
def end():
    signal.raise_signal(signal.SIGTERM)
    os.write(1, b"ended")
def work():
    atexit.register(end)
    os.kill = lambda *_: None  # the thread that waits for the main process is late: the signal comes in `end`
executor = processes.pool(1)
executor.submit(work).result()
os.kill(os.getpid(), signal.SIGKILL)
""")
    assert process.communicate(timeout=60) == ("ended", "")


def test_somebody_else_may_wait_for_the_process_between() -> None:
    """A program that ignores how its processes end, say."""
    assert said_by("""
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def is_left(end):
    forker = Forker.made_here(list)
    end(forker)
    return os.path.exists(f"/proc/{forker.pid}")
print(json.dumps([is_left(Forker.close), is_left(Forker.end)]))
""") == [False, False]


def test_no_fork_keeps_a_folder_that_has_the_number_of_a_closed_stream() -> None:
    """A command may be started without its output."""
    program = """
folder = tempfile.mkdtemp()
lock = os.open(folder, os.O_RDONLY)
def opened(): return [os.path.realpath(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")]
with processes.pool(1) as executor:
    held = folder in executor.submit(opened).result()
    print(json.dumps([type(executor).__name__, lock, held]), file=sys.stderr)
"""
    _, said = started(program, "sh", "-c", 'exec "$@" >&-', "sh").communicate(timeout=60)
    assert json.loads(said) == ["ForkedPool", 1, False]


def test_a_failed_fork_is_nobodys_number() -> None:
    """Processes are waited for one by one, so that no number that may be asked for is somebody else's."""
    assert said_by("""
fork, failures = os.fork, [BlockingIOError()]
def fail_once():
    if failures: raise failures.pop()
    return fork()
forker = Forker.made_here(lambda: setattr(os, "fork", fail_once))
failed = 0
try: forker.fork()
except OSError: failed += 1
first, second = forker.fork(), forker.fork()
forker._control.close()
second[1].send(None)
def state(): return open(f"/proc/{second[0]}/stat").read().rpartition(")")[2].split()[0]
while state() != "Z": time.sleep(0.01)
time.sleep(0.3)
print(json.dumps([failed, state()]))
first[1].send(None)
""") == [1, "Z"]


def test_the_process_between_ends_though_it_ignores_what_others_send() -> None:
    """A library may ignore SIGTERM, and so would what is forked beside its threads."""
    assert (
        said_by("""
signal.alarm(30)
forker = Forker.made_here(lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN))
pid, channel = forker.fork()
forker.end()
print(json.dumps(os.path.exists(f"/proc/{forker.pid}")))
""")
        is False
    )


def test_this_process_has_not_forked() -> None:
    """It has threads, as all that run tests side by side."""
    if thread_count() > 1 and os.environ.get("PYTEST_XDIST_WORKER"):
        assert Forker.made_here(list) is None
