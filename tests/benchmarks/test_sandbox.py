"""The long trials of the sandbox, for a moment: they run, go on where they stopped, and would notice a fault."""

from __future__ import annotations

import json
import os
import re
import subprocess  # noqa: TID251 - a command is a process
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import fuzzing, verdicts
from grader.worker.wire.frames import FrameError, Kind, pack
from tests.present import present

ROOT = Path(__file__).parents[2]


def said(name: Any, *options: Any, cwd: Any) -> Any:
    """Return what a benchmark prints."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *options]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are those of Linux")
def test_verdicts_are_tried_and_a_ledger_goes_on(tmp_path: Path) -> None:
    """A portion is a line; the same command adds what is missing and says what came of all."""
    ledger = tmp_path / "ledger.jsonl"
    first = said("verdicts", "--gradings", "50", "--processes", "1", "--ledger", str(ledger), cwd=tmp_path)
    assert "50 gradings of right and wrong examples and 5 of attacks between, 1 seeds: 0 wrong verdicts" in first
    line = json.loads(ledger.read_text())
    ledger.write_text(
        "".join(json.dumps({**line, "portion": number, "wrong": [f"w{number}"]}) + "\n" for number in (0, 1))
    )
    again = said("verdicts", "--gradings", "100", "--processes", "1", "--ledger", str(ledger), cwd=tmp_path)
    assert again.startswith("w0\nw1\n100 gradings")
    assert "2 wrong verdicts" in again
    assert len(ledger.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("kind", "due", "outcomes", "wrong"),
    [
        pytest.param("right", (), {"a": "passed", "b": "pending"}, [], id="right"),
        pytest.param("right", (), {"a": "passed", "b": "skipped"}, ["t.b is skipped"], id="right-skipped"),
        pytest.param("right", (), {"a": "failed", "b": "passed"}, ["t.a is failed"], id="right-failed"),
        pytest.param("wrong", ("a",), {"a": "error", "b": "skipped"}, [], id="wrong"),
        pytest.param("wrong", ("a",), {"a": "passed", "b": "passed"}, ["t.a is passed"], id="wrong-passed"),
        pytest.param("wrong", ("a",), {"a": "failed", "b": "failed"}, ["t.b is failed"], id="wrong-elsewhere"),
        pytest.param("wrong", ("a",), {"a": "judge_error", "b": "passed"}, ["t.a is judge_error"], id="grader-failed"),
        pytest.param("attack", {"t": "passed"}, {"a": "passed", "b": "error"}, ["t.b is error"], id="attack-word"),
        pytest.param("attack", {"t": {"a": "error", "b": "passed"}}, {"a": "error", "b": "passed"}, [], id="attack"),
        pytest.param("attack", {}, {"a": "judge_error", "b": "passed"}, ["t.a is judge_error"], id="attack-unlisted"),
    ],
)
def test_a_wrong_verdict_is_noticed(kind: str, due: Any, outcomes: dict[str, str], wrong: list[Any]) -> None:
    """Of each kind of example, and a fault of the grader in any."""
    checks = [SimpleNamespace(id=id_, outcome=SimpleNamespace(value=value)) for id_, value in outcomes.items()]
    result = SimpleNamespace(isolation="sandbox", tasks=[SimpleNamespace(id="t", checks=checks)])
    example = verdicts.Example("e", None, (), kind, due)  # type: ignore[arg-type]
    assert list(verdicts.surprises(example, result)) == wrong  # type: ignore[arg-type]
    result.isolation = "partial"
    assert list(verdicts.surprises(example, result)) == ["isolation partial", *wrong]  # type: ignore[arg-type]


@pytest.mark.slow
def test_replies_are_forged_for_a_moment(tmp_path: Path) -> None:
    """Most are refused, some are replies, nothing else happens."""
    found = re.fullmatch(
        r"seed 5, 0.05 minutes: (\d+) replies, (\d+) accepted with \d+ frames, (\d+) refused .* 0 other .*\n",
        said("fuzzing", "--minutes", "0.05", "--seed", "5", cwd=tmp_path),
    )
    replies, accepted, refused = map(int, present(found).groups())
    assert 0 < accepted < refused < replies == accepted + refused


def test_the_honest_reply_is_read_and_a_forged_one_refused() -> None:
    """What is forged begins with replies that the judge takes."""
    for last, frames in fuzzing.replies():
        data = b"".join(b"".join(pack(kind, fuzzing.REQUEST, header, body)) for kind, header, body in frames)
        assert fuzzing.read(data, last) == len(frames)
        with pytest.raises(FrameError):
            fuzzing.read(data.replace(b"GrF1", b"GrF2", 1), last)
    assert {last for last, _ in fuzzing.replies()} == {Kind.DONE, Kind.LOADED}


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are those of Linux")
def test_starts_are_measured(tmp_path: Path) -> None:
    """On the clock and in processor time."""
    assert re.search(
        r"hardening -?[\d.]+ ms, -?[\d.]+ ms of processor time", said("starting", "--runs", "1", cwd=tmp_path)
    )
