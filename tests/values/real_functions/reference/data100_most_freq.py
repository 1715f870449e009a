"""The most frequent entries of a series."""


def words(tbl):
    """Return the column."""
    return tbl["word"]


def most_freq(series, k=5):
    """Return the most frequent entries, ties by the alphabet."""
    counts = series.value_counts()
    return sorted(counts.index, key=lambda word: (-counts[word], word))[:k]
