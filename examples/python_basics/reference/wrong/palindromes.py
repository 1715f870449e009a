"""Known wrong answers, each with one slip; `tasks/palindromes.yaml` says which checks catch it."""


def is_palindrome_first_and_last(text):
    """Compare the ends only."""
    return text == "" or text[0] == text[-1]


def is_palindrome_ignoring_case(text):
    """Take A for a."""
    return text.lower() == text.lower()[::-1]


def is_palindrome_not_empty(text):
    """Ask for a sign at least."""
    return len(text) > 0 and text == text[::-1]


def is_sentence_palindrome_without_blanks(text):
    """Leave out blanks only."""
    kept = text.lower().replace(" ", "")
    return kept == kept[::-1]


def is_sentence_palindrome_with_case(text):
    """Tell A from a."""
    kept = [sign for sign in text if sign.isalnum()]
    return kept == kept[::-1]


def is_sentence_palindrome_letters_only(text):
    """Leave out digits as well."""
    kept = [sign for sign in text.lower() if sign.isalpha()]
    return kept == kept[::-1]


def longest_palindrome_last(words):
    """Replace the best by one that is as long."""
    best = None
    for word in words:
        if word == word[::-1] and (best is None or len(word) >= len(best)):
            best = word
    return best


def longest_palindrome_empty(words):
    """Begin with the empty text."""
    best = ""
    for word in words:
        if word == word[::-1] and len(word) > len(best):
            best = word
    return best
