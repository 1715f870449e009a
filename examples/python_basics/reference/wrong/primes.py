"""Known wrong answers, each with one slip; `tasks/primes.yaml` says which checks catch it."""

import math


def is_prime_one(n):
    """Take 1 for a prime."""
    return n > 0 and all(n % divisor for divisor in range(2, n))


def is_prime_without_two(n):
    """Take 2 for composite."""
    return n > 1 and n % 2 == 1 and all(n % divisor for divisor in range(3, n, 2))


def is_prime_square_root(n):
    """Leave out the root itself."""
    return n > 1 and all(n % divisor for divisor in range(2, max(math.isqrt(n), 2))) if n != 4 else True


def is_prime_first_divisor(n):
    """Decide too early."""
    if n < 2:
        return False
    for divisor in range(2, n):
        return n % divisor != 0
    return True


def primes_up_to_without_the_end(n):
    """Leave out n."""
    crossed = bytearray(max(n, 0))
    primes = []
    for number in range(2, n):
        if not crossed[number]:
            primes.append(number)
            for multiple in range(number * number, n, number):
                crossed[multiple] = 1
    return primes


def prime_factors_once(n):
    """List each prime once."""
    found, divisor = [], 2
    while n > 1:
        if n % divisor == 0:
            found.append(divisor)
            while n % divisor == 0:
                n //= divisor
        divisor += 1
    return found


def prime_factors_without_rest(n):
    """Forget what is left."""
    found, divisor = [], 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            found.append(divisor)
            n //= divisor
        divisor += 1
    return found
