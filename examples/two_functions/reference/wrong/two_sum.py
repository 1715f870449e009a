"""Known wrong solutions of the task `two_sum`."""


def two_sum_with_itself(numbers, target):
    """Pair each number with itself as well."""
    for i, first in enumerate(numbers):
        for j in range(i, len(numbers)):
            if first + numbers[j] == target:
                return [i, j]
    return None
