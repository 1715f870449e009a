"""The right answers to the task `generators`, for the judge alone."""

from itertools import islice


def fibonacci():
    """Yield the Fibonacci numbers."""
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def running_total(numbers):
    """Yield the sums of the first numbers."""
    total = 0
    for number in numbers:
        total += number
        yield total


def take(items, n):
    """Return the first n items."""
    return list(islice(items, n))


def first_fibonacci(n):
    """Return the first n Fibonacci numbers."""
    return take(fibonacci(), n)


def first_totals(numbers, n):
    """Return the first n sums."""
    return take(running_total(numbers), n)
