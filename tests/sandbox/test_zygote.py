"""The zygote: forks that share nothing that matters, and processes that end when it or the judge does."""

from __future__ import annotations

import os
import signal
import subprocess  # noqa: TID251 - a judge that can be killed
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import JudgeError
from grader.sandbox.exits import EndReason
from grader.sandbox.isolation import SandboxConfig
from grader.sandbox.process import Worker
from grader.sandbox.zygote import Zygote
from tests.present import present
from tests.sandbox.hostile import ask, descriptors, gone, load

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = "def f(x):\n    return x\n"
HANGS = "import time\ndef f(x):\n    time.sleep(60)\n"


@pytest.fixture
def mortal() -> Iterator[Zygote]:
    """Give a zygote that the test may kill."""
    with Zygote() as made:
        yield made


def said(zygote: Zygote | None, code: str, folder: Path | None = None) -> str:
    """Return what a file prints in a fork."""
    with Worker(starter=zygote, folder=folder) as worker:
        load(worker, code + "\n" + GOOD)
        return worker.printed.decode()


def test_every_fork_has_a_random_state_of_its_own(zygote: Zygote) -> None:
    """Two students do not draw the same numbers, from any generator."""
    code = (
        "import random, numpy as np, os, uuid\n"
        "print([random.random(), np.random.rand(), np.random.default_rng().random(), os.urandom(4), uuid.uuid4()])"
    )
    first, second = (eval(said(zygote, code), {"UUID": str}) for _ in range(2))
    assert all(a != b for a, b in zip(first, second, strict=True))


def test_a_seed_of_the_students_own_is_the_same_everywhere(zygote: Zygote) -> None:
    """What a student fixes is fixed: a fork and a fresh interpreter draw the same."""
    code = "import random, numpy as np\nrandom.seed(3); np.random.seed(3)\nprint(random.random(), np.random.rand())"
    assert said(zygote, code) == said(None, code)


def test_nothing_of_one_fork_is_in_the_next(zygote: Zygote, tmp_path: Path) -> None:
    """Changed modules, files that were left open and the current folder stay with the one who changed them."""
    spoil = "import numpy as np, os, sys, math\nnp.pi = 3\nmath.secret = 1\nos.chdir('/usr')\nkept = open('/dev/null')"
    look = "import numpy as np, os, math\nprint(np.pi > 3.1, hasattr(math, 'secret'), os.getcwd(), len(os.environ))"
    clean = said(zygote, look, tmp_path)
    said(zygote, spoil)
    assert said(zygote, look, tmp_path) == clean
    assert clean.startswith(f"True False {tmp_path}")


def test_a_fork_sees_no_other_submission_and_no_request(zygote: Zygote) -> None:
    """Two workers live at once; neither finds the other's text, the control socket or the zygote's children."""
    code = "import gc\nprint([o for o in gc.get_objects() if type(o).__name__ in ('Popen', 'socket', 'Zygote')])\n"
    with Worker(starter=zygote) as other:
        load(other, "SECRET = 'abc' * 9\n" + GOOD)
        assert said(zygote, code) == "[]\n"
        assert ask(other).end is None


def test_workers_of_one_zygote_end_alone(zygote: Zygote) -> None:
    """A hang, a crash and a kill cost one worker each, and the others answer."""
    with Worker(starter=zygote) as good, Worker(starter=zygote) as hung, Worker(starter=zygote) as dead:
        load(good, GOOD)
        load(hung, HANGS)
        load(dead, "import os\ndef f(x):\n    os._exit(3)\n")
        assert (present(ask(hung, seconds=0.1).end).reason, present(ask(dead).end).code) == (EndReason.TIME, 3)
        assert ask(good).end is None


def test_a_killed_zygote_takes_its_workers_along_and_is_replaced(mortal: Zygote) -> None:
    """Its workers have died of a signal; the next worker comes from the next zygote."""
    with Worker(starter=mortal) as old:
        load(old, HANGS)
        first = mortal.pid
        os.kill(first, signal.SIGKILL)
        end = ask(old).end
        assert (present(end).reason, present(end).code) == (EndReason.SIGNAL, signal.SIGKILL)
        assert gone(old.pid)
        with Worker(starter=mortal) as new:
            load(new, GOOD)
            assert ask(new).end is None
        assert mortal.pid != first


def test_a_handle_of_an_old_zygote_does_not_reach_a_process_of_the_new_one(mortal: Zygote) -> None:
    """A process number may have been given to somebody else by then."""
    with Worker(starter=mortal) as old:
        load(old, GOOD)
        os.kill(mortal.pid, signal.SIGKILL)
        mortal.close()
        with Worker(starter=mortal) as new:
            load(new, GOOD)
            assert old._handle.end(kill=True) == -signal.SIGKILL
            assert ask(new).end is None


def test_closing_ends_the_workers_that_are_left(mortal: Zygote) -> None:
    """And closing twice is closing once."""
    worker = Worker(starter=mortal)
    load(worker, HANGS)
    pid = mortal.pid
    mortal.close()
    mortal.close()
    assert gone(worker.pid)
    assert gone(pid)
    assert mortal.pid == 0
    worker.close()


