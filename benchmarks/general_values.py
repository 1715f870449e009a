"""What a call costs whose arguments and answer are no numbers: both ways over the wire, gated, and compared.

    python -m benchmarks.general_values [--runs 5]

The reference is the submission, in this process: the worker's own code answers, without a process between.  For each
kind of value, processor time a call beyond that of the function itself; the budget is 30 µs for small values.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.smallest import driven
from grader.checks.statement import Statement
from grader.course import load_course

BUDGET = 30e-6
CASES = 1000
TASK = """
id: one
title: One
statement: One.
sizes: {{n: [1, 4]}}
functions: {{f: {{args: [x]{returns}}}}}
inputs: {{x: {domain}}}
checks: [{{id: only, title: t, points: 1, cases: {cases}, expect: "{expect}"}}]
"""
SAME, CLOSE = "f(x) == ref.f(x)", "close(f(x), ref.f(x))"
KINDS = {
    "an integer": ("{integer: [0, 1000000]}", "integer", SAME),
    "a text": ("{text: [0, 12]}", "text", SAME),
    "a list of integers": ("{list: {integer: [0, 99]}}", "{list: integer}", SAME),
    "a list of texts": ("{list: {text: [1, 5]}, length: [0, 5]}", "{list: text}", SAME),
    "a list of reals": ("{list: {real: [0, 1]}}", "{list: real}", CLOSE),
    "a number and a vector": ("{tuple: [{real: [0, 1]}, {vector: n}]}", "{tuple: [real, {array: [n]}]}", CLOSE),
    "a dict of counts": (
        "{dict: [{text: [1, 3]}, {integer: [0, 9]}], length: [0, 4]}", "{dict: [text, integer]}", SAME,
    ),
    "a dict of two arrays": (
        "{dict: {W: {matrix: [n, 3]}, b: {vector: n}}}", "{dict: {W: {array: [n, 3]}, b: {array: [n]}}}", CLOSE,
    ),
    "None or a list": ("{optional: {list: {integer: [0, 9]}, length: [0, 4]}}", "{optional: {list: integer}}", SAME),
    "a set": ("{set: {integer: [0, 99]}, length: [0, 5]}", "{set: integer}", SAME),
    "nested lists": (
        "{list: {list: {integer: [0, 9]}, length: [0, 3]}, length: [0, 3]}", "{list: {list: integer}}", SAME,
    ),
}  # fmt: skip


def prepared(folder: Path, domain: str, returns: str, expect: str) -> Statement:
    """Return the check, prepared."""
    for name in ("tasks", "reference"):
        (folder / name).mkdir(exist_ok=True)
    returns = f", returns: {returns}" if returns else ""
    (folder / "tasks/one.yaml").write_text(TASK.format(domain=domain, returns=returns, expect=expect, cases=CASES))
    (folder / "reference/one.py").write_text("def f(x):\n    return x\n")
    statement = load_course(folder).tasks[0].checks[0].prepare(1)
    assert isinstance(statement, Statement)
    return statement


def cost(statement: Statement, runs: int) -> float:
    """Return the processor seconds of one call, both ways and compared."""

    def function(x: Any) -> Any:
        return x

    taken = []
    for _ in range(runs):
        began = time.process_time()
        verdict = driven(statement.examine(), function)
        taken.append(time.process_time() - began)
        assert verdict.outcome.value == "passed", verdict
    return min(taken) / statement.cases.count


def main() -> None:
    """Measure and print; end with 1 where a kind costs more than the budget."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    costs: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, (domain, returns, expect) in KINDS.items():
            costs[kind] = [cost(prepared(Path(folder), domain, form, expect), runs) for form in (returns, "")]
    print("| value | `returns` given | left out |\n|---|---|---|")
    for kind, pair in costs.items():
        print(f"| {kind} | {pair[0] * 1e6:.1f} µs | {pair[1] * 1e6:.1f} µs |")
    every = [each for pair in costs.values() for each in pair]
    print(f"\nmedian {statistics.median(every) * 1e6:.1f} µs, most {max(every) * 1e6:.1f} µs of {BUDGET * 1e6:.0f}")
    sys.exit(max(every) > BUDGET)


if __name__ == "__main__":
    main()
