"""How many functions of real courses a task can ask for, by the kinds of their arguments, answers and effects.

    python -m benchmarks.generality generality.json [--list]

The file lists functions and classes: `args` and `returns` as kinds of values, `traits` for what a function does beside
returning a value.  It is counted by these words alone: what is counted as expressible is not built here.  A function
with several obstacles is counted under each, and once in the sum.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

GOAL = 0.9
PLAIN = frozenset(
    "bool boolarr complex dict frame imat int ivec list mat nd none real str tuple vec opaque tensor".split()  # noqa: SIM905
)
"""Kinds of values that cross as they are; `opaque` stays with the student, and is handed to later calls."""
ARGUMENTS = frozenset({"callable", "object", "file", "argv", "stdin"})
"""What can be given: functions and objects of the task's support files, files that lie there, a program's input."""
ANSWERS = frozenset({"object", "stdout", "file"})
"""What can be asked of: objects by their methods and attributes, what was printed, what a program wrote."""
OTHER = {"iterator": "iterators", "callable": "a function as an answer"}
TRAITS = {
    **dict.fromkeys(
        ["cache", "state", "objects", "support", "torchmodule", "random", "stdout", "prints", "program", "inplace",
         "global", "raises", "file", "stdin"],
        "",
    ),
    "plot": "plots",
    "iter": "iterators",
    "network": "the network",
}  # fmt: skip
"""What a trait needs that there is not."""
EFFECTS = frozenset({"inplace", "stdout", "prints", "file"})
"""Effects that a check can ask of."""


@dataclass(frozen=True)
class Listed:
    """A function of the list."""

    source: str
    name: str
    args: tuple[str, ...]
    returns: tuple[str, ...]
    traits: tuple[str, ...]

    @property
    def obstacles(self) -> set[str]:
        """Why a task cannot ask for it; empty where it can."""
        found = {obstacle(kind, ARGUMENTS) for text in self.args for kind in kinds(text)}
        found |= {obstacle(kind, ANSWERS) for text in self.returns for kind in kinds(text)}
        found |= {TRAITS.get(trait, f"unknown trait {trait}") for trait in self.traits}
        if "stdin" in self.traits and "program" not in self.traits:
            found.add("a function that asks for input")
        if self.returns in {(), ("none",)} and not EFFECTS & {*self.traits}:
            found.add("an effect that cannot be asked of")
        return found - {""}


def kinds(text: str) -> list[str]:
    """Return the kinds in a word of the list.

    >>> kinds("tuple(real,list(str))")
    ['tuple', 'real', 'list', 'str']
    """
    return re.findall(r"\w+", text)


def obstacle(kind: str, allowed: frozenset[str]) -> str:
    """Return what a kind of value needs that there is not; empty for a plain value and for one that is `allowed`."""
    return "" if kind in PLAIN | allowed else OTHER.get(kind, f"unknown kind {kind}")


def listed(path: Path) -> list[Listed]:
    """Return the functions of the file."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [
        Listed(one["source"], one["name"], tuple(one["args"]), tuple(one["returns"]), tuple(one["traits"]))
        for one in entries
    ]


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--list", action="store_true", help="print each function with its obstacles")
    asked = parser.parse_args()
    functions = listed(asked.path)
    for one in functions if asked.list else []:
        print(f"{one.source}: {one.name}: {', '.join(sorted(one.obstacles)) or 'expressible'}")
    free = [one for one in functions if not one.obstacles]
    total, free_of = Counter(one.source for one in functions), Counter(one.source for one in free)
    print("| course | expressible | of |\n|---|---|---|")
    for source, count in total.items():
        print(f"| {source} | {free_of[source]} | {count} |")
    print("\n| obstacle | functions | the only one |\n|---|---|---|")
    alone = Counter(name for one in functions if len(one.obstacles) == 1 for name in one.obstacles)
    for name, count in Counter(name for one in functions for name in one.obstacles).most_common():
        print(f"| {name} | {count} | {alone[name]} |")
    print(f"\n{len(free)} of {len(functions)} expressible, {len(free) / max(1, len(functions)):.0%} (goal {GOAL:.0%})")


if __name__ == "__main__":
    main()
