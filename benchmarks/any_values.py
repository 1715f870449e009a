"""Right answers that are refused: random values of all kinds, nested, and a submission that is the reference.

    python -m benchmarks.any_values [--checks 100000] [--seed 1]

The reference makes each value from the input `seed`, so it crosses to the student's side as an argument and comes back
in the answer, together with a description of what arrived there: the kind of every part, and its repr.  Half of the
answers are compared by `==`, half by `close`.  An answer counts as one check; each must pass.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission.files import SourceFile, Submission

CASES = 500
TASK = f"""
id: values
title: Values
statement: Give back what you are given.
functions: {{give: {{args: [v]}}}}
cases: {CASES}
limits: {{wall: 60}}
checks:
  - {{id: equal, title: t, points: 1, given: {{v: ref.value(seed)}}, expect: give(v) == ref.give(v)}}
  - {{id: close, title: t, points: 1, given: {{v: ref.value(seed)}}, expect: "close(give(v), ref.give(v))"}}
"""
STUDENT = """
import numpy as np


def described(v):
    kind = "tuple of " + " ".join(v._fields) if hasattr(v, "_fields") else type(v).__name__
    if isinstance(v, np.ndarray):
        return f"{v.dtype.kind} {v.shape} {v.tolist()}"
    if isinstance(v, dict):
        return f"{kind}({', '.join(described(k) + ': ' + described(x) for k, x in v.items())})"
    if isinstance(v, (list, tuple)):
        return f"{kind}({', '.join(map(described, v))})"
    if isinstance(v, (set, frozenset)):
        return f"{kind}({', '.join(sorted(map(described, v)))})"
    return f"{kind} {v!r}"


def give(v):
    return described(v), v, [v], {"v": v}
"""
REFERENCE = (
    STUDENT
    + """

import datetime as dt
import random
from collections import Counter, OrderedDict, namedtuple
from decimal import Decimal
from fractions import Fraction

DEPTH = 4
ALPHABET = "abz AZ09_-.,'\\"\\\\\\n\\t\\x00éß€漢\\u200b😀"
Pair = namedtuple("Pair", "left right")


def value(seed):
    return drawn(random.Random(int(seed)), DEPTH)


def drawn(r, depth):
    if depth == 0 or r.random() < 0.15:
        return leaf(r) if r.random() < 0.7 else array(r)
    count = r.randrange(4)
    items = [drawn(r, depth - 1) for _ in range(count)]
    keys = [key(r, 2) for _ in range(count)]
    return r.choice([
        lambda: items,
        lambda: tuple(items),
        lambda: Pair(drawn(r, depth - 1), drawn(r, depth - 1)),
        lambda: dict(zip(keys, items)),
        lambda: OrderedDict(zip(keys, items)),
        lambda: Counter({one: r.randrange(1, 9) for one in keys}),
        lambda: set(keys),
        lambda: frozenset(keys),
        lambda: slice(r.randrange(9), r.choice([None, r.randrange(9)]), r.choice([None, -1, 2])),
    ])()


def key(r, depth):
    if depth and r.random() < 0.3:
        parts = [key(r, depth - 1) for _ in range(r.randrange(3))]
        return r.choice([tuple, frozenset])(parts)
    return leaf(r)


def leaf(r):
    day = dt.date(r.randrange(1, 9999), r.randrange(1, 13), r.randrange(1, 29))
    clock = dt.time(r.randrange(24), r.randrange(60), r.randrange(60), r.randrange(10**6))
    zone = r.choice([None, dt.timezone.utc, dt.timezone(dt.timedelta(minutes=r.randrange(-700, 700)))])
    return r.choice([
        lambda: None,
        lambda: r.random() < 0.5,
        lambda: r.randrange(-3, 4),
        lambda: r.getrandbits(r.choice([8, 62, 63, 64, 65, 200, 2000])) * r.choice([1, -1]),
        lambda: real(r),
        lambda: complex(real(r), real(r)),
        lambda: "".join(r.choices(ALPHABET, k=r.randrange(9))),
        lambda: r.randbytes(r.randrange(6)),
        lambda: range(r.randrange(-9, 9), r.randrange(-9, 9), r.choice([-2, 1, 3])),
        lambda: Fraction(r.randrange(-99, 99), r.randrange(1, 99)),
        lambda: Decimal(r.randrange(-10**6, 10**6)).scaleb(r.randrange(-9, 9)),
        lambda: r.choice([day, clock, dt.datetime.combine(day, clock, zone)]),
        lambda: dt.timedelta(r.randrange(-999, 999), r.randrange(86400), r.randrange(10**6)),
    ])()


def real(r):
    return r.choice([0.0, -0.0, 1.5, r.gauss(0, 1), 10 ** r.uniform(-308, 308), -(10 ** r.uniform(-9, 9)), 5e-324])


def array(r):
    shape = tuple(r.randrange(4) for _ in range(r.randrange(5)))
    count = int(np.prod(shape))
    return r.choice([
        lambda: np.array([real(r) for _ in range(count)], dtype=float).reshape(shape),
        lambda: np.array([r.randrange(-9, 9) for _ in range(count)], dtype=np.int64).reshape(shape),
        lambda: np.array([r.random() < 0.5 for _ in range(count)], dtype=bool).reshape(shape),
        lambda: np.array([complex(real(r), 1) for _ in range(count)], dtype=complex).reshape(shape),
        lambda: np.array([r.choice(["", "a", "é€"]) for _ in range(count)], dtype="U3").reshape(shape),
    ])()
"""
)


def refused(folder: Path, checks: int, seed: int) -> tuple[int, list[str]]:
    """Return how many right answers were checked, and what is said of checks in which one of them did not pass."""
    for name, text in (("tasks/values.yaml", TASK), ("reference/values.py", REFERENCE)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    tasks = load_course(folder).tasks
    submission = Submission("one", (SourceFile("values.py", STUDENT.encode()),))
    count, said = 0, []
    with closing(Zygote()) as zygote:
        cell = WorkerFactory(True, zygote, hidden=(folder,))
        while count < checks:
            result = grade(submission, Grading(tasks, Preparation(seed)), cell.worker)
            for check in result.tasks[0].checks:
                count += CASES
                if check.outcome.value != "passed" or check.notes:
                    said.append(f"seed {seed}: {check.id} {check.outcome.value}: {check.message} {check.notes}")
            seed += 1
            print(f"\r{count} of {checks}", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    return count, said


def main() -> None:
    """Check and print; end with 1 where a right answer does not pass."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checks", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        count, said = refused(Path(folder).resolve(), asked.checks, asked.seed)
    print(*said, sep="\n", end="\n" if said else "")
    seconds = time.monotonic() - began
    print(f"{count} right answers, seeds from {asked.seed} on: {len(said)} checks not passed ({seconds:.0f} s)")
    sys.exit(bool(said))


if __name__ == "__main__":
    main()
