"""Ids and titles of the new course, made of the names that teachers gave."""

from __future__ import annotations

import re
import sys

OTHER_MODULES = {
    *sys.stdlib_module_names, "numpy", "pandas", "scipy", "matplotlib", "torch", "sklearn", "sympy", "seaborn",
    "pytest", "hypothesis", "networkx", "jax", "tensorflow", "student", "solution", "grader", "otter",
}  # fmt: skip
"""Modules that a student's file of the same name would hide."""
LONGEST_TITLE = 200
_NUMBERED = 50


def slug(text: str, otherwise: str = "task") -> str:
    """Return `text` as an id: small letters, digits, `_` and `-`, a letter first.

    >>> slug("Problem Set 1 (part A)")
    'problem_set_1_part_a'
    """
    words = re.sub(r"[^a-z0-9-]+", "_", text.strip().lower()).strip("_-")
    if words and not words[0].isalpha():
        words = f"{otherwise}_{words}"
    return words[:_NUMBERED].strip("_-") or otherwise


def task_id(text: str, used_names: set[str], otherwise: str = "task") -> str:
    """Return `text` as the id of a task, which is also the name of a student's module, and take it."""
    name = slug(text, otherwise)
    return unique(f"{name}_task" if name.replace("-", "_") in OTHER_MODULES else name, used_names)


def unique(name: str, used_names: set[str]) -> str:
    """Return `name`, with a number behind it if it is taken, and take it."""
    chosen, number = name, 2
    while chosen in used_names:
        chosen, number = f"{name[:_NUMBERED]}_{number}", number + 1
    used_names.add(chosen)
    return chosen


def title(text: str, otherwise: str) -> str:
    """Return the first line of `text` that has words, without its marks of Markdown and cut at a sensible length."""
    for line in text.strip().splitlines():
        words = re.sub(r"^(#+|>|[*-])\s+|\*\*|__(?=\S)|(?<=\S)__|^_(?=\S)|(?<=\S)_$", "", line.strip()).strip()
        if words:
            return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1].rstrip()}…"
    return otherwise
