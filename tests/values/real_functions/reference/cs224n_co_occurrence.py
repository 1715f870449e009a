"""A matrix of co-occurrences."""

import numpy as np


def compute_co_occurrence_matrix(corpus, window_size=4):
    """Return the matrix and the rows of the words."""
    rows = {word: row for row, word in enumerate(sorted({word for document in corpus for word in document}))}
    M = np.zeros((len(rows), len(rows)))
    for document in corpus:
        for i, word in enumerate(document):
            for j in range(max(0, i - window_size), min(len(document), i + window_size + 1)):
                M[rows[word], rows[document[j]]] += i != j
    return M, rows
