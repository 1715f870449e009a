"""Sorting in place (Week 6). What is asked stands in statements/sorting.md."""


def insertion_sort(items):
    """Return what the task asks for: None."""
    raise NotImplementedError("not written yet")


def reverse(items):
    """Return what the task asks for: None."""
    raise NotImplementedError("not written yet")


def remove_all(items, value):
    """Return what the task asks for: None."""
    raise NotImplementedError("not written yet")
