"""Normalised features."""


def spread(X):
    """Return the deviations of the columns."""
    return X.std(axis=0)


def featureNormalize(X):
    """Return features, means and deviations."""
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    return (X - mu) / sigma, mu, sigma
