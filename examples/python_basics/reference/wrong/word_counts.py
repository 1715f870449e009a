"""Known wrong answers, each with one slip; `tasks/word_counts.yaml` says which checks catch it."""

from collections import Counter


def _counts(text):
    return Counter(word for word in (part.strip(".,!?").lower() for part in text.split()) if word)


def word_counts_with_case(text):
    """Tell Tea from tea."""
    return dict(Counter(word for word in (part.strip(".,!?") for part in text.split()) if word))


def word_counts_with_punctuation(text):
    """Leave punctuation at the words."""
    return dict(Counter(text.lower().split()))


def word_counts_split_at_blanks(text):
    """Split at each blank."""
    return dict(Counter(part.strip(".,!?").lower() for part in text.split(" ")))


def word_counts_of_empty_words(text):
    """Count what is left of punctuation."""
    return dict(Counter(part.strip(".,!?").lower() for part in text.split()))


def word_counts_from_zero(text):
    """Begin with 0."""
    return {word: count - 1 for word, count in _counts(text).items()}


def most_frequent_first_seen(text):
    """Return the first in the text."""
    counts = _counts(text)
    return max(counts, key=counts.get, default=None)


def most_frequent_last(text):
    """Return the last in the alphabet."""
    counts = _counts(text)
    return max(counts, key=lambda word: (counts[word], word), default=None)
