"""The right answers to the task `palindromes`, for the judge alone."""

import random


def is_palindrome(text):
    """Return whether the text reads the same from both ends."""
    return text == text[::-1]


def is_sentence_palindrome(text):
    """Return whether its letters and digits do, whatever their case."""
    return is_palindrome([sign.lower() for sign in text if sign.isalnum()])


def longest_palindrome(words):
    """Return the first of the longest palindromes, None if there are none."""
    return max(filter(is_palindrome, words), key=len, default=None)


def mirrored(half, seed):
    """Return a palindrome, or one with a sign out of place: the input of a check."""
    stream = random.Random(seed)
    signs = list(half + half[::-1])
    if stream.random() < 0.5:
        signs[stream.randrange(len(signs))] = stream.choice("abAB1 ,")
    return "".join(signs)
