"""Options that commands share: seeds, exit codes in a help text, colour."""

from __future__ import annotations

import sys

import click
import pytest

from grader.cli.options import SeedParameter, colour_wanted, exit_codes


@pytest.mark.parametrize(
    ("text", "seed"), [("0", 0), ("17", 17), (str(2**63 - 1), 2**63 - 1)], ids=["zero", "some", "most"]
)
def test_a_seed_is_a_whole_number(text: str, seed: int) -> None:
    """That fits in 64 bits."""
    assert SeedParameter().convert(text, None, None) == seed


@pytest.mark.parametrize("text", ["-1", str(2**63), "1.5", "one", "", "Random"])
def test_any_other_seed_is_refused(text: str) -> None:
    """With what to write."""
    with pytest.raises(click.BadParameter, match="write a whole number from 0 up, or random"):
        SeedParameter().convert(text, None, None)


def test_a_random_seed_is_another_each_time() -> None:
    """And one that can be typed again."""
    seeds = {SeedParameter().convert("random", None, None) for _ in range(5)}
    assert len(seeds) == 5
    assert all(SeedParameter().convert(str(seed), None, None) == seed for seed in seeds)


def test_exit_codes_are_listed_in_order() -> None:
    """On lines of their own; 2 is the same for all commands, unless one says more."""
    assert exit_codes(c1="some failed", c0="all passed").splitlines() == [
        "\b", "Exit codes:", "  0  all passed", "  1  some failed", "  2  wrong usage, or a mistake in a task",
    ]  # fmt: skip
    assert exit_codes(c2="other").splitlines()[-1] == "  2  other"


@pytest.mark.parametrize(
    ("terminal", "variables", "colour"),
    [(True, {}, True), (False, {}, False), (True, {"NO_COLOR": ""}, False), (True, {"TERM": "dumb"}, False)],
    ids=["terminal", "pipe", "not-wanted", "dumb"],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, variables: dict[str, str], colour: bool
) -> None:
    """NO_COLOR counts whatever its value."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert colour_wanted() is colour
