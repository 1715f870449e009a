"""Other right answers, as students write them."""

from collections import Counter


def two_sum_indices(numbers, target):
    """Two loops over positions."""
    n = len(numbers)
    for i in range(n):
        for j in range(n):
            if i < j and numbers[i] + numbers[j] == target:
                return [i, j]
    return None


def two_sum_rest(numbers, target):
    """Look for what is missing in the rest of the list."""
    for i in range(len(numbers)):
        rest = numbers[i + 1 :]
        if target - numbers[i] in rest:
            return [i, i + 1 + rest.index(target - numbers[i])]


def count_pairs_counter(numbers, target):
    """Count values, then pairs of values."""
    counts = Counter(numbers)
    pairs = 0
    for value, count in counts.items():
        other = target - value
        if other == value:
            pairs += count * (count - 1) // 2
        elif other > value:
            pairs += count * counts.get(other, 0)
    return pairs
