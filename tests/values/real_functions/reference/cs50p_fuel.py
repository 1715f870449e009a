"""A fuel gauge."""


def written(x, y):
    """Return a fraction as a text."""
    return f"{x}/{y}"


def yes(x):
    """Return True."""
    return x == x


def convert(fraction):
    """Return the percentage."""
    x, y = map(int, fraction.split("/"))
    if y == 0:
        raise ZeroDivisionError
    if x > y:
        raise ValueError
    return round(100 * x / y)
