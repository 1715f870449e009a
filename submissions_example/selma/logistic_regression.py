import numpy as np


class LogisticRegression:
    """Keeps nothing, only groups the functions."""

    def log_likelihood(self, w, X, k):
        return -np.sum(np.log(1 + np.exp(-k * (X @ w))))

    def gradient(self, w, X, k):
        z = k * (X @ w)
        return (k * np.exp(-np.logaddexp(0, z))) @ X

    def fit(self, X, k, lam):
        w = np.zeros(X.shape[1])
        for _ in range(2500):
            w = w + 0.02 * (self.gradient(w, X, k) - 2 * lam * w)
        return w

    @staticmethod
    def separator(X, k):
        w = np.zeros(X.shape[1])
        while True:
            for row, label in zip(X, k):
                if label * (row @ w) <= 0:
                    w = w + label * row
                    break
            else:
                return w


model = LogisticRegression()
log_likelihood = model.log_likelihood
log_likelihood_gradient = model.gradient
separator = LogisticRegression.separator
fit = model.fit
