"""One explanation for all checks of a task: a misconception that one check leaves open is told by the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.diagnosis.misconceptions import Known


def agreed(open_: Mapping[str, tuple[Known, ...]], passed: Collection[str], public: Collection[str]) -> dict[str, str]:
    """Return the sentence of each check whose misconception is clear once all checks are looked at together.

    `open_` has, for each failing check, every misconception that explains all its cases.  One that is known to fail a
    check that passed is none.  What a public check is told depends on public checks alone.
    """
    told = {}
    for check, several in open_.items():
        left = {known.name: known for known in several if not set(known.fails) & set(passed)}
        for other, explained in open_.items():
            names = {known.name for known in explained}
            shared = {known.function for known in explained} & {known.function for known in several}
            if names and shared and (other in public or check not in public):
                left = {name: known for name, known in left.items() if name in names}
        sentences = {known.tells for known in left.values()}
        if len(sentences) == 1:
            told[check] = sentences.pop()
    return told
