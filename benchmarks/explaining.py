"""How long the explanation of a failure takes.

    python -m benchmarks.explaining [the options of benchmarks.diagnoses]

Grades the corpus of wrong solutions, and adds up the judge's processor time between the verdicts and the results:
simpler cases, fresh cases, misconceptions, slips, mutants, statements about the input.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from benchmarks import diagnoses
from grader.judge import examination

if TYPE_CHECKING:
    from collections.abc import Callable

SLOWEST = 10


def main() -> None:
    """Grade as benchmarks.diagnoses does, and print what explaining took besides."""
    spent: dict[str, float] = defaultdict(float)
    current = [""]

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **keywords: Any) -> Any:
            began = time.thread_time()
            try:
                return function(*args, **keywords)
            finally:
                spent[current[0]] += time.thread_time() - began

        return call

    def graded(submission: Any, *rest: Any) -> Any:
        current[0] = f"{len(spent)}: {submission.files[0].name}"
        spent[current[0]] += 0.0
        return grade(submission, *rest)

    grade: Callable[..., Any] = vars(diagnoses)["grade"]
    setattr(diagnoses, "grade", graded)  # noqa: B010 - it is imported there by name
    stages = vars(examination)["_Examination"]
    for owner, name in ((examination, "explain"), (stages, "_simplified"), (stages, "_confirmed")):
        setattr(owner, name, timed(getattr(owner, name)))
    try:
        diagnoses.main(__doc__)
    finally:  # it ends with an exit code
        if spent:
            _summary(spent)


def _summary(spent: dict[str, float]) -> None:
    seconds = sorted(spent.values())
    mean, middle, high = sum(seconds) / len(seconds), seconds[len(seconds) // 2], seconds[int(0.95 * len(seconds))]
    print(
        f"explaining: mean {mean:.2f} s, median {middle:.2f} s, 95 of 100 within {high:.2f} s, most {seconds[-1]:.2f} s"
    )
    for name in sorted(spent, key=lambda key: -spent[key])[:SLOWEST]:
        print(f"  {spent[name]:.2f} s  {name}")


if __name__ == "__main__":
    main()
