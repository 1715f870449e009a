"""Names and ids from different hands are compared as people mean them."""

from __future__ import annotations

import unicodedata

import pytest

from grader.results.names import folded, words_of


@pytest.mark.parametrize(("key", "same"), [(" Ann.Lee ", "ann.lee"), ("A  B", "a b"), ("STRASSE", "straße")])
def test_spaces_and_the_size_of_letters_mean_nothing(key: str, same: str) -> None:
    """Of an id."""
    assert folded(key) == folded(same)


def test_other_ids_stay_others() -> None:
    """A digit more is somebody else."""
    assert folded("ann1") != folded("ann")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_the_same_with_accents_apart(form: str) -> None:
    """As archives of some systems have them."""
    assert words_of(unicodedata.normalize(form, "O'Brien-Šmith, Zoë")) == {"o", "brien", "šmith", "zoë"}  # type: ignore[arg-type]


def test_a_name_without_letters_has_no_words() -> None:
    """Nothing to compare."""
    assert words_of(" -, ") == set()
