"""The right answers to the task `primes`, for the judge alone."""


def is_prime(n):
    """Return whether n is a prime."""
    return n > 1 and prime_factors(n) == [n]


def primes_up_to(n):
    """Return all primes up to n."""
    candidate = [False, False] + [True] * (n - 1)
    for number in range(2, int(max(n, 0) ** 0.5) + 1):
        if candidate[number]:
            multiples = range(number * number, n + 1, number)
            candidate[number * number :: number] = [False] * len(multiples)
    return [number for number, left in enumerate(candidate) if left]


def prime_factors(n):
    """Return the primes whose product is n."""
    factors = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    return [*factors, n] if n > 1 else factors
