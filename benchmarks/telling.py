"""How many told causes stand beside a case in which another likely cause gives the student's answer as well.

    python -m benchmarks.telling [the options of benchmarks.diagnoses]

Grades the corpus of wrong solutions, and judges the smallest failing case and the one that is shown in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks import diagnoses
from grader.diagnosis import shrink

if TYPE_CHECKING:
    from collections.abc import Generator

    from grader.checks.verdict import Explanation


def main() -> None:
    """Grade as benchmarks.diagnoses does, and print how often another cause fits before and after."""
    counts: list[tuple[int, int]] = []
    search: Any = shrink.shrink_telling

    def counted(statement: Any, verdict: Any, telling: Any, *rest: Any) -> Generator[Any, Any, Explanation]:
        review, rivals = telling.review, []

        def reviewed(*case: Any) -> bool:
            found: bool = review(*case)
            rivals.append(telling.count(*case[:2]))
            return found

        telling.review = reviewed
        explanation: Explanation = yield from search(statement, verdict, telling, *rest)
        if rivals:
            is_another = explanation is not verdict.explanation
            counts.append((rivals[0], rivals[-1] if is_another else rivals[0]))
        return explanation

    setattr(shrink, "shrink_telling", counted)  # noqa: B010 - it is imported where it is called
    try:
        diagnoses.main(__doc__)
    finally:  # it ends with an exit code
        ambiguous = [sum(1 for pair in counts if pair[side]) for side in (0, 1)]
        print(
            f"{len(counts)} checks are told a cause that gives answers; another one gives the same in the smallest "
            f"case of {ambiguous[0]}, and in the case that is shown of {ambiguous[1]}"
        )


if __name__ == "__main__":
    main()
