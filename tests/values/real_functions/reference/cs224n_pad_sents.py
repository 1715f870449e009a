"""Sentences of one length."""


def pad_sents(sents, pad_token):
    """Return padded sentences."""
    longest = max(map(len, sents), default=0)
    return [sent + [pad_token] * (longest - len(sent)) for sent in sents]
