"""The help of every command, as it is printed in a terminal of 80 columns."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from grader.cli import grader

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 80


def _commands(command: click.Command, *names: str) -> Iterator[tuple[str, ...]]:
    """Yield the names of a command and of all commands below it."""
    yield names
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _commands(child, *names, name)


COMMANDS = list(_commands(grader))


def rendered(*names: str) -> str:
    """Return the help of a command in a terminal of 80 columns."""
    found = CliRunner().invoke(grader, [*names, "--help"], prog_name="grader", terminal_width=WIDTH)
    assert found.exit_code == 0, found.output
    return found.output


def command_of(*names: str) -> click.Command:
    """Return the command of these names."""
    found: click.Command = grader
    for name in names:
        assert isinstance(found, click.Group)
        found = found.commands[name]
    return found


def examples(text: str) -> list[str]:
    """Return the lines below `Examples:`, up to the next blank line."""
    lines = text.split("\n")
    begin = next(number for number, line in enumerate(lines) if line.strip() == "Examples:")
    end = next(number for number in range(begin, len(lines)) if not lines[number].strip())
    return [line.strip() for line in lines[begin + 1 : end]]


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_no_layout_marks_reach_the_reader(names: tuple[str, ...]) -> None:
    """The mark that keeps click from wrapping a paragraph is not printed, neither as itself nor as its spelling."""
    shown = rendered(*names)
    assert "\\b" not in shown
    assert "\b" not in shown


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(names: tuple[str, ...]) -> None:
    """What is not wrapped by click, the examples above all, fits as it is written."""
    assert [line for line in rendered(*names).split("\n") if len(line) > WIDTH] == []


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_command_has_an_example_a_line(names: tuple[str, ...]) -> None:
    """Each example stands on a line of its own and begins with the command."""
    shown = examples(rendered(*names))
    assert shown
    for line in shown:
        assert line.startswith(" ".join(("grader", *names))), line
        assert len(re.findall(r"\bgrader ", line)) == 1, line


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_the_examples_are_commands_that_are_understood(names: tuple[str, ...]) -> None:
    """Every option in an example exists, and nothing that is required is missing."""
    for line in examples(rendered(*names)):
        _, *words = shlex.split(line.split("  ")[0])
        command: click.Command = grader
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        command.make_context("grader", words)


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_option_is_explained(names: tuple[str, ...]) -> None:
    """An option has a sentence that begins in upper case, or with one of its own values, and ends."""
    for option in command_of(*names).params:
        if isinstance(option, click.Option):
            text = (option.help or "").split("  [")[0]
            assert text, option.name
            assert text.endswith("."), text
            values = option.type.choices if isinstance(option.type, click.Choice) else ()
            assert text[0].isupper() or text.startswith(tuple(f"{value}:" for value in values)), text


@pytest.mark.parametrize("names", [names for names in COMMANDS if names], ids=" ".join)
def test_the_list_of_commands_has_whole_sentences(names: tuple[str, ...]) -> None:
    """The line in the list of commands begins with a verb in upper case, ends with a full stop and is not cut."""
    short = command_of(*names).get_short_help_str(limit=WIDTH)
    assert short[0].isupper()
    assert short.endswith(".")
    assert "..." not in short
