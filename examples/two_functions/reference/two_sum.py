"""The task `two_sum`."""


def two_sum(numbers, target):
    """Return the positions of the first two numbers whose sum is `target`; None if there are none."""
    for i, first in enumerate(numbers):
        for j in range(i + 1, len(numbers)):
            if first + numbers[j] == target:
                return [i, j]
    return None
