"""Known wrong answers, each with one slip; `tasks/two_sum.yaml` says which checks catch it."""


def two_sum_with_itself(numbers, target):
    """Pair each number with itself as well."""
    for i, first in enumerate(numbers):
        for j in range(i, len(numbers)):
            if first + numbers[j] == target:
                return [i, j]
    return None


def two_sum_values(numbers, target):
    """Return numbers for positions."""
    for i, first in enumerate(numbers):
        for j in range(i + 1, len(numbers)):
            if first + numbers[j] == target:
                return [first, numbers[j]]
    return None


def two_sum_by_second_position(numbers, target):
    """Find the pair that is complete first."""
    for j in range(len(numbers)):
        for i in range(j):
            if numbers[i] + numbers[j] == target:
                return [i, j]
    return None


def two_sum_by_index(numbers, target):
    """Look up positions by value."""
    for number in numbers:
        if target - number in numbers:
            i, j = numbers.index(number), numbers.index(target - number)
            if i != j:
                return [i, j]
    return None


def count_pairs_twice(numbers, target):
    """Count (j, i) as well."""
    n = len(numbers)
    return sum(numbers[i] + numbers[j] == target for i in range(n) for j in range(n) if i != j)


def count_pairs_with_itself(numbers, target):
    """Count (i, i) as well."""
    n = len(numbers)
    return sum(numbers[i] + numbers[j] == target for i in range(n) for j in range(i, n))


def count_pairs_of_values(numbers, target):
    """Count pairs of different numbers."""
    n = len(numbers)
    pairs = {(numbers[i], numbers[j]) for i in range(n) for j in range(i + 1, n) if numbers[i] + numbers[j] == target}
    return len({tuple(sorted(pair)) for pair in pairs})
