"""Known wrong answers, each with one slip; `tasks/run_lengths.yaml` says which checks catch it."""

from itertools import groupby


def _runs(text):
    return [(sign, len(list(run))) for sign, run in groupby(text)]


def compress_without_the_last(text):
    """Forget the run that nothing ends."""
    return _runs(text)[:-1]


def compress_counts_all(text):
    """Count signs in the whole text."""
    return [(sign, text.count(sign)) for sign in dict.fromkeys(text)]


def compress_lists(text):
    """Return lists for tuples."""
    return [list(run) for run in _runs(text)]


def compress_from_zero(text):
    """Begin with 0."""
    return [(sign, count - 1) for sign, count in _runs(text)]


def expand_once(runs):
    """Write each sign once."""
    return "".join(sign for sign, _ in runs)


def longest_run_last(text):
    """Take the last of the longest."""
    return max(reversed(_runs(text)), key=lambda run: run[1], default=(None, 0))[0]


def longest_run_most_frequent(text):
    """Count signs in the whole text."""
    return max(text, key=text.count, default=None)
