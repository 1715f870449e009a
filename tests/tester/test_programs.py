"""Programs of the student's that a test starts with `subprocess` run where the student's code is."""

from __future__ import annotations

import os
import subprocess  # noqa: TID251 - what tests call is replaced, and only Python's own is started
import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester import programs
from grader.tester.programs import StudentCommand, student_command
from grader.worker import loader
from tests.samples.conversations import conversation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = """
import sys
def double(x):
    return 2 * x
if __name__ == "__main__":
    name = input("> ")
    print("Hello", name, *sys.argv[1:])
    print("bad", file=sys.stderr)
    if name == "quit":
        raise SystemExit(3)
    if name == "crash":
        1 / 0
    if name == "more":
        input()
"""


def is_work(location: object) -> bool:
    """Whether a path is the student's file."""
    return str(location).endswith("work.py")


@pytest.mark.parametrize(
    ("command", "program"),
    [
        pytest.param(["python3", "-u", "work.py"], ("work", []), id="list"),
        pytest.param("python work.py a 'b c'", ("work", ["a", "b c"]), id="text"),
        pytest.param([sys.executable, "/autograder/source/work.py", "1"], ("work", ["1"]), id="path"),
        pytest.param(["python3", "-m", "work"], ("work", []), id="module"),
        pytest.param([b"python3", "work.py"], ("work", []), id="bytes"),
        pytest.param("./work.py a 'b|c'", ("work", ["a", "b|c"]), id="called-itself"),
        pytest.param(["./work.py", "-h"], ("work", ["-h"]), id="called-itself-list"),
        pytest.param(["python3", "other.py"], None, id="another-file"),
        pytest.param("./other.py a", None, id="another-file-called-itself"),
        pytest.param("python3 work.py > out", None, id="to-a-file"),
        pytest.param("cd there && python3 work.py", None, id="two-commands"),
        pytest.param(["python3", "-c", "print()"], None, id="words"),
        pytest.param(["ls", "work.py"], None, id="another-program"),
        pytest.param(["python3"], None, id="no-file"),
        pytest.param("python3 'work.py", None, id="open-quote"),
        pytest.param([], None, id="nothing"),
        pytest.param(3, None, id="no-command"),
    ],
)
def test_commands_that_are_the_students(command: object, program: tuple[str, list[str]] | None) -> None:
    """Python with one of their files, however it is written."""
    expected = StudentCommand(program[0], tuple(program[1])) if program else None
    assert student_command(command, is_work) == expected


@pytest.mark.parametrize(
    ("command", "feeding", "merged"),
    [
        pytest.param("python3 work.py < 'in put.txt'", "cat 'in put.txt'", False, id="file"),
        pytest.param("echo 3 | ./work.py", "echo 3", False, id="pipe"),
        pytest.param("echo 3 | sort -r | ./work.py 2>&1", "echo 3 | sort -r", True, id="pipes"),
        pytest.param("cat *.txt | ./work.py", "cat *.txt", False, id="names-of-files"),
        pytest.param("echo $NAME '|' | ./work.py", "echo $NAME '|'", False, id="variable"),
    ],
)
def test_what_a_shell_gives_to_a_program(command: str, feeding: str, merged: bool) -> None:
    """Is a command of its own."""
    assert student_command(command, is_work) == StudentCommand("work", (), feeding, merged)


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let `subprocess` run the student's program through a conversation."""
    monkeypatch.setattr(subprocess, "Popen", subprocess.Popen)
    monkeypatch.setattr(os, "system", os.system)
    programs.install(is_work)
    with conversation(SOURCE) as (_, joined):
        source = loader.Source("work.py", SOURCE.encode())
        joined.remote._program = loader.load([source], {}, {}, lambda _: None).program
        yield


