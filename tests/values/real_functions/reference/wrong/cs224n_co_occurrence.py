"""Known wrong solutions."""

import numpy as np


def compute_co_occurrence_matrix_of_one_side(corpus, window_size=4):
    """Look to the right only."""
    rows = {word: row for row, word in enumerate(sorted({word for document in corpus for word in document}))}
    M = np.zeros((len(rows), len(rows)))
    for document in corpus:
        for i, word in enumerate(document):
            for other in document[i + 1 : i + window_size + 1]:
                M[rows[word], rows[other]] += 1
    return M, rows
