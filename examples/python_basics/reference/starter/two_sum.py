"""Two numbers with a given sum (Week 2). What is asked stands in statements/two_sum.md."""


def two_sum(numbers, target):
    """Return what the task asks for: None or a list."""
    raise NotImplementedError("not written yet")


def count_pairs(numbers, target):
    """Return what the task asks for: a whole number."""
    raise NotImplementedError("not written yet")
