"""Commands are imported when somebody asks for them, and all of them are there for whoever looks."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - what a command imports is seen in a process of its own
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import ShellComplete

from grader.cli import COMMANDS, grader
from grader.cli.lazy_commands import LazyCommands

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(sys.modules["grader.cli"].__file__ or "").parent


def test_every_command_of_the_package_is_listed() -> None:
    """A module with a command that nobody lists would be lost."""
    modules = {path.stem for path in FOLDER.glob("*.py") if "@click.command" in path.read_text()}
    assert modules == set(COMMANDS.values())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_the_name_under_which_it_is_listed(name: str) -> None:
    """Help and the message about wrong options call it so."""
    command = grader.commands[name]
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.get_short_help_str()


def _completed(*words: str) -> list[str]:
    """Return what a shell offers for the last word."""
    *arguments, incomplete = words
    return [item.value for item in ShellComplete(grader, {}, "grader", "_").get_completions(arguments, incomplete)]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param(["re"], ["regrade", "release"], id="two"),
        pytest.param(["imp"], ["import"], id="another name than its module"),
        pytest.param(["nothing"], [], id="none"),
        pytest.param(["check", "--au"], ["--audience"], id="option"),
        pytest.param(["import", "ott"], ["otter"], id="argument"),
    ],
)
def test_a_shell_completes_them(words: Sequence[str], offered: list[str]) -> None:
    """Names of commands, and then the options of the one named."""
    assert _completed(*words) == offered


def test_a_shell_is_offered_all_of_them() -> None:
    """Where nothing is written yet."""
    assert _completed("") == sorted(COMMANDS)


def test_a_mapping_of_commands() -> None:
    """What `click.Group` does with it: look up, list, add."""
    commands = LazyCommands("grader.cli", {"tasks": "tasks", "import": "import_tests"})
    assert list(commands) == ["tasks", "import"]
    assert len(commands) == 2
    assert "import" in commands
    assert "import_tests" not in commands
    assert commands.get("import_tests") is None
    assert commands["import"] is commands["import"]
    assert commands["import"].name == "import"
    own = click.Command("own")
    commands["own"] = own
    assert commands["own"] is own
    del commands["own"], commands["tasks"]
    assert list(commands) == ["import"]
    with pytest.raises(KeyError, match="tasks"):
        commands["tasks"]


ASKED = """
import json, sys
from grader.cli import grader
grader.make_context("grader", sys.argv[1:])
grader.get_command(None, sys.argv[1])
print(json.dumps(sorted(sys.modules)))
"""


def test_a_command_imports_no_other() -> None:
    """The options of sixteen commands are not made for one."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED, "tasks"], capture_output=True, check=True, timeout=120, text=True
    )
    modules = set(json.loads(done.stdout))
    assert {f"grader.cli.{module}" for module in COMMANDS.values()} & modules == {"grader.cli.tasks"}
