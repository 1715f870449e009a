"""Known wrong answers, each with one slip; `tasks/generators.yaml` says which checks catch it."""


def take_too_many(items, n):
    """Look after the item."""
    result = []
    for item in items:
        result.append(item)
        if len(result) > n:
            break
    return result


def fibonacci_from_one():
    """Begin with 1, 1."""
    a, b = 1, 1
    while True:
        yield a
        a, b = b, a + b


def fibonacci_doubling():
    """Use the new number too early."""
    a, b = 0, 1
    while True:
        yield a
        a = b
        b = a + b


def running_total_before(numbers):
    """Yield too early."""
    total = 0
    for number in numbers:
        yield total
        total += number


def running_total_list(numbers):
    """Collect everything."""
    total, totals = 0, []
    for number in numbers:
        total += number
        totals.append(total)
    return totals
