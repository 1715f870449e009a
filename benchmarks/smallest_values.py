"""How small a failing case becomes where inputs are texts, lists, dicts, tuples, sets and arrays of any dimension.

    python -m benchmarks.smallest_values

As `benchmarks.smallest` does it for vectors and matrices: beside `hypothesis.find` on the same domain, for thirty ways
to fail.  A case is compared by its entries (characters and containers count), then by those that are not 0 or `a`,
then by the characters that there are to read in its numbers; ours must not be larger.
"""

from __future__ import annotations

import ast
import statistics
import string
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from benchmarks.smallest import ours, task_of, theirs
from grader.diagnosis.candidates import weight

if TYPE_CHECKING:
    from benchmarks.smallest import Fails

LETTERS = string.ascii_lowercase + string.ascii_uppercase
WHOLE = st.integers(-9, 9)


def array(shape: tuple[int, int]) -> st.SearchStrategy[Any]:
    """Return arrays of 1 to `n` rows, `m` columns and 2 more entries each, of whole numbers."""
    rows, columns = shape
    return st.tuples(st.integers(1, rows), st.integers(1, columns)).flatmap(
        lambda size: st.lists(WHOLE, min_size=2 * size[0] * size[1], max_size=2 * size[0] * size[1]).map(
            lambda entries: np.array(entries, dtype=np.int64).reshape(*size, 2)
        )
    )


def case(*parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return cases of so many inputs."""
    return st.tuples(*parts)


DOMAINS: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "text": ("x: {text: [0, 12]}", case(st.text(LETTERS, max_size=12))),
    "ab": ("x: {text: [0, 12], of: 'ab '}", case(st.text("ab ", max_size=12))),
    "two texts": (
        "x: {text: [0, 8], of: abc}, y: {text: [0, 8], of: abc}",
        case(st.text("abc", max_size=8), st.text("abc", max_size=8)),
    ),
    "list": ("x: {list: {integer: [-9, 9]}, length: [0, 8]}", case(st.lists(WHOLE, max_size=8))),
    "distinct": (
        "x: {list: {integer: [0, 30]}, length: [0, 8], distinct: true}",
        case(st.lists(st.integers(0, 30), max_size=8, unique=True)),
    ),
    "texts": (
        "x: {list: {text: [0, 5], of: abc}, length: [0, 6]}",
        case(st.lists(st.text("abc", max_size=5), max_size=6)),
    ),
    "nested": (
        "x: {list: {list: {integer: [0, 9]}, length: [0, 4]}, length: [0, 4]}",
        case(st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=4)),
    ),
    "counts": (
        "x: {dict: [{text: [1, 3], of: abc}, {integer: [0, 20]}], length: [0, 5]}",
        case(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 20), max_size=5)),
    ),
    "pair": (
        "x: {tuple: [{integer: [-50, 50]}, {text: [0, 6], of: ab}]}",
        case(st.tuples(st.integers(-50, 50), st.text("ab", max_size=6))),
    ),
    "set": ("x: {set: {integer: [0, 30]}, length: [0, 6]}", case(st.sets(st.integers(0, 30), max_size=6))),
    "array": ("x: {array: [n, m, 2], integers: [-9, 9]}", case(array((8, 5)))),
    "optional": ("x: {optional: {integer: [0, 99]}}", case(st.none() | st.integers(0, 99))),
}
PREDICATES: list[tuple[str, str, Fails]] = [
    ("every text", "text", lambda x: len(x) >= 0),
    ("a capital letter", "text", lambda x: x.lower() != x),
    ("more than four characters", "text", lambda x: len(x) > 4),
    ("a letter that comes twice", "text", lambda x: len(set(x)) < len(x)),
    ("no palindrome", "ab", lambda x: x != x[::-1]),
    ("a palindrome of three or more", "ab", lambda x: len(x) > 2 and x == x[::-1]),
    ("two blanks in a row", "ab", lambda x: "  " in x),
    ("more a's than b's", "ab", lambda x: x.count("a") > x.count("b")),
    ("a blank at an end", "ab", lambda x: x != x.strip()),
    ("one within the other", "two texts", lambda x, y: x != "" and x in y),
    ("the same letters in another order", "two texts", lambda x, y: x != y and sorted(x) == sorted(y)),
    ("the empty list", "list", lambda x: not x),
    ("an even number above 4", "list", lambda x: any(n > 4 and n % 2 == 0 for n in x)),
    ("a number twice", "list", lambda x: len(set(x)) < len(x)),
    ("not in order", "list", lambda x: x != sorted(x)),
    ("a sum above 20", "list", lambda x: sum(x) > 20),
    ("more than three negative ones", "list", lambda x: sum(n < 0 for n in x) > 3),
    ("two that add up to 7", "distinct", lambda x: any(a + b == 7 for a in x for b in x if a != b)),
    ("the largest is last", "distinct", lambda x: len(x) > 1 and x[-1] == max(x)),
    ("an empty text among others", "texts", lambda x: len(x) > 1 and "" in x),
    ("texts of different lengths", "texts", lambda x: len(set(map(len, x))) > 1),
    ("an empty list inside", "nested", lambda x: [] in x),
    ("rows of different lengths", "nested", lambda x: len(set(map(len, x))) > 1),
    ("a count above 9", "counts", lambda x: any(n > 9 for n in x.values())),
    ("two keys with one value", "counts", lambda x: len(set(x.values())) < len(x)),
    ("a negative number beside a text", "pair", lambda x: x[0] < -3 and len(x[1]) > 1),
    ("two neighbours", "set", lambda x: any(n + 1 in x for n in x)),
    ("an entry above 4 in the second layer", "array", lambda x: bool((x[:, :, 1] > 4).any())),
    ("more rows than columns", "array", lambda x: x.shape[0] > x.shape[1]),
    ("a number above 30, and not None", "optional", lambda x: x is not None and x > 30),
]


def main() -> None:
    """Compare and print; end with 1 where ours is larger more than three times in thirty."""
    larger, times = 0, []
    print("| a case fails where there is | shown | hypothesis.find |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for title, domain, fails in PREDICATES:
            inputs, strategy = DOMAINS[domain]
            mine, seconds = ours(task_of(Path(folder), inputs), fails)
            mine = {name: _value_of(shown) for name, shown in mine.items()}
            other = theirs(strategy, fails)
            times.append(seconds)
            pair = (mine, other) if domain != "array" else ({k: np.array(v) for k, v in mine.items()}, other)
            worse = weight(pair[0])[:3] > weight(pair[1])[:3]
            larger += worse
            texts = [", ".join(map(repr, map(_listed, shown.values())))[:60] for shown in pair]
            print(f"| {title} | {texts[0]}{' (larger)' if worse else ''} | {texts[1]} |")
    print(f"\n{len(PREDICATES) - larger} of {len(PREDICATES)} no larger;", end=" ")
    print(f"median {statistics.median(times) * 1e3:.0f} ms, longest {max(times) * 1e3:.0f} ms")
    sys.exit(larger > len(PREDICATES) // 10)


def _value_of(shown: Any) -> Any:
    """Return a value as it was before it was written down for a report; arrays are lists there."""
    value = ast.literal_eval(shown) if isinstance(shown, str) and shown != "set()" else shown
    return set() if shown == "set()" else value


def _listed(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) else value


if __name__ == "__main__":
    main()
