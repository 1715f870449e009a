"""A hand after a word."""


def update_hand(hand, word):
    """Return the hand that is left."""
    left = {letter: count - word.lower().count(letter) for letter, count in hand.items()}
    return {letter: count for letter, count in left.items() if count > 0}
