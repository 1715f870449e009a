"""Traits of texts: exactly those that hold."""

from __future__ import annotations

import pytest

from grader.domains.traits.texts import TEXT, TEXT_MEASURES, contents


def holding(value: str) -> set[str]:
    """Return the texts of the traits that hold, without the name."""
    return {trait.text.replace("{}", "").replace("  ", " ").strip() for trait in TEXT if trait.holds(value)}


ROWS = [
    ("", "is empty", "a"),
    ("aB", "has an upper-case letter", "ab"),
    ("Ab", "has a lower-case letter", "AB"),
    ("a b", "has a blank", "ab"),
    ("a1", "has a digit", "a"),
    ("a!", "has a punctuation mark", "a"),
    ("1a", "has a letter", "12"),
    ("ä", "has a letter beyond a to z", "a"),
    ("ä", "has a letter beyond a to z", "a–b"),
    (" a", "begins with a blank", "a "),
    ("a ", "ends with a blank", " a"),
    ("a ", "begins or ends with a blank", "a b"),
    ("a  b", "has two blanks in a row", "a b"),
    ("  ", "has nothing but blanks", " a"),
    ("Ab", "begins with an upper-case letter", "aB"),
    ("aba", "some character of occurs twice", "abc"),
    ("abb", "two neighbouring characters of are equal", "aba"),
    ("aba", "is the same backwards", "abc"),
    ("Aba", "is the same backwards but for upper and lower case", "abc"),
    ("Ex", "begins with a vowel", "xe"),
    ("xe", "has a vowel", "xyz"),
    ("a-b", "has a minus sign", "ab"),
    ("a,b", "has a comma", "ab"),
    ("it's", "has an apostrophe", "its"),
    ("a\nb", "has a line break", "ab"),
    ("ab", "the number of characters of is even", "abc"),
]


@pytest.mark.parametrize(("value", "text", "other"), ROWS)
def test_a_trait_holds_for_one_text_and_not_for_another(value: str, text: str, other: str) -> None:
    """Its neighbour."""
    assert text in holding(value)
    assert text not in holding(other)


def test_every_trait_has_a_row_above() -> None:
    """A new one is tried as well."""
    assert {text for _, text, _ in ROWS} == {trait.text.replace("{}", "").replace("  ", " ").strip() for trait in TEXT}


def test_measures_count_characters_and_words() -> None:
    """Blanks are characters."""
    assert [measure.of(" ab c ") for measure in TEXT_MEASURES] == [6.0, 2.0]
    assert [measure.of("") for measure in TEXT_MEASURES] == [0.0, 0.0]


def test_texts_of_a_few_characters_have_some_of_them_or_two_side_by_side() -> None:
    """Texts of many characters would all have some that no other has."""
    traits = {trait.text: trait for trait in contents(["XIV", "L", "{X"])}
    assert {text for text in traits if len(text) == len("{} has 'L' in it")} == {
        f"{{}} has '{c}' in it" for c in "ILVX"
    }
    assert traits["{} has 'IV' in it"].holds("XXIV")
    assert not traits["{} has 'IV' in it"].holds("VI")
    assert traits["{} has '{{X' in it"].text.format("`x`") == "`x` has '{X' in it"
    assert list(contents(["aaa", "a"])) == []
    assert list(contents(["abcdefg", "hijklmn"])) == []
