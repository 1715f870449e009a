def is_palindrome(text):
    return text == text[::-1]


def is_sentence_palindrome(text):
    return is_palindrome([sign.lower() for sign in text if sign.isalnum()])


def longest_palindrome(words):
    return max(filter(is_palindrome, words), key=len, default=None)
