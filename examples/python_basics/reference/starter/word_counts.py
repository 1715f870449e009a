"""Counting words (Week 2). What is asked stands in statements/word_counts.md."""


def word_counts(text):
    """Return what the task asks for: a dict."""
    raise NotImplementedError("not written yet")


def most_frequent(text):
    """Return what the task asks for: None or a text."""
    raise NotImplementedError("not written yet")


def words_of_length(text):
    """Return what the task asks for: a dict."""
    raise NotImplementedError("not written yet")
