"""The walls on this machine: what each layer reports and refuses, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess  # noqa: TID251 - walls go up once in a process
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker import walls as package
from grader.worker.walls import apply, landlock, policy, rights, selftest

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = Path(package.__file__).parents[1]
START = f"""
import importlib.util, json, os, resource, sys
spec = importlib.util.spec_from_file_location("worker", {str(PACKAGE / "__init__.py")!r},
                                              submodule_search_locations=[{str(PACKAGE)!r}])
sys.modules["worker"] = importlib.util.module_from_spec(spec)
from worker.walls import apply, landlock, libc, policy, rights, seccomp, selftest
config = {{"walls": True, "parent": os.getppid(), "readable": [], "memory": 1 << 28, "cpu": None}}
def refused(function, *args):
    try:
        function(*args)
    except OSError as error:
        return error.errno
    except MemoryError:
        return 12
    except ValueError:  # how `resource` puts "not allowed"
        return 1
    return 0
def leave(said):
    print(json.dumps(said), flush=True)
    os._exit(0)
"""
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has walls")
pytestmark = LINUX


def run(code: str, check: bool = True) -> Any:
    """Run code that ends with `leave(...)` in an interpreter; return what it said."""
    found = subprocess.run(
        [sys.executable, "-I", "-c", START + code], capture_output=True, text=True, timeout=30, check=False
    )
    if not check:
        return found.returncode
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


@pytest.fixture(scope="module")
def report() -> Any:
    """Return what a process says that has closed itself in."""
    return run("leave(apply.apply_sandbox(config))")


@pytest.fixture
def held(report: dict[str, Any]) -> Callable[..., Any]:
    """Return a function that skips a test where this machine lacks a layer."""

    def need(name: Any) -> None:
        if not report["layers"][name]["held"]:
            pytest.skip(f"this machine has no {name}: {report['layers'][name]['says']}")

    return need


def test_the_report_names_every_layer_with_a_reason(report: dict[str, Any]) -> None:
    """What holds, or why it does not; all in plain data."""
    assert list(report["layers"]) == ["rights", "landlock", "seccomp"]
    for layer in report["layers"].values():
        assert isinstance(layer["held"], bool)
        assert layer["says"]
    assert report["layers"]["rights"]["held"]
    assert report["uid_changed"] == (os.geteuid() == 0 and "whom nobody else is" in report["layers"]["rights"]["says"])


def test_what_the_self_test_tried_was_refused(report: dict[str, Any], held: Callable[..., Any]) -> None:
    """A layer is said to hold only if the attempts that it must refuse were refused."""
    held("seccomp")
    held("landlock")
    assert report["refused"] == {"reading": True, "writing": True, "socket": True, "fork": True}


@pytest.mark.parametrize(
    ("name", "value"), [("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0), ("RLIMIT_NOFILE", policy.OPEN_FILES)]
)
def test_limits_are_in_force(report: dict[str, Any], name: str, value: int) -> None:
    """The report says the limits that the process has now."""
    said = run(f"apply.apply_sandbox(config); leave(resource.getrlimit(resource.{name}))")
    assert said == [value, value]
    assert report["limits"][name] == value


MAKE_THREADS = """
import threading, time
made = 0
try:
    for _ in range(1000):
        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
        made += 1
except RuntimeError:
    pass
leave(made)
"""


def test_threads_are_counted() -> None:
    """A few may run, many may not, where the kernel counts the user; the first user of a machine it never counts."""
    became = "os.setgroups([]); os.setresgid(58124, 58124, 58124); os.setresuid(58124, 58124, 58124)\n"
    user = f"import threading, time\n{became}" if os.geteuid() == 0 else ""
    assert run(f"{user}config['memory'] = None; apply.apply_sandbox(config)\n{MAKE_THREADS}") == policy.MOST_THREADS


@pytest.mark.parametrize("count", [0, 5])
def test_the_kernel_says_how_many_threads_a_user_has(count: int) -> None:
    """In all processes, the one that asks among them; the limit on processes is afterwards what it was."""
    became = "os.setgroups([]); os.setresgid(58123, 58123, 58123); os.setresuid(58123, 58123, 58123)\n"
    if os.geteuid() != 0:
        pytest.skip("only root can become a user that has no other processes")
    code = (
        f"import threading, time\n{became}before = resource.getrlimit(resource.RLIMIT_NPROC)\n"
        f"for _ in range({count}): threading.Thread(target=time.sleep, args=(5,), daemon=True).start()\n"
        "leave([rights.processes_of_user(), resource.getrlimit(resource.RLIMIT_NPROC) == before])"
    )
    assert run(code) == [count + 1, True]


@pytest.mark.parametrize(
    ("release", "known"),
    [("5.2.9", False), ("4.4.0", False), ("5.3.0-rc1", True), ("6.18.44-x", True), ("10.0", True), ("5.10+", True)],
)
def test_an_old_kernel_is_not_asked(release: str, known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before 5.2 it would make the process instead of refusing."""
    facts = os.uname()
    monkeypatch.setattr(rights.os, "uname", lambda: SimpleNamespace(release=release, machine=facts.machine))  # type: ignore[attr-defined]
    monkeypatch.setattr(rights, "can_make_process", lambda: True)
    assert (rights.processes_of_user() is not None) is (known and facts.machine == "x86_64")


