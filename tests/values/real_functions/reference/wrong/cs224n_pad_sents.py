"""Known wrong solutions."""


def pad_sents_at_the_front(sents, pad_token):
    """Fill from the front."""
    longest = max(map(len, sents), default=0)
    return [[pad_token] * (longest - len(sent)) + sent for sent in sents]
