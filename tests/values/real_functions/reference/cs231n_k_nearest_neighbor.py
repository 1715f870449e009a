"""A classifier by nearest neighbours."""

import numpy as np


def distances(X, Z):
    """Return the distances of the rows of Z to those of X."""
    return np.sqrt(((Z[:, None] - X) ** 2).sum(axis=2))


def no_ties(X, Z):
    """Return whether all distances of a row differ."""
    return all(len(set(row)) == len(row) for row in ((Z[:, None] - X) ** 2).sum(axis=2).tolist())


def labels(X, y, Z, k):
    """Return the labels of the rows of Z."""
    nearest = np.argsort(distances(X, Z), axis=1)[:, :k]
    return np.array([np.bincount(y[row]).argmax() for row in nearest])


class KNearestNeighbor:
    """A classifier by nearest neighbours."""

    def train(self, X, y):
        """Keep the points."""
        self.X, self.y = X, y

    def compute_distances(self, X):
        """Return the distances to the points."""
        return distances(self.X, X)

    def predict(self, X, k=1):
        """Return the labels."""
        return labels(self.X, self.y, X, k)
