"""What the sandbox closes, told from what a student's code gets for it; anything else is the student's own."""

from __future__ import annotations

import errno
import linecache
import urllib.error
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker.closed import closed
from grader.worker.trace import describe_exception
from tests.worker.loading import first, loaded, untouched

if TYPE_CHECKING:
    from collections.abc import Callable


def denied(number: int, *names: str) -> OSError:
    """Return the error of a system call."""
    return OSError(number, "no", *names)


@pytest.mark.parametrize(
    ("error", "source", "files", "kind"),
    [
        pytest.param(EOFError("EOF when reading a line"), "x = input()", [], "input", id="input"),
        pytest.param(EOFError(), "p = getpass()", ["a.py", "getpass.py"], "input", id="password"),
        pytest.param(
            FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"),
            "mkdtemp()",
            ["a.py", "tempfile.py"],
            "closed_file",
            id="temporary",
        ),
        pytest.param(RuntimeError("input(): lost sys.stdin"), "input()", [], "input", id="no-stdin"),
        pytest.param(ValueError("invalid"), "n = int(sys.stdin.readline())", [], "input", id="readline"),
        pytest.param(IndexError("list index"), "sys.stdin.read().split()[0]", [], "input", id="read"),
        pytest.param(EOFError("Ran out of input"), "pickle.load(f)", [], "", id="another-end"),
        pytest.param(RuntimeError("input shapes differ"), "f(x)", [], "", id="another-input"),
        pytest.param(ValueError("invalid"), "n = int(text)", [], "", id="a-number"),
        pytest.param(ValueError("invalid"), "n = int(stdinput)", [], "", id="like-stdin"),
        pytest.param(TypeError("no"), "sys.stdin + 1", [], "", id="another-error"),
        pytest.param(denied(errno.EPERM, "log.txt"), "open('log.txt', 'w')", ["a.py"], "closed_file", id="write"),
        pytest.param(denied(errno.EACCES, "plots"), "os.makedirs('plots')", ["a.py", "os.py"], "closed_file", id="dir"),
        pytest.param(denied(errno.EROFS, "x"), "os.remove('x')", ["a.py"], "closed_file", id="read-only"),
        pytest.param(denied(errno.ENOENT, "x"), "open('x')", ["a.py"], "", id="absent"),
        pytest.param(denied(errno.EISDIR, "x"), "open('x')", ["a.py"], "", id="folder"),
        pytest.param(denied(errno.EPERM), "run(['ls'])", ["a.py", "/usr/subprocess.py"], "closed_program", id="run"),
        pytest.param(denied(errno.EAGAIN), "os.fork()", ["a.py"], "closed_program", id="fork"),
        pytest.param(denied(errno.EPERM), "os.kill(1, 9)", ["a.py"], "closed_program", id="kill"),
        pytest.param(denied(errno.EPERM), "Pool()", ["a.py", r"C:\lib\pool.py"], "closed_program", id="pool"),
        pytest.param(denied(errno.EACCES), "connect()", ["a.py", "/usr/socket.py"], "closed_network", id="socket"),
        pytest.param(denied(errno.EAFNOSUPPORT), "socket()", ["a.py"], "closed_network", id="family"),
        pytest.param(urllib.error.URLError("x"), "urlopen(u)", ["a.py"], "closed_network", id="urlopen"),
        pytest.param(ConnectionError(errno.EPERM, "x"), "get(u)", ["a.py"], "closed_network", id="connection"),
        pytest.param(KeyError("x"), "d['x']", ["a.py", "socket.py"], "", id="other"),
    ],
)
def test_the_kind_is_that_of_what_is_closed(error: BaseException, source: str, files: list[str], kind: str) -> None:
    """By the error, the student's line, and what stands between both."""
    assert closed(error, source, files) == kind


@pytest.mark.parametrize(
    ("text", "names", "kind"),
    [
        ("invalid literal for int() with base 10: ''", ("sys", "stdin", "readline"), "input"),
        ("could not convert string to float: ''", ("stdin",), "input"),
        ("not enough values to unpack (expected 2, got 0)", ("stdin",), "input"),
        ("invalid literal for int() with base 10: ''", ("int",), ""),
        ("operands could not be broadcast together", ("sys", "stdin"), ""),
    ],
    ids=["number", "real", "parts", "no-stdin", "another-reason"],
)
def test_a_line_that_is_read_first_and_used_later_is_keyboard_input(
    text: str, names: tuple[str, ...], kind: str
) -> None:
    """Where the function reads standard input, and what fails is made of nothing."""
    assert closed(ValueError(text), "n = int(line)", [], names) == kind


CALLS = {
    "input": ("def softmax(x):\n    return input()\n", "input", 2),
    "readline": ("import sys\ndef softmax(x):\n    return int(sys.stdin.readline())\n", "input", 3),
    "two-steps": ("import sys\ndef softmax(x):\n    a = sys.stdin.readline()\n    return int(a)\n", "input", 4),
    "inner": ("def softmax(x):\n    return ask()\ndef ask():\n    return input()\n", "input", 4),
    "wrong-number": ("def softmax(x):\n    return int('x')\n", None, 2),
    "absent": ("def softmax(x):\n    return open('/no/such/file')\n", None, 2),
}


@pytest.mark.parametrize("name", CALLS)
def test_inside_a_call_it_is_told_with_the_line(name: str) -> None:
    """As facts of the exception; where nothing is closed, nothing is said."""
    code, kind, line = CALLS[name]
    facts = called(loaded(code).functions["softmax"], code)
    assert (facts.get("closed"), facts["frames"][-1]["line"]) == (kind, line)


def called(function: Callable[..., object], code: str) -> dict[str, Any]:
    """Return the facts of the exception that a function raises; its lines are kept as in a worker."""
    with untouched():
        linecache.cache["softmax.py"] = (len(code), None, code.splitlines(keepends=True), "softmax.py")
        try:
            function(1)
        except Exception as error:  # noqa: BLE001 - a student's function raises anything
            return describe_exception(error)
    raise AssertionError("nothing is raised")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("n = input()\ndef softmax(x): return x\n", "input"),
        ("import sys\nn = int(sys.stdin.readline())\ndef softmax(x): return x\n", "input"),
        ("import sys\nline = sys.stdin.readline()\nn = int(line)\ndef softmax(x): return x\n", "input"),
        ("n = int('x')\ndef softmax(x): return x\n", "raised"),
    ],
    ids=["input", "readline", "two-steps", "wrong-number"],
)
def test_while_a_file_is_loaded_it_is_the_same(code: str, kind: str) -> None:
    """One rule for both."""
    assert first(loaded(code))["problem"]["kind"] == kind
