"""Known wrong solutions."""


def KarpRabin_short_of_the_end(s, t):
    """Stop one position early."""
    return next((i for i in range(len(t) - len(s)) if t[i : i + len(s)] == s), -1)
