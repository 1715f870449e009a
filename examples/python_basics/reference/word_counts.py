"""The right answers to the task `word_counts`, for the judge alone."""

from collections import Counter


def _words(text):
    parts = (part.strip(".,!?").lower() for part in text.split())
    return [word for word in parts if word]


def word_counts(text):
    """Return how often each word stands in the text."""
    return dict(Counter(_words(text)))


def most_frequent(text):
    """Return the most frequent word, the first in the alphabet of several, None if there is none."""
    counts = word_counts(text)
    return min(counts, key=lambda word: (-counts[word], word), default=None)


def words_of_length(text):
    """Return the set of the words of each length."""
    words = _words(text)
    return {length: {word for word in words if len(word) == length} for length in map(len, words)}


def sentence(parts):
    """Return the parts with blanks and an end of a line between them: the input of a check."""
    return " ".join(parts[:5]) + "\n" + "  ".join(parts[5:])


def begins_with_sign(text):
    """Return whether a word has punctuation before it: a feature of cases."""
    return any(part.strip(".,!?") and part[0] in ".,!?" for part in text.split())


def has_inner_sign(text):
    """Return whether a word has punctuation within it: a feature of cases."""
    return any(sign in part.strip(".,!?") for part in text.split() for sign in ".,!?")
