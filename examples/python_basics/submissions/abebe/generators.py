from itertools import islice


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def running_total(numbers):
    total = 0
    for number in numbers:
        total += number
        yield total


def take(items, n):
    return list(islice(items, n))