JUDGE = """
import sys, time
sys.path[:0] = {path!r}
from tests.sandbox.hostile import load
from grader.sandbox.process import Worker
from grader.sandbox.isolation import SandboxConfig
from grader.sandbox.zygote import Zygote
zygote = Zygote() if {forked} else None
workers = [Worker(starter=zygote, walls=SandboxConfig(walls)) for walls in (False, True)]
for worker in workers:
    load(worker, "import time\\ndef f(x):\\n    time.sleep(60)\\n")
print(*(worker.pid for worker in workers), zygote.pid if zygote else workers[0].pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("forked", [False, True], ids=["fresh", "forked"])
def test_no_worker_outlives_a_judge_that_is_killed(forked: bool) -> None:
    """Nobody is left to close them, so the system does."""
    path = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    judge = subprocess.Popen(
        [sys.executable, "-c", JUDGE.format(path=path, forked=forked)], stdout=subprocess.PIPE, text=True
    )
    with judge:
        pids = list(map(int, present(judge.stdout).readline().split()))
        assert len(pids) == 3
        assert not any(gone(pid, 0.02) for pid in pids)
        judge.kill()
    assert all(gone(pid) for pid in pids)


def test_forking_leaves_no_descriptor_and_no_process(zygote: Zygote) -> None:
    """Neither here nor in the zygote, however many workers there were."""
    said(zygote, "")
    folder = Path(f"/proc/{zygote.pid}/fd")
    before = descriptors(), len(list(folder.iterdir()))
    pids = []
    for _ in range(5):
        with Worker(starter=zygote) as worker:
            load(worker, GOOD)
            pids.append(worker.pid)
    assert (descriptors(), len(list(folder.iterdir()))) == before
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_a_module_that_was_asked_for_is_there_and_one_that_is_missing_is_no_harm() -> None:
    """Preloading saves time and changes nothing else."""
    with Zygote(preload=("statistics", "no_such_module")) as zygote:
        code = "import sys\nprint('statistics' in sys.modules, 'no_such_module' in sys.modules)"
        assert said(zygote, code) == "True False\n"


@pytest.mark.parametrize("script", ["exit 1", "echo no"], ids=["ends", "speaks"])
def test_an_interpreter_that_cannot_be_a_zygote_is_the_graders_fault(script: str, tmp_path: Path) -> None:
    """After three attempts the sentence says what to look at, and nothing is left."""
    interpreter = tmp_path / "python"
    interpreter.write_text(f"#!/bin/sh\n{script}\n")
    interpreter.chmod(0o755)
    before = descriptors()
    with Zygote(interpreter=str(interpreter)) as zygote, pytest.raises(JudgeError, match="could be started in"):
        Worker(starter=zygote)
    assert descriptors() == before


def test_the_interpreter_of_the_variable_is_the_one_that_forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class is graded in the same Python as a single submission."""
    link = tmp_path / "python"
    link.symlink_to(sys.executable)
    monkeypatch.setenv("GRADER_PYTHON", str(link))
    with Zygote() as zygote:
        assert said(zygote, "import sys\nprint(sys.orig_argv[0])") == f"{link}\n"


def test_a_worker_that_exits_slowly_is_waited_for(zygote: Zygote) -> None:
    """The exit code is known although the channel was closed before."""
    with Worker(starter=zygote, walls=SandboxConfig()) as worker:
        load(worker, "import os, time\ndef f(x):\n    os.closerange(0, 99)\n    time.sleep(0.1)\n    os._exit(9)\n")
        end = ask(worker).end
        assert (present(end).reason, present(end).code) == (EndReason.EXIT, 9)


def test_a_zygote_outlives_the_thread_that_started_it(mortal: Zygote) -> None:
    """Pools of threads come and go; its workers and the next ones are served by the same process."""
    kept = []

    def begin() -> None:
        worker = Worker(starter=mortal)
        load(worker, GOOD)
        kept.append((worker, mortal.pid))

    thread = threading.Thread(target=begin)
    thread.start()
    thread.join()
    (worker, pid) = kept[0]
    with worker:
        assert not gone(pid, 0.1)
        assert ask(worker).end is None
    assert said(mortal, "print(1)") == "1\n"
    assert mortal.pid == pid


def test_threads_share_one_zygote(mortal: Zygote) -> None:
    """Each gets the worker that it asked for and its own answers, also while workers of others end in all ways."""
    endings = ["return x", "os._exit(5)", "os.closerange(0, 99); time.sleep(0.2)", "return x"]

    def graded(number: Any) -> Any:
        line = endings[number % len(endings)]
        with Worker(starter=mortal) as worker:
            load(worker, f"import os, time\nprint({number})\ndef f(x):\n    {line}\n")
            end = ask(worker).end
            return int(worker.printed), worker.pid, end.code if end else None

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(graded, range(16)))
    assert [number for number, _, _ in results] == list(range(16))
    assert len({pid for _, pid, _ in results}) == 16
    assert [code for _, _, code in results] == [None, 5, 70, None] * 4
    assert not children_of(mortal.pid)


