"""The words of a corpus."""


def distinct_words(corpus):
    """Return the words and their number."""
    words = sorted({word for document in corpus for word in document})
    return words, len(words)
