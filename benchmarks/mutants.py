"""What is told of every mutant of the references, and whether it is told again of other cases.

    python -m benchmarks.mutants [--course COURSE] [--every N] [--part N] [--seeds 1 2] > mutants.txt

Each mutant is handed in twice, under two seeds.  A sentence is confirmed if it is the same under both, but for the
numbers in it: then it holds in cases that had no part in finding it.  Every sentence is printed with the change of the
reference that it is said about, so that it can be read; those that differ under the second seed are marked with `!`.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.diagnoses import ANSWERS, COURSES, failing, kind_of, mutants
from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote

if TYPE_CHECKING:
    from benchmarks.diagnoses import WrongSolution
    from grader.checks.task import Task
    from grader.results import CheckResult

GOAL = 0.7
KINDS = (*ANSWERS, "named by the check", "raises", "never ends", "passes")
NUMBER = r"-?\d+(\.\d+)?(e[+-]?\d+)?"


def main() -> None:
    """Hand in, print and count; end with 1 below the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--course", choices=list(COURSES))
    parser.add_argument("--every", type=int, default=1, help="take one mutant of so many")
    parser.add_argument("--part", type=int, default=0, help="begin with this one")
    parser.add_argument("--seeds", type=int, nargs=2, default=[1, 2])
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    with Zygote() as zygote:
        factory = WorkerFactory(True, zygote)
        for course, folder in COURSES.items():
            for task in load_course(folder).tasks if options.course in {None, course} else ():
                gradings = [Grading((task,), Preparation(seed)) for seed in options.seeds]
                counted = counts.setdefault(course, Counter())
                for mutant in _mutants(course, task)[options.part :: options.every]:
                    began = time.process_time()
                    first, second = (failing(grade(mutant.submission, one, factory.worker)) for one in gradings)
                    counted["seconds"] += int(1e6 * (time.process_time() - began))
                    counted[kind_of(first)] += 1
                    counted.update(_report(mutant, first, second))
    sys.exit(_summary(counts) < GOAL)


def _mutants(course: str, task: Task) -> list[WrongSolution]:
    has_reference = (COURSES[course] / "reference" / f"{task.id}.py").is_file()
    return list(mutants(course, task)) if has_reference else []


def _report(mutant: WrongSolution, first: list[CheckResult], second: list[CheckResult]) -> Counter[str]:
    """Print the sentences about a mutant, and count those that are confirmed and those that are not."""
    print(f"=== {mutant.task} {mutant.name}\n    {kind_of(first)}")
    again = {check.id: check.diagnosis for check in second}
    counts: Counter[str] = Counter()
    for check in first:
        if not check.diagnosis:
            print(f"    {check.id}: {check.message[:160]}")
            continue
        is_same = _without_numbers(check.diagnosis) == _without_numbers(again.get(check.id, ""))
        counts["confirmed" if is_same else "differing"] += 1
        print(f"  {' ' if is_same else '!'} {check.id} -> {check.diagnosis}", flush=True)
        if not is_same:
            print(f"  ! under the other seed -> {again.get(check.id, 'passed')}")
    return counts


def _without_numbers(sentence: str) -> str:
    return re.sub(NUMBER, "#", sentence)


def _summary(counts: dict[str, Counter[str]]) -> float:
    """Print the table, and return the share of those that answer wrongly which are explained."""
    heads = [*KINDS, "explained of those that answer", "sentences confirmed", "differing"]
    print(f"\n| course | {' | '.join(heads)} |\n|{'---|' * (len(heads) + 1)}")
    total: Counter[str] = Counter()
    for counted in counts.values():
        total.update(counted)
    for name, counted in [*counts.items(), ("all", total)]:
        cells = [*(str(counted[kind]) for kind in KINDS), f"{_share(counted):.0%}"]
        print(f"| {name} | {' | '.join([*cells, str(counted['confirmed']), str(counted['differing'])])} |")
    number = max(1, 2 * sum(total[kind] for kind in KINDS))
    print(f"\n{total['seconds'] / 1e6 / number:.2f} s of the judge's processor time for each, the grading included")
    return _share(total)


def _share(counted: Counter[str]) -> float:
    return counted["explained"] / max(1, sum(counted[kind] for kind in ANSWERS))


if __name__ == "__main__":
    main()
