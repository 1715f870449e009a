"""Where the largest entry is."""


def create_mask_from_window(x):
    """Return whether each entry is the largest."""
    return x == x.max()
