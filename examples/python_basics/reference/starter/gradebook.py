"""A gradebook (Week 4). What is asked stands in statements/gradebook.md."""


def averages(grades):
    """Return what the task asks for: a dict."""
    raise NotImplementedError("not written yet")


def best(grades):
    """Return what the task asks for: a list."""
    raise NotImplementedError("not written yet")


def passing(grades, limit):
    """Return what the task asks for: a set."""
    raise NotImplementedError("not written yet")


def summary(grades):
    """Return what the task asks for: a tuple of 2 items (names, mean)."""
    raise NotImplementedError("not written yet")
