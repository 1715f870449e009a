"""Forged bytes of plain values through all that reads them: a value, a refusal, or a fault of ours.

    python -m benchmarks.fuzzing_values [--minutes 10] [--seed 1]

Values of all kinds, nested (those of `benchmarks.any_values`), are written as a worker writes them, changed in a few
bytes, and read.  What is accepted is held against the type of the honest value, compared with it, measured, printed,
and written and read once more.  Only a refusal may come of it, and nothing that is built may be much larger than its
bytes.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
import traceback
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.any_values import REFERENCE
from benchmarks.fuzzing import changed
from grader.values.comparison import difference
from grader.values.derivation import type_like
from grader.values.printing import as_python, brief
from grader.values.refusal import Location, Refusal
from grader.values.size import size_of
from grader.worker.wire.plain import PlainValueError
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = b"NTFiIdcsbAUlLMtnDSZR/qmyhweO"
DRAWN = 200
"""Honest values at a time; then others are drawn."""


def drawing() -> Callable[[int], Any]:
    """Return the function that makes a value from a seed."""
    space: dict[str, Any] = {}
    exec(compile(REFERENCE, "values.py", "exec"), space)
    value: Callable[[int], Any] = space["value"]
    return value


def forged(data: bytes, stream: random.Random) -> bytes:
    """Return the bytes of a value with a few changes: tags and single bytes in place, or edits of any kind."""
    if stream.random() < 0.3:
        return changed(data, stream, 3)
    made = bytearray(data)
    for _ in range(stream.randint(1, 3)):
        made[stream.randrange(len(made))] = stream.choice([stream.choice(TAGS), stream.randrange(256), 0, 1, 2])
    return bytes(made)


def use(value: Any, honest: Any) -> bool:
    """Do with a value what is done with an answer; return whether it passes for one of the honest value's type."""
    passes = True
    try:
        difference(type_like(honest).conform(value, Location(honest)), honest)
    except Refusal as refusal:
        passes = False
        refusal.sentence("f")
    difference(value, honest, lambda _: 1e-6)
    difference(honest, value)
    brief(value)
    size_of([value])
    text = as_python(value)
    if as_python(read_value(write_value(value))) != text:
        raise AssertionError(f"written and read again, a value is another one: {text[:500]}")
    return passes


def main() -> None:
    """Forge for a while and print what came of it; end with 1 where anything but a refusal did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    stream, draw, count = random.Random(asked.seed), drawing(), Counter[str]()
    warnings.simplefilter("error")
    honest: list[Any] = []
    worst, until = 0.0, time.monotonic() + 60 * asked.minutes
    while time.monotonic() < until:
        if count["forged"] % (20 * DRAWN) == 0:
            honest = [draw(stream.getrandbits(32)) for _ in range(DRAWN)]
        value = stream.choice(honest)
        data = forged(write_value(value), stream)
        count["forged"] += 1
        began = time.process_time()
        try:
            count["passed" if use(read_value(data), value) else "of another type"] += 1
        except PlainValueError:
            count["refused"] += 1
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            count["other"] += 1
            print(data[:500], traceback.format_exc(limit=-4), sep="\n")
        worst = max(worst, time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"seed {asked.seed}, {asked.minutes:g} minutes: {count['forged']} forged values, {count['refused']} refused, "
        f"{count['of another type']} of another type, {count['passed']} taken for an answer, {count['other']} other "
        f"exceptions; worst {worst * 1e3:.0f} ms, {memory} MiB at most"
    )
    sys.exit(bool(count["other"]))


if __name__ == "__main__":
    main()
