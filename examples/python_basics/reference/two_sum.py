"""The right answers to the task `two_sum`, for the judge alone."""

import random


def two_sum(numbers, target):
    """Return the positions of the first two numbers whose sum is `target`; None if there are none."""
    for i, first in enumerate(numbers):
        for j in range(i + 1, len(numbers)):
            if first + numbers[j] == target:
                return [i, j]
    return None


def count_pairs(numbers, target):
    """Return the number of pairs of positions whose numbers have that sum."""
    seen = {}
    pairs = 0
    for number in numbers:
        pairs += seen.get(target - number, 0)
        seen[number] = seen.get(number, 0) + 1
    return pairs


def many_numbers(size, seed):
    """Return a long list of numbers: the input of a check."""
    stream = random.Random(seed)
    return [stream.randint(-50, 50) for _ in range(size)]