@pytest.mark.parametrize(("megabytes", "due"), [(200, 0), (300, 12)], ids=["below", "above"])
def test_memory_beyond_the_imports_is_bounded(megabytes: int, due: int) -> None:
    """Of 256 MiB a block of 200 can be had, one of 300 is a MemoryError."""
    assert run(f"apply.apply_sandbox(config); leave(refused(bytearray, {megabytes} << 20))") == due


ATTEMPTS = {
    "read a file of the system": ("landlock", "os.open, '/etc/passwd', 0", {13, 2}),
    "list the root": ("landlock", "os.listdir, '/'", {13}),
    "list the temporary files": ("landlock", "os.listdir, '/tmp'", {13, 2}),
    "read the parent's memory": ("landlock", "os.open, f'/proc/{os.getppid()}/environ', 0", {13, 2}),
    "write to nowhere": ("seccomp", "os.open, '/dev/null', 1", {1}),
    "make a file": ("seccomp", "os.open, '/tmp/x', 0o101", {1}),
    "make a folder": ("seccomp", "os.mkdir, '/tmp/x'", {1}),
    "remove a file": ("seccomp", "os.unlink, '/tmp/x'", {1}),
    "fork": ("seccomp", "os.fork,", {1}),
    "become another program": ("seccomp", "os.execv, '/bin/true', ['true']", {1}),
    "signal the parent": ("seccomp", "os.kill, os.getppid(), 0", {1}),
    "signal the group": ("seccomp", "os.kill, 0, 0", {1}),
    "raise a limit": ("seccomp", "resource.setrlimit, resource.RLIMIT_NOFILE, (9, 9)", {1}),
    "allow debuggers": ("seccomp", "libc.prctl, 4, 1", {1}),
    "outlive the parent": ("seccomp", "libc.prctl, 1, 0", {1}),
    "share memory by name": ("seccomp", "os.memfd_create, 'x'", {1}),
    "cut the output": ("seccomp", "os.ftruncate, 1, 0", {1}),
}


@pytest.fixture(scope="module")
def codes() -> Any:
    """Return the error number of each attempt, all made in one closed process."""
    tried = ", ".join(f"{name!r}: refused({call})" for name, (_, call, _) in ATTEMPTS.items())
    return run(f"apply.apply_sandbox(config); leave({{{tried}}})")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_attempts_are_refused(name: str, codes: dict[str, int], held: Callable[..., Any]) -> None:
    """Each with the error that its layer gives."""
    layer, _, errors = ATTEMPTS[name]
    held(layer)
    assert codes[name] in errors


def test_what_students_need_goes_on(tmp_path: Path, report: dict[str, Any], held: Callable[..., Any]) -> None:
    """Imports from the library, threads, time, randomness, and the files of one's own folder."""
    held("seccomp")
    (tmp_path / "data.txt").write_text("42")
    for part in (tmp_path, *tmp_path.parents):
        if report["uid_changed"] and not part.stat().st_mode & 1:
            pytest.skip("somebody without rights does not reach the folder of this test")
    code = (
        f"config['readable'] = [{str(tmp_path)!r}]; apply.apply_sandbox(config)\n"
        "import fractions, random, threading, time, statistics\n"
        "said = []\n"
        "thread = threading.Thread(target=said.append, args=(1,)); thread.start(); thread.join()\n"
        f"said.append(int(open({str(tmp_path / 'data.txt')!r}).read()))\n"
        "os.urandom(8); time.sleep(0.001); sys.stderr.write('x')\n"
        "leave(said)\n"
    )
    assert run(code) == [1, 42]


def test_no_wall_goes_up_unless_asked_for() -> None:
    """Without walls the process only dies with its parent, and says so layer by layer."""
    said = run(
        "config['walls'] = False; report = apply.apply_sandbox(config)\n"
        "leave([report, refused(os.open, '/etc/passwd', 0), refused(os.open, '/dev/null', 1)])"
    )
    layers = {name: {"held": False, "says": "not asked for"} for name in ("rights", "landlock", "seccomp")}
    assert said == [{"layers": layers}, 0, 0]


