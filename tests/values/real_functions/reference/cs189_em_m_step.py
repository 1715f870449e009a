"""The M step of a mixture of Gaussians."""

import numpy as np


def normalised(weights):
    """Return how much each sample belongs to each cluster."""
    return weights / weights.sum(axis=1, keepdims=True)


def sizes(weights, data):
    """Return the numbers of clusters, dimensions and samples."""
    return weights.shape[1], data.shape[1], len(data)


def EM_M_step(num_clusters, num_dims, num_samples, Q, data):
    """Return shares, means and covariances."""
    counts = Q.sum(axis=0)
    mu = Q.T @ data / counts[:, None]
    away = data[:, None, :] - mu
    return counts / num_samples, mu, np.einsum("nk,nki,nkj->kij", Q, away, away) / counts[:, None, None]
