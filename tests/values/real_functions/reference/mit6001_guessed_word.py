"""A word that is guessed."""


def get_guessed_word(secret_word, letters_guessed):
    """Return what is known of the word."""
    return "".join(letter if letter in letters_guessed else "_ " for letter in secret_word)
