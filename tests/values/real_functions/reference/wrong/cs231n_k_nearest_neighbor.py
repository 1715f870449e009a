"""Known wrong solutions."""

import numpy as np


class KNearestNeighbor_of_one:
    """Look at one point."""

    def train(self, X, y):
        """Keep the points."""
        self.X, self.y = X, y

    def compute_distances(self, X):
        """Return the distances to the points."""
        return np.sqrt(((X[:, None] - self.X) ** 2).sum(axis=2))

    def predict(self, X, k=1):
        """Return the label of the nearest point."""
        return self.y[self.compute_distances(X).argmin(axis=1)]