def test_a_zygote_that_dies_while_it_is_asked_is_replaced(mortal: Zygote) -> None:
    """The request that it never read is made again, of the next one, and the worker answers."""
    said(mortal, "")
    old = mortal.pid
    os.kill(old, signal.SIGSTOP)
    threading.Timer(0.1, os.kill, (old, signal.SIGKILL)).start()
    assert said(mortal, "print(1)") == "1\n"
    assert mortal.pid != old


def test_a_request_that_is_broken_off_leaves_no_reply_for_the_next(
    mortal: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever interrupts the judge while it waits does not shift the replies by one."""
    said(mortal, "")
    forker = mortal._forker
    monkeypatch.setattr(forker, "_control", Interrupted(present(forker)._control))
    with pytest.raises(KeyboardInterrupt):
        Worker(starter=mortal)
    assert mortal.pid == 0
    assert said(mortal, "print(1)") == "1\n"


class Interrupted:
    """A socket on which somebody presses Control-C while a reply is awaited."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def recv(self, size: int) -> None:
        """Be interrupted."""
        raise KeyboardInterrupt

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def children_of(pid: int) -> list[Any]:
    """Return the processes that a process has started and not reaped."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks workers")
def test_a_branch_forks_workers_of_its_own_and_outlives_its_origin(mortal: Zygote) -> None:
    """It is no new interpreter; its workers are its own, and end with it."""
    mortal.warm_up()
    with mortal.branch() as branch:
        assert branch.warm_up() not in {0, mortal.pid}
        parent = Path(f"/proc/{branch.pid}/stat").read_text().rpartition(")")[2].split()[1]
        assert int(parent) == mortal.pid
        with Worker(starter=mortal) as other:
            load(other, GOOD)
            mortal.close()
            assert gone(other.pid)
            other.close()
        assert said(branch, "print('here')") == "here\n"
        with Worker(starter=branch) as worker:
            load(worker, HANGS)
            pids = worker.pid, branch.pid
            branch.close()
            assert all(gone(pid) for pid in pids)
            worker.close()
        assert branch.pid == 0


def test_a_branch_that_is_killed_is_replaced_by_an_interpreter(mortal: Zygote) -> None:
    """As any zygote; so it is where its origin is gone, or has never been there."""
    mortal.warm_up()
    with mortal.branch() as branch, Zygote().branch() as orphan:
        first = branch.warm_up()
        os.kill(first, signal.SIGKILL)
        with Worker(starter=mortal) as worker:
            load(worker, GOOD)
            assert ask(worker).end is None
        assert said(branch, "print(1)") == "1\n"
        assert branch.pid not in {0, first}
        assert said(orphan, "print(1)") == "1\n"
        os.kill(mortal.pid, signal.SIGKILL)
        with mortal.branch() as late:
            assert said(late, "print(1)") == "1\n"


@pytest.mark.parametrize(
    ("module", "name"), [(os, "pidfd_open"), (signal, "pidfd_send_signal")], ids=["open", "signal"]
)
def test_a_python_without_descriptors_of_processes_starts_an_interpreter(
    module: Any, name: str, mortal: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some builds for Linux lack them; the process that it would have come from goes on."""
    monkeypatch.delattr(module, name)
    origin = mortal.warm_up()
    with mortal.branch() as branch:
        assert said(branch, "print(1)") == "1\n"
        parent = Path(f"/proc/{branch.pid}/stat").read_text().rpartition(")")[2].split()[1]
        assert int(parent) == os.getpid()
        assert not children_of(origin)


def test_branches_leave_no_descriptor_and_no_process(mortal: Zygote) -> None:
    """Neither here nor in their origin, which hears of the end of each when it is next asked."""
    mortal.warm_up()
    folder = Path(f"/proc/{mortal.pid}/fd")
    before = descriptors(), len(list(folder.iterdir()))
    pids = []
    for _ in range(4):
        with mortal.branch() as branch:
            pids.append(branch.warm_up())
            said(branch, "")
    assert (descriptors(), len(list(folder.iterdir()))) == before
    assert all(gone(pid) for pid in pids)


def test_branches_of_several_processes_do_not_hear_one_another(mortal: Zygote) -> None:
    """Each asks by the same control and is answered by its own."""
    mortal.warm_up()
    children = []
    for _ in range(4):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                with mortal.branch() as branch:
                    os.write(writing, f"{branch.warm_up()} {said(branch, 'print(7)')}".encode())
            finally:
                os._exit(0)
        os.close(writing)
        children.append((child, reading))
    answers = [os.read(reading, 100).decode().split() for _, reading in children]
    for child, reading in children:
        os.waitpid(child, 0)
        os.close(reading)
    assert [answer[1:] for answer in answers] == [["7"]] * 4
    assert len({answer[0] for answer in answers}) == 4
    assert said(mortal, "print(8)") == "8\n"
