"""A tester over pipes: it starts, speaks with a worker through the judge alone, and ends with its run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import JudgeError
from grader.sandbox import piped_tester, tester_process
from grader.sandbox.link import VARIABLE
from grader.sandbox.piped_tester import PipedTester

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class EchoingWorker:
    """Stands for a worker: answers what it is told, in a message that asks the next question."""

    def __init__(self, *answers: bytes | None) -> None:
        self.heard: list[bytes] = []
        self._answers = list(answers)

    def talk(self, body: bytes) -> memoryview | None:
        """Return the next answer."""
        self.heard.append(body)
        answer = self._answers.pop(0) if self._answers else None
        return None if answer is None else memoryview(answer)


@pytest.fixture(scope="module")
def tester() -> Iterator[PipedTester]:
    """Give a tester; one is enough for the tests that leave it alive."""
    tester = PipedTester()
    yield tester
    tester.close()


def begun(tester: PipedTester, folder: Path, worker: Any) -> dict[str, Any]:
    """Let a tester collect a file that asks the student's code for a name; return what it says."""
    (folder / "test_work.py").write_text("from work import f\ndef test_f():\n    assert f(1) == 2\n")
    request = {
        "op": "begin", "files": [str(folder / "test_work.py")], "folder": str(folder), "form": "pytest",
        "modules": ["work"], "support": [], "support_files": [], "random": False, "shared": False, "sources": {},
    }  # fmt: skip
    tester.send(request, worker)
    while not tester.ready(0.05):
        pass
    return tester.receive()


def test_a_worker_that_is_gone_is_said_and_no_answer_is_made_up(tester: PipedTester, tmp_path: Path) -> None:
    """The question has reached the worker, which ended."""
    worker = EchoingWorker(None)
    reply = begun(tester, tmp_path, worker)
    assert reply["gone"]
    assert reply["collected"] == []
    assert b"name" in worker.heard[0]


def test_a_tester_whose_judge_hangs_up_ends() -> None:
    """Closing kills it, and a second time is no mistake."""
    tester = PipedTester()
    process = tester._process
    tester.close()
    assert process.returncode is not None
    with pytest.raises(EOFError):
        tester.send({})
    with pytest.raises(EOFError):
        tester.receive()


def test_nothing_comes_within_no_time() -> None:
    """A tester that was asked nothing says nothing; it is not an end."""
    tester = PipedTester()
    try:
        assert not tester.ready(0.01)
        tester._process.kill()
        assert tester.ready(30)
        with pytest.raises(EOFError):
            tester.receive()
    finally:
        tester.close()


def test_one_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line of what went wrong, and it is the grader's fault."""
    program = piped_tester._PROGRAM.replace("main(int", "sys.modules['pytest'] = None\nmain(int")
    monkeypatch.setattr(piped_tester, "_PROGRAM", program)
    with pytest.raises(JudgeError, match=r"does not start .*pytest"):
        PipedTester()


@pytest.mark.parametrize(("wish", "kind"), [("portable", "PipedTester"), ("", "ForkedTester")])
def test_the_tester_goes_with_the_link(wish: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over pipes where workers are linked by pipes."""
    monkeypatch.setenv(VARIABLE, wish)
    monkeypatch.setattr(piped_tester, "PipedTester", type("PipedTester", (), {}))
    monkeypatch.setattr(tester_process, "is_portable", lambda: bool(wish))
    monkeypatch.setattr(tester_process, "shared_tester_process", _Forking)
    assert type(tester_process.start_tester()).__name__ == kind


class _Forking:
    def fork(self, files: Sequence[str]) -> object:
        """Return something that is called like a forked tester."""
        del files
        return type("ForkedTester", (), {})()
