"""One explanation for all checks of a task: other checks decide between misconceptions that one leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.checks.misconception import Misconception


def resolve_misconceptions(
    candidates: Mapping[str, tuple[Misconception, ...]], passed: Collection[str], public: Collection[str]
) -> dict[str, str]:
    """Return the sentence of each check whose misconception is clear once all checks are looked at together.

    `candidates` has, for each failing check, every misconception that explains all its cases.  One that is known to
    fail a check that passed is none.  The sentence of a public check depends on public checks alone.
    """
    sentences = {}
    for check, several in candidates.items():
        possible = {one.name: one for one in several if not set(one.fails) & set(passed)}
        for other, explained in candidates.items():
            names = {one.name for one in explained}
            shared = {one.function for one in explained} & {one.function for one in several}
            # What a hidden check leaves open or rules out must not show in a public one.
            if names and shared and (other in public or check not in public):
                possible = {name: one for name, one in possible.items() if name in names}
        texts = {one.tells for one in possible.values()}
        if len(texts) == 1:
            sentences[check] = texts.pop()
    return sentences
