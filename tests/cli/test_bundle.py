"""`grader bundle`: what it writes, what it says, what it refuses."""

from __future__ import annotations

import json
import stat
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import DOUBLE, say, write_course

if TYPE_CHECKING:
    from pathlib import Path


def test_it_writes_an_archive_for_its_owner_and_says_what_is_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Tasks, points, size and the seed with which a grading can be repeated."""
    out = tmp_path / "new/autograder.zip"
    said = say(monkeypatch, capsys, "bundle", "gradescope", "--course", write_course(tmp_path), "--out", out)
    assert (said.code, said.err) == (0, "")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        assert {"setup.sh", "run_autograder", "course/tasks/scan.yaml"} <= set(archive.namelist())
        seed = archive.read("seed").decode().strip()
    assert said.out == f"{out}: 2 tasks, 6 points, {out.stat().st_size / 1000:.0f} kB, seed {seed}\n"


def test_one_task_and_a_seed_can_be_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nothing of the other task is inside; a package of which no version can be fixed is named."""
    folder, out = write_course(tmp_path), tmp_path / "scan.zip"
    (folder / "requirements.txt").write_text("no-such-package\n")
    words = ("--course", folder, "--out", out, "--task", "scan", "--seed", "42")
    said = say(monkeypatch, capsys, "bundle", "gradescope", *words)
    assert said.out.startswith(f"{out}: 1 task, 5 points, ")
    assert said.out.endswith("seed 42\n")
    assert said.err.startswith("no-such-package: ")
    with zipfile.ZipFile(out) as archive:
        assert [name for name in archive.namelist() if "double" in name] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("elsewhere",), "'elsewhere' is not 'gradescope'"),
        (("gradescope", "--task", "scam"), "--task scam: the course has no such task; did you mean `scan`?"),
    ],
    ids=["another platform", "no such task"],
)
def test_what_cannot_be_packed_is_wrong_use(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    words: tuple[Any, ...],
    says: str,
) -> None:
    """One sentence, exit code 2, and no archive."""
    out = tmp_path / "a.zip"
    said = say(monkeypatch, capsys, "bundle", *words, "--course", write_course(tmp_path), "--out", out)
    assert said.code == 2
    assert says in said.err
    assert not out.exists()


def test_a_course_with_mistakes_is_not_packed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """All of them are said here, and not on the platform."""
    folder, out = write_course(tmp_path), tmp_path / "a.zip"
    spec = folder / "tasks/scan.yaml"
    spec.write_text(spec.read_text().replace("points: 2", "pionts: 2"))
    said = say(monkeypatch, capsys, "bundle", "gradescope", "--course", folder, "--out", out)
    assert said.code == 2
    assert "2 mistakes in the course" in said.err or "mistakes in the course" in said.err
    assert not out.exists()


@pytest.mark.parametrize(("words", "seed"), [((), 42), (("--seed", "7"), 7)], ids=["alone", "beside the option"])
def test_the_seed_of_an_archive_repeats_a_grading(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    words: tuple[Any, ...],
    seed: int,
) -> None:
    """It comes from the variable, as the archive's script gives it; what is typed goes before it."""
    monkeypatch.setenv("GRADER_SEED", "42")
    folder = write_course(tmp_path / "course")
    (tmp_path / "double.py").write_text(DOUBLE)
    command = ("check", tmp_path / "double.py", "--course", folder, "--json", tmp_path / "result.json", *words)
    assert say(monkeypatch, capsys, *command).code == 0
    assert json.loads((tmp_path / "result.json").read_text())["seed"] == seed
