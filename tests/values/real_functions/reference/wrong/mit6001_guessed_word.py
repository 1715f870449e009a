"""Known wrong solutions."""


def get_guessed_word_without_blanks(secret_word, letters_guessed):
    """Put underscores alone."""
    return "".join(letter if letter in letters_guessed else "_" for letter in secret_word)
