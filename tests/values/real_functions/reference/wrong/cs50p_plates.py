"""Known wrong solutions."""

import re


def is_valid_with_zero(s):
    """Let numbers begin with 0."""
    return 2 <= len(s) <= 6 and re.fullmatch("[A-Z]{2,}[0-9]*", s) is not None
