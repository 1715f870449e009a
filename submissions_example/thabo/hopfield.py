import numpy as np


def energy(W, x):
    x = x.reshape(-1, 1)
    return -0.5 * x.T @ W @ x


def update(W, x, i):
    x = x.reshape(1, -1).copy()
    h = (W[i] * x).sum() - W[i, i] * x[0, i]
    x[0, i] = 1 if h >= 0 else -1
    return x


def energy_change(W, x, i):
    h = W[[i]] @ x.reshape(-1, 1) - W[i, i] * x[i]
    return np.minimum(0, 2 * x[i] * h)


def run(W, x):
    for sweep in range(100):
        for i in range(len(x)):
            x = update(W, x, i)[0]
    return x
