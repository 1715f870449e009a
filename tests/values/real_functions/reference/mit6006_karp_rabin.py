"""A text in a text."""


def KarpRabin(s, t):
    """Return the first position of s in t, or -1."""
    return t.find(s)
