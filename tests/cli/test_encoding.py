"""Output under encodings that lack signs: nothing is lost, nothing fails, and no pipe gets colour."""

import io
import json
import os
import subprocess  # noqa: TID251 - a command with an encoding of its own is a process
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import main
from grader.cli.encoding import STAND_INS, in_ascii, print_any_text
from tests.cli.running import RIGHT, WRONG, write_course
from tests.samples.families import some_of

ROOT = Path(__file__).parents[2]
ENCODINGS = ("cp1252", "cp437", "ascii", "latin-1", "utf-8")


def run_here(monkeypatch: pytest.MonkeyPatch, folder: Path, *argv: str, encoding: str, **variables: str) -> Any:
    """Run a command in this process, with standard streams that have an encoding."""
    buffers = {name: io.BytesIO() for name in ("stdout", "stderr")}
    streams = {name: io.TextIOWrapper(buffer, encoding=encoding) for name, buffer in buffers.items()}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["grader", *argv])
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as stop:
        main()
    for stream in streams.values():
        stream.flush()
    return subprocess.CompletedProcess(
        argv, int(stop.value.code or 0), *(buffer.getvalue() for buffer in buffers.values())
    )


def run(folder: Path, *argv: Any, encoding: Any, **variables: Any) -> Any:
    """Run a command as a process whose standard streams have an encoding."""
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), **variables}
    env.pop("PYTHONUTF8", None)
    return subprocess.run(
        [sys.executable, "-m", "grader", *argv], cwd=folder, env=env, capture_output=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: Any) -> Any:
    """Return a course whose titles have signs that some encodings lack, with a right and a wrong submission."""
    root = write_course(tmp_path_factory.mktemp("Kurs mit Blank – ü"))
    spec = root / "tasks" / "scan.yaml"
    text = spec.read_text().replace("the gradient is right", "∂ is right – ‖x‖ ≤ 中").replace("Backprop", "Größe ∑")
    spec.write_text(text, encoding="utf-8")
    (root / "work").mkdir()
    (root / "work" / "right.py").write_text(RIGHT)
    (root / "work" / "wrong.py").write_text(WRONG)
    return root


@pytest.mark.parametrize(
    ("file", "code", "encoding"),
    some_of((file, code, encoding) for file, code in (("right.py", 0), ("wrong.py", 1)) for encoding in ENCODINGS),
)
def test_a_check_says_all_it_has_to_say(
    course: Any, encoding: str, file: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line comes, in signs of the encoding, with the exit code that it has everywhere."""
    done = run_here(monkeypatch, course, "check", f"work/{file}", "--isolation", "process", encoding=encoding)
    assert_all_is_said(done, encoding, code)


@pytest.mark.parametrize("encoding", ["latin-1", *(pytest.param(e, marks=pytest.mark.slow) for e in ENCODINGS[:3])])
def test_a_process_says_the_same(course: Any, encoding: str) -> None:
    """Where the encoding is that of the process and not of streams made here."""
    done = run(course, "check", "work/wrong.py", "--isolation", "process", encoding=encoding)
    assert_all_is_said(done, encoding, 1)


def assert_all_is_said(done: Any, encoding: str, code: int) -> None:
    """Fail unless a check of `work/` has ended with this code and lost no text."""
    assert (done.returncode, done.stderr) == (code, b"")
    text = done.stdout.decode(encoding)
    assert ("✓" if encoding == "utf-8" else "[ok]") in text
    assert "\x1b" not in text
    if encoding == "latin-1":
        assert "d is right - ||x|| <= \\u4e2d" in text


@pytest.mark.parametrize(
    "argv",
    [
        ("tasks", "--statements"), ("tasks",), ("check", "nowhere – ✓.py"), ("sandbox",), ("schema", "spec"),
        ("--help",), ("new", "größe"), ("check", "--help"),
        pytest.param(("verify", "double", "--seeds", "1", "--no-cache"), marks=pytest.mark.slow),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_ends_with_an_encoding_error(course: Any, argv: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a command prints, to its output or to its errors."""
    done = run_here(monkeypatch, course, *argv, encoding="cp1252")
    assert done.returncode in (0, 1, 2)
    assert b"Encode" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_documents_for_programs_are_utf_8_in_any_terminal(
    course: Any, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for a sign would be another text, and a quotation mark no JSON."""
    command = ("check", "work/right.py", "--isolation", "process", "--format", "json")
    done = run_here(monkeypatch, course, *command, encoding=encoding)
    titles = [check["title"] for task in json.loads(done.stdout.decode("utf-8"))["tasks"] for check in task["checks"]]
    assert "∂ is right – ‖x‖ ≤ 中" in titles


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": ""}], ids=str)
def test_a_pipe_gets_no_colour(course: Any, variables: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does anybody who does not want it."""
    done = run_here(
        monkeypatch, course, "check", "work/wrong.py", "--isolation", "process", encoding="utf-8", **variables
    )
    assert b"\x1b" not in done.stdout + done.stderr


def test_every_stand_in_is_ascii() -> None:
    """And one sign long at least, so that nothing vanishes."""
    assert [sign for sign, text in STAND_INS.items() if not text or not text.isascii()] == []
    assert [sign for sign in STAND_INS if len(sign) != 1 or sign.isascii()] == []


@given(st.text())
def test_any_text_can_be_written(text: str) -> None:
    """Also lone halves of signs, which no encoding has."""
    assert all(in_ascii(sign).isascii() for sign in text)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "utf-8"])
def test_a_stream_writes_what_it_cannot_encode(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first stream of a process that has been told so; what it can encode it leaves alone."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    print_any_text()
    stream.write("ä ✓ \udc80")
    stream.flush()
    text = stream.buffer.getvalue().decode(encoding)
    assert text == {"ascii": "a", "cp437": "ä", "cp1252": "ä", "utf-8": "ä"}[encoding] + (
        " ✓ \\udc80" if encoding == "utf-8" else " [ok] \\udc80"
    )


@pytest.mark.parametrize("replaced", [None, io.StringIO()], ids=["none", "text-only"])
def test_a_stream_that_is_not_there_is_no_harm(replaced: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`pythonw` has none, and a notebook's has no encoding."""
    monkeypatch.setattr(sys, "stdout", replaced)
    print_any_text()
