"""Other right answers, as students write them."""


def to_roman_while(number):
    """Take off the largest value as often as it goes."""
    text = ""
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    letters = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    i = 0
    while number > 0:
        if number >= values[i]:
            text += letters[i]
            number -= values[i]
        else:
            i += 1
    return text


def to_roman_digits(number):
    """Look up each digit."""
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    hundreds = ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"]
    return "M" * (number // 1000) + hundreds[number // 100 % 10] + tens[number // 10 % 10] + ones[number % 10]


def from_roman_backwards(numeral):
    """Read from the right, and take off what is smaller than before."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    total, before = 0, 0
    for letter in reversed(numeral):
        value = values[letter]
        total += value if value >= before else -value
        before = value
    return total


def from_roman_search(numeral):
    """Write all numbers until one fits."""
    return next(number for number in range(1, 4000) if to_roman_digits(number) == numeral)
