"""The process that is forked from: what it keeps, what it lets go of, when it is not made, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess  # noqa: TID251 - of a program that a test starts
import time
from typing import Any

import pytest

from grader.judge.forker import Forker, thread_count
from tests.judge.forks import is_alive, said_by, started

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


def test_the_process_between_ends_with_its_pool(kept: Any) -> None:
    """And nothing is printed twice, as stderr and the last line show."""
    assert kept["ended"]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", id="in the main process"),
        pytest.param("prepare = threading.Thread(target=time.sleep, args=(60,), daemon=True).start", id="in prepare"),
        pytest.param('os.environ["GRADER_LINK"] = "portable"', id="asked for"),
        pytest.param("prepare = lambda: os._exit(3)", id="dead"),
    ],
)
def test_where_forks_are_not_safe_there_are_none(before: str) -> None:
    """A lock that another thread holds would stay locked in every fork."""
    program = f"""
prepare = list
{before}
print(json.dumps([type(Forker.made_here(prepare)).__name__, len(os.listdir("/proc/self/fd"))]))
"""
    assert said_by(program)[0] == "NoneType"


@pytest.mark.skipif(
    os.cpu_count() == 1 or os.environ.get("OPENBLAS_NUM_THREADS") == "1", reason="OpenBLAS has no threads here"
)
@pytest.mark.parametrize(
    "where",
    [
        pytest.param("prepare = multiply", id="in prepare"),
        pytest.param("prepare = list; multiply()", id="in the main process"),
    ],
)
def test_threads_that_end_before_a_fork_are_no_reason_against_it(where: str) -> None:
    """Those of OpenBLAS: a reference that multiplies matrices starts them."""
    program = f"""
import numpy
def multiply(): numpy.ones((300, 300)) @ numpy.ones((300, 300))
{where}
with processes.pool(1, prepare) as executor:
    print(json.dumps([type(executor).__name__, executor.submit(len, "ab").result()]))
"""
    assert said_by(program) == ["ForkedPool", 2]


@pytest.mark.parametrize("where", ["count_late(); prepare = list", "prepare = count_late"])
def test_threads_that_are_about_to_end_are_waited_for(where: str) -> None:
    """One that was joined is counted until the system has taken it away."""
    program = f"""
from grader.judge import forker
counts = iter([2, 2, 2, 2, 2])
def count_late(): forker.thread_count = lambda: next(counts, 1)
{where}
made = Forker.made_here(prepare)
print(json.dumps(type(made).__name__))
made.end()
"""
    assert said_by(program) == "Forker"


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


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda sign: sign.name)
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


@pytest.mark.parametrize("doing", ["time.sleep(100)", "sum(itertools.repeat(1))"])
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
        os.kill(os.getpid(), signal.SIGINT)
    return pid
os.fork = pressed
try:
    Forker.made_here(lambda: time.sleep(30))
except KeyboardInterrupt:
    print(json.dumps([len(pids) > 0, [pid for pid in pids if os.path.exists(f"/proc/{pid}")]]))
""") == [True, []]


def test_this_process_has_not_forked() -> None:
    """It has threads, as all that run tests side by side."""
    if thread_count() > 1 and os.environ.get("PYTEST_XDIST_WORKER"):
        assert Forker.made_here(list) is None
