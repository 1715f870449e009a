"""Prime numbers (Week 2). What is asked stands in statements/primes.md."""


def is_prime(n):
    """Return what the task asks for: True or False."""
    raise NotImplementedError("not written yet")


def primes_up_to(n):
    """Return what the task asks for: a list."""
    raise NotImplementedError("not written yet")


def prime_factors(n):
    """Return what the task asks for: a list."""
    raise NotImplementedError("not written yet")
