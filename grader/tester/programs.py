"""Programs of the student's that a test starts with `subprocess`: they run in the worker, and never here.

A command is the student's if it is Python with one of their files (`[sys.executable, "calculator.py"]`) or the file
itself (`./calculator.py 2 3`), in a shell also with its input (`echo 2 | ./calculator.py`, `./calculator.py < file`).
The program runs once, when its output or its end is asked for, with all that was written to it until then.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess  # noqa: TID251 - what tests call is replaced, and nothing is started
import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Self

from grader.tester.proxies import link

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT = ("text", "universal_newlines", "encoding", "errors")


@dataclass(frozen=True)
class StudentCommand:
    """A command that runs a student's file."""

    module: str
    words: tuple[str, ...] = ()
    feeding: str = ""
    """The command of a shell whose output is the program's input: what stands before the last `|`, or `cat FILE`."""
    merged: bool = False
    """Whether a shell was asked for errors and output in one (`2>&1`)."""


def student_command(command: object, is_student_file: Callable[[object], bool]) -> StudentCommand | None:
    """Return what a command means that runs a student's file; None for any other command."""
    feeding, merged = "", False
    if isinstance(command, str):
        shell = _shell_words(command)
        if shell is None:
            return None
        words, feeding, merged = shell
    elif isinstance(command, list | tuple):
        words = [os.fsdecode(word) if isinstance(word, bytes | os.PathLike) else str(word) for word in command]
    else:
        return None
    found = _student_words(words, is_student_file)
    return StudentCommand(found[0], tuple(found[1]), feeding, merged) if found else None


def _student_words(words: list[str], is_student_file: Callable[[object], bool]) -> tuple[str, list[str]] | None:
    """Return the module and the words for it: of Python with a student's file, or of the file called itself."""
    if words and words[0].endswith(".py") and is_student_file(words[0]):
        return PurePath(words[0]).stem, words[1:]
    if not words or not PurePath(words[0]).name.startswith("python"):
        return None
    rest = words[1:]
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        del rest[0]
    if rest[:1] == ["-m"]:
        rest = [f"{rest[1]}.py", *rest[2:]] if len(rest) > 1 else []
    return (PurePath(rest[0]).stem, rest[1:]) if rest and is_student_file(rest[0]) else None


def _shell_words(text: str) -> tuple[list[str], str, bool] | None:
    """Return the words of a shell's last command, the command that feeds it, and whether errors join the output.

    None for what is more than that: it is the shell's.
    """
    text, merged = re.subn(r"\s2>&1\s*$", "", text)
    words = _lexed(text)
    if words is None:
        return None
    signs = [number for number, word in enumerate(words) if word and not set(word) - set("();<>|&")]
    if not signs:
        return words, "", bool(merged)
    if any(words[sign] not in ("|", "<") for sign in signs):
        return None
    last = signs[-1]
    if words[last] == "<":
        file, others = words[last + 1 : last + 2], words[:last] + words[last + 2 :]
        return (others, shlex.join(["cat", *file]), bool(merged)) if file and len(signs) == 1 else None
    # As it is written: the shell replaces names of files and variables in it.
    before = _text_before("|", text, words[last + 1 :])
    return (words[last + 1 :], before, bool(merged)) if before else None


def _lexed(text: str) -> list[str] | None:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        return list(lexer)
    except ValueError:
        return None


def _text_before(sign: str, text: str, words: list[str]) -> str:
    """Return the text before the sign behind which these words are all; nothing where there is no such sign."""
    places = (number for number in range(len(text) - 1, -1, -1) if text[number] == sign)
    return next((text[:place].strip() for place in places if _lexed(text[place + 1 :]) == words), "")


def install(is_student_file: Callable[[object], bool]) -> None:
    """Let `subprocess` run the student's programs in the worker."""
    original = subprocess.Popen

    class Popen(original):  # type: ignore[misc, valid-type]
        """A process of the test's own, or the student's program in the worker."""

        def __new__(cls, args: Any, *others: Any, **options: Any) -> Any:
            command = student_command(args, is_student_file)
            return super().__new__(cls) if command is None else StudentProcess(args, command, *others, **options)

    subprocess.Popen = Popen  # type: ignore[misc]
    _let_system_run(is_student_file)


def _let_system_run(is_student_file: Callable[[object], bool]) -> None:
    """Let `os.system` run the student's programs too, and say how they have ended as it does."""
    original = os.system

    def system(command: Any) -> int:
        if student_command(command, is_student_file) is None:
            return original(command)
        code = subprocess.call(command, shell=True)  # noqa: S602 - nothing is started
        return code if sys.platform == "win32" else code << 8

    os.system = system


