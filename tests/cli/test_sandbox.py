"""`grader sandbox` and `--isolation`: what is enforced, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.cli.sandbox import ADVICE, PURPOSE, STANDS_IN
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.isolation import LAYERS, IsolationLayer, IsolationReport
from tests.cli.running import RIGHT, say, write_course

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Any]:
    """Return a function that runs a command in a folder with a course, a right file and a class."""
    write_course(tmp_path / "course")
    (tmp_path / "scan.py").write_text(RIGHT)
    (tmp_path / "class" / "ana").mkdir(parents=True)
    (tmp_path / "class" / "ana" / "scan.py").write_text(RIGHT)
    monkeypatch.chdir(tmp_path)
    return lambda *argv: say(monkeypatch, capsys, *argv)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Return a function that makes this machine one on which only the named layers hold."""

    def become(*held: Any, uid_changed: bool = False) -> None:
        layers = tuple(IsolationLayer(name, name in held, f"says {name}") for name in LAYERS)
        monkeypatch.setattr(
            IsolationReport, "from_wire", staticmethod(lambda header: IsolationReport(layers, uid_changed))
        )

    return become


@pytest.mark.parametrize(
    ("held", "code", "says"),
    [
        (LAYERS, 0, "enforces the whole sandbox"),
        (("rights", "seccomp"), 1, "does not enforce the whole sandbox"),
        (("rights", "landlock"), 1, "does not enforce the whole sandbox"),
        ((), 1, "does not enforce the whole sandbox"),
    ],
    ids=["all", "no landlock", "no seccomp", "none"],
)
def test_every_layer_is_named_with_what_it_keeps_out(
    grader: Callable[..., Any], machine: Callable[..., Any], held: tuple[Any, ...], code: int, says: str
) -> None:
    """What is in force and what is missing, with the reason, and with what to do about it."""
    machine(*held)
    found = grader("sandbox")
    assert found.code == code
    assert says in found.out
    assert found.out.count("in force") == len(held)
    assert found.out.count("MISSING") == len(LAYERS) - len(held)
    for name in LAYERS:
        assert f"{'+' if name in held else '-'} {name:9} {PURPOSE[name]}" in found.out
        assert f"says {name}" in found.out
        assert (ADVICE[name] in found.out) is (name not in held)


def test_a_change_of_user_stands_in_for_landlock(grader: Callable[..., Any], machine: Callable[..., Any]) -> None:
    """The sandbox is whole then, and the layer that is missing says at what price."""
    machine("rights", "seccomp", uid_changed=True)
    found = grader("sandbox")
    assert found.code == 0
    assert "enforces the whole sandbox" in found.out
    assert STANDS_IN in found.out
    assert ADVICE["landlock"] not in found.out


@pytest.mark.parametrize(
    ("limit", "says"),
    [(None, "1024 MiB for students' code unless"), (600 << 20, "344 MiB for students' code unless")],
    ids=["no limit", "container"],
)
def test_the_memory_of_students_code_is_named(
    grader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, limit: int | None, says: str
) -> None:
    """A container that has less gives less."""
    monkeypatch.setattr("grader.sandbox.memory.container_limit", lambda: limit)
    out = grader("sandbox").out
    assert says in out
    assert ("600 MiB together" in out) is (limit is not None)


def test_this_machine_is_asked_itself(grader: Callable[..., Any]) -> None:
    """The answer is that of a worker that was started for it."""
    full = WorkerFactory().report().isolation == "sandbox"
    assert grader("sandbox").code == (0 if full else 1)


ARGV = {
    "check": ["check", "scan.py", "--course", "course", "--json", "result.json"],
    "batch": ["batch", "class", "--course", "course", "--out", "out", "--jobs", "1"],
}


@pytest.mark.parametrize("command", ARGV)
def test_without_all_walls_sandbox_is_refused_and_process_goes_on(
    grader: Callable[..., Any], machine: Callable[..., Any], command: str, tmp_path: Path
) -> None:
    """Nothing is written before; the sentence says what to do."""
    machine("rights")
    refused = grader(*ARGV[command], "--isolation", "sandbox")
    assert refused.code == 2
    assert "does not enforce the whole sandbox" in refused.err
    assert "grader sandbox" in refused.err
    assert not (tmp_path / "result.json").exists()
    assert not list(tmp_path.glob("out/reports/*"))
    assert grader(*ARGV[command], "--isolation", "process").code == 0


@pytest.mark.parametrize(("isolation", "due"), [("process", {"process"}), (None, {"process", "partial", "sandbox"})])
def test_a_result_says_what_was_in_force(
    grader: Callable[..., Any], tmp_path: Path, isolation: str | None, due: set[str]
) -> None:
    """Whatever was asked for, it is what the worker has put up."""
    argv = ARGV["check"] + (["--isolation", isolation] if isolation else [])
    assert grader(*argv).code == 0
    found = json.loads((tmp_path / "result.json").read_text())["isolation"]
    assert found in due
    assert isolation or found == WorkerFactory().report().isolation


def test_a_level_that_does_not_exist_is_wrong_use(grader: Callable[..., Any]) -> None:
    """The levels are named."""
    found = grader(*ARGV["check"], "--isolation", "jail")
    assert found.code == 2
    assert "sandbox" in found.err
    assert "process" in found.err
