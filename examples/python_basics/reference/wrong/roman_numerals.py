"""Known wrong answers, each with one slip; `tasks/roman_numerals.yaml` says which checks catch it."""

LETTERS = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}


def _write(number, table):
    text = ""
    for letters, value in sorted(table.items(), key=lambda pair: -pair[1]):
        text += letters * (number // value)
        number %= value
    return text


def to_roman_four_letters(number):
    """Know no pairs."""
    return _write(number, LETTERS)


def to_roman_shortcuts(number):
    """Take off whatever is shorter."""
    pairs = {"CM": 900, "CD": 400, "XC": 90, "XL": 40, "IX": 9, "IV": 4, "IC": 99, "IL": 49, "XM": 990, "XD": 490}
    return _write(number, LETTERS | pairs)


def to_roman_without_hundreds(number):
    """Forget two pairs."""
    return _write(number, LETTERS | {"XC": 90, "XL": 40, "IX": 9, "IV": 4})


def from_roman_sum(numeral):
    """Add up all letters."""
    return sum(LETTERS[letter] for letter in numeral)


def from_roman_last(numeral):
    """Leave out the letter that has none after it."""
    values = [LETTERS[letter] for letter in numeral]
    return sum(-value if value < following else value for value, following in zip(values, values[1:], strict=False))
