"""The right answers to the task `nested_lists`, for the judge alone."""

import random


def total(items):
    """Return the sum of all numbers in a nested list."""
    return sum(total(item) if isinstance(item, list) else item for item in items)


def depth(items):
    """Return the number of lists that lie within one another."""
    return 1 + max((depth(item) for item in items if isinstance(item, list)), default=0)


def flatten(items):
    """Return all numbers from left to right."""
    return [number for item in items for number in (flatten(item) if isinstance(item, list) else [item])]


def nested_list(seed):
    """Return a nested list: the input of a check."""
    stream = random.Random(seed)

    def draw(room):
        return [draw(room - 1) if room and stream.random() < 0.45 else stream.randint(-9, 9) for _ in range(length())]

    def length():
        return stream.randint(0, 4)

    return draw(6)
