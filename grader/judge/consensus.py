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
        possible = {
            misconception.name: misconception for misconception in several if not set(misconception.fails) & set(passed)
        }
        for other, explained in candidates.items():
            names = {misconception.name for misconception in explained}
            shared = {misconception.function for misconception in explained} & {
                misconception.function for misconception in several
            }
            # What a hidden check leaves open or rules out must not show in a public one.
            if names and shared and (other in public or check not in public):
                possible = {name: misconception for name, misconception in possible.items() if name in names}
        # Two wrong solutions may have one sentence: which of them it was does not matter to the student.
        texts = {misconception.tells for misconception in possible.values()}
        if len(texts) == 1:
            sentences[check] = texts.pop()
    return sentences
