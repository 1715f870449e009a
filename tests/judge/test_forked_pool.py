"""A pool of forks: jobs and their errors, and what becomes of the others when one of its processes dies."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from grader.sandbox.link import is_portable
from tests.judge.forks import said_by

pytestmark = pytest.mark.skipif(sys.platform != "linux" or is_portable(), reason="there are forks on Linux alone")

USED = """
def fail(): raise KeyError("no such name")
def die(): time.sleep(0.5); os._exit(1)
def outcome(future):
    try: return future.result(60)
    except BaseException as error: return f"{type(error).__name__}: {error}"
executor = processes.pool(2)
said = {"kind": type(executor).__name__}
said["jobs"] = [future.result() for future in [executor.submit(pow, number, 2) for number in range(20)]]
said["processes"] = len({executor.submit(os.getpid).result() for _ in range(20)}) <= 2
said["fails"] = outcome(executor.submit(fail))
said["cannot be sent"] = outcome(executor.submit(lambda: 1))[:24]
said["cannot be returned"] = outcome(executor.submit(threading.Lock))[:9]
said["exits"] = outcome(executor.submit(sys.exit, 3))
said["goes on"] = outcome(executor.submit(abs, -3))
executor.shutdown()
try: executor.submit(abs, 1)
except RuntimeError as error: said["closed"] = str(error)

executor = processes.pool(2)
slow = [executor.submit(time.sleep, 60), *[executor.submit(job) for job in (die, list, list)]]
began = time.monotonic()
said["one dies"] = sorted({outcome(future) for future in slow})
said["at once"] = time.monotonic() - began < 30
try: executor.submit(abs, 1)
except Exception as error: said["refuses"] = type(error).__name__
executor.shutdown()

executor = processes.pool(1)
first = executor.submit(time.sleep, 0.5)
while not first.running(): time.sleep(0.01)
others = [executor.submit(abs, 1) for _ in range(3)]
executor.shutdown(cancel_futures=True)
said["cancelled"] = [first.result(), *[future.cancelled() for future in others]]
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said() -> Any:
    """Return what a program found out."""
    return said_by(USED)


def test_jobs_are_done(said: Any) -> None:
    """By two processes at most, in any number."""
    assert said["kind"] == "ForkedPool"
    assert said["jobs"] == [number * number for number in range(20)]
    assert said["processes"]


def test_an_error_is_the_jobs_own(said: Any) -> None:
    """Also where something cannot cross; the next job is done."""
    assert said["fails"] == "KeyError: 'no such name'"
    assert said["cannot be sent"].startswith("PicklingError")
    assert said["cannot be returned"].startswith("TypeError")
    assert said["exits"] == "SystemExit: 3"
    assert said["goes on"] == 3


def test_when_a_process_dies_no_job_waits_for_ever(said: Any) -> None:
    """Nobody knows whose fault it was, so all of them fail alike, and at once."""
    assert said["one dies"] == ["BrokenProcessPool: a process of the pool has ended"]
    assert said["at once"]
    assert said["refuses"] == "BrokenProcessPool"


def test_a_pool_that_is_shut_takes_nothing_more(said: Any) -> None:
    """What it does is finished, what waits is cancelled where that is asked for."""
    assert said["closed"] == "the pool takes no more jobs"
    assert said["cancelled"] == [None, True, True, True]


CALLED_BACK = """
signal.alarm(60)
said = []
def die(): time.sleep(0.5); os._exit(1)
def again(future):
    try: executor.submit(abs, 1)
    except Exception as error: said.append(type(error).__name__)
for job, options in ((die, {}), (partial(time.sleep, 0.5), {"cancel_futures": True})):
    executor = processes.pool(1)
    first = executor.submit(job)
    while not first.running(): time.sleep(0.01)
    last = executor.submit(abs, 1)
    last.add_done_callback(again)
    if not options: first.exception()
    executor.shutdown(**options)
print(json.dumps(said))
"""


def test_whoever_hears_of_the_end_of_a_job_may_ask_for_another() -> None:
    """No lock is held meanwhile, and the answer is that of any pool that is broken or shut."""
    assert said_by(CALLED_BACK) == ["BrokenProcessPool", "RuntimeError"]


SHORT = """
executor = processes.pool(2)
fork = executor._forker.fork
def refused(): raise BlockingIOError("no process could be forked")
first = executor.submit(time.sleep, 1)
while not first.running(): time.sleep(0.01)
executor._forker.fork = refused
later = [executor.submit(os.getpid) for _ in range(3)]
numbers = {future.result() for future in later}
first.result()
executor._forker.fork = fork
jobs = [executor.submit(wait_and_tell) for _ in range(2)]
more = {future.result() for future in jobs}
executor.shutdown()
executor = processes.pool(1)
executor._forker.fork = refused
error = executor.submit(abs, 1).exception()
print(json.dumps([len(numbers), len(more), type(error).__name__]))
"""


def test_where_no_process_can_be_added_those_that_there_are_do_the_jobs() -> None:
    """There are more as soon as that is possible; without any the pool is broken."""
    program = "def wait_and_tell(): time.sleep(0.5); return os.getpid()\n" + SHORT
    assert said_by(program) == [1, 2, "BrokenProcessPool"]
