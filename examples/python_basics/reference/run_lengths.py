"""The right answers to the task `run_lengths`, for the judge alone."""

from itertools import groupby


def compress(text):
    """Return the sign and the length of each run."""
    return [(sign, len(list(run))) for sign, run in groupby(text)]


def expand(runs):
    """Return the text of these runs."""
    return "".join(sign * count for sign, count in runs)


def longest_run(text):
    """Return the sign of the first of the longest runs."""
    sign, _ = max(compress(text), key=lambda run: run[1], default=(None, 0))
    return sign
