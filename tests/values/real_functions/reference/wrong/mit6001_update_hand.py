"""Known wrong solutions."""


def update_hand_that_keeps_zeros(hand, word):
    """Keep letters of which nothing is left."""
    return {letter: max(0, count - word.lower().count(letter)) for letter, count in hand.items()}
