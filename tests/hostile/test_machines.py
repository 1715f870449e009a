"""Machines that lack something, made from this one: what `grader sandbox` says there, and what `batch` does about it.

A filter around the command refuses the system calls of a layer, as an old kernel or the profile of a container does.
"""

from __future__ import annotations

import os
import shutil
import subprocess  # noqa: TID251 - a command is a process
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.attacks import CANARY, ROOT, build, results_in
from tests.hostile.interpreters import interpreter, project
from tests.lacking import ENOSYS, EOPNOTSUPP, EPERM, LANDLOCK, SECCOMP, without

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are those of Linux"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can change its user"),
]
WHOLE = ()
UNSHARED = ("unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--net", "--ipc", "--mount-proc")
MACHINES = {
    "whole": (WHOLE, "changed", (), ()),
    "whole, own interpreter": (WHOLE, "kept", (), ()),
    "old kernel": (without(ENOSYS, LANDLOCK), "changed", ("landlock",), ("older than 5.13", "stands in for it")),
    "old kernel, own interpreter": (
        without(ENOSYS, LANDLOCK),
        "kept",
        ("landlock",),
        ("older than 5.13", "kernel from"),
    ),
    "off at boot": (without(EOPNOTSUPP, LANDLOCK), "kept", ("landlock",), ("switched off at boot",)),
    "old container": (without(EPERM, LANDLOCK), "kept", ("landlock",), ("container's profile forbids",)),
    "no filters": (without(ENOSYS, SECCOMP), "changed", ("seccomp",), ("built without it",)),
    "no filters in the container": (without(EPERM, SECCOMP), "kept", ("seccomp",), ("container's profile forbids",)),
    "neither": (without(EPERM, LANDLOCK + SECCOMP), "changed", ("landlock", "seccomp"), ()),
    "new namespaces": (UNSHARED, "nobody", (), ("no other user in this namespace",)),
    "new namespaces, own interpreter": (UNSHARED, "kept", (), ()),
}
"""How the command is started, what becomes of its user, the layers that are missing, what is said."""
USERS = {"changed": "whom nobody else is", "kept": "", "nobody": "root without capabilities"}


@pytest.fixture(scope="module")
def open_to_all() -> Iterator[Any]:
    """Return an interpreter and a copy of the project that everybody can read."""
    folder = Path(tempfile.mkdtemp(prefix="machines-"))
    folder.chmod(0o755)
    yield interpreter(folder), project(folder)
    shutil.rmtree(folder)


def started(prefix: Any, python: Any, code: Any, *words: Any, cwd: Any) -> Any:
    """Run a command of the grader on a machine."""
    if prefix and shutil.which(prefix[0]) is None:
        pytest.skip(f"{prefix[0]} is not installed")
    if prefix == UNSHARED and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine makes no namespaces")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [*prefix, str(python), "-m", "grader", *words]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)


def own() -> Any:
    """Return this test's own interpreter, and the project."""
    return sys.executable, ROOT


@pytest.mark.parametrize(("prefix", "user", "missing", "says"), MACHINES.values(), ids=MACHINES)
def test_the_sandbox_is_what_this_machine_makes_of_it(
    open_to_all: Any, tmp_path: Path, prefix: Any, user: Any, missing: Any, says: Any
) -> None:
    """Each layer that is missing is named with the reason and what to do; nothing is said to hold that does not."""
    python, code = own() if user == "kept" else open_to_all
    run = started(prefix, python, code, "sandbox", cwd=tmp_path)
    assert [line.split()[1] for line in run.stdout.splitlines() if line.startswith("- ")] == list(missing), run.stderr
    assert USERS[user] in run.stdout
    assert [text for text in says if text not in run.stdout] == []
    full = "seccomp" not in missing and ("landlock" not in missing or "whom nobody else is" in run.stdout)
    assert run.returncode == (0 if full else 1)
    assert ("This machine enforces the whole sandbox." in run.stdout) is full


LOOKS = """import os

BESIDE = ["../../course/reference/scan.py", "../../course/tasks/scan.yaml", "../other/scan.py", "../../out/seed"]
FOUND = []
for path in [*BESIDE, *(os.path.join({root!r}, "class", "looks", path) for path in BESIDE)]:
    try:
        os.close(os.open(path, os.O_RDONLY))
        FOUND.append(path)
    except OSError:
        pass
print("FOUND", FOUND)
"""


@pytest.fixture
def closed() -> Iterator[Any]:
    """Return a folder with a course, a class and results that only root can read."""
    root = Path(tempfile.mkdtemp(prefix="machines-")).resolve()
    build(root, [])
    for name, text in (("other", CANARY["scan.py"]), ("looks", LOOKS.format(root=str(root)) + CANARY["scan.py"])):
        (root / "class" / name).mkdir(parents=True)
        (root / "class" / name / "scan.py").write_text(text)
    (root / "out").mkdir()
    (root / "out" / "seed").write_text("5\n")
    yield root
    shutil.rmtree(root)


BATCH = ("batch", "class", "--out", "out", "--course", "course", "--jobs", "1", "--quiet")


def test_a_change_of_user_hides_what_is_closed(open_to_all: Any, closed: Any) -> None:
    """Without Landlock, neither a path nor the folder where the code runs leads to others' files."""
    run = started(without(ENOSYS, LANDLOCK), *open_to_all, *BATCH, cwd=closed)
    assert run.returncode == 0, run.stderr
    results = results_in(closed / "out")["looks"]
    assert results["isolation"] == "sandbox"
    assert results["output"] == "FOUND []\n"


@pytest.mark.parametrize("place", ["course", "class", "out"])
def test_what_is_open_to_others_is_not_graded_without_landlock(open_to_all: Any, closed: Any, place: str) -> None:
    """The sentence names the folder and the command that closes it."""
    closed.chmod(0o755)
    for name in ("course", "class", "out"):
        (closed / name).chmod(0o755 if name == place else 0o700)
    run = started(without(ENOSYS, LANDLOCK), *open_to_all, *BATCH, cwd=closed)
    assert run.returncode == 2
    assert f"chmod 700 {closed / place}" in run.stderr.replace("\n", " ") or f"chmod 700 {place}" in run.stderr
    assert not list((closed / "out").glob("reports/*"))
    assert started((), *open_to_all, *BATCH, cwd=closed).returncode == 0


@pytest.mark.parametrize("numbers", [LANDLOCK, SECCOMP], ids=["landlock", "seccomp"])
def test_a_batch_does_not_start_without_a_layer(closed: Any, numbers: Any) -> None:
    """Unless told to go on, and then every result says what was in force."""
    python, code = own()
    run = started(without(EPERM, numbers), python, code, *BATCH, cwd=closed)
    assert run.returncode == 2
    assert "container's profile forbids it" in run.stderr
    assert started(without(EPERM, numbers), python, code, *BATCH, "--isolation", "process", cwd=closed).returncode == 0
