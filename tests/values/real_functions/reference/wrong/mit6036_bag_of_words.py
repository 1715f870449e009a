"""Known wrong solutions."""


def bag_of_words_with_capitals(texts):
    """Take words as they are."""
    words = dict.fromkeys(word for text in texts for word in text.split())
    return {word: number for number, word in enumerate(words)}
