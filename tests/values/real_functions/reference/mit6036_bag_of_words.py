"""A bag of words."""


def bag_of_words(texts):
    """Return the number of each word."""
    words = dict.fromkeys(word for text in texts for word in text.lower().split())
    return {word: number for number, word in enumerate(words)}