COMMAND = ["python3", "-u", "work.py"]


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize(
    ("given", "out", "code"),
    [
        pytest.param("Anna\n", "> Hello Anna\n", 0, id="ends"),
        pytest.param("quit\n", "> Hello quit\n", 3, id="exit-code"),
        pytest.param("crash\n", "> Hello crash\n", 1, id="raises"),
        pytest.param("more\n", "> Hello more\n", 1, id="reads-on"),
        pytest.param("", "> ", 1, id="no-input"),
    ],
)
def test_a_program_runs_as_a_process(given: str, out: str, code: int) -> None:
    """What it prints before it ends is kept, and an exception ends it with 1."""
    run = subprocess.run(COMMAND, input=given, capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == (out, code)
    assert ("Traceback" in run.stderr) == (code == 1)


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize(
    ("options", "printed"),
    [
        pytest.param({"text": True}, "> Hello Anna x\n", id="text"),
        pytest.param({"encoding": "utf8"}, "> Hello Anna x\n", id="encoding"),
        pytest.param({}, b"> Hello Anna x\n", id="bytes"),
        pytest.param({"text": True, "stderr": subprocess.STDOUT}, "> Hello Anna x\nbad\n", id="one-stream"),
    ],
)
def test_what_a_program_prints(options: dict[str, Any], printed: str | bytes) -> None:
    """As text or bytes, with its errors where the test asks for that."""
    given: Any = "Anna\n" if options.get("text") or options.get("encoding") else b"Anna\n"
    assert subprocess.check_output([*COMMAND, "x"], input=given, **options) == printed


@pytest.mark.usefixtures("processes")
def test_a_process_that_is_written_to_and_read_from() -> None:
    """The input is collected; the program runs when its output is read, once."""
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("Ben\n")
    process.stdin.close()
    assert process.stdout.readline() == "> Hello Ben\n"
    assert (process.wait(timeout=1), process.poll(), process.stdout.read()) == (0, 0, "")
    process.terminate()


@pytest.mark.usefixtures("processes")
def test_the_streams_of_a_process_are_streams() -> None:
    """Lines are written at once, and a `with` or `close` ends the input."""
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin as given:
        given.writelines(["Ben\n", "Cleo\n"])
        print("Dora", file=given, flush=True)
        assert (given.writable(), given.readable(), given.closed) == (True, False, False)
    assert process.stdin.closed
    with pytest.raises(ValueError, match="closed"):
        process.stdin.write("more")
    assert (process.stdout.readable(), next(process.stdout), process.stdout.read()) == (True, "> Hello Ben\n", "")


@pytest.mark.usefixtures("processes")
def test_check_raises_as_pythons_own(capfd: pytest.CaptureFixture[str]) -> None:
    """`check=True` raises the exit code; without a pipe the output is the test's."""
    with pytest.raises(subprocess.CalledProcessError) as caught:
        subprocess.run(COMMAND, input="quit\n", text=True, check=True)
    assert caught.value.returncode == 3
    del capfd


@pytest.mark.usefixtures("processes")
def test_other_programs_are_started_as_before() -> None:
    """A test may run what it likes, except the student's code."""
    run = subprocess.run([sys.executable, "-c", "print(7)"], capture_output=True, text=True, check=True)
    assert run.stdout == "7\n"


def test_a_program_that_was_not_handed_in() -> None:
    """It ends as Python does where there is no such file."""
    with conversation("x = 1") as (_, joined):
        out, err, code = joined.link.ask("program", "work", "", ())
    assert (out, code) == ("", 2)
    assert "can't open file 'work.py'" in err


@pytest.mark.usefixtures("processes")
def test_programs_in_a_shell(tmp_path: Path) -> None:
    """They run as their input says, and their errors stand behind their output where the shell is asked for both."""
    (tmp_path / "in.txt").write_text("Anna\n")
    assert subprocess.getoutput(f"./work.py x < {tmp_path}/in.txt") == "> Hello Anna x\nbad"
    assert subprocess.getstatusoutput("printf 'quit\n' | python3 work.py 2>&1") == (3, "> Hello quit\nbad")
    here = subprocess.run("./work.py < in.txt", shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert here.stdout == "> Hello Anna\n"
    named = {"shell": True, "env": {"NAME": "Cleo"}, "text": True}
    assert subprocess.check_output("echo $NAME | ./work.py", **named) == "> Hello Cleo\n"  # type: ignore[call-overload]
    assert (os.system("printf 'quit\n' | ./work.py"), os.system("exit 3")) == (3 << 8, 3 << 8)
    with os.popen("echo Ben | ./work.py") as output:
        assert output.read() == "> Hello Ben\n"
