"""Known wrong solutions."""


def convert_above_one(fraction):
    """Take every fraction."""
    x, y = map(int, fraction.split("/"))
    return round(100 * x / y)
