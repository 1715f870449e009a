"""Known wrong solutions."""


def most_freq_rarest(series, k=5):
    """Sort upwards."""
    counts = series.value_counts()
    return sorted(counts.index, key=lambda word: (counts[word], word))[:k]
