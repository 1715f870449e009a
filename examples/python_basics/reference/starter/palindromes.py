"""Palindromes (Week 1). What is asked stands in statements/palindromes.md."""


def is_palindrome(text):
    """Return what the task asks for: True or False."""
    raise NotImplementedError("not written yet")


def is_sentence_palindrome(text):
    """Return what the task asks for: True or False."""
    raise NotImplementedError("not written yet")


def longest_palindrome(words):
    """Return what the task asks for: None or a text."""
    raise NotImplementedError("not written yet")
