def is_prime(n):
    return n > 1 and prime_factors(n) == [n]


def prime_factors(n):
    factors = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    return [*factors, n] if n > 1 else factors


def primes_up_to(n):
    candidate = [False, False] + [True] * (n - 1)
    for number in range(2, int(max(n, 0) ** 0.5) + 1):
        if candidate[number]:
            multiples = range(number * number, n + 1, number)
            candidate[number * number :: number] = [False] * len(multiples)
    return [number for number, left in enumerate(candidate) if left]
