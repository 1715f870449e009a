"""A function of a reference, for tests of its mutants: they are made from the source of a module."""


def mixed(x: float) -> float:
    """Return a number."""
    return 2.0 * x + 1.0
