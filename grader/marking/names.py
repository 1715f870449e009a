"""Text without what would tell whose answer it is: the student's names and ids, and those of their group.

Of the student, and of those who handed in together, every word of a name is taken out; of all others in the class,
whole names and ids: a first name alone may be a word of the answer.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.results import SubmissionFacts

_WORD = re.compile(r"\w+")
HIDDEN = "▒▒▒"
"""The placeholder for a hidden name."""
SHORTEST = 3
"""Shorter names are letters of formulas too often; in file names they are hidden nevertheless."""


@dataclass(frozen=True)
class Names:
    """The names of one submission and its students."""

    facts: SubmissionFacts
    others: ClassNames | None = None
    """Those of everybody."""

    def hidden_in(self, text: str) -> str:
        """Return a text of the student's without their names."""
        text = self._pattern.sub(HIDDEN, text) if self._pattern else text
        return self.others.hidden_in(text) if self.others is not None else text

    def hidden_in_path(self, path: str) -> str:
        """Return the name of a file without the names of the student, however they are spelled in it."""
        path = self._path_pattern.sub(HIDDEN, path) if self._path_pattern else path
        return self.others.hidden_in(path) if self.others is not None else path

    @property
    def whole(self) -> tuple[str, ...]:
        """Every name and id as it stands in the class list."""
        return tuple(name.strip() for name in self._whole() if name.strip())

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Every name and id, longest first, and the words of names."""
        names = {name.strip() for name in self._whole()} | set(self._words())
        return tuple(sorted((name for name in names if name), key=lambda name: (-len(name), name)))

    def _whole(self) -> Iterator[str]:
        facts = self.facts
        yield from (facts.id, facts.name, facts.group, *facts.ids)
        for member in facts.members:
            yield from (member.name, *member.ids)

    def _words(self) -> Iterator[str]:
        """Yield the words of names: a student signs with the first one, and a file is called by the last one."""
        for name in (self.facts.name, *(member.name for member in self.facts.members)):
            yield from (word for word in re.findall(r"[^\W\d_]+", name) if len(word) >= SHORTEST)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """A pattern of names as whole words, in any case."""
        names = [_spaced(name) for name in self.all if len(name) >= SHORTEST]
        return re.compile(rf"(?<![\w])(?:{'|'.join(names)})(?![\w])", re.IGNORECASE) if names else None

    @cached_property
    def _path_pattern(self) -> re.Pattern[str] | None:
        """A pattern of names anywhere between signs that file names are built with."""
        group = [word for word in re.findall(r"[^\W\d_]+", self.facts.group) if len(word) >= SHORTEST]
        names = [_spaced(name) for name in (*self.all, *group)]
        joined = "|".join(names)
        return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])", re.IGNORECASE) if names else None


class ClassNames:
    """The names and ids of a whole class, found in a text word by word: a class has thousands of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for name in set(names):
            words = tuple(word.casefold() for word in _WORD.findall(name))
            if words and (len(words) > 1 or len(words[0]) > SHORTEST):
                self._by_first.setdefault(words[0], []).append(words)
        for candidates in self._by_first.values():
            candidates.sort(key=len, reverse=True)

        # A marker goes back and forth between the same answers, and each is asked for once more than it is looked at.
        self.hidden_in: Callable[[str], str] = lru_cache(maxsize=512)(self._hidden_in)
        """Return a text without them."""

    def _hidden_in(self, text: str) -> str:
        matches = list(_WORD.finditer(text))
        words = [match[0].casefold() for match in matches]
        parts, end, after = [], 0, 0
        for index, word in enumerate(words):
            if index < after or word not in self._by_first:
                continue
            for name in self._by_first[word]:
                if tuple(words[index : index + len(name)]) == name:
                    after = index + len(name)
                    parts += [text[end : matches[index].start()], HIDDEN]
                    end = matches[after - 1].end()
                    break
        return "".join([*parts, text[end:]]) if parts else text


def _spaced(name: str) -> str:
    """Return a pattern for a name whose words may be joined in another way."""
    return r"[\s_.,-]+".join(map(re.escape, re.split(r"[\s_.,]+", name)))