def test_what_was_found_out_before_a_fork_holds_in_it(report: dict[str, Any]) -> None:
    """A fork that finds everything prepared reports what a fresh process reports."""
    code = (
        "apply.prepare()\nconfig['parent'] = os.getpid()\nreading, writing = os.pipe()\n"
        "if not os.fork():\n    os.write(writing, json.dumps(apply.apply_sandbox(config)).encode())\n    os._exit(0)\n"
        "os.wait()\nleave(json.loads(os.read(reading, 1 << 16)))"
    )
    said = run(code)
    assert [said[key] for key in ("refused", "uid_changed")] == [report[key] for key in ("refused", "uid_changed")]
    assert {name: layer["held"] for name, layer in said["layers"].items()} == {
        name: layer["held"] for name, layer in report["layers"].items()
    }


def test_a_process_whose_parent_is_gone_does_not_begin() -> None:
    """Between the start and the first frame the parent may have ended."""
    assert run("config['parent'] = 1 << 22; apply.apply_sandbox(config); leave(0)", check=False) == 70


def test_a_second_thread_is_a_reason_to_end() -> None:
    """Landlock would hold the first thread only."""
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(0.3,)).start()\n"
    code = f"{thread}apply.apply_sandbox(config)"
    assert run(code, check=False) == 1


@pytest.mark.parametrize(("attempt", "layer"), [("reading", "landlock"), ("fork", "seccomp")])
def test_a_layer_that_refuses_nothing_does_not_hold(attempt: str, layer: str, held: Callable[..., Any]) -> None:
    """A layer that is on and lets an attempt through is reported as missing."""
    held(layer)
    said = run(
        f"attempts = selftest.attempts\nselftest.attempts = lambda: {{**attempts(), {attempt!r}: False}}\n"
        "leave(apply.apply_sandbox(config)['layers'])"
    )
    assert said[layer] == {"held": False, "says": f"it is on, and the attempt at {attempt} was not refused"}


@pytest.mark.parametrize(
    ("change", "layer", "says"),
    [
        ("seccomp.available = lambda: False", "seccomp", "x86_64"),
        ("def no(*_): raise seccomp.SeccompError('no such call')\nseccomp.install = no", "seccomp", "no such call"),
        ("def no(*_): raise landlock.LandlockError('off at boot')\nlandlock.restrict = no", "landlock", "off at boot"),
        ("def no(*_): raise OSError(38, 'x')\nlandlock.syscall = no", "landlock", "older than 5.13"),
        ("def no(*_): raise OSError(95, 'x')\nlandlock.syscall = no", "landlock", "switched off at boot"),
        ("def no(*_): raise OSError(1, 'x')\nlandlock.syscall = no", "landlock", "profile forbids"),
    ],
    ids=["no list", "no seccomp", "no landlock", "old kernel", "off at boot", "container"],
)
def test_a_layer_that_this_machine_lacks_is_named_and_the_others_go_up(
    change: str, layer: str, says: str, report: dict[str, Any]
) -> None:
    """The reason is in the report; what the other layers say is the same."""
    said = run(f"{change}\nleave(apply.apply_sandbox(config)['layers'])")
    assert not said[layer]["held"]
    assert says in said[layer]["says"]
    for other in {"rights", "landlock", "seccomp"} - {layer}:
        assert said[other]["held"] == report["layers"][other]["held"]


@pytest.mark.parametrize(
    ("version", "due"),
    [
        (1, (2**13 - 1, 0, 0)),
        (2, (2**14 - 1, 0, 0)),
        (3, (2**15 - 1, 0, 0)),
        (4, (2**15 - 1, 3, 0)),
        (5, (2**16 - 1, 3, 0)),
        (6, (2**16 - 1, 3, 3)),
        (99, (2**16 - 1, 3, 3)),
    ],
)
def test_every_version_of_landlock_takes_away_all_that_it_knows(version: int, due: tuple[int, ...]) -> None:
    """A kernel of tomorrow is asked for what is known today."""
    assert landlock.handled(version) == due


def test_the_self_test_notices_what_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here nothing is refused, and every attempt says so."""
    if not os.access(selftest.CANARY, os.R_OK):
        pytest.skip("this machine has no file of users")
    assert set(selftest.attempts().values()) == {False}


def test_only_folders_of_the_interpreter_are_readable(tmp_path: Path) -> None:
    """What else is on the path, such as the project's own folder, is not."""
    readable = apply._interpreter((*sys.path, str(tmp_path), "", "nowhere"))
    assert str(tmp_path) not in readable
    assert os.path.realpath(os.path.dirname(os.__file__)) in readable  # noqa: PTH120 - as it is spelled there
