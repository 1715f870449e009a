from collections import Counter


def two_sum(numbers, target):
    for number in numbers:
        if target - number in numbers:
            i, j = numbers.index(number), numbers.index(target - number)
            if i != j:
                return [i, j]
    return None


def count_pairs(numbers, target):
    counts = Counter(numbers)
    pairs = 0
    for value, count in counts.items():
        other = target - value
        if other == value:
            pairs += count * (count - 1) // 2
        elif other > value:
            pairs += count * counts.get(other, 0)
    return pairs


import math


def is_prime(n):
    return n >= 2 and all(n % divisor for divisor in range(2, math.isqrt(n) + 1))


def primes_up_to(n):
    crossed = bytearray(max(n, 0))
    primes = []
    for number in range(2, n):
        if not crossed[number]:
            primes.append(number)
            for multiple in range(number * number, n, number):
                crossed[multiple] = 1
    return primes


def prime_factors(n):
    found, divisor = [], 2
    while n > 1:
        if n % divisor == 0:
            found.append(divisor)
            while n % divisor == 0:
                n //= divisor
        divisor += 1
    return found
