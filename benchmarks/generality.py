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

GOAL = 0.5
PLAIN = frozenset(
    "bool boolarr complex dict imat int ivec list mat nd none real str tuple vec opaque".split()  # noqa: SIM905
)
"""Kinds of values that cross as they are; `opaque` is one part of an answer that nothing looks at."""
HANDLE = "handles: the answer is given to a later call"
OTHER = {
    "object": "objects of classes of the course",
    "tensor": "tensors",
    "callable": "functions as values",
    "frame": "tables",
    "iterator": "iterators",
    "stdin": "programs",
    "stdout": "printed text",
    "argv": "programs",
    "file": "files",
}
TRAITS = {
    "state": "classes",
    "objects": "objects of classes of the course",
    "support": "support files",
    "torchmodule": "tensors",
    "random": "random answers",
    "stdout": "printed text",
    "prints": "printed text",
    "program": "programs",
    "stdin": "programs",
    "inplace": "changed arguments",
    "global": "variables of the module",
    "raises": "exceptions that are asked for",
    "file": "files",
    "plot": "plots",
    "iter": "iterators",
    "network": "the network",
    "cache": "",
}
"""What a trait needs; a cache in an answer is `opaque`, and one among the arguments is a handle."""


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
        found = {obstacle(kind) for text in (*self.args, *self.returns) for kind in kinds(text)}
        found |= {TRAITS.get(trait, f"unknown trait {trait}") for trait in self.traits}
        if "opaque" in {kind for text in self.args for kind in kinds(text)}:
            found.add(HANDLE)
        if self.returns in {(), ("none",)}:
            found.add("an effect alone")
        return found - {""}


def kinds(text: str) -> list[str]:
    """Return the kinds in a word of the list.

    >>> kinds("tuple(real,list(str))")
    ['tuple', 'real', 'list', 'str']
    """
    return re.findall(r"\w+", text)


def obstacle(kind: str) -> str:
    """Return what a kind of value needs that there is not; empty for a plain value."""
    return "" if kind in PLAIN else OTHER.get(kind, f"unknown kind {kind}")


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
