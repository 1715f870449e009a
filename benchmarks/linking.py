"""What the portable link costs: `grader check` of a kit over each kind of link, in turn, whole processes.

    python -m benchmarks.linking [--pairs 15]

Prints the medians, and the median of the paired differences, which may be at most 100 ms.  Linux only: elsewhere there
is one link.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess  # noqa: TID251 - whole commands are measured
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
TASK = "softmax"
MOST_MILLISECONDS = 100.0


def main() -> int:
    """Measure; end with 1 where the portable link costs too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        kit = Path(folder, "kit")
        _grader("release", TASK, "--out", str(kit), "--course", str(ROOT), link="", cwd=ROOT)
        shutil.copy(ROOT / "reference" / f"{TASK}.py", kit)
        for link in ("", "portable"):  # both once, so that every file is in the system's cache
            _grader("check", f"{TASK}.py", link=link, cwd=kit)
        times: dict[str, list[float]] = {"": [], "portable": []}
        for number in range(pairs):
            for link in ("", "portable") if number % 2 else ("portable", ""):
                times[link].append(_grader("check", f"{TASK}.py", link=link, cwd=kit))
    differences = [portable - linux for linux, portable in zip(times[""], times["portable"], strict=True)]
    difference = statistics.median(differences)
    print(f"Linux's link     {statistics.median(times['']):7.0f} ms")
    print(f"portable link    {statistics.median(times['portable']):7.0f} ms")
    print(f"difference       {difference:7.0f} ms, median of {pairs} pairs (at most {MOST_MILLISECONDS:.0f})")
    return 0 if difference <= MOST_MILLISECONDS else 1


def _grader(*words: str, link: str, cwd: Path) -> float:
    """Run a command; return its milliseconds."""
    env = {**os.environ, "GRADER_LINK": link, "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "grader", *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"grader {' '.join(words)}: {done.stdout}{done.stderr}")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
