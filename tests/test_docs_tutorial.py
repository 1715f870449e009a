"""docs/tutorial.md does what it says: its files are written and its commands run, in order, in an empty folder.

A block whose first line names a file is that file (`>>`: is added to it); in a block of `sh` a line with `$ ` is a
command, and the lines below it are what it prints, where `...` stands for any lines.
"""

from __future__ import annotations

import re
import shlex
import subprocess  # noqa: TID251 - a command is a process
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"
BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: (?P<more>>> )?(?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
PROGRAMS = {"grader": [sys.executable, "-m", "grader"], "sed": ["sed"]}


@dataclass(frozen=True)
class Said:
    """A command, and what the page says that it prints."""

    command: str
    due: str


def commands(text: Any) -> Any:
    """Return the commands of a block of `sh`."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    assert parts[0] == ""
    return [Said(command, due) for command, due in zip(parts[1::2], parts[2::2], strict=True)]


def is_as_said(printed: str, due: str) -> bool:
    """Whether a text is the one that is due, in which a line `...` stands for any lines, or none."""
    pattern = "".join(r"(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in due.splitlines(keepends=True))
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n" if printed.strip() else "") is not None


@pytest.mark.slow
def test_the_tutorial_prints_what_it_says(tmp_path: Path) -> None:
    """From an empty folder to a task that verifies and a student's report."""
    ran = []
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["file"]:
            path = tmp_path / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text((path.read_text() if block["more"] else "") + block["text"], encoding="utf-8")
            continue
        assert block["language"] == "sh"
        for said in commands(block["text"]):
            program, *words = shlex.split(said.command)
            cache = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PATH": "/usr/bin:/bin"}
            run = subprocess.run(
                [*PROGRAMS[program], *words],
                cwd=tmp_path,
                env=cache,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            assert is_as_said(run.stdout, said.due), f"$ {said.command}\n{run.stdout}\n{run.stderr}"
            ran.append((said.command.partition(" ")[0], run.returncode))
    assert ran == [("grader", 0), ("grader", 1), ("sed", 0), ("grader", 0), ("grader", 1)]


def test_the_minutes_are_twenty() -> None:
    """Those of the headings, in all."""
    assert (
        sum(map(int, re.findall(r"^## .* \((\d+) minutes?\)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))) == 20
    )


@pytest.mark.parametrize(
    ("printed", "due", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n\n", "a\nb\n", True),
        ("a\nb\nc\n", "a\n...\nc\n", True),
        ("a\nc\n", "a\n...\nc\n", True),
        ("a\nb\n", "a\n...\n", True),
        ("", "", True),
        ("a\n", "", False),
        ("a\nb\n", "a\n", False),
        ("a.\n", "ab\n", False),
        ("a\nbc\n", "a\n...\nc\n", False),
    ],
)
def test_what_is_printed_is_compared_line_by_line(printed: str, due: str, same: bool) -> None:
    """Only whole lines are left out, and nothing is taken for a pattern."""
    assert is_as_said(printed, due) is same
