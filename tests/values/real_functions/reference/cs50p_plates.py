"""Vanity plates."""

import re


def is_valid(s):
    """Return whether a plate is valid."""
    return 2 <= len(s) <= 6 and re.fullmatch("[A-Z]{2,}([1-9][0-9]*)?", s) is not None
