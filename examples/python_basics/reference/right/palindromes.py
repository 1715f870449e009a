"""Other right answers, as students write them."""


def is_palindrome_pairs(text):
    """Compare each sign of the first half with its partner."""
    return all(text[i] == text[-1 - i] for i in range(len(text) // 2))


def is_palindrome_recursive(text):
    """Take off both ends until little is left."""
    if len(text) < 2:
        return True
    return text[0] == text[-1] and is_palindrome_recursive(text[1:-1])


def is_sentence_palindrome_two_fingers(text):
    """Walk from both ends, over what does not count."""
    left, right = 0, len(text) - 1
    while left < right:
        if not text[left].isalnum():
            left += 1
        elif not text[right].isalnum():
            right -= 1
        elif text[left].lower() != text[right].lower():
            return False
        else:
            left, right = left + 1, right - 1
    return True


def is_sentence_palindrome_joined(text):
    """Make the text that counts first."""
    kept = "".join(filter(str.isalnum, text.casefold()))
    return kept == "".join(reversed(kept))


def longest_palindrome_loop(words):
    """Remember the best so far."""
    best = None
    for word in words:
        if word == word[::-1] and (best is None or len(word) > len(best)):
            best = word
    return best


def longest_palindrome_sorted(words):
    """Sort by length, which keeps the order of equal ones."""
    found = sorted((word for word in words if word == word[::-1]), key=len, reverse=True)
    return found[0] if found else None
