"""The right answers to the task `roman_numerals`, for the judge alone."""

NUMERALS = {
    "M": 1000,
    "CM": 900,
    "D": 500,
    "CD": 400,
    "C": 100,
    "XC": 90,
    "L": 50,
    "XL": 40,
    "X": 10,
    "IX": 9,
    "V": 5,
    "IV": 4,
    "I": 1,
}


def to_roman(number):
    """Return the numeral of a number."""
    text = ""
    for letters, value in NUMERALS.items():
        text += letters * (number // value)
        number %= value
    return text


def from_roman(numeral):
    """Return the number of a numeral."""
    values = [NUMERALS[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def has_digit(number, digit):
    """Return whether a number has a digit: a feature of cases."""
    return str(digit) in str(number)


def ends_in(number, digit):
    """Return whether the last digit of a number is this one: a feature of cases."""
    return number % 10 == digit
