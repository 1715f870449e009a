"""Other right answers, as students write them."""

import math

import numpy as np


def is_prime_divisors(n):
    """Try all divisors."""
    if n < 2:
        return False
    for divisor in range(2, n):
        if n % divisor == 0:
            return False
    return True


def is_prime_root(n):
    """Try those up to the root."""
    return n >= 2 and all(n % divisor for divisor in range(2, math.isqrt(n) + 1))


def primes_up_to_sieve(n):
    """Cross out multiples one by one."""
    if n < 2:
        return []
    crossed = bytearray(n + 1)
    primes = []
    for number in range(2, n + 1):
        if not crossed[number]:
            primes.append(number)
            for multiple in range(number * number, n + 1, number):
                crossed[multiple] = 1
    return primes


def primes_up_to_numpy(n):
    """Cross out by slices."""
    left = np.ones(max(n + 1, 2), dtype=bool)
    left[:2] = False
    for number in range(2, math.isqrt(max(n, 0)) + 1):
        if left[number]:
            left[number * number :: number] = False
    return [int(number) for number in np.nonzero(left)[0]]


def prime_factors_recursive(n):
    """Take off the smallest divisor."""
    for divisor in range(2, math.isqrt(n) + 1):
        if n % divisor == 0:
            return [divisor, *prime_factors_recursive(n // divisor)]
    return [n] if n > 1 else []


def prime_factors_plain(n):
    """Divide until 1 is left."""
    found, divisor = [], 2
    while n > 1:
        if n % divisor == 0:
            found.append(divisor)
            n = n // divisor
        else:
            divisor += 1
    return found
