from collections import Counter


def _words(text):
    parts = (part.strip(".,!?").lower() for part in text.split())
    return [word for word in parts if word]


def word_counts(text):
    return dict(Counter(_words(text)))


def most_frequent(text):
    counts = word_counts(text)
    return min(counts, key=lambda word: (-counts[word], word), default=None)


def words_of_length(text):
    words = _words(text)
    return {length: {word for word in words if len(word) == length} for length in map(len, words)}
