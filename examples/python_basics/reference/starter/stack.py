"""A stack (Week 8). What is asked stands in statements/stack.md."""


def is_balanced(text):
    """Return what the task asks for: True or False."""
    raise NotImplementedError("not written yet")


class Stack:
    """The class that the task asks for."""

    def __init__(self, items=()):
        """Make a new one."""
        raise NotImplementedError("not written yet")

    def push(self, item):
        """Return what the task asks for: None."""
        raise NotImplementedError("not written yet")

    def pop(self):
        """Return what the task asks for: a whole number."""
        raise NotImplementedError("not written yet")

    def peek(self):
        """Return what the task asks for: a whole number."""
        raise NotImplementedError("not written yet")

    def to_list(self):
        """Return what the task asks for: a list."""
        raise NotImplementedError("not written yet")

    def __len__(self):
        """Return what the task asks for."""
        raise NotImplementedError("not written yet")
