"""Run lengths (Week 4). What is asked stands in statements/run_lengths.md."""


def compress(text):
    """Return what the task asks for: a list."""
    raise NotImplementedError("not written yet")


def expand(runs):
    """Return what the task asks for: a text."""
    raise NotImplementedError("not written yet")


def longest_run(text):
    """Return what the task asks for: None or a text."""
    raise NotImplementedError("not written yet")
