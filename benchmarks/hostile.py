"""The judge's overhead per attack: processor time that hostile submissions cost the process that grades them.

    python -m benchmarks.hostile [--kind KIND]... [--name PART]... [--every N] [--wall SECONDS] [--isolation process]

Each variant of `tests/hostile/corpus.py` is graded in this process as a batch grades it, from its files to its page,
and after each an honest submission.  What is measured is the processor time of this process alone: workers are others.
It prints everything that must not be (more than two seconds, no result, a check that the judge could not decide, points
that were not earned, an honest submission that noticed), then the median and the worst of each kind.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from grader.batch.process_state import worker_state
from tests.hostile.corpus import CORPUS
from tests.hostile.corpus_runs import Measured, measure, write_course


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--name", action="append", default=[])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--wall", type=float, default=1.0, help="seconds that a check may take")
    parser.add_argument("--isolation", default="sandbox")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    names = [
        name
        for name in CORPUS
        if (not options.kind or name.partition("-")[0] in options.kind)
        and (not options.name or any(part in name for part in options.name))
    ][:: options.every]
    found: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_course(root / "course", options.wall)
        for one in measure(root, root / "course", names, walls=options.isolation == "sandbox"):
            found.append(one)
            if options.verbose:
                print(f"{one.judge:7.3f} s judge {one.wall:7.2f} s clock {one.points:5g}  {one.name}", flush=True)
            for fault in one.faults:
                print(f"  {one.name}: {fault} ({one.judge:.2f} s of the judge, {one.wall:.1f} s)", flush=True)
        worker_state().close()
    print(f"{'kind':10} {'variants':>8} {'median':>9} {'worst':>9}")
    for kind in dict.fromkeys(one.name.partition("-")[0] for one in found):
        seconds = {one.name: one.judge for one in found if one.name.startswith(f"{kind}-")}
        worst = max(seconds, key=lambda name: seconds[name])
        median = statistics.median(seconds.values())
        print(f"{kind:10} {len(seconds):8} {median:7.3f} s {seconds[worst]:7.3f} s  {worst}")
    print(f"{len(found)} variants, {sum(bool(one.faults) for one in found)} with faults")


if __name__ == "__main__":
    main()
