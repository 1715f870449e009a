def two_sum(numbers, target):
    for i, first in enumerate(numbers):
        for j in range(i + 1, len(numbers)):
            if first + numbers[j] == target:
                return [i, j]
    return None


def count_pairs(numbers, target):
    seen = {}
    pairs = 0
    for number in numbers:
        pairs += seen.get(target - number, 0)
        seen[number] = seen.get(number, 0) + 1
    return pairs