class StudentProcess:
    """Stands for the process of a student's program: what `subprocess.Popen` gives, as far as it can be."""

    pid = 0

    def __init__(self, args: object, command: StudentCommand, *others: object, **options: Any) -> None:
        del others
        self.args = args
        self.returncode: int | None = None
        self._command = command
        self._options = options | ({"stderr": subprocess.STDOUT} if command.merged else {})
        self._text = any(options.get(name) for name in _TEXT)
        self.stdin: Any = self._empty() if options.get("stdin") == subprocess.PIPE else None
        self._given: Any = options.get("stdin")
        self.stdout: Any = _ProgramOutput(self, "out") if options.get("stdout") == subprocess.PIPE else None
        self.stderr: Any = _ProgramOutput(self, "err") if options.get("stderr") == subprocess.PIPE else None
        self._printed: dict[str, str] = {}

    def _empty(self) -> Any:
        return _ProgramInput(io.StringIO() if self._text else io.BytesIO())

    def _read(self, more: Any) -> str:
        """Return all of the input as text."""
        if self._command.feeding:
            return self._fed()
        given = self.stdin.value() if self.stdin is not None else ""
        if self.stdin is None and hasattr(self._given, "read"):
            given = self._given.read()
        texts = [
            part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part or "") for part in (given, more)
        ]
        return "".join(texts)

    def _fed(self) -> str:
        """Return the output of the command that feeds the program, which stands where the test wants it to."""
        command, cwd, env = ["/bin/sh", "-c", self._command.feeding], self._options.get("cwd"), self._options.get("env")
        run = subprocess.run(command, stdout=subprocess.PIPE, check=False, cwd=cwd, env=env)  # noqa: S603 - the test's shell
        return run.stdout.decode("utf-8", "replace")

    def finish(self, more: Any = None) -> None:
        """Run the program, once."""
        if self.returncode is not None:
            return
        given, words = self._read(more), self._command.words
        with link().files.running(self._options.get("cwd"), given, *words):
            out, err, code = link().ask("program", self._command.module, given, words)
        self.returncode = int(code)
        if self._options.get("stderr") == subprocess.STDOUT:
            out, err = out + err, ""
        self._printed = {"out": str(out), "err": str(err)}
        for name, stream in (("stdout", sys.stdout), ("stderr", sys.stderr)):
            text, target = self._printed[name[3:]], self._options.get(name)
            if target is None:
                stream.write(text)
            elif hasattr(target, "write"):
                target.write(text if self._text or "b" not in getattr(target, "mode", "") else text.encode())

    def output(self, name: str) -> Any:
        """Return what the program has printed, as text or bytes."""
        self.finish()
        text = self._printed[name]
        return text if self._text else text.encode()

    def communicate(self, input: Any = None, timeout: float | None = None) -> tuple[Any, Any]:  # noqa: A002 - Python's
        """Give the program its input, and return what it prints."""
        del timeout
        self.finish(input)
        return self.stdout and self.stdout.read(), self.stderr and self.stderr.read()

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code."""
        del timeout
        self.finish()
        assert self.returncode is not None  # noqa: S101 - it has ended
        return self.returncode

    def poll(self) -> int | None:
        """Return the exit code: a program that was started has always ended by the time that somebody asks."""
        return self.wait()

    def kill(self, *signal: int) -> None:
        """Do nothing: it has ended, or was never needed."""

    terminate = send_signal = kill

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.finish()


class _ProgramInput(io.IOBase):
    """The input of a program that has not run yet."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream

    def writable(self) -> bool:
        """Whether it can be written to: always."""
        return True

    def write(self, data: Any) -> int:
        """Take a part of the input.  Raises ValueError after its end."""
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return int(self._stream.write(data))

    def value(self) -> Any:
        """Return all that was written."""
        return self._stream.getvalue()


class _ProgramOutput(io.IOBase):
    """The output of a program, which runs when somebody reads it."""

    def __init__(self, process: StudentProcess, name: str) -> None:
        super().__init__()
        self._process, self._name = process, name
        self._stream: Any = None

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def _opened(self) -> Any:
        if self._stream is None:
            data = self._process.output(self._name)
            self._stream = io.StringIO(data) if isinstance(data, str) else io.BytesIO(data)
        return self._stream

    def read(self, size: int = -1) -> Any:
        """Return what is left of it."""
        return self._opened().read(size)

    def readline(self, size: int | None = -1) -> Any:
        """Return its next line."""
        return self._opened().readline(-1 if size is None else size)

    def readlines(self, hint: int = -1) -> Any:
        """Return its lines."""
        return self._opened().readlines(hint)

    def __iter__(self) -> Any:
        return iter(self._opened())
