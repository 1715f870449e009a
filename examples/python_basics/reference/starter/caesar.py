"""Caesar's cipher (Week 1). What is asked stands in statements/caesar.md."""


def encode(text, shift):
    """Return what the task asks for: a text."""
    raise NotImplementedError("not written yet")


def decode(text, shift):
    """Return what the task asks for: a text."""
    raise NotImplementedError("not written yet")
